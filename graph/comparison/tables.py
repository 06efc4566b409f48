"""Write a comparison as tables: comparison.csv, a row a concept; rewordings.csv, a row a change of words.

`mentions` and `documents` count each side, `per_10000` relates mentions to characters outside page furniture.
`weight` is weightier, lighter, unclear (no significant difference), few (counts too small for a test, `p` empty) or
unmarked (words that one side only spells, without a mention; no test).
References read `document#sentence`, as the graph's evidence does.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.build import reference
from graph.comparison.compare import Comparison, Row, Tally
from graph.comparison.directives import Unit
from graph.export.tables import write_table

COLUMNS = (
    *("Id", "Label", "kind", "type", "status", "mentions_a", "mentions_b", "documents_a", "documents_b"),
    *("per_10000_a", "per_10000_b", "expected_a", "expected_b", "G2", "p", "log_ratio", "percent_diff", "weight"),
    *("forms_a", "forms_b", "moved_from", "moved_to", "reworded", "evidence_a", "evidence_b"),
)
WORDS = ("sort", "Id", "Label", "other", "before", "after", "evidence_a", "evidence_b")


def write(comparison: Comparison, path: Path) -> None:
    """Write the concepts to `path` and rewordings.csv beside it, each whole or not at all."""
    write_table(path, COLUMNS, (_cells(comparison, row) for row in comparison.rows))
    write_table(path.with_name("rewordings.csv"), WORDS, _rewordings(comparison))


def _cells(comparison: Comparison, row: Row) -> list[Any]:
    found = row.keyness
    moved: tuple[str, str] = ("", "")
    if row.move is not None:
        moved = _labels(comparison.units_a, row.move.before), _labels(comparison.units_b, row.move.after)
    return [
        *(row.concept.id, row.concept.name, row.concept.kind, row.concept.label, row.status),
        *(row.a.count, row.b.count, row.a.documents, row.b.documents),
        *(round(1e4 * row.a.count / comparison.size_a, 3), round(1e4 * row.b.count / comparison.size_b, 3)),
        *(found.expected_a, found.expected_b, found.g2, "" if row.p is None else float(f"{row.p:.3g}")),
        *(found.log_ratio, "" if found.difference is None else found.difference, row.weight),
        *("；".join(form for form, _ in forms.most_common()) for forms in (row.forms_a, row.forms_b)),
        *moved,
        " ".join(dict.fromkeys(word.sort for word in row.rewordings)),
        *(_references(row.a), _references(row.b)),
    ]


def _rewordings(comparison: Comparison) -> Iterator[list[Any]]:
    for row in comparison.rows:
        for word in row.rewordings:
            if word.concept == row.concept.id:
                places = (";".join(reference(*place) for place in side) for side in (word.evidence_a, word.evidence_b))
                yield [word.sort, word.concept, row.concept.name, word.other, word.before, word.after, *places]


def _labels(units: list[Unit], numbers: tuple[int, ...]) -> str:
    return "；".join(units[number].label for number in numbers)


def _references(tally: Tally) -> str:
    return ";".join(reference(*place) for place in tally.evidence)
