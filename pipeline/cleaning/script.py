"""Traditional characters and old glyphs to Simplified, one character for one."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from pipeline.cleaning.characters import is_simplified
from pipeline.cleaning.offsets import Edit, codes, differences

# Glyphs that OpenCC's tw2s leaves as they are: Hong Kong forms, and forms of type from before the reforms.
_GLYPHS = str.maketrans(
    "衞敍衹枱粧糭靑黃峯淸眞內吿鄕値牀濶刦塲粮岀鬪鬭閙讐妬姪繙廻氷碁磗砲紥艶襍覩躭輭迺遯鑛隷隄雑鷄卽旣",
    "卫叙只台妆粽青黄峰清真内告乡值床阔劫场粮出斗斗闹仇妒侄翻回冰棋砖炮扎艳杂睹耽软乃遁矿隶堤杂鸡即既",
)

# 著 is 着 (沿著, 帶著, 著力) unless it is about writing or being known. tw2s has some such words, but makes 论著 论着.
_WRITTEN = re.compile(
    "(?<=[显顯卓昭])著|(?<=微知)著"
    "|著(?=[名述者称稱]|作(?![用风風业業为為])|[书書]立)"
    "|(?:(?<=[原名专專编編巨译譯遗遺拙撰])|(?<=(?<![讨討议議争爭谈談辩辯评評])[论論])|(?<=(?<![国國乡鄉领領疆])土))著(?![力眼手重])"
    "|(?<=所)著(?=[《的])"
    "|(?<![绕繞照沿按随隨本围圍拿捧看读讀带帶循])著(?=《)"
)

# Characters with a simpler form that Simplified texts keep in names (昇腾, 濛溪).
_UNKNOWN = 2
_NAMES = frozenset("昇濛邨堃喆淼迺甯陞祕頫谿龢犇甦")


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def _simplify(character: str) -> str:
    if "\ud800" <= character <= "\udfff" or character == "\0":
        return character  # OpenCC takes neither
    out = str(_converter("tw2s").convert(character.translate(_GLYPHS)))
    return out if len(out) == 1 and out < "\U00010000" else character


@cache
def is_traditional(character: str) -> bool:
    """Say whether a character is Traditional or an old glyph and nothing else, as 國 and 爲, not 著 or 乾.

    >>> is_traditional("國"), is_traditional("著"), is_traditional("的")
    (True, False, False)
    """
    return character > "\u2fff" and not is_simplified(character) and _simplify(character) != character


@cache
def _has_traditional(character: str) -> bool:
    """Say whether a Simplified character has a Traditional form, so that Traditional text would hardly hold it."""
    return is_simplified(character) and str(_converter("s2t").convert(character)) != character


@cache
def is_frequent(character: str) -> bool:
    """Say whether a character, simplified, is one of the 3,755 of GB 2312's first level."""
    try:
        source = _simplify(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(source) == 2 and 0xB0 <= source[0] <= 0xD7


@cache
def _weight(character: str) -> int:
    return 1 if is_traditional(character) else -1 if _has_traditional(character) else 0


@cache
def _known_weights() -> NDArray[np.int8]:
    """Return a table of weights by code point, filled as characters are met."""
    return np.full(0x110000, _UNKNOWN, dtype=np.int8)


def _weights(text: str) -> NDArray[np.int8]:
    """Return the weight of each character: 1 where it is only Traditional, -1 where only Simplified, else 0."""
    table, points = _known_weights(), codes(text)
    found = table[points]
    if _UNKNOWN in found:
        for point in set(points[found == _UNKNOWN].tolist()):
            table[point] = _weight(chr(point))
        found = table[points]
    return found


def lean(text: str) -> int:
    """Return how many more characters of `text` are only Traditional than are only Simplified.

    >>> lean("國家發展"), lean("国家发展"), lean("人民")
    (2, -2, 0)
    """
    return int(_weights(text).sum(dtype=np.int64))


def simplify(text: str, traditional: bool) -> list[Edit]:
    """Convert to Simplified; where a line is Simplified already, only what no Simplified text may hold.

    `traditional` says how to read lines that could be either. OpenCC's tw2s decides on words (乾坤 stays), 著 excepted.

    >>> simplify("沿著原著", traditional=True), simplify("显著", traditional=False)
    ([(1, 2, '着')], [])
    """
    weights = _weights(text)
    if not traditional and 1 not in weights:
        return []
    converted = str(_converter("tw2s").convert(text.translate(_GLYPHS)))
    if len(converted) != len(text) or max(converted, default="") >= "\U00010000":
        converted = "".join(map(_simplify, text))
    written = {match.start() for match in _WRITTEN.finditer(text)} if "著" in text else set()
    sums = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
    out = []
    at = 0
    for line in text.split("\n"):
        new = converted[at : at + len(line)]
        balance = sums[at + len(line)] - sums[at]
        if balance < 0 or (balance == 0 and not traditional):
            new = "".join(a if a in _NAMES or is_simplified(a) else b for a, b in zip(line, new, strict=True))
        elif "著" in line:
            new = "".join(
                b if a != "著" else "著" if i in written else "着"
                for i, (a, b) in enumerate(zip(line, new, strict=True), at)
            )
        out.append(new)
        at += len(line) + 1
    return differences(text, "\n".join(out))
