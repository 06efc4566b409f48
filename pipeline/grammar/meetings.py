"""Meetings by ordinal (十九届四中全会, 省委十一届二次全会) or by the noun that ends their name, and anniversaries."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import COUNT, ORDINAL, PROVINCE
from pipeline.grammar.spans import STOPS, Span, any_of, words

_PARTY = "(?:党的|中共|我党|党)?"
_LATE = "(?:二十|十[一二三四五六七八九])"
_SERIES = rf"{ORDINAL}中(?:、{ORDINAL}中)*(?:和{ORDINAL}中)?"
_PEOPLE = "(?:全国|省|市|县|区|自治区)?(?:人民代表大会|人大)(?:常委会|常务委员会)?"
_CONSULTATIVE = "(?:全国委员会|委员会|常委会)?"
_REGION = rf"(?:{PROVINCE}(?:省|市|区)?|[省市区县]|自治区)(?:委|党委)"
_FIRST = "".join(
    sorted({name[0] for name in words("provinces")} | set("一七三两中九二五人八党全六区十县四市常我政百省第自"))
)
_COUNTED = re.compile(
    rf"(?=[{_FIRST}])(?:"
    + "|".join(
        (
            rf"{_PARTY}第?{ORDINAL}届(?:中央委员会)?第?(?:{_SERIES}|历次)全会",
            rf"(?:党的|中共)(?:{_LATE}|[一二三四五六七八九十])大(?!会|军区|战略|行动|关系)",
            (
                rf"(?<![一二三四五六七八九十第的届]){_LATE}大(?=报告|精神|以来|党章|提出|确定|明确|闭幕|召开|作出|"
                rf"[、和，。”的])"
            ),
            rf"(?:中国共产党|党的)?第{ORDINAL}次全国代表大会",
            rf"中国共产党第{ORDINAL}届中央委员会第{ORDINAL}次全体会议",
            rf"(?:第?{ORDINAL}届)?全国人(?:民代表大会|大)(?:常委会|常务委员会)?第?{COUNT}次会议",
            rf"(?:{PROVINCE}(?:省|市|(?:壮族|回族|维吾尔)?自治区)?)?第?{ORDINAL}届{_PEOPLE}第?{COUNT}次(?:全体)?会议",
            rf"(?:全国|省|市|区|县|自治区)?政协第?{ORDINAL}届{_CONSULTATIVE}第?{COUNT}次会议",
            rf"第?{ORDINAL}届全国政协(?:常委会)?第?{COUNT}次会议",
            rf"中国人民政治协商会议第{ORDINAL}届(?:全国|[\u4e00-\u9fff]{{2,8}})委员会第{COUNT}次会议",
            rf"{_REGION}第?{ORDINAL}届{ORDINAL}次(?:、{ORDINAL}次)*(?:全会|全体会议)",
            rf"(?:中共|{ORDINAL}届)?(?:中共)?中央政治局(?:常委会|常务委员会)?(?:第{ORDINAL}次)?(?:会议|集体学习)",
            rf"中央[\u4e00-\u9fff]{{2,12}}委员会第{ORDINAL}次会议",
            rf"第{ORDINAL}次(?:集体学习|全体会议)|第{ORDINAL}届联合国大会|{ORDINAL}届中央第{ORDINAL}轮巡视",
            rf"(?:常委会|常务委员会)第{COUNT}次会议",
            r"全国两会|(?<![这抓一])两会(?=[期精上以召胜，。、])",
        )
    )
    + ")"
)
_HEAD = re.compile(rf"{any_of(words('meeting_heads'))}(?<!代表大会)(?<!人民大会)(?!堂|发言|党委|开幕|主席团)")
_ANNIVERSARY = re.compile(
    r"(?:[一二三四五六七八九十百]{1,5}|\d{1,3})周年(?P<assembly>(?:纪念|庆祝)?大会|座谈会|招待会)?"
)
_STOP = re.compile(f"[{STOPS}]")
_OUT = re.compile(
    rf"{any_of(words('meeting_out'))}|的(?!十|二十)|次(?=[\u4e00-\u9fff]{{4,}}论坛)|(?<!共)和(?!平|谐)|与(?!世界)|"
    r"(?<!青)年(?=[\u4e00-\u9fff])|日(?=召)|好(?=[\u4e00-\u9fff]{4})"
)
_CELEBRATED = re.compile("庆祝|纪念|迎接|迎来|喜迎")
_REACH = 36


def find(text: str) -> Iterator[Span]:
    """Yield meetings and anniversaries."""
    for found in _COUNTED.finditer(text):
        yield Span(found.start(), found.end(), "EVENT", "congress")
    for head in _ANNIVERSARY.finditer(text):
        start = _begin(text, head.start())
        if not head["assembly"]:
            for celebrated in _CELEBRATED.finditer(text, start, head.start()):
                start = celebrated.end()
        if head.start() - start >= 2:
            yield Span(start, head.end(), "EVENT", "anniversary")
    for head in _HEAD.finditer(text):
        start = _begin(text, head.start())
        if head.start() - start >= 2:
            yield Span(start, head.end(), "EVENT", "meeting")


def _begin(text: str, head: int) -> int:
    """Return where the name that the noun at `head` ends begins."""
    start, low = head, max(0, head - _REACH)
    while start > low and not _STOP.match(text[start - 1]):
        start -= 1
    for out in _OUT.finditer(text, start, head):
        start = out.end()
    return start
