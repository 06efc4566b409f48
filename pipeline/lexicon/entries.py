"""One row of the lexicon: the format of its tables, and what makes a single row valid."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import LexiconError
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS

COLUMNS = ("id", "name", "label", "aliases", "members", "domain", "english", "first_year", "seen")
LABELS = (*SLOGAN_LABELS, *ENTITY_LABELS)
DOMAINS = (
    *("党建", "经济", "政治", "政协统战", "法治", "社会", "生态", "外交", "国防", "港澳台", "文化", "科技", "农业"),
    *("历史时期", "机构", "地方", "会议", "文件", "人物"),
)

YEAR = re.compile(r"(1[89]|20)\d\d")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOOSE = re.compile(r"[\s\"'“”‘’「」『』«»《》〈〉\ufeff\u200b]")


class Row(NamedTuple):
    """Hold one line of a table as it stands: `aliases` and `members` are names, `path` and `line` are its place."""

    path: Path
    line: int
    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    domain: str
    english: str
    first_year: int | None
    seen: str

    @property
    def place(self) -> str:
        """Return the place as messages name it, file:line."""
        return f"{self.path}:{self.line}"


def read_rows(path: Path, *, strict: bool = True) -> Iterator[Row]:
    """Yield the rows of one table; raise LexiconError, with file and line, at the first that breaks the format.

    A strict table has all COLUMNS in their order and is sorted by id. A user's table, not strict, needs id, name and
    label, takes the columns in any order, and may hold rows with only an id that starts with a hyphen.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text ({error})") from None
    header = tuple(lines[0].split("\t"))
    if strict and header != COLUMNS:
        raise LexiconError(f"{path}:1: the columns must be {' '.join(COLUMNS)}, separated by tabs")
    if not set(COLUMNS[:3]) <= set(header) <= set(COLUMNS) or len(set(header)) != len(header):
        raise LexiconError(
            f"{path}:1: the first line must name the columns id, name, label and any of {' '.join(COLUMNS[3:])}, "
            "separated by tabs, each once"
        )
    previous = ""
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if not strict:
            if not line.strip():
                continue
            named = dict(zip(header, cells, strict=False))
            cells = [named.get(column, "") for column in COLUMNS] if len(cells) <= len(header) else cells
        if len(cells) != len(COLUMNS):
            raise LexiconError(f"{path}:{number}: {len(cells)} cells where the first line names {len(header)}")
        identifier, name, label, aliases, members, domain, english, year, seen = cells
        if strict or not identifier.startswith("-"):
            fault = _fault(cells, strict=strict)
            if strict and identifier <= previous:
                fault = f"{identifier} stands after {previous}; sort the rows by id, each id once"
            if fault:
                raise LexiconError(f"{path}:{number}: {fault}")
        previous = identifier
        yield Row(
            path,
            number,
            identifier,
            name,
            label,
            tuple(aliases.split("|")) if aliases else (),
            tuple(members.split("|")) if members else (),
            domain,
            english,
            int(year) if year.isascii() and year.isdecimal() else None,
            seen,
        )


def _fault(cells: list[str], *, strict: bool) -> str:
    """Return what is wrong with the cells of one row, in the order of COLUMNS; "" where nothing is."""
    identifier, name, label, aliases, members, domain, english, year, seen = cells
    if not ID.fullmatch(identifier):
        return f"id {identifier!r} must be pinyin in a-z and 0-9, joined by single hyphens"
    if label not in LABELS:
        return f"label {label!r} is none of {' '.join(LABELS)}"
    if len(name) < 2:
        return f"name {name!r} is shorter than two characters"
    loose = LOOSE.search(name + aliases + members)
    if loose:
        return f"the name, an alias or a member holds {loose[0]!r}; drop white space, quotation and title marks"
    if aliases or members:
        listed = aliases.split("|")
        if len({name, *listed}) != 1 + len(listed):
            return f"{name} repeats an alias; list each once, and not the name itself"
        if (aliases and "" in listed) or (members and "" in members.split("|")):
            return "an alias or a member is empty; separate them by single bars"
    if domain not in DOMAINS and (strict or domain):
        return f"domain {domain!r} is none of {' '.join(DOMAINS)}"
    if year and not YEAR.fullmatch(year):
        return f"first_year {year!r} is not a year"
    if english != english.strip() or seen != seen.strip():
        return "english and seen must have no white space at their ends"
    return ""
