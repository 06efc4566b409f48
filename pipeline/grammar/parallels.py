"""Couplets and triplets: watchwords of segments equally long or beginning alike, and watchwords by a frame."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.grammar.spans import GOVERNING, STOPS, Span, any_of, words

_CLAUSE = re.compile(r"[^。；：！？“”‘’（）()《》\s—…]+")
_PIECES = {mark: re.compile(f"[^{mark}]+") for mark in "、，"}
_GOES_ON = re.compile(r"[、等]|和(?!平|谐)[^，。]{2,6}[，。]")
_LEAD = re.compile(rf"(?:{any_of(GOVERNING)}|[的以于为好到成出中上地得之做当个])\Z")
_TRAIL = re.compile(r"[的之是为地和与上中这一总]|原则|方针|要求|格局|理念|精神|目标|发展")
_NOUN = re.compile(rf"(?:{any_of(words('parallel_nouns'))})\Z")
_GOVERNED = re.compile(any_of(words("parallel_lead")))
_ALIKE = re.compile(rf"(?P<word>{any_of(words('parallel_openers'))})[^、，。；]{{1,14}}")
_ALIKE_FIRST = re.compile(rf"{_ALIKE.pattern}(?=、(?P=word))")
_TAIL = re.compile("[的等之]")
_EXHAUST = re.compile(
    r"[应能可宜](?P<verb>[\u4e00-\u9fff])尽(?P=verb)(?:[、，][应能可宜][\u4e00-\u9fff]尽[\u4e00-\u9fff])*"
)
_MEANS = re.compile(
    rf"(?<![可所予加给难得足])以(?![及来后上下内外前便致为色往至期此其该这某一免求])[^{STOPS}的]{{1,9}}?"
    r"(?:促进|促|推动|推进|带动|引领|求|办|补|保障|增进|化解|消除|倒逼|赋能|出|谋|赢得|应对|提升|换取)"
    rf"[^{STOPS}]{{1,10}}(?:[，、][以靠用][^{STOPS}]{{2,14}})*(?=[，。；！：\n”]|$)"
)
_SURNAMES = frozenset(words("surnames"))
_STRONG = frozenset(("面向", "不", "没有", "敢于", "勇于", "善于", "务必", "自我"))
_WATCHWORDS = frozenset(words("watchwords"))
_VERBS = frozenset(words("parallel_verbs"))
_UNEVEN = 4
_LONGEST = 14


class Piece(NamedTuple):
    """Hold one segment with its place in the text."""

    start: int
    end: int
    text: str


def find(text: str) -> Iterator[Span]:
    """Yield couplets and longer parallels."""
    yield from _alike(text)
    for exhaust in _EXHAUST.finditer(text):
        yield Span(exhaust.start(), exhaust.end(), "MOTTO", "parallel_exhaust")
    for means in _MEANS.finditer(text):
        yield Span(means.start(), means.end(), "MOTTO", "parallel_means")
    for clause in _CLAUSE.finditer(text):
        for outer in _PIECES["，"].finditer(text, clause.start(), clause.end()):
            yield from _equal(text, outer.start(), outer.end(), "、")
        yield from _equal(text, clause.start(), clause.end(), "，")


def _alike(text: str) -> Iterator[Span]:
    """Yield runs of segments that begin with one word (面向…、面向…、面向…)."""
    for first in _ALIKE_FIRST.finditer(text):
        word, end, count = first["word"], first.end(), 1
        if text[first.start() - 1 : first.start()] == "、":
            continue
        while text.startswith(f"、{word}", end):
            following = _ALIKE.match(text, end + 1)
            if not following or following["word"] != word:
                break
            end, count = following.end(), count + 1
        if count > 1 and not _GOES_ON.match(text, end):
            end = _trim(text, first.start(), end, word)
            if end:
                yield Span(first.start(), end, "MOTTO", "parallel_alike")


def _trim(text: str, start: int, end: int, word: str) -> int:
    """Return where the last of segments that begin alike ends, 0 if they do not balance."""
    segments = text[start:end].split("、")
    last = start + text[start:end].rindex("、") + 1
    cut = _TAIL.search(text, last + len(word) + 1, end)
    end = cut.start() if cut else end
    sizes = {len(segment) for segment in segments[:-1]}
    if len(sizes) == 1 and (end - last == min(sizes) or end - last > min(sizes) + 2):
        return last + min(sizes)
    sizes.add(end - last)
    return end if max(sizes) - min(sizes) < _UNEVEN and word in _STRONG else 0


def _equal(text: str, low: int, high: int, mark: str) -> Iterator[Span]:
    """Yield runs of segments of one length between marks; words before the first and after the last stay out."""
    pieces = [Piece(found.start(), found.end(), found.group()) for found in _PIECES[mark].finditer(text, low, high)]
    for group in _runs(pieces):
        for inner in _sizes(text, group, mark):
            start, end = group[0].end - inner, group[-1].start + inner
            if not 2 <= inner <= _LONGEST or start < group[0].start or end > group[-1].end:
                continue
            segments = [text[start : group[0].end], *(piece.text for piece in group[1:-1]), text[group[-1].start : end]]
            if any("、" in segment for segment in segments):
                continue
            led = start == group[0].start or bool(_LEAD.search(text, max(0, start - 6), start))
            exact = start == group[0].start and end == group[-1].end
            if end < group[-1].end and not _TRAIL.match(text, end):
                continue
            rule = _rule(segments, led=led, tight=exact or len(group) > 2, comma=mark == "，")
            rule = rule or _weak_rule(segments, led=led, comma=mark == "，")
            if rule and not (len(group) == 2 and _GOES_ON.match(text, end)):
                yield Span(start, end, "MOTTO", rule)


def _sizes(text: str, group: list[Piece], mark: str) -> set[int]:
    """Return how long the segments of a run may be; of two, the second may end before 的 (才聚宁夏、智汇宁夏的环境)."""
    if len(group) > 2:
        return {len(group[1].text)}
    sizes = {min(len(group[0].text), len(group[1].text))}
    cut = _TAIL.search(text, group[1].start, group[1].end) if mark == "、" else None
    return sizes | {cut.start() - group[1].start} if cut else sizes


def _runs(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the longest runs of pieces whose inner members are of one length."""
    index = 0
    while index < len(pieces) - 1:
        size, last = len(pieces[index + 1].text), index + 1
        while last + 1 < len(pieces) and len(pieces[last].text) == size <= len(pieces[last + 1].text):
            last += 1
        yield pieces[index : last + 1]
        index = max(index + 1, last)


def _rule(segments: list[str], *, led: bool, tight: bool, comma: bool) -> str:
    """Return the rule that takes the segments for a watchword, empty if none does."""
    size = len(segments[0])
    nouns = sum(bool(_NOUN.search(segment)) for segment in segments)
    if len(set(segments)) < len(segments) or nouns == len(segments):
        return ""
    if _GOVERNED.match(segments[0]) and not _GOVERNED.match(segments[-1]):
        return ""
    echo = any(len(set(column)) == 1 for column in zip(*(segment[:-1] for segment in segments), strict=True))
    if comma:
        return "parallel_comma" if echo and led and 3 <= size <= 5 else ""
    if size == 2:
        return "parallel_two" if led and not nouns and (len(segments) > 3 or (echo and len(segments) > 2)) else ""
    if echo and led and not (nouns and size > 6):
        return "parallel_echo"
    if nouns:
        return ""
    if size == 3 and len(segments) > 2 and not all(segment[0] in _SURNAMES for segment in segments[1:]):
        return "parallel_three"
    if size == 4 and led and not any("和" in segment or "与" in segment[1:] for segment in segments):
        return "parallel_four" if tight else "parallel_four_loose"
    return ""


def _weak_rule(segments: list[str], *, led: bool, comma: bool) -> str:
    """Return the rule that takes the segments for a watchword although a stricter one does not, empty if none does."""
    size = len(segments[0])
    if comma:
        return "parallel_means" if size > 3 and all(segment[0] in "以用靠" for segment in segments) else ""
    if not 3 <= size <= 5 or len(set(segments)) < len(segments):
        return ""
    if sum(bool(_NOUN.search(segment)) for segment in segments) * 2 > len(segments):
        return ""
    if size == 4 and not _WATCHWORDS.isdisjoint(segments):
        return "parallel_watchword"
    if size == 3 and all(segment[0] in _VERBS for segment in segments):
        return "parallel_verbs"
    if len(segments) > 2 and not any(segment[0] in _SURNAMES for segment in segments):
        if led:
            return "parallel_mixed"
        if any(len(set(column)) == 1 for column in zip(*segments, strict=True)):
            return "parallel_echo_loose"
    return ""
