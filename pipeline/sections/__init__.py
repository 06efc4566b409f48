"""The shape of a speech: sentences, sections, the tree of its numbered points, and what it says about itself."""

from pipeline.sections.metadata import Metadata, find_metadata
from pipeline.sections.roles import SectionSpan, find_sections
from pipeline.sections.sentences import SentenceSpan, find_sentences

__all__ = ["Metadata", "SectionSpan", "SentenceSpan", "find_metadata", "find_sections", "find_sentences"]
