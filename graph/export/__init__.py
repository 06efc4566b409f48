"""The graph's files: one module a format, each with `write(graph, records, path)`, and the table of all of them.

A new format is a module here and a line in FORMATS. A module is imported when its format is asked for, so nobody
waits for, or has to install, what another format needs.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import networkx as nx

from pipeline.errors import InputError
from pipeline.records import Records

FORMATS = {
    "html": ("graph.html", "graph.export.html"),
    "graphml": ("graph.graphml", "graph.export.graphml"),
    "gexf": ("graph.gexf", "graph.export.gexf"),
    "csv": ("nodes.csv", "graph.export.tables"),
    "json": ("graph.json", "graph.export.node_link"),
    "skos": ("concepts.ttl", "graph.export.skos"),
}
DEFAULT = ("html", "graphml", "gexf", "csv")


def check_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the formats' names in order, once each; raise InputError for one that there is not."""
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"no format named {name!r}; choose from {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(formats))


def export(graph: nx.Graph, records: Records, folder: Path, formats: tuple[str, ...] = DEFAULT) -> list[Path]:
    """Write the graph to `folder` in some formats and return the paths; raise InputError for an unknown format."""
    paths = []
    for name in check_formats(formats):
        file, module = FORMATS[name]
        import_module(module).write(graph, records, folder / file)
        paths.append(folder / file)
    return paths
