"""Turn source files into records: reading, cleaning, the spaCy pipeline, and the way back to raw offsets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
import spacy.util
from spacy.language import Language
from thinc.api import Config

import pipeline.components
import pipeline.tokenizer  # noqa: F401
from pipeline.cleaning import clean
from pipeline.components import ConceptLinker
from pipeline.reading import read_source
from pipeline.records import Records
from pipeline.rows import make_records, name_concepts

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
    """Read documents, each by itself; `add_concepts` says what their mentions have in common."""

    def __init__(self, settings: Settings = Settings()) -> None:
        """Load the pipeline once."""
        self._nlp = load_pipeline(settings)
        linker = self._nlp.get_pipe("linker")
        assert isinstance(linker, ConceptLinker)
        self._linker = linker.linker

    def read(self, path: Path, name: str) -> Records:
        """Return the records of one file, all but its concepts; raise ReadingError where it cannot be read."""
        source = read_source(path)
        cleaned = clean(source.text)
        doc = self._nlp(cleaned.text)
        return make_records(name, source, cleaned, doc._.sections, doc._.sentences, doc._.mentions, self._linker)

    def add_concepts(self, records: Records) -> None:
        """Set the concepts of `records` to those that are mentioned, and name the mentions by them."""
        name_concepts(records, self._linker)
