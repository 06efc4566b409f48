"""The word model and the tokenizer: text survives exactly, edges cut, models travel, damage is told in one line."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
import spacy_pkuseg
import srsly
from hypothesis import given
from hypothesis import strategies as st
from spacy_pkuseg.feature_extractor import FeatureExtractor

from pipeline.errors import ModelError
from pipeline.segmentation import WEIGHTS, Model, Segmentation, _folds, load_segmentation, read_folder
from pipeline.tokenizer import Segmenter, make_segmenter, split_at, text_of

HOSTILE = st.text(
    st.sampled_from(list("中国共产党坚持稳中求进工作总基调二十 \t\n\r\u3000\u00a0\u2028，。；a1.-/\0\U0001f600"))
    | st.characters(codec="utf-8")  # a decoded file holds no lone surrogate, nor could spaCy
)


@pytest.fixture(scope="module")
def segmentation() -> Segmentation:
    return load_segmentation()


@pytest.fixture(scope="module")
def nlp(segmentation: Segmentation) -> spacy.language.Language:
    nlp = spacy.blank("zh")
    nlp.tokenizer = Segmenter(nlp.vocab, segmentation)
    return nlp


@pytest.fixture(scope="module")
def small() -> Model:
    """Return a model of a few features that cuts in front of 党."""
    features = ["$$", "c.党", "w1.国家"]
    scores = np.array([[0, 9, 9], [0, 9, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]], np.float32)
    return Model(features, ["B", "B_single", "I", "I_end", "I_first"], scores, 1.0, np.zeros(25))


@given(text=HOSTILE, edges=st.lists(st.integers(-3, 80), max_size=9))
def test_words_tile_the_text_and_end_at_every_edge(segmentation: Segmentation, text: str, edges: list[int]) -> None:
    words = segmentation.words(text, edges)
    assert "".join(words) == text
    assert "" not in words
    borders = {0, *itertools.accumulate(map(len, words))}
    assert {edge for edge in edges if 0 <= edge <= len(text)} <= borders


@given(text=HOSTILE, edges=st.lists(st.integers(-3, 80), max_size=9))
def test_a_doc_is_its_text(nlp: spacy.language.Language, text: str, edges: list[int]) -> None:
    doc = nlp.make_doc(text)
    cut = split_at(doc, edges)
    assert doc.text == cut.text == text
    assert [token.text for token in cut] == [token.text for token in nlp.tokenizer(text, edges)]
    assert all(token.text.isspace() or not any(map(str.isspace, token.text)) for token in doc)


def test_words_are_those_of_spacy_pkuseg(segmentation: Segmentation, seed: Path, tmp_path: Path) -> None:
    model = segmentation.model
    table = {
        "unigram": sorted({name[4:] for name in model.features if name.startswith("w-1.")} | _others(model)),
        "bigram": [],
        "feature_to_idx": {name: row for row, name in enumerate(model.features)},
        "tag_to_idx": {name: row for row, name in enumerate(model.tags)},
    }
    srsly.write_msgpack(tmp_path / "features.msgpack", table)
    weights = np.concatenate([(model.scores.T * model.scale).ravel(), model.bigrams.ravel()])
    np.savez(tmp_path / "weights.npz", sizes=np.array([5, len(model.features)]), w=weights)
    theirs = spacy_pkuseg.pkuseg(str(tmp_path))
    theirs.postprocesser.do_process = False
    text = seed.read_text(encoding="utf-8")
    sentences = [sentence for sentence in text.replace("。", "。\n").split("\n") if len(sentence) < 400]
    expected = [word for sentence in sentences for word in theirs.cut(sentence)]
    assert len(expected) > 1000
    assert [word for word in segmentation.words("\n".join(sentences)) if not word.isspace()] == expected


def _others(model: Model) -> set[str]:
    pairs = [name[5:].split("*", 1) for name in model.features if name.startswith("ww.")]
    return {name[3:] for name in model.features if name.startswith("w1.")} | {word for pair in pairs for word in pair}


def test_characters_fold_as_in_pkuseg() -> None:
    characters = [chr(code) for code in range(1, sys.maxunicode + 1, 1) if code < 0x3000 or 0x4E00 <= code < 0xFFFF]
    text = "".join(character for character in characters if not "\ud800" <= character <= "\udfff")
    folds = _folds()
    assert [folds.get(character, character) for character in text] == list(FeatureExtractor.normalize_text(text))


def test_text_without_any_stop_is_cut_in_pieces(segmentation: Segmentation) -> None:
    text = "人民政协" * 500
    assert "".join(segmentation.words(text)) == text
    assert segmentation.words(text).count("政协") > 400


def test_a_span_between_edges_is_a_span_of_tokens(nlp: spacy.language.Language) -> None:
    text = "坚持中国特色社会主义政治发展道路"
    doc = nlp.make_doc(text)
    inside = next(place for place in range(1, len(text)) if place not in {token.idx for token in doc})
    assert doc.char_span(0, inside) is None
    assert split_at(doc, [0, inside]).char_span(0, inside).text == text[:inside]


def test_splitting_keeps_user_data_and_leaves_alone_what_needs_no_cut(nlp: spacy.language.Language) -> None:
    doc = nlp.make_doc("党的二十大\n胜利召开")
    doc.user_data["doc"] = "a.txt"
    assert split_at(doc, [0, len(doc.text), 5]) is doc
    assert split_at(doc, [1, 2, 3]).user_data["doc"] == "a.txt"


def test_the_text_of_a_doc_is_known_however_it_was_made(nlp: spacy.language.Language) -> None:
    text = "党的二十大\n胜利召开"
    made = spacy.tokens.Doc(nlp.vocab, words=["党的", "二十大", "\n", "胜利", "召开"], spaces=[False] * 5)
    docs = [nlp.make_doc(text), made, split_at(nlp.make_doc(text), [1]), split_at(made, [1])]
    assert [text_of(doc) for doc in docs] == [doc.text for doc in docs] == [text] * 4


def test_the_tokenizer_is_registered_and_travels_with_the_pipeline(tmp_path: Path, small: Model) -> None:
    model = tmp_path / "small.npz"
    model.write_bytes(small.to_bytes())
    config = {"nlp": {"tokenizer": {"@tokenizers": "tifagraph.Segmenter.v1", "model": str(model)}}}
    nlp = spacy.blank("zh", config=config)
    assert [token.text for token in nlp("我们党的\n话")] == ["我们", "党的", "\n", "话"]
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert [token.text for token in again("我们党的话")][:2] == ["我们", "党的话"]
    assert nlp.from_bytes(nlp.to_bytes()).tokenizer.to_bytes() == small.to_bytes()


def test_a_folder_that_pkuseg_wrote_is_a_model(tmp_path: Path, small: Model) -> None:
    table = {"unigram": ["国家"], "bigram": [], "feature_to_idx": {"$$": 0, "c.党": 1, "w1.国家": 2}}
    table["tag_to_idx"] = {tag: row for row, tag in enumerate(small.tags)}
    srsly.write_msgpack(tmp_path / "features.msgpack", table)
    weights = np.concatenate([small.scores.T.ravel(), small.bigrams])
    np.savez(tmp_path / "weights.npz", sizes=np.array([5, 3]), w=weights)
    assert read_folder(tmp_path).to_bytes() == small.to_bytes()
    nlp = spacy.blank("zh")
    assert [token.text for token in make_segmenter(str(tmp_path))(nlp)("爱党爱国家")] == ["爱", "党爱", "国家"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a word segmentation model"),
        (b"PK\x03\x04 broken", "not a word segmentation model"),
        (b"\x80\x04K\x01.", "not a word segmentation model"),
    ],
)
def test_a_damaged_model_is_one_line_that_names_it(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=f"bad.npz: {says}") as caught:
        make_segmenter(str(path))
    assert "\n" not in str(caught.value)


def test_parts_that_do_not_fit_are_refused(small: Model) -> None:
    broken = Model(small.features[:-1], small.tags, small.scores, 1.0, small.bigrams)
    with pytest.raises(ModelError, match="do not fit"):
        Model.from_bytes(broken.to_bytes())


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.npz: cannot read"):
        make_segmenter(str(tmp_path / "none.npz"))
    with pytest.raises(ModelError, match=r"not a pkuseg model .*features\.msgpack"):
        make_segmenter(str(tmp_path))


def test_the_packaged_model_is_small_and_comes_with_its_licence() -> None:
    assert WEIGHTS.stat().st_size < 6_000_000
    assert "Permission is hereby granted" in WEIGHTS.with_name("LICENSE").read_text(encoding="utf-8")
