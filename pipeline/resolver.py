"""Decide: from what lexicon, grammar and tagger say of a text to its mentions, each with the rule that found it.

With a tagger, its opinion decides about every span it can see, whoever proposed it; the score is how likely an
annotator marks the span. Spans it cannot see (wider than its window, or across sentences) and runs without it
fall back on the rule's own score, its precision on annotated text.

The order of decision: higher score first, then the longer span, then the earlier one. What a span must be to stay,
pipeline.spans says.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.candidates import Candidate, Candidates
from pipeline.records import kind_of
from pipeline.spans import keep
from pipeline.tagger import Opinion
from pipeline.tagger.features import WIDEST

MIN_SCORE = 0.5
CORE_WEIGHT = 1.4  # mentions found for each core one: what a core mention weighs beside any mention in F1
# Log-odds added by label. Of these the tagger misses far more than it finds in vain, as annotators did not always mark
# the same ones; chosen on gold/dev, where of what this adds 22 of 40 mottoes are right and 15 of 17 places.
CALIBRATION = {"MOTTO": 0.8, "PLACE": 0.5}
_LEXICON = "lexicon"
_IN_SERIES = ("ORG", "PLACE")


def chance(log_odds: float) -> float:
    """Return the chance, 0 to 1, that log-odds stand for.

    >>> chance(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def score_of(opinion: Opinion) -> float:
    """Return the score of a tagger's opinion, 0 to 1: the mean of its two chances, core weighing more.

    Labels in `CALIBRATION` apart it needs no calibration after the fact: `tifagraph evaluate` prints how often mentions
    of each score are right.
    """
    more = CALIBRATION.get(opinion.label, 0.0)
    return (chance(opinion.mention + more) + CORE_WEIGHT * chance(opinion.core + more)) / (1 + CORE_WEIGHT)


def resolve(
    text: str, candidates: Iterable[Candidate], opinions: Sequence[Opinion] | None, min_score: float = MIN_SCORE
) -> list[Candidate]:
    """Return the mentions of cleaned `text`, in text order; `opinions` is None where there is no tagger."""
    if opinions is None:
        proposed = list(candidates)
    else:
        given = sorted(candidates)
        seen = {(opinion.start, opinion.end) for opinion in opinions}
        proposed = _split_series([_from_opinion(opinion) for opinion in opinions], given)
        proposed += [c for c in given if _is_asked_for(c) or (_is_wide(c) and (c.start, c.end) not in seen)]
    sure = [decision for decision in proposed if decision.score >= min_score]
    kept = keep(
        text,
        np.array([decision.start for decision in sure], dtype=np.int64),
        np.array([decision.end for decision in sure], dtype=np.int64),
        np.array([decision.label == "PERSON" for decision in sure], dtype=np.bool_),
        lambda place: _order(sure[place]),
    )
    spans = zip(kept.which.tolist(), kept.starts.tolist(), kept.ends.tolist(), strict=True)
    return [sure[place]._replace(start=start, end=end) for place, start, end in spans]


def _order(decision: Candidate) -> tuple[float, int, int, str]:
    return -decision.score, decision.start - decision.end, decision.start, decision.rule


def resolve_known(text: str, known: Candidates, min_score: float = MIN_SCORE) -> Candidates:
    """Return in columns what `resolve` returns of candidates with one rule and one score, without a tagger."""
    if not known.labels or known.scores[0] < min_score:
        return Candidates.of([])
    starts, ends = known.starts, known.ends
    persons = np.array(known.labels) == "PERSON"
    kept = keep(text, starts, ends, persons, lambda place: (starts[place] - ends[place], starts[place]))
    which = kept.which.tolist()
    return Candidates(
        kept.starts,
        kept.ends,
        [*map(known.labels.__getitem__, which)],
        known.rules[: len(which)],
        known.scores[: len(which)],
    )


def without_own(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Return the tagger's opinions without the entities that neither lexicon nor grammar proposes.

    A model that the user names stands in for the tagger there.
    """
    return [opinion for opinion in opinions if opinion.hints or kind_of(opinion.label) == "slogan"]


def _is_asked_for(candidate: Candidate) -> bool:
    """Tell an entity of the spaCy pipeline that the user named: it stands beside the tagger's."""
    return candidate.rule.startswith("model.")


def _is_wide(candidate: Candidate) -> bool:
    """Tell a title, or a formulation that the lexicon knows, that may be wider than the tagger's window."""
    known = candidate.rule == "grammar.title" or (candidate.rule == _LEXICON and kind_of(candidate.label) == "slogan")
    return known and candidate.end - candidate.start > WIDEST


def _from_opinion(opinion: Opinion) -> Candidate:
    """Return the proposal of the tagger; where the lexicon knows the span, its label goes before the tagger's."""
    best = min(opinion.hints, key=lambda hint: (hint.rule != _LEXICON, -hint.score, hint.rule), default=None)
    rule, concept = (best.rule, best.concept) if best is not None else ("tagger", "")
    label = best.label if best is not None and rule == _LEXICON else opinion.label
    return Candidate(opinion.start, opinion.end, label, rule, score_of(opinion), concept)


def _split_series(proposed: list[Candidate], candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the proposals with a body or place that two or more known ones make up (市委市政府) taken apart.

    Each part has at least the whole's score: a series of names is several mentions (GUIDE.md, boundary 5).
    """
    known: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.rule == _LEXICON and candidate.label in _IN_SERIES:
            known.setdefault(candidate.start, []).append(candidate)
    kept = {(decision.start, decision.end): decision for decision in proposed}
    for decision in proposed:
        if decision.rule == "tagger" and decision.label in _IN_SERIES:
            parts = _tile(decision.start, decision.end, known)
            if len(parts) > 1:
                del kept[decision.start, decision.end]
                for part in parts:
                    span = part.start, part.end
                    score = max(decision.score, kept[span].score if span in kept else 0.0)
                    kept[span] = Candidate(*span, part.label, _LEXICON, score, part.concept)
    return list(kept.values())


def _tile(start: int, end: int, known: dict[int, list[Candidate]]) -> list[Candidate]:
    """Return known names that follow one another from `start` to `end` without a gap, longest first; else none."""
    for candidate in sorted(known.get(start, ()), key=lambda c: -c.end):
        if candidate.end == end:
            return [candidate]
        if candidate.end < end and (rest := _tile(candidate.end, end, known)):
            return [candidate, *rest]
    return []
