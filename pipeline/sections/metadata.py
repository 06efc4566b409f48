"""Read from a speech and its file's name what it says about itself: title, date, source, speaker."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.sections.markers import read_number
from pipeline.sections.roles import SectionSpan, find_sections

_CN_DIGITS = "〇一二三四五六七八九"
_DIGIT = {**{c: i for i, c in enumerate(_CN_DIGITS)}, "○": 0, "零": 0, "Ｏ": 0, "O": 0}
_CN_YEAR = r"[一二][〇○零ＯO一二三四五六七八九]{3}"
_CN_DAY = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<m>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<d>\d{{1,2}})(?!\d)"
    rf"|(?P<cy>{_CN_YEAR})年\s*(?P<cm>{_CN_DAY})月(?:\s*(?P<cd>{_CN_DAY})日)?"
)
_LABEL = re.compile(
    r"(?:发布|发表|更新)?(?:时间|日期)\s*[：:]\s*|(?:^|\n)\s*(?:#?\s*新闻联播\s*)?(?=(?:19|20)\d\d\s*[-年/.])"
)
_SPOKEN = re.compile(
    rf"[（(]\s*(?=(?:19|20)\d\d|{_CN_YEAR}年)|——\s*(?=(?:19|20)\d\d\s*年)|(?:^|\n)\s*(?={_CN_YEAR}年|\d{{4}}年\d{{1,2}}月\d{{1,2}}日在)"
)
_WIRE = re.compile(r"新华社[一-鿿·]{0,10}?(?P<m>\d{1,2})月(?P<d>\d{1,2})日电")
_ISSUE = re.compile(r"[（(]\s*(?=\d{4}年[\d月日\s]{3,10}[第\d\s]*版)|更新于\s*")
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SOURCE = re.compile(r"(?:来源|稿源|出处|来自)\s*[：:]\s*([^\s，。；;：:（(|｜*]{2,30})")
_NETWORK = re.compile(
    r"新华社(?=[一-鿿·]{0,10}?\d{1,2}月\d{1,2}日电)|(?<=\*\*)央视网(?=消息)|央视网(?=消息)|新华网(?=[一-鿿]{2,6}\d)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文习栗俞温华项聂"
    "施蓝洪严游庄景岳温应梅葛章鲁毕左凌霍翁殷关柳简翟单包时牛申尤齐伍庞樊兰倪管季路梅甘耿焦阮苗费尚向荣滕连曲"
    "巴布司欧诸上乌阿帕雪咸林"
)
_PERSON = rf"[{_SURNAMES}][一-鿿·]{{1,3}}?"
_OFFICE = r"(?:主席|总理|省长|市长|区长|州长|县长|书记|主任|长官|司长|委员长|院长|检察长|部长|会长)"
_LINE_NAME = rf"[{_SURNAMES}][\s\u3000]{{0,3}}[一-鿿](?:[\s\u3000]{{0,3}}[一-鿿])?"
_HEAD_SPEAKERS = (
    re.compile(rf"^\s*(?P<who>{_PERSON})[：:](?!\s|$)"),
    re.compile(
        rf"(?:^|\n|——)\s*(?:中共中央总书记、)?(?P<who>{_PERSON})(?:同志)?在[^\n]{{2,60}}?(?:讲话|致辞|演讲|报告|强调|发言|指出|谈话)"
    ),
    re.compile(rf"{_OFFICE}[\s\u3000]*(?P<who>{_LINE_NAME})[\s\u3000]*(?:\n|$)"),
    re.compile(rf"[）)][\s\u3000]*(?P<who>{_LINE_NAME})[\s\u3000]*(?:\n|$)"),
    re.compile(rf"\d日[^）)\n]{{0,12}}[）)]\s*(?P<who>{_PERSON})(?=\d|\s|今|$)"),
    re.compile(rf"{_OFFICE}(?P<who>{_PERSON})(?=[在作代向：:\s])"),
)
_TAIL_SPEAKERS = (
    re.compile(rf"作者[：:]\s*(?P<who>{_PERSON})(?=[（(\s，]|$)"),
    re.compile(rf"这是(?P<who>{_PERSON})(?:同志)?(?=[在为同会给致写起听视对就接出关])"),
)
_TITLE_LEAST = 6
_BULLETIN = 3
_HEAD_SPAN = 800
_TAIL_SPAN = 3000
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_MARKUP = re.compile(
    r"^(?:新华社记者.{2,12}?摄)?\s*新华社[一-鿿·]{2,10}?\d{1,2}月\d{1,2}日电|^[#>*＊\s]+|[*＊\s]+$|视频简介$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Hold what a speech says about itself; date is ISO 8601, to the day or only the year."""

    title: str
    date: str | None
    source: str | None
    speaker: str | None


def _iso(year: str, month: str, day: str | None) -> str | None:
    """Return an ISO date (YYYY-MM where the day is not told), None where there is no such day."""
    number = int("".join(str(_DIGIT[c]) for c in year)) if not year.isdecimal() else int(year)
    try:
        date = datetime.date(number, read_number(month), read_number(day) if day else 1).isoformat()
    except ValueError:
        return None
    return date if day else date[:7]


def _date_at(text: str, at: int) -> str | None:
    """Return the date that stands at `at`."""
    match = _DATE.match(text, at)
    if match is None:
        return None
    if match["y"]:
        return _iso(match["y"], match["m"], match["d"])
    return _iso(match["cy"], match["cm"], match["cd"])


def _first_date(pattern: re.Pattern[str], text: str) -> str | None:
    """Return the first date that `pattern` leads up to."""
    return next((d for m in pattern.finditer(text) if (d := _date_at(text, m.end()))), None)


def find_date(head: str, tail: str, name: str) -> str | None:
    r"""Return the day a speech was held, else printed, else its year, from its head, tail and file name; or None.

    >>> find_date("在座谈会上的讲话\n（一九五四年九月二十三日）", "", "x.txt")
    '1954-09-23'
    >>> find_date("新华社北京3月5日电", "", "2024-03-11_a.txt"), find_date("", "", "1954_b.txt")
    ('2024-03-05', '1954')
    """
    stated = _first_date(_SPOKEN, head) or _first_date(_LABEL, head)
    if stated:
        return stated
    named = _NAME_DATE.search(name)
    in_name = _iso(*named.groups()) if named else None
    printed = _first_date(_ISSUE, tail)
    year = (in_name or printed or "")[:4] or next(iter(_NAME_YEAR.findall(name)), "")
    wire = _WIRE.search(head) or _WIRE.search(tail)
    if wire and year and (day := _iso(year, wire["m"], wire["d"])):
        return day
    return in_name or printed or year or None


def _clean_title(line: str) -> str:
    """Return a title line without markup."""
    return _MARKUP.sub("", _LINK.sub(r"\1", line)).strip()


def find_title(text: str, sections: Sequence[SectionSpan], name: str) -> str:
    """Return the first title of the text, without furniture; else what the file's name says."""
    titles = [text[section.start : section.end] for section in sections if section.role == "title"]
    if text.lstrip("# \n").startswith("新闻联播") and len(titles) > 1:
        return _clean_title(text.strip().split("\n")[0])
    blocks = [[line for line in map(_clean_title, title.split("\n")) if line] for title in titles]
    for lines in [*(b for b in blocks if max(map(len, b), default=0) >= _TITLE_LEAST), *blocks]:
        if lines:
            while len(lines[0]) < _TITLE_LEAST and len(lines) > 1 and len(lines[1]) >= _TITLE_LEAST:
                lines = lines[1:]  # a page's path stands before its title
            return re.sub(r" (?=\S(?: |$))", "", " ".join(lines[:4]))
    stem = re.sub(r"\.(?:txt|md|markdown)$", "", name.rsplit("/", 1)[-1])
    bare = re.sub(r"^[\d\-_.\s]+", "", stem).replace("_", " ").strip()
    return bare or stem


def find_speaker(head: str, tail: str) -> str | None:
    r"""Return who speaks, from the head, else the notes.

    >>> find_speaker("——在第十二届全国人民代表大会上\n国务院总理　李　强\n各位代表：", "")
    '李强'
    """
    for part, patterns in ((head, _HEAD_SPEAKERS), (head + "\n" + tail, _TAIL_SPEAKERS)):
        for pattern in patterns:
            match = pattern.search(part)
            if match:
                return re.sub(r"\s", "", match["who"])
    return None


def find_metadata(text: str, name: str, sections: Sequence[SectionSpan] | None = None) -> Metadata:
    """Return title, date, source and speaker of cleaned `text` read from the file `name`; its sections, if at hand."""
    sections = find_sections(text) if sections is None else sections
    body = next((s.start for s in sections if s.role in ("salutation", "preamble", "directive")), 0)
    head = text[: min(max(body, 1), 2 * _HEAD_SPAN)].strip()
    lead = text[:_HEAD_SPAN]
    behind = next((s.start for s in sections if s.role in ("metadata", "boilerplate") and s.start > body), len(text))
    tail = text[behind : behind + _TAIL_SPAN]
    bulletin = sum(s.role == "title" for s in sections) > _BULLETIN
    source = _SOURCE.search(head) or _SOURCE.search(tail) or _NETWORK.search(lead) or _NETWORK.search(tail)
    return Metadata(
        title=find_title(text, sections, name),
        date=find_date(head, f"{lead[:60]}\n{tail}", name),
        source=(source.group(source.lastindex or 0) if source else None),
        speaker=None if bulletin else find_speaker(head, tail),
    )
