"""Turn source files into records: reading, cleaning, the spaCy pipeline, and the way back to raw offsets."""

import sys
from pathlib import Path

import spacy
import spacy.util
from spacy.language import Language
from thinc.api import Config

import pipeline.tokenizer  # noqa: F401  (registers the tokenizer where the package is not installed)
from pipeline.candidates import Candidates
from pipeline.cleaning import clean
from pipeline.columns import Columns
from pipeline.components import ConceptLinker
from pipeline.reading import read_source
from pipeline.records import Records
from pipeline.rows import make_columns, name_concepts
from pipeline.settings import Settings

__all__ = ["Extractor", "Settings", "load_pipeline"]

CONFIG = Path(__file__).resolve().parent / "config.cfg"


def load_pipeline(settings: Settings | None = None) -> Language:
    """Build the spaCy pipeline of config.cfg; raise LexiconError or ModelError for what cannot be loaded."""
    settings = settings or Settings()
    config = Config().from_disk(CONFIG, overrides=settings.overrides())
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    nlp.max_length = sys.maxsize  # spaCy's limit is for parsers; what is here needs memory in proportion to the text
    for name in settings.without:
        nlp.remove_pipe(name)
    if settings.model is not None:
        nlp.add_pipe("tifagraph_model", name="model", before="resolver", config={"model": settings.model})
    return nlp


class Extractor:
    """Read documents, each by itself; `add_concepts` says what their mentions have in common."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Load the pipeline once."""
        self._nlp = load_pipeline(settings)
        linker = self._nlp.get_pipe("linker")
        assert isinstance(linker, ConceptLinker)
        self._linker = linker.linker

    def read(self, path: Path, name: str) -> Records:
        """Return the records of one file, all but its concepts; raise ReadingError where it cannot be read."""
        return self.read_columns(path, name).records()

    def read_columns(self, path: Path, name: str) -> Columns:
        """Return in columns what `read` returns."""
        source = read_source(path)
        cleaned = clean(source.text)
        doc = self._nlp(cleaned.text)
        mentions = Candidates.of(doc._.mentions)
        return make_columns(name, source, cleaned, doc._.sections, doc._.sentences, mentions, self._linker)

    def add_concepts(self, records: Records) -> None:
        """Set the concepts of `records` to those that are mentioned, and name the mentions by them."""
        name_concepts(records, self._linker)
