"""The graph that grows from records."""

import dataclasses
import os
import subprocess
import sys

import networkx as nx
import pytest

from graph.build import build_graph, read_references, reference
from graph.counts import WINDOWS
from pipeline.errors import InputError, RecordsError
from pipeline.records import Records

NODE_TYPES = {
    "kind": str, "label": str, "type": str, "count": int, "standalone": int, "nested": int, "documents": int,
    "directives": int, "community": int, "degree": int, "strength": float, "x": float, "y": float, "size": float,
    "color": str, "first": str, "last": str, "aliases": str, "english": str, "pinyin": str, "domain": str, "zone": str,
    "doc": str, "section": str, "marker": str, "level": int, "role": str,
}  # fmt: skip
EDGE_TYPES = {
    "id": str, "kind": str, "label": str, "weight": float, "count": int, "npmi": float, "significance": float,
    "evidence": str, "evidence_text": str, "backbone": int, "color": str,
}  # fmt: skip


def copy(records: Records) -> Records:
    return Records(*(list(getattr(records, name)) for name in Records.__slots__))


@pytest.fixture(params=["seed", "dated"])
def graph(request: pytest.FixtureRequest) -> nx.Graph:
    return request.getfixturevalue(f"{request.param}_graph")


def test_every_node_and_edge_has_every_attribute_in_its_type(graph):
    for _, data in graph.nodes(data=True):
        assert {name: type(value) for name, value in data.items()} == NODE_TYPES
    for _, _, data in graph.edges(data=True):
        assert {name: type(value) for name, value in data.items()} == EDGE_TYPES


def test_ids_are_ascii_and_edge_ids_unique(graph):
    names = [data["id"] for _, _, data in graph.edges(data=True)]
    assert all(name.isascii() and name for name in [*graph, *names])
    assert len(set(names)) == len(names)


def test_nothing_stands_alone_and_every_weight_counts(graph):
    assert list(nx.isolates(graph)) == []
    assert all(data["weight"] > 0 and data["count"] > 0 for _, _, data in graph.edges(data=True))


def test_the_seed_s_directives(seed_graph):
    rows = [data for _, data in seed_graph.nodes(data=True) if data["kind"] == "directive"]
    assert [(row["role"], row["marker"], row["label"]) for row in rows] == [
        ("preamble", "", "引言"),
        ("directive", "一要", "一要旗帜鲜明讲政治"),
        ("directive", "二要", "二要勇于担当新使命"),
        ("directive", "三要", "三要广泛凝聚正能量"),
        ("directive", "四要", "四要履职尽责为人民"),
        ("directive", "五要", "五要努力干出新样子"),
        ("closing", "", "结语"),
    ]


def test_one_speech_is_no_node_and_several_are(seed_graph, dated_graph):
    speeches = [name for name, kind in dated_graph.nodes(data="kind") if kind == "speech"]
    assert [kind for _, kind in seed_graph.nodes(data="kind") if kind == "speech"] == []
    assert len(speeches) == 4
    for speech in speeches:
        inside = [name for name in dated_graph[speech] if dated_graph[speech][name]["kind"] == "contains"]
        count = sum(dated_graph.nodes[name]["count"] for name in inside)
        assert dated_graph.nodes[speech]["count"] == count, "a speech's count is its sections'"


def test_edges_lead_to_sentences_that_hold_both_ends(seed_graph, seed_records):
    sentences = {(row.doc, row.sentence): row for row in seed_records.sentences}
    said = {(row.doc, row.sentence, row.concept) for row in seed_records.mentions}
    for source, target, data in seed_graph.edges(data=True):
        references = read_references(data["evidence"])
        assert references
        assert data["evidence_text"] == sentences[references[0]].text.strip()
        concepts = [name for name in (source, target) if seed_graph.nodes[name]["kind"] in ("slogan", "entity")]
        assert all((*where, name) in said for where in references for name in concepts)


def test_backbone_holds_each_concept_s_strongest_company(seed_graph):
    company = nx.Graph((a, b, d) for a, b, d in seed_graph.edges(data=True) if d["kind"] == "cooccurs")
    for node in company:
        best = max(data["weight"] for data in company[node].values())
        assert any(data["backbone"] and data["weight"] == best for data in company[node].values())
    kept = sum(data["backbone"] for _, _, data in company.edges(data=True))
    assert 0 < kept < len(company.edges) / 3


def test_alpha_widens_the_backbone(seed_records):
    def kept(alpha: float) -> int:
        edges = build_graph(seed_records, alpha=alpha).edges(data=True)
        return sum(data["backbone"] for _, _, data in edges if data["kind"] == "cooccurs")

    assert kept(0) < kept(0.5) < kept(1.1)


def test_zones(dated_graph):
    zones = dict(dated_graph.nodes(data="zone"))
    assert zones["gai-ge-kai-fang"] == "ritual"
    assert zones["wu-ran-fang-zhi"] == "operative"
    assert zones["liu-wen"] == "both"
    assert {zones[name] for name, kind in dated_graph.nodes(data="kind") if kind == "directive"} == {""}


def test_finer_directives_hang_from_the_ones_they_belong_to(seed_records):
    records = copy(seed_records)
    top, part = (next(row for row in records.sections if row.id == name) for name in ("s5", "s6"))
    records.sections[records.sections.index(part)] = dataclasses.replace(part, parent=top.id, level=2, title="")
    graph = build_graph(records)
    parent, child = (name for name, section in graph.nodes(data="section") if section in ("s5", "s6"))
    assert graph[parent][child]["kind"] == "contains"
    assert graph.nodes[child]["label"] == "二要勇于担当新使命", "without a heading, the first words"
    own = sum(row.section in ("s5", "s6") for row in records.mentions)
    assert graph.nodes[parent]["count"] == own


def test_documents_with_the_same_bytes_are_two(dated_records):
    records = copy(dated_records)
    twin = dataclasses.replace(records.documents[1], sha256=records.documents[0].sha256)
    records.documents[1] = twin
    graph = build_graph(records)
    key = twin.sha256[:8]
    assert f"s-{key}" in graph
    assert f"s-{key}-2" in graph
    assert f"d-{key}-2-s1" in graph


def test_references_read_back():
    names = [("2020/a;b#1.txt", 7), ("二.txt", 12), ("x;y#z.txt;#7;,", 0), ("50%3B.txt", 1)]
    assert read_references(";".join(reference(*name) for name in names)) == names


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_makes_a_graph(seed_records, window):
    assert build_graph(seed_records, window=window).graph["window"] == window


def test_an_unknown_window_is_refused(seed_records):
    with pytest.raises(InputError, match="sentence, clause, paragraph, directive"):
        build_graph(seed_records, window="page")


def test_no_records_make_no_graph():
    assert len(build_graph(Records())) == 0


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("mentions", {"concept": "nobody"}, "no concept 'nobody'"),
        ("mentions", {"section": "s99"}, "no section 's99'"),
        ("mentions", {"sentence": 999}, "no sentence 999"),
        ("sections", {"doc": "gone.txt"}, "no document 'gone.txt'"),
        ("sections", {"id": "s6"}, "'s6' twice"),
        ("concepts", {"id": "四个意识"}, "ASCII"),
        ("concepts", {"id": ""}, "ASCII"),
        ("concepts", {"kind": "thing"}, "thing"),
    ],
)
def test_a_broken_contract_is_named(seed_records, table, change, message):
    records = copy(seed_records)
    rows = getattr(records, table)
    rows[5] = dataclasses.replace(rows[5], **change)
    with pytest.raises(RecordsError, match=message):
        build_graph(records)


def test_a_document_twice_is_named(seed_records):
    records = copy(seed_records)
    records.documents *= 2
    with pytest.raises(RecordsError, match="twice"):
        build_graph(records)


def test_two_interpreters_build_the_same_graph(root):
    script = (
        "import json, networkx, pathlib; from graph.build import build_graph;"
        "from pipeline.records import read_records;"
        "graph = build_graph(read_records(pathlib.Path('tests/data/seed_records')));"
        "print(json.dumps(networkx.node_link_data(graph, edges='edges')))"
    )

    def run(seed: str) -> bytes:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run([sys.executable, "-c", script], cwd=root, env=env, check=True, capture_output=True).stdout

    assert run("1") == run("2")
