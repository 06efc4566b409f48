"""The candidate: what lexicon, grammar and tagger propose and the resolver decides on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Propose that the cleaned characters from `start` to `end` are a mention, with the rule's own score, 0 to 1."""

    start: int
    end: int
    label: str
    rule: str
    score: float
    concept: str = ""
