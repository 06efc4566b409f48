"""Rules that say which surface forms name one thing: congresses, plan periods, laws, places with and without suffix."""

import re
from collections.abc import Callable, Iterator

_DIGITS = "零一二三四五六七八九"
_COUNT = r"[一二三四五六七八九十百\d]+"
_QUOTES = re.compile("[“”‘’「」『』《》〈〉\"']")


def number(text: str) -> int:
    """Return the number below 1000 that Chinese or Arabic numerals write.

    >>> number("二十"), number("一百零五"), number("14"), number("十")
    (20, 105, 14, 10)
    """
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit


def numeral(value: int) -> str:
    """Return a number from 1 to 99 as congresses and plans write it.

    >>> numeral(20), numeral(14), numeral(8)
    ('二十', '十四', '八')
    """
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _congress(found: re.Match[str]) -> list[str]:
    count = numeral(number(found["n"]))
    full = f"中国共产党第{count}次全国代表大会"
    return [f"党的{count}大", f"中共{count}大", f"{count}大", full, f"党的第{count}次全国代表大会"]


def _plenum(found: re.Match[str]) -> list[str]:
    term, session = numeral(number(found["n"])), numeral(number(found["k"]))
    short, full = f"{term}届{session}中全会", f"第{term}届中央委员会第{session}次全体会议"
    return [f"党的{short}", short, f"中共{short}", f"中国共产党{full}", full]


def _people(found: re.Match[str]) -> list[str]:
    term, session = numeral(number(found["n"])), numeral(number(found["k"]))
    full = f"第{term}届全国人民代表大会第{session}次会议"
    return [f"{term}届全国人大{session}次会议", f"全国人大{term}届{session}次会议", full]


def _standing(found: re.Match[str]) -> list[str]:
    term, session = numeral(number(found["n"])), numeral(number(found["k"]))
    return [
        f"{term}届全国人大常委会第{session}次会议",
        f"第{term}届全国人民代表大会常务委员会第{session}次会议",
    ]


def _consultative(found: re.Match[str]) -> list[str]:
    term, session = numeral(number(found["n"])), numeral(number(found["k"]))
    full = f"第{term}届全国委员会第{session}次会议"
    return [f"全国政协{term}届{session}次会议", f"中国人民政治协商会议{full}", f"政协{full}"]


def _anniversary(found: re.Match[str]) -> list[str]:
    whose, what = found["whose"] or "", found["what"] or ""
    whose = {"建党": "中国共产党", "建国": "新中国", "建军": "中国人民解放军"}.get(whose, whose)
    whose = {"中华人民共和国": "新中国", "党": "中国共产党"}.get(whose, whose)
    what = what or {"中国共产党": "成立", "新中国": "成立", "中国人民解放军": "建军"}.get(whose, "")
    return [f"{whose}{what}{number(found['n'])}周年"]


def _period(found: re.Match[str]) -> list[str]:
    count = numeral(number(found["n"]))
    return [f"{count}五时期", f"{count}五", f"{count}五期间", f"第{count}个五年规划时期", f"第{count}个五年计划时期"]


def _plan(found: re.Match[str]) -> list[str]:
    count = number(found["n"])
    short, full = f"“{numeral(count)}五”", f"第{numeral(count)}个五年"
    if found["outline"]:
        forms = [f"{short}规划纲要", f"{full}规划纲要", f"国民经济和社会发展{full}规划纲要"]
    elif count > 10:  # since the eleventh a 规划, before it a 计划
        forms = [f"{short}规划", f"{full}规划", f"国民经济和社会发展{full}规划"]
    else:
        forms = [f"{full}计划", f"{short}计划"]
    return forms


_PARTY = "(?:党的|中共|中国共产党的?)?"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"(?:党的|中共)第?(?P<n>{_COUNT})大", _congress),
        (r"(?P<n>二?十?[一二三四五六七八九]|二?十)大", _congress),
        (rf"{_PARTY}第(?P<n>{_COUNT})次全国代表大会", _congress),
        (rf"{_PARTY}第?(?P<n>{_COUNT})届(?:中央委员会)?第?(?P<k>{_COUNT})(?:中全会|次全体会议|次全会)", _plenum),
        (rf"第?(?P<n>{_COUNT})届全国人(?:大|民代表大会)第?(?P<k>{_COUNT})次会议", _people),
        (rf"全国人(?:大|民代表大会)第?(?P<n>{_COUNT})届第?(?P<k>{_COUNT})次会议", _people),
        (rf"第?(?P<n>{_COUNT})届全国人(?:大|民代表大会)常(?:委会|务委员会)第?(?P<k>{_COUNT})次会议", _standing),
        (
            rf"(?:全国政协|(?:中国人民)?政(?:协|治协商会议))第?(?P<n>{_COUNT})届(?:全国委员会)?第?(?P<k>{_COUNT})次会议",
            _consultative,
        ),
        (rf"第?(?P<n>{_COUNT})届全国政协第?(?P<k>{_COUNT})次会议", _consultative),
        (
            (
                rf"(?:庆祝|纪念)?(?:(?P<whose>建党|建国|建军|中国共产党|新中国|中华人民共和国|中国人民解放军|党|.{{2,20}}?)"
                rf"(?P<what>成立|诞辰|建军|建立|建校|建交|胜利|回归|逝世|诞生)?)(?P<n>{_COUNT})周年"
            ),
            _anniversary,
        ),
        (r"(?P<n>十?[一二三四五六七八九]|十)五(?:时期|期间)?", _period),
        (rf"第(?P<n>{_COUNT})个五年(?:计划|规划)(?:时期|期间)", _period),
        (r"(?P<n>十?[一二三四五六七八九]|十)五(?:计划|规划)(?:和.{2,6}年远景目标)?(?P<outline>纲要)?", _plan),
        (
            (
                rf"(?:(?:我国|中华人民共和国)?国民经济和社会发展)?第(?P<n>{_COUNT})个五年(?:计划|规划)"
                rf"(?:和.{{2,6}}年远景目标)?(?P<outline>纲要)?(?:（草案）)?"
            ),
            _plan,
        ),
    )
)
_SUFFIXES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (label, re.compile(pattern), replacement)
    for label, pattern, replacement in (
        ("PLACE", r"(.{2,}?)(?:省|(?<![城都县])市|(?:壮族|回族|维吾尔)?自治区|特别行政区)", r"\1"),
        ("PERSON", r"(.{2,})(?:总书记|同志|主席|总统|首相|先生|女士)", r"\1"),
        ("DOCUMENT", r"中华人民共和国(.+)", r"\1"),
        ("DOCUMENT", r"(.+)（草案）", r"\1"),
        ("ORG", r"(?:中国共产党|中共)(.{2,}委(?:员会)?)", r"\1"),
        ("ORG", r"中华人民共和国(国务院|全国人.+)", r"\1"),
        ("ORG", r"中共中央(.{2,})", r"中央\1"),
        ("EVENT", r"中共中央(.{2,})", r"中央\1"),
        ("ORG", r"第(.+届.+)", r"\1"),
        ("ORG", r"(.+)人民政府", r"\1政府"),
        ("ORG", r"(.*)全国人民代表大会(.*)", r"\1全国人大\2"),
        ("ORG", r"(.*人大)常务委员会", r"\1常委会"),
        ("EVENT", r"(?:庆祝|纪念)(.+周年)", r"\1"),
        ("EVENT", r"中共(.{1,}委.+次全会)", r"\1"),
        ("EVENT", r"(.+)次(?:全体|全体扩大)会议", r"\1次全会"),
    )
)
_HEADS = re.compile(
    r"“([^“”]+)”的?(?:伟大|宏伟)?(?:奋斗目标|总体布局|战略布局|重要思想|重要原则|工作|任务|建设|要求|问题|"
    r"原则|战略|方针|目标|标准|政策|倡议|机制|模式)"
)


def equivalents(surface: str, label: str) -> Iterator[str]:
    """Yield surfaces that name the same thing as a tidy surface, the best name first, ends with the surface itself.

    >>> next(equivalents("中国共产党第二十次全国代表大会", "EVENT"))
    '党的二十大'
    >>> list(equivalents("四川省", "PLACE"))
    ['四川', '四川省']
    """
    bare = _QUOTES.sub("", surface)
    if label in ("EVENT", "PERIOD", "DOCUMENT"):
        for pattern, rule in _RULES:
            found = pattern.fullmatch(bare)
            if found and (rule is _period) == (label == "PERIOD") and (rule is _plan) == (label == "DOCUMENT"):
                yield from rule(found)
                break
    yield from _stripped(surface, label)
    if label in ("NUMERIC", "POLICY", "DOCTRINE"):
        head = _HEADS.fullmatch(surface)
        if head:
            yield head[1]
    if label == "DOCTRINE" and bare.endswith("精神"):
        yield from (f"{event}精神" for event in equivalents(bare[:-2], "EVENT") if event != bare[:-2])
    yield surface


def _stripped(surface: str, label: str) -> Iterator[str]:
    """Yield the surface without what its label makes redundant, most redundant first."""
    shorter = surface
    forms: list[str] = []
    for kind, pattern, replacement in _SUFFIXES:
        if kind == label:
            cut = pattern.fullmatch(shorter)
            if cut:
                shorter = cut.expand(replacement)
                forms.append(shorter)
    yield from reversed(forms)
