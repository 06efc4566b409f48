"""Node-link JSON."""

import json

import networkx as nx
import pytest

from graph.export.node_link import write


@pytest.mark.parametrize("name", ["seed", "dated"])
def test_networkx_reads_an_equal_graph(request, tmp_path, name):
    graph = request.getfixturevalue(f"{name}_graph")
    path = tmp_path / "graph.json"
    write(graph, request.getfixturevalue(f"{name}_records"), path)
    read = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    assert nx.utils.graphs_equal(read, graph)
    assert list(read) == list(graph)
