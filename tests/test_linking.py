"""Linking: what counts as one concept, what must stay apart, ids that hold from corpus to corpus."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.equivalents import equivalents, numeral
from pipeline.equivalents import number as value_of
from pipeline.lexicon import Entry, Lexicon
from pipeline.linking import Link, Linker, key_of, make_id, tidy
from pipeline.records import Concept
from pipeline.spelling import TABLE, spell_anew

CASES = Path(__file__).parent / "data" / "linking.tsv"


def entry(identifier: str, name: str, label: str, *aliases: str, members: tuple[str, ...] = ()) -> Entry:
    return Entry(identifier, name, label, aliases, members, "政治", "", 2014, "xwlb 2014-01-01")


@pytest.fixture
def lexicon() -> Lexicon:
    rows = [
        entry("si-ge-yi-shi", "四个意识", "NUMERIC", members=("zheng-zhi-yi-shi", "he-xin-yi-shi")),
        entry("zheng-zhi-yi-shi", "政治意识", "POLICY"),
        entry("he-xin-yi-shi", "核心意识", "POLICY"),
        entry("liang-ge-yi-bai-nian", "两个一百年", "NUMERIC", "两个百年目标"),
        entry("er-shi-da", "中国共产党第二十次全国代表大会", "EVENT"),
        entry("ren-min-wei-zhong-xin", "以人民为中心的发展思想", "DOCTRINE"),
    ]
    return Lexicon({row.id: row for row in rows})


def cases() -> list[object]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    split = [(row["label"], row["surface"], row["same"].split("|"), row["other"].split("|")) for row in rows]
    return [pytest.param(label, surface, same, other, id=surface) for label, surface, same, other in split]


@pytest.mark.parametrize(("label", "surface", "same", "other"), cases())
def test_case(label: str, surface: str, same: list[str], other: list[str]) -> None:
    linker = Linker(Lexicon({}))
    link = linker.link(surface, label)
    for form in filter(None, same):
        assert linker.link(form, label).id == link.id
    for form in filter(None, other):
        assert linker.link(form, label).id != link.id


@pytest.mark.parametrize(("label", "surface", "same", "other"), cases())
def test_order_does_not_move_ids(label: str, surface: str, same: list[str], other: list[str]) -> None:
    forms = [surface, *filter(None, same), *filter(None, other)]
    ahead, back = Linker(Lexicon({})), Linker(Lexicon({}))
    ids = {form: ahead.link(form, label).id for form in forms}
    assert {form: back.link(form, label).id for form in reversed(forms)} == ids


def test_lexicon_comes_first(lexicon: Lexicon) -> None:
    linker = Linker(lexicon)
    assert linker.link("“四个意识”", "POLICY") == Link("si-ge-yi-shi", "四个意识", "NUMERIC", True, "四个意识")
    assert linker.link("“两个一百年”奋斗目标", "NUMERIC").id == "liang-ge-yi-bai-nian"
    assert linker.link("两个百年目标", "NUMERIC").id == "liang-ge-yi-bai-nian"
    for form in ("党的二十大", "二十大", "中共二十大"):
        assert linker.link(form, "EVENT").id == "er-shi-da"
    assert not linker.link("党的十九大", "EVENT").lexicon


def test_unknown_concepts_have_readable_ids() -> None:
    linker = Linker(Lexicon({}))
    link = linker.link("高质量共建海上丝绸之路核心区行动", "POLICY")
    assert re.fullmatch(r"gao-zhi-liang-gong-jian-hai-shang-si-[0-9a-f]{6}", link.id)
    assert link.name == "高质量共建海上丝绸之路核心区行动"
    assert linker.link("APEC", "ORG").id.startswith("apec-")


def test_concepts_bring_their_members(lexicon: Lexicon) -> None:
    linker = Linker(lexicon)
    links = [linker.link("“四个意识”", "NUMERIC"), linker.link("“七有”", "NUMERIC"), linker.link("七有", "NUMERIC")]
    found = linker.concepts([("“四个意识”", "NUMERIC", 1), ("“七有”", "NUMERIC", 1), ("七有", "NUMERIC", 1)])
    assert [concept.id for concept in found] == sorted(
        {"si-ge-yi-shi", "zheng-zhi-yi-shi", "he-xin-yi-shi", links[1].id}
    )
    formula = next(concept for concept in found if concept.id == "si-ge-yi-shi")
    assert formula.members == ["zheng-zhi-yi-shi", "he-xin-yi-shi"]
    assert formula.pinyin == "sì gè yì shí"
    assert (formula.kind, formula.first, formula.lexicon) == ("slogan", 2014, True)
    plain = next(concept for concept in found if not concept.lexicon)
    assert plain == Concept(links[1].id, "七有", "slogan", "NUMERIC", [], [], "", "", "qī yǒu", None, False)


def test_seen_forms_become_aliases() -> None:
    linker = Linker(Lexicon({}))
    link = linker.link("“五位一体”总体布局", "NUMERIC")
    linker.link("五位一体", "NUMERIC")
    assert link.name == "五位一体"
    uses = [("“五位一体”总体布局", "NUMERIC", 1), ("五位一体", "NUMERIC", 1)]
    assert linker.concepts(uses)[0].aliases == ["“五位一体”总体布局"]


def test_most_uses_name_an_unknown_concept() -> None:
    uses = [
        ("七个、有之", "POLICY", 1),
        ("七个有之", "NUMERIC", 3),
        ("七个，有之", "POLICY", 1),
        ("七个，有之", "MOTTO", 2),
    ]
    for order in (uses, uses[::-1]):
        concept = Linker(Lexicon({})).concepts(order)[0]
        assert (concept.name, concept.label) == ("七个有之", "NUMERIC")
        assert concept.aliases == ["七个、有之", "七个，有之"]


@given(st.integers(1, 99))
def test_numerals_come_back(count: int) -> None:
    assert value_of(numeral(count)) == value_of(str(count)) == count


@given(
    st.text(alphabet="党的中共第二十次届四全会大人民“”《》「」市省建周年1 的、\n+", max_size=30),
    st.sampled_from(["EVENT", "PERIOD", "DOCUMENT", "PLACE", "PERSON", "ORG", "NUMERIC", "DOCTRINE", "MOTTO"]),
)
def test_any_text_links(surface: str, label: str) -> None:
    link = Linker(Lexicon({})).link(surface, label)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", link.id)
    assert tidy(tidy(surface)) == tidy(surface)
    assert list(equivalents(tidy(surface), label))[-1] == tidy(surface)
    assert make_id(link.name) == link.id or not key_of(link.name)


def test_the_table_spells_the_names_of_the_lexicon():
    table = dict(line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    names = {entry.name for entry in Lexicon.load().entries.values()}
    assert table == {name: spell_anew(name) for name in names}, "run python -m pipeline.spelling"
