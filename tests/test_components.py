"""The spaCy components, as another spaCy user adds them to a pipeline."""

import pytest
import spacy

from pipeline.extraction import load_pipeline

TEXT = "要增强“四个意识”，贯彻党的二十大精神。一是稳中求进；二是守正创新。"
FACTORIES = ("sections", "lexicon", "grammar", "tagger", "resolver", "linker")


@pytest.fixture(scope="module")
def blank():
    nlp = spacy.blank("zh")
    for name in FACTORIES:
        nlp.add_pipe(f"tifagraph_{name}")
    return nlp


def test_mentions_are_spans_of_a_blank_pipeline(blank):
    doc = blank(TEXT)
    found = {span.text: (span.label_, span.kb_id_) for span in doc.spans["mentions"]}
    assert found["四个意识"] == ("NUMERIC", "si-ge-yi-shi")
    assert "党的二十大" in found
    assert doc.text == TEXT


def test_the_shipped_pipeline_cuts_tokens_at_mentions_and_sentences():
    doc = load_pipeline()(TEXT)
    assert [span.text for span in doc.spans["mentions"]] == [
        TEXT[mention.start : mention.end] for mention in doc._.mentions
    ]
    assert [sentence.text for sentence in doc.sents] == [
        TEXT[sentence.start : sentence.end] for sentence in doc._.sentences
    ]
    assert [section.marker for section in doc._.sections if section.role == "directive"] == ["一是", "二是"]


def test_the_rule_that_found_a_mention_is_its_span_id(blank):
    doc = blank(TEXT)
    (span,) = [span for span in doc.spans["mentions"] if span.text == "四个意识"]
    assert span.id_ == "lexicon"


@pytest.mark.parametrize("text", ["", "\n", " ", "\u3000\n\n", "a"])
def test_odd_texts_pass(blank, text):
    assert blank(text).text == text
