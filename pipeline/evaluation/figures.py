"""Count how records compare with gold, and turn counts into figures: what gold/score.py computes, to the last digit.

A span is forgiven quotation marks, white space and a pinyin annotation at its ends. `strict` is the same span,
`lenient` one that shares at least half of the characters of the two together, one to one. Recall is over core gold
mentions; precision lets optional ones count as right.
"""

import difflib
import json
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.records import Mention, Section

Span = tuple[int, int]
Counts = Counter[tuple[str, str]]

KINDS = ("slogan", "entity", "all")
_PINYIN_TAIL = re.compile(r"(?:[\s\u00a0]*\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ\s\u00a0]+\))+$")
_EDGE = " \t\r\n\u3000\u00a0“”‘’\"'「」『』《》〈〉"
_NEAR = 2  # characters that the start of a numbered point may be off


@dataclass(frozen=True, slots=True)
class GoldMention:
    """Hold one annotated mention (raw offsets); `labels` are those that count as right, `core` its tier."""

    start: int
    end: int
    kind: str
    label: str
    labels: frozenset[str]
    core: bool


@dataclass(frozen=True, slots=True)
class GoldSection:
    """Hold one annotated section (raw offsets)."""

    start: int
    end: int
    role: str
    level: int


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """Hold one document's raw text, its annotation (None where it has none) and how it reads cleaned, where stated."""

    name: str
    raw: str
    mentions: list[GoldMention] | None
    sections: list[GoldSection]
    clean: str | None


def read_gold(folder: Path) -> list[GoldDocument]:
    """Return the documents of a gold folder by name; raise InputError where there are none or a line is broken."""
    documents = []
    for path in sorted(folder.glob("*.txt")):
        if path.name.endswith(".clean.txt"):
            continue
        annotation, clean = path.with_suffix(".gold.jsonl"), path.with_suffix(".clean.txt")
        mentions, sections = _read_annotation(annotation) if annotation.is_file() else (None, [])
        text = clean.read_text(encoding="utf-8") if clean.is_file() else None
        documents.append(GoldDocument(path.name, path.read_bytes().decode("utf-8"), mentions, sections, text))
    if not documents:
        raise InputError(f"{folder}: no gold documents; it needs NAME.txt beside NAME.gold.jsonl or NAME.clean.txt")
    return documents


def _read_annotation(path: Path) -> tuple[list[GoldMention], list[GoldSection]]:
    mentions, sections = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            span = row["start"], row["end"]
            if row["type"] == "mention":
                label = row["label"]
                labels = frozenset({label, row.get("alt", label)})
                mentions.append(GoldMention(*span, row["kind"], label, labels, row["tier"] == "core"))
            elif row["type"] == "section":
                sections.append(GoldSection(*span, row["role"], row["level"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: not a gold record ({error})") from None
    return mentions, sections


def trim(raw: str, start: int, end: int) -> Span:
    """Return the span without marks and space at its ends, and without the pinyin behind its last character.

    >>> trim("“政協(xié)”", 0, 9), trim("《宪法》", 0, 4)
    ((1, 3), (1, 3))
    """
    while start < end and raw[start] in _EDGE:
        start += 1
    while end > start and raw[end - 1] in _EDGE:
        end -= 1
    tail = _PINYIN_TAIL.search(raw, start, end)
    return start, tail.start() if tail else end


def overlap(one: Span, other: Span) -> float:
    """Return the characters that two spans share as part of those that either holds.

    >>> overlap((0, 4), (2, 6)), overlap((0, 2), (2, 4))
    (0.3333333333333333, 0.0)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def count_pairs(gold: Iterable[Span], found: Iterable[Span]) -> int:
    """Return how many pairs share at least half of their characters, each span in one, the closest paired first."""
    ordered = sorted(found)
    longest = max((end - start for start, end in ordered), default=0)
    pairs = []
    for one in gold:
        for other in ordered[bisect_left(ordered, (one[0] - longest, 0)) :]:
            if other[0] >= one[1]:
                break
            share = overlap(one, other)
            if share >= 0.5:
                pairs.append((-share, one, other))
    taken: set[Span] = set()
    used: set[Span] = set()
    for _, one, other in sorted(pairs):
        if one not in taken and other not in used:
            taken.add(one)
            used.add(other)
    return len(taken)


def count_mentions(raw: str, gold: Sequence[GoldMention], found: Sequence[Mention]) -> Counts:
    """Return the counts for mentions by kind: a span that gold holds under the other kind is no false alarm."""
    counts: Counts = Counter()
    every = {trim(raw, g.start, g.end) for g in gold}
    labels: dict[Span, set[str]] = defaultdict(set)
    for mention in found:
        labels[trim(raw, mention.start, mention.end)].add(mention.label)
    for kind in KINDS:
        core_gold = [g for g in gold if g.core and kind in ("all", g.kind)]
        core = {trim(raw, g.start, g.end) for g in core_gold}
        ours = {trim(raw, m.start, m.end) for m in found if kind in ("all", m.kind)}
        counts[kind, "core"] += len(core)
        counts[kind, "pred"] += len(ours)
        counts[kind, "strict_r"] += len(core & labels.keys())
        counts[kind, "strict_p"] += len(ours & every)
        counts[kind, "lenient_r"] += count_pairs(core, labels)
        counts[kind, "lenient_p"] += count_pairs(every, ours)
        for annotated in core_gold:
            span = trim(raw, annotated.start, annotated.end)
            if span in labels:
                counts[kind, "label_n"] += 1
                counts[kind, "label_ok"] += bool(annotated.labels & labels[span])
    return counts


def count_sections(length: int, gold: Sequence[GoldSection], found: Sequence[Section]) -> Counts:
    """Return the counts for numbered points, and for the characters that stand under the right ones."""
    counts: Counts = Counter()
    points = [section for section in gold if section.role == "directive"]
    left = [section for section in found if section.role == "directive"]
    counts["dir", "gold"] += len(points)
    counts["dir", "pred"] += len(left)
    for point in points:
        for section in left:
            if abs(section.start - point.start) <= _NEAR and section.level == point.level:
                left.remove(section)
                counts["dir", "hit"] += 1
                break
    for one, other in zip(_paths(gold, length), _paths(found, length), strict=True):
        if one:
            counts["in", "n"] += 1
            counts["in", "ok"] += len(one) == len(other) and all(
                abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True)
            )
    return counts


def _paths(sections: Sequence[GoldSection | Section], length: int) -> list[tuple[int, ...]]:
    """Return for each character the starts of the numbered points that it stands under, outermost first."""
    paths: list[tuple[int, ...]] = [()] * length
    for section in sorted(sections, key=lambda section: (section.level, section.start)):
        if section.role == "directive":
            for place in range(section.start, min(section.end, length)):
                paths[place] = (*paths[place], section.start)
    return paths


def count_errors(reference: str, text: str) -> Counts:
    """Return the characters of the cleaned text that are wrong, width of punctuation and white space aside."""
    one, other = _fold(reference), _fold(text)
    wrong = sum(
        max(end - start, other_end - other_start)
        for tag, start, end, other_start, other_end in difflib.SequenceMatcher(
            None, one, other, autojunk=False
        ).get_opcodes()
        if tag != "equal"
    )
    return Counter({("cer", "wrong"): wrong, ("cer", "n"): len(one)})


def _fold(text: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return plain.translate(str.maketrans("「」『』", "“”‘’"))


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean.

    >>> f1(0.5, 1.0), f1(0, 0)
    (0.6666666666666666, 0.0)
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def ratio(part: int, whole: int) -> float:
    """Return the share, 0 of nothing."""
    return part / whole if whole else 0.0


def scores(precision: float, recall: float) -> dict[str, float]:
    """Return precision, recall and F1 to three places."""
    return {"P": round(precision, 3), "R": round(recall, 3), "F1": round(f1(precision, recall), 3)}


def figures(counts: Counts) -> dict[str, Any]:
    """Return the figures for some counts, named and rounded as score.py prints them."""
    found: dict[str, Any] = {}
    for kind in KINDS:
        for how in ("strict", "lenient"):
            precision = ratio(counts[kind, f"{how}_p"], counts[kind, "pred"])
            found[f"{kind} {how}"] = scores(precision, ratio(counts[kind, f"{how}_r"], counts[kind, "core"]))
        found[f"{kind} label"] = round(ratio(counts[kind, "label_ok"], counts[kind, "label_n"]), 3)
    hits = counts["dir", "hit"]
    found["directive"] = scores(ratio(hits, counts["dir", "pred"]), ratio(hits, counts["dir", "gold"]))
    found["in_directive"] = round(ratio(counts["in", "ok"], counts["in", "n"]), 3)
    if counts["cer", "n"]:
        found["cer"] = round(ratio(counts["cer", "wrong"], counts["cer", "n"]), 5)
    found["counts"] = {
        "core": counts["all", "core"],
        "predicted": counts["all", "pred"],
        "directives": counts["dir", "gold"],
    }
    return found
