"""The candidate: what lexicon, grammar and tagger propose, and of which the resolver keeps the mentions."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.cleaning.offsets import Offsets


class Candidate(NamedTuple):
    """Propose that the cleaned characters from `start` to `end` are a mention, with a score, 0 to 1.

    `concept` is the id of the lexicon entry that was matched, if any.
    """

    start: int
    end: int
    label: str
    rule: str
    score: float
    concept: str = ""


class Candidates(NamedTuple):
    """Hold candidates in columns, in text order; what they are linked to depends on their characters and labels."""

    starts: Offsets
    ends: Offsets
    labels: Sequence[str]
    rules: Sequence[str]
    scores: Sequence[float]

    @classmethod
    def of(cls, rows: Sequence[Candidate]) -> "Candidates":
        """Return the columns of some rows."""
        starts, ends, labels, rules, scores, _ = zip(*rows, strict=True) if rows else ((),) * 6
        return cls(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), labels, rules, scores)
