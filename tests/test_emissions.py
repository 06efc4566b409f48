"""Scores of characters' tags: those of the features that spacy-pkuseg finds one character at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.inference import getLogYY

from pipeline.emissions import GAP, Emissions
from pipeline.segmentation import _folds
from pipeline.training.segmenter import words_of

WORDS = ["人民", "民主", "人民民主", "国家", "国家主席", "中华人民共和", "共和", "和国"]
SYMBOLS = ["人", "民", "**Num", "**Letter", "&", "国"]
FEATURES = [
    "$$",
    *(f"{place}.{symbol}" for place in ("c-2", "c-1", "c", "c1", "c2") for symbol in SYMBOLS),
    *(f"{place}.{one}.{two}" for place in ("c-2c-1", "c-1c", "cc1") for one in SYMBOLS for two in SYMBOLS),
    *(f"{place}.{word}" for place in ("w-1", "w1") for word in WORDS),
    *(f"{place}.{one}*{two}" for place in ("ww.l", "ww.r") for one in WORDS for two in WORDS[::2]),
]
SCORES = np.random.default_rng(0).integers(-99, 99, (len(FEATURES), 5)).astype(np.int16)
SCALE = 0.01
HOSTILE = st.text(st.sampled_from("中华人民共和国家主席一2Ａ-./*\u00b7\0\U0001f600") | st.characters())


@pytest.fixture(scope="module")
def emissions() -> Emissions:
    return Emissions(FEATURES, SCORES, SCALE, _folds())


def _expected(text: str) -> np.ndarray:
    extractor = FeatureExtractor()
    extractor.feature_to_idx = {name: row for row, name in enumerate(FEATURES)}
    extractor.unigram = words_of(FEATURES)
    symbols = list(extractor.normalize_text(text))
    rows = [extractor.get_node_features_idx(place, symbols) for place in range(len(symbols))]
    return getLogYY(rows, 5, 0, np.append((SCORES * SCALE).ravel(), np.zeros(25)), 1.0)[0]


@given(parts=st.lists(HOSTILE, min_size=1, max_size=3))
def test_scores_are_those_of_pkusegs_features(emissions: Emissions, parts: list[str]) -> None:
    scores, at = emissions.score(GAP.join(parts)), 0
    for part in parts:
        assert np.array_equal(scores[at : at + len(part)], _expected(part))
        at += len(part) + len(GAP)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_words_that_meet_are_scored(emissions: Emissions, text: str) -> None:
    assert np.array_equal(emissions.score(text), _expected(text))


def test_a_model_without_words_scores_characters() -> None:
    emissions = Emissions(["$$", "c1.党"], SCORES[:2], 1.0, _folds())
    assert emissions.score("爱党").tolist() == [(SCORES[0] + SCORES[1]).tolist(), SCORES[0].tolist()]
