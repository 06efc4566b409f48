"""Lines: breaks inside words and sentences, indentation, spaces that only the layout wanted."""

import re
import unicodedata
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
_SALUTATION = re.compile(r"^.{1,30}[:：!！]$")
_LONG = 40
_SHORTEST_WRAP = 30
_SLACK = 8
_PARAGRAPH = re.compile(r"\u3000{2,}(?=\S)")
_FINAL = "。！？；：”’」』）…!?)"


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
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def survey(text: str) -> Layout:
    """Find out how `text` sets its lines."""
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    runs = re.findall(r"(?<=\S)\n[\n \t\u3000]*(?=\S)", text)
    blank = len(runs) >= 3 and sum("\n" in run[1:] for run in runs) >= 0.6 * len(runs)
    indented = sum(line[0] in " \t\u3000" for line in full) >= 0.5 * len(full) > 0
    return Layout(_wrap(full), blank, indented)


def _wrap(lines: list[str]) -> int:
    sizes = np.array([width(line.strip()) for line in lines if len(line) < 400] or [0])
    open_ends = np.array([width(line.strip()) for line in lines if _ENDS_OPEN.search(line.rstrip())] or [0])
    open_ends = open_ends[open_ends >= _SHORTEST_WRAP]
    if len(open_ends) < 8:
        return 0
    wrap = int(np.percentile(open_ends, 90))
    near = np.mean((open_ends >= wrap - _SLACK) & (open_ends <= wrap + _SLACK))
    within = np.mean(sizes <= wrap + _SLACK) * len(sizes) / len(lines)
    return wrap if near >= 0.5 and within >= 0.97 else 0


def joins(text: str, layout: Layout) -> list[Edit]:
    r"""Join lines that were broken inside a sentence.

    A line goes on in the next one if it stops without final punctuation and is prose: as wide as the document sets its
    lines, or long, or in a document that parts its paragraphs by blank lines. Headings, lists and salutations stay.

    >>> joins("坚持人民政协为人民，坚持，\n，团结", Layout(0, False, False))
    [(13, 14, '')]
    """
    edits: list[Edit] = []
    logical, before, at = "", "", 0
    for match in _LINE.finditer(text):
        line = match[0].rstrip("\n")
        stripped = line.strip()
        if before and stripped and _continues(before, logical, line, layout):
            start = at - 1 - (len(before) - len(before.rstrip()))
            end = match.start() + len(line) - len(line.lstrip())
            latin = before.rstrip()[-1].isascii() and stripped[0].isascii() and before.rstrip()[-1].isalnum()
            edits.append((start, end, " " if latin and stripped[0].isalnum() else ""))
            logical += stripped
        else:
            logical = stripped
        before = line
        at = match.end()
    return edits


def _continues(before: str, logical: str, line: str, layout: Layout) -> bool:
    first, next_ = before.strip(), line.strip()
    if not first:
        return False
    if layout.broken or _BEGINS_INSIDE.match(next_):
        return True
    if layout.indented and line[0] in " \t\u3000":
        return False
    if not _ENDS_OPEN.search(first) or _MARKER.match(next_) or _SALUTATION.match(next_):
        return False
    if layout.wrap:
        return width(first) >= layout.wrap - _SLACK and bool(re.search(f"[{HAN}]", first))
    if line[0] in "\u3000\t":
        return False
    if not _PROSE.search(logical):
        return False
    if layout.blank_between:
        return True
    tail = re.split("[。！？]", first)[-1]
    return len(first) >= _LONG and " " not in tail and not tail.endswith("—") and bool(_PROSE.search(next_))


def paragraphs(text: str) -> list[Edit]:
    """Break a line where two ideographic spaces inside it show that a paragraph began there.

    >>> paragraphs("大家好！　　今天")
    [(4, 6, '\\n')]
    """
    return [
        (m.start(), m.end(), "\n") for m in _PARAGRAPH.finditer(text) if m.start() and text[m.start() - 1] in _FINAL
    ]


_EDGES = re.compile(r"^[ \t\u3000]+|[ \t\u3000]+$", re.MULTILINE)
_NEEDLESS = re.compile(
    rf"(?<=[{HAN}》”）】])[ ]+(?=[，。、；：！？”’）》】])|(?<=[，。、；！？“‘（《【])[ ]+(?=[{HAN}“‘（《])"
    rf"|(?<=[“‘（《【])[ ]+(?=\S)|(?<=[{HAN}][0-9])[ ](?=[{HAN}])|(?<=[{HAN}][0-9]{{2}})[ ](?=[{HAN}])"
    rf"|(?<=[{HAN}][0-9]{{3}})[ ](?=[{HAN}])|(?<=[{HAN}][0-9]{{4}})[ ](?=[{HAN}])"
)


def indents(text: str) -> list[Edit]:
    r"""Drop white space at both ends of lines; make an ideographic space inside one a plain one.

    >>> indents("　　各位委员：  \n主席　习近平")
    [(0, 2, ''), (7, 9, ''), (12, 13, ' ')]
    """
    edits = [(m.start(), m.end(), "") for m in _EDGES.finditer(text)]
    edges = {at for start, end, _ in edits for at in range(start, end)}
    edits += ((m.start(), m.end(), " ") for m in re.finditer("\u3000", text) if m.start() not in edges)
    return sorted(edits)


def gaps(text: str) -> list[Edit]:
    """Drop the spaces that typesetting left before and after full-width marks and behind numbers.

    >>> gaps("《施政报告》 ，回归25 周年")
    [(6, 7, ''), (12, 13, '')]
    """
    return [(m.start(), m.end(), "") for m in _NEEDLESS.finditer(text)]
