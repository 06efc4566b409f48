"""Tell the parts of a speech apart: what stands before it, the address, the points, the close, page furniture."""

from dataclasses import dataclass

from pipeline.sections.bulletin import SOURCE_LINE, find_bulletin
from pipeline.sections.head import find_contents, find_head
from pipeline.sections.layout import Layout
from pipeline.sections.parts import Part, find_heading
from pipeline.sections.sentences import SentenceSpan, find_paragraphs, find_sentences
from pipeline.sections.speech import find_speech
from pipeline.sections.tail import find_tail
from pipeline.sections.tree import Item


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


def find_sections(text: str, sentences: list[SentenceSpan] | None = None) -> list[SectionSpan]:
    r"""Return the sections of cleaned `text` in text order; `sentences` are its sentences, if at hand.

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
    layout = Layout(text, paragraphs, find_sentences(text) if sentences is None else sentences)
    if any(SOURCE_LINE.match(text, p.start, p.end) for p in paragraphs):
        parts = find_bulletin(layout)
    else:
        head, start = find_head(text, paragraphs)
        tail = find_tail(text, paragraphs, start)
        end = tail[0].start if tail else len(text)
        contents, start = find_contents(layout, start, end)
        parts = [*head, *contents, *find_speech(layout, start, end, close=True), *tail]
    return _number(layout, _merge(parts))


def _merge(parts: list[Part]) -> list[Part]:
    """Return `parts` with neighbours of one role made one, directives apart."""
    merged: list[Part] = []
    for part in parts:
        if part.item is None and merged and merged[-1].role == part.role:
            continue
        merged.append(part)
    return merged


def _number(layout: Layout, parts: list[Part]) -> list[SectionSpan]:
    """Return sections with ids from the parts of level 1, in text order."""
    sections: list[SectionSpan] = []
    counts = {"d": 0, "s": 0}

    def name(kind: str) -> str:
        counts[kind] += 1
        return f"{kind}{counts[kind] - (kind == 's')}"

    def put(item: Item, parent: str | None, level: int, start: int, end: int) -> None:
        own = name("d")
        marker = item.marker
        sections.append(
            SectionSpan(own, parent, "directive", level, marker.text, find_heading(layout, item), start, end)
        )
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
