"""Tell the parts of a speech apart: what stands before it, the address, the points, the close, page furniture."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.sections.markers import Marker, find_markers
from pipeline.sections.sentences import Paragraph, find_paragraphs, find_sentences
from pipeline.sections.tree import Chain, Item, Layout, grow_tree, settle

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
_AUDIENCE = r"(?:同志们|女士们|先生们|朋友们|代表们|委员们|同学们|同胞们|乡亲们)"
_ADDRESS = (
    r"(?:尊敬的[^。：:！!？，、,\n]{1,40}|各位[一-鿿]{1,12}|[一-鿿]{0,4}主席(?:先生)?(?=[，、：:])|诸位|"
    + _AUDIENCE
    + ")"
)
# Without a mark between them only the plain forms may follow, or a hostile row of 各位 would be tried in every way.
_SALUTATION = re.compile(rf"{_ADDRESS}(?:[，、,\s\u3000]+{_ADDRESS}|{_AUDIENCE})*\s*[：:！!]")
_CAPTION = re.compile(rf"摄\s*(?P<address>{_SALUTATION.pattern})")
_SPEECH_HEAD = re.compile(
    rf"(?P<title>[^。；]{{2,200}}?)[（(]\s*{_DATE}[^）)]{{2,30}}[）)]"
    r"(?:\s*[一-鿿]{2,3}(?=同志们|各位|尊敬|女士|朋友|今[天日年]|\s|$))?"
)
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
_SOURCE_LINE = re.compile(r"\*?\[?原文(?:\]\(\S*\)\*?)?\s*$")
_ITEM = re.compile(r"\**央视网消息")
_CLOSE = re.compile(
    rf"{_ADDRESS}[^。]{{0,24}}?[，,！!：:]|(?P<turn>总之|综上|最后，|结束语|以上就?是)|(?P<wish>让我们|谢谢|祝愿?[一-鿿])"
)
_EXPLAINED = re.compile(r"\s*[“‘《]?[^，。；：\n]{1,30}(?:：|:|——|是指)")
_CALL = re.compile(rf"(?:^|\n|[。！])\s*{_ADDRESS}[！!：:]", re.MULTILINE)
_CALLS = 3
_CLOSE_SHARE = 0.12
_CLOSE_LENGTH = 1500
_TITLE_LENGTH = 60
_HEAD_LINES = 80


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """Hold one section in clean offsets, half open; directives nest by `parent`, level 1 is outermost."""

    id: str
    parent: str | None
    role: str
    level: int
    marker: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold a stretch of level 1 by its start: it ends where the next one starts."""

    start: int
    role: str
    item: Item | None = None


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
    if len(line) <= _TITLE_LENGTH and not re.search(r"[。；！？]", line) and line[-1] not in "，：:":
        return "title"
    return "metadata" if begun and len(line) <= 200 and line.endswith(("摄", "报道")) else None


def _glued(text: str, paragraph: Paragraph) -> tuple[list[_Part], int] | None:
    """Take apart a head that lost its line ends (title, date, speaker, address, speech); None where there is none."""
    stop = min(paragraph.end, paragraph.start + 700)
    head = _SPEECH_HEAD.match(text, paragraph.start, stop)
    greeting = next((m for m in _SALUTATION.finditer(text, paragraph.start, stop) if m.start() > paragraph.start), None)
    if head is None or (greeting is not None and greeting.start() < head.end()):
        return None
    parts = [_Part(paragraph.start, "title"), _Part(head.end("title"), "metadata")]
    between = text[head.end() : greeting.start()] if greeting else ""
    if greeting is None or (len(between) > 20 and not between.endswith("摄")):
        return parts, head.end()
    return [*parts, _Part(greeting.start(), "salutation")], greeting.end()


def _greets(text: str, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is an address of the audience and nothing else."""
    return _SALUTATION.fullmatch(text, paragraph.start, paragraph.end) is not None


def _head(text: str, paragraphs: list[Paragraph]) -> tuple[list[_Part], int]:
    """Return the parts before the speech proper, and where that starts."""
    parts: list[_Part] = []
    before = ""
    for index, paragraph in enumerate(paragraphs[:_HEAD_LINES]):
        line = text[paragraph.start : paragraph.end]
        salutation = _SALUTATION.match(line)
        if salutation:
            return [*parts, _Part(paragraph.start, "salutation")], paragraph.start + salutation.end()
        greeted = any(_greets(text, p) for p in paragraphs[index + 1 : index + 6] if p.start - paragraph.start < 800)
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
                _Part(paragraph.start, "metadata"),
                _Part(caption.start("address"), "salutation"),
            ], caption.end()
        heading = any(
            m.start - paragraph.start < 8 for m in find_markers(text, [paragraph], paragraph.start, paragraph.end)
        )
        role = None if heading else _head_role(line, before) or ("metadata" if greeted else None)
        if role is None:
            return parts, paragraph.start
        parts.append(_Part(paragraph.start, role))
        before = line
    return [], 0


def _contents(layout: Layout, start: int, end: int) -> tuple[list[_Part], int]:
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
            re.sub(r"[\s\d.…·–-]+$", "", _title(layout, Item(marker)).split("\n")[0]),
        )
        if not key[1]:
            continue
        if key in seen:
            twice.append((seen[key], marker))
        seen[key] = marker
    if len(twice) < 3 or twice[-1][0].start > twice[0][1].start:
        return [], start
    first, again = twice[0]
    parts = [_Part(start, "boilerplate")]
    for paragraph in layout.paragraphs[max(again.paragraph - 4, first.paragraph) : again.paragraph]:
        if _greets(layout.text, paragraph):
            return [*parts, _Part(paragraph.start, "salutation")], paragraph.end
    return parts, again.start


def _tail(text: str, paragraphs: list[Paragraph], start: int) -> list[_Part]:
    """Return the parts behind the speech that starts at `start`: notes, page furniture, where it was printed."""
    parts: list[_Part] = []
    printed = _PRINTED.search(text, max(start, len(text) - 120))
    length = len(text) - start
    for paragraph in paragraphs[bisect_left(paragraphs, start, key=lambda p: p.start) :]:
        cue = _TAIL.match(text, paragraph.start, paragraph.end)
        if cue and (
            parts or len(text) - paragraph.start <= (0.7 * length if cue["notes"] else max(0.25 * length, 600))
        ):
            parts.append(_Part(paragraph.start, "metadata" if cue.lastgroup == "metadata" else "boilerplate"))
    return parts or ([_Part(printed.start(), "metadata")] if printed else [])


def _closing(layout: Layout, after: int, end: int, length: int) -> int | None:
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


def _title(layout: Layout, item: Item) -> str:
    """Return the words of a point's heading, or the clause up to the first stop, "" where that is no heading."""
    text, marker = layout.text, item.marker
    end = layout.paragraphs[marker.paragraph].end
    line = text[marker.end : min(end, marker.end + 200)].strip()
    if marker.head:
        if not line:  # the heading stands on the next line
            following = layout.paragraphs[marker.paragraph + 1 : marker.paragraph + 2]
            line = text[following[0].start : following[0].end] if following else ""
            return line if len(line) <= _TITLE_LENGTH and not re.search(r"[。；！]", line) else ""
        clause = re.split(r"[。；：！？\n]", line, maxsplit=1)[0]
        if len(clause) <= _TITLE_LENGTH:
            return clause.strip("*# \u3000")
    clause = re.split(r"[，。；：！？\n]", line, maxsplit=1)[0]
    return clause.strip() if len(clause) <= _TITLE_LENGTH else ""


def _speech(layout: Layout, start: int, end: int, close: bool) -> list[_Part]:
    """Return the parts of the speech that stands between `start` and `end`."""
    start += len(layout.text[start:end]) - len(layout.text[start:end].lstrip())
    markers = find_markers(layout.text, layout.paragraphs, start, end)
    chains = grow_tree(layout, markers, end)
    glossary = _glossary(layout, chains)
    if glossary is not None:
        parts = _speech(layout, start, glossary, close)
        return [*parts, _Part(glossary, "boilerplate")]
    last = max((marker.start for marker in _walk(chains)), default=start)
    closing = _closing(layout, last, end, end - start) if close else None
    limit = end if closing is None else closing
    settle(chains, layout, limit)
    parts = []
    at = start
    for chain in chains:
        for item in chain.items:
            if layout.text[at : item.start].strip():
                parts.append(_Part(at, "preamble"))
            parts.append(_Part(item.start, "directive", item))
            at = item.end
    if layout.text[at:limit].strip():
        parts.append(_Part(at, "closing" if parts and close and closing is None else "preamble"))
    if closing is not None:
        parts.append(_Part(closing, "closing"))
    return parts


def _glossary(layout: Layout, chains: list[Chain]) -> int | None:
    """Return where a list of explained terms behind the speech starts (1. “两重”：…), None where there is none."""
    if not chains:
        return None
    chain = chains[-1]
    while chain.items[-1].chains:
        chain = chain.items[-1].chains[-1]
    items = chain.items
    if len(items) < 3 or chain.style not in ("ar", "(ar)", "ring"):
        return None
    explained = sum(bool(_EXPLAINED.match(layout.text, item.marker.end)) for item in items)
    return items[0].start if explained > 0.7 * len(items) else None


def _walk(chains: list[Chain]) -> Iterator[Marker]:
    """Yield the markers of all points under `chains`."""
    for chain in chains:
        for item in chain.items:
            yield item.marker
            yield from _walk(item.chains)


def find_sections(text: str) -> list[SectionSpan]:
    r"""Return the sections of cleaned `text` in text order.

    Sections of level 1 tile the text; directives below lie within their parents. Ids are d1, d2, … for directives and
    s0, s1, … for all else.

    >>> for s in find_sections("同志们：\n讲两点。一要学习。二要实干。"):
    ...     print(s.id, s.role, s.level, s.marker, s.title, s.start, s.end)
    s0 salutation 1   0 5
    s1 preamble 1   5 9
    d1 directive 1 一要 学习 9 14
    d2 directive 1 二要 实干 14 19
    """
    paragraphs = find_paragraphs(text)
    if not paragraphs:
        return []
    layout = Layout(text, paragraphs, find_sentences(text))
    if any(_SOURCE_LINE.match(text, p.start, p.end) for p in paragraphs):
        parts = _bulletin(layout)
    else:
        head, start = _head(text, paragraphs)
        tail = _tail(text, paragraphs, start)
        end = tail[0].start if tail else len(text)
        contents, start = _contents(layout, start, end)
        parts = [*head, *contents, *_speech(layout, start, end, close=True), *tail]
    return _number(layout, _merge(parts))


def _bulletin(layout: Layout) -> list[_Part]:
    """Return the parts of a news bulletin: each item a title, its text and the address of its source."""
    text = layout.text
    lines: list[_Part] = []
    for index, paragraph in enumerate(layout.paragraphs):
        line = text[paragraph.start : paragraph.end]
        following = layout.paragraphs[index + 1].start if index + 1 < len(layout.paragraphs) else len(text)
        starts = not lines or lines[-1].role == "metadata"
        if _SOURCE_LINE.match(line) or (starts and re.match(r"[#\s]*(?:新闻联播|更新于)", line)):
            lines.append(_Part(paragraph.start, "metadata"))
        elif (starts or _ITEM.match(text, following)) and len(line) <= 80 and not line.endswith("。"):
            lines.append(_Part(paragraph.start, "title"))
        elif starts or lines[-1].role == "title":
            lines.append(_Part(paragraph.start, "preamble"))
    parts: list[_Part] = []
    for part, end in zip(lines, [*(p.start for p in lines[1:]), len(text)], strict=True):
        parts.extend(_speech(layout, part.start, end, close=False) if part.role == "preamble" else [part])
    return parts


def _merge(parts: list[_Part]) -> list[_Part]:
    """Return `parts` with neighbours of one role made one, directives apart."""
    merged: list[_Part] = []
    for part in parts:
        if part.item is None and merged and merged[-1].role == part.role:
            continue
        merged.append(part)
    return merged


def _number(layout: Layout, parts: list[_Part]) -> list[SectionSpan]:
    """Return sections with ids from the parts of level 1, in text order."""
    sections: list[SectionSpan] = []
    counts = {"d": 0, "s": 0}

    def name(kind: str) -> str:
        counts[kind] += 1
        return f"{kind}{counts[kind] - (kind == 's')}"

    def put(item: Item, parent: str | None, level: int, start: int, end: int) -> None:
        own = name("d")
        marker = item.marker
        sections.append(SectionSpan(own, parent, "directive", level, marker.text, _title(layout, item), start, end))
        for chain in item.chains:
            for below in chain.items:
                put(below, own, level + 1, below.start, min(below.end, end))

    starts = [0, *(part.start for part in parts[1:]), len(layout.text)]
    for part, start, end in zip(parts, starts, starts[1:], strict=False):
        if part.item is not None:
            put(part.item, None, 1, start, end)
        else:
            sections.append(SectionSpan(name("s"), None, part.role, 1, "", "", start, end))
    return sections
