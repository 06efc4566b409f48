"""GEXF: a timeline, and the same picture as in GraphML."""

import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest

from graph.build import build_graph
from graph.export.gexf import iso_day, write
from pipeline.records import Records

NS = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"


def written(graph: nx.Graph, records: Records, folder: Path) -> ET.Element:
    path = folder / "graph.gexf"
    write(graph, records, path)
    return ET.parse(path).getroot()


def spells(root: ET.Element, kind: str) -> dict[str, list[tuple[str, str]]]:
    return {
        element.get("id"): [(spell.get("start"), spell.get("end")) for spell in element.iter(f"{NS}spell")]
        for element in root.iter(f"{NS}{kind}")
    }


def test_concepts_come_go_and_return(dated_graph, dated_records, tmp_path):
    root = written(dated_graph, dated_records, tmp_path)
    nodes = spells(root, "node")
    assert nodes["wu-ran-fang-zhi"] == [("2018-03-05", "2018-03-05"), ("2020-05-22", "2020-05-22")]
    assert nodes["san-da-gong-jian-zhan"] == [("2018-03-05", "2019-03-05")]
    assert nodes["liu-bao"] == [("2020-05-22", "2020-05-22")]
    assert nodes["gai-ge-kai-fang"] == [], "it stands in an undated speech too"
    edges = spells(root, "edge")
    assert edges["jing-zhun-tuo-pin.wu-ran-fang-zhi"] == [("2018-03-05", "2018-03-05")]
    graph = root.find(f"{NS}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert (graph.get("start"), graph.get("end")) == ("2018-03-05", "2020-05-22")


def test_an_edge_is_never_there_without_its_ends(dated_graph, dated_records, tmp_path):
    root = written(dated_graph, dated_records, tmp_path)
    nodes = spells(root, "node")
    for edge in root.iter(f"{NS}edge"):
        own = [(spell.get("start"), spell.get("end")) for spell in edge.iter(f"{NS}spell")]
        for end in (edge.get("source"), edge.get("target")):
            for first, last in own:
                assert not nodes[end] or any(a <= first and last <= b for a, b in nodes[end])


def test_undated_speeches_have_no_timeline(dated_records, tmp_path):
    records = Records(*(list(getattr(dated_records, name)) for name in Records.__slots__))
    records.documents = [row for row in records.documents if row.date is None]
    docs = {row.doc for row in records.documents}
    for name in ("sections", "sentences", "mentions"):
        setattr(records, name, [row for row in getattr(records, name) if row.doc in docs])
    root = written(build_graph(records), records, tmp_path)
    assert root.find(f"{NS}graph").get("mode") == "static"
    assert list(root.iter(f"{NS}spell")) == []


@pytest.mark.parametrize("name", ["seed", "dated"])
def test_labels_looks_kinds_and_values(request, tmp_path, name):
    graph = request.getfixturevalue(f"{name}_graph")
    root = written(graph, request.getfixturevalue(f"{name}_records"), tmp_path)
    titles = {
        (part.get("class"), column.get("id")): column.get("title")
        for part in root.iter(f"{NS}attributes")
        for column in part
    }
    nodes = list(root.iter(f"{NS}node"))
    assert [node.get("id") for node in nodes] == list(graph)
    for element, (_, data) in zip(nodes, graph.nodes(data=True), strict=True):
        place = element.find(f"{VIZ}position")
        color = element.find(f"{VIZ}color")
        assert element.get("label") == data["label"]
        assert (float(place.get("x")), float(place.get("y"))) == (data["x"], -data["y"])
        assert float(element.find(f"{VIZ}size").get("value")) == data["size"]
        assert "#" + "".join(f"{int(color.get(part)):02X}" for part in "rgb") == data["color"]
        for value in element.iter(f"{NS}attvalue"):
            assert value.get("value") == str(data[titles["node", value.get("for")]])
    for element, (source, target, data) in zip(root.iter(f"{NS}edge"), graph.edges(data=True), strict=True):
        assert (element.get("source"), element.get("target")) == (source, target)
        assert element.get("kind") == data["kind"]
        assert float(element.get("weight")) == data["weight"]
        found = {titles["edge", value.get("for")]: value.get("value") for value in element.iter(f"{NS}attvalue")}
        assert found["evidence"] == data["evidence"]
        assert float(found["npmi"]) == data["npmi"]


@pytest.mark.parametrize(
    ("date", "day"),
    [("2020-02-29", "2020-02-29"), ("2021-02-29", None), ("20200101", None), ("", None), ("2020-W01", None)],
)
def test_iso_day(date, day):
    assert iso_day(date) == day
