"""Take a news bulletin apart: many items, each with a title and the address of its source."""

import re

from pipeline.sections.layout import Layout
from pipeline.sections.parts import Part
from pipeline.sections.speech import find_speech

SOURCE_LINE = re.compile(r"\*?\[?原文(?:\]\(\S*\)\*?)?\s*$")
_ITEM = re.compile(r"\**央视网消息")


def find_bulletin(layout: Layout) -> list[Part]:
    """Return the parts of a news bulletin: each item a title, its text and the address of its source."""
    text = layout.text
    lines: list[Part] = []
    for index, paragraph in enumerate(layout.paragraphs):
        line = text[paragraph.start : paragraph.end]
        following = layout.paragraphs[index + 1].start if index + 1 < len(layout.paragraphs) else len(text)
        starts = not lines or lines[-1].role == "metadata"
        if SOURCE_LINE.match(line) or (starts and re.match(r"[#\s]*(?:新闻联播|更新于)", line)):
            lines.append(Part(paragraph.start, "metadata"))
        elif (starts or _ITEM.match(text, following)) and len(line) <= 80 and not line.endswith("。"):
            lines.append(Part(paragraph.start, "title"))
        elif starts or lines[-1].role == "title":
            lines.append(Part(paragraph.start, "preamble"))
    parts: list[Part] = []
    for part, end in zip(lines, [*(p.start for p in lines[1:]), len(text)], strict=True):
        parts.extend(find_speech(layout, part.start, end, close=False) if part.role == "preamble" else [part])
    return parts
