"""Spaces that only the layout wanted: indentation, and gaps that typesetting left."""

import re

from pipeline.cleaning.characters import HAN
from pipeline.cleaning.lines import INDENT, PROSE, Layout
from pipeline.cleaning.offsets import Edit

# It begins only where a run of spaces does, so that a long run inside a line takes linear time.
_EDGES = re.compile(f"[{INDENT}](?<![{INDENT}][{INDENT}])(?:(?<![^\n].)[{INDENT}]*+|[{INDENT}]*+$)", re.MULTILINE)
_WIDE = re.compile("[\u2002\u2003\u3000]")
_SPACE = re.compile(" +")
_CLOSING = "，。、；：！？”’）》】"
_OPENING = "“‘（《【"
_IS_HAN = re.compile(f"[{HAN}]")
_AFTER_NUMBER = re.compile(rf"[{HAN}][0-9]{{1,4}}$")


def indents(text: str) -> list[Edit]:
    r"""Drop white space at both ends of lines; make an ideographic space inside one a plain one.

    >>> indents("　　各位委员：  \n主席　习近平")
    [(0, 2, ''), (7, 9, ''), (12, 13, ' ')]
    """
    edits = [(m.start(), m.end(), "") for m in _EDGES.finditer(text)]
    edges = {at for start, end, _ in edits for at in range(start, end)}
    edits += ((m.start(), m.end(), " ") for m in _WIDE.finditer(text) if m.start() not in edges)
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
    return bool(PROSE.search(text, start, end if end >= 0 else len(text)))
