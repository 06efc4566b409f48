"""Grow the tree of directives from markers: chains that count up from one, nested as they stand."""

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.sections.ends import last_end, settle, single
from pipeline.sections.layout import TURN, TURN_HARD, Layout
from pipeline.sections.markers import HEADINGS, RANK, Marker
from pipeline.sections.tree import Chain, Item

# Characters between two points of one list within a paragraph; a list at paragraph heads has no such limit.
REACH = 6000
# A list whose points are all this short, marker and stop included, is a turn of phrase.
PHRASE = 6


def near(a: Marker, b: Marker) -> bool:
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
            if left_out or (wanted and (marker.head or skipped != marker.paragraph) and near(first, marker)):
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
        if (marker.style != chain.style and not mixed) or not near(last, marker):
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
        turn = TURN_HARD if self.layout.title_only(last) else TURN
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
