"""Take a speech apart into preamble, points, close, and the glossary behind it."""

import re

from pipeline.sections.chains import grow_tree
from pipeline.sections.ends import settle
from pipeline.sections.layout import Layout
from pipeline.sections.markers import find_markers
from pipeline.sections.parts import Part
from pipeline.sections.tail import find_closing
from pipeline.sections.tree import Chain, walk

_EXPLAINED = re.compile(r"\s*[“‘《]?[^，。；：\n]{1,30}(?:：|:|——|是指)")


def find_speech(layout: Layout, start: int, end: int, close: bool) -> list[Part]:
    """Return the parts of the speech that stands between `start` and `end`."""
    start += len(layout.text[start:end]) - len(layout.text[start:end].lstrip())
    markers = find_markers(layout.text, layout.paragraphs, start, end)
    chains = grow_tree(layout, markers, end)
    glossary = _glossary(layout, chains)
    if glossary is not None:
        parts = find_speech(layout, start, glossary, close)
        return [*parts, Part(glossary, "boilerplate")]
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
    return parts


def _glossary(layout: Layout, chains: list[Chain]) -> int | None:
    """Return where a list of explained terms behind the speech starts (1. “两重”：…), None where there is none."""
    if not chains:
        return None
    chain = chains[-1]
    while chain.items[-1].chains:
        chain = chain.items[-1].chains[-1]
    items = chain.items
    if len(items) < 3 or chain.style not in ("ar", "(ar)", "ring"):
        return None
    explained = sum(bool(_EXPLAINED.match(layout.text, item.marker.end)) for item in items)
    return items[0].start if explained > 0.7 * len(items) else None
