"""What all formats have in common: the table of them, whole files, the same bytes, hostile text."""

import csv
import json
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.build import build_graph
from graph.export import DEFAULT, FORMATS, export
from graph.plain import plain
from pipeline.errors import InputError

QUIET = tuple(name for name in FORMATS if name not in ("html", "skos"))  # need nothing but the graph's own packages
GEXF = "{http://gexf.net/1.3}"


def test_the_default_is_page_gephi_files_and_tables():
    assert DEFAULT == ("html", "graphml", "gexf", "csv")
    assert set(DEFAULT) < set(FORMATS)


def test_every_format_has_a_module_of_its_own(root):
    files = {f"graph/export/{module.rpartition('.')[2]}.py" for _, module in FORMATS.values()}
    assert len(files) == len(FORMATS)
    assert all((root / file).is_file() for file in files)


def test_an_unknown_format_is_refused_before_anything_is_written(seed_graph, seed_records, tmp_path):
    with pytest.raises(InputError, match="graphml"):
        export(seed_graph, seed_records, tmp_path / "out", ("csv", "docx"))
    assert not (tmp_path / "out").exists()


def test_export_returns_what_it_wrote(seed_graph, seed_records, tmp_path):
    paths = export(seed_graph, seed_records, tmp_path, QUIET)
    assert [path.name for path in paths] == [FORMATS[name][0] for name in QUIET]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths} | {"edges.csv", "evidence.csv"}


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_the_same_graph_gives_the_same_bytes_and_stays_as_it_is(dated_records, tmp_path, name):
    if name == "skos":
        pytest.importorskip("rdflib")
    one, two = build_graph(dated_records), build_graph(dated_records)
    before = nx.node_link_data(one, edges="edges")
    first = export(one, dated_records, tmp_path / "one", (name,))[0]
    second = export(two, dated_records, tmp_path / "two", (name,))[0]
    for file in first.parent.iterdir():
        assert file.read_bytes() == (second.parent / file.name).read_bytes()
    assert nx.node_link_data(one, edges="edges") == before


def test_a_writer_that_fails_leaves_the_old_file(seed_graph, seed_records, tmp_path):
    path = tmp_path / "graph.graphml"
    path.write_text("old")
    broken = seed_graph.copy()
    broken.nodes["ren-min-zheng-xie"]["aliases"] = ["政协"]
    with pytest.raises(KeyError):
        export(broken, seed_records, tmp_path, ("graphml",))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


HOSTILE = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


@settings(max_examples=8, deadline=None)
@given(HOSTILE)
@example("\x00\x08\x0b\x1f\x7f\x85\x9f\ufffe\uffff\ud800")
@example("INF")
@example("NaN")
@example("")
@example("\u202e\u2066\u200f右")
@example("]]><script>alert('\"&amp;")
@example("=HYPERLINK(1)\r\n\t;#7;,")
@example("很长" * 2000)
def test_hostile_text_comes_back_from_every_file(dated_records, spoil, text):
    records = spoil(dated_records, text)
    graph = build_graph(records)
    assert all(plain(value) == value for _, data in graph.nodes(data=True) for value in data.values() if value is str)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export(graph, records, folder, QUIET)
        assert nx.node_link_data(
            nx.node_link_graph(json.loads((folder / "graph.json").read_text("utf-8")), edges="edges")
        ) == (nx.node_link_data(graph))
        read = nx.read_graphml(folder / "graph.graphml")
        other = igraph.Graph.Read_GraphML(str(folder / "graph.graphml"))
        dynamic = ET.parse(folder / "graph.gexf").getroot()
        with (folder / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
            table = {row["Id"]: row for row in csv.DictReader(file)}
    assert list(read) == list(graph) == list(table) == other.vs["id"]
    labels = {node.get("id"): node.get("label") for node in dynamic.iter(f"{GEXF}node")}
    for node, data in graph.nodes(data=True):
        assert read.nodes[node]["label"] == labels[node] == data["label"]
        assert table[node]["Label"].removeprefix("'") == data["label"].removeprefix("'")
        assert read.nodes[node].get("doc", "") == data["doc"]
        assert {name: value for name, value in data.items() if value != "" and name != "y"} == {
            name: value for name, value in read.nodes[node].items() if name != "y"
        }
    assert other.vs["label"] == [label for _, label in graph.nodes(data="label")]
    for source, target, data in graph.edges(data=True):
        kept = {name: value for name, value in data.items() if value != ""}
        assert read[source][target] == kept


@given(HOSTILE)
def test_plain_text_fits_everywhere_and_is_plain_already(text):
    done = plain(text)
    assert len(done) == len(text)
    assert plain(done) == done
    assert done.encode("utf-8").decode("utf-8") == done
    assert ET.fromstring(f"<a>{done.replace('&', '&amp;').replace('<', '&lt;')}</a>").text in (done, None)
    assert all(ord(new) == ord(old) or new in " \N{REPLACEMENT CHARACTER}" for new, old in zip(done, text, strict=True))
