"""Entities of an installed pipeline: labels mapped, offsets in the whole text, everything wrong said in one line."""

from pathlib import Path

import pytest
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

from pipeline.candidates import Candidate
from pipeline.entities import EntityModel, load_entity_model
from pipeline.errors import ModelError
from pipeline.extraction import load_pipeline
from pipeline.settings import Settings

SENTENCES = [
    ("李强在北京出席会议", [(0, 2, "PERSON"), (3, 5, "GPE")]),
    ("王毅在上海会见外宾", [(0, 2, "PERSON"), (3, 5, "GPE")]),
    ("国务院在北京召开会议", [(0, 3, "ORG"), (4, 6, "GPE")]),
    ("会议在上海召开", [(3, 5, "GPE")]),
    ("外宾出席会议", []),
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a recogniser trained on a few sentences until it knows them by heart."""
    fix_random_seed(0)
    nlp = spacy.blank("zh")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner")
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in SENTENCES]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples, sgd=optimizer, drop=0.0)
    folder = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(folder)
    return folder


def ruled(*patterns: tuple[str, str]) -> spacy.language.Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": text} for text, label in patterns])
    return nlp


def test_a_trained_pipeline_gives_candidates_with_offsets_in_the_whole_text(trained: Path) -> None:
    text = "\n" + "\n\n".join(sentence for sentence, _ in SENTENCES)
    found = load_entity_model(str(trained)).match(text)
    spans = [(text[c.start : c.end], c.label, c.rule) for c in found]
    assert spans[:4] == [
        ("李强", "PERSON", "model.PERSON"),
        ("北京", "PLACE", "model.GPE"),
        ("王毅", "PERSON", "model.PERSON"),
        ("上海", "PLACE", "model.GPE"),
    ]
    assert ("国务院", "ORG", "model.ORG") in spans
    assert all(0 < c.score < 1 for c in found)


def test_a_pipeline_is_loaded_once(trained: Path) -> None:
    assert load_entity_model(str(trained)) is load_entity_model(str(trained))


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        ("十四五时期", "DATE", "PERIOD"),
        ("十三五", "DATE", "PERIOD"),
        ("十五年", "DATE", None),
        ("2020年", "DATE", None),
        ("宪法", "LAW", "DOCUMENT"),
        ("民主党派", "NORP", "GROUP"),
        ("百分之五", "PERCENT", None),
        ("长江", "LOC", "PLACE"),
        ("抗日战争", "EVENT", "EVENT"),
    ],
)
def test_labels_become_ours_and_plain_dates_do_not(text: str, theirs: str, ours: str | None) -> None:
    found = EntityModel(ruled((text, theirs))).match(f"在{text}中")
    assert found == ([] if ours is None else [Candidate(1, 1 + len(text), ours, f"model.{theirs}", found[0].score)])


def test_what_finds_no_entities_stays_idle() -> None:
    nlp = ruled(("北京", "GPE"))

    @spacy.Language.component("tests_stumbles")
    def stumbles(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        raise AssertionError("called")

    nlp.add_pipe("tests_stumbles")
    assert len(EntityModel(nlp).match("北京\n北京")) == 2


@pytest.mark.parametrize("case", ["missing", "empty folder", "no entities", "another language"])
def test_what_cannot_serve_is_told_in_one_line(tmp_path: Path, case: str) -> None:
    name = str(tmp_path)
    if case == "missing":
        name = "zh_core_web_none"
    elif case == "no entities":
        spacy.blank("zh").to_disk(tmp_path)
    elif case == "another language":
        spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelError, match=name) as caught:
        load_entity_model(name)
    assert "\n" not in str(caught.value)


def test_the_model_stands_in_for_the_tagger_by_itself(trained: Path) -> None:
    text = "国务院在北京召开会议，强调增强“四个意识”。新华社记者李学仁摄"
    ours = {text[m.start : m.end]: m.rule for m in load_pipeline()(text)._.mentions}
    assert ours["李学仁"] == "tagger"
    mentions = load_pipeline(Settings(model=str(trained)))(text)._.mentions
    assert {m.rule for m in mentions if m.label == "PERSON"} <= {"model.PERSON"}
    assert "四个意识" in {text[m.start : m.end] for m in mentions}
