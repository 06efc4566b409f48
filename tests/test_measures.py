"""Degree, strength, communities, sizes and colours."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.measures import communities, scale
from graph.palette import EDGE_COLORS, NODE_COLORS


def test_degree_and_strength(seed_graph):
    for node, data in seed_graph.nodes(data=True):
        assert data["degree"] == len(seed_graph[node])
        assert data["strength"] == pytest.approx(sum(edge["weight"] for edge in seed_graph[node].values()), abs=1e-5)


def test_two_cliques_are_two_communities_the_larger_first():
    graph = nx.union(nx.complete_graph(list("abc")), nx.complete_graph(list("defgh")))
    graph.add_edge("a", "d")
    nx.set_edge_attributes(graph, 1.0, "weight")
    assert communities(graph) == [list("defgh"), list("abc")]


def test_communities_cover_the_graph_once_and_are_few(seed_graph):
    found = communities(seed_graph)
    assert sorted(node for members in found for node in members) == sorted(seed_graph)
    assert 2 <= len(found) <= 12
    assert [len(members) for members in found] == sorted((len(members) for members in found), reverse=True)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_sizes_fill_the_range_and_keep_the_order(counts):
    sizes = scale(counts)
    assert sizes[counts.index(min(counts))] == 4
    assert len(set(counts)) == 1 or sizes[counts.index(max(counts))] == 100
    assert [size for _, size in sorted(zip(counts, sizes, strict=True))] == sorted(sizes)


def test_no_nodes_need_no_sizes():
    assert scale([]) == []


def luminance(color: str) -> float:
    """Relative luminance, Web Content Accessibility Guidelines 2.1."""
    channels = (value / 255 for value in bytes.fromhex(color[1:]))
    linear = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_differ_and_node_colours_show_on_white():
    assert len(set(NODE_COLORS.values()) | set(EDGE_COLORS.values())) == len(NODE_COLORS) + len(EDGE_COLORS)
    for kind, color in NODE_COLORS.items():
        assert 1.05 / (luminance(color) + 0.05) >= 2.5, kind
