"""Write the interactive page: one HTML file that works from a USB stick with the network off."""

from pathlib import Path

import networkx as nx

from graph.page.evidence import make_tables, sentence_rows
from graph.page.network import make_network
from graph.page.render import render_page
from pipeline.records import Records, whole_file

LIMIT = 3000  # nodes; vis-network is good to about this many


def strongest(graph: nx.Graph, limit: int = LIMIT) -> nx.Graph:
    """Return `graph`, or its `limit` strongest nodes with the edges between them where it has more.

    >>> strongest(nx.star_graph(3), 2).number_of_nodes()
    2
    """
    if graph.number_of_nodes() <= limit:
        return graph

    def strength(name: object) -> tuple[bool, float, int, str]:
        attributes = graph.nodes[name]
        speech = attributes.get("kind") == "speech"
        return (not speech, -float(attributes.get("strength", 0.0)), -int(attributes.get("count", 0)), str(name))

    return graph.subgraph(sorted(graph, key=strength)[:limit])


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write the page of `graph` with its evidence from `records` to `path`, whole or not at all."""
    shown = strongest(graph)
    net = make_network(shown, sentence_rows(records), _heading(graph, records))
    tables = make_tables(records, net.node_map)
    tables["omitted"] = {
        "nodes": graph.number_of_nodes() - shown.number_of_nodes(),
        "edges": graph.number_of_edges() - shown.number_of_edges(),
    }
    with whole_file(path) as temporary:
        temporary.write_text(render_page(net, tables), encoding="utf-8", newline="\n")


def _heading(graph: nx.Graph, records: Records) -> str:
    number = graph.graph.get("documents", len(records.documents))  # of a corpus, records holds only what is shown
    if number == 1:
        return records.documents[0].title or records.documents[0].doc
    return f"{number} 篇讲话"
