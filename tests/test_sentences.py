"""Sentences: where they end, and that they tile the text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sections import find_sentences
from pipeline.sections.sentences import find_paragraphs

DATA = Path(__file__).parent / "data" / "sentences.tsv"


def cases() -> list[list[str]]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.mark.parametrize(("name", "text", "expected"), cases())
def test_sentences(name: str, text: str, expected: str) -> None:
    text = text.replace("\\n", "\n")
    assert "|".join(text[s.start : s.end] for s in find_sentences(text)) == expected.replace("\\n", "\n"), name


def test_paragraphs_are_counted() -> None:
    assert [s.paragraph for s in find_sentences("甲。乙。\n\n丙\n丁。")] == [0, 0, 1, 2]


def test_a_spaced_name_is_one_paragraph() -> None:
    text = "省长　李　　强\n各位代表："
    assert [text[p.start : p.end] for p in find_paragraphs(text)] == ["省长　李　　强", "各位代表："]


def test_a_quotation_without_an_end_does_not_swallow_the_text() -> None:
    assert len(find_sentences("他说：“甲。" + "乙。" * 200)) == 201


def test_nothing() -> None:
    assert find_sentences("") == []
    assert [(s.start, s.end) for s in find_sentences(" \n")] == [(0, 2)]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙。！？；…，“”‘’《》（）\n \u3000!?;.a1〔〕", max_size=60))
def test_sentences_tile(text: str) -> None:
    found = find_sentences(text)
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)
    assert all(not text[s.start].isspace() for s in found[1:])
