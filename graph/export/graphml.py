"""Write GraphML that comes up in Gephi with names, sizes, colours, positions, weights and kinds, nothing to set.

Standard: U. Brandes, M. Eiglsperger, J. Lerner, C. Pich, “Graph Markup Language (GraphML)”, in: Handbook of Graph
Drawing and Visualization, 2013. What Gephi makes of it is read from its importer: a node's `label`, `size`, `color`,
`x` and `y`, an edge's `label`, `weight` and `color` become what is drawn; the XML attribute `label` of an edge, and
only that, becomes its kind.

Empty text is left out, and so are the attributes of the graph as a whole, which Gephi warns of. y is turned around:
Gephi's grows upwards.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from pipeline.records import Records, whole_file

TYPES = {str: "string", int: "int", float: "double"}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
OWN_ATTRIBUTES = ("id",)  # of edges: written as XML attributes


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write the graph to `path`, whole or not at all; the records are not needed."""
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        out.writelines(keys("node", (data for _, data in graph.nodes(data=True))))
        out.writelines(keys("edge", (data for _, _, data in graph.edges(data=True))))
        out.write('  <graph edgedefault="undirected">\n')
        for node, data in graph.nodes(data=True):
            out.write(f"    <node id={quoteattr(node)}>\n")
            out.writelines(values("node", {**data, "y": -data["y"]}))
            out.write("    </node>\n")
        for source, target, data in graph.edges(data=True):
            out.write(
                f"    <edge source={quoteattr(source)} target={quoteattr(target)} id={quoteattr(data['id'])}"
                f" label={quoteattr(data['kind'])}>\n"
            )
            out.writelines(values("edge", data))
            out.write("    </edge>\n")
        out.write("  </graph>\n</graphml>\n")


def keys(scope: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Yield the declarations of the attributes that some rows have; every row holds one type under one name."""
    types = {name: TYPES[type(value)] for row in rows for name, value in row.items() if name not in OWN_ATTRIBUTES}
    for name, kind in types.items():
        yield f'  <key id="{scope}-{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'


def values(scope: str, row: Mapping[str, Any]) -> Iterable[str]:
    """Yield the data elements of a row."""
    for name, value in row.items():
        if value != "" and name not in OWN_ATTRIBUTES:
            yield f'      <data key="{scope}-{name}">{escape(str(value))}</data>\n'
