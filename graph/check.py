"""The record contract as far as the graph depends on it, checked before anything is counted."""

import re

from pipeline.errors import RecordsError
from pipeline.records import Records

CONCEPTS = ("slogan", "entity")


def check(records: Records) -> None:
    """Raise RecordsError where a row points to a row that isn't there."""
    concepts = {concept.id for concept in records.concepts}
    for concept in records.concepts:
        if not re.fullmatch("[A-Za-z0-9_-]+", concept.id) or concept.kind not in CONCEPTS:
            raise RecordsError(
                f"concepts: {concept.id!r} ({concept.kind}) is no concept; ids are ASCII letters, digits and hyphens, "
                f"kinds {' and '.join(CONCEPTS)}"
            )
    sections: set[tuple[str, str]] = set()
    sentences = {(sentence.doc, sentence.sentence) for sentence in records.sentences}
    documents = {document.doc for document in records.documents}
    for section in records.sections:
        if section.doc not in documents:
            raise RecordsError(f"sections: no document {section.doc!r}; build the records again")
        if (section.doc, section.id) in sections:
            raise RecordsError(f"sections: {section.doc!r} has {section.id!r} twice; build the records again")
        sections.add((section.doc, section.id))
    for mention in records.mentions:
        if mention.concept not in concepts:
            raise RecordsError(f"mentions: no concept {mention.concept!r}; build the records again")
        if (mention.doc, mention.section) not in sections:
            raise RecordsError(f"mentions: {mention.doc!r} has no section {mention.section!r}; build the records again")
        if (mention.doc, mention.sentence) not in sentences:
            raise RecordsError(f"mentions: {mention.doc!r} has no sentence {mention.sentence}; build the records again")
