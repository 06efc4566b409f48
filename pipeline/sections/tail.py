"""Read how a speech closes and what stands behind it: notes, page furniture, where it was printed."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.sections.address import ADDRESS
from pipeline.sections.layout import Layout
from pipeline.sections.parts import Part
from pipeline.sections.sentences import Paragraph

_TAIL = re.compile(
    r"(?P<notes>注\s*释|注解|[\[〔]1[\]〕]|注[:：]中文维基)"
    r"|(?P<boilerplate>名词解释|热点文章|上一篇|下一篇|责任编辑|责编|编辑[:：]|相关[报阅链新]|【?\s*打印"
    r"|关闭窗口|扫一扫|分享|版权|推荐阅读|Public domain|PD-"
    r"|(?:本|此|这部)作品|出处[:：]|Copyright|All [Rr]ights|【纠错|原标题|附件[:：])"
    r"|(?P<metadata>更新于|\*?\[原文\]|作者[:：]|来源[:：]|[（(]?新华社.{0,14}电|[（(](?:这|本文|原载|《.{2,20}》)|\*\s*这|※"
    r"|[（(].{0,12}(?:记者|编辑)|-{3,}$)"
)
_PRINTED = re.compile(
    r"(?:[（(]新华社[^（）()]{2,14}电[）)]\s*)?《\s*[一-鿿]{2,8}\s*》\s*[（(]\s*\d{4}年[^）)]*[）)]\s*$"
)
_CLOSE = re.compile(
    rf"{ADDRESS}[^。]{{0,24}}?[，,！!：:]|(?P<turn>总之|综上|最后，|结束语|以上就?是)|(?P<wish>让我们|谢谢|祝愿?[一-鿿])"
)
_CALL = re.compile(rf"(?:^|\n|[。！])\s*{ADDRESS}[！!：:]", re.MULTILINE)
_CALLS = 3
_CLOSE_SHARE = 0.12
_CLOSE_LENGTH = 1500


def find_tail(text: str, paragraphs: Sequence[Paragraph], start: int) -> list[Part]:
    """Return the parts behind the speech that starts at `start`: notes, page furniture, where it was printed."""
    parts: list[Part] = []
    printed = _PRINTED.search(text, max(start, len(text) - 120))
    length = len(text) - start
    for paragraph in paragraphs[bisect_left(paragraphs, start, key=lambda p: p.start) :]:
        cue = _TAIL.match(text, paragraph.start, paragraph.end)
        if cue and (
            parts or len(text) - paragraph.start <= (0.7 * length if cue["notes"] else max(0.25 * length, 600))
        ):
            parts.append(Part(paragraph.start, "metadata" if cue.lastgroup == "metadata" else "boilerplate"))
    return parts or ([Part(printed.start(), "metadata")] if printed else [])


def find_closing(layout: Layout, after: int, end: int, length: int) -> int | None:
    """Return where the close of a speech of `length` starts between `after` and `end`, None where nothing marks it."""
    budget = max(_CLOSE_LENGTH, _CLOSE_SHARE * length)
    calls: list[int] = []
    wishes: list[int] = []
    for index in range(bisect_left(layout.starts, max(after + 1, int(end - budget))), len(layout.starts)):
        start = layout.starts[index]
        if start >= end:
            break
        cue = _CLOSE.match(layout.text, start, end) if layout.opens_paragraph(index) else None
        if cue is None:
            continue
        if cue["turn"]:
            return min([start, *calls[-1:]])
        (wishes if cue["wish"] else calls).append(start)
    if not calls:
        return wishes[0] if wishes else None
    # a speaker who addresses the audience at every turn closes with the last call, others with the first of the close
    habit = len(_CALL.findall(layout.text, end - length, end)) > _CALLS
    return next((c for c in reversed(calls) if end - c > 60), calls[-1]) if habit else calls[0]
