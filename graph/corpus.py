"""The graph of a corpus, built from tables that need not fit into memory, and small enough to read.

A corpus whose whole graph has at most LIMIT nodes gets that graph. Of a larger one this is shown:

- Concepts, by the number of documents that mention them, then by mentions, as many as there is room for; each in at
  least `least` documents, unless there is only one. Directives are not nodes.
- Edges between them: of the pairs that share at least `least` windows the backbone (graph.counts: significant at
  `alpha` by the disparity filter, or the strongest of one of their ends, both judged on all pairs), and the maximum
  spanning tree by NPMI, which keeps the picture in one piece (C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann,
  Science 317, 482–487, 2007). Of more than EDGES the tree and the most significant ones. What is not connected to the
  largest part by any such pair is left to the tables.
- Speeches, where there are at most SPEECHES, each joined to the TYPICAL concepts that set it apart: the highest
  mentions × ln(documents / documents with the concept) (K. Spärck Jones, Journal of Documentation 28(1), 1972).

Everything that was counted is written to tables, whatever is shown.
"""

from pathlib import Path

import duckdb
import networkx as nx

from graph.build import ALPHA, Builder, assemble
from graph.check import CONCEPTS
from graph.counts import (
    ConceptCount,
    PairCount,
    Reference,
    References,
    count_windows,
    fetch,
    fetch_pairs,
    prepare,
)
from graph.layout import place
from graph.measures import measure
from graph.plain import plain
from pipeline.records import Concept, Document, Mention, Records, Section, Sentence, read_records, whole_file

LIMIT, EDGES, SPEECHES, TYPICAL, LEAST = 3000, 9000, 100, 12, 3
EVIDENCE = 5  # sentences shown behind an edge
COUNTS = ("concept_count", "link_count", "pair_count")


def count_corpus(database: duckdb.DuckDBPyConnection, window: str = "sentence") -> None:
    """Count the corpus in `database`, which has the tables of pipeline.records in its schema `records`.

    The concepts' names are not needed. Raises InputError for an unknown window.
    """
    attach(database)
    prepare(database, window)


def build_corpus(
    database: duckdb.DuckDBPyConnection,
    output: Path,
    *,
    window: str = "sentence",
    alpha: float = ALPHA,
    least: int = LEAST,
    limit: int = LIMIT,
) -> tuple[nx.Graph, Records]:
    """Return the graph of the corpus that `count_corpus` has counted by `window`, and the records its page shows.

    `output` holds the records as files, which are read where the whole graph is small enough.
    """
    if _whole_size(database) <= limit:
        records = read_records(output)
        return assemble(records, fetch(database), window=window, alpha=alpha), records
    documents = _number(database, "SELECT count(*) FROM documents")
    few = documents <= SPEECHES
    shown = _choose(database, alpha, least, max(1, limit - (documents if few else 0)))
    records, typical = _records(database, shown, few)
    builder = Builder(records)
    if few:
        builder.add_speeches()
    builder.add_concepts(_concept_rows(database))
    builder.add_pairs(shown, alpha)
    for doc, concept, often, found in typical:
        builder.add_edge(f"s-{builder.keys[doc]}", concept, "mentions", often, float(often), found)
    graph = builder.graph
    graph.remove_nodes_from(
        [node for node, kind in graph.nodes(data="kind") if kind in CONCEPTS and not graph.adj[node]]
    )
    graph.graph.update(window=window, windows=count_windows(database), alpha=alpha, least=least, documents=documents)
    measure(graph)
    place(graph)
    return graph, records


def write_counts(database: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write all that was counted as Parquet tables to `folder`: concepts, links (concept–section) and pairs."""
    paths = []
    for table in COUNTS:
        path = folder / f"{table}.parquet"
        key = {"concept_count": "concept", "link_count": "doc, section, concept", "pair_count": "source, target"}[table]
        with whole_file(path) as temporary:
            target = str(temporary).replace("'", "''")
            database.execute(
                f"COPY (SELECT * FROM {table} ORDER BY {key}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )
        paths.append(path)
    return paths


def attach(database: duckdb.DuckDBPyConnection) -> None:
    """Lay views over the record tables with the columns that graph.counts reads (see its `load`)."""
    names = [row[0] for row in database.execute("SELECT doc FROM records.documents").fetchall()]
    renamed = [(name, plain(name)) for name in names if plain(name) != name]
    doc = "doc"
    if renamed:
        database.execute(
            "CREATE TEMP TABLE renamed AS SELECT unnest(CAST(? AS VARCHAR[])) AS old, "
            "unnest(CAST(? AS VARCHAR[])) AS new",
            [list(column) for column in zip(*renamed, strict=True)],
        )
        doc = "coalesce((SELECT new FROM renamed WHERE old = doc), doc)"
    start, stop = "clean_start AS start", "clean_start + length(text) AS stop"
    for view in (
        f"documents AS SELECT {doc} AS doc, coalesce(date, '') AS date FROM records.documents",
        f"sections AS SELECT {doc} AS doc, id, parent, role FROM records.sections",
        f"sentences AS SELECT {doc} AS doc, sentence, paragraph, {start}, text FROM records.sentences",
        f"mentions AS SELECT {doc} AS doc, sentence, concept, section, {start}, {stop} FROM records.mentions",
    ):
        database.execute(f"CREATE TEMP VIEW {view}")
    database.execute(f"CREATE TEMP VIEW named AS SELECT {doc} AS doc, doc AS name FROM records.documents")


def _number(database: duckdb.DuckDBPyConnection, query: str) -> int:
    row = database.execute(query).fetchone()
    return int(row[0]) if row else 0


def _whole_size(database: duckdb.DuckDBPyConnection) -> int:
    """Return how many nodes the whole graph would have, about."""
    return _number(
        database,
        "SELECT (SELECT count(*) FROM concept_count) + (SELECT count(*) FROM documents) + (SELECT count(*) FROM "
        "sections WHERE role IN ('directive', 'preamble', 'closing'))",
    )


def _choose(database: duckdb.DuckDBPyConnection, alpha: float, least: int, room: int) -> list[PairCount]:
    """Make the tables shown_concept and shown_pair, and return the pairs."""
    several = _number(database, "SELECT count(*) FROM documents") >= least
    database.execute(
        "CREATE TEMP TABLE shown_concept AS SELECT * FROM concept_count WHERE documents >= ? "
        "ORDER BY documents DESC, count DESC, concept LIMIT ?",
        [least if several else 1, room],
    )
    rows = database.execute(
        "SELECT source, target, npmi, strongest OR significance < ? FROM pair_count WHERE count >= ? "
        "AND source IN (SELECT concept FROM shown_concept) AND target IN (SELECT concept FROM shown_concept) "
        "ORDER BY significance, weight DESC, source, target",
        [alpha, least],
    ).fetchall()
    company = nx.Graph()
    company.add_weighted_edges_from((source, target, npmi) for source, target, npmi, _ in rows)
    parts = sorted(nx.connected_components(company), key=lambda nodes: (-len(nodes), min(nodes)))
    together: set[str] = parts[0] if parts else set()
    tree = {frozenset(pair) for pair in nx.maximum_spanning_edges(company, data=False)}
    spare = EDGES - len(tree)
    chosen = []
    for source, target, _, backbone in rows:
        if source not in together:
            continue
        if frozenset((source, target)) in tree:
            chosen.append((source, target))
        elif backbone and spare > 0:
            chosen.append((source, target))
            spare -= 1
    database.execute(
        "CREATE TEMP TABLE shown_pair AS SELECT * FROM pair_count SEMI JOIN (SELECT unnest(CAST(? AS VARCHAR[])) AS "
        "source, unnest(CAST(? AS VARCHAR[])) AS target) USING (source, target)",
        [[source for source, _ in chosen], [target for _, target in chosen]],
    )
    return fetch_pairs(database, "shown_pair", EVIDENCE)


def _concept_rows(database: duckdb.DuckDBPyConnection) -> list[ConceptCount]:
    rows = database.execute("SELECT * FROM shown_concept ORDER BY concept").fetchall()
    return [ConceptCount(*[*row, []]) for row in rows]


def _typical(database: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, list[Reference]]]:
    """Return the concepts that set each speech apart: (doc, concept, mentions, evidence)."""
    rows = database.execute(
        "WITH here AS (SELECT number, concept, count(*) AS often, list_sort(list_distinct(min(ref, ?))) AS refs "
        "FROM mention JOIN word USING (word) GROUP BY number, concept), "
        "ranked AS (SELECT *, row_number() OVER (PARTITION BY number ORDER BY often * "
        "ln((SELECT count(*) FROM document) / documents) DESC, often DESC, concept) AS rank "
        "FROM here JOIN shown_concept USING (concept)) "
        "SELECT doc, concept, often, refs FROM ranked JOIN document USING (number) WHERE rank <= ? "
        "ORDER BY doc, concept",
        [EVIDENCE, TYPICAL],
    ).fetchall()
    named = References(database)
    return [(doc, concept, often, named.all(refs)) for doc, concept, often, refs in rows]


def _records(
    database: duckdb.DuckDBPyConnection, pairs: list[PairCount], few: bool
) -> tuple[Records, list[tuple[str, str, int, list[Reference]]]]:
    """Return the records behind the edges: their sentences, the mentions in these and the sections they stand in."""
    typical = _typical(database) if few else []
    wanted = {reference for pair in pairs for reference in pair.evidence}
    wanted |= {reference for *_, found in typical for reference in found}
    rows = sorted(wanted)
    database.execute(
        "CREATE TEMP TABLE wanted AS SELECT name AS doc, sentence FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS doc, "
        "unnest(CAST(? AS BIGINT[])) AS sentence) JOIN named USING (doc)",
        [[row.doc for row in rows], [row.sentence for row in rows]],
    )
    records = Records()
    documents = "SELECT {} FROM records.documents" + ("" if few else " SEMI JOIN wanted USING (doc)") + " ORDER BY doc"
    texts = "doc, title, date, source, speaker, sha256, encoding, '', place, level"
    for row in database.execute(documents.format(texts)).fetchall():
        records.documents.append(Document(*[*row[:8], {}, *row[8:]]))
    columns = '"sentence", paragraph, section, start, "end", clean_start, text, raw'
    for row in database.execute(
        f"SELECT doc, {columns} FROM records.sentences SEMI JOIN wanted USING (doc, sentence) ORDER BY doc, sentence"
    ).fetchall():
        records.sentences.append(Sentence(*row))
    columns = 'doc, start, "end", clean_start, text, m.kind, m.label, concept, c.name, section, sentence, rule, score'
    for row in database.execute(
        f"SELECT {columns} FROM records.mentions AS m JOIN records.concepts AS c ON c.id = m.concept "
        "SEMI JOIN wanted USING (doc, sentence) ORDER BY doc, clean_start, length(text)"
    ).fetchall():
        records.mentions.append(Mention(*row))
    kept = sorted({(s.doc, s.section) for s in records.sentences} | {(m.doc, m.section) for m in records.mentions})
    database.execute(
        "CREATE TEMP TABLE wanted_section AS SELECT unnest(CAST(? AS VARCHAR[])) AS doc, "
        "unnest(CAST(? AS VARCHAR[])) AS id",
        [[doc for doc, _ in kept], [section for _, section in kept]],
    )
    columns = 'doc, id, NULL, role, level, marker, title, start, "end"'
    for row in database.execute(
        f'SELECT {columns} FROM records.sections SEMI JOIN wanted_section USING (doc, id) ORDER BY doc, "row"'
    ).fetchall():
        records.sections.append(Section(*row))
    columns = "id, name, kind, label, aliases, members, domain, english, pinyin, first, lexicon"
    for row in database.execute(
        f"SELECT {columns} FROM records.concepts WHERE id IN (SELECT concept FROM shown_concept) "
        "OR id IN (SELECT concept FROM records.mentions SEMI JOIN wanted USING (doc, sentence)) ORDER BY id"
    ).fetchall():
        records.concepts.append(Concept(*row))
    return records, typical
