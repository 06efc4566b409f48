"""Write the graph as three tables for spreadsheets, R and pandas: nodes.csv, edges.csv, evidence.csv.

UTF-8 with a byte order mark, without which spreadsheets show Chinese as rubbish; RFC 4180 otherwise. Column names are
the ones Gephi and Cytoscape look for. A text that a spreadsheet would take for a formula gets an apostrophe in front
(OWASP, “CSV Injection”); numbers are left alone.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from graph.build import read_references
from graph.plain import plain
from pipeline.records import Records, whole_file

FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
EVIDENCE = ("Id", "kind", "doc", "sentence", "section", "start", "end", "found", "text")


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write nodes to `path`, and edges.csv and evidence.csv beside it, each whole or not at all."""
    columns = list(dict.fromkeys(name for _, data in graph.nodes(data=True) for name in data if name != "label"))
    rows = ([node, data["label"], *(data[name] for name in columns)] for node, data in graph.nodes(data=True))
    write_table(path, ["Id", "Label", *columns], rows)
    columns = list(dict.fromkeys(name for _, _, data in graph.edges(data=True) for name in data))
    columns = [name for name in columns if name not in ("id", "label", "weight")]
    rows = (
        [source, target, "Undirected", data["id"], data["label"], data["weight"], *(data[name] for name in columns)]
        for source, target, data in graph.edges(data=True)
    )
    write_table(path.with_name("edges.csv"), ["Source", "Target", "Type", "Id", "Label", "Weight", *columns], rows)
    write_table(path.with_name("evidence.csv"), EVIDENCE, evidence(graph, records))


def evidence(graph: nx.Graph, records: Records) -> Iterator[list[Any]]:
    """Yield a row for each mention of a concept in the graph, then for each sentence behind an edge.

    `Id` is the node's or the edge's, `kind` is mention or the edge's kind, `start` and `end` are code-point offsets
    into the raw file (of the mention, of the sentence), `found` is the mention's cleaned text.
    """
    sentences = {(plain(row.doc), row.sentence): row for row in records.sentences}
    for mention in records.mentions:
        if mention.concept in graph:
            doc = plain(mention.doc)
            where = [doc, mention.sentence, plain(mention.section), mention.start, mention.end]
            text = plain(sentences[doc, mention.sentence].text).strip()
            yield [mention.concept, "mention", *where, plain(mention.text), text]
    for _, _, data in graph.edges(data=True):
        for doc, number in read_references(data["evidence"]):
            row = sentences[doc, number]
            where = [doc, number, plain(row.section), row.start, row.end]
            yield [data["id"], data["kind"], *where, "", plain(row.text).strip()]


def write_table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write one table, whole or not at all."""
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(columns)
        table.writerows([cell(value) for value in row] for row in rows)


def cell(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula.

    >>> cell("=HYPERLINK(1)"), cell("两个维护"), cell(-0.5)
    ("'=HYPERLINK(1)", '两个维护', -0.5)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value
