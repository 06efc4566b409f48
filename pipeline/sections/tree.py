"""Grow the tree of directives from markers: chains that count up from one, nested as they stand."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.sections.markers import HEADINGS, RANK, Marker
from pipeline.sections.sentences import Paragraph, SentenceSpan

# Characters between two points of one list within a paragraph; a list at paragraph heads has no such limit.
REACH = 6000
# A paragraph longer than this has lost its breaks: several paragraphs of the speech stand in it.
LOST = 2500
# A list whose points are all this short, marker and stop included, is a turn of phrase.
PHRASE = 6
_WHOLE = r"以上(?:[是这几各所就我，,0-9]|[一二三四五六七八九十两]+[条点个项])|总之|综上|概括起来|结束语"
_TURN_HARD = re.compile("结束语")
_TURN = re.compile(
    rf"{_WHOLE}|总的[看说来]"
    r"|(?:同志们|各位[一-鿿]{1,10}|女士们|先生们|朋友们)[、，,！!：:]"
)


@dataclass(slots=True)
class Item:
    """Hold one point: its marker, where it ends (clean offset), the points below it."""

    marker: Marker
    end: int = 0
    chains: list["Chain"] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Return the clean offset where the marker starts."""
        return self.marker.start


@dataclass(slots=True)
class Chain:
    """Hold points of one style that count up."""

    style: str
    items: list[Item]

    @property
    def last(self) -> Marker:
        """Return the marker of the latest point."""
        return self.items[-1].marker

    @property
    def inline(self) -> bool:
        """Tell whether the list runs within paragraphs."""
        return not self.last.head


class Layout:
    """Know a text's paragraphs and sentences, and what they say about where a point can end."""

    def __init__(self, text: str, paragraphs: list[Paragraph], sentences: list[SentenceSpan]) -> None:
        """Take cleaned text with its paragraphs and sentences."""
        self.text = text
        self.paragraphs = paragraphs
        self.starts = [s.start for s in sentences]
        self.sentences = sentences

    def lost(self, paragraph: int) -> bool:
        """Tell whether a paragraph has lost its breaks."""
        found = self.paragraphs[paragraph]
        return found.end - found.start > LOST

    def title_only(self, marker: Marker) -> bool:
        """Tell whether the marker's line is a short heading without a stop."""
        if not marker.head:
            return False
        here = self.paragraphs[marker.paragraph]
        line = self.text[marker.end : min(here.end, marker.end + 100)].strip()
        if not line and marker.paragraph + 1 < len(self.paragraphs):  # the words stand on the next line
            here = self.paragraphs[marker.paragraph + 1]
            line = self.text[here.start : min(here.end, here.start + 100)]
        return len(line) <= 60 and not re.search(r"[。；！]", line)

    def full_stop(self, start: int, limit: int) -> int:
        """Return where the sentence at `start` ends for good (not at a semicolon), at most `limit`."""
        index = bisect_right(self.starts, start) - 1
        while index < len(self.sentences) and self.sentences[index].end < limit:
            end = self.sentences[index].end
            if not self.text[max(end - 12, 0) : end].rstrip().endswith(("；", ";")):
                return end
            index += 1
        return limit

    def count_stops(self, start: int, end: int) -> int:
        """Return how many full sentences begin between `start` and `end`."""
        count = 0
        while start < end:
            start = self.full_stop(start, end)
            count += 1
        return count

    def turn(self, start: int, end: int, pattern: re.Pattern[str] = _TURN) -> int | None:
        """Return the first sentence after `start` that turns from the points to the whole by `pattern`, or None."""
        index = bisect_right(self.starts, start)
        while index < len(self.sentences) and self.sentences[index].start < end:
            sentence = self.sentences[index]
            if pattern.match(self.text, sentence.start) and self.opens_paragraph(index):
                return sentence.start
            index += 1
        return None

    def next_start(self, at: int) -> int:
        """Return where the first sentence at or after `at` starts."""
        index = bisect_left(self.starts, at)
        return self.starts[index] if index < len(self.starts) else len(self.text)

    def opens_paragraph(self, index: int) -> bool:
        """Tell whether a sentence opens a paragraph, as far as paragraphs are known."""
        sentence = self.sentences[index]
        first = index == 0 or self.sentences[index - 1].paragraph != sentence.paragraph
        return first or self.lost(sentence.paragraph) or self.text.startswith("以上", sentence.start)


def _near(a: Marker, b: Marker) -> bool:
    """Tell whether `b` can go on the list that `a` stands in."""
    if b.head:
        return a.head or b.paragraph - a.paragraph <= 12
    if a.paragraph == b.paragraph:
        return b.start - a.start <= REACH
    if a.head and b.opens:  # a paragraph's break was lost
        return b.style in HEADINGS or b.paragraph - a.paragraph <= 3
    return b.paragraph - a.paragraph <= 1 and not a.head


class _Grower:
    """Put markers into chains, one pass with a stack of open chains and a look ahead."""

    def __init__(self, layout: Layout, markers: list[Marker]) -> None:
        self.layout = layout
        self.markers = markers
        self.by_style: dict[str, list[int]] = {}
        for index, marker in enumerate(markers):
            self.by_style.setdefault(marker.style, []).append(index)
            if marker.style == "di" and marker.number > 1:  # 首先 … 其次 … 第三
                self.by_style.setdefault("xu", []).append(index)
        self.roots: list[Chain] = []
        self.stack: list[Chain] = []
        self.below: set[tuple[str, str]] = set()  # (outer style, inner style) seen nested
        self.done: dict[str, Marker] = {}  # last marker of each closed chain of numbered paragraphs

    def later(self, index: int, style: str) -> Iterator[Marker]:
        """Yield the markers after marker `index` that `style` can go on with."""
        mine = self.by_style.get(style, [])
        for place in range(bisect_right(mine, index), len(mine)):
            yield self.markers[mine[place]]

    def follows(self, first: Marker, index: int, number: int, itself: Marker | None = None) -> Marker | None:
        """Return the marker after `index` that goes on after `first` with `number`, or None."""
        skipped: int | None = None
        for marker in self.later(index, first.style):
            wanted = marker.number == number or (marker.number == 0 and number > 2)
            if marker.number == 1:
                if marker.head or not first.head:
                    return None
                skipped = marker.paragraph
                continue
            left_out = marker.number == number + 1 and marker.head and first.head and self.layout.title_only(marker)
            if left_out or (wanted and (marker.head or skipped != marker.paragraph) and _near(first, marker)):
                return marker
            if marker.start - first.start > REACH and not first.head:
                return None
        return None

    def opens(self, index: int) -> bool:
        """Tell whether the marker at `index` starts a list."""
        marker = self.markers[index]
        if marker.number == 1 and self.follows(marker, index, 2):
            return True
        if not marker.head or marker.style not in (*HEADINGS, "ar", "di"):
            return False
        if marker.style in HEADINGS and self.layout.title_only(marker):
            return True
        if marker.number == 1:
            return False
        nxt = self.follows(marker, index, marker.number + 1)
        return nxt is not None and nxt.head

    def goes_on(self, chain: Chain, index: int) -> bool:
        """Tell whether the marker at `index` is the chain's next point."""
        marker, last = self.markers[index], chain.last
        mixed = chain.style == "xu" and marker.style == "di" and marker.number > 1
        if (marker.style != chain.style and not mixed) or not _near(last, marker):
            return False
        if marker.number in (0, last.number + 1):
            return marker.number > 0 or len(chain.items) > 1
        if not (marker.head and last.head):
            return False
        gap = marker.number - last.number
        # a misprinted number: one left out, or one given twice
        return (gap == 2 and not self.follows(last, index, last.number + 1)) or (
            gap == 0 and last.number > 1 and self.layout.title_only(marker) and self.layout.title_only(last)
        )

    def resumes(self, chain: Chain, index: int) -> bool:
        """Tell whether `chain` goes on after the list of its own style that the marker at `index` opens."""
        count = 1
        for marker in self.later(index, chain.style):
            if marker.number == 1:
                return False
            if marker.number == count + 1:
                count += 1
            elif marker.number == chain.last.number + 1 and marker.head:
                return True
        return False

    def finished(self, chain: Chain, index: int) -> bool:
        """Tell whether `chain` is over where the marker at `index` opens a new list."""
        marker, last = self.markers[index], chain.last
        if chain.style == marker.style and marker.head >= last.head:
            below = self.layout.title_only(last) and not self.layout.title_only(marker)
            return not (last.head and (below or self.resumes(chain, index)))
        if self.follows(last, index, last.number + 1) is not None and last.number > 0:
            return False
        if chain.style == marker.style:
            return True
        turn = _TURN_HARD if self.layout.title_only(last) else _TURN
        if self.layout.turn(last.start, marker.start, turn) is not None and len(chain.items) > 1:
            return True
        if marker.paragraph > last.paragraph:
            if chain.inline:
                return True
            heads_up = self.layout.text[self.layout.paragraphs[last.paragraph].end - 1] in "：:"
            if single(chain, self.layout) and not heads_up and not self.layout.title_only(last):
                return True
        elif chain.inline and len(chain.items) > 1 and marker.start >= last_end(chain, self.layout, marker.start):
            return True
        if chain.style in RANK and marker.style in RANK and RANK[marker.style] <= RANK[chain.style]:
            return (chain.style, marker.style) not in self.below
        return False

    def close(self, depth: int) -> None:
        """Close every open chain beyond `depth`."""
        for chain in self.stack[depth:]:
            self.done[chain.style] = chain.last
        del self.stack[depth:]

    def grow(self) -> list[Chain]:
        """Return the outermost chains."""
        for index, marker in enumerate(self.markers):
            takers = [d for d in range(len(self.stack) - 1, -1, -1) if self.goes_on(self.stack[d], index)]
            same = [d for d in takers if self.stack[d].style == marker.style]
            alike = [d for d in same if self.layout.title_only(self.stack[d].last) == self.layout.title_only(marker)]
            depth = next(iter(alike or same or takers), None)
            if depth is not None:
                self.close(depth + 1)
                self.stack[depth].items.append(Item(marker))
                continue
            old = self.done.get(marker.style)
            runs_on = old is not None and marker.style == "ar" and marker.head and marker.number == old.number + 1
            if not (runs_on or self.opens(index)):
                continue
            while self.stack and self.finished(self.stack[-1], index):
                self.close(len(self.stack) - 1)
            chain = Chain(marker.style, [Item(marker)])
            home = self.stack[-1].items[-1].chains if self.stack else self.roots
            home.append(chain)
            self.below.update((outer.style, chain.style) for outer in self.stack)
            self.stack.append(chain)
        return self.roots


def single(chain: Chain, layout: Layout) -> bool:
    """Tell whether every point of a list at paragraph heads but the last is one paragraph, its marker's line aside."""
    markers = [item.marker for item in chain.items]
    return len(markers) > 1 and all(
        b.paragraph - a.paragraph == (1 if layout.text[a.end : layout.paragraphs[a.paragraph].end].strip() else 2)
        for a, b in itertools.pairwise(markers)
    )


def last_end(chain: Chain, layout: Layout, limit: int, outermost: bool = False) -> int:
    """Return where the last point of `chain` ends, at most `limit`.

    A list within a paragraph ends with the paragraph, or after one full sentence if that is what most of its points
    have; a list at paragraph heads ends after as many paragraphs as its other points have, if much is left. A turn to
    the whole ends any; but a new address of the audience does not end an outermost point with a heading.
    """
    last = chain.last
    here = layout.paragraphs[last.paragraph]
    if chain.inline:
        limit = min(limit, here.end)
        inner = chain.items[:-1]
        counts = [
            layout.count_stops(a.start, b.start) for a, b in zip(inner, chain.items[1:], strict=True) if not a.chains
        ]
        if counts and chain.style not in HEADINGS and sum(c == 1 for c in counts) > 0.6 * len(counts):
            limit = layout.full_stop(last.start, limit)
        elif layout.lost(last.paragraph) and counts and chain.style not in HEADINGS:
            end = last.start
            for _ in range(max(counts)):
                end = layout.full_stop(end, limit)
            limit = min(limit, end)
    elif not layout.title_only(last) and len(chain.items) > 1:
        points = list(itertools.pairwise(chain.items))
        if limit - last.start > 2 * max(b.start - a.start for a, b in points) or single(chain, layout):
            most = max(b.marker.paragraph - a.marker.paragraph for a, b in points)
            index = min(last.paragraph + most, len(layout.paragraphs)) - 1
            limit = min(limit, layout.paragraphs[max(index, last.paragraph)].end)
    turn = layout.turn(last.start, limit, _TURN_HARD if outermost and layout.title_only(last) else _TURN)
    return limit if turn is None else turn


def _intro(chain: Chain, before: Marker, layout: Layout) -> int:
    """Return where the passage that leads from `before` up to `chain` starts: its paragraph, or its sentence."""
    first = chain.items[0].marker
    if first.head:
        return first.start
    if not layout.lost(first.paragraph) and before.paragraph < first.paragraph:
        return layout.paragraphs[first.paragraph].start
    start = layout.sentences[max(bisect_right(layout.starts, first.start) - 1, 0)].start
    return start if start > before.start else first.start


def settle(chains: list[Chain], layout: Layout, limit: int, outermost: bool = True) -> None:
    """Set the end of every point under `chains`, none beyond `limit`."""
    for chain, following in zip(chains, [*chains[1:], None], strict=False):
        bound = limit if following is None else _intro(following, chain.last, layout)
        for item, after in zip(chain.items, [*chain.items[1:], None], strict=False):
            if after is not None:
                item.end = after.start
                settle(item.chains, layout, item.end, False)
                continue
            item.end = bound
            settle(item.chains, layout, bound, False)
            inner = max((i.end for c in item.chains for i in c.items), default=item.marker.end)
            item.end = max(last_end(chain, layout, bound, outermost), min(inner, bound))


def _phrase(chain: Chain, text: str) -> bool:
    """Tell whether a list is a turn of phrase within a sentence (一是吃饭，二是建设)."""
    short = all(item.end - item.start <= PHRASE and not item.chains for item in chain.items)
    return chain.inline and short and text[chain.last.start - 1] in "，,、"


def _prune(chains: list[Chain], text: str) -> None:
    """Drop the lists that are a turn of phrase, or of one point within a paragraph."""
    chains[:] = [c for c in chains if not _phrase(c, text) and not (c.inline and len(c.items) == 1)]
    for chain in chains:
        for item in chain.items:
            _prune(item.chains, text)


def grow_tree(layout: Layout, markers: list[Marker], limit: int) -> list[Chain]:
    """Return the outermost lists of points, ends set, none beyond `limit` (clean offset)."""
    chains = _Grower(layout, markers).grow()
    settle(chains, layout, limit)
    _prune(chains, layout.text)
    return chains
