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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from graph.loading import load
from pipeline.columns import Columns
from pipeline.errors import InputError
from pipeline.records import Records

WINDOWS = ("sentence", "clause", "paragraph", "directive")
HOMES = ("directive", "preamble", "closing")
FURNITURE = ("metadata", "boilerplate")
CLAUSE_ENDS = "，；：。"
EVIDENCE = 100
SHIFT = 32  # bits of a sentence's number
SENTENCES = (
    f"SELECT paragraph, start, text, (number << {SHIFT}) + sentence AS ref FROM sentences JOIN document USING (doc)"
)


class Reference(NamedTuple):
    """Point to a sentence: a document's name and the sentence's index in it."""

    doc: str
    sentence: int


@dataclass(slots=True)
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


@dataclass(slots=True)
class LinkCount:
    """Count one concept's mentions in one section; `section` is the deepest directive, preamble or closing."""

    doc: str
    section: str
    concept: str
    count: int
    standalone: int
    nested: int
    evidence: list[Reference]


@dataclass(slots=True)
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


# Documents, homes (the nearest directive, preamble or closing above) and concepts are numbered in the order of their
# names, and a sentence is its document's number with its own behind it: whole numbers are joined and sorted far faster
# than names, and in the same order.
PREPARE = f"""
CREATE TEMP TABLE document AS SELECT doc, date, row_number() OVER (ORDER BY doc) AS number FROM documents;

CREATE TEMP TABLE home AS
WITH RECURSIVE climb AS (
    SELECT doc, id AS section, id AS here, parent, role FROM sections
    UNION
    SELECT climb.doc, climb.section, up.id, up.parent, up.role
    FROM climb JOIN sections AS up ON up.doc = climb.doc AND up.id = climb.parent
    WHERE climb.role NOT IN {HOMES}
)
SELECT doc, section, here, role, dense_rank() OVER (ORDER BY doc, here) AS home FROM climb WHERE role IN {HOMES};

CREATE TEMP TABLE word AS
SELECT concept, row_number() OVER (ORDER BY concept) AS word FROM (SELECT DISTINCT concept FROM mentions);

CREATE TEMP TABLE mention AS
WITH place AS (
    SELECT doc, s.id AS section, number, home, home.role FROM sections AS s JOIN document USING (doc)
    LEFT JOIN home ON home.doc = s.doc AND home.section = s.id
    WHERE s.role NOT IN {FURNITURE}
)
SELECT number, (number << {SHIFT}) + sentence AS ref, word, start, home, role,
    coalesce(stop <= max(stop) OVER (
        PARTITION BY number ORDER BY start, stop DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), false) AS nested
FROM mentions JOIN place USING (doc, section) JOIN word USING (concept);
"""

CONCEPTS = """
CREATE TEMP TABLE concept_count AS
SELECT concept, c.* EXCLUDE (word)
FROM (
    SELECT word, count(*) AS count, count(*) FILTER (NOT nested) AS standalone, count(*) FILTER (nested) AS nested,
        count(DISTINCT number) AS documents, count(DISTINCT home) FILTER (role = 'directive') AS directives,
        coalesce(bool_or(role = 'directive'), false) AS inside, coalesce(bool_or(role <> 'directive'), false) AS ritual,
        coalesce(min(nullif(date, '')), '') AS first, max(date) AS last
    FROM mention JOIN document USING (number) GROUP BY word
) AS c JOIN word USING (word);
"""

LINKS = """
CREATE TEMP TABLE link AS
SELECT home, word, count(*) AS count, count(*) FILTER (NOT nested) AS standalone, count(*) FILTER (nested) AS nested
FROM mention WHERE home IS NOT NULL GROUP BY home, word;

CREATE TEMP TABLE link_count AS
SELECT doc, here AS section, concept, count, standalone, nested
FROM link JOIN (SELECT DISTINCT home, doc, here FROM home) USING (home) JOIN word USING (word);
"""

PLACES = {
    "sentence": "SELECT *, ref AS win FROM mention WHERE NOT nested",
    "clause": f"""
        SELECT m.*, dense_rank() OVER (ORDER BY ref, length(regexp_replace(
            substring(s.text, 1, m.start - s.start), '[^{CLAUSE_ENDS}]', '', 'g'))) AS win
        FROM mention AS m JOIN ({SENTENCES}) AS s USING (ref) WHERE NOT nested""",
    "paragraph": f"""
        SELECT m.*, (number << {SHIFT}) + s.paragraph AS win FROM mention AS m JOIN ({SENTENCES}) AS s USING (ref)
        WHERE NOT nested""",
    "directive": "SELECT *, home AS win FROM mention WHERE NOT nested AND home IS NOT NULL",
}

OCCURRENCES = """
CREATE TEMP TABLE occurrence AS
SELECT win, word, min(ref) AS ref, min(start) AS start, count(*) OVER (PARTITION BY win) AS n
FROM ({place}) GROUP BY win, word;

CREATE TEMP TABLE pair AS
SELECT a.word AS one, b.word AS two, count(*) AS count,
    sum(CAST(1 / (a.n - 1) AS DECIMAL(18, 12))) AS weight, min(abs(a.start - b.start)) AS distance
FROM occurrence AS a JOIN occurrence AS b ON a.win = b.win AND a.word < b.word
GROUP BY a.word, b.word;
"""

PAIRS = """
CREATE TEMP TABLE pair_count AS
WITH frequency AS (SELECT word, count(*) AS windows FROM occurrence GROUP BY word),
total AS (SELECT count(DISTINCT win) AS windows FROM occurrence),
tip AS (
    SELECT one AS word, two AS other, weight, distance FROM pair
    UNION ALL SELECT two, one, weight, distance FROM pair
),
strongest AS (
    SELECT word, other FROM tip
    QUALIFY row_number() OVER (PARTITION BY word ORDER BY weight DESC, distance, other) = 1
),
node AS (
    SELECT word, any_value(concept) AS concept, any_value(windows) AS windows, any_value(s.other) AS nearest,
        CAST(sum(weight) AS DOUBLE) AS strength, count(*) AS degree
    FROM tip JOIN frequency USING (word) JOIN strongest AS s USING (word) JOIN word USING (word) GROUP BY word
)
SELECT a.concept AS source, b.concept AS target, pair.count AS count, CAST(weight AS DOUBLE) AS weight,
    CASE WHEN pair.count = total.windows THEN 1
         ELSE ln(pair.count * CAST(total.windows AS DOUBLE) / (a.windows * b.windows))
              / -ln(pair.count / CAST(total.windows AS DOUBLE)) END AS npmi,
    least(CASE WHEN a.degree = 1 THEN 1 ELSE pow(1 - weight / a.strength, a.degree - 1) END,
          CASE WHEN b.degree = 1 THEN 1 ELSE pow(1 - weight / b.strength, b.degree - 1) END) AS significance,
    a.nearest = two OR b.nearest = one AS strongest
FROM pair JOIN node AS a ON a.word = one JOIN node AS b ON b.word = two CROSS JOIN total;
"""

# Evidence is gathered for the rows that someone asks for, never for every pair of an archive.
CONCEPT_ROWS = """
SELECT c.*, e.refs FROM concept_count AS c JOIN word USING (concept)
JOIN (SELECT word, list_sort(list_distinct(min(ref, {evidence}))) AS refs FROM mention GROUP BY word) AS e USING (word)
ORDER BY concept
"""
LINK_ROWS = """
SELECT doc, here, concept, count, standalone, nested, e.refs
FROM link JOIN (SELECT home, word, list_sort(list_distinct(min(ref, {evidence}))) AS refs FROM mention
      WHERE home IS NOT NULL GROUP BY ALL) AS e USING (home, word)
JOIN (SELECT DISTINCT home, doc, here FROM home) USING (home) JOIN word USING (word)
ORDER BY doc, here, concept
"""
PAIR_ROWS = """
SELECT p.*, e.refs FROM {pairs} AS p JOIN word AS a ON a.concept = source JOIN word AS b ON b.concept = target
JOIN (SELECT one, two,
          list_sort(list_distinct(list_concat(min(here, {evidence}), min(there, {evidence}))))[:{evidence}] AS refs
      FROM (SELECT a.word AS one, b.word AS two, a.ref AS here, b.ref AS there
            FROM occurrence AS a JOIN occurrence AS b ON a.win = b.win AND a.word < b.word)
      SEMI JOIN (SELECT a.word AS one, b.word AS two FROM {pairs}
                 JOIN word AS a ON a.concept = source JOIN word AS b ON b.concept = target) USING (one, two)
      GROUP BY ALL) AS e ON e.one = a.word AND e.two = b.word
ORDER BY source, target
"""


def count(records: Records | Columns, window: str = "sentence") -> Counts:
    """Count the mentions of a run and their co-occurrence in windows.

    `window` is sentence, clause (cut at ，；：。 within the sentence), paragraph, or directive (the deepest one).
    Raises InputError for any other window.
    """
    check_window(window)
    # One thread spares most of what so small a job costs.
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        load(database, records if isinstance(records, Columns) else Columns.of(records))
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
    named = References(database)
    return Counts(
        [ConceptCount(*[*row, named.all(refs)]) for *row, refs in concepts],
        [LinkCount(*[*row, named.all(refs)]) for *row, refs in links],
        fetch_pairs(database, "pair_count", EVIDENCE),
        count_windows(database),
    )


def fetch_pairs(database: duckdb.DuckDBPyConnection, pairs: str, evidence: int) -> list[PairCount]:
    """Return the rows of a table of pairs with the columns of pair_count, and the first references behind each."""
    rows = database.execute(PAIR_ROWS.format(pairs=pairs, evidence=evidence)).fetchall()
    named = References(database)
    return [PairCount(*[*row, named.all(refs)]) for *row, refs in rows]


def count_windows(database: duckdb.DuckDBPyConnection) -> int:
    """Return how many windows hold a concept."""
    return whole(database.execute("SELECT count(DISTINCT win) FROM occurrence").fetchone())


def whole(row: tuple[Any, ...] | None) -> int:
    """Return the number in a one-cell result."""
    return int(row[0]) if row else 0


class References(dict[int, Reference]):
    """Make references of the numbers that stand for sentences in `mention` and `occurrence`, each once."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        """Take the database that counts."""
        self._documents = dict(database.execute("SELECT number, doc FROM document").fetchall())
        self._lists: dict[tuple[int, ...], list[Reference]] = {}

    def __missing__(self, ref: int) -> Reference:
        """Make one that is not there yet."""
        found = self[ref] = Reference(self._documents[ref >> SHIFT], ref & ((1 << SHIFT) - 1))
        return found

    def all(self, refs: Sequence[int]) -> list[Reference]:
        """Return some references; who asks for the same ones shares the list."""
        key = tuple(refs)
        found = self._lists.get(key)
        if found is None:
            found = self._lists[key] = [*map(self.__getitem__, refs)]
        return found
