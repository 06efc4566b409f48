"""Social and political groups by the noun that ends the name (人士, 同胞, 分子, 阶级 …)."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, left_edge, words

_HEAD = re.compile(any_of(words("group_heads")) + "(?!才)")
_SCOPE = re.compile(
    r"(?:海内外|全体|广大|各级|所有|优秀|部分|少数(?!民族)|多数|有的|一些|许多|每个|普通|一名|各类|全国各地的|的)+"
)


def find(text: str) -> Iterator[Span]:
    """Yield groups of people and of states."""
    for head in _HEAD.finditer(text):
        start = left_edge(text, head.start(), 10)
        joint = max(text.rfind(mark, start, head.start()) for mark in "和的")
        if joint >= 0:
            start = joint + 1
        scope = _SCOPE.match(text, start, head.start())
        if scope:
            start = scope.end()
        if start < head.start() or len(head.group()) > 3:
            yield Span(start, head.end(), "GROUP", "group")
