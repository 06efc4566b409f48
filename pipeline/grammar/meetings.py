"""Meetings, anniversaries, wars and campaigns by name, congresses and plenums by ordinal."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import COUNT, ORDINAL, PROVINCE
from pipeline.grammar.spans import STOPS, Span, any_of, words

_SERIES = rf"{ORDINAL}中(?:、{ORDINAL}中)*(?:和{ORDINAL}中)?"
_CONGRESS = re.compile(
    rf"(?:党的|中共|我党|党)?(?:第)?{ORDINAL}届(?:中央委员会)?(?:第)?(?:{_SERIES}|历次)全会|(?:党的|"
    rf"中共)?(?<!第)(?<![一二三四五六七八九十])(?:二十|十[一二三四五六七八九]?|"
    rf"[一二三四五六七八九])届(?:中央)?历次全会|"
    rf"(?:党的|中共)(?:二十|十[一二三四五六七八九]?|[一二三四五六七八九])大(?!以后|会|[\u4e00-\u9fff]战略|军区|"
    rf"行动|关系)|(?<![一二三四五六七八九十第的届])(?:二十|十[一二三四五六七八九])大(?=报告|精神|以来|党章|提出|"
    rf"确定|明确|闭幕|召开|作出|、|和|，|。|”|的)|"
    rf"(?:中国共产党|党的)?第{ORDINAL}次全国代表大会|中国共产党第{ORDINAL}届中央委员会第{ORDINAL}次全体会议|"
    rf"(?:第{ORDINAL}届|{ORDINAL}届)?全国人(?:民代表大会|大)(?:常委会|常务委员会)?(?:第)?{COUNT}次会议|"
    rf"(?:第)?{ORDINAL}届(?:全国|省|市|县|区|自治区)?(?:人民代表大会|人大)(?:常委会|"
    rf"常务委员会)?(?:第)?{COUNT}次(?:全体)?会议|"
    rf"(?:全国|省|市|区|县|自治区)?政协(?:第)?{ORDINAL}届(?:全国委员会|委员会|常委会)?(?:第)?{COUNT}次会议|"
    rf"中国人民政治协商会议第{ORDINAL}届(?:全国|[\u4e00-\u9fff]{{2,8}})委员会第{COUNT}次会议|"
    rf"(?:第)?{ORDINAL}届全国政协(?:常委会)?(?:第)?{COUNT}次会议|"
    rf"(?:{PROVINCE}(?:省|市|区)?|[省市区县]|自治区)(?:委|"
    rf"党委)(?:第)?{ORDINAL}届{ORDINAL}次(?:、{ORDINAL}次)*(?:全会|全体会议|全体\(扩大\)会议)|"
    rf"(?:中共)?中央政治局(?:常委会|常务委员会)?(?:第{ORDINAL}次)?(?:会议|集体学习)|第{ORDINAL}次(?:集体学习|"
    rf"全体会议|全国代表大会|联合国大会)|第{ORDINAL}届联合国大会|"
    rf"(?:中央)[\u4e00-\u9fff]{{2,12}}委员会第{ORDINAL}次会议|{ORDINAL}届中央第{ORDINAL}轮巡视|全国两会|"
    rf"(?<!这)(?<!抓)(?<!一)两会(?=[期精上以召胜，。、])"
)
_NAMED = words("events")
_KNOWN = re.compile(
    rf"{any_of(_NAMED)}|(?:中国|全民族|全国|全面)?抗战(?!精神)|抗美援朝(?!精神|运动)|(?:新中国|中华人民共和国|"
    rf"中国共产党)成立(?![^，。]{0, 6}年)|新?冷战(?!思维)"
)
_HEAD = re.compile(any_of(words("meeting_heads")))
_ANNIVERSARY = re.compile(
    r"(?:[一二三四五六七八九十百]{1,5}|\d{1,3})周年(?P<assembly>(?:纪念|庆祝)?大会|座谈会|招待会)?"
)
_OUT = re.compile(
    r"出席|召开|举行|举办|参加|主持|在|了|的(?!十|二十)|次(?=[\u4e00-\u9fff]{4,}论坛)|通过|今年|是|和(?!平|谐)|"
    r"与(?!世界)|今天|这次|本次|此次|将|对|向|为|从|到|以来|我|全省|全市|年(?=[\u4e00-\u9fff])|月|日(?=召)|开好|"
    r"筹办|承办|成功|好(?=[\u4e00-\u9fff]{4})|审议|主办|支持|接受|指挥|取得|充分肯定|做好|作为|用好|发挥|贯彻|落实|"
    r"部署|深入|根据|按照"
)


_CELEBRATED = re.compile(r"庆祝|纪念|迎接|迎来|喜迎")


def _named(text: str, head: re.Match[str]) -> int:
    start = head.start()
    low = max(0, start - 36)
    while start > low and not re.match(f"[{STOPS}]", text[start - 1]):
        start -= 1
    for out in _OUT.finditer(text, start, head.start()):
        start = out.end()
    return start


def find(text: str) -> Iterator[Span]:
    """Yield meetings and events."""
    for found in _CONGRESS.finditer(text):
        yield Span(found.start(), found.end(), "EVENT", "congress")
    for found in _KNOWN.finditer(text):
        yield Span(found.start(), found.end(), "EVENT", "event")
    for head in _ANNIVERSARY.finditer(text):
        start = _named(text, head)
        if not head["assembly"]:
            for celebrated in _CELEBRATED.finditer(text, start, head.start()):
                start = celebrated.end()
        if head.start() - start >= 2:
            yield Span(start, head.end(), "EVENT", "anniversary")
    for head in _HEAD.finditer(text):
        start = _named(text, head)
        if head.start() - start >= 2:
            yield Span(start, head.end(), "EVENT", "meeting")
