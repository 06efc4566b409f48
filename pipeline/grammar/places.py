"""Places by the suffix that makes a place of a name (流域, 新区, 经济带 …)."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, left_edge, words

_HEAD = re.compile(any_of(words("place_heads")))


def find(text: str) -> Iterator[Span]:
    """Yield places."""
    for head in _HEAD.finditer(text):
        start = left_edge(text, head.start(), 8)
        joint = max(text.rfind(mark, start, head.start()) for mark in "和的")
        if joint >= 0:
            start = joint + 1
        if start < head.start():
            yield Span(start, head.end(), "PLACE", "place")
