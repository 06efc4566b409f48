"""The spaCy components: `nlp.add_pipe("tifagraph_lexicon")` and so on, in any pipeline for Chinese.

They read cleaned text (pipeline.cleaning) and speak through extension attributes of Doc: `candidates` (what was
proposed), `opinions` (the tagger's), `mentions` (what was decided), `sections` and `sentences`, all by characters; the
mentions also stand in `doc.spans["mentions"]`, with label, concept (`kb_id_`) and rule (`id_`).
"""

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import grammar
from pipeline.candidates import Candidate
from pipeline.entities import EntityModel, load_entity_model
from pipeline.lexicon.loader import Lexicon, load_lexicon
from pipeline.linking import Linker
from pipeline.resolver import MIN_SCORE, resolve, without_own
from pipeline.sections import find_sections, find_sentences
from pipeline.tagger import Tagger, load_tagger
from pipeline.tokenizer import split_at, text_of

GROUP = "mentions"

for _name in ("candidates", "opinions", "mentions", "sections", "sentences"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


class Sections:
    """Set `doc._.sections` and `doc._.sentences`, and the tokens at which sentences start."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the sections of one document."""
        text = text_of(doc)
        doc._.sentences = find_sentences(text)
        doc._.sections = find_sections(text, doc._.sentences)
        return cut(doc, ())


class LexiconMatcher:
    """Add every surface form of the lexicon to `doc._.candidates`."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon."""
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Match one document."""
        return propose(doc, self.lexicon.match(text_of(doc)))


class Grammar:
    """Add what the productive patterns find to `doc._.candidates`."""

    def __call__(self, doc: Doc) -> Doc:
        """Match one document."""
        return propose(doc, grammar.match(text_of(doc)))


class EntityMatcher:
    """Add what an installed spaCy pipeline takes for entities to `doc._.candidates`.

    It stands in for the tagger where the tagger is by itself: entities that neither lexicon nor grammar proposes.
    """

    def __init__(self, model: EntityModel) -> None:
        """Take the pipeline."""
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Match one document."""
        if doc._.opinions is not None:
            doc._.opinions = without_own(doc._.opinions)
        return propose(doc, self.model.match(text_of(doc)))


class SpanTagger:
    """Set `doc._.opinions` to what the trained tagger thinks of the document's spans."""

    def __init__(self, tagger: Tagger) -> None:
        """Take the tagger."""
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Score one document."""
        doc._.opinions = self.tagger.score(text_of(doc), doc._.candidates or [])
        return doc


class Resolver:
    """Decide which spans are mentions: `doc._.mentions`."""

    def __init__(self, min_score: float) -> None:
        """Take the score from which a span is a mention."""
        self.min_score = min_score

    def __call__(self, doc: Doc) -> Doc:
        """Decide for one document."""
        doc._.mentions = resolve(text_of(doc), doc._.candidates or [], doc._.opinions, self.min_score)
        return doc


class ConceptLinker:
    """Link every mention to its concept and set the span group; tokens are cut where a mention starts or ends."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon whose concepts come first."""
        self.linker = Linker(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Link the mentions of one document."""
        mentions: list[Candidate] = doc._.mentions or []
        doc = cut(doc, {edge for mention in mentions for edge in (mention.start, mention.end)})
        text = text_of(doc)
        first = dict(zip(doc.to_array("IDX").tolist(), range(len(doc)), strict=True))
        first[len(text)] = len(doc)
        doc.spans[GROUP] = [
            Span(
                doc,
                first[mention.start],
                first[mention.end],
                label=mention.label,
                kb_id=self.linker.link(text[mention.start : mention.end], mention.label).id,
                span_id=mention.rule,
            )
            for mention in mentions
        ]
        return doc


def cut(doc: Doc, edges: Iterable[int]) -> Doc:
    """Return the Doc with tokens cut at `edges` and where sentences start, these marked."""
    return split_at(doc, edges, {sentence.start for sentence in doc._.sentences or ()})


def propose(doc: Doc, candidates: list[Candidate]) -> Doc:
    """Add candidates to a document."""
    doc._.candidates = [*(doc._.candidates or []), *candidates]
    return doc


@Language.factory("tifagraph_sections")
def make_sections(nlp: Language, name: str) -> Sections:
    """Make the component that finds sections and sentences."""
    return Sections()


@Language.factory("tifagraph_lexicon", default_config={"path": None})
def make_lexicon(nlp: Language, name: str, path: str | None) -> LexiconMatcher:
    """Make the lexicon's component; `path` is a user's file of corrections."""
    return LexiconMatcher(load_lexicon(Path(path) if path else None))


@Language.factory("tifagraph_grammar")
def make_grammar(nlp: Language, name: str) -> Grammar:
    """Make the grammar's component."""
    return Grammar()


@Language.factory("tifagraph_model")
def make_model(nlp: Language, name: str, model: str) -> EntityMatcher:
    """Make the component that asks another pipeline for entities; `model` is its package's name or its folder."""
    return EntityMatcher(load_entity_model(model))


@Language.factory("tifagraph_tagger")
def make_tagger(nlp: Language, name: str) -> SpanTagger:
    """Make the tagger's component."""
    return SpanTagger(load_tagger())


@Language.factory("tifagraph_resolver", default_config={"min_score": MIN_SCORE})
def make_resolver(nlp: Language, name: str, min_score: float) -> Resolver:
    """Make the component that decides; `min_score` moves along the precision-recall curve."""
    return Resolver(min_score)


@Language.factory("tifagraph_linker", default_config={"path": None})
def make_linker(nlp: Language, name: str, path: str | None) -> ConceptLinker:
    """Make the component that links mentions to concepts; `path` is a user's file of corrections."""
    return ConceptLinker(load_lexicon(Path(path) if path else None))
