"""Write down what was found in one document as records: raw offsets, sections by id, mentions with their concepts."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.candidates import Candidates
from pipeline.cleaning import Cleaned
from pipeline.cleaning.offsets import Offsets
from pipeline.columns import Columns, Table
from pipeline.linking import Linker
from pipeline.places import find_place
from pipeline.reading import Source
from pipeline.records import Records, kind_of
from pipeline.sections import SectionSpan, SentenceSpan, find_metadata


def make_columns(
    name: str,
    source: Source,
    cleaned: Cleaned,
    sections: Sequence[SectionSpan],
    sentences: Sequence[SentenceSpan],
    mentions: Candidates,
    linker: Linker,
) -> Columns:
    """Return the records of the document `name`, all but its concepts; spans are those of the cleaned text.

    A mention of a concept that the lexicon lacks is named by its own form until `name_concepts` has seen them all.
    """
    text = cleaned.text
    place = _Places(sections)
    starts = np.array([sentence.start for sentence in sentences], dtype=np.int64)
    columns = Columns()
    columns.tables["documents"] = _document(name, source, cleaned, sections)
    spans = [cleaned.to_raw(section.start, section.end) for section in sections]
    columns.tables["sections"] = {
        "doc": [name] * len(sections),
        "id": [section.id for section in sections],
        "parent": [section.parent for section in sections],
        "role": [section.role for section in sections],
        "level": [section.level for section in sections],
        "marker": [section.marker for section in sections],
        "title": [section.title for section in sections],
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
    }
    columns.tables["sentences"] = _sentences(name, source, cleaned, sentences, starts, place)
    firsts, lasts = cleaned.all_to_raw(mentions.starts, mentions.ends)
    edges = zip(mentions.starts.tolist(), mentions.ends.tolist(), strict=True)
    surfaces = [text[start:end] for start, end in edges]
    links = linker.link_all(surfaces, mentions.labels)
    kinds = {label: kind_of(label) for label in set(mentions.labels)}
    columns.tables["mentions"] = {
        "doc": [name] * len(surfaces),
        "start": firsts.tolist(),
        "end": lasts.tolist(),
        "clean_start": mentions.starts.tolist(),
        "text": surfaces,
        "kind": [*map(kinds.__getitem__, mentions.labels)],
        "label": [*mentions.labels],
        "concept": [link.id for link in links],
        "name": [link.name for link in links],
        "section": place.at(mentions.starts),
        "sentence": np.maximum(np.searchsorted(starts, mentions.starts, side="right") - 1, 0).tolist(),
        "rule": [*mentions.rules],
        "score": [round(score, 3) for score in mentions.scores],
    }
    return columns


def name_concepts(records: Records, linker: Linker) -> None:
    """Set the concepts of `records` to those that are mentioned, and name the mentions by them, in place."""
    uses = Counter((mention.text, mention.label) for mention in records.mentions)
    records.concepts = linker.concepts((surface, label, often) for (surface, label), often in uses.items())
    names = {concept.id: concept.name for concept in records.concepts}
    records.mentions = [
        mention if mention.name == names[mention.concept] else dataclasses.replace(mention, name=names[mention.concept])
        for mention in records.mentions
    ]


def _sentences(
    name: str,
    source: Source,
    cleaned: Cleaned,
    sentences: Sequence[SentenceSpan],
    starts: Offsets,
    place: "_Places",
) -> Table:
    firsts, lasts = cleaned.all_to_raw(starts, np.array([sentence.end for sentence in sentences], dtype=np.int64))
    edges = list(zip(firsts.tolist(), lasts.tolist(), strict=True))
    texts = [cleaned.text[sentence.start : sentence.end] for sentence in sentences]
    raws = (source.text[start:end] for start, end in edges)
    return {
        "doc": [name] * len(texts),
        "sentence": [*range(len(texts))],
        "paragraph": [sentence.paragraph for sentence in sentences],
        "section": place.at(starts),
        "start": firsts.tolist(),
        "end": lasts.tolist(),
        "clean_start": starts.tolist(),
        "text": texts,
        "raw": [raw if raw != words else None for raw, words in zip(raws, texts, strict=True)],
    }


class _Places:
    """Find the deepest section at offsets: which one it is changes only where one starts or ends."""

    def __init__(self, sections: Sequence[SectionSpan]) -> None:
        waiting = sorted(sections, key=lambda section: (section.start, -section.end))[::-1]
        borders = sorted({edge for section in sections for edge in (section.start, section.end)})
        self._borders = np.array(borders, dtype=np.int64)
        self._ids: list[str] = []  # from each border on; the last one, also "before the first", is none
        within: list[SectionSpan] = []
        for border in borders:
            while waiting and waiting[-1].start <= border:
                within.append(waiting.pop())
            while within and within[-1].end <= border:
                within.pop()
            self._ids.append(within[-1].id if within else "")
        self._ids.append("")

    def at(self, offsets: Offsets) -> list[str]:
        """Return the id of the deepest section at each offset, "" for none."""
        places = np.searchsorted(self._borders, offsets, side="right") - 1
        return [*map(self._ids.__getitem__, places.tolist())]


def _document(name: str, source: Source, cleaned: Cleaned, sections: Sequence[SectionSpan]) -> Table:
    told = find_metadata(cleaned.text, name, sections)
    place, level = find_place(cleaned.text, name)
    row: dict[str, Any] = {
        "doc": name,
        "title": told.title,
        "date": told.date,
        "source": told.source,
        "speaker": told.speaker,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "text": cleaned.text,
        "cleaning": dict(sorted(cleaned.steps.items())),
        "place": place,
        "level": level,
    }
    return {field: [value] for field, value in row.items()}
