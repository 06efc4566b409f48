"""The candidate: what lexicon, grammar and tagger propose, and of which the resolver keeps the mentions."""

from typing import NamedTuple


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
