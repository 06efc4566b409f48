"""Mine the corpora for the lexicon: when and where names stand first, and tables of candidates to curate by eye.

Needs the corpora (not part of the project). Run as

    python -m pipeline.lexicon.mining ../shared/corpora seen NAME…       first year, where, documents, occurrences
    python -m pipeline.lexicon.mining ../shared/corpora fill TABLE.tsv…  write ids, first_year and seen into tables
    python -m pipeline.lexicon.mining ../shared/corpora candidates       what lexicon tables do not hold yet
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from pipeline.errors import LexiconError
from pipeline.lexicon.corpora import Source, read_corpora
from pipeline.lexicon.entries import COLUMNS
from pipeline.lexicon.ids import make_id
from pipeline.lexicon.shadow import breaks_of, make_shadow, shadow_text
from pipeline.records import whole_file


@dataclass(slots=True)
class Sighting:
    """Count one name: the year and code of its first document, the documents that hold it, its occurrences."""

    year: str = ""
    code: str = ""
    documents: int = 0
    count: int = 0


def sight(names: Iterable[str], sources: Iterable[Source]) -> dict[str, Sighting]:
    """Return where each name stands in sources given in order of date; year is "" for undated documents."""
    sightings = {name: Sighting() for name in names}
    by_shadow: dict[str, list[str]] = {}
    for name in sightings:
        by_shadow.setdefault(shadow_text(name), []).append(name)
    automaton = ahocorasick.Automaton()
    for key, group in by_shadow.items():
        automaton.add_word(key, (len(key), [(name, frozenset(breaks_of(name))) for name in group]))
    if not by_shadow:
        return sightings
    automaton.make_automaton()
    for source in sources:
        shadow = make_shadow(source.text)
        counted: set[str] = set()
        for last, (length, group) in automaton.iter(shadow.text):
            breaks = shadow.breaks(last + 1 - length, last + 1)
            for name, allowed in group:
                if not allowed.issuperset(breaks):
                    continue
                sighting = sightings[name]
                sighting.count += 1
                if not sighting.code:
                    sighting.year, sighting.code = source.date[:4], source.code
                if name not in counted:
                    counted.add(name)
                    sighting.documents += 1
    return sightings


def fill_seen(names: Iterable[str], sources: Iterable[Source]) -> dict[str, tuple[str, str]]:
    """Return the year and the code of the document where each name stands first, both "" where it stands nowhere."""
    return {name: (sighting.year, sighting.code) for name, sighting in sight(names, sources).items()}


def fill_tables(paths: list[Path], sources: list[Source]) -> None:
    """Complete lexicon tables: ids that are empty, first_year and seen (of name and aliases the earliest), the order.

    Ids are unique among the tables of the same folders.
    """
    tables = {path: _cells(path) for folder in {path.parent for path in paths} for path in sorted(folder.glob("*.tsv"))}
    taken = {row[0] for rows in tables.values() for row in rows}
    seen = fill_seen(sorted({surface for path in paths for row in tables[path] for surface in _surfaces(row)}), sources)
    for path in paths:
        for row in tables[path]:
            row[0] = row[0] or make_id(row[1], taken)
            taken.add(row[0])
            dated = sorted((seen[surface] for surface in _surfaces(row) if seen[surface][1]), key=_undated_last)
            row[7:9] = dated[0] if dated else ("", "")
        with whole_file(path) as temporary:
            lines = ["\t".join(row) for row in sorted(tables[path], key=lambda row: row[0])]
            temporary.write_text("\n".join(["\t".join(COLUMNS), *lines, ""]), encoding="utf-8")


def _cells(path: Path) -> list[list[str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    for number, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS):
            raise LexiconError(f"{path}:{number}: {len(row)} cells; a row has {len(COLUMNS)}, empty ones included")
    return rows


def _undated_last(found: tuple[str, str]) -> str:
    return found[0] or "9999"


def _surfaces(row: list[str]) -> list[str]:
    return [row[1], *filter(None, row[3].split("|"))]


def main(arguments: list[str]) -> int:
    """Run one of the commands of the module's docstring."""
    if len(arguments) < 2 or arguments[1] not in ("seen", "fill", "candidates"):
        print(__doc__, file=sys.stderr)
        return 2
    sources = read_corpora(Path(arguments[0]))
    if arguments[1] == "seen":
        for name, sighting in sight(arguments[2:], sources).items():
            print(name, sighting.year, sighting.code, sighting.documents, sighting.count, sep="\t")
    elif arguments[1] == "fill":
        fill_tables([Path(argument) for argument in arguments[2:]], sources)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
