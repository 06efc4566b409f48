"""Two sides compared: statuses, wording, moves, weight; and the files that show it."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from graph.comparison import network, tables
from graph.comparison.compare import Comparison, Row, compare
from graph.comparison.keyness import holm, keyness
from graph.comparison.sides import Side, make_side, within
from graph.diachrony.slices import read_period
from graph.export import graphml
from graph.page.comparison import render
from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.records import Concept, Document, Mention, Records, Section, Sentence, kind_of, write_records

MEMBERS = {"三大攻坚战": ("防范化解重大风险", "精准脱贫", "污染防治"), "三个共同": ("共商", "共建", "共享")}
LABELS = {"三大攻坚战": "NUMERIC", "三个共同": "NUMERIC", "国务院": "ORG"}
NAMES = (
    *("三大攻坚战", "防范化解重大风险", "精准脱贫", "污染防治", "三个共同", "共商", "共建", "共享"),
    *("新发展理念", "全面建成小康社会", "全面建设小康社会", "改革开放", "六稳", "国务院", "稳就业", "保民生"),
)
ALIASES = {"新发展理念": ["新的发展理念"]}
Section_ = tuple[str, str, str, Sequence[str]]  # role, marker, heading, sentences


def make(doc: str, sections: Sequence[Section_], date: str = "2020-01-01", unmarked: Sequence[str] = ()) -> Records:
    """Return the records of an invented text: every name in it is a mention, but for those that are `unmarked`."""
    records, text = Records(), ""
    ids = {name: f"c{number}" for number, name in enumerate(NAMES)}
    for number, (role, marker, heading, sentences) in enumerate(sections):
        start = len(text)
        for sentence in sentences:
            index = len(records.sentences)
            row = Sentence(
                doc, index, number, f"s{number}", len(text), len(text) + len(sentence), len(text), sentence, None
            )
            records.sentences.append(row)
            for name in NAMES:
                for form in (name, *ALIASES.get(name, [])):
                    for found in re.finditer(form, sentence):
                        label = LABELS.get(name, "POLICY")
                        at = len(text) + found.start()
                        if form not in unmarked:
                            kind = kind_of(label)
                            records.mentions.append(
                                Mention(
                                    doc,
                                    at,
                                    at + len(form),
                                    at,
                                    form,
                                    kind,
                                    label,
                                    ids[name],
                                    name,
                                    f"s{number}",
                                    index,
                                    "lexicon",
                                    0.9,
                                )
                            )
            text += sentence
        records.sections.append(Section(doc, f"s{number}", None, role, 1, marker, heading, start, len(text)))
    records.mentions.sort(key=lambda mention: (mention.start, mention.end))
    records.documents.append(Document(doc, doc, date, None, None, f"{hash_of(doc)}{'0' * 56}", "utf-8", text, {}))
    records.concepts = [
        Concept(
            ids[name],
            name,
            kind_of(LABELS.get(name, "POLICY")),
            LABELS.get(name, "POLICY"),
            ALIASES.get(name, []),
            [ids[member] for member in MEMBERS.get(name, ())],
            "",
            "",
            name,
            None,
            True,
        )
        for name in sorted(NAMES, key=lambda name: ids[name])
    ]
    return records


def hash_of(doc: str) -> str:
    return f"{sum(map(ord, doc)) % 16**8:08x}"


def versus(before: Sequence[Section_], after: Sequence[Section_], **options: Sequence[str]) -> Comparison:
    return compare(Side("前", make("a.txt", before)), Side("后", make("b.txt", after, **options)))


def row_of(comparison: Comparison, name: str) -> Row:
    return next(row for row in comparison.rows if row.concept.name == name)


def say(*sentences: str) -> Section_:
    return ("directive", "一、", "总的要求", sentences)


def test_kept_dropped_added() -> None:
    found = versus([say("坚持改革开放，做好六稳。")], [say("坚持改革开放，贯彻新发展理念。")])
    assert {row.concept.name: row.status for row in found.rows} == {
        "改革开放": "kept",
        "六稳": "dropped",
        "新发展理念": "added",
    }


def test_page_furniture_counts_for_nothing() -> None:
    found = versus([say("坚持改革开放。"), ("boilerplate", "", "", ["六稳"])], [say("坚持改革开放。")])
    assert [row.concept.name for row in found.rows] == ["改革开放"]
    assert found.size_a == found.size_b


def test_what_one_side_does_not_mark_is_not_dropped() -> None:
    found = versus([say("改革开放，六稳。")], [say("改革开放，六稳、六稳。")], unmarked=["六稳"])
    assert row_of(found, "六稳").status == "kept"
    assert row_of(found, "六稳").b.count == 2
    assert row_of(found, "六稳").weight == "unmarked"
    assert row_of(found, "六稳").p is None


def test_a_variant() -> None:
    found = versus([say("贯彻新的发展理念。")], [say("贯彻新发展理念。")])
    words = row_of(found, "新发展理念").rewordings
    assert [(word.sort, word.before, word.after) for word in words] == [("form", "新的发展理念", "新发展理念")]


def test_a_close_new_name() -> None:
    found = versus([say("改革开放，全面建成小康社会。")], [say("改革开放，全面建设小康社会。")])
    words = row_of(found, "全面建成小康社会").rewordings
    assert [(word.sort, word.before, word.after) for word in words] == [
        ("near", "全面建成小康社会", "全面建设小康社会")
    ]
    assert row_of(found, "全面建设小康社会").rewordings == words


def test_members_missing_from_a_set() -> None:
    found = versus(
        [say("打好三大攻坚战，抓好防范化解重大风险、精准脱贫、污染防治。")],
        [say("打好三大攻坚战，抓好防范化解重大风险、污染防治。")],
    )
    word = row_of(found, "三大攻坚战").rewordings[0]
    assert (word.sort, word.before, word.after) == (
        "members",
        "防范化解重大风险、精准脱贫、污染防治",
        "防范化解重大风险、污染防治",
    )
    assert word.evidence_b[0].doc == "b.txt"


def test_order_changed_in_a_set() -> None:
    found = versus([say("坚持三个共同：共商共建共享。共商、共建、共享。")], [say("坚持三个共同。共建、共商、共享。")])
    words = [word for word in row_of(found, "三个共同").rewordings if word.sort == "order"]
    assert [(word.before, word.after) for word in words] == [("共商、共建、共享", "共建、共商、共享")]


def test_order_changed_in_a_list() -> None:
    found = versus([say("做好稳就业、保民生。")], [say("做好保民生和稳就业。")])
    word = row_of(found, "稳就业").rewordings[0]
    assert (word.sort, word.before, word.after) == ("order", "稳就业、保民生", "保民生、稳就业")


def test_an_order_that_varies_has_not_changed() -> None:
    found = versus([say("稳就业、保民生。", "保民生、稳就业。")], [say("保民生、稳就业。")])
    assert not row_of(found, "稳就业").rewordings


def test_names_in_separate_clauses_are_no_list() -> None:
    found = versus([say("稳就业，要保民生。")], [say("保民生，还要稳就业。")])
    assert not row_of(found, "稳就业").rewordings


BEFORE: list[Section_] = [
    ("preamble", "", "", ["坚持改革开放。"]),
    ("directive", "一、", "保障和改善民生", ["抓好稳就业和保民生，精准脱贫。"]),
    ("directive", "二、", "推动绿色发展", ["抓好污染防治，贯彻新发展理念。"]),
]
AFTER: list[Section_] = [
    ("preamble", "", "", ["坚持改革开放。"]),
    ("directive", "一、", "加快绿色发展转型", ["抓好污染防治和稳就业。"]),
    ("directive", "二、", "切实保障和改善民生", ["抓好保民生，精准脱贫，贯彻新发展理念。"]),
]


def test_counterparts_and_moves() -> None:
    found = versus(BEFORE, AFTER)
    assert found.counterparts == {0: 0, 1: 2, 2: 1}
    moved = {row.concept.name: row.move for row in found.rows if row.move}
    assert {name: (move.before, move.after) for name, move in moved.items()} == {
        "稳就业": ((1,), (1,)),
        "新发展理念": ((2,), (2,)),
    }


def test_no_move_out_of_a_directive_that_is_gone() -> None:
    found = versus([BEFORE[0], BEFORE[1]], [AFTER[0], ("directive", "一、", "国防", ["抓好稳就业。"])])
    assert row_of(found, "稳就业").move is None


def test_weight_is_claimed_only_where_counts_allow() -> None:
    filler = "这一段没有什么可说的。" * 40
    found = versus(
        [say("改革开放。" * 3, "六稳。" * 2, "国务院。" * 20, filler)],
        [say("改革开放。" * 60, "六稳。" * 4, "国务院。" * 20, filler)],
    )
    assert row_of(found, "改革开放").weight == "weightier"
    assert row_of(found, "六稳").weight == "few"
    assert row_of(found, "六稳").p is None
    assert row_of(found, "国务院").weight == "unclear"
    back = versus([say("改革开放。" * 60, filler)], [say("改革开放。" * 3, filler)])
    assert row_of(back, "改革开放").weight == "lighter"


def test_log_likelihood_worked_by_hand() -> None:
    """2 * (1000 * ln(1000 / 1100) + 1200 * ln(1200 / 1100)) = 2 * (-95.31 + 104.41); log2(1.2) = 0.263."""
    found = keyness(1000, 1200, 1_000_000, 1_000_000)
    assert found.g2 == pytest.approx(18.2, abs=0.05)
    assert found.log_ratio == pytest.approx(0.263, abs=0.001)
    assert found.difference == pytest.approx(20.0)
    assert found.p == pytest.approx(2e-5, rel=0.1)


@pytest.mark.parametrize(("a", "b", "testable"), [(4, 4, False), (5, 5, True), (0, 20, True), (0, 9, False)])
def test_least_expected_count(a: int, b: int, testable: bool) -> None:
    assert keyness(a, b, 1000, 1000).testable is testable


def test_nothing_before_has_no_percentage() -> None:
    found = keyness(0, 7, 1000, 1000)
    assert found.difference is None
    assert found.log_ratio == pytest.approx(3.807, abs=0.001)


def test_holm_of_nothing_and_of_ties() -> None:
    assert holm([]) == []
    assert holm([0.5, 0.5]) == [1.0, 1.0]


def test_a_side_without_text_is_one_line() -> None:
    with pytest.raises(InputError, match="no text to compare"):
        compare(
            Side("前", make("a.txt", [("boilerplate", "", "", ["六稳"])])), Side("后", make("b.txt", [say("六稳。")]))
        )


def test_periods_of_one_corpus() -> None:
    records = make("a.txt", [say("六稳。")], "2018-01-01")
    records.extend(make("b.txt", [say("改革开放。")], "2020-01-01"))
    records.concepts = make("c.txt", [say("六稳。")]).concepts
    early = within(records, read_period("2017..2018"))
    assert [document.doc for document in early.documents] == ["a.txt"]
    assert {mention.doc for mention in early.mentions} == {"a.txt"}
    assert make_side("x", records, read_period("晚=2019..2020")).name == "b.txt 2020-01-01"
    with pytest.raises(InputError, match="no document is dated"):
        make_side("x", records, read_period("1949..1950"))


@pytest.fixture(scope="module")
def moved() -> Comparison:
    return versus(BEFORE, AFTER)


def test_tables(moved: Comparison, tmp_path: Path) -> None:
    tables.write(moved, tmp_path / "comparison.csv")
    lines = (tmp_path / "comparison.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(moved.rows)
    line = next(line for line in lines if ",稳就业," in line)
    assert "一、保障和改善民生,一、加快绿色发展转型" in line
    assert (tmp_path / "rewordings.csv").is_file()


def test_graph_is_marked(tmp_path: Path) -> None:
    found = versus([*BEFORE, say("六稳。")], AFTER)
    graph = network.build(found)
    graphml.write(graph, Records(), tmp_path / "comparison.graphml")
    read = nx.read_graphml(tmp_path / "comparison.graphml")
    assert {data["status"] for _, data in read.nodes(data=True)} == {"kept", "dropped"}
    assert {data["status"] for *_, data in read.edges(data=True)} == {"kept", "dropped", "added"}
    jobs = next(node for node, label in read.nodes(data="label") if label == "稳就业")
    assert {
        read.nodes[other]["label"]: data["status"]
        for _, other, data in read.edges(jobs, data=True)
        if data["kind"] == "mentions"
    } == {
        "一、保障和改善民生 → 二、切实保障和改善民生": "dropped",
        "二、推动绿色发展 → 一、加快绿色发展转型": "added",
    }


def test_page_holds_text_as_data_only(tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>六稳\u202e。"
    found = versus([say(hostile, "改革开放。")], [say(hostile)])
    page = render.render(found)
    assert "<img" not in page
    assert "\u202e" not in page
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert any(hostile in row[3] for row in data["sentences"])
    assert "http" not in re.search(r'content="(default-src[^"]*)"', page)[1]
    assert not re.search(r'(?:src|href)="(?!data:,)', page)


def test_everything_is_the_same_every_time(moved: Comparison) -> None:
    again = versus(BEFORE, AFTER)
    assert render.render(moved) == render.render(again)
    assert list(network.build(moved).nodes(data=True)) == list(network.build(again).nodes(data=True))


def test_command_on_record_folders(tmp_path: Path) -> None:
    write_records(make("a.txt", BEFORE), tmp_path / "a")
    write_records(make("b.txt", AFTER), tmp_path / "b@x")
    run = CliRunner().invoke(main, ["compare", str(tmp_path / "a"), str(tmp_path / "b@x"), "-o", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert "moved 2: " in run.output
    assert "no significance is claimed for" in run.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "comparison.csv",
        "comparison.graphml",
        "comparison.html",
        "rewordings.csv",
    ]


def test_command_on_periods(root: Path, tmp_path: Path) -> None:
    corpus = root / "tests" / "data" / "dated_records"
    run = CliRunner().invoke(main, ["compare", f"{corpus}@2018..2018", f"{corpus}@2019..2020", "-o", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert "added 2: 六稳 4、六保 3" in run.output


def test_command_with_bad_input(root: Path, tmp_path: Path) -> None:
    corpus = root / "tests" / "data" / "dated_records"
    run = CliRunner().invoke(main, ["compare", f"{corpus}@2018", f"{corpus}@2019..2020", "-o", str(tmp_path)])
    assert run.exit_code == 2
    assert "is no period" in run.output
