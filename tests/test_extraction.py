"""From a source file to its records: offsets, places, the user's own lexicon."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.cleaning import clean
from pipeline.errors import LexiconError, ReadingError
from pipeline.extraction import Extractor, Settings, load_pipeline
from pipeline.reading import read_source
from pipeline.records import Records


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def records(extractor, seed) -> Records:
    return extractor.read(seed, seed.name)


def _by_words(records: Records, words: str) -> list:
    return [mention for mention in records.mentions if mention.text == words]


def test_the_seed_says_what_it_is(records):
    (document,) = records.documents
    assert (document.title, document.date) == ("XX市政协工作座谈会上讲话", "2020-09-14")
    assert document.cleaning["pinyin"] > 100


def test_the_seeds_formulas_stand_under_their_directives(records):
    titles = {section.id: section.title for section in records.sections if section.role == "directive"}
    assert list(titles.values()) == [
        "旗帜鲜明讲政治",
        "勇于担当新使命",
        "广泛凝聚正能量",
        "履职尽责为人民",
        "努力干出新样子",
    ]
    (mention,) = _by_words(records, "四个意识")
    assert (titles[mention.section], mention.label, mention.concept) == ("旗帜鲜明讲政治", "NUMERIC", "si-ge-yi-shi")
    (motto,) = _by_words(records, "有事好商量、众人的事情由众人商量")
    assert titles[motto.section] == "广泛凝聚正能量"


def test_nested_formulas_are_kept_beside_the_longer_ones(records):
    spans = {(mention.start, mention.end): mention.text for mention in records.mentions}
    outer = [span for span, text in spans.items() if text == "习近平新时代中国特色社会主义思想"]
    assert len(outer) == 3
    assert all(any(a <= s and e <= b and text == "习近平" for (s, e), text in spans.items()) for a, b in outer)


def test_every_mention_leads_back_to_the_raw_file(records, seed):
    raw = read_source(seed).text
    plan = clean(raw).plan.inside()
    for mention in records.mentions:
        assert clean(raw[mention.start : mention.end], plan).text == mention.text


def test_sentences_tile_the_text_and_hold_their_mentions(records):
    text = records.documents[0].text
    assert "".join(sentence.text for sentence in records.sentences) == text
    for mention in records.mentions:
        sentence = records.sentences[mention.sentence]
        at = mention.clean_start - sentence.clean_start
        assert sentence.text[at : at + len(mention.text)] == mention.text


def test_reading_twice_gives_the_same_records(extractor, records, seed):
    assert extractor.read(seed, seed.name) == records


@pytest.mark.slow
def test_every_mention_of_every_annotated_document_leads_back(extractor, shared):
    for path in sorted((shared / "gold" / "dev").glob("*.txt")):
        raw = read_source(path).text
        plan = clean(raw).plan.inside()
        for mention in extractor.read(path, path.name).mentions:
            assert clean(raw[mention.start : mention.end], plan).text == mention.text, path.name


PIECES = st.sampled_from(
    [
        "要增强“四个意識”、做到“兩個維護”。",
        "堅持以習(xí)近平新時代中國(guó)特色社會主義思想為指導(dǎo),",
        "政協(xié )工作,,團結(jié)奮斗,、砥礪前行",
        "國(guo)(guo)家治理體系和治理能力現代化\n",
        "一要旗幟鮮明\n講政治。",
        "入?yún)f(xié)",
        "&nbsp;<b>5G</b> (GDP) 3,000 ",
        "二是落實《關于加強和改進人民政協(xié)工作的意見》。\r\n",
        "\u200b\ufeff\u00ad",
    ]
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_generated_pollution_leads_back_too(extractor, tmp_path, raw):
    path = tmp_path / "speech.txt"
    path.write_bytes(raw.encode())
    if not raw.strip("\u200b\ufeff\u00ad \r\n"):
        return
    read = extractor.read(path, "speech.txt")
    plan = clean(raw).plan.inside()
    for mention in read.mentions:
        assert clean(raw[mention.start : mention.end], plan).text == mention.text


def test_a_users_lexicon_adds_and_removes(tmp_path, seed):
    own = tmp_path / "own.tsv"
    columns = ["id", "name", "label", "aliases", "members", "domain", "english", "first_year", "seen"]
    rows = [columns, ["ze-ren-wei-yuan", "责任委员", "POLICY", *[""] * 6]]
    own.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    read = Extractor(Settings(lexicon=own, without=("tagger",))).read(seed, seed.name)
    assert {mention.concept for mention in _by_words(read, "责任委员")} == {"ze-ren-wei-yuan"}


def test_a_broken_lexicon_is_named(tmp_path):
    own = tmp_path / "own.tsv"
    own.write_text("not\ta\tlexicon\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.tsv"):
        Extractor(Settings(lexicon=own))


def test_min_score_thins_the_mentions(records, seed):
    sure = Extractor(Settings(min_score=0.9)).read(seed, seed.name)
    assert 0 < len(sure.mentions) < len(records.mentions)
    assert min(mention.score for mention in sure.mentions) >= 0.9


def test_an_unreadable_file_is_named(extractor, tmp_path):
    with pytest.raises(ReadingError, match=r"gone\.txt"):
        extractor.read(tmp_path / "gone.txt", "gone.txt")


def test_a_text_may_be_longer_than_spacy_allows():
    assert load_pipeline().make_doc("四个意识" + "\n" * Language().max_length).text.startswith("四个意识\n")


def test_concepts_cover_every_mention(extractor, records):
    whole = Records(**{field.name: list(getattr(records, field.name)) for field in dataclasses.fields(records)})
    extractor.add_concepts(whole)
    ids = [concept.id for concept in whole.concepts]
    assert len(ids) == len(set(ids))
    assert {mention.concept for mention in whole.mentions} <= set(ids)
    members = {concept.id: concept.members for concept in whole.concepts}
    assert len(members["si-ge-yi-shi"]) == 4
    assert set(members["si-ge-yi-shi"]) <= set(ids)


def test_the_name_of_a_document_is_the_callers(extractor, seed: Path):
    assert extractor.read(seed, "2020/讲话.txt").mentions[0].doc == "2020/讲话.txt"
