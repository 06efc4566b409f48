"""The lexicon of formulations and names: loaded from its tables, validated, corrected by the user's own, matched."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.candidates import Candidate, Candidates
from pipeline.errors import LexiconError
from pipeline.lexicon.entries import Row, read_rows
from pipeline.lexicon.matcher import Matcher
from pipeline.lexicon.shadow import shadow_text

DATA = Path(__file__).parent / "data"
INNER_DE = re.compile("(?<=.)的(?=.)")
LONG = 6  # from this length on a name may go without its 的 (以人民为中心发展思想)
MEMBERS_ONLY = "members.tsv"  # parts of formulas too ordinary to be matched by themselves (创新, 协调, 绿色 …)


class Entry(NamedTuple):
    """Describe one concept: `members` are ids in their official order; one that is not `matched` is a member only.

    `first_year` and `seen` say where in the corpora it was mined from the name stands first (a fact of those corpora,
    not of history).
    """

    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    domain: str
    english: str
    first_year: int | None
    seen: str
    matched: bool = True

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Return the name and its aliases."""
        return (self.name, *self.aliases)


class Lexicon:
    """Hold the entries by id, in order of id, find them by name or alias, and match them in text."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        """Take entries that Lexicon.load has validated."""
        self.entries = dict(sorted(entries.items()))

    @classmethod
    def load(cls, extra: Path | None = None, *, folder: Path = DATA) -> "Lexicon":
        """Load every table of `folder`, then the user's `extra`; raise LexiconError that names file and line.

        A row of `extra` adds an entry, replaces the one with its id or its name, or, where a hyphen precedes the id,
        removes that entry.
        """
        tables = sorted(folder.glob("*.tsv"))
        if not tables:
            raise LexiconError(f"{folder}: holds no lexicon tables (*.tsv); install tifagraph again")
        rows: dict[str, Row] = {}
        for table in tables:
            for row in read_rows(table):
                if row.id in rows:
                    raise LexiconError(f"{row.place}: id {row.id} is already at {rows[row.id].place}")
                rows[row.id] = row
        heirs: dict[str, str] = {}
        if extra is not None:
            heirs = _correct(rows, extra)
        return cls(_link(rows, heirs))

    def find(self, surface: str) -> Entry | None:
        """Return the entry that a surface form names, whatever its quotation marks, separators, spaces and 的."""
        found = self._forms.get(shadow_text(surface))
        return found[1] if found else None

    def match(self, text: str) -> list[Candidate]:
        """Return every occurrence of every entry in cleaned text, nested and overlapping ones too, in text order."""
        return self._matcher.match(text)

    def match_all(self, text: str) -> Candidates:
        """Return in columns what `match` returns, far faster."""
        return self._matcher.match_all(text)

    @cached_property
    def _forms(self) -> dict[str, tuple[str, Entry]]:
        """Map the shadow of every surface form to the form and its entry; forms that lack their 的 come last."""
        surfaces = [(surface, entry) for entry in self.entries.values() for surface in entry.surfaces]
        forms = {shadow_text(surface): (surface, entry) for surface, entry in surfaces}
        for surface, entry in surfaces:
            if "的" in surface:
                bare = INNER_DE.sub("", surface)
                if len(bare) >= LONG:
                    forms.setdefault(shadow_text(bare), (bare, entry))
        return forms

    @cached_property
    def _matcher(self) -> Matcher:
        forms = [(key, surface, entry) for key, (surface, entry) in self._forms.items() if entry.matched]
        return Matcher((key, surface, entry.label, entry.id) for key, surface, entry in forms)


@cache
def load_lexicon(extra: Path | None = None) -> Lexicon:
    """Load the lexicon once a process, with the corrections in a user's file where one is given."""
    return Lexicon.load(extra)


def _correct(rows: dict[str, Row], extra: Path) -> dict[str, str]:
    """Apply a user's table to `rows` and return, for names that went, the id that took their place ("" for none)."""
    heirs: dict[str, str] = {}
    by_name = {row.name: row.id for row in rows.values()}
    for row in read_rows(extra, strict=False):
        if row.id.startswith("-"):
            gone = rows.pop(row.id[1:], None)
            if gone is None:
                raise LexiconError(f"{row.place}: there is no entry {row.id[1:]} to remove")
            heirs.update(dict.fromkeys((gone.name, *gone.aliases), ""))
            continue
        for older in (rows.pop(by_name.get(row.name, ""), None), rows.pop(row.id, None)):
            if older is not None:
                heirs.update(dict.fromkeys((older.name, *older.aliases), row.id))
        rows[row.id] = row
        by_name[row.name] = row.id
    return heirs


def _link(rows: dict[str, Row], heirs: dict[str, str]) -> dict[str, Entry]:
    """Return the entries of rows, members as ids; raise LexiconError for a name used twice or a lost member."""
    owners: dict[str, Row] = {}
    for row in rows.values():
        for surface in (row.name, *row.aliases):
            key = shadow_text(surface)
            owner = owners.setdefault(key, row)
            if owner is not row:
                raise LexiconError(f"{row.place}: {surface} already names {owner.id} at {owner.place}; keep one")
    entries = {}
    for row in rows.values():
        members = []
        for member in row.members:
            found = owners.get(shadow_text(member))
            if found is None and member not in heirs:
                raise LexiconError(f"{row.place}: member {member} of {row.name} is no entry; add one to {MEMBERS_ONLY}")
            identifier = found.id if found is not None else heirs[member]
            if identifier == row.id:
                raise LexiconError(f"{row.place}: {row.name} is listed as a member of itself")
            if identifier:
                members.append(identifier)
        entries[row.id] = Entry(
            row.id,
            row.name,
            row.label,
            row.aliases,
            tuple(members),
            row.domain,
            row.english,
            row.first_year,
            row.seen,
            row.path.name != MEMBERS_ONLY,
        )
    return entries
