"""What the graph's shape says of its nodes: degree, strength, community; and the size and colour they are drawn in."""

import math

import networkx as nx

from graph.palette import EDGE_COLORS, NODE_COLORS

SEED = 20200914
SMALLEST, LARGEST = 4.0, 100.0


def measure(graph: nx.Graph) -> None:
    """Set degree, strength, community, size and color of every node, and color of every edge, in place."""
    for node, degree in graph.degree():
        graph.nodes[node]["degree"] = degree
    for node, strength in graph.degree(weight="weight"):
        graph.nodes[node]["strength"] = round(float(strength), 6)
    for number, members in enumerate(communities(graph)):
        for node in members:
            graph.nodes[node]["community"] = number
    sizes = scale([data["count"] for _, data in graph.nodes(data=True)])
    for size, (_, data) in zip(sizes, graph.nodes(data=True), strict=True):
        data["size"] = size
        data["color"] = NODE_COLORS[data["kind"]]
    for _, _, data in graph.edges(data=True):
        data["color"] = EDGE_COLORS[data["kind"]]


def communities(graph: nx.Graph) -> list[list[str]]:
    """Return the nodes' Louvain communities, largest first, those of one size in the graph's order.

    Method: V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, “Fast unfolding of communities in large
    networks”, Journal of Statistical Mechanics P10008, 2008, on the edges' weights. It runs on the nodes' numbers:
    sets of strings come in another order every run.
    """
    nodes = list(graph)
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    place = {node: number for number, node in enumerate(nodes)}
    numbered.add_weighted_edges_from((place[a], place[b], weight) for a, b, weight in graph.edges(data="weight"))
    found = (sorted(members) for members in nx.community.louvain_communities(numbered, weight="weight", seed=SEED))
    return [
        [nodes[number] for number in members] for members in sorted(found, key=lambda members: (-len(members), members))
    ]


def scale(counts: list[int]) -> list[float]:
    """Return a size for each count, growing with its square root, from exactly 4 to exactly 100.

    Gephi stretches the sizes of a file to this range: sizes that fill it come up as they are.

    >>> scale([1, 2, 5])
    [4.0, 52.0, 100.0]
    >>> scale([3, 3])
    [4.0, 4.0]
    """
    low, high = min(counts, default=0), max(counts, default=0)
    span = (high - low) or 1
    return [round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt((count - low) / span), 3) for count in counts]
