"""Two faults of pages that were worked on as bytes (GBK) without regard to where a character begins.

A program that put pinyin behind characters found one that was not there: in 入協, bytes C8 EB 85 66, it took EB 85 for
雲, wrote (yún) into the middle of 協, and what remains reads 入?yún)f. And where the first byte of a character was lost
(it reads `?`), all that follows is shifted by one byte up to the next letter: `。”在新進` became `?！痹谛逻M`.
Both are undone by the same arithmetic, and only where the outcome proves itself.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pipeline.cleaning.characters import common
from pipeline.cleaning.offsets import Edit
from pipeline.cleaning.pinyin import LETTERS, reads, toneless
from pipeline.cleaning.script import is_frequent

_LOST = "?？\ufffd"
_CUT = re.compile(rf"[{_LOST}][{LETTERS}]")  # without it no character is split, which is soon known
_SPLIT = re.compile(rf"([^\x00-\x7f])[{_LOST}]([{LETTERS}]{{1,7}})[)）]")
_NEXT_PINYIN = re.compile(rf"\(([{LETTERS}]{{1,7}})\)")
_SHIFTED = re.compile(r"[?\ufffd](?=[!,;:?]?[^\x00-\x7f]|[!,;:?][@-~])")
_WIDEN = {"!": "！", ",": "，", ";": "；", ":": "：", "?": "？"}
_MARKS = frozenset("、。，；：！？…—·“”‘’（）《》〈〉【】「」『』")
_LEADS = range(0x81, 0xFF)
_LOST_BYTE = 0xA1
_REACH = 60
_LEAST_GAIN = 0.2


@cache
def _bytes(character: str) -> bytes:
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return b""


@cache
def _character(lead: int, trail: int) -> str:
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""


@cache
def _straddling(trail: int, said: str) -> tuple[int, ...]:
    """Return the bytes that make, behind `trail`, a character that is read as `said`."""
    return tuple(lead for lead in _LEADS if reads(_character(trail, lead), said))


def _realign(lead: int, text: str, at: int) -> tuple[str, int] | None:
    """Read on from a lead byte whose trail byte is at `text[at]`, up to where bytes and characters agree again."""
    out = []
    for end, character in enumerate(text[at : at + _REACH], at + 1):
        source = _bytes(_WIDEN.get(character, character))
        if not source:
            return None
        restored = _character(lead, source[0])
        if not restored:
            return None
        out.append(restored)
        if len(source) == 1:
            return "".join(out), end
        lead = source[1]
    return None


def _plausible(text: str) -> bool:
    return all(character in _MARKS or is_frequent(character) for character in text)


def _likelihood(text: str) -> float:
    """Return how likely `text` is Chinese prose: 1 where all its characters are frequent ones or punctuation."""
    weights = (1.0 if c in common() or c in _MARKS else 0.5 if is_frequent(c) else 0.0 for c in text)
    return sum(weights) / len(text)


def known_splits(text: str) -> dict[str, str]:
    """Return what stands for each split character of `text`, for a part that starts behind the byte that tells.

    >>> known_splits("深入?yún)f(xié)商")
    {'?yún)f': '協'}
    """
    return {text[start:end]: restored for start, end, restored in split_characters(text)}


def split_characters(text: str, known: Mapping[str, str] = MappingProxyType({})) -> list[Edit]:
    """Mend characters that an annotation was written into; at the very start, only those in `known`.

    >>> split_characters("深入?yún)f(xié)商")
    [(2, 8, '協')]
    """
    edits: list[Edit] = [(0, len(split), known[split]) for split in known if text.startswith(split)]
    for match in _SPLIT.finditer(text) if _CUT.search(text) else ():
        source = _bytes(match[1])
        if len(source) != 2:
            continue
        said = toneless(match[2])
        best: tuple[float, str, int] | None = None
        for lead in _straddling(source[1], said):
            realigned = _realign(lead, text, match.end())
            if realigned is None or not _plausible(realigned[0]):
                continue
            restored, end = realigned
            behind = _NEXT_PINYIN.match(text, end)
            proof = 1.0 if behind and reads(restored[-1], toneless(behind[1])) else 0.0
            candidate = (proof + _likelihood(restored) + _likelihood(_character(source[1], lead)) / 2, restored, end)
            if best is None or candidate > best:
                best = candidate
        if best is not None:
            edits.append((match.start() + 1, best[2], best[1]))
    return _disjoint(edits)


def lost_bytes(text: str) -> list[Edit]:
    """Mend runs shifted by the loss of the byte A1, the first of most Chinese punctuation marks.

    >>> lost_bytes("的實踐?!痹谛逻M程中")
    [(3, 9, '。”在新進')]
    """
    edits: list[Edit] = []
    for match in _SHIFTED.finditer(text):
        realigned = _realign(_LOST_BYTE, text, match.end())
        if realigned is None:
            continue
        restored, end = realigned
        gain = _likelihood(restored) - _likelihood(text[match.start() : end])
        if restored[0] in _MARKS and _plausible(restored) and gain > _LEAST_GAIN:
            edits.append((match.start(), end, restored))
    return _disjoint(edits)


def _disjoint(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept
