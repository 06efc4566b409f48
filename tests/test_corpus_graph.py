"""The graph of a corpus: small enough to read, everything in the tables, the same counts as for one speech."""

from collections import Counter
from pathlib import Path

import duckdb
import networkx as nx
import pytest

from graph import corpus as shown
from graph.build import build_graph
from graph.corpus import build_corpus, count_corpus, write_counts
from graph.counts import count, fetch
from graph.export import export
from pipeline import corpus
from pipeline.reading import find_files
from pipeline.records import read_records
from pipeline.settings import Settings
from pipeline.store import Store

WORDS = (
    "稳中求进工作总基调",
    "新发展理念",
    "四个意识",
    "两个维护",
    "高质量发展",
    "乡村振兴战略",
    "一带一路",
    "共同富裕",
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a run over 40 invented speeches, one with a name that no attribute can carry."""
    base = tmp_path_factory.mktemp("corpus")
    for number in range(40):
        name = "two\nlines.txt" if number == 7 else f"{number:02}.txt"
        pairs = [(WORDS[(number * k) % 8], WORDS[(number + k) % 8]) for k in range(1, 5)]
        body = "".join(f"要坚持{one}，落实{two}。\n" for one, two in pairs)
        text = f"在全省工作会议上的讲话\n（20{10 + number % 9}年3月5日）\n同志们：\n一、要求\n{body}二、工作\n{body}"
        (base / "in").mkdir(exist_ok=True)
        (base / "in" / name).write_text(text, encoding="utf-8")
    files = find_files([base / "in"])
    with Store(base / "out" / "parquet").held() as store:
        plan = corpus.plan_run(store, files, Settings(), "reading", reader="lexicon")
        list(corpus.read_corpus(plan))
        with store.connect() as database:
            corpus.correct(store, database)
            corpus.finish(store, database, base / "out", Settings())
    return base / "out"


def build(output: Path, **options: int) -> nx.Graph:
    with Store(output / "parquet").connect(complete=True) as database:
        count_corpus(database)
        graph, records = build_corpus(database, output, **options)
    export(graph, records, output, ("html", "csv", "graphml", "gexf"))
    return graph


@pytest.mark.parametrize("window", ["sentence", "clause", "paragraph", "directive"])
def test_the_store_is_counted_as_the_records_are(output, window):
    with Store(output / "parquet").connect(complete=True) as database:
        count_corpus(database, window)
        assert fetch(database) == count(read_records(output), window)


def test_a_small_corpus_gets_its_whole_graph(output):
    whole = build_graph(read_records(output))
    graph = build(output)
    assert nx.utils.graphs_equal(graph, whole)


def test_a_larger_one_shows_speeches_and_what_sets_them_apart(output):
    graph = build(output, limit=45)
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds["speech"] == 40
    assert kinds["directive"] == 0
    assert graph.number_of_nodes() <= 45
    edges = Counter(kind for *_, kind in graph.edges(data="kind"))
    assert 0 < edges["mentions"] <= 40 * shown.TYPICAL
    assert all(data["evidence"] for *_, data in graph.edges(data=True))
    assert "two lines.txt" in {doc for _, doc in graph.nodes(data="doc")}


def test_many_speeches_are_no_nodes_and_rare_company_no_edge(output, monkeypatch):
    monkeypatch.setattr(shown, "SPEECHES", 10)
    graph = build(output, limit=45, least=4)
    assert {kind for _, kind in graph.nodes(data="kind")} == {"slogan"}
    assert nx.is_connected(graph)
    assert min(often for *_, often in graph.edges(data="count")) >= 4
    assert graph.graph["documents"] == 40
    assert "40 篇讲话" in (output / "graph.html").read_text(encoding="utf-8")


def test_no_more_edges_than_the_page_can_show(output, monkeypatch):
    monkeypatch.setattr(shown, "SPEECHES", 10)
    monkeypatch.setattr(shown, "EDGES", 1)
    graph = build(output, limit=45, least=1)
    assert nx.is_tree(graph)


def test_everything_counted_is_in_the_tables(output, tmp_path):
    with Store(output / "parquet").connect(complete=True) as database:
        count_corpus(database)
        build_corpus(database, output, limit=45)
        paths = write_counts(database, tmp_path)
    counts = count(read_records(output))
    sizes = [duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0][0] for path in paths]
    assert sizes == [len(counts.concepts), len(counts.links), len(counts.pairs)]
