"""Mine the corpora for the lexicon: when and where names stand first, and tables of candidates to curate by eye.

Needs the corpora (not part of the project). Run as

    python -m pipeline.lexicon.mining ../shared/corpora seen NAME…       first year, where, documents, occurrences
    python -m pipeline.lexicon.mining ../shared/corpora fill TABLE.tsv…  write ids, first_year and seen into tables
    python -m pipeline.lexicon.mining ../shared/corpora look PATTERN     what formulations.PATTERNS finds, new ones only
    python -m pipeline.lexicon.mining ../shared/corpora pairs TABLE.tsv  entries without English in official pairs
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.lexicon.corpora import Source, read_corpora, read_official_english
from pipeline.lexicon.entries import COLUMNS
from pipeline.lexicon.formulations import find_formulations
from pipeline.lexicon.ids import make_id
from pipeline.lexicon.loader import Lexicon
from pipeline.lexicon.matcher import Matcher
from pipeline.lexicon.shadow import shadow_text
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
    matcher = Matcher((key, name, "", name) for key, name in {shadow_text(name): name for name in sightings}.items())
    for source in sources:
        counts = Counter(match.concept for match in matcher.match(source.text))
        for name, count in counts.items():
            sighting = sightings[name]
            sighting.count += count
            sighting.documents += 1
            if not sighting.code:
                sighting.year, sighting.code = source.date[:4], source.code
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


def find_pairs(rows: list[list[str]], pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return name, Chinese and English of the shortest pair that holds the name of each row without English."""
    shortest: dict[str, tuple[str, str]] = {}
    texts = [
        (shadow_text(chinese), chinese, english) for chinese, english in sorted(pairs, key=lambda pair: len(pair[0]))
    ]
    for row in rows:
        key = shadow_text(row[1])
        if not row[6]:
            found = next(((chinese, english) for text, chinese, english in texts if key in text), None)
            if found:
                shortest[row[1]] = found
    return [(name, chinese, english) for name, (chinese, english) in shortest.items()]


def _surfaces(row: list[str]) -> list[str]:
    return [row[1], *filter(None, row[3].split("|"))]


def main(arguments: list[str]) -> int:
    """Run one of the commands of the module's docstring; each line it prints holds tab-separated values."""
    if len(arguments) < 3 or arguments[1] not in ("seen", "fill", "look", "pairs"):
        print(__doc__, file=sys.stderr)
        return 2
    corpora = Path(arguments[0])
    sources = read_corpora(corpora) if arguments[1] != "pairs" else []
    match arguments[1]:
        case "seen":
            for name, sighting in sight(arguments[2:], sources).items():
                print(name, sighting.year, sighting.code, sighting.documents, sighting.count, sep="\t")
        case "fill":
            fill_tables([Path(argument) for argument in arguments[2:]], sources)
        case "look":
            lexicon = Lexicon.load()
            finds = find_formulations(sources, arguments[2])
            for text, find in sorted(finds.items(), key=lambda item: (-len(item[1].documents), -item[1].count)):
                if len(find.documents) > 1 and lexicon.find(text) is None:
                    print(text, find.code, len(find.documents), find.count, sep="\t")
        case "pairs":
            for name, chinese, english in find_pairs(_cells(Path(arguments[2])), read_official_english(corpora)):
                print(name, chinese, english, sep="\t")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
