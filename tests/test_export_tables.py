"""The tables: nodes.csv, edges.csv, evidence.csv."""

import csv
from pathlib import Path

import duckdb
import pytest

from graph.export.tables import cell, write


@pytest.fixture(scope="module")
def folder(seed_graph, seed_records, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("tables")
    write(seed_graph, seed_records, path / "nodes.csv")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["nodes.csv", "edges.csv", "evidence.csv"])
def test_a_byte_order_mark_tells_spreadsheets_the_encoding(folder, name):
    assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_nodes_and_edges_are_the_graph_s(folder, seed_graph):
    nodes, edges = rows(folder / "nodes.csv"), rows(folder / "edges.csv")
    assert [row["Id"] for row in nodes] == list(seed_graph)
    for row, (_, data) in zip(nodes, seed_graph.nodes(data=True), strict=True):
        assert row["Label"] == data["label"]
        assert {name: row[name] for name in data if name != "label"} == {
            n: str(v) for n, v in data.items() if n != "label"
        }
    for row, (source, target, data) in zip(edges, seed_graph.edges(data=True), strict=True):
        assert (row["Source"], row["Target"], row["Type"], row["Id"]) == (source, target, "Undirected", data["id"])
        assert float(row["Weight"]) == data["weight"]
        assert row["evidence_text"] == data["evidence_text"]


def test_evidence_leads_back_to_the_source(folder, seed_graph, seed_records, seed):
    raw = seed.read_bytes().decode("utf-8")
    mentions = [row for row in rows(folder / "evidence.csv") if row["kind"] == "mention"]
    expected = [row for row in seed_records.mentions if row.concept in seed_graph]
    assert [(row["Id"], int(row["start"]), row["found"]) for row in mentions] == [
        (row.concept, row.start, row.text) for row in expected
    ]
    upholds = next(row for row in mentions if row["Id"] == "liang-ge-wei-hu")
    assert raw[int(upholds["start"]) : int(upholds["end"])] == "兩個維護"
    assert "“两个维护”" in upholds["text"]
    ids = {data["id"] for _, _, data in seed_graph.edges(data=True)}
    assert {row["Id"] for row in rows(folder / "evidence.csv") if row["kind"] != "mention"} == ids


def test_duckdb_reads_the_tables(folder, seed_graph):
    with duckdb.connect() as database:
        path = str(folder / "edges.csv")
        count, weight = database.execute("SELECT count(*), sum(Weight) FROM read_csv(?)", [path]).fetchall()[0]
    assert count == seed_graph.number_of_edges()
    assert weight == pytest.approx(sum(weight for _, _, weight in seed_graph.edges(data="weight")))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-cmd", "@SUM", "\tx", "\rx", "＝1", "－x"])
def test_formulas_are_defused(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["两个维护", "", "a=b", -0.25, 7, "'x"])
def test_everything_else_stays(value):
    assert cell(value) == value
