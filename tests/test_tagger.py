"""The tagger: units, hints, the network in NumPy, the weights' file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.candidates import Candidate
from pipeline.errors import ModelError
from pipeline.tagger import WEIGHTS, load_tagger
from pipeline.tagger.features import LABELS, find_hints, span_features, unit_features
from pipeline.tagger.memory import Memory
from pipeline.tagger.units import LONGEST, Vocabulary, split

SENTENCE = "要增强“四个意识”、坚定“四个自信”、做到“两个维护”。"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    words = ["OOV", *"要增强四个意识坚定“”、。", "增强", "四个", "意识", "坚定", "个意"]
    counts = [0, *[5] * 13, 9, 9, 9, 9, 1]
    return Vocabulary(words, counts, {"強": "强"})


def test_units_are_the_likeliest_words(vocabulary):
    assert vocabulary.cut("增强四个意识") == ["增强", "四个", "意识"]


def test_a_forced_border_cuts_a_word(vocabulary):
    assert vocabulary.cut("增强四个意识", [1]) == ["增", "强", "四个", "意识"]


def test_folded_characters_share_a_row(vocabulary):
    segment = vocabulary.segment("強强好", 0, 3)
    assert segment.units[0] == segment.units[1]
    assert segment.units[2] == vocabulary.rows["OOV"]


@given(st.text("四个意识增强要。！\nab ", max_size=300))
def test_segments_cover_all_but_blank_text_and_are_not_too_long(text):
    spans = split(text)
    assert all(end - start <= LONGEST for start, end in spans)
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert all(text[offset].isspace() for offset in range(len(text)) if offset not in covered)


def test_a_long_sentence_is_cut_where_no_candidate_stands():
    text = "这" * 100 + "，准确识变、科学应变、主动求变，" + "那" * 20
    couplet = (101, 115)
    assert split(text)[0][1] in range(*couplet)
    assert [text[start:end][-1] for start, end in split(text, [couplet])] == ["，", "那"]
    assert split(text, [couplet])[0][1] == couplet[0]
    assert split(text, [(0, len(text))]) == split(text)  # all of it is one candidate: better cut than not read


@given(st.text("四个意识增强要“”", max_size=40), st.sets(st.integers(0, 40)))
def test_units_join_to_the_text_and_keep_every_border(text, forced):
    vocabulary = Vocabulary(["OOV", "四个", "意识"], [0, 3, 3], {})
    units = vocabulary.cut(text, forced)
    assert "".join(units) == text
    edges = {sum(map(len, units[:count])) for count in range(len(units) + 1)}
    assert edges >= {offset for offset in forced if offset <= len(text)}


def test_hints_mark_units_and_spans(vocabulary):
    text = "“四个意识”"
    segment = vocabulary.segment(text, 0, len(text))
    (hint,) = find_hints(segment, [Candidate(1, 5, "NUMERIC", "lexicon", 0.9), Candidate(0, 2, "POLICY", "lexicon", 1)])
    column = LABELS.index("NUMERIC") * 3
    marked = unit_features(len(segment.units), [hint])
    assert marked[:, column].tolist() == [0, 1, 0, 0]
    assert marked[:, column + 2].tolist() == [0, 0, 1, 0]
    features = span_features(text, segment, [hint])
    assert list(features) == [(1, 2)]
    assert features[1, 2].sum() == pytest.approx(2.9)  # the label, its score, and the quotation marks around it


def test_the_packaged_tagger_finds_the_formulas_without_any_hint():
    opinions = load_tagger().score(SENTENCE, [])
    sure = {SENTENCE[o.start : o.end]: o.label for o in opinions if o.mention > 0 and o.core > 0}
    assert sure == {"四个意识": "NUMERIC", "四个自信": "NUMERIC", "两个维护": "NUMERIC"}


@pytest.mark.parametrize("sentence", [SENTENCE, SENTENCE.rstrip("。"), "两个维护", "是"])
def test_opinions_do_not_depend_on_the_company_of_other_sentences(sentence):
    tagger = load_tagger()
    alone = tagger.score(sentence, [])
    text = "会议指出，要坚持稳中求进工作总基调。" * 20 + sentence
    shift = len(text) - len(sentence)
    among = [o for o in tagger.score(text, []) if o.start >= shift]
    assert [(o.start - shift, o.end - shift, o.label) for o in among] == [(o.start, o.end, o.label) for o in alone]
    assert [o.mention for o in among] == pytest.approx([o.mention for o in alone], abs=1e-3)


@pytest.mark.parametrize("text", ["", "\n\n", "。", "a", "\ufffd\u200f", "字" * 5000])
def test_odd_texts_are_no_trouble(text):
    for opinion in load_tagger().score(text, []):
        assert 0 <= opinion.start < opinion.end <= len(text)


def test_broken_weights_are_named(tmp_path):
    broken = tmp_path / "tagger.npz"
    broken.write_bytes(b"PK\x03\x04 not an archive")
    with pytest.raises(ModelError, match=r"tagger\.npz"):
        load_tagger(broken)


def test_the_weights_hold_nothing_pickled_and_stay_small():
    assert WEIGHTS.stat().st_size < 9_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fiu" for name in arrays.files)


def test_memory_finds_what_annotators_marked():
    memory = Memory({"民主监督": ("POLICY", 0.95), "监督": ("POLICY", 0.2)})
    found = memory.match("政协民主监督")
    assert [(c.start, c.end, c.label, c.score) for c in found] == [(2, 6, "POLICY", 0.95), (4, 6, "POLICY", 0.2)]
    assert Memory({}).match("民主监督") == []


def test_memory_is_a_hint_and_no_rule():
    segment = Vocabulary(["OOV", "监督"], [0, 3], {}).segment("监督", 0, 2)
    (hint,) = find_hints(segment, [Candidate(0, 2, "POLICY", "memory", 0.4)])
    row = span_features("监督", segment, [hint])[0, 0]
    assert sorted(row[row > 0].tolist()) == [pytest.approx(0.4), 1.0]
    opinions = load_tagger().score("自觉接受民主监督。", [])
    assert all(hint.rule != "memory" for opinion in opinions for hint in opinion.hints)
