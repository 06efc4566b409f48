"""Whole objects: what 践行, 弘扬, 打赢 or 坚持 govern up to the next stop is a name, the verb is not part of it."""

import re
from collections.abc import Iterator

from pipeline.grammar.heads import is_empty
from pipeline.grammar.spans import STOPS, Span, any_of, left_edge, words

_GOVERNED = re.compile(
    rf"(?:(?P<sure>{any_of(words('takers_sure'))})|{any_of(words('takers'))})(?P<object>[^{STOPS}]{{3,12}})(?=[，。；、！]|$)"
)
_DOCTRINE = re.compile("(?:精神|思想|理念|价值观?|主义|方针|路线|原则|为中心|至上|观念|导向|求是|总基调)\\Z")
_LOOSE = re.compile(
    "[这那哪]|和|与|的(?!.{2,8}(?:精神|思想|理念|道路|方针|原则)\\Z)|工作\\Z|措施\\Z|要求\\Z|决策|部署|贡献|奋斗|不动摇|十分|新征程|力度|当务之急|上述|重大项目"
)
_SHORT = 6  # a shorter object before 、 is often the first half of a couplet


def find(text: str) -> Iterator[Span]:
    """Yield whole objects of verbs that govern formulations."""
    for found in _GOVERNED.finditer(text):
        start, end = found.span("object")
        if left_edge(text, end) == start and not _LOOSE.search(text, start, end) and not is_empty(text, start, end):
            if text[end : end + 1] == "、" and end - start < _SHORT:
                continue
            label = "DOCTRINE" if _DOCTRINE.search(text, start, end) else "POLICY"
            yield Span(start, end, label, "governed_sure" if found["sure"] else "governed")
