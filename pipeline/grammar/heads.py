"""Slogan heads: nouns that end a policy's or a doctrine's name, whatever precedes (X强国, X战略, X理念)."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import PROVINCE
from pipeline.grammar.spans import STOPS, Span, any_of, left_edge, words

LABELS = {
    "programme": "POLICY",
    "field": "POLICY",
    "loose": "POLICY",
    "road": "POLICY",
    "thought": "DOCTRINE",
    "weak": "POLICY",
}
"""The kinds of heads, each a list `head_…` in words.toml and a rule with its own precision, and their labels."""

_KINDS = {word: kind for kind in LABELS for word in words(f"head_{kind}")}
_HEADS = re.compile(f"{any_of(_KINDS)}+")
_LAST = re.compile(f"{any_of(_KINDS)}\\Z")
_JOINING = any_of(word for word, kind in _KINDS.items() if kind != "weak")
_COORDINATED = re.compile(
    f"(?:{_JOINING}|[党民族]|国家|政府)(?:和|与|及)(?!平|谐|睦)(?!.*(?:能力|融合|结合|统一|协调|关系)\\Z)"
)


_CLOSED = re.compile(
    rf"$|[{STOPS}]|[和与的等是在以为对要将把也都不并及已更就从有上中下同]|实效|"
    "水平|取得|作为|进程|事业|伟大|朝着|提升|提供|作出|得到|贯穿|成果|建设|不断|力度|进一步|深入|实现"
)
_CREED = re.compile(r"(?:(?:社会|马克思|共产|爱国|列宁|集体|国际|资本|唯物|辩证|人道)主义|专政)\Z")
_EMPTY = frozenset(words("head_empty"))
_SERIAL = re.compile("[一二三四五六七]中全会")
_NUMBERED = re.compile(r"[一二两三四五六七八九十]+[个大项条]")


_BRAND = re.compile(rf"{any_of(words('brands'))}(?:中国|{PROVINCE})(?![\u4e00-\u9fff]*省委)")


def _narrow(text: str, start: int, head: int) -> int:
    """Return the start of the last name of a series, or of what stands after an attribute with 的."""
    for joint in _COORDINATED.finditer(text, start, head):
        start = joint.end()
    de = text.rfind("的", start, head - 1)
    if de >= 0 and text[de - 1] != "党":
        start = de + 1
    return start


def find(text: str) -> Iterator[Span]:
    """Yield names that end in a slogan head and are not themselves the beginning of a longer name."""
    for brand in _BRAND.finditer(text):
        yield Span(brand.start(), brand.end(), "POLICY", "brand")
    for heads in _HEADS.finditer(text):
        if not _CLOSED.match(text, heads.end()):
            continue
        last = _LAST.search(text, heads.start(), heads.end())
        if last is None:
            continue
        edge = left_edge(text, heads.start())
        start = _narrow(text, edge, heads.start())
        if heads.end() - start < 4 or start == last.start() or text[last.start() - 1] == "的":
            continue
        if _NUMBERED.match(text, start) or is_empty(text, start, heads.end()) or _SERIAL.match(text, start):
            continue
        kind = _KINDS[last.group()]
        label = "DOCTRINE" if _CREED.search(text, start, heads.end()) else LABELS[kind]
        yield Span(start, heads.end(), label, f"head_{kind}")


def is_empty(text: str, start: int, end: int) -> bool:
    """Tell whether a head has only a word before it that names nothing (会议精神, 重大战略).

    >>> is_empty("会议精神", 0, 4), is_empty("延安精神", 0, 4)
    (True, False)
    """
    last = _LAST.search(text, start, end)
    return last is not None and text[start : last.start()] in _EMPTY


def head_label(text: str, start: int, end: int) -> str:
    """Return the label of the head that ends exactly at `end`, empty if none does.

    >>> head_label("国际秩序", 0, 4), head_label("好日子", 0, 3)
    ('POLICY', '')
    """
    last = _LAST.search(text, start, end)
    if last:
        return LABELS[_KINDS[last.group()]]
    return "POLICY" if text[start:end].endswith(words("frame_heads")) else ""
