"""Look ahead from a marker: does a list go on, and with which marker?

Every question is answered by bisection in lists of markers kept by style and number, never by reading the markers in
between: text is hostile, and a look at every later marker from every marker is quadratic.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.sections.layout import Layout
from pipeline.sections.markers import HEADINGS, Marker

# Characters between two points of one list within a paragraph; a list at paragraph heads has no such limit.
REACH = 6000


def near(a: Marker, b: Marker) -> bool:
    """Tell whether `b` can go on the list that `a` stands in."""
    if b.head:
        return a.head or b.paragraph - a.paragraph <= 12
    if a.paragraph == b.paragraph:
        return b.start - a.start <= REACH
    if a.head and b.opens:  # a paragraph's break was lost
        return b.style in HEADINGS or b.paragraph - a.paragraph <= 3
    return b.paragraph - a.paragraph <= 1 and not a.head


@dataclass(slots=True)
class _Places:
    """Hold the places (indices into the markers, ascending) where a style has a number.

    `inline` are those within a paragraph; of those that open a sentence, `free` have no 1 of their style before them
    in their paragraph, `bound` have one: they may belong to the list that it starts.
    """

    all: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    titled: list[int] = field(default_factory=list)
    inline: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    bound: list[int] = field(default_factory=list)


class Outlook:
    """Know the markers of a text by style and number."""

    def __init__(self, layout: Layout, markers: list[Marker]) -> None:
        """Take the layout of a text and its markers in order."""
        self.markers = markers
        self.begins = [m.start for m in markers]
        self.paragraphs = [m.paragraph for m in markers]
        self.by_style: dict[str, list[int]] = defaultdict(list)
        self.by_number: dict[tuple[str, int], _Places] = defaultdict(_Places)
        for place, marker in enumerate(markers):
            title_only = layout.title_only(marker)
            self._file(place, marker, marker.style, title_only)
            if marker.style == "di" and marker.number > 1:  # 首先 … 其次 … 第三
                self._file(place, marker, "xu", title_only)

    def _file(self, place: int, marker: Marker, style: str, title_only: bool) -> None:
        """Enter a marker where lists of `style` look for it."""
        self.by_style[style].append(place)
        places = self.by_number[style, marker.number]
        places.all.append(place)
        if marker.head:
            places.heads.append(place)
            if title_only:
                places.titled.append(place)
            return
        places.inline.append(place)
        if marker.opens:
            ones = self.by_number[style, 1].inline
            one = ones[-1] if ones and ones[-1] < place else None
            bound = one is not None and self.markers[one].paragraph == marker.paragraph
            (places.bound if bound else places.free).append(place)

    def _next(self, places: list[int], place: int) -> int:
        """Return the first of `places` after `place`, the number of markers where there is none."""
        at = bisect_right(places, place)
        return places[at] if at < len(places) else len(self.markers)

    def follows(self, first: Marker, place: int, number: int) -> Marker | None:
        """Return the marker after `place` that goes on after `first` with `number`, or None.

        A new list of the style ends the search: at a paragraph's head any, within a paragraph one for a list that runs
        within paragraphs itself; for one at heads it only takes the rest of its paragraph. A list at heads may leave
        out a number before a heading.
        """
        numbers = [n for n in (number, 0) if n > 1 or (n == 0 and number > 2)]
        found = self._after_head(first, place, numbers) if first.head else self._after_inline(first, place, numbers)
        if first.head:
            found = min(found, self._next(self.by_number[first.style, number + 1].titled, place))
        ones = self.by_number[first.style, 1]
        stop = self._next(ones.heads if first.head else ones.all, place)
        return self.markers[found] if found < stop else None

    def _after_head(self, first: Marker, place: int, numbers: list[int]) -> int:
        """Return the place after `place` with one of `numbers` that goes on after `first`, which stands at a head."""
        ones = self.by_number[first.style, 1].inline
        below = max(place, bisect_right(self.paragraphs, first.paragraph) - 1)
        found = len(self.markers)
        for number in numbers:
            places = self.by_number[first.style, number]
            found = min(found, self._next(places.heads, place))
            # of each list only the first can do: what bars it, a 1 before it or its distance, bars all behind it
            for own, after in ((places.inline, place), (places.free, below), (places.bound, below)):
                at = self._next(own, after)
                if at >= found or not near(first, self.markers[at]):
                    continue
                one = bisect_left(ones, at) - 1
                barred = one >= 0 and ones[one] > place and self.paragraphs[ones[one]] == self.paragraphs[at]
                if not barred:
                    found = at
        return found

    def _after_inline(self, first: Marker, place: int, numbers: list[int]) -> int:
        """Return the place after `place` with one of `numbers` that goes on after `first`, within a paragraph."""
        reach = max(place, bisect_right(self.begins, first.start + REACH) - 1)
        last = self._next(self.by_style[first.style], reach)
        found = len(self.markers)
        for number in numbers:
            places = self.by_number[first.style, number]
            for own in (places.heads, places.inline):
                at = self._next(own, place)
                if at <= last and at < found and near(first, self.markers[at]):
                    found = at
        return found

    def resumes(self, style: str, number: int, place: int) -> bool:
        """Tell whether a list at heads goes on with `number` after the list of its own `style` that `place` opens."""
        stop = self._next(self.by_number[style, 1].all, place)
        heads = self.by_number[style, number].heads
        head = self._next(heads, place)
        if number < 2 or head >= stop:
            return False
        if self._next(heads, head) < stop:
            return True
        counted = place  # one head with the number: it belongs to the new list if that has counted up to it
        for n in range(2, number + 1):
            counted = self._next(self.by_number[style, n].all, counted)
            if counted >= head:
                break
        return counted != head
