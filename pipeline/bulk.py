"""Read documents in bulk: the records of the spaCy pipeline without its Docs, for corpora.

Mentions, sections and links depend on characters alone, so cutting words and making Docs, a fifth of the pipeline's
time, changes no record. With the lexicon only, for archives too large to read in full, there are no models either:
surface forms are found by a trie, and all that follows them to the store is columns.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.candidates import Candidate, Candidates
from pipeline.cleaning import clean
from pipeline.columns import Columns
from pipeline.lexicon.loader import load_lexicon
from pipeline.linking import load_linker
from pipeline.reading import read_source
from pipeline.records import Records
from pipeline.resolver import MIN_SCORE, resolve, resolve_known, without_own
from pipeline.rows import make_columns
from pipeline.sections import find_sections, find_sentences
from pipeline.settings import Settings
from pipeline.tagger import load_tagger

__all__ = ["BulkReader"]


class BulkReader:
    """Read documents as pipeline.extraction.Extractor does, to the same records."""

    def __init__(self, settings: Settings, *, lexicon_only: bool = False) -> None:
        """Load what the settings ask for; raise LexiconError or ModelError for what cannot be loaded."""
        self._lexicon = load_lexicon(settings.lexicon)
        self.linker = load_linker(settings.lexicon)
        self._min_score = MIN_SCORE if settings.min_score is None else settings.min_score
        self._lexicon_only = lexicon_only
        self._idle = set(settings.without)
        self._entities: Callable[[str], list[Candidate]] | None = None
        if lexicon_only:
            return
        from pipeline import grammar  # whose patterns take a while to compile

        self._grammar = grammar.match
        if settings.model is not None:
            from pipeline.entities import load_entity_model  # needs spaCy, which takes a second to import

            self._entities = load_entity_model(settings.model).match

    def read(self, path: Path, name: str) -> Records:
        """Return the records of one file, all but its concepts; raise ReadingError where it cannot be read."""
        return self.read_columns(path, name).records()

    def read_columns(self, path: Path, name: str) -> Columns:
        """Return in columns what `read` returns."""
        source = read_source(path)
        cleaned = clean(source.text)
        text = cleaned.text
        sentences = find_sentences(text)
        sections = find_sections(text, sentences)
        return make_columns(name, source, cleaned, sections, sentences, self._decide(text), self.linker)

    def _decide(self, text: str) -> Candidates:
        """Return the mentions of cleaned `text`, in the order of pipeline/config.cfg."""
        if self._lexicon_only:
            return resolve_known(text, self._lexicon.match_all(text), self._min_score)
        candidates: list[Candidate] = []
        if "lexicon" not in self._idle:
            candidates += self._lexicon.match(text)
        if "grammar" not in self._idle:
            candidates += self._grammar(text)
        opinions = None if "tagger" in self._idle else load_tagger().score(text, candidates)
        if self._entities is not None:
            candidates += self._entities(text)
            opinions = without_own(opinions) if opinions is not None else None
        return Candidates.of(resolve(text, candidates, opinions, self._min_score))
