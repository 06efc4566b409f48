"""Turn source files into records: reading, cleaning, the spaCy pipeline, and the way back to raw offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

import pipeline.components
import pipeline.tokenizer  # noqa: F401
from pipeline.cleaning import Cleaned, clean
from pipeline.components import ConceptLinker
from pipeline.linking import Link
from pipeline.reading import Source, read_source
from pipeline.records import Document, Mention, Records, Section, Sentence, kind_of
from pipeline.sections import Metadata, SectionSpan, find_metadata

CONFIG = Path(__file__).resolve().parent / "config.cfg"


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what a user may choose: corrections to the lexicon, the least score, a spaCy model, parts to leave out."""

    lexicon: Path | None = None
    min_score: float | None = None
    model: str | None = None
    without: tuple[str, ...] = ()

    def overrides(self) -> dict[str, Any]:
        """Return the settings as overrides of config.cfg."""
        found: dict[str, Any] = {}
        if self.lexicon is not None:
            found["components.lexicon.path"] = found["components.linker.path"] = str(self.lexicon)
        if self.min_score is not None:
            found["components.resolver.min_score"] = self.min_score
        return found


def load_pipeline(settings: Settings = Settings()) -> Language:
    """Build the spaCy pipeline of config.cfg; raise LexiconError or ModelError for what cannot be loaded."""
    config = Config().from_disk(CONFIG, overrides=settings.overrides())
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    for name in settings.without:
        nlp.remove_pipe(name)
    if settings.model is not None:
        nlp.add_pipe("tifagraph_model", name="model", before="resolver", config={"model": settings.model})
    return nlp


class Extractor:
    """Read documents one after the other and gather their records; links are shared, so one name is one concept."""

    def __init__(self, settings: Settings = Settings()) -> None:
        """Load the pipeline once."""
        self._nlp = load_pipeline(settings)
        linker = self._nlp.get_pipe("linker")
        assert isinstance(linker, ConceptLinker)
        self._linker = linker
        self._links: dict[str, Link] = {}

    def read(self, path: Path, name: str) -> Records:
        """Return the records of one file, all but its concepts; raise ReadingError where it cannot be read."""
        source = read_source(path)
        cleaned = clean(source.text)
        doc = self._nlp(cleaned.text)
        return self._records(name, source, cleaned, doc)

    def add_concepts(self, records: Records) -> None:
        """Set the concepts of `records` to those of everything read so far."""
        records.concepts = self._linker.linker.concepts(self._links[key] for key in sorted(self._links))

    def _records(self, name: str, source: Source, cleaned: Cleaned, doc: Doc) -> Records:
        text = cleaned.text
        sections: list[SectionSpan] = doc._.sections
        place = _Places(sections)
        told = find_metadata(text, name)
        records = Records(documents=[_document(name, source, cleaned, told)])
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
        for index, sentence in enumerate(doc._.sentences):
            start, end = cleaned.to_raw(sentence.start, sentence.end)
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
        for mention in doc._.mentions:
            while at + 1 < len(starts) and starts[at + 1] <= mention.start:
                at += 1
            link = self._linker.link(text, mention)
            self._links[link.id] = link
            start, end = cleaned.to_raw(mention.start, mention.end)
            records.mentions.append(
                Mention(
                    doc=name,
                    start=start,
                    end=end,
                    clean_start=mention.start,
                    text=text[mention.start : mention.end],
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


def _document(name: str, source: Source, cleaned: Cleaned, told: Metadata) -> Document:
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
    )
