"""Find what a lexicon may want to hold: strings in the corpora that look like formulations, with their counts.

The patterns are wide on purpose: a person reads what they find, and most of it is noise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.lexicon.corpora import Source

HAN = r"\u4e00-\u9fff"
NUMERAL = "[一二两双三四五六七八九十]"
STOP = r"、，。；：！？“”‘’《》（）()\s"
VERBS = "贯彻|坚持|落实|实行|执行|践行|弘扬|发扬|深入|认真|要"
PATTERNS = {
    "quoted": re.compile(rf"[“「『]([{HAN}0-9+、，]{{2,24}})[”」』]"),
    "numeral": re.compile(rf"(?<![{HAN}])({NUMERAL}+[个大项条种类高][{HAN}]{{1,6}})(?![{HAN}])"),
    "quoted-numeral": re.compile(rf"“({NUMERAL}+[{HAN}0-9]{{1,7}}(?:、{NUMERAL}+[{HAN}]{{1,7}})*)”"),
    "repeated-numeral": re.compile(rf"(?<!{NUMERAL})(([二两三四五六七八九])(?![十百千])[{HAN}]\2[{HAN}])"),
    "doctrine": re.compile(
        rf"(?<![{HAN}“”])(?:{VERBS})*([{HAN}“”、]{{2,22}}"
        "(?:思想|理论|路线|方针|原则|理念|总基调|总要求|方略|宗旨|安全观|义利观|发展观|精神|主义|道路))"
        rf"(?=[{STOP}])"
    ),
    "motto": re.compile(rf"(?<=[{STOP}])([{HAN}]{{3,8}}[、，][{HAN}]{{3,8}}(?:[、，][{HAN}]{{3,8}})*)(?=[{STOP}])"),
}


@dataclass(slots=True)
class Find:
    """Count one string: the code of its first document, its occurrences, the documents that hold it."""

    code: str
    count: int = 0
    documents: set[str] = field(default_factory=set)


def find_formulations(sources: Iterable[Source], pattern: str) -> dict[str, Find]:
    """Return what one of PATTERNS finds in sources given in order of date."""
    finds: dict[str, Find] = {}
    for source in sources:
        for match in PATTERNS[pattern].finditer(source.text):
            if pattern == "motto" and not is_parallel(match[1]):
                continue
            find = finds.setdefault(match[1], Find(source.code))
            find.count += 1
            find.documents.add(source.code)
    return finds


def is_parallel(text: str) -> bool:
    """Tell whether the segments of a text are equally long, or the first two begin or end alike.

    >>> is_parallel("不忘初心、牢记使命"), is_parallel("会议指出，今年以来经济向好")
    (True, False)
    """
    segments = re.split("[、，]", text)
    lengths = set(map(len, segments))
    return len(lengths) == 1 or segments[0][0] == segments[1][0] or segments[0][-1] == segments[1][-1]
