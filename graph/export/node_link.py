"""Write node-link JSON, which networkx and D3 read: `nx.node_link_graph(json.load(file), edges="edges")`."""

import json
from pathlib import Path

import networkx as nx

from pipeline.records import Records, whole_file


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write the graph to `path`, whole or not at all; the records are not needed."""
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        data = nx.node_link_data(graph, edges="edges")
        json.dump(data, out, ensure_ascii=False, allow_nan=False, indent=1)
        out.write("\n")
