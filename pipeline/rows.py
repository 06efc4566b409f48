"""Write down what was found in one document as records: raw offsets, sections by id, mentions with their concepts."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from pipeline.candidates import Candidate
from pipeline.cleaning import Cleaned
from pipeline.linking import Linker
from pipeline.places import find_place
from pipeline.reading import Source
from pipeline.records import Document, Mention, Records, Section, Sentence, kind_of
from pipeline.sections import SectionSpan, SentenceSpan, find_metadata


def make_records(
    name: str,
    source: Source,
    cleaned: Cleaned,
    sections: Sequence[SectionSpan],
    sentences: Sequence[SentenceSpan],
    mentions: Sequence[Candidate],
    linker: Linker,
) -> Records:
    """Return the records of the document `name`, all but its concepts; spans are those of the cleaned text.

    A mention of a concept that the lexicon lacks is named by its own form until `name_concepts` has seen them all.
    """
    text = cleaned.text
    place = _Places(sections)
    records = Records(documents=[_document(name, source, cleaned, sections)])
    for section in sections:
        records.sections.append(
            Section(
                name,
                section.id,
                section.parent,
                section.role,
                section.level,
                section.marker,
                section.title,
                *cleaned.to_raw(section.start, section.end),
            )
        )
    starts = []
    spans = cleaned.all_to_raw([(sentence.start, sentence.end) for sentence in sentences])
    for index, (sentence, (start, end)) in enumerate(zip(sentences, spans, strict=True)):
        words = text[sentence.start : sentence.end]
        raw = source.text[start:end]
        records.sentences.append(
            Sentence(
                doc=name,
                sentence=index,
                paragraph=sentence.paragraph,
                section=place.at(sentence.start),
                start=start,
                end=end,
                clean_start=sentence.start,
                text=words,
                raw=raw if raw != words else None,
            )
        )
        starts.append(sentence.start)
    at = 0
    spans = cleaned.all_to_raw([(mention.start, mention.end) for mention in mentions])
    for mention, (start, end) in zip(mentions, spans, strict=True):
        while at + 1 < len(starts) and starts[at + 1] <= mention.start:
            at += 1
        surface = text[mention.start : mention.end]
        link = linker.link(surface, mention.label)
        records.mentions.append(
            Mention(
                doc=name,
                start=start,
                end=end,
                clean_start=mention.start,
                text=surface,
                kind=kind_of(mention.label),
                label=mention.label,
                concept=link.id,
                name=link.name,
                section=place.at(mention.start),
                sentence=at,
                rule=mention.rule,
                score=round(mention.score, 3),
            )
        )
    return records


def name_concepts(records: Records, linker: Linker) -> None:
    """Set the concepts of `records` to those that are mentioned, and name the mentions by them, in place."""
    uses = Counter((mention.text, mention.label) for mention in records.mentions)
    records.concepts = linker.concepts((surface, label, often) for (surface, label), often in uses.items())
    names = {concept.id: concept.name for concept in records.concepts}
    records.mentions = [
        mention if mention.name == names[mention.concept] else dataclasses.replace(mention, name=names[mention.concept])
        for mention in records.mentions
    ]


class _Places:
    """Find the deepest section at an offset; offsets are asked for in rising order, from the start again if not."""

    def __init__(self, sections: Sequence[SectionSpan]) -> None:
        self._sections = sorted(sections, key=lambda section: (section.start, -section.end))
        self._open: list[SectionSpan] = []
        self._next = 0
        self._last = 0

    def at(self, offset: int) -> str:
        if offset < self._last:
            self._open, self._next = [], 0
        self._last = offset
        while self._next < len(self._sections) and self._sections[self._next].start <= offset:
            self._open.append(self._sections[self._next])
            self._next += 1
        while self._open and self._open[-1].end <= offset:
            self._open.pop()
        return self._open[-1].id if self._open else ""


def _document(name: str, source: Source, cleaned: Cleaned, sections: Sequence[SectionSpan]) -> Document:
    told = find_metadata(cleaned.text, name, sections)
    place, level = find_place(cleaned.text, name)
    return Document(
        doc=name,
        title=told.title,
        date=told.date,
        source=told.source,
        speaker=told.speaker,
        sha256=source.sha256,
        encoding=source.encoding,
        text=cleaned.text,
        cleaning=dict(sorted(cleaned.steps.items())),
        place=place,
        level=level,
    )
