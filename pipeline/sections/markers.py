"""Find everything in a text that may number a point: 一、 （一） 1. 第一， 一是 二要 其一 首先 第一章."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.search import find_led
from pipeline.sections.sentences import Paragraph

# Depth of the styles whose order custom fixes; the others nest as they stand.
RANK = {"编": 0, "章": 1, "节": 2, "bare": 3, "cn": 3, "(cn)": 4, "ar": 5, "(ar)": 6, "ring": 6}
# Styles that head a passage by themselves, so that one alone, or one that starts past 1, still counts.
HEADINGS = ("编", "章", "节", "bare", "cn", "(cn)")

_CN = "一二三四五六七八九十"
_N = f"[{_CN}]{{1,3}}"
_D = r"[0-9０-９]{1,3}"
_VERBS = "是要则靠抓看曰来须应为有在"
_CANDIDATE = re.compile(
    rf"第\s?(?P<n_big>{_N}|{_D})\s?(?P<unit>[编篇章节]|部分)(?![一-鿿]{{0,3}}[，。；])"
    rf"|第(?P<n_di>{_N}|1?[0-9])(?:点|条|个问题|个方面|件事|个)?"
    rf"(?:[，：:]|、(?!第?{_N}(?:[、和及至]|产业))|[ \u3000]+(?=[一-鿿])|就?是|要(?![务义素位塞点领件是]))"
    rf"|其(?P<n_qi>{_N})[，、：是曰]"
    r"|(?P<xu>首先|其次|再次|再者|最后)[，、：要是]?"
    rf"|(?P<n_shi>{_N})(?P<verb>[{_VERBS}])(?!{_N}[，、。；])"
    rf"|(?P<n_cn>{_N})(?:[、．.]|[，,]、)(?![、，])"
    rf"|[（(]\s*(?P<n_pcn>{_N})\s*[）)][、，]?"
    rf"|[（(]\s*(?P<n_par>{_D})\s*[）)][、，]?"
    rf"|(?P<n_ar>{_D})(?:、|[．.](?![0-9０-９]))"
    r"|(?P<ring>[①-⑳])"
    rf"|(?P<n_bare>{_N})(?=[ \u3000]*$|[ \u3000]+(?![{_CN}零〇])[一-鿿“])",
    re.MULTILINE,
)
_SERIES = re.compile(rf"[ \u3000]*(?:{_N}|{_D})[、，和至到](?!\d)")
_NUMERAL = re.compile(rf"[ \u3000]*(?:[{_CN}]|{_D}(?:[、，和至到]))")
_PREFIX = re.compile(r"(?:[#>*＊\-—●■◆]|\*\*|\s)*")
_QUOTED = re.compile(r"“[^“”\n]{1,400}”|《[^《》\n]{1,100}》|「[^「」\n]{1,400}」|『[^『』\n]{1,400}』")
_BOUNDARY = "摄。；：！？，、…—”’）》】〕\n;:!?,)"
# Whatever is a marker begins with one of these, behind a boundary, a space or a mark of its paragraph's head: a search
# for one set of characters is ten times as fast. What this leaves out would be refused, and holds no marker itself.
_LEAD = re.compile(rf"[第其首再最{_CN}（(0-9０-９①-⑳](?<![^{re.escape(_BOUNDARY)}#>*＊●■◆\-\s].)")
_FULL = ("。", "！", "？", "…", "”")
_FIRM = "。；：！？…”\n;:!?"
# Styles that prose uses too (一靠自己，二靠朋友): from the second point on they need more than a comma before them.
_LOOSE = ("xu", *"则靠抓看来须应为有在")
_XU = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 0}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Marker:
    """Hold a possible marker: clean offsets, its style, its number (0: last of any).

    `head` tells whether it stands at its paragraph's head, `opens` whether it opens a sentence.
    """

    start: int
    end: int
    text: str
    style: str
    number: int
    head: bool
    opens: bool
    paragraph: int


def read_number(numeral: str) -> int:
    """Return the value of a Chinese or Arabic numeral up to 999, 0 where it is none.

    >>> read_number("二十三"), read_number("十"), read_number("１２"), read_number("一三")
    (23, 10, 12, 0)
    """
    plain = numeral.translate(_WIDE)
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = plain.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    if not ten:
        return _CN.find(tens) + 1
    return 10 * (_CN.find(tens) + 1 if tens else 1) + (_CN.find(ones) + 1 if ones else 0)


def _style(match: re.Match[str]) -> tuple[str, int]:
    """Return the style and number of a candidate."""
    kind = match.lastgroup or ""
    if match["n_big"]:
        unit = {"篇": "编", "部分": "章"}.get(match["unit"], match["unit"])
        return unit, read_number(match["n_big"])
    if match["n_shi"]:
        return match["verb"], read_number(match["n_shi"])
    if kind == "xu":
        return "xu", _XU[match["xu"]]
    if kind == "ring":
        return "ring", ord(match["ring"]) - ord("①") + 1
    style = {"n_di": "di", "n_qi": "qi", "n_cn": "cn", "n_pcn": "(cn)", "n_par": "(ar)", "n_ar": "ar", "n_bare": "bare"}
    return style[kind], read_number(match[kind])


def find_markers(text: str, paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Marker]:
    """Return every possible marker of `text` between `start` and `end`, in order.

    A marker stands at a paragraph's head or after punctuation, never inside a quotation or a title, never in a row of
    numerals (一、二产业).
    """
    quoted: list[tuple[int, int]] | None = None  # looked for when they are asked for
    first = max(bisect_right(paragraphs, start, key=lambda p: p.start) - 1, 0)
    within = paragraphs[first : bisect_left(paragraphs, end, key=lambda p: p.start)]
    begins = [p.start for p in within]
    leads = (_PREFIX.match(text, p.start, p.end) for p in within)
    heads = {lead.end() for lead in leads if lead}
    found = []
    for match in find_led(_LEAD, _CANDIDATE, text, start, end):
        at = match.start()
        style, number = _style(match)
        head = opens = at in heads
        if (style != "xu" and not number) or (style == "bare" and not head):
            continue
        if not head:
            before = text[max(at - 3, 0) : at].rstrip(" \u3000\u00a0")[-1:]
            if before and before not in (_FIRM if number != 1 and style in _LOOSE else _BOUNDARY):
                continue
            opens = before in _FULL
            if quoted is None:
                quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
            where = bisect_left(quoted, (at + 1,)) - 1
            if where >= 0 and quoted[where][0] < at < quoted[where][1]:
                continue
        if style in ("cn", "ar") and (_SERIES if head else _NUMERAL).match(text, match.end()):
            continue
        where = first + bisect_right(begins, at) - 1
        found.append(Marker(at, match.end(), match.group().strip(), style, number, head, opens, where))
    return found
