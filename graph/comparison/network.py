"""The two sides as one graph: what both have is drawn once, and every node and edge says which side has it.

Concepts are joined to the directives that carry them and to each other where they stand in one sentence. A directive
and its counterpart are one node. `status` of a node or edge is kept, dropped or added: a formulation that has moved
hangs on one directive by a dropped edge and on another by an added one. Colours tell the three apart (M. Okabe and K.
Ito, “Color Universal Design”, 2008).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import networkx as nx

from graph.build import ALPHA, document_keys
from graph.comparison.compare import Comparison, Row
from graph.comparison.directives import MOST, Unit
from graph.counts import PairCount
from graph.layout import place
from graph.measures import measure
from graph.plain import plain
from pipeline.records import Records

COLORS = {"kept": "#999999", "dropped": "#D55E00", "added": "#0072B2"}
ARROW = " → "


def build(comparison: Comparison) -> nx.Graph:
    """Build the marked graph of a comparison, measured and laid out.

    Of the edges between concepts it has those in the backbone of either side (see graph.counts). Sides with more
    directives than graph.comparison.directives.MOST have none here.
    """
    graph = nx.Graph()
    homes_a, homes_b = _add_units(graph, comparison)
    concepts = {row.concept.id: row for row in comparison.rows}
    for row in sorted(comparison.rows, key=lambda row: row.concept.id):
        _add_concept(graph, row)
    carried: dict[tuple[str, str], list[int]] = {}
    for side, (units, homes) in enumerate(((comparison.units_a, homes_a), (comparison.units_b, homes_b))):
        for number, unit in enumerate(units):
            for concept, count in unit.concepts.items():
                if number in homes and concept in concepts:
                    carried.setdefault((homes[number], concept), [0, 0])[side] += count
    for (home, concept), (before, after) in sorted(carried.items()):
        _add_edge(graph, home, concept, "mentions", before, after, float(before + after))
    _add_pairs(graph, comparison.counts_a.pairs, comparison.counts_b.pairs)
    alone = [node for node, kind in graph.nodes(data="kind") if kind != "directive" and not graph.adj[node]]
    graph.remove_nodes_from(alone)
    measure(graph)
    place(graph)
    for _, data in graph.nodes(data=True):
        data["color"] = COLORS[data["status"]]
    for _, _, data in graph.edges(data=True):
        data["color"] = COLORS[data["status"]]
    return graph


def status(before: int, after: int) -> str:
    """Return what has become of something that is counted on both sides.

    >>> status(2, 1), status(2, 0), status(0, 1)
    ('kept', 'dropped', 'added')
    """
    return "kept" if before and after else "dropped" if before else "added"


def _add_concept(graph: nx.Graph, row: Row) -> None:
    graph.add_node(
        row.concept.id,
        kind=row.concept.kind,
        label=plain(row.concept.name).strip() or row.concept.id,
        type=plain(row.concept.label),
        status=row.status,
        count=row.a.count + row.b.count,
        count_a=row.a.count,
        count_b=row.b.count,
        weight=row.weight,
        g2=row.keyness.g2,
        log_ratio=row.keyness.log_ratio,
        moved=int(row.move is not None),
        reworded=" ".join(dict.fromkeys(word.sort for word in row.rewordings)),
        role="",
    )


def _add_units(graph: nx.Graph, comparison: Comparison) -> tuple[dict[int, str], dict[int, str]]:
    """Add the directives and return the node of each side's."""
    before, after = comparison.units_a, comparison.units_b
    if max(len(before), len(after)) > MOST:
        return {}, {}
    names_a, names_b = _names("a", comparison.a.records, before), _names("b", comparison.b.records, after)
    homes_a: dict[int, str] = {}
    homes_b: dict[int, str] = {}
    for number, unit in enumerate(before):
        other = comparison.counterparts.get(number)
        if other is None:
            homes_a[number] = _add_unit(graph, names_a[number], unit.label, unit.role, unit.concepts.total(), 0)
            continue
        twin = after[other]
        label = unit.label if unit.label == twin.label else f"{unit.label}{ARROW}{twin.label}"
        counts = unit.concepts.total(), twin.concepts.total()
        name = _add_unit(graph, f"{names_a[number]}.{names_b[other]}", label, unit.role, *counts)
        homes_a[number] = homes_b[other] = name
    for number, unit in enumerate(after):
        if number not in homes_b:
            homes_b[number] = _add_unit(graph, names_b[number], unit.label, unit.role, 0, unit.concepts.total())
    return homes_a, homes_b


def _names(side: str, records: Records, units: Iterable[Unit]) -> list[str]:
    keys = document_keys(records.documents)
    return [f"{side}-{keys[unit.doc]}-{re.sub('[^A-Za-z0-9_-]', '-', unit.section)}" for unit in units]


def _add_unit(graph: nx.Graph, name: str, label: str, role: str, before: int, after: int) -> str:
    side = "kept" if "." in name else "dropped" if name.startswith("a-") else "added"
    graph.add_node(
        name,
        kind="directive",
        label=label,
        type="",
        status=side,
        count=before + after,
        count_a=before,
        count_b=after,
        weight="",
        g2=0.0,
        log_ratio=0.0,
        moved=0,
        reworded="",
        role=role,
    )
    return name


def _add_pairs(graph: nx.Graph, before: Iterable[PairCount], after: Iterable[PairCount]) -> None:
    counts: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = (Counter(), Counter())
    weights: dict[tuple[str, str], float] = defaultdict(float)
    backbone: set[tuple[str, str]] = set()
    for side, pairs in zip(counts, (before, after), strict=True):
        for pair in pairs:
            key = pair.source, pair.target
            side[key] = pair.count
            weights[key] += pair.weight
            if pair.strongest or pair.significance < ALPHA:
                backbone.add(key)
    for source, target in sorted(backbone):
        if source in graph and target in graph:
            key = source, target
            _add_edge(graph, *key, "cooccurs", counts[0][key], counts[1][key], weights[key])


def _add_edge(graph: nx.Graph, source: str, target: str, kind: str, before: int, after: int, weight: float) -> None:
    graph.add_edge(
        source,
        target,
        id=f"{source}.{target}",
        kind=kind,
        label=kind,
        status=status(before, after),
        weight=round(weight, 6),
        count=before + after,
        count_a=before,
        count_b=after,
    )
