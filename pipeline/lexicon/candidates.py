"""Find what a lexicon may want to hold: strings that look like formulations, counted over the corpora."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.lexicon.corpora import Source

HAN = r"\u4e00-\u9fff"
NUMERAL = "[一二两双三四五六七八九十]"
STOP = r"、，。；：！？“”‘’《》（）()\s"
PATTERNS = {
    "quoted": re.compile(rf"[“「『]([{HAN}0-9+、，]{{2,24}})[”」』]"),
    "numeral": re.compile(rf"(?<![{HAN}])({NUMERAL}+[个大项条种类高][{HAN}]{{1,6}})(?![{HAN}])"),
    "numeral in quotes": re.compile(rf"“({NUMERAL}+[{HAN}0-9]{{1,7}}(?:、{NUMERAL}+[{HAN}]{{1,7}})*)”"),
    "repeated numeral": re.compile(
        r"(?<![一二三四五六七八九十])(([二两三四五六七八九])[\u4e00-\u9fff]\2[\u4e00-\u9fff])"
    ),
    "doctrine": re.compile(
        rf"(?<=[{STOP}贯彻坚持落实实行执行])"
        rf"([{HAN}“”、]{{2,22}}(?:思想|理论|路线|方针|原则|理念|总基调|总要求|方略|宗旨|安全观|义利观|发展观|精神|主义|道路))"
        rf"(?=[{STOP}])"
    ),
    "motto": re.compile(rf"(?<=[{STOP}])([{HAN}]{{3,8}}[、，][{HAN}]{{3,8}}(?:[、，][{HAN}]{{3,8}})*)(?=[{STOP}])"),
}


@dataclass(slots=True)
class Find:
    """Count one candidate: its first document's date and code, the documents that hold it, its occurrences."""

    date: str
    code: str
    count: int = 0
    documents: set[str] = field(default_factory=set)


def find_candidates(sources: Iterable[Source], pattern: str) -> dict[str, Find]:
    """Return what one of PATTERNS finds in sources given in order of date, first found first."""
    finds: dict[str, Find] = {}
    for source in sources:
        for match in PATTERNS[pattern].finditer(source.text):
            text = match[1]
            if pattern == "motto" and not _parallel(text):
                continue
            find = finds.setdefault(text, Find(source.date, source.code))
            find.count += 1
            find.documents.add(source.code)
    return finds


def _parallel(text: str) -> bool:
    """Tell whether the segments of a text are equally long, or share a character at the same place."""
    segments = re.split("[、，]", text)
    lengths = Counter(map(len, segments))
    return len(lengths) == 1 or segments[0][0] == segments[1][0] or segments[0][-1] == segments[1][-1]
