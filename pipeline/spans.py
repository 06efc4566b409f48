"""Spans of a text that lie over one another: which of many proposed ones stay, and where exactly they start and end.

A span holds a Chinese character, a capital or a digit: what is left of an address (www, htm) is none. Of spans that
cross, the one that comes first in the given order stays; one inside or around it stays too, since names nest, but of
what lies inside a title in 《》 only persons do.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.offsets import Offsets, codes

_TITLE = re.compile("《[^《》]*》")
_EDGES = " \t\r\n\u3000“”‘’「」『』《》〈〉"
_IS_EDGE = np.zeros(0x110000, dtype=np.bool_)
_IS_EDGE[[*map(ord, _EDGES)]] = True
_HAS_SUBSTANCE = np.zeros(0x110000, dtype=np.bool_)
for _first, _last in (("\u3400", "\u9fff"), ("\U00020000", "\U0003ffff"), ("A", "Z"), ("0", "9")):
    _HAS_SUBSTANCE[ord(_first) : ord(_last) + 1] = True


class Kept(NamedTuple):
    """Hold the spans that stay, in text order: which of the proposed ones they are, and their trimmed ends."""

    which: Offsets
    starts: Offsets
    ends: Offsets


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without quotation marks, title marks and space at its ends; half a pair gets its other half.

    >>> trim("“四个意识”", 0, 6), trim("做“双碳”工作", 2, 7)
    ((1, 5), (1, 7))
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    spare = 0
    before, after = start > 0 and text[start - 1] == "“", end < len(text) and text[end] == "”"
    if before or after:
        spare = text.count("“", start, end) - text.count("”", start, end)
    return start - (before and spare < 0), end + (after and spare > 0)


def keep(
    text: str, starts: Offsets, ends: Offsets, persons: NDArray[np.bool_], order: Callable[[int], tuple[Any, ...]]
) -> Kept:
    """Return the proposed spans that stay; `persons` tells which are persons, `order(i)` sorts the i-th."""
    which = np.flatnonzero(persons | ~_in_title(text, starts, ends))
    points = codes(text)
    starts, ends = _trimmed(text, points, starts[which], ends[which])
    substance = _counted(_HAS_SUBSTANCE[points])
    solid = substance[ends] > substance[starts]
    which, starts, ends = which[solid], starts[solid], ends[solid]
    by_place = np.lexsort((ends, starts))
    which, starts, ends = which[by_place], starts[by_place], ends[by_place]
    contested = _contested(starts, ends)
    doubtful = np.flatnonzero(contested)
    if not len(doubtful):
        return Kept(which, starts, ends)
    spans = list(zip(starts[doubtful].tolist(), ends[doubtful].tolist(), strict=True))
    ranks = [order(place) for place in which[doubtful].tolist()]
    stays = ~contested
    stays[doubtful[_first_ones(spans, ranks)]] = True
    return Kept(which[stays], starts[stays], ends[stays])


def _in_title(text: str, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Tell which spans lie inside a title in 《》 and are not the whole of it."""
    titles = np.array([match.span() for match in _TITLE.finditer(text)], dtype=np.int64).reshape(-1, 2)
    if not len(titles):
        return np.zeros(len(starts), dtype=np.bool_)
    at = np.searchsorted(titles[:, 0] + 1, starts, side="right") - 1
    inside: NDArray[np.bool_] = (at >= 0) & (ends < titles[at, 1])
    for place in np.flatnonzero(inside).tolist():
        first, last = titles[at[place]].tolist()
        inside[place] = trim(text, int(starts[place]), int(ends[place])) != trim(text, first + 1, last - 1)
    return inside


def _counted(flags: NDArray[np.bool_]) -> Offsets:
    """Return how many flags are set before each place, and at last in all."""
    return np.concatenate(([0], np.cumsum(flags)))


def _trimmed(text: str, points: NDArray[np.uint32], starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
    """Return the trimmed spans; only one that holds a mark or a space somewhere can have any to lose or to gain."""
    marks = _counted(_IS_EDGE[points])
    starts, ends = starts.copy(), ends.copy()
    for place in np.flatnonzero(marks[ends] > marks[starts]).tolist():
        starts[place], ends[place] = trim(text, int(starts[place]), int(ends[place]))
    return starts, ends


def _contested(starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Tell which spans, sorted, are proposed twice or cross another one."""
    contested = np.zeros(len(starts), dtype=np.bool_)
    left, step = np.arange(len(starts)), 0
    while len(left):
        step += 1
        left = left[left + step < len(starts)]
        right = left + step
        over = starts[right] < ends[left]
        left, right = left[over], right[over]
        fights = ((starts[right] > starts[left]) & (ends[right] > ends[left])) | (
            (starts[right] == starts[left]) & (ends[right] == ends[left])
        )
        contested[left[fights]] = contested[right[fights]] = True
    return contested


def _first_ones(spans: list[tuple[int, int]], ranks: list[tuple[Any, ...]]) -> list[int]:
    """Return which spans stay where each takes its place in order of rank, if no span that has one crosses it."""
    chosen: list[int] = []
    taken: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()
    longest = 0
    for place in sorted(range(len(spans)), key=ranks.__getitem__):
        start, end = spans[place]
        if (start, end) in seen:
            continue
        near = taken[bisect_left(taken, (start - longest, 0)) : bisect_left(taken, (end, 0))]
        if any(a < start < b < end or start < a < end < b for a, b in near):
            continue
        seen.add((start, end))
        insort(taken, (start, end))
        longest = max(longest, end - start)
        chosen.append(place)
    return chosen
