"""The picture: a pyvis Network with settled positions, and the options vis-network draws it by."""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import networkx as nx
from pyvis.network import Network
from pyvis.node import Node

from graph.build import read_references

SHAPES = {"speech": "hexagon", "directive": "box", "slogan": "dot", "entity": "diamond"}
DEPTH = {"entity": 0, "slogan": 1, "speech": 2, "directive": 3}  # what is drawn later lies on top

# The layout thinks in labels 26 units high (graph/layout.py); the page draws them 13 pixels high.
SCALE = 0.5

# Radii on the page in pixels at scale 1; graph sizes run from 4 to 100.
SMALLEST, LARGEST = 4.5, 28.0

NODE_KEYS = (
    "kind",
    "type",
    "count",
    "standalone",
    "nested",
    "documents",
    "directives",
    "community",
    "degree",
    "strength",
    "first",
    "last",
    "aliases",
    "english",
    "pinyin",
    "domain",
    "zone",
    "doc",
    "section",
    "marker",
    "level",
    "role",
)

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": True,
        "hover": False,
        "keyboard": {"enabled": False},
        "navigationButtons": False,
        "selectable": False,
        "tooltipDelay": 3_600_000,
        "zoomSpeed": 0.6,
    },
    "nodes": {"borderWidth": 1.5, "font": {"size": 14}, "shapeProperties": {"borderRadius": 5}},
    "edges": {"smooth": False, "width": 1, "selectionWidth": 0, "hoverWidth": 0},
}


def clean_label(text: str) -> str:
    """Return `text` on one line without control and direction characters, which a canvas would obey.

    >>> clean_label("四个\\u202e意识\\x00\\n")
    '四个意识'
    """
    kept = ("" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and not c.isspace() else c for c in text)
    return " ".join("".join(kept).split())


def _round(value: Any) -> Any:
    return round(float(value), 4) if isinstance(value, float) else value


def translucent(colour: str, share: float) -> str:
    """Return a #RRGGBB colour as CSS that sits on light paper and on dark; grey for anything else.

    >>> translucent("#0072B2", 0.4)
    'rgba(0,114,178,0.4)'
    """
    found = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour)
    red, green, blue = (int(part, 16) for part in found.groups()) if found else (136, 136, 136)
    return f"rgba({red},{green},{blue},{share:g})"


def make_network(graph: nx.Graph, sentences: Mapping[tuple[str, int], int], heading: str) -> Network:
    """Return a pyvis Network of `graph` at the graph's own positions, physics off.

    `sentences` maps (document, sentence index) to the row in the page's sentence table. Edges carry `rank`, their
    place in the order in which the page reveals them: the backbone first, then by weight.
    """
    net = Network(height="100%", width="100%", heading=heading, cdn_resources="in_line")
    net.options = OPTIONS
    order = sorted(graph.nodes(data=True), key=lambda row: (DEPTH.get(row[1].get("kind", ""), 0), str(row[0])))
    for name, attributes in order:
        share = min(1.0, max(0.0, (float(attributes.get("size", 4.0)) - 4.0) / 96.0))
        node = Node(
            str(name),
            SHAPES.get(attributes.get("kind", ""), "dot"),
            clean_label(str(attributes.get("label", name))) or str(name),
            color=str(attributes.get("color", "#888888")),
            size=round(SMALLEST + (LARGEST - SMALLEST) * share, 1),
            x=round(float(attributes.get("x", 0.0)) * SCALE, 1),
            y=round(float(attributes.get("y", 0.0)) * SCALE, 1),
            **{key: _round(attributes[key]) for key in NODE_KEYS if attributes.get(key) not in (None, "")},
        )
        net.nodes.append(node.options)
        net.node_ids.append(node.options["id"])
        net.node_map[node.options["id"]] = node.options
    edges = sorted(
        graph.edges(data=True),
        key=lambda row: (
            not row[2].get("backbone"),
            -float(row[2].get("weight", 1.0)),
            str(row[2].get("id", "")),
        ),
    )
    heaviest = max((float(row[2].get("weight", 1.0)) for row in edges), default=1.0) or 1.0
    opacity = 0.45 if len(edges) < 2500 else 0.28
    for rank, (source, target, attributes) in enumerate(edges):
        refs = read_references(str(attributes.get("evidence", "")))
        net.edges.append(  # add_edge compares with every edge there is
            {
                "id": str(attributes.get("id", f"e{rank}")),
                "from": str(source),
                "to": str(target),
                "kind": str(attributes.get("kind", "")),
                "weight": _round(float(attributes.get("weight", 1.0))),
                "count": int(attributes.get("count", 1)),
                "npmi": _round(float(attributes.get("npmi", 0.0))),
                "rank": rank,
                "backbone": bool(attributes.get("backbone")),
                "width": round(0.6 + 2.4 * math.sqrt(float(attributes.get("weight", 1.0)) / heaviest), 2),
                "color": translucent(
                    str(attributes.get("color", "")), 0.7 if attributes.get("kind") == "contains" else opacity
                ),
                "evidence": [sentences[ref.doc, ref.sentence] for ref in refs if (ref.doc, ref.sentence) in sentences],
            }
        )
    return net
