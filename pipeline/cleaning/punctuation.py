"""Punctuation: commas put in twice, half-width marks in Chinese text, straight and corner quotation marks, dashes."""

import re

from pipeline.cleaning.characters import HAN, WIDE
from pipeline.cleaning.offsets import Edit, differences

_STOPS = "，、。；：！？,;:!?"
_DOUBLED = re.compile(rf"(?<=[{HAN}{WIDE}\w%\"'）)])[,，]+(?=[{_STOPS}])|(?<![、。；：])([、。；：])\1(?![、。；：])")
_TRAILING = re.compile("(?<=[、。；：])[,，]+")

_CHINESE = HAN + WIDE
_NARROW = str.maketrans(",;:!?", "，；：！？")
_HALF = re.compile(rf"(?<=[{_CHINESE}])[,;:!?]+|[,;:!?]+(?=[{_CHINESE}])")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_STOP = re.compile(rf"(?<=[{HAN}])\.(?=[”’」』）]?(?:\s|$))", re.MULTILINE)
_HAN = re.compile(f"[{HAN}]")
_STRAIGHT = re.compile(r'"')
_SINGLE = re.compile(rf"(?<![0-9A-Za-z])'([^'\n]*[{HAN}][^'\n]*)'(?![0-9A-Za-z])")
_CORNERS = str.maketrans("「」『』﹁﹂﹃﹄｢｣〝〞〟＂", "“”‘’“”‘’“”“”””")
_FORMS = str.maketrans("﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､", "，、。；：？！（）。、")
_DASHES = re.compile(
    rf"(?<=[{_CHINESE}\n])(?:--|──|――|－－|⸺)(?=[{_CHINESE}])|^(?:--|──|――|－－)(?=[{_CHINESE}])", re.MULTILINE
)


def doubled(text: str, polluted: bool) -> list[Edit]:
    """Drop a comma that stands before another mark, and one of two same marks; in a polluted page also one behind it.

    >>> doubled("一,、主要工作,,请审议,。", polluted=False)
    [(1, 2, ''), (7, 8, ''), (12, 13, '')]
    """
    edits = [(m.start(), m.end(), "") if m[1] is None else (m.start(), m.end(), m[1]) for m in _DOUBLED.finditer(text)]
    if polluted:
        taken = {end for _, end, _ in edits}
        edits += ((m.start(), m.end(), "") for m in _TRAILING.finditer(text) if m.end() not in taken)
        edits.sort()
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def widths(text: str) -> list[Edit]:
    """Make half-width marks full-width in Chinese context; numbers (3,000 and 12:30), addresses and Latin stay.

    >>> widths("增长3,000元,12:30开会(一)(GDP)")
    [(8, 9, '，'), (16, 17, '（'), (18, 19, '）')]
    """
    wide = _HALF.sub(lambda m: m[0].translate(_NARROW), text)
    wide = _BRACKETS.sub(lambda m: f"（{m[1]}）" if _HAN.search(m[1]) else m[0], wide)
    return differences(text, _STOP.sub("。", wide.translate(_FORMS)))


def quotes(text: str) -> list[Edit]:
    """Make corner quotation marks curly, and straight ones by turns opening and closing where a line has them in pairs.

    >>> quotes('「一國兩制」和"六稳"')
    [(0, 1, '“'), (5, 6, '”'), (7, 8, '“'), (10, 11, '”')]
    """
    curly = text.translate(_CORNERS)
    if '"' in curly:
        curly = "\n".join(map(_curl, curly.split("\n")))
    if "'" in curly:
        curly = _SINGLE.sub(r"‘\1’", curly)
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
    return [(m.start(), m.end(), "——"[: m.end() - m.start()]) for m in _DASHES.finditer(text)]
