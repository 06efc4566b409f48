"""The comparison as one HTML file: what has gone, come and stayed, and the sentences of both sides side by side."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.comparison.compare import Comparison, Row
from graph.comparison.directives import Unit
from graph.comparison.keyness import ALPHA, LEAST
from graph.comparison.sides import Side
from graph.counts import Reference
from graph.page.render import digest, embed_json, plain_title, read_parts
from graph.plain import plain
from pipeline.records import whole_file

ROOM = "graph.page.comparison"
SHOWN = 12  # sentences of each side that a row brings along
FORMS = 12


def write(comparison: Comparison, path: Path) -> None:
    """Write the page of a comparison to `path`, whole or not at all."""
    with whole_file(path) as temporary:
        temporary.write_text(render(comparison), encoding="utf-8", newline="\n")


def render(comparison: Comparison) -> str:
    """Return the page: scripts and style are let in by their SHA-256 only, all else is JSON that no browser runs."""
    style = "\n" + read_parts(("base.css",)) + read_parts(("comparison.css",), ROOM)
    shared, own = read_parts(("i18n.js", "dom.js")), read_parts(("words.js", "rows.js", "main.js"), ROOM)
    script = f'\n(() => {{\n"use strict";\n{shared}\n{own}\n}})();\n'
    policy = (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=PackageLoader("graph.page", "comparison"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["embed_json"] = embed_json
    return environment.get_template("page.html").render(
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        data=tables(comparison),
        title=plain_title(f"{comparison.a.name} → {comparison.b.name}"),
    )


def tables(comparison: Comparison) -> dict[str, Any]:
    """Return what the page knows.

    `rows` follow the comparison's order; `sentences` are [document number, sentence, section, text], and rows point to
    them by number. `sides` hold names, sizes and documents.
    """
    sentences = _Sentences(comparison)
    return {
        "sides": [_side(comparison.a, comparison.size_a), _side(comparison.b, comparison.size_b)],
        "rows": [_row(comparison, row, sentences) for row in comparison.rows],
        "sentences": sentences.rows,
        "directives": [
            [comparison.units_a[before].label, comparison.units_b[after].label]
            for before, after in comparison.counterparts.items()
        ],
        "alone": [
            [unit.label for number, unit in enumerate(comparison.units_a) if number not in comparison.counterparts],
            _without(comparison.units_b, comparison.counterparts.values()),
        ],
        "alpha": ALPHA,
        "least": LEAST,
        "shown": SHOWN,
    }


class _Sentences:
    """Gather the sentences that rows point to, each once."""

    def __init__(self, comparison: Comparison) -> None:
        self.rows: list[list[Any]] = []
        self._numbers: dict[tuple[int, Reference], int] = {}
        self._found: list[dict[Reference, list[Any]]] = []
        for side in (comparison.a, comparison.b):
            documents = {plain(row.doc): number for number, row in enumerate(side.records.documents)}
            names = {(row.doc, row.id): f"{row.marker}{row.title}" for row in side.records.sections}
            self._found.append(
                {
                    Reference(plain(row.doc), row.sentence): [
                        documents.get(plain(row.doc), 0),
                        row.sentence,
                        names.get((row.doc, row.section), ""),
                        row.text.strip(),
                    ]
                    for row in side.records.sentences
                }
            )

    def numbers(self, side: int, places: Iterable[Reference]) -> list[int]:
        """Return the numbers of the first sentences at some places."""
        numbers = []
        for place in places:
            if place not in self._found[side]:
                continue
            if (side, place) not in self._numbers:
                self._numbers[side, place] = len(self.rows)
                self.rows.append(self._found[side][place])
            numbers.append(self._numbers[side, place])
            if len(numbers) == SHOWN:
                break
        return numbers


def _row(comparison: Comparison, row: Row, sentences: _Sentences) -> dict[str, Any]:
    found = row.keyness
    moved = None
    if row.move is not None:
        moved = [_labels(comparison.units_a, row.move.before), _labels(comparison.units_b, row.move.after)]
    return {
        "id": row.concept.id,
        "name": row.concept.name,
        "kind": row.concept.kind,
        "label": row.concept.label,
        "english": row.concept.english,
        "pinyin": row.concept.pinyin,
        "status": row.status,
        "counts": [row.a.count, row.b.count],
        "documents": [row.a.documents, row.b.documents],
        "expected": [found.expected_a, found.expected_b],
        "g2": found.g2,
        "p": row.p,
        "ratio": found.log_ratio,
        "difference": found.difference,
        "weight": row.weight,
        "forms": [[list(pair) for pair in forms.most_common(FORMS)] for forms in (row.forms_a, row.forms_b)],
        "moved": moved,
        "words": [
            [
                word.sort,
                word.before,
                word.after,
                sentences.numbers(0, word.evidence_a),
                sentences.numbers(1, word.evidence_b),
            ]
            for word in row.rewordings
        ],
        "evidence": [sentences.numbers(0, row.a.evidence), sentences.numbers(1, row.b.evidence)],
    }


def _side(side: Side, size: int) -> dict[str, Any]:
    documents = [[plain(row.doc), row.title, row.date or ""] for row in side.records.documents]
    return {"name": side.name, "size": size, "documents": documents}


def _labels(units: Sequence[Unit], numbers: Iterable[int]) -> list[str]:
    return [units[number].label for number in numbers]


def _without(units: Sequence[Unit], taken: Iterable[int]) -> list[str]:
    rest = set(taken)
    return [unit.label for number, unit in enumerate(units) if number not in rest]
