"""Punctuation: commas put in twice, half-width marks in Chinese text, straight and corner quotation marks, dashes."""

import re

from pipeline.cleaning.characters import HAN, WIDE
from pipeline.cleaning.offsets import Edit, differences

_STOPS = "，、。；：！？,;:!?"
_COMMAS = re.compile(rf"[,，][,，]*(?=[{_STOPS}])")
_TWICE = re.compile(r"([、。；：])\1")
_TRAILING = re.compile("[、。；：][,，]+")

_CHINESE = re.compile(f"[{HAN}{WIDE}]")
_HAN = re.compile(f"[{HAN}]")
_NARROW = str.maketrans(",;:!?", "，；：！？")
_HALF = re.compile("[,;:!?][,;:!?]*")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_STOP = re.compile(rf"\.(?<=[{HAN}]\.)(?=[”’」』）]?(?:\s|$))")
_FORMS = dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､", "，、。；：？！（）。、", strict=True))
_FORM = re.compile("[﹐-﹚｡､]")

_CORNERS = dict(zip("「」『』﹁﹂﹃﹄｢｣〝〞〟＂", "“”‘’“”‘’“”“”””", strict=True))
_CORNER = re.compile("[「」『』﹁﹂﹃﹄｢｣〝〞〟＂]")
_STRAIGHT = re.compile('"')
_SINGLE = re.compile(r"'(?<![0-9A-Za-z]')([^'\n]*)'(?![0-9A-Za-z])")
_DASHES = re.compile("[-─―－⸺](?:(?<=-)-+|(?<=[─―－])[─―－]|(?<=⸺))")


def doubled(text: str, polluted: bool) -> list[Edit]:
    """Drop a comma that stands before another mark, and one of two same marks; in a polluted page also one behind it.

    >>> doubled("一,、主要工作,,请审议,。", polluted=False)
    [(1, 2, ''), (7, 8, ''), (12, 13, '')]
    """
    edits = [
        (m.start(), m.end(), "")
        for m in _COMMAS.finditer(text)
        if m.start() and not text[m.start() - 1].isspace() and text[m.start() - 1] not in _STOPS
    ]
    for match in _TWICE.finditer(text):
        if text[match.start() - 1 : match.start()] not in _STOPS and text[match.end() : match.end() + 1] != match[1]:
            edits.append((match.start(), match.end(), match[1]))
    if polluted:
        edits += ((m.start() + 1, m.end(), "") for m in _TRAILING.finditer(text))
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def widths(text: str) -> list[Edit]:
    """Make half-width marks full-width in Chinese context; numbers (3,000 and 12:30), addresses and Latin stay.

    >>> widths("增长3,000元,12:30开会(一)(GDP)")
    [(8, 9, '，'), (16, 17, '（'), (18, 19, '）')]
    """

    def widen(match: re.Match[str]) -> str:
        around = match.string[match.start() - 1 : match.start()] + match.string[match.end() : match.end() + 1]
        return match[0].translate(_NARROW) if _CHINESE.search(around) else match[0]

    wide = _HALF.sub(widen, text)
    wide = _BRACKETS.sub(lambda m: f"（{m[1]}）" if _HAN.search(m[1]) else m[0], wide)
    wide = _FORM.sub(lambda m: _FORMS.get(m[0], m[0]), wide)
    return differences(text, _STOP.sub("。", wide))


def quotes(text: str) -> list[Edit]:
    """Make corner quotation marks curly, and straight ones by turns opening and closing where a line has them in pairs.

    >>> quotes('「一國兩制」和"六稳"')
    [(0, 1, '“'), (5, 6, '”'), (7, 8, '“'), (10, 11, '”')]
    """
    curly = _CORNER.sub(lambda m: _CORNERS[m[0]], text)
    if '"' in curly:
        curly = "\n".join(map(_curl, curly.split("\n")))
    if "'" in curly:
        curly = _SINGLE.sub(lambda m: f"‘{m[1]}’" if _HAN.search(m[1]) else m[0], curly)
    return differences(text, curly)


def _curl(line: str) -> str:
    if line.count('"') % 2 or '"' not in line or not _HAN.search(line):
        return line
    turns = iter("“”" * (line.count('"') // 2))
    return _STRAIGHT.sub(lambda _: next(turns), line)


def dashes(text: str) -> list[Edit]:
    """Make two hyphens, or two lines of a box, the Chinese dash.

    >>> dashes("--在政协会议上")
    [(0, 2, '——')]
    """
    return [
        (m.start(), m.end(), "——"[: m.end() - m.start()])
        for m in _DASHES.finditer(text)
        if m.end() - m.start() <= 2
        and _CHINESE.match(text, m.end())
        and (m.start() == 0 or text[m.start() - 1] == "\n" or _CHINESE.match(text, m.start() - 1))
    ]
