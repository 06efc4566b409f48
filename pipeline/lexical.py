"""Read documents for what the lexicon knows, and nothing else: no word segmentation, no tagger, no spaCy.

For archives too large to read in full. Lexicon forms are found by Aho and Corasick's automaton in the cleaned text, in
one pass; sections, sentences, linking and offsets are those of the full reading, and so are the records.
"""

from pathlib import Path

from pipeline.cleaning import clean
from pipeline.lexicon.loader import Lexicon
from pipeline.linking import Linker
from pipeline.reading import read_source
from pipeline.records import Records
from pipeline.resolver import MIN_SCORE, resolve
from pipeline.rows import make_records, name_concepts
from pipeline.sections import find_sections, find_sentences


class LexicalReader:
    """Read documents by the lexicon alone; does what pipeline.extraction.Extractor does."""

    def __init__(self, lexicon: Path | None = None, min_score: float | None = None) -> None:
        """Load the lexicon, with the corrections in a user's file where one is given."""
        self._lexicon = Lexicon.load(lexicon)
        self._linker = Linker(self._lexicon)
        self._min_score = MIN_SCORE if min_score is None else min_score

    def read(self, path: Path, name: str) -> Records:
        """Return the records of one file, all but its concepts; raise ReadingError where it cannot be read."""
        source = read_source(path)
        cleaned = clean(source.text)
        text = cleaned.text
        mentions = resolve(text, self._lexicon.match(text), None, self._min_score)
        return make_records(name, source, cleaned, find_sections(text), find_sentences(text), mentions, self._linker)

    def add_concepts(self, records: Records) -> None:
        """Set the concepts of `records` to those that are mentioned, and name the mentions by them."""
        name_concepts(records, self._linker)
