"""The stretches that a text falls into at level 1, and the heading of a point."""

import re
from dataclasses import dataclass

from pipeline.sections.layout import Layout
from pipeline.sections.tree import Item

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a stretch of level 1 by its start: it ends where the next one starts."""

    start: int
    role: str
    item: Item | None = None


def find_heading(layout: Layout, item: Item) -> str:
    """Return the words of a point's heading, or the clause up to the first stop, "" where that is no heading."""
    text, marker = layout.text, item.marker
    end = layout.paragraphs[marker.paragraph].end
    line = text[marker.end : min(end, marker.end + 200)].strip()
    if marker.head:
        if not line:  # the heading stands on the next line
            following = layout.paragraphs[marker.paragraph + 1 : marker.paragraph + 2]
            line = text[following[0].start : following[0].end] if following else ""
            return line if len(line) <= TITLE_LENGTH and not re.search(r"[。；！]", line) else ""
        clause = re.split(r"[。；：！？\n]", line, maxsplit=1)[0]
        if len(clause) <= TITLE_LENGTH:
            return clause.strip("*# \u3000")
    clause = re.split(r"[，。；：！？\n]", line, maxsplit=1)[0]
    return clause.strip() if len(clause) <= TITLE_LENGTH else ""
