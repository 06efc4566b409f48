"""Positions: the order of speaking, neighbourhoods, and labels that don't pile up."""

import math
import time

import networkx as nx
import numpy as np
import pytest

from graph.layout import Boxes, label_width, place
from graph.measures import measure


def points(graph: nx.Graph) -> np.ndarray:
    return np.array([(data["x"], data["y"]) for _, data in graph.nodes(data=True)])


def overlaps(graph: nx.Graph, slack: float = 0.1) -> int:
    boxes, at = Boxes.of(graph), points(graph)
    middle = at + np.stack([np.zeros(len(at)), boxes.drop], axis=1)
    apart = np.abs(middle[:, None] - middle[None]) >= boxes.half[:, None] + boxes.half[None] - slack
    return int((~apart.any(axis=2)).sum() - len(at)) // 2


def speeches(number: int, directives: int, concepts: int) -> nx.Graph:
    """Make a graph in which each directive has concepts of its own and shares others with the next."""
    graph = nx.Graph()
    for speech in range(number):
        if number > 1:
            graph.add_node(f"s{speech}", kind="speech", label=f"讲话{speech}", count=9)
        for index in range(directives):
            graph.add_node(f"d{speech}-{index}", kind="directive", label="一要说明白", count=5)
            if number > 1:
                graph.add_edge(f"s{speech}", f"d{speech}-{index}", kind="contains", weight=1.0)
    homes = [node for node, kind in graph.nodes(data="kind") if kind == "directive"]
    for index in range(concepts):
        graph.add_node(f"c{index}", kind="slogan", label="概念" * (1 + index % 4), count=1 + index % 3)
        for home in range(1 + (index % 3 == 0)):
            graph.add_edge(homes[(index + home) % len(homes)], f"c{index}", kind="mentions", weight=1.0)
        if index:
            graph.add_edge(f"c{index - 1}", f"c{index}", kind="cooccurs", weight=0.5)
    measure(graph)
    return graph


def test_the_seed_s_sections_stand_clockwise_in_the_order_of_speaking(seed_graph):
    rows = [data for _, data in seed_graph.nodes(data=True) if data["kind"] == "directive"]
    middle_x, middle_y = (sum(row[axis] for row in rows) / len(rows) for axis in "xy")
    angles = [math.atan2(row["x"] - middle_x, middle_y - row["y"]) % (2 * math.pi) for row in rows]
    assert angles == sorted(angles)


def test_a_concept_of_one_section_stands_nearest_to_it(seed_graph):
    sections = {n: (d["x"], d["y"]) for n, d in seed_graph.nodes(data=True) if d["kind"] == "directive"}
    right = total = 0
    for node, data in seed_graph.nodes(data=True):
        homes = [name for name in seed_graph[node] if name in sections]
        if data["kind"] != "directive" and len(homes) == 1:
            nearest = min(sections, key=lambda name: math.dist(sections[name], (data["x"], data["y"])))
            right, total = right + (nearest == homes[0]), total + 1
    assert total > 80
    assert right / total >= 0.9, f"{right} of {total}"


@pytest.mark.parametrize("shape", [(1, 1, 0), (1, 1, 30), (1, 7, 120), (3, 4, 80), (20, 3, 150)], ids=str)
def test_no_two_nodes_or_labels_overlap(shape):
    graph = speeches(*shape)
    place(graph)
    assert overlaps(graph) == 0


def test_the_seed_s_labels_don_t_overlap(seed_graph):
    assert overlaps(seed_graph) == 0


def test_finer_directives_stand_outside_their_parents():
    graph = speeches(3, 4, 40)
    place(graph)
    centre = points(graph).mean(axis=0)
    squeeze = np.array((1 / 1.6, 1))

    def radius(node: str) -> float:
        return float(np.hypot(*((np.array((graph.nodes[node]["x"], graph.nodes[node]["y"])) - centre) * squeeze)))

    for a, b, kind in graph.edges(data="kind"):
        if kind == "contains":
            assert radius(b) > radius(a)


@pytest.mark.parametrize("shape", [(1, 7, 120), (20, 3, 150)], ids=str)
def test_positions_are_centred_in_range_and_the_same_each_time(shape):
    one, two = speeches(*shape), speeches(*shape)
    place(one)
    place(two)
    assert points(one).tolist() == points(two).tolist()
    assert np.abs(points(one)).max() <= 5000
    assert points(one).mean(axis=0) == pytest.approx([0, 0], abs=0.01)


def test_a_large_graph_stays_within_range():
    graph = speeches(30, 5, 700)
    place(graph)
    assert np.abs(points(graph)).max() <= 5000
    assert np.isfinite(points(graph)).all()


@pytest.mark.bench
def test_a_thousand_nodes_take_little_time():
    graph = speeches(1, 30, 970)
    start = time.process_time()
    place(graph)
    assert time.process_time() - start < 3


def test_an_empty_graph_has_no_places():
    place(nx.Graph())


def test_concepts_without_any_section_have_places():
    graph = nx.path_graph(["a", "b", "c"])
    for node in graph:
        graph.nodes[node].update(kind="slogan", label="概念", size=4.0, community=0)
    for _, _, data in graph.edges(data=True):
        data.update(kind="cooccurs", weight=1.0)
    place(graph)
    assert overlaps(graph) == 0


@pytest.mark.parametrize(("label", "width"), [("", 0), ("ab", 1.1), ("五位一体", 4), ("（一）", 3), ("长" * 99, 18)])
def test_label_width(label, width):
    assert label_width(label) == width
