"""GraphML: what Gephi, networkx and igraph read."""

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import igraph
import networkx as nx
import pytest

from graph.export.graphml import write

NS = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(params=["seed", "dated"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[nx.Graph, Path]:
    graph = request.getfixturevalue(f"{request.param}_graph")
    path = tmp_path / "graph.graphml"
    write(graph, request.getfixturevalue(f"{request.param}_records"), path)
    return graph, path


def test_networkx_reads_every_attribute_back(written):
    graph, path = written
    read = nx.read_graphml(path)
    assert not read.is_directed()
    assert not read.is_multigraph()
    assert list(read) == list(graph)
    for node, data in graph.nodes(data=True):
        kept = {name: value for name, value in data.items() if value != ""} | {"y": -data["y"]}
        assert read.nodes[node] == kept
        assert {name: type(value) for name, value in read.nodes[node].items()} == {n: type(v) for n, v in kept.items()}
    assert {frozenset(edge) for edge in read.edges} == {frozenset(edge) for edge in graph.edges}
    for source, target, data in graph.edges(data=True):
        assert read[source][target] == {name: value for name, value in data.items() if value != ""}


def test_igraph_reads_every_attribute_back(written):
    graph, path = written
    read = igraph.Graph.Read_GraphML(str(path))
    assert not read.is_directed()
    assert read.vs["id"] == list(graph)
    for vertex, (_, data) in zip(read.vs, graph.nodes(data=True), strict=True):
        for name, value in data.items():
            assert vertex[name] == (-value if name == "y" else value), name
    for edge, (_, _, data) in zip(read.es, graph.edges(data=True), strict=True):
        for name, value in data.items():
            assert name == "id" or edge[name] == value, name  # igraph 1.0 reads an edge's source for its id


def test_the_xml_label_of_an_edge_is_its_kind_and_ids_are_unique(written):
    graph, path = written
    root = ET.parse(path).getroot()
    edges = list(root.iter(f"{NS}edge"))
    assert Counter(edge.get("label") for edge in edges) == Counter(kind for _, _, kind in graph.edges(data="kind"))
    keys = [key.get("id") for key in root.iter(f"{NS}key")]
    assert len(keys) == len(set(keys))
    assert len({edge.get("id") for edge in edges}) == len(edges)


def test_sizes_and_positions_are_the_ones_gephi_leaves_alone(written):
    path = written[1]
    rows = [data for _, data in nx.read_graphml(path).nodes(data=True)]
    assert (min(row["size"] for row in rows), max(row["size"] for row in rows)) == (4, 100)
    for axis in "xy":
        assert max(abs(row[axis]) for row in rows) <= 5000
        assert sum(row[axis] for row in rows) / len(rows) == pytest.approx(0, abs=0.01)
