"""Cut text into paragraphs and sentences; every character falls into exactly one sentence."""

import itertools
import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

STOPS = "。！？；…!?;"
CLOSERS = "”’」』）》】〕)"

# A line's end, or the two spaces of an indentation where line ends were lost; not a spaced name (李　　强).
# Both patterns begin with one set of characters: so the machine that searches looks at nothing else.
_BREAK = re.compile(
    r"\s(?:(?<=\n)\s*|\s*\n\s*"
    r"|(?<=[。！？；：…”）》][ \u3000])[ \u3000]+|(?<=[ \u3000])[ \u3000]+(?![〔\[，。]|\S(?:\s|$)))"
)
_CUT = re.compile(
    rf"[“「《（{STOPS}](?:"
    r"(?:(?<=“)[^“”\n]{1,200}”|(?<=「)[^「」\n]{1,200}」)(?P<quote>)"
    r"|(?<=《)[^《》\n]{1,80}》(?P<title>)"
    r"|(?<=（)[^（）\n]{1,200}）(?P<aside>)"
    rf"|(?<=[{STOPS}])[{STOPS}]*[{CLOSERS}]*(?P<stop>))"
)
_NOTE_MARKS = re.compile(r"(?:〔\d{1,3}〕|\[\d{1,3}\])*\s*")
_FULL = tuple("。！？…!?")
_GOES_ON = tuple("，、；：）》」』—,")
_GOES_ON_AFTER_CRY = (*_GOES_ON, *"的之和与或等这那是也")


class Paragraph(NamedTuple):
    """Hold one paragraph's first and past-the-last character, white space around it left out."""

    start: int
    end: int


class SentenceSpan(NamedTuple):
    """Hold one sentence: clean offsets, half open, and the index of its paragraph."""

    start: int
    end: int
    paragraph: int


@lru_cache(maxsize=1)  # a text's sentences and its sections ask for them in turn
def find_paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of cleaned `text` in order, blank ones left out.

    >>> [text[p.start : p.end] for text in ["一、甲\n\n乙。\u3000\u3000丙"] for p in find_paragraphs(text)]
    ['一、甲', '乙。', '丙']
    """
    found = []
    begin = 0
    for gap in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        piece = text[begin : gap[0]]
        body = piece.strip()
        if body:
            start = begin + len(piece) - len(piece.lstrip())
            found.append(Paragraph(start, start + len(body)))
        begin = gap[1]
    return tuple(found)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell whether a sentence ends where `match`, a stop or a bracketed run, ends."""
    start, end = match.span()
    after = text[end : end + 1]
    kind = match.lastgroup
    if kind == "title":
        return False
    if kind == "stop":
        mark = text[start]
        if mark in "!?;":  # half width: only as Chinese punctuation, not in an address or markup
            before = text[start - 1 : start]
            return bool(before) and not before.isascii() and not (after.isascii() and after.isalnum()) and after != "["
        if mark == "…":
            return not after.startswith(("，", "、", "。", "；", "：", "）", "”", "等", "的"))
        return True
    inner = text[end - 2]
    if inner not in _FULL:
        return False
    if kind == "aside":  # an aside ends a sentence only where it stands by itself
        return text[start - 1 : start] in ("", *_FULL, "\n", "”")
    return not after.startswith(_GOES_ON if inner == "。" else _GOES_ON_AFTER_CRY)


def find_sentences(text: str) -> list[SentenceSpan]:
    r"""Return sentences that tile cleaned `text`: white space after a sentence belongs to it.

    A sentence ends after 。！？；… with the marks that close it, and at a paragraph's end; not within 《》 or within a
    quotation (up to 200 characters) that goes on.

    >>> text = "他说：“好。”\n走吧；“行吗？”的问题。"
    >>> [text[s.start : s.end] for s in find_sentences(text)]
    ['他说：“好。”\n', '走吧；', '“行吗？”的问题。']
    """
    paragraphs = find_paragraphs(text)
    starts = [p.start for p in paragraphs]
    cuts = set(starts)
    for match in _CUT.finditer(text):
        if _ends_sentence(text, match):
            tail = _NOTE_MARKS.match(text, match.end())
            cuts.add(tail.end() if tail else match.end())
    edges = sorted((cuts - {starts[0]} if starts else cuts) - {0, len(text)})
    edges = [0, *edges, len(text)] if text else []
    return [
        SentenceSpan(start, end, max(bisect_right(starts, start) - 1, 0)) for start, end in itertools.pairwise(edges)
    ]
