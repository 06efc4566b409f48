"""Take a speech apart into preamble, points, close, and the glossary behind it."""

import re
from collections.abc import Iterator

from pipeline.sections.chains import grow_tree
from pipeline.sections.ends import settle
from pipeline.sections.layout import Layout
from pipeline.sections.markers import find_markers
from pipeline.sections.parts import Part
from pipeline.sections.tail import find_closing
from pipeline.sections.tree import Chain, walk

_EXPLAINED = re.compile(r"\s*[“‘《]?[^，。；：\n]{1,30}(?:：|:|——|是指)")
# Without the glossary the points may form another tree, at whose end a glossary stands again: not for ever.
_CUTS = 3


def find_speech(layout: Layout, start: int, end: int, close: bool) -> list[Part]:
    """Return the parts of the speech that stands between `start` and `end`."""
    start += len(layout.text[start:end]) - len(layout.text[start:end].lstrip())
    behind = end
    chains = _grow(layout, start, end)
    for _ in range(_CUTS):
        glossary = _glossary(layout, chains)
        if glossary is None:
            break
        end = glossary
        chains = _grow(layout, start, end)
    last = max((marker.start for marker in walk(chains)), default=start)
    closing = find_closing(layout, last, end, end - start) if close else None
    limit = end if closing is None else closing
    settle(chains, layout, limit)
    parts = []
    at = start
    for chain in chains:
        for item in chain.items:
            if layout.text[at : item.start].strip():
                parts.append(Part(at, "preamble"))
            parts.append(Part(item.start, "directive", item))
            at = item.end
    if layout.text[at:limit].strip():
        parts.append(Part(at, "closing" if parts and close and closing is None else "preamble"))
    if closing is not None:
        parts.append(Part(closing, "closing"))
    if end < behind:
        parts.append(Part(end, "boilerplate"))
    return parts


def _grow(layout: Layout, start: int, end: int) -> list[Chain]:
    """Return the lists of points between `start` and `end`."""
    return grow_tree(layout, find_markers(layout.text, layout.paragraphs, start, end), end)


def _glossary(layout: Layout, chains: list[Chain]) -> int | None:
    """Return where lists of explained terms behind the speech start (1. “两重”：…), None where there are none."""
    found = None
    for chain in _last_first(chains):
        items = chain.items
        if len(items) < 3 or chain.style not in ("ar", "(ar)", "ring"):
            break
        if sum(bool(_EXPLAINED.match(layout.text, item.marker.end)) for item in items) <= 0.7 * len(items):
            break
        found = items[0].start
    return found


def _last_first(chains: list[Chain]) -> Iterator[Chain]:
    """Yield the lists that stand last, from the end: those below the last point, then its own."""
    for chain in reversed(chains):
        yield from _last_first(chain.items[-1].chains)
        yield chain
