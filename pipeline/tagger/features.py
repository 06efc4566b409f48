"""Turn the candidates of lexicon, grammar and memory into what the tagger sees, unit by unit and span by span."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.candidates import Candidate
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS
from pipeline.tagger.units import Segment

LABELS = (*SLOGAN_LABELS, *ENTITY_LABELS)
WIDEST = 24  # units of the longest span the tagger proposes
SOURCES = ("lexicon", "grammar", "memory")
UNIT_FEATURES = len(SOURCES) * len(LABELS) * 3  # begins, goes on, ends
_SCORES = len(SOURCES) * len(LABELS)  # where the sources' own scores stand; the lexicon's is always the same
QUOTED = _SCORES + len(SOURCES)
SPAN_FEATURES = QUOTED + 1
_OPEN, _CLOSE = "“《", "”》"

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hint:
    """Place one candidate in a segment: first and last unit, source and label as indexes, the rule's own score."""

    first: int
    last: int
    source: int
    label: int
    score: float
    candidate: Candidate


def find_hints(segment: Segment, candidates: Iterable[Candidate]) -> list[Hint]:
    """Return the candidates that are spans of the segment's units, no wider than the tagger's own."""
    at = {edge: index for index, edge in enumerate(segment.edges)}
    hints = []
    for candidate in candidates:
        first, stop = at.get(candidate.start), at.get(candidate.end)
        if first is not None and stop is not None and 0 < stop - first <= WIDEST:
            source = SOURCES.index(candidate.rule.split(".")[0])
            hints.append(Hint(first, stop - 1, source, LABELS.index(candidate.label), candidate.score, candidate))
    return hints


def unit_features(length: int, hints: Iterable[Hint]) -> Floats:
    """Return the (length, UNIT_FEATURES) array of which candidates begin, go on and end at each unit."""
    found = np.zeros((length, UNIT_FEATURES), np.float32)
    for hint in hints:
        column = (hint.source * len(LABELS) + hint.label) * 3
        found[hint.first, column] = 1
        found[hint.first + 1 : hint.last, column + 1] = 1
        found[hint.last, column + 2] = 1
    return found


def span_features(text: str, segment: Segment, hints: Iterable[Hint]) -> dict[Span, Floats]:
    """Return for each span that a candidate or a pair of quotation marks covers exactly its SPAN_FEATURES values."""
    found: dict[Span, Floats] = {}
    for hint in hints:
        row = found.setdefault((hint.first, hint.last), np.zeros(SPAN_FEATURES, np.float32))
        row[hint.source * len(LABELS) + hint.label] = 1
        row[_SCORES + hint.source] = max(row[_SCORES + hint.source], hint.score)
    edges = segment.edges
    opened = [index for index, edge in enumerate(edges) if edge > edges[0] and text[edge - 1] in _OPEN]
    closed = [index for index, edge in enumerate(edges[:-1]) if text[edge] in _CLOSE]
    for first in opened:
        for stop in closed:
            if 0 < stop - first <= WIDEST:
                found.setdefault((first, stop - 1), np.zeros(SPAN_FEATURES, np.float32))[QUOTED] = 1
    return found
