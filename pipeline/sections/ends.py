"""Find where the points of a tree end."""

import itertools
from bisect import bisect_right

from pipeline.sections.layout import TURN, TURN_HARD, Layout
from pipeline.sections.markers import HEADINGS, Marker
from pipeline.sections.tree import Chain, Item, Pace


def add(chain: Chain, marker: Marker, layout: Layout) -> None:
    """Add a point to a list, and note how the point before it ran."""
    before = chain.items[-1]
    here = before.marker
    gap = marker.paragraph - here.paragraph
    # a heading's words may stand in the next paragraph
    chain.even = chain.even and gap in (1, 2)
    chain.even = chain.even and gap == 2 - bool(layout.text[here.end : layout.paragraphs[here.paragraph].end].strip())
    if not before.chains:
        chain.pace.add(layout.count_stops(before.start, marker.start))
    chain.items.append(Item(marker))


def pace(chain: Chain, layout: Layout) -> Pace:
    """Return how the points of a list run."""
    found = Pace()
    for item, after in itertools.pairwise(chain.items):
        if not item.chains:
            found.add(layout.count_stops(item.start, after.start))
    return found


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
        points = chain.pace.points if chain.style not in HEADINGS else 0
        if points and chain.pace.short > 0.6 * points:
            limit = layout.full_stop(last.start, limit)
        elif points and layout.lost(last.paragraph):
            limit = layout.full_stop(last.start, limit, chain.pace.most)
    elif not layout.title_only(last) and len(chain.items) > 1:
        pairs = list(itertools.pairwise(chain.items))
        if limit - last.start > 2 * max(b.start - a.start for a, b in pairs) or chain.single:
            most = max(b.marker.paragraph - a.marker.paragraph for a, b in pairs)
            index = min(last.paragraph + most, len(layout.paragraphs)) - 1
            limit = min(limit, layout.paragraphs[max(index, last.paragraph)].end)
    turn = layout.turn(last.start, limit, TURN_HARD if outermost and layout.title_only(last) else TURN)
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
