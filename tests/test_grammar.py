"""The grammar, family by family: what each pattern must find, with its borders and label, and what it must leave."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar import match
from pipeline.grammar.scores import PRECISION
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS

CASES = Path(__file__).parent / "data" / "grammar"


def cases() -> list[object]:
    found = []
    for path in sorted(CASES.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                wanted = [item for item in (row["expected"] or "").split("|") if item]
                barred = [item for item in (row["forbidden"] or "").split("|") if item]
                found.append(pytest.param(row["text"], wanted, barred, id=f"{path.stem}-{row['text']}"))
    return found


@pytest.mark.parametrize(("text", "wanted", "barred"), cases())
def test_case(text: str, wanted: list[str], barred: list[str]) -> None:
    assert wanted or barred
    found = {f"{c.label}:{text[c.start : c.end]}" for c in match(text)}
    assert set(wanted) <= found
    surfaces = {item.partition(":")[2] for item in found}
    assert not surfaces & set(barred)


def test_every_family_has_cases_of_both_kinds() -> None:
    for path in sorted(CASES.glob("*.tsv")):
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert any(row.split("\t")[1] for row in rows), path
        assert any(row.split("\t")[2] for row in rows), path


def test_order_and_fields() -> None:
    text = "增强“四个意识”，贯彻《中华人民共和国宪法》，坚持以人民为中心的发展思想。" * 3
    found = match(text)
    assert found == sorted(found)
    assert len({(c.start, c.end) for c in found}) == len(found)
    for candidate in found:
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert candidate.label in (*SLOGAN_LABELS, *ENTITY_LABELS)
        assert candidate.score == PRECISION[candidate.rule.removeprefix("grammar.")]
        assert candidate.rule.startswith("grammar.")
    assert match(text) == found


@given(st.text(alphabet="四个意识十大“”《》、，。：以人民为中心的思想党第二届全会战略和平五\n 周年", max_size=80))
def test_hostile_text_gives_spans_inside(text: str) -> None:
    for candidate in match(text):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert text[candidate.start : candidate.end].strip("\n ，。：、")


def test_no_rule_is_noise() -> None:
    assert min(PRECISION.values()) >= 0.3
