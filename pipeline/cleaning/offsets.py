"""Edits to a text, and the map that leads from the edited text back to the raw one."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Edit: TypeAlias = tuple[int, int, str]
"""Replace text[start:end] by a string that is no longer than what it replaces."""

Offsets: TypeAlias = NDArray[np.int64]


def rewrite(text: str, edits: list[Edit]) -> str:
    """Return `text` with `edits` made; they are sorted, do not overlap, and never lengthen.

    >>> rewrite("政協(xié)商", [(1, 7, "協")])
    '政協商'
    """
    pieces, at = [], 0
    for start, end, replacement in edits:
        pieces.append(text[at:start])
        pieces.append(replacement)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def differences(old: str, new: str) -> list[Edit]:
    """Return the edits, a run of changed characters each, that make `old` into `new`, a text of the same length.

    >>> differences("為人民服務", "为人民服务")
    [(0, 1, '为'), (4, 5, '务')]
    """
    if old == new:
        return []
    changed = codes(old) != codes(new)
    borders = np.flatnonzero(np.diff(np.concatenate(([False], changed, [False])).astype(np.int8))).tolist()
    return [(start, end, new[start:end]) for start, end in zip(borders[::2], borders[1::2], strict=True)]


def codes(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text` as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


class Draft:
    """Hold a text while steps edit it: `text` as it now reads, and for each of its characters the raw span it is from.

    Raw spans of successive characters never overlap and always grow, so every span of the text has one raw span and
    every raw span one text span.
    """

    def __init__(self, raw: str) -> None:
        """Start from the raw text, each character being its own source."""
        self.text = raw
        self.starts: Offsets = np.arange(len(raw), dtype=np.int64)
        self.ends: Offsets = self.starts + 1
        self.length = len(raw)

    def apply(self, edits: list[Edit]) -> None:
        """Make `edits` (offsets into `text`; sorted, disjoint, none longer than what it replaces)."""
        kept = None
        for start, end, replacement in edits:
            size, width = len(replacement), end - start
            if size == width:
                continue
            if kept is None:
                kept = np.ones(len(self.starts), dtype=np.bool_)
            if size > 1:
                borders = np.arange(size + 1) * width // size + start
                self.starts[start : start + size] = self.starts[borders[:-1]]
                self.ends[start : start + size] = self.ends[borders[1:] - 1]
            elif size:
                self.ends[start] = self.ends[end - 1]
            kept[start + size : end] = False
        if kept is not None:
            self.starts, self.ends = self.starts[kept], self.ends[kept]
        self.text = rewrite(self.text, edits)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Lead from clean offsets to raw ones and back; both count code points from 0, spans are half open."""

    starts: Offsets
    ends: Offsets
    length: int

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a clean span; of an empty one, the empty span before its next character.

        Raises IndexError for a span that is not inside the text.
        """
        if not 0 <= start <= end <= len(self.starts):
            raise IndexError(f"({start}, {end}) is no span of a text of {len(self.starts)} characters")
        if start < end:
            return int(self.starts[start]), int(self.ends[end - 1])
        at = int(self.starts[start]) if start < len(self.starts) else self.length
        return at, at

    def all_to_raw(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """Return where the raw spans of clean spans, none of them empty, start and end, as `to_raw` does one by one.

        >>> offsets = OffsetMap(np.array([0, 1, 6]), np.array([1, 6, 7]), 7)
        >>> [column.tolist() for column in offsets.all_to_raw(np.array([0, 1]), np.array([2, 3]))]
        [[0, 1], [6, 7]]
        """
        return self.starts[starts], self.ends[ends - 1]

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span of the characters whose source begins inside a raw span."""
        first, last = np.searchsorted(self.starts, [start, max(start, end)]).tolist()
        return first, last
