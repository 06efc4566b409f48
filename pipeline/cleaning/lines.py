"""Lines: breaks inside words and sentences, and breaks that were lost."""

import re
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning.characters import HAN
from pipeline.cleaning.offsets import Edit

_GAP = re.compile(r"\n(?<=\S\n)[\n \t\u3000]*(?=\S)")
_LINE = re.compile(r"[^\n]*\n?")
_OPEN = re.compile(rf"[{HAN}A-Za-z0-9%％，、,“‘（《(—]")
_BEGINS_INSIDE = re.compile(r"[，。、；：！？”’）》,;:!?)]")
PROSE = re.compile("[，；,;。]")
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
_MEMORY = 1000
_SHORTEST_WRAP = 30
_SLACK = 8
INDENT = " \t\u2002\u2003\u3000"
# It begins only where a run of spaces does: text is hostile, and a long run must not be tried from each of its members.
_PARAGRAPH = re.compile(f"[{INDENT}](?<![{INDENT}][{INDENT}])[{INDENT}]++(?=\\S)")
_WIDE_SPACE = re.compile(f"[{INDENT[1:]}]")
_FINAL = "。！？；：”’」』）…!?)"
_STOPS = "，。、；：！？,;:!?"
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
    runs = _GAP.findall(text)
    blank = len(runs) >= 3 and sum("\n" in run[1:] for run in runs) >= 0.6 * len(runs)
    indented = sum(line[0] in INDENT for line in full) >= 0.5 * len(full) > 0
    return Layout(_wrap(full), blank, indented)


def _wrap(lines: list[str]) -> int:
    """Return the width at which running text is broken, 0 where no line break is a matter of width."""
    sizes = np.array([width(line.strip()) for line in lines])
    text = np.array([_ends_open(line) for line in lines])
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
            logical = (logical + stripped)[-_MEMORY:]
        else:
            logical = stripped
        last = number
    return edits


def _ends_open(line: str) -> bool:
    """Say whether a line stops without final punctuation."""
    return _OPEN.match(line.rstrip()[-1:]) is not None


def _stops_short(line: str, layout: Layout) -> bool:
    full = layout.wrap and width(line.strip()) >= _NARROWEST * layout.wrap
    return bool((full or layout.broken) and _ends_open(line))


def _is_page_break(between: list[str]) -> bool:
    numbers = [part for part in between if part]
    return len(numbers) == 1 and numbers[0] != between[0] and bool(_PAGE_NUMBER.fullmatch(numbers[0]))


def _continues(before: str, logical: str, line: str, layout: Layout) -> bool:
    """Say whether `line` goes on where `before`, the end of the sentence part `logical`, broke off."""
    first, next_ = before.strip(), line.strip()
    if layout.broken or (_BEGINS_INSIDE.match(next_) and not (next_[0] in _STOPS and first[-1] in _STOPS)):
        return True
    begins_han = _IS_HAN.match(next_) is not None
    if layout.wrap and begins_han and len(first) <= _SCRAP and logical != first and _IS_HAN.match(first[-1]):
        return True  # a PDF may set single characters of a line as lines of their own
    if layout.indented and line[0] in INDENT:
        return False
    if not _ends_open(first) or _MARKER.match(next_) or _ALONE.match(next_):
        return False
    prose = PROSE.search(logical) is not None
    if layout.wrap:
        size = width(first)
        if not _IS_HAN.search(first) or size < _NARROWEST * layout.wrap:
            return False
        unclosed = any(logical.count(a) > logical.count(b) for a, b in ("“”", "（）", "《》"))
        goes_on = size >= layout.wrap - _SLACK and PROSE.search(next_)
        return bool(prose or unclosed or goes_on or (begins_han and len(next_) <= 2))
    if line[0] in INDENT[1:] or not prose:
        return False
    if layout.blank_between:
        return True
    tail = re.split("[。！？]", first)[-1]
    return len(first) >= _LONG and " " not in tail and not tail.endswith("—") and bool(PROSE.search(next_))


def paragraphs(text: str) -> list[Edit]:
    """Break a line where two wide spaces inside it, behind final punctuation, show that a paragraph began there.

    Where that is so three times, the text has lost its line breaks, and wide spaces behind headings break it too.

    >>> paragraphs("大家好！　　今天")
    [(4, 6, '\\n')]
    """
    runs = [m for m in _PARAGRAPH.finditer(text) if m.start() and text[m.start() - 1] != "\n"]
    wide = [m for m in runs if _WIDE_SPACE.search(m[0])]
    sure = [m for m in wide if text[m.start() - 1] in _FINAL]
    return [(m.start(), m.end(), "\n") for m in (wide if len(sure) >= _LOST else sure)]
