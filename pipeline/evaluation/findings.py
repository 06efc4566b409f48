"""Look behind the figures: each label and rule, what is missed and what is a false alarm, and whether scores hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.evaluation.figures import GoldDocument, Span, ratio, scores, trim
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS, Mention

LABELS = (*SLOGAN_LABELS, *ENTITY_LABELS)
BINS = 10
_AROUND = 12  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Example:
    """Hold what went wrong repeatedly: the text, how often, its label and rule, and its first place in context."""

    text: str
    count: int
    label: str
    rule: str
    doc: str
    context: str


@dataclass(slots=True)
class Tally:
    """Count spans: core gold ones and those found of them, proposed ones, those gold holds, those rightly labelled."""

    core: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0
    labelled: int = 0

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1 of the spans, and the share of the right ones with the right label."""
        return {
            **scores(ratio(self.right, self.proposed), ratio(self.found, self.core)),
            "label": round(ratio(self.labelled, self.right), 3),
        }


@dataclass(slots=True)
class Bin:
    """Count the mentions of one range of scores: how many, the sum of their scores, how many gold holds."""

    count: int = 0
    total: float = 0.0
    right: int = 0


@dataclass(slots=True)
class Findings:
    """Gather, document by document, what stands behind the figures."""

    labels: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(BINS)])
    missed: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    alarms: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def add(self, document: GoldDocument, found: Sequence[Mention]) -> None:
        """Compare one document's mentions with gold, span by span."""
        raw = document.raw
        gold: dict[Span, set[str]] = defaultdict(set)
        core: dict[Span, str] = {}
        for annotated in document.mentions or ():
            span = trim(raw, annotated.start, annotated.end)
            gold[span] |= annotated.labels
            if annotated.core:
                core.setdefault(span, annotated.label)
        ours = {trim(raw, mention.start, mention.end): mention for mention in found}
        for span, label in sorted(core.items()):
            self.labels[label].core += 1
            if span in ours:
                self.labels[label].found += 1
                self.rules[ours[span].rule].found += 1
            else:
                self.missed.append((raw[slice(*span)], label, "", document.name, context(raw, span)))
        for span, mention in sorted(ours.items()):
            place = self.bins[min(int(mention.score * BINS), BINS - 1)]
            place.count += 1
            place.total += mention.score
            place.right += span in gold
            for tally in (self.labels[mention.label], self.rules[mention.rule]):
                tally.proposed += 1
                tally.right += span in gold
                tally.labelled += mention.label in gold.get(span, ())
            if span not in gold:
                self.alarms.append((raw[slice(*span)], mention.label, mention.rule, document.name, context(raw, span)))


def context(raw: str, span: Span) -> str:
    """Return a span in square brackets with some characters around it, on one line.

    >>> context("全党要增强四个意识，做到", (5, 9))
    '全党要增强[四个意识]，做到'
    """
    start, end = span
    text = f"{raw[max(0, start - _AROUND) : start]}[{raw[start:end]}]{raw[end : end + _AROUND]}"
    return " ".join(text.split())


def commonest(rows: Iterable[tuple[str, str, str, str, str]], most: int) -> list[Example]:
    """Return the `most` frequent of the rows (text, label, rule, doc, context), each with its first place."""
    listed = list(rows)
    counts = Counter((text, label) for text, label, *_ in listed)
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for text, label, *rest in listed:
        first.setdefault((text, label), (rest[0], rest[1], rest[2]))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [Example(text, count, label, *first[text, label]) for (text, label), count in ranked]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of score and observed precision, weighted by mentions.

    Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
    """
    whole = sum(place.count for place in bins)
    return sum(abs(place.total - place.right) for place in bins) / whole if whole else 0.0
