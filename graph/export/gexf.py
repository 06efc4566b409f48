"""Write GEXF 1.3: what GraphML carries, and the time at which nodes and edges are there.

Standard: GEXF 1.3 (https://gexf.net). Where documents are dated, a node or an edge has a spell for each run of
consecutive dated documents that hold it, from the first one's date to the last one's, both included; what has no
date is there all the time. y is turned around: Gephi's grows upwards.
"""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import networkx as nx

from graph.build import read_references
from graph.plain import plain
from pipeline.records import Records, whole_file

TYPES = {str: "string", int: "integer", float: "double"}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""
DRAWN = ("id", "label", "x", "y", "size", "color", "weight")  # written as XML attributes and viz elements


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write the graph to `path`, whole or not at all, with the dates of the records' documents."""
    times = Times(graph, records)
    mode = (
        f'mode="dynamic" timeformat="date" timerepresentation="interval"{times.range}'
        if times.dates
        else 'mode="static"'
    )
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        out.write(f'  <graph defaultedgetype="undirected" {mode}>\n')
        nodes, edges = Columns("node"), Columns("edge")
        out.writelines(nodes.declare(data for _, data in graph.nodes(data=True)))
        out.writelines(edges.declare(data for _, _, data in graph.edges(data=True)))
        out.write("    <nodes>\n")
        for node, data in graph.nodes(data=True):
            out.write(f"      <node id={quoteattr(node)} label={quoteattr(data['label'])}>\n")
            out.writelines(nodes.values(data))
            out.writelines(spells(times.of_node(node)))
            out.write(f'        <viz:size value="{data["size"]}"/>\n')
            out.write(f'        <viz:position x="{data["x"]}" y="{-data["y"]}" z="0.0"/>\n')
            out.write(f"        <viz:color {rgb(data['color'])}/>\n")
            out.write("      </node>\n")
        out.write("    </nodes>\n    <edges>\n")
        for source, target, data in graph.edges(data=True):
            out.write(
                f"      <edge id={quoteattr(data['id'])} source={quoteattr(source)} target={quoteattr(target)}"
                f' kind={quoteattr(data["kind"])} label={quoteattr(data["label"])} weight="{data["weight"]}">\n'
            )
            out.writelines(edges.values(data))
            out.writelines(spells(times.of_edge(source, target, data)))
            out.write(f"        <viz:color {rgb(data['color'])}/>\n")
            out.write("      </edge>\n")
        out.write("    </edges>\n  </graph>\n</gexf>\n")


class Columns:
    """Number the attributes of nodes or of edges."""

    def __init__(self, scope: str) -> None:
        """Start with none."""
        self.scope = scope
        self.numbers: dict[str, int] = {}

    def declare(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """Yield the declaration of what some rows hold; every row holds one type under one name."""
        types = {name: TYPES[type(value)] for row in rows for name, value in row.items() if name not in DRAWN}
        self.numbers = {name: number for number, name in enumerate(types)}
        yield f'    <attributes class="{self.scope}">\n'
        for name, number in self.numbers.items():
            yield f'      <attribute id="{number}" title="{name}" type="{types[name]}"/>\n'
        yield "    </attributes>\n"

    def values(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield the values of a row, without empty text."""
        yield "        <attvalues>\n"
        for name, number in self.numbers.items():
            if row[name] != "":
                yield f'          <attvalue for="{number}" value={quoteattr(str(row[name]))}/>\n'
        yield "        </attvalues>\n"


class Times:
    """Say when nodes and edges are there, from the dates of the documents that hold them."""

    def __init__(self, graph: nx.Graph, records: Records) -> None:
        """Read the dates."""
        self.day = {plain(row.doc): day for row in records.documents if (day := iso_day(row.date)) is not None}
        self.dates = sorted(set(self.day.values()))
        self.rank = {day: number for number, day in enumerate(self.dates)}
        self.range = f' start="{self.dates[0]}" end="{self.dates[-1]}"' if self.dates else ""
        self.nodes: dict[str, set[str]] = defaultdict(set)
        for mention in records.mentions:
            if mention.concept in graph:
                self.nodes[mention.concept].add(plain(mention.doc))
        for node, doc in graph.nodes(data="doc"):
            if doc:
                self.nodes[node].add(doc)

    def of_node(self, node: str) -> list[tuple[str, str]]:
        """Return the spells of a node: first and last day of each."""
        return self.runs(self.nodes[node])

    def of_edge(self, source: str, target: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return the spells of an edge: when its evidence was said (of much evidence: when both its ends were)."""
        evidence = read_references(data["evidence"])
        if len(evidence) < data["count"]:
            return self.runs(self.nodes[source] & self.nodes[target])
        return self.runs({reference.doc for reference in evidence})

    def runs(self, docs: set[str]) -> list[tuple[str, str]]:
        """Return the first and last day of each run of consecutive dates; none where a document has no date."""
        if not docs <= self.day.keys():
            return []
        ranks = sorted({self.rank[self.day[doc]] for doc in docs})
        groups = itertools.groupby(enumerate(ranks), key=lambda item: item[1] - item[0])
        runs = [[rank for _, rank in group] for _, group in groups]
        return [(self.dates[run[0]], self.dates[run[-1]]) for run in runs]


def iso_day(date: str | None) -> str | None:
    """Return a date as a day, the first one of a month or year; None where it is no ISO date.

    >>> iso_day("2020-09-14"), iso_day("2020-09"), iso_day("1978"), iso_day("last year"), iso_day(None)
    ('2020-09-14', '2020-09-01', '1978-01-01', None, None)
    """
    full = (date or "") + {4: "-01-01", 7: "-01"}.get(len(date or ""), "")
    try:
        return datetime.date.fromisoformat(full).isoformat() if len(full) == 10 else None
    except ValueError:
        return None


def spells(runs: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the element that says when something is there."""
    if runs:
        yield "        <spells>\n"
        yield from (f'          <spell start="{start}" end="{end}"/>\n' for start, end in runs)
        yield "        </spells>\n"


def rgb(color: str) -> str:
    """Return #RRGGBB as XML attributes.

    >>> rgb("#0072B2")
    'r="0" g="114" b="178"'
    """
    red, green, blue = bytes.fromhex(color[1:])
    return f'r="{red}" g="{green}" b="{blue}"'
