"""Lines: breaks inside words and sentences, indentation, spaces that only the layout wanted."""

import re
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning.characters import HAN
from pipeline.cleaning.offsets import Edit

_LINE = re.compile(r"[^\n]*\n?")
_ENDS_OPEN = re.compile(rf"[{HAN}A-Za-z0-9%％，、,“‘（《(—]$")
_BEGINS_INSIDE = re.compile(r"[，。、；：！？”’）》,;:!?)]")
_PROSE = re.compile("[，；,;。]")
_MARKER = re.compile(
    r"[一二三四五六七八九十百]{1,3}(?:[、.．是要]|，)|第[一二三四五六七八九十百\d]+[，、,章节条篇部]|[（(][一二三四五六七八九十百\d]{1,3}[)）]"
    r"|\d{1,3}[.、．)）](?!\d)|[①-⑳]|首先|其次|再次|[-•●■◆○△▲★※—【#*]|注[:：]|附[:：]"
)
_ALONE = re.compile(r"^.{1,30}[:：!！]$|^[（(][^（）()]*[)）]$")  # a salutation, or a date below a title
_PAGE_NUMBER = re.compile(r"[-–— ]*\d{1,4}[-–— ]*")
_FEWEST_WRAPS = 8
_NARROWEST = 0.65
_LONG = 40
_SCRAP = 4
_LOST = 3
_SHORTEST_WRAP = 30
_SLACK = 8
_PARAGRAPH = re.compile(r"[ \t\u2002\u2003\u3000]{2,}(?=\S)")
_WIDE_SPACE = re.compile("[\t\u2002\u2003\u3000]")
_FINAL = "。！？；：”’」』）…!?)"
_STOPS = "，。、；：！？,;:!?"
_INDENT = " \t\u2002\u2003\u3000"
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Say how a document sets its lines: `wrap` is the width in columns that it breaks them at, 0 for none.

    `broken` marks a text that is part of a sentence, so that no line break in it is meant.
    """

    wrap: int
    blank_between: bool
    indented: bool
    broken: bool = False


def width(line: str) -> int:
    """Return a line's width in half-width columns.

    >>> width("GDP增长")
    7
    """
    return len(line.encode("gbk", "replace"))


def survey(text: str) -> Layout:
    """Find out how `text` sets its lines."""
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    runs = re.findall(r"(?<=\S)\n[\n \t\u3000]*(?=\S)", text)
    blank = len(runs) >= 3 and sum("\n" in run[1:] for run in runs) >= 0.6 * len(runs)
    indented = sum(line[0] in _INDENT for line in full) >= 0.5 * len(full) > 0
    return Layout(_wrap(full), blank, indented)


def _wrap(lines: list[str]) -> int:
    """Return the width at which running text is broken, 0 where no line break is a matter of width."""
    sizes = np.array([width(line.strip()) for line in lines])
    text = np.array([_ENDS_OPEN.search(line.rstrip()) is not None for line in lines])
    open_ends = sizes[text & (sizes >= _SHORTEST_WRAP)] if len(lines) else sizes
    if len(open_ends) < _FEWEST_WRAPS:
        return 0
    wrap = int(np.percentile(open_ends, 90))
    alike = np.mean((open_ends >= _NARROWEST * wrap) & (open_ends <= wrap + _SLACK))
    none_longer = np.mean(sizes <= wrap + _SLACK)
    sentences = sum("。" in line for line in lines) / np.sum(sizes >= _SHORTEST_WRAP)
    return wrap if alike >= 0.6 and none_longer >= 0.97 and sentences >= 0.15 else 0


def joins(text: str, layout: Layout) -> list[Edit]:
    r"""Join lines that were broken inside a sentence.

    A line goes on in the next one if it stops without final punctuation and is prose: as wide as the document sets its
    lines, or long, or in a document that parts its paragraphs by blank lines. Headings, lists and salutations stay.

    >>> joins("通过了根本法——\n宪法\n，接着", Layout(0, True, False))
    [(11, 12, '')]
    """
    edits: list[Edit] = []
    found = [(m.start(), m[0].rstrip("\n")) for m in _LINE.finditer(text)]
    logical, last = "", -1
    for number, (at, line) in enumerate(found):
        stripped = line.strip()
        if not stripped:
            continue
        between = [found[i][1].strip() for i in range(last + 1, number)]
        start, before = found[last] if last >= 0 else (0, "")
        if _PAGE_NUMBER.fullmatch(stripped) and between and _stops_short(before, layout):
            continue  # the page ended inside a sentence: its number is passed over if the sentence does go on
        near = not any(not part for part in between) or _is_page_break(between)
        if last >= 0 and near and _continues(before, logical, line, layout):
            left, right = before.rstrip(), stripped
            words = left[-1].isascii() and left[-1].isalnum() and right[0].isascii() and right[0].isalnum()
            edits.append((start + len(left), at + len(line) - len(line.lstrip()), " " if words else ""))
            logical += stripped
        else:
            logical = stripped
        last = number
    return edits


def _stops_short(line: str, layout: Layout) -> bool:
    full = layout.wrap and width(line.strip()) >= _NARROWEST * layout.wrap
    return bool((full or layout.broken) and _ENDS_OPEN.search(line.rstrip()))


def _is_page_break(between: list[str]) -> bool:
    numbers = [part for part in between if part]
    return len(numbers) == 1 and numbers[0] != between[0] and bool(_PAGE_NUMBER.fullmatch(numbers[0]))


def _continues(before: str, logical: str, line: str, layout: Layout) -> bool:
    first, next_ = before.strip(), line.strip()
    if not first:
        return False
    if layout.broken or (_BEGINS_INSIDE.match(next_) and not (next_[0] in _STOPS and first[-1] in _STOPS)):
        return True
    if (
        layout.wrap
        and len(first) <= _SCRAP
        and logical != first
        and _IS_HAN.fullmatch(first[-1])
        and _IS_HAN.match(next_)
    ):
        return True  # a PDF may set single characters of a line as lines of their own
    if layout.indented and line[0] in _INDENT:
        return False
    if not _ENDS_OPEN.search(first) or _MARKER.match(next_) or _ALONE.match(next_):
        return False
    if layout.wrap:
        size = width(first)
        if not _IS_HAN.search(first) or size < _NARROWEST * layout.wrap:
            return False
        inside = _PROSE.search(logical) or any(logical.count(a) > logical.count(b) for a, b in ("“”", "（）", "《》"))
        return bool(
            inside
            or (len(next_) <= 2 and _IS_HAN.match(next_))
            or (size >= layout.wrap - _SLACK and _PROSE.search(next_))
        )
    if line[0] in _INDENT[1:]:
        return False
    if not _PROSE.search(logical):
        return False
    if layout.blank_between:
        return True
    tail = re.split("[。！？]", first)[-1]
    return len(first) >= _LONG and " " not in tail and not tail.endswith("—") and bool(_PROSE.search(next_))


def paragraphs(text: str) -> list[Edit]:
    """Break a line where two wide spaces inside it, behind final punctuation, show that a paragraph began there.

    Where that is so three times, the text has lost its line breaks, and wide spaces behind headings break it too.

    >>> paragraphs("大家好！　　今天")
    [(4, 6, '\\n')]
    """
    wide = [
        m for m in _PARAGRAPH.finditer(text) if m.start() and text[m.start() - 1] != "\n" and _WIDE_SPACE.search(m[0])
    ]
    sure = [m for m in wide if text[m.start() - 1] in _FINAL]
    return [(m.start(), m.end(), "\n") for m in (wide if len(sure) >= _LOST else sure)]


_EDGES = re.compile(r"^[ \t\u2002\u2003\u3000]+|[ \t\u2002\u2003\u3000]+$", re.MULTILINE)
_INNER = re.compile("[\u2002\u2003\u3000]")
_SPACE = re.compile(" +")
_CLOSING = "，。、；：！？”’）》】"
_OPENING = "“‘（《【"
_AFTER_NUMBER = re.compile(rf"[{HAN}][0-9]{{1,4}}$")


def indents(text: str) -> list[Edit]:
    r"""Drop white space at both ends of lines; make an ideographic space inside one a plain one.

    >>> indents("　　各位委员：  \n主席　习近平")
    [(0, 2, ''), (7, 9, ''), (12, 13, ' ')]
    """
    edits = [(m.start(), m.end(), "") for m in _EDGES.finditer(text)]
    edges = {at for start, end, _ in edits for at in range(start, end)}
    edits += ((m.start(), m.end(), " ") for m in _INNER.finditer(text) if m.start() not in edges)
    return sorted(edits)


def gaps(text: str, layout: Layout) -> list[Edit]:
    """Drop the spaces that typesetting left before and after full-width marks and behind numbers.

    Where lines are broken at a width (a PDF), spaces inside a sentence go too; in headings they stay.

    >>> gaps("《施政报告》 ，回归25 周年", Layout(0, False, False))
    [(6, 7, ''), (12, 13, '')]
    """
    edits: list[Edit] = []
    for match in _SPACE.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if not before or not after or "\n" in before + after:
            continue
        han = bool(_IS_HAN.match(before)), bool(_IS_HAN.match(after))
        if (
            before in _OPENING
            or (after in _CLOSING and (han[0] or before in _CLOSING))
            or (before in "，、；" and (han[1] or after in _OPENING))
            or (end - start == 1 and han[1] and _AFTER_NUMBER.search(text, max(0, start - 5), start))
            or (end - start == 1 and layout.wrap and all(han) and _in_sentence(text, start))
        ):
            edits.append((start, end, ""))
    return edits


def _in_sentence(text: str, at: int) -> bool:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return bool(_PROSE.search(text, start, end if end >= 0 else len(text)))
