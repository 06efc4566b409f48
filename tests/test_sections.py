"""Sections: the tree of numbered points, the roles around it, and the shape every answer has."""

import csv
import importlib.util
import itertools
import json
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning import clean
from pipeline.records import ROLES
from pipeline.sections import SectionSpan, find_sections
from pipeline.sections.sentences import find_paragraphs

DATA = Path(__file__).parent / "data"
PIECES = [
    "一、",
    "二、",
    "（一）",
    "（二）",
    "一是",
    "二是",
    "第一，",
    "首先，",
    "1.",
    "甲乙丙",
    "。",
    "；",
    "：",
    "\n",
    "\u3000\u3000",
]
PIECES += [
    "各位代表：",
    "同志们！",
    "注释",
    "来源：",
    "“",
    "”",
    "《",
    "》",
    "原文",
    "以上",
    " ",
    "a",
    "2024年1月2日",
    "（",
    "）",
]


def cases(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows[1:]


def tree(sections: list[SectionSpan]) -> str:
    return "|".join(f"{'>' * (s.level - 1)}{s.marker}:{s.title}" for s in sections if s.role == "directive")


@pytest.mark.parametrize(("name", "text", "expected"), cases("section_trees.tsv"))
def test_tree(name: str, text: str, expected: str) -> None:
    assert tree(find_sections(text.replace("\\n", "\n"))) == expected, name


def test_seed_speech(seed: Path) -> None:
    text = clean(seed.read_text(encoding="utf-8")).text
    sections = find_sections(text)
    assert tree(sections) == (
        "一要:旗帜鲜明讲政治|二要:勇于担当新使命|三要:广泛凝聚正能量|四要:履职尽责为人民|五要:努力干出新样子"
    )
    assert [s.role for s in sections if s.role != "directive"] == [
        "title", "metadata", "title", "salutation", "preamble", "closing", "boilerplate",
    ]  # fmt: skip
    closing = next(s for s in sections if s.role == "closing")
    assert text[closing.start :].startswith("各位委员、同志们")


def test_bulletin_has_a_title_an_item() -> None:
    text = "新闻联播 2022-07-30\n\n甲会议召开\n\n央视网消息：会议开了。一要快，抓紧。二要好，抓实。\n\n原文\n"
    text += "\n乙\n\n央视网消息：好。\n\n原文\n"
    found = [(s.role, text[s.start : s.end].split("\n")[0]) for s in find_sections(text)]
    assert [f for f in found if f[0] == "title"] == [("title", "甲会议召开"), ("title", "乙")]
    assert [f[0] for f in found].count("directive") == 2


def test_last_point_of_a_list_ends_with_its_paragraph() -> None:
    text = "一要快。抓紧。二要好。抓实。\n别的话。"
    assert [text[s.start : s.end] for s in find_sections(text) if s.role == "directive"] == [
        "一要快。抓紧。",
        "二要好。抓实。",
    ]


def test_close_follows_the_last_point() -> None:
    text = "各位代表：\n甲。\n一、回顾\n乙。\n二、部署\n丙。\n各位代表！让我们团结奋斗！\n责任编辑：丁"
    assert [(s.role, text[s.start : s.start + 2]) for s in find_sections(text)] == [
        ("salutation", "各位"),
        ("preamble", "甲。"),
        ("directive", "一、"),
        ("directive", "二、"),
        ("closing", "各位"),
        ("boilerplate", "责任"),
    ]


def test_ids_count_in_text_order() -> None:
    sections = find_sections("各位代表：\n一、甲\n（一）乙\n丙。\n（二）丁\n戊。\n二、己\n庚。")
    assert [(s.id, s.parent) for s in sections] == [
        ("s0", None), ("d1", None), ("d2", "d1"), ("d3", "d1"), ("d4", None),
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_sections_tile_and_nest(text: str) -> None:
    sections = find_sections(text)
    assert len({s.id for s in sections}) == len(sections)
    assert {s.role for s in sections} <= set(ROLES)
    assert [s.start for s in sections] == sorted(s.start for s in sections)
    top = [s for s in sections if s.level == 1]
    if find_paragraphs(text):
        assert (top[0].start, top[-1].end) == (0, len(text))
        assert all(a.end == b.start for a, b in itertools.pairwise(top))
    by_id = {s.id: s for s in sections}
    siblings: dict[str | None, SectionSpan] = {}
    for section in sections:
        assert section.start < section.end
        if section.parent is not None:
            parent = by_id[section.parent]
            assert parent.level == section.level - 1
            assert parent.start <= section.start < section.end <= parent.end
        before = siblings.get(section.parent)
        assert before is None or before.end <= section.start
        siblings[section.parent] = section


def count_steps(text: str) -> int:
    """Return how many lines of code `find_sections` runs through."""
    steps = 0

    def count(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        find_sections(text)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    "unit",
    [
        "（一）甲\n二、乙\n",
        "（一）甲。\n（二）乙。\n二、丙。\n",
        "五、甲\n三、甲\n",
        "第一，甲\n第二，乙\n其一，甲\n其二，乙\n",
        "1. 甲：好\n2. 乙：好\n3. 丙：好\n（1）甲：好\n（2）乙：好\n（3）丙：好\n",
        "好。\n原文\n",
    ],
)
def test_work_grows_with_the_text(unit: str) -> None:
    """Four times a hostile text costs about four times the work."""
    assert count_steps(unit * 160) < 5 * count_steps(unit * 40)


def test_lists_do_not_nest_for_ever() -> None:
    """Lists that open in turn below each other neither exhaust the stack nor lose points."""
    unit = "第一，甲\n第二，乙\n其一，甲\n其二，乙\n"
    found = [s for s in find_sections("各位代表：\n" + unit * 400) if s.role == "directive"]
    assert len(found) == 1600
    assert max(s.level for s in found) < 20


def test_a_row_of_addresses_matches_in_one_way() -> None:
    """Each might be read in three ways: tried in all, 24 of them would take hours."""
    assert [s.role for s in find_sections("甲\n" + "各位同志们同志们同志们，" * 24 + "乙")] == ["title", "preamble"]


def test_gold_directives(shared: Path) -> None:
    """Points start and reach where the annotators of gold/dev put them."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    total: Counter[tuple[str, str]] = Counter()
    for path in sorted((shared / "gold" / "dev").glob("*.gold.jsonl")):
        raw = path.with_name(path.name.replace(".gold.jsonl", ".txt")).read_bytes().decode("utf-8")
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        cleaned = clean(raw)
        rows = []
        for section in find_sections(cleaned.text):
            start, end = cleaned.to_raw(section.start, section.end)
            rows.append({"role": section.role, "level": section.level, "start": start, "end": end})
        total.update(score.score_document(raw, gold, rows, []))
    figures = score.figures(total)
    assert figures["directive"]["F1"] >= 0.95
    assert figures["in_directive"] >= 0.97
