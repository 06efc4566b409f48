"""Persons by the title that stands with the name."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, words

_SURNAMES = "".join(words("surnames"))
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_TITLES = any_of(words("titles"))
_LEADERS = re.compile(
    any_of(words("leaders"))
    + (
        r"(?!思想|理论|主义|列宁|经济思想|法治思想|生态文明思想|外交思想|强军思想|文化思想|新时代|文选|选集|"
        r"著作选读|谈治国理政|军事思想)"
    )
)
_NESTED = re.compile(
    r"(?:习近平|毛泽东|邓小平)(?=思想|理论|经济思想|法治思想|生态文明思想|外交思想|强军思想|文化思想|新时代)"
)
_SHORT = re.compile(
    rf"(?<![\u4e00-\u9fff])[{_SURNAMES}](?:主席|总理|总(?=[，。、：]|您|说|介)|老(?=[，。、：]|说)|部长|书记|省长|"
    rf"市长)|(?<=[和与、向对是在学习纪念代])(?:毛|周|朱|刘|江|胡)(?:主席|总理)|毛主席|周总理"
)
_BEFORE_TITLE = re.compile(
    rf"(?<![\u4e00-\u9fff])({_NAME})(?:同志|{_TITLES})|(?:总书记(?!关于|对|在)|国家主席|国务院总理|委员长|总理|"
    rf"书记|省长|市长|主席|部长|主任|院长|检察长|秘书长|常委|校长|董事长|委员|将军|记者|教授|院士|总统|"
    rf"首相)({_NAME})(?=[、，。：在说主出讲作代向强指表要同参]|\s)"
)


def find(text: str) -> Iterator[Span]:
    """Yield persons."""
    for found in _LEADERS.finditer(text):
        yield Span(found.start(), found.end(), "PERSON", "person")
    for found in _NESTED.finditer(text):
        yield Span(found.start(), found.end(), "PERSON", "person_nested")
    for found in _SHORT.finditer(text):
        yield Span(found.start(), found.end(), "PERSON", "person_short")
    for found in _BEFORE_TITLE.finditer(text):
        group = 1 if found[1] else 2
        yield Span(found.start(group), found.end(group), "PERSON", "person_title")
