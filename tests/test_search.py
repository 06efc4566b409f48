"""What makes reading fast changes nothing: each shortcut beside the plain way, on polluted and Traditional text."""

import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from opencc import OpenCC

from pipeline.bulk import BulkReader
from pipeline.cleaning import clean, markup, script
from pipeline.extraction import Extractor
from pipeline.lexicon.loader import load_lexicon
from pipeline.lexicon.shadow import make_shadow
from pipeline.reading import read_source
from pipeline.search import find_led
from pipeline.sections import markers
from pipeline.sections.sentences import find_paragraphs
from pipeline.settings import Settings

DIRT = [
    "(xié)",
    "　　",
    "  \n",
    "\n\n",
    "“",
    "”",
    "一、",
    "（二）",
    "第三，",
    "·",
    ",,",
    "--",
    "國",
    "著",
    "**六稳**",
    "[",
    "!",
    "_",
]
DIRT += [
    "\n- ",
    "\n## ",
    "\n> ",
    "![图](a.png)",
    "[网](http://a.cn/(b))",
    "首先，",
    "１．２",
    "\u200b",
    "\r\n",
    "？",
    "; ",
]


def soil(text: str) -> str:
    chance = random.Random(7)
    pieces = (chance.choice(DIRT) + character if chance.random() < 0.06 else character for character in text)
    return "".join(pieces)


@pytest.fixture(scope="module")
def texts(seed: Path) -> list[str]:
    text = read_source(seed).text
    plain = str(OpenCC("t2s").convert(text))
    return [text, soil(text), plain, soil(plain)]


@pytest.mark.parametrize(
    ("lead", "pattern"),
    [
        (markup._EMPHASIS, markup._STRONG),
        (markup._BRACKET, markup._LINK),
    ],
)
def test_a_led_search_finds_what_a_plain_one_does(lead, pattern, texts):
    for text in texts:
        found = [match.span() for match in find_led(lead, pattern, text)]
        assert found == [match.span() for match in pattern.finditer(text)]
    assert found


def test_markers_are_what_is_left_of_all_candidates(texts, monkeypatch):
    def find() -> list[list[markers.Marker]]:
        return [markers.find_markers(text, find_paragraphs(text), 0, len(text)) for text in texts]

    found = find()
    assert all(found)
    monkeypatch.setattr(markers, "_LEAD", re.compile("."))
    assert find() == found


def test_a_led_search_keeps_to_its_bounds():
    pattern = re.compile("一二")
    assert [match.start() for match in find_led(re.compile("一"), pattern, "一二一二一二", 1, 5)] == [2]


def test_what_a_text_leans_to_is_the_sum_of_its_characters(texts):
    for text in texts:
        assert script.lean(text) == sum(n * script._weight(character) for character, n in Counter(text).items())
    assert script.lean(texts[2]) < 0 < script.lean(texts[0])


def test_spans_lead_back_together_as_one_by_one(texts):
    for text in texts:
        cleaned = clean(text)
        starts = np.arange(0, len(cleaned.text), 3)
        ends = np.minimum(starts + 7, len(cleaned.text))
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        found = zip(*(column.tolist() for column in cleaned.all_to_raw(starts, ends)), strict=True)
        assert list(found) == [cleaned.to_raw(*span) for span in spans]


def test_matches_stand_where_their_shadow_leads(texts):
    lexicon = load_lexicon(None)
    for text in (clean(raw).text for raw in texts):
        shadow = make_shadow(text)
        spans = {
            shadow.span(at, at + n)
            for at in range(len(shadow.text))
            for n in range(1, min(41, len(shadow.text) - at + 1))
        }
        assert {(found.start, found.end) for found in lexicon.match(text)} <= spans


def read_both_ways(paths: list[Path]) -> None:
    bulk = BulkReader(Settings(), lexicon_only=True)
    spacy = Extractor(Settings(without=("grammar", "tagger")))
    for path in paths:
        assert bulk.read(path, path.name) == spacy.read(path, path.name)


def test_with_the_lexicon_only_the_records_are_those_of_the_pipeline(texts, tmp_path):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_bytes(text.encode())
    read_both_ways(sorted(tmp_path.iterdir()))


def test_with_the_lexicon_only_the_records_of_corpora_are_those_of_the_pipeline(shared):
    folders = sorted(path for path in (shared / "corpora").iterdir() if path.is_dir())
    paths = [sorted(folder.rglob("*.txt"))[len(folder.name) :: 400][:2] for folder in folders]
    read_both_ways([path for found in paths for path in found])
