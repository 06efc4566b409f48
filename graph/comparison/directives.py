"""Which directive of one side answers which of the other, and which formulations have moved from one to another.

A directive's counterpart is the one most like it by heading (pairs of characters) and by the concepts it carries
(weighted by how few directives carry them: K. Spärck Jones, “A statistical interpretation of term specificity”,
Journal of Documentation 28, 1972), the most alike first. Preambles and closings answer each other. A concept has moved
where a directive that carried it is still there but none that carried it still does, and others carry it now.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.build import first_sentences, section_label
from graph.counts import HOMES, LinkCount
from graph.plain import plain
from pipeline.records import Records

LIKE = 0.12  # least likeness of counterparts, between 0 and 1
MOST = 500  # directives on a side; with more, documents have no common order of points to move in
Table = NDArray[np.float64]
LETTER = re.compile(r"[\W\d_]+")


@dataclass(slots=True)
class Unit:
    """Describe a directive, preamble or closing: where it stands, how it is called, and its mentions by concept."""

    doc: str
    section: str
    role: str
    label: str
    title: str
    concepts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Move:
    """Say that a concept has moved: the units' numbers that carried it on side A and carry it on side B."""

    concept: str
    before: tuple[int, ...]
    after: tuple[int, ...]


def units(records: Records, links: Iterable[LinkCount]) -> list[Unit]:
    """Return the directives, preambles and closings of a side in text order, with what each carries itself."""
    opening = first_sentences(records)
    texts = {(row.doc, row.sentence): plain(row.text).strip() for row in records.sentences}
    found: dict[tuple[str, str], Unit] = {}
    for row in records.sections:
        if row.role in HOMES:
            first = texts.get((row.doc, opening.get((row.doc, row.id), -1)), "")
            doc, section = plain(row.doc), plain(row.id)
            title = plain(row.title).strip()
            found[doc, section] = Unit(doc, section, row.role, section_label(row, first), title)
    for link in links:
        found[link.doc, link.section].concepts[link.concept] += link.count
    return list(found.values())


def match(before: Sequence[Unit], after: Sequence[Unit]) -> dict[int, int]:
    """Return the number on side B of each unit of side A that has a counterpart; none on sides with too many units."""
    if not before or not after or max(len(before), len(after)) > MOST:
        return {}
    carried = Counter(concept for unit in (*before, *after) for concept in unit.concepts)
    total = len(before) + len(after)
    weight = {concept: math.log(total / count) for concept, count in carried.items()}
    concepts = _cosines(
        [{c: math.sqrt(n) * weight[c] for c, n in unit.concepts.items()} for unit in before],
        [{c: math.sqrt(n) * weight[c] for c, n in unit.concepts.items()} for unit in after],
    )
    titles = _cosines([_pairs(unit.title) for unit in before], [_pairs(unit.title) for unit in after])
    alike = (concepts + titles) / 2
    for row, unit in enumerate(before):
        for column, other in enumerate(after):
            if unit.role != other.role:
                alike[row, column] = 0.0
            elif unit.role != "directive":
                alike[row, column] += 1.0
    found: dict[int, int] = {}
    for row, column in sorted(zip(*np.nonzero(alike >= LIKE), strict=True), key=lambda at: (-alike[at], *at)):
        if row not in found and column not in found.values():
            found[int(row)] = int(column)
    return dict(sorted(found.items()))


def moves(before: Sequence[Unit], after: Sequence[Unit], counterparts: dict[int, int]) -> list[Move]:
    """Return what has moved, in order of the concepts' ids; nothing where no unit has a counterpart."""
    if not counterparts:
        return []
    homes: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
    for side, rows in zip(homes, (before, after), strict=True):
        for number, unit in enumerate(rows):
            for concept in unit.concepts:
                side[concept].append(number)
    found = []
    for concept in sorted(homes[0].keys() & homes[1].keys()):
        old, new = homes[0][concept], homes[1][concept]
        still = {counterparts[number] for number in old if number in counterparts}
        if still and not still & set(new):
            found.append(Move(concept, tuple(old), tuple(new)))
    return found


def _pairs(title: str) -> dict[str, float]:
    letters = LETTER.sub("", title)
    return {letters[at : at + 2]: 1.0 for at in range(len(letters) - 1)}


def _cosines(
    left: Sequence[dict[str, float]], right: Sequence[dict[str, float]]
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    names = {name: number for number, name in enumerate(sorted({name for row in (*left, *right) for name in row}))}
    tables = []
    for rows in (left, right):
        table = np.zeros((len(rows), len(names) or 1))
        for number, row in enumerate(rows):
            for name, value in row.items():
                table[number, names[name]] = value
        length = np.linalg.norm(table, axis=1, keepdims=True)
        tables.append(table / np.where(length > 0, length, 1.0))
    result: Table = tables[0] @ tables[1].T
    return result
