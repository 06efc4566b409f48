"""The shadow of a text: what stays of it when quotation marks, separators and spaces go, with the way back.

Variants cost nothing then: “五位一体”总体布局 and 五位一体总体布局, 不忘初心、牢记使命 and
不忘初心 牢记使命 have the same shadow. What was dropped is remembered, so that a match across a comma can be refused.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.offsets import Offsets, codes

OPENING = "“‘「『"
CLOSING = "”’」』"
SEPARATORS = "、，,；;·・ \u00a0\u3000\t"
_DROPS = f"{OPENING}{CLOSING}\"'{SEPARATORS}"
_DROPPED = re.compile(f"[{re.escape(_DROPS)}]")
_IS_DROPPED = np.zeros(0x110000, dtype=np.bool_)
_IS_DROPPED[[*map(ord, _DROPS)]] = True
_MARKS = re.compile(f"[{OPENING}{CLOSING}]")
_OPENER = dict(zip(CLOSING, OPENING, strict=True))
_CLOSER = dict(zip(OPENING, CLOSING, strict=True))


@dataclass(frozen=True, slots=True)
class Shadow:
    """Hold a shadow: its code points, where in the source they stand, and where characters were dropped.

    These are given by their offsets in the source, and by those of what follows them in the shadow.
    """

    source: str
    points: NDArray[np.uint32]
    places: Offsets
    dropped: list[int]
    at: list[int]

    @property
    def text(self) -> str:
        """Return the shadow as text."""
        return self.points.tobytes().decode("utf-32-le", "surrogatepass")

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the source span of a shadow span, both half open; None where it would cut a quotation in two.

        A quotation mark beside the span whose other half stands inside belongs to it.
        """
        first, last = int(self.places[start]), int(self.places[end - 1]) + 1
        if last - first == end - start:
            return first, last
        marks = _MARKS.findall(self.source, first, last)
        if marks and marks[0] in CLOSING:
            if not first or self.source[first - 1] != _OPENER[marks[0]]:
                return None
            first -= 1
        if marks and marks[-1] in OPENING:
            if self.source[last : last + 1] != _CLOSER[marks[-1]]:
                return None
            last += 1
        return first, last

    def breaks(self, start: int, end: int) -> list[int]:
        """Return where, counted from `start`, something that separates was dropped inside a shadow span."""
        found: list[int] = []
        low, high = bisect_right(self.at, start), bisect_left(self.at, end)
        closed = -1
        for index in range(low, high):
            mark, offset = self.source[self.dropped[index]], self.at[index] - start
            if mark in SEPARATORS or (mark in OPENING and closed == offset):
                if not found or found[-1] != offset:
                    found.append(offset)
            elif mark in CLOSING:
                closed = offset
        return found


def shadow_text(text: str) -> str:
    """Return only the text of a shadow, as a key for surface forms.

    >>> shadow_text("“两个一百年”奋斗目标") == shadow_text("两个一百年奋斗目标")
    True
    """
    return _DROPPED.sub("", text)


def make_shadow(text: str) -> Shadow:
    """Return the shadow of a text.

    >>> make_shadow("统筹推进“五位一体”总体布局").text
    '统筹推进五位一体总体布局'
    >>> make_shadow("统筹推进“五位一体”总体布局").span(4, 12)
    (4, 14)
    >>> make_shadow("坚持四个，全面推进").breaks(2, 6)
    [2]
    """
    points = codes(text)
    gone = _IS_DROPPED[points]
    places, dropped = np.flatnonzero(~gone), np.flatnonzero(gone)
    return Shadow(text, points[places], places, dropped.tolist(), (dropped - np.arange(len(dropped))).tolist())


def breaks_of(name: str) -> list[int]:
    """Return where the shadow of a name may be separated.

    >>> breaks_of("不忘初心、牢记使命")
    [4]
    """
    if not _DROPPED.search(name):
        return []
    shadow = make_shadow(name)
    return shadow.breaks(0, len(shadow.points))
