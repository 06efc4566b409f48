"""Where the nodes stand: a picture that reads as the speech does, computed once and the same in every file.

One speech is drawn as a clock. Preamble, directives and closing stand on a ring in the order in which they are
spoken, clockwise from the top, finer directives outside the ones they belong to. A concept that one of them alone
mentions stands around it; a concept that several share stands between them, where its mentions balance. Then the
labels are pushed apart. Nothing is drawn by chance.

A few speeches share the ring, each with a sector of its own. Many would leave no room in the middle: there a spring
layout pulls communities together, and the labels are pushed apart; so it does where no directives are shown.

x grows to the right and y downwards, as on a screen; the writers for Gephi turn y around. A field wider than high
suits screens and pages, and labels, which are wider than high.
"""

import itertools
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

Points = NDArray[np.float64]

FONT = 26.0  # height of a concept's label, in the units of the positions
DIRECTIVE_FONT = 40.0
ASPECT = 1.6
LIMIT = 5000.0
FEW = 12  # speeches that the ring has room for
LONGEST = 18.0  # labels are drawn no wider than this many Chinese characters
GAP = 0.04  # share of the circle left open at the top, between closing and preamble
GOLDEN = math.pi * (3 - math.sqrt(5))
SEED = 20200914
SAME_COMMUNITY = 20.0
SLACK = 1.7  # room in a disc over the boxes in it
ROUNDS, SETTLE, PATIENCE, GROWTH, HEAVY = 3000, 100, 50, 1.04, 20.0


def place(graph: nx.Graph) -> None:
    """Set x and y of every node, in place, within 5000 of the origin; needs label, size, kind and community."""
    if not graph:
        return
    boxes = Boxes.of(graph)
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    ring = kinds["directive"] and kinds["speech"] <= FEW
    start, weight = clock(graph, boxes) if ring else springs(graph, boxes)
    points = separate(start, boxes, weight)
    points -= points.mean(axis=0)  # Gephi moves what it imports so that the mean is the origin
    points *= min(1.0, LIMIT / max(1.0, float(np.abs(points).max())))
    for (_, data), (x, y) in zip(graph.nodes(data=True), points.tolist(), strict=True):
        data["x"], data["y"] = round(x, 2), round(y, 2)


def label_width(label: str) -> float:
    """Return the width of a label in heights of its letters: 1 for a Chinese character, 0.55 for a Latin one.

    >>> label_width("两个维护"), label_width("GDP")
    (4.0, 1.65)
    """
    widths = (1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in label)
    return round(min(LONGEST, sum(widths)), 6)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Hold the room each node needs, label below it: half widths and half heights, and how far the middle lies below.

    All arrays have one row a node, in the graph's order.
    """

    half: Points
    drop: NDArray[np.float64]

    @classmethod
    def of(cls, graph: nx.Graph) -> "Boxes":
        """Measure the nodes of a graph."""
        half, drop = [], []
        for _, data in graph.nodes(data=True):
            font = FONT if data["kind"] in ("slogan", "entity") else DIRECTIVE_FONT
            half.append((max(data["size"], label_width(data["label"]) * font / 2) + 6, data["size"] + font * 0.6 + 3))
            drop.append(font * 0.6)
        return cls(np.array(half), np.array(drop))

    def radii(self, members: list[int]) -> NDArray[np.float64]:
        """Return the radii of discs that hold the first, the first two … of these nodes, where x counts 1/ASPECT."""
        areas = 4 * self.half[members].prod(axis=1) / ASPECT
        return np.sqrt(SLACK * np.cumsum(areas) / math.pi)

    def reach(self, members: list[int]) -> float:
        """Return the radius of a disc that holds these nodes."""
        return float(self.radii(members)[-1]) if members else 0.0


def clock(graph: nx.Graph, boxes: Boxes) -> tuple[Points, NDArray[np.float64]]:
    """Return where the nodes of one speech, or of a few, start, and how heavy each is (sections hardly move)."""
    number = {node: index for index, node in enumerate(graph)}
    homes: dict[int, dict[int, float]] = {}  # concept -> {section: mentions}
    parents: dict[int, int] = {}
    for a, b, data in graph.edges(data=True):
        one, two = sorted((number[a], number[b]))
        if data["kind"] == "contains":
            parents[two] = one
        elif data["kind"] == "mentions":
            homes.setdefault(two, {})[one] = data["weight"]
    sections = [number[node] for node, kind in graph.nodes(data="kind") if kind in ("speech", "directive")]
    own: dict[int, list[int]] = {section: [section] for section in sections}
    shared: list[int] = []
    for index in range(len(number)):
        if index not in own:
            places = homes.get(index, {})
            (own[next(iter(places))] if len(places) == 1 else shared).append(index)
    anchors = ring(sections, parents, {s: boxes.reach(own[s]) for s in sections}, boxes.reach(shared))
    points = np.zeros((len(number), 2))
    for section, (x, y) in anchors.items():
        points[own[section]] = spiral(own[section], boxes) + np.array((x * ASPECT, y))
    balance = np.zeros((len(shared), 2))
    for row, index in enumerate(shared):
        places = homes.get(index, {})
        if places:
            weights = np.array(list(places.values()))
            balance[row] = weights @ points[list(places)] / weights.sum() / (ASPECT, 1)
    hub = boxes.reach(shared)
    room = min((math.hypot(*anchors[section]) - boxes.reach(own[section]) for section in sections), default=hub)
    points[shared] = fill(balance, shared, boxes) * (min(2.0, max(1.0, room / hub)) if hub else 1.0)
    weight = np.ones(len(number))
    weight[sections] = HEAVY
    return points, weight


def ring(
    sections: list[int], parents: dict[int, int], reach: dict[int, float], hub: float
) -> dict[int, tuple[float, float]]:
    """Return a place for each section: clockwise from the top, each level outside the one above it.

    `reach` is the radius of a section's own cluster, `hub` that of the middle, which is left free.
    """
    level: dict[int, int] = {}
    children: dict[int, list[int]] = {section: [] for section in sections}
    for section in sections:  # a parent comes before its parts
        level[section] = level[parents[section]] + 1 if section in parents else 0
        if section in parents:
            children[parents[section]].append(section)
    widest = [max(reach[s] for s in sections if level[s] == at) for at in range(max(level.values(), default=-1) + 1)]
    if len(sections) == 1:
        return {sections[0]: (0.0, 0.0)}
    steps = np.cumsum([0.0] + [above + below for above, below in itertools.pairwise(widest)])
    inner = hub + widest[0] if widest else 0.0
    while True:
        need: dict[int, float] = {}
        for section in reversed(sections):
            own = 2 * math.asin(min(1.0, reach[section] / (inner + float(steps[level[section]]))))
            need[section] = max(own, sum(need[child] for child in children[section]))
        total = sum(need[section] for section in sections if section not in parents)
        if total <= 2 * math.pi * (1 - GAP):
            break
        inner *= 1.05
    places: dict[int, tuple[float, float]] = {}
    stretch = 2 * math.pi * (1 - GAP) / total if total else 0.0
    begin: dict[int, float] = {}
    cursor = math.pi * GAP
    for section in sections:
        if section not in parents:
            begin[section], cursor = cursor, cursor + need[section] * stretch
        angle = begin[section] + need[section] * stretch / 2
        radius = inner + float(steps[level[section]])
        places[section] = (radius * math.sin(angle), -radius * math.cos(angle))
        room = begin[section] + (need[section] - sum(need[child] for child in children[section])) * stretch / 2
        for child in children[section]:
            begin[child], room = room, room + need[child] * stretch
    return places


def spiral(members: list[int], boxes: Boxes) -> Points:
    """Return places around the first of some nodes, in their order, like a sunflower's seeds."""
    angles = np.arange(len(members)) * GOLDEN
    places: Points = boxes.radii(members)[:, None] * np.stack([ASPECT * np.cos(angles), np.sin(angles)], axis=1)
    places[0] = 0
    return places


def fill(balance: Points, members: list[int], boxes: Boxes) -> Points:
    """Return places in the middle for nodes that several sections share.

    Each keeps the direction in which its mentions balance (`balance`, where x counts 1/ASPECT) and its rank in
    distance from the centre; the distances themselves are evened out, or all would stand on a heap.
    """
    distance = np.hypot(balance[:, 0], balance[:, 1])
    order = np.argsort(distance, kind="stable")
    radius = np.empty(len(members))
    radius[order] = boxes.radii([members[row] for row in order])
    angles = np.arange(len(members)) * GOLDEN
    unit = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    away = distance > 1e-6
    unit[away] = balance[away] / distance[away, None]
    places: Points = radius[:, None] * unit * (ASPECT, 1)
    return places


def springs(graph: nx.Graph, boxes: Boxes) -> tuple[Points, NDArray[np.float64]]:
    """Return a spring layout in which edges inside a community pull twenty times, and that all nodes weigh the same.

    Method: T. M. J. Fruchterman, E. M. Reingold, “Graph drawing by force-directed placement”, Software: Practice and
    Experience 21(11), 1129–1164, 1991.
    """
    number = {node: index for index, node in enumerate(graph)}
    community = dict(graph.nodes(data="community"))
    twin = rx.PyGraph(multigraph=False)
    twin.add_nodes_from(range(len(number)))
    twin.add_edges_from(
        [(number[a], number[b], SAME_COMMUNITY if community[a] == community[b] else 1.0) for a, b in graph.edges]
    )
    found = rx.spring_layout(twin, weight_fn=float, seed=SEED)
    points = np.array([found[index] for index in range(len(number))])
    points -= points.mean(axis=0)
    spread = math.sqrt(float((points**2).sum(axis=1).mean())) or 1.0
    return points / spread * boxes.reach(list(range(len(number)))) * (ASPECT, 1), np.ones(len(number))


def separate(points: Points, boxes: Boxes, weight: NDArray[np.float64]) -> Points:
    """Push boxes apart until none overlap, each time the cheaper way of left–right and up–down.

    Of two boxes the heavier one moves less. While SETTLE rounds last, the nodes are also drawn back to where they
    started. From then on the whole picture grows a little every PATIENCE rounds, so that there is always an end.
    """
    start = points
    points = points.copy()
    wide = np.ascontiguousarray(boxes.half[:, 0])
    for round_number in range(ROUNDS):
        if round_number < SETTLE:
            points += 0.05 * (start - points)
        elif round_number % PATIENCE == 0:
            points *= GROWTH
        left, right = near(points[:, 1] + boxes.drop, boxes.half[:, 1])
        x = np.ascontiguousarray(points[:, 0])
        beside = wide[left] + wide[right] > np.abs(x[right] - x[left])  # few are: the rest need no look at y
        left, right = left[beside], right[beside]
        gap = points[right] - points[left]
        gap[:, 1] += boxes.drop[right] - boxes.drop[left]
        over = boxes.half[left] + boxes.half[right] - np.abs(gap)
        hit = (over > 0).all(axis=1)
        if not hit.any():
            if round_number >= SETTLE:
                break
            continue
        left, right, gap, over = left[hit], right[hit], gap[hit], over[hit]
        sideways = over[:, 0] < over[:, 1] * ASPECT
        shift = np.where(np.stack([sideways, ~sideways], axis=1), over + 0.5, 0.0) * np.where(gap < 0, -1.0, 1.0)
        share = (weight[left] / (weight[left] + weight[right]))[:, None]
        np.add.at(points, right, 0.6 * shift * share)
        np.add.at(points, left, -0.6 * shift * (1 - share))
    return points


def near(middle: NDArray[np.float64], half: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of intervals (given by middle and half length) that may overlap, each pair once."""
    order = np.argsort(middle, kind="stable")
    ranked = middle[order]
    last = np.searchsorted(ranked, ranked + half[order] + half.max(), side="left")
    counts = np.maximum(last - np.arange(len(order)) - 1, 0)
    left = np.repeat(np.arange(len(order)), counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[left], order[left + 1 + offset]
