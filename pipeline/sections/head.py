"""Read what stands before a speech: title, date, page furniture, address, table of contents."""

import re
from collections.abc import Sequence

from pipeline.sections.address import SALUTATION, greets
from pipeline.sections.layout import Layout
from pipeline.sections.markers import Marker, find_markers
from pipeline.sections.parts import TITLE_LENGTH, Part, find_heading
from pipeline.sections.sentences import Paragraph
from pipeline.sections.tree import Item

_DATE = r"(?:[0-9０-９]{4}|[一二][一二三四五六七八九〇○零Ｏ]{3})\s?[年\-./]"
_FURNITURE = re.compile(
    r"首页|(?:政府|政务)?信息公开|政务公开|当前位置|您的?位置|位置[:：]|打印|关闭|全屏|下载|收藏|分享|字号|字体|【字|阅读量|浏览|点击|扫一扫|(?:大|中|小|加大|还原|减小)$"
    r"|[>＞|｜】【]+|】|视力保护|无障碍|繁体|简体|责任编辑|编辑[:：]|审核|目录|段数|段落|​+|!\[|-{3,}"
)
_METADATA = re.compile(
    rf"[（(]?\s*(?:——|—|--)?\s*{_DATE}\s?(?:[0-9]|[一二三四五六七八九十]{{1,2}}月)|(?:发布|发表|更新)?(?:时间|日期)\s*[:：]|来源|稿源|作者"
    r"|记者|https?://|# 新闻联播"
    r"|>|\*?\[原文|[（(].{0,30}(?:新华社|电)[）)]|新华社.{0,8}电|[0-9:：\s]+$"
)
_NAME = r"[一-鿿][\s\u3000]*[一-鿿]?[\s\u3000]*[一-鿿]"
_OFFICE = re.compile(
    r"(?:[一-鿿]{2,20}(?:主席|总理|省长|市长|区长|州长|县长|书记|主任|长官|司长|委员长|院长|检察长)"
    rf"(?:[\s\u3000]+{_NAME})?|{_NAME})$"
)
_CAPTION = re.compile(rf"摄\s*(?P<address>{SALUTATION.pattern})")
_SPEECH_HEAD = re.compile(
    rf"(?P<title>[^。；]{{2,200}}?)[（(]\s*{_DATE}[^）)]{{2,30}}[）)]"
    r"(?:\s*[一-鿿]{2,3}(?=同志们|各位|尊敬|女士|朋友|今[天日年]|\s|$))?"
)
_HEAD_LINES = 80


def _head_role(line: str, before: str) -> str | None:
    """Return the role of a line before the speech, None where the speech has begun; `before` is the line above."""
    begun = bool(before)
    if before.endswith(("：", ":")) and len(before) <= 8 and len(line) <= 20:
        return "metadata"
    if _METADATA.match(line) and len(line) <= 200 and not line.endswith("。"):
        return "metadata"
    if _FURNITURE.match(line) and len(line) <= 30:
        return "metadata"
    if begun and _OFFICE.match(line):
        return "metadata"
    if len(line) <= TITLE_LENGTH and not re.search(r"[。；！？]", line) and line[-1] not in "，：:":
        return "title"
    return "metadata" if begun and len(line) <= 200 and line.endswith(("摄", "报道")) else None


def _glued(text: str, paragraph: Paragraph) -> tuple[list[Part], int] | None:
    """Take apart a head that lost its line ends (title, date, speaker, address, speech); None where there is none."""
    stop = min(paragraph.end, paragraph.start + 700)
    head = _SPEECH_HEAD.match(text, paragraph.start, stop)
    greeting = next((m for m in SALUTATION.finditer(text, paragraph.start, stop) if m.start() > paragraph.start), None)
    if head is None or (greeting is not None and greeting.start() < head.end()):
        return None
    parts = [Part(paragraph.start, "title"), Part(head.end("title"), "metadata")]
    between = text[head.end() : greeting.start()] if greeting else ""
    if greeting is None or (len(between) > 20 and not between.endswith("摄")):
        return parts, head.end()
    return [*parts, Part(greeting.start(), "salutation")], greeting.end()


def find_head(text: str, paragraphs: Sequence[Paragraph]) -> tuple[list[Part], int]:
    """Return the parts before the speech proper, and where that starts."""
    parts: list[Part] = []
    before = ""
    for index, paragraph in enumerate(paragraphs[:_HEAD_LINES]):
        line = text[paragraph.start : paragraph.end]
        salutation = SALUTATION.match(line)
        if salutation:
            return [*parts, Part(paragraph.start, "salutation")], paragraph.start + salutation.end()
        greeted = any(greets(text, p) for p in paragraphs[index + 1 : index + 6] if p.start - paragraph.start < 800)
        glued = _glued(text, paragraph) if len(line) > 40 else None
        if glued:
            parts.extend(glued[0])
            if not greeted or parts[-1].role == "salutation":
                return parts, glued[1]
            continue
        caption = _CAPTION.search(text, paragraph.start, min(paragraph.end, paragraph.start + 400)) if parts else None
        if caption:
            return [
                *parts,
                Part(paragraph.start, "metadata"),
                Part(caption.start("address"), "salutation"),
            ], caption.end()
        heading = any(
            m.start - paragraph.start < 8 for m in find_markers(text, [paragraph], paragraph.start, paragraph.end)
        )
        role = None if heading else _head_role(line, before) or ("metadata" if greeted else None)
        if role is None:
            return parts, paragraph.start
        parts.append(Part(paragraph.start, role))
        before = line
    return [], 0


def find_contents(layout: Layout, start: int, end: int) -> tuple[list[Part], int]:
    """Return the parts of a table of contents and where the speech behind it starts; no parts where there is none.

    A table of contents gives at least three headings that come again with the same marker and words.
    """
    seen: dict[tuple[str, str], Marker] = {}
    twice: list[tuple[Marker, Marker]] = []
    for marker in find_markers(layout.text, layout.paragraphs, start, end):
        if not layout.title_only(marker):
            continue
        key = (
            re.sub(r"\s", "", marker.text),
            re.sub(r"[\s\d.…·–-]+$", "", find_heading(layout, Item(marker)).split("\n")[0]),
        )
        if not key[1]:
            continue
        if key in seen:
            twice.append((seen[key], marker))
        seen[key] = marker
    if len(twice) < 3 or twice[-1][0].start > twice[0][1].start:
        return [], start
    first, again = twice[0]
    parts = [Part(start, "boilerplate")]
    for paragraph in layout.paragraphs[max(again.paragraph - 4, first.paragraph) : again.paragraph]:
        if greets(layout.text, paragraph):
            return [*parts, Part(paragraph.start, "salutation")], paragraph.end
    return parts, again.start
