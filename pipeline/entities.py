"""Take entities from a spaCy pipeline that the user has installed (zh_core_web_*, or one of their own)."""

import re
from collections.abc import Iterator
from functools import cache

import spacy
from spacy.language import Language

from pipeline.candidates import Candidate
from pipeline.errors import ModelError

__all__ = ["EntityModel", "load_entity_model"]

# OntoNotes 5, which zh_core_web_* are trained on, and the short names of other corpora; our own stay as they are
_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "PLACE": "PLACE",
    "NORP": "GROUP",
    "GROUP": "GROUP",
    "LAW": "DOCUMENT",
    "DOCUMENT": "DOCUMENT",
    "EVENT": "EVENT",
    "DATE": "PERIOD",
    "PERIOD": "PERIOD",
}
_NAMED_PERIOD = re.compile(r"时期|时代|[一二三四五六七八九十]五(?!年|月|日)")
_SCORE = 0.7  # spaCy's recogniser gives no probability; its published F1 is near this
_EMBEDDERS = frozenset({"tok2vec", "transformer", "curated_transformer"})
_LINE = re.compile(r"[^\n]+")


class EntityModel:
    """Propose what a pipeline's entity recogniser finds; everything else in the pipeline stays idle."""

    def __init__(self, nlp: Language) -> None:
        """Take the pipeline."""
        self._nlp = nlp
        self._idle = [name for name in nlp.pipe_names if not (_finds_entities(nlp, name) or _embeds(nlp, name))]

    def match(self, text: str) -> list[Candidate]:
        """Return the entities of cleaned `text` in text order, rule `model.` and the model's own label.

        Dates count only where they name an era or a plan's period.
        """
        return sorted(self._entities(text))

    def _entities(self, text: str) -> Iterator[Candidate]:
        lines = ((line.group(), line.start()) for line in _LINE.finditer(text))
        for doc, start in self._nlp.pipe(lines, as_tuples=True, disable=self._idle):
            for entity in doc.ents:
                label = _LABELS.get(entity.label_)
                if label is None or (entity.label_ == "DATE" and not _NAMED_PERIOD.search(entity.text)):
                    continue
                rule = f"model.{entity.label_}"
                yield Candidate(start + entity.start_char, start + entity.end_char, label, rule, _SCORE)


def _finds_entities(nlp: Language, name: str) -> bool:
    return "doc.ents" in nlp.get_pipe_meta(name).assigns


def _embeds(nlp: Language, name: str) -> bool:
    return nlp.get_pipe_meta(name).factory in _EMBEDDERS


@cache
def load_entity_model(name: str) -> EntityModel:
    """Load an installed pipeline by its package's name or its folder.

    Raises ModelError where there is none, it cannot be loaded, is not for Chinese, or finds no entities.
    """
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"{name}: no such spaCy pipeline ({_first_line(error)}); install it, or give its folder"
        ) from None
    except (ValueError, ImportError, KeyError) as error:
        raise ModelError(f"{name}: spaCy cannot load this pipeline ({_first_line(error)})") from None
    if nlp.lang not in ("zh", "xx"):
        raise ModelError(f"{name}: a pipeline for '{nlp.lang}'; give one for Chinese, such as zh_core_web_sm")
    if not any(_finds_entities(nlp, component) for component in nlp.pipe_names):
        raise ModelError(f"{name}: this pipeline finds no entities; give one with an entity recogniser")
    return EntityModel(nlp)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__).rstrip(".")
