"""Counting: mention rows in, concept, concept–section and concept–concept counts out, in SQL.

DuckDB does the work, so the same statements serve one speech and an archive that does not fit into memory:
co-occurrence is a join, and nothing is proportional to the number of pairs in Python before the result is read.

What counts:

- Every mention outside page furniture (roles `metadata` and `boilerplate`) counts for its concept.
- A mention whose characters lie inside a longer mention is *nested*, every other one *standalone*. 中国特色社会主义
  inside 习近平新时代中国特色社会主义思想 was not said for its own sake: it counts as nested, and it takes no part in
  co-occurrence, neither with the mention that holds it nor with anything else in the window.
- Two mentions of one concept in a window are one occurrence of it there.
- Enumerations. A window with n concepts holds n(n-1)/2 pairs, so a list of twenty would outweigh a hundred plain
  sentences. Each of its pairs therefore weighs 1/(n-1), as Newman weighs co-authors (M. E. J. Newman, “Scientific
  collaboration networks. II. Shortest paths, weighted networks, and centrality”, Physical Review E 64, 016132, 2001,
  eq. 2): a concept gains exactly 1 from each window that it shares. `count` stays the whole number of windows.
- Association is normalised pointwise mutual information over windows that hold a concept (G. Bouma, “Normalized
  (pointwise) mutual information in collocation extraction”, Proceedings of GSCL 2009, 31–40): -1 never together,
  0 as chance has it, 1 only together.
- The backbone is the disparity filter's (M. Á. Serrano, M. Boguñá, A. Vespignani, “Extracting the multiscale
  backbone of complex weighted networks”, PNAS 106(16), 6483–6488, 2009): an edge of weight w at a node of strength
  s and degree k has significance (1 - w/s)^(k-1), and the smaller one of its two ends counts. Each concept's
  strongest edge is kept too (of equals the one whose mentions stand nearest in the text), so none is cut off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from graph.plain import plain
from pipeline.errors import InputError
from pipeline.records import Records

WINDOWS = ("sentence", "clause", "paragraph", "directive")
HOMES = ("directive", "preamble", "closing")
FURNITURE = ("metadata", "boilerplate")
CLAUSE_ENDS = "，；：。"
EVIDENCE = 100


class Reference(NamedTuple):
    """Point to a sentence: a document's name and the sentence's index in it."""

    doc: str
    sentence: int


@dataclass(frozen=True, slots=True)
class ConceptCount:
    """Count one concept: mentions, where they stand (`inside` directives, in the `ritual` frame), and when."""

    concept: str
    count: int
    standalone: int
    nested: int
    documents: int
    directives: int
    inside: bool
    ritual: bool
    first: str
    last: str
    evidence: list[Reference]


@dataclass(frozen=True, slots=True)
class LinkCount:
    """Count one concept's mentions in one section; `section` is the deepest directive, preamble or closing."""

    doc: str
    section: str
    concept: str
    count: int
    standalone: int
    nested: int
    evidence: list[Reference]


@dataclass(frozen=True, slots=True)
class PairCount:
    """Count the windows that two concepts share; `source` sorts before `target`.

    `weight` is the fractional count, `npmi` lies in [-1, 1], `significance` in [0, 1] (small is significant).
    """

    source: str
    target: str
    count: int
    weight: float
    npmi: float
    significance: float
    strongest: bool
    evidence: list[Reference]


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold the counts of a run, each list in the order of its ids; `windows` is how many windows hold a concept."""

    concepts: list[ConceptCount]
    links: list[LinkCount]
    pairs: list[PairCount]
    windows: int


PREPARE = f"""
CREATE TEMP TABLE home AS
WITH RECURSIVE climb AS (
    SELECT doc, id AS section, id AS here, parent, role FROM sections
    UNION
    SELECT climb.doc, climb.section, up.id, up.parent, up.role
    FROM climb JOIN sections AS up ON up.doc = climb.doc AND up.id = climb.parent
    WHERE climb.role NOT IN {HOMES}
)
SELECT doc, section, here, role FROM climb WHERE role IN {HOMES};

CREATE TEMP TABLE mention AS
SELECT m.doc, m.sentence, m.concept, m.start, home.here, home.role,
    coalesce(m.stop <= max(m.stop) OVER (
        PARTITION BY m.doc ORDER BY m.start, m.stop DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), false) AS nested
FROM mentions AS m
JOIN sections AS s ON s.doc = m.doc AND s.id = m.section
LEFT JOIN home ON home.doc = m.doc AND home.section = m.section
WHERE s.role NOT IN {FURNITURE};
"""

CONCEPTS = """
CREATE TEMP TABLE concept_count AS
SELECT concept, count(*) AS count, count(*) FILTER (NOT nested) AS standalone, count(*) FILTER (nested) AS nested,
    count(DISTINCT doc) AS documents, count(DISTINCT (doc, here)) FILTER (role = 'directive') AS directives,
    coalesce(bool_or(role = 'directive'), false) AS inside, coalesce(bool_or(role <> 'directive'), false) AS ritual,
    coalesce(min(nullif(date, '')), '') AS first, max(date) AS last
FROM mention JOIN documents USING (doc) GROUP BY concept;
"""

LINKS = """
CREATE TEMP TABLE link_count AS
SELECT doc, here AS section, concept, count(*) AS count, count(*) FILTER (NOT nested) AS standalone,
    count(*) FILTER (nested) AS nested
FROM mention WHERE here IS NOT NULL GROUP BY doc, here, concept;
"""

PLACES = {
    "sentence": "SELECT *, sentence AS place FROM mention WHERE NOT nested",
    "clause": f"""
        SELECT m.*, (m.sentence, length(regexp_replace(
            substring(s.text, 1, m.start - s.start), '[^{CLAUSE_ENDS}]', '', 'g'))) AS place
        FROM mention AS m JOIN sentences AS s USING (doc, sentence) WHERE NOT nested""",
    "paragraph": """
        SELECT m.*, s.paragraph AS place FROM mention AS m JOIN sentences AS s USING (doc, sentence)
        WHERE NOT nested""",
    "directive": "SELECT *, here AS place FROM mention WHERE NOT nested AND here IS NOT NULL",
}

OCCURRENCES = """
CREATE TEMP TABLE occurrence AS
SELECT win, concept, min((doc, sentence)) AS ref, min(start) AS start, count(*) OVER (PARTITION BY win) AS n
FROM (SELECT *, dense_rank() OVER (ORDER BY doc, place) AS win FROM ({place}))
GROUP BY win, concept;

CREATE TEMP TABLE pair AS
SELECT a.concept AS source, b.concept AS target, count(*) AS count,
    sum(CAST(1 / (a.n - 1) AS DECIMAL(18, 12))) AS weight, min(abs(a.start - b.start)) AS distance
FROM occurrence AS a JOIN occurrence AS b ON a.win = b.win AND a.concept < b.concept
GROUP BY a.concept, b.concept;
"""

PAIRS = """
CREATE TEMP TABLE pair_count AS
WITH frequency AS (SELECT concept, count(*) AS windows FROM occurrence GROUP BY concept),
total AS (SELECT count(DISTINCT win) AS windows FROM occurrence),
tip AS (
    SELECT source AS node, target AS other, weight, distance FROM pair
    UNION ALL SELECT target, source, weight, distance FROM pair
),
judged AS (
    SELECT node, other,
        CASE WHEN count(*) OVER node = 1 THEN 1
             ELSE pow(1 - weight / CAST(sum(weight) OVER node AS DOUBLE), count(*) OVER node - 1) END AS significance,
        row_number() OVER (PARTITION BY node ORDER BY weight DESC, distance, other) = 1 AS strongest
    FROM tip WINDOW node AS (PARTITION BY node)
)
SELECT source, target, pair.count AS count, CAST(weight AS DOUBLE) AS weight,
    CASE WHEN pair.count = total.windows THEN 1
         ELSE ln(pair.count * CAST(total.windows AS DOUBLE) / (a.windows * b.windows))
              / -ln(pair.count / CAST(total.windows AS DOUBLE)) END AS npmi,
    least(one.significance, two.significance) AS significance, one.strongest OR two.strongest AS strongest
FROM pair
JOIN frequency AS a ON a.concept = source
JOIN frequency AS b ON b.concept = target
JOIN judged AS one ON one.node = source AND one.other = target
JOIN judged AS two ON two.node = target AND two.other = source
CROSS JOIN total;
"""

# Evidence is gathered for the rows that someone asks for, never for every pair of an archive.
CONCEPT_ROWS = """
SELECT c.*, e.refs FROM concept_count AS c
JOIN (SELECT concept, min((doc, sentence), {evidence}) AS refs FROM mention GROUP BY concept) AS e USING (concept)
ORDER BY concept
"""
LINK_ROWS = """
SELECT l.*, e.refs FROM link_count AS l
JOIN (SELECT doc, here AS section, concept, min((doc, sentence), {evidence}) AS refs FROM mention
      WHERE here IS NOT NULL GROUP BY ALL) AS e USING (doc, section, concept)
ORDER BY doc, section, concept
"""
PAIR_ROWS = """
SELECT p.*, e.one, e.two FROM {pairs} AS p
JOIN (SELECT source, target, min(one, {evidence}) AS one, min(two, {evidence}) AS two
      FROM (SELECT a.concept AS source, b.concept AS target, a.ref AS one, b.ref AS two
            FROM occurrence AS a JOIN occurrence AS b ON a.win = b.win AND a.concept < b.concept)
      SEMI JOIN {pairs} USING (source, target)
      GROUP BY ALL) AS e USING (source, target)
ORDER BY source, target
"""


def count(records: Records, window: str = "sentence") -> Counts:
    """Count the mentions of a run and their co-occurrence in windows.

    `window` is sentence, clause (cut at ，；：。 within the sentence), paragraph, or directive (the deepest one).
    Raises InputError for any other window.
    """
    check_window(window)
    with duckdb.connect(":memory:") as database:
        load(database, records)
        prepare(database, window)
        return fetch(database)


def check_window(window: str) -> None:
    """Raise InputError for a window that there is not."""
    if window not in WINDOWS:
        raise InputError(f"no window named {window!r}; choose one of {', '.join(WINDOWS)}")


def prepare(database: duckdb.DuckDBPyConnection, window: str = "sentence") -> None:
    """Count what the tables documents, sections, sentences and mentions hold (see `load` for their columns).

    The counts are the tables concept_count, link_count and pair_count; mention and occurrence lead back to sentences.
    """
    check_window(window)
    for statement in (PREPARE, CONCEPTS, LINKS, OCCURRENCES.format(place=PLACES[window]), PAIRS):
        database.execute(statement)


def fetch(database: duckdb.DuckDBPyConnection) -> Counts:
    """Return everything that was counted, with evidence."""
    concepts = database.execute(CONCEPT_ROWS.format(evidence=EVIDENCE)).fetchall()
    links = database.execute(LINK_ROWS.format(evidence=EVIDENCE)).fetchall()
    return Counts(
        [ConceptCount(*[*row, references(found)]) for *row, found in concepts],
        [LinkCount(*[*row, references(found)]) for *row, found in links],
        fetch_pairs(database, "pair_count", EVIDENCE),
        count_windows(database),
    )


def fetch_pairs(database: duckdb.DuckDBPyConnection, pairs: str, evidence: int) -> list[PairCount]:
    """Return the rows of a table of pairs with the columns of pair_count, and the first references behind each."""
    rows = database.execute(PAIR_ROWS.format(pairs=pairs, evidence=evidence)).fetchall()
    return [PairCount(*[*row, references(one, two)[:evidence]]) for *row, one, two in rows]


def count_windows(database: duckdb.DuckDBPyConnection) -> int:
    """Return how many windows hold a concept."""
    return whole(database.execute("SELECT count(DISTINCT win) FROM occurrence").fetchone())


def load(database: duckdb.DuckDBPyConnection, records: Records) -> None:
    """Create the four tables that the statements read; documents must be named once each."""
    table(
        database,
        "documents",
        "doc VARCHAR, date VARCHAR",
        ((plain(d.doc), plain(d.date or "")) for d in records.documents),
    )
    table(
        database,
        "sections",
        "doc VARCHAR, id VARCHAR, parent VARCHAR, role VARCHAR",
        ((plain(s.doc), plain(s.id), s.parent and plain(s.parent), s.role) for s in records.sections),
    )
    table(
        database,
        "sentences",
        "doc VARCHAR, sentence BIGINT, paragraph BIGINT, start BIGINT, text VARCHAR",
        ((plain(s.doc), s.sentence, s.paragraph, s.clean_start, plain(s.text)) for s in records.sentences),
    )
    table(
        database,
        "mentions",
        "doc VARCHAR, sentence BIGINT, concept VARCHAR, section VARCHAR, start BIGINT, stop BIGINT",
        (
            (plain(m.doc), m.sentence, m.concept, plain(m.section), m.clean_start, m.clean_start + len(m.text))
            for m in records.mentions
        ),
    )


def table(database: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Create a table and fill it column by column (row-wise inserts take a tenth of a second for 500 rows)."""
    database.execute(f"CREATE TEMP TABLE {name} ({columns})")
    lists = [list(column) for column in zip(*rows, strict=True)]
    if lists:
        types = [column.split()[1] for column in columns.split(", ")]
        values = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in types)
        database.execute(f"INSERT INTO {name} SELECT {values}", lists)


def references(*lists: Iterable[Any]) -> list[Reference]:
    """Return the distinct references of some lists, in order."""
    return sorted({Reference(*row) for rows in lists for row in rows})[:EVIDENCE]


def whole(row: tuple[Any, ...] | None) -> int:
    """Return the number in a one-cell result."""
    return int(row[0]) if row else 0
