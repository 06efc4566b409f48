"""Places: provinces, and what a suffix names as a place (流域, 新区, 地区 …)."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import PROVINCE
from pipeline.grammar.spans import Span, any_of, left_edge, words

_PROVINCE = re.compile(
    rf"{PROVINCE}(?:省|市(?!场|民|值|委|政府|长)|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?(?!省?委|"
    rf"军区|政府)"
)
_HEAD = re.compile(any_of(words("place_heads")))


def find(text: str) -> Iterator[Span]:
    """Yield places."""
    for found in _PROVINCE.finditer(text):
        yield Span(found.start(), found.end(), "PLACE", "place_province")
    for head in _HEAD.finditer(text):
        if head.group().endswith(("地区", "州县", "老区", "根据地")):
            yield Span(head.start(), head.end(), "PLACE", "place")
            continue
        start = left_edge(text, head.start(), 8)
        joint = max(text.rfind(mark, start, head.start()) for mark in "和的")
        if joint >= 0:
            start = joint + 1
        if start < head.start():
            yield Span(start, head.end(), "PLACE", "place")
