"""What all rules share: the span a rule finds, word lists as fast patterns, and where a noun phrase begins."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

STOPS = "，。；：！？、…—“”‘’（）()《》〈〉【】［］\\[\\]|·,.;:!?~\\s\ufeff"
"""Characters that end every phrase, for use inside a character class."""


class Span(NamedTuple):
    """Name a stretch of text, its label, and the rule that found it (without the `grammar.` in front)."""

    start: int
    end: int
    label: str
    rule: str


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of the words, branching once on each first character.

    `re` tries the branches of an alternation one by one; grouped by first character it skips most of them.

    >>> any_of(["改革", "开放", "开展"])
    '(?:开(?:展|放)|改革)'
    """
    groups: dict[str, set[str]] = {}
    for word in words:
        groups.setdefault(word[0], set()).add(word[1:])
    branches = []
    for first, tails in sorted(groups.items()):
        ordered = sorted(tails, key=lambda tail: (-len(tail), tail))
        if len(ordered) == 1:
            branches.append(re.escape(first + ordered[0]))
        else:
            branches.append(re.escape(first) + "(?:" + "|".join(re.escape(tail) for tail in ordered) + ")")
    return "(?:" + "|".join(branches) + ")"


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(resources.files("pipeline.grammar").joinpath("words.toml").read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """Return a word list of words.toml.

    >>> words("provinces")[:2]
    ('上海', '云南')
    """
    return tuple(_lists()[name].split())


GOVERNING = words("governing")
"""Words that govern a name or stand before it, and so stay outside of it (GUIDE.md, boundaries 1 and 4)."""

_INSIDE = any_of(words("governing_inside"))
_CUT = re.compile(rf"(?P<keep>{_INSIDE})|{any_of(GOVERNING)}")
_CHUNK = re.compile(rf"[^{STOPS}]*\Z")
_NOMINAL = re.compile(any_of(words("governing_nominal")))
_STRIP = re.compile(
    r"(?:\d+[个项条家座]|的|地(?![区方球铁质])|得|之|和|在|以(?!人|工|德|法|史)|于|向|为|给|对(?!外|内|口|接|台)|用|其|以来|"
    r"有(?!效|机|序|限|色|利|"
    r"力|中|为|偿|事)|好|出|入|成(?!渝|本|果|熟|立)|"
    r"全面(?!建成|建设|深化|从严|依法|振兴|绿色|小康|禁止|发展|脱贫)|"
    r"发展(?!中(?!国特)|方式|理念|观|战略|道路|格局|权|规划|和安全|改革|阶段)|建设(?!性|者|兵团|用地|银行)|创造|"
    r"保护(?!主义)|保障(?!性|和|体系|制度|机制|水平)|"
    r"一个|一条|一种|这一|那一|这|那|此|每|该|某|本|中(?=的)|上(?=的)|下(?=的))+"
)


def left_edge(text: str, end: int, reach: int = 24) -> int:
    """Return where the noun phrase that ends before `end` begins: after the last governing or scope word.

    >>> text = "要大力实施创新驱动发展战略"
    >>> text[left_edge(text, 11):]
    '创新驱动发展战略'
    """
    low = max(0, end - reach)
    found = _CHUNK.search(text, low, end)
    start = found.start() if found else end
    for cut in _CUT.finditer(text, start, end):
        if cut["keep"] is None:
            start = cut.end()
    stripped = _STRIP.match(text, start, end)
    return stripped.end() if stripped else start


def name_edge(text: str, end: int, reach: int = 24) -> int:
    """Return where the name begins that a noun at `end` ends; a verb used as a noun right before it belongs to it.

    >>> text = "出台民营经济促进条例"
    >>> text[name_edge(text, 8):]
    '民营经济促进条例'
    """
    start = left_edge(text, end, reach)
    return left_edge(text, end - 2, reach - 2) if start == end > 2 and _NOMINAL.match(text, end - 2) else start
