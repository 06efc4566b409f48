"""Grow the tree of directives from markers: chains that count up from one, nested as they stand."""

from pipeline.sections.ahead import Outlook, near
from pipeline.sections.ends import add, last_end, pace, settle
from pipeline.sections.layout import TURN, TURN_HARD, Layout
from pipeline.sections.markers import HEADINGS, RANK, Marker
from pipeline.sections.tree import Chain, Item

# A list whose points are all this short, marker and stop included, is a turn of phrase.
PHRASE = 6
# Lists below one another, at most: no speaker goes so deep, and a hostile text may not either.
DEEPEST = 16


class _Grower:
    """Put markers into chains, one pass with a stack of open chains and a look ahead."""

    def __init__(self, layout: Layout, markers: list[Marker]) -> None:
        self.layout = layout
        self.markers = markers
        self.ahead = Outlook(layout, markers)
        self.roots: list[Chain] = []
        self.stack: list[Chain] = []
        self.below: set[tuple[str, str]] = set()  # (outer style, inner style) seen nested
        self.done: dict[str, Marker] = {}  # last marker of each closed chain of numbered paragraphs

    def opens(self, index: int) -> bool:
        """Tell whether the marker at `index` starts a list."""
        marker = self.markers[index]
        if marker.number == 1 and self.ahead.follows(marker, index, 2):
            return True
        if not marker.head or marker.style not in (*HEADINGS, "ar", "di"):
            return False
        if marker.style in HEADINGS and self.layout.title_only(marker):
            return True
        if marker.number == 1:
            return False
        nxt = self.ahead.follows(marker, index, marker.number + 1)
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
        return (gap == 2 and not self.ahead.follows(last, index, last.number + 1)) or (
            gap == 0 and last.number > 1 and self.layout.title_only(marker) and self.layout.title_only(last)
        )

    def finished(self, chain: Chain, index: int) -> bool:
        """Tell whether `chain` is over where the marker at `index` opens a new list."""
        marker, last = self.markers[index], chain.last
        if chain.style == marker.style and marker.head >= last.head:
            below = self.layout.title_only(last) and not self.layout.title_only(marker)
            return not (last.head and (below or self.ahead.resumes(chain.style, last.number + 1, index)))
        if self.ahead.follows(last, index, last.number + 1) is not None and last.number > 0:
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
            if chain.single and not heads_up and not self.layout.title_only(last):
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
                add(self.stack[depth], marker, self.layout)
                continue
            old = self.done.get(marker.style)
            runs_on = old is not None and marker.style == "ar" and marker.head and marker.number == old.number + 1
            if not (runs_on or self.opens(index)):
                continue
            while self.stack and (len(self.stack) >= DEEPEST or self.finished(self.stack[-1], index)):
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


def _prune(chains: list[Chain], layout: Layout) -> None:
    """Drop the lists that are a turn of phrase, or of one point within a paragraph."""
    chains[:] = [c for c in chains if not _phrase(c, layout.text) and not (c.inline and len(c.items) == 1)]
    for chain in chains:
        for item in chain.items:
            _prune(item.chains, layout)
        chain.pace = pace(chain, layout)


def grow_tree(layout: Layout, markers: list[Marker], limit: int) -> list[Chain]:
    """Return the outermost lists of points, ends set, none beyond `limit` (clean offset)."""
    chains = _Grower(layout, markers).grow()
    settle(chains, layout, limit)
    _prune(chains, layout)
    return chains
