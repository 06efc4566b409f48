"""How often each slice of time says a formulation, when it is first and last seen, what comes, goes and comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.diachrony.slices import Period, Slice, cut, undated
from graph.diachrony.tables import open_records
from pipeline.errors import InputError
from pipeline.records import Records


@dataclass(frozen=True, slots=True)
class Life:
    """Describe a concept over the whole corpus: first and last date seen ("" where undated), mentions, documents."""

    concept: str
    name: str
    kind: str
    label: str
    first: str
    last: str
    count: int
    documents: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """Count a concept in a slice: `count` mentions in `present` documents."""

    concept: str
    place: int
    count: int
    present: int


@dataclass(frozen=True, slots=True)
class Trends:
    """Hold the trends of some concepts: a row of `rows` for each concept and slice; `outside` documents in no slice."""

    slices: list[Slice]
    lives: list[Life]
    rows: list[Frequency]
    outside: int


@dataclass(frozen=True, slots=True)
class Change:
    """Say that a slice is the first with a concept (new), the first without (gone), or has it again (revived).

    `count` is its mentions in the slice, of one that is gone in the slice before; `since` is the slice that had it
    last.
    """

    place: int
    change: str
    concept: str
    name: str
    kind: str
    label: str
    count: int
    since: str


LIVES = """
SELECT concept, name, kind, label, coalesce(min(nullif(date, '')), ''), coalesce(max(date), ''),
    count(dated.doc), count(DISTINCT dated.doc)
FROM named JOIN wanted USING (concept) LEFT JOIN said USING (concept) LEFT JOIN dated ON dated.doc = said.doc
GROUP BY ALL ORDER BY any_value(wanted.rank)
"""
ROWS = """
SELECT concept, place, coalesce(count, 0), coalesce(present, 0)
FROM wanted CROSS JOIN (SELECT DISTINCT place FROM slot) LEFT JOIN (
    SELECT concept, place, count(*) AS count, count(DISTINCT doc) AS present
    FROM said JOIN slot USING (doc) GROUP BY concept, place
) USING (concept, place)
ORDER BY rank, place
"""
CHANGES = """
WITH seen AS (
    SELECT concept, place, count(*) AS count FROM said JOIN slot USING (doc) GROUP BY concept, place
),
run AS (
    SELECT *, lag(place) OVER (PARTITION BY concept ORDER BY place) AS before,
        max(place) OVER (PARTITION BY concept) = place AS final
    FROM seen
),
ends AS (SELECT min(place) AS first, max(place) AS last FROM slot),
found AS (
    SELECT place, 'new' AS change, concept, count, CAST(NULL AS BIGINT) AS since FROM run, ends
    WHERE before IS NULL AND place > first
    UNION ALL
    SELECT place + 1, 'gone', concept, count, place FROM run, ends WHERE final AND place < last
    UNION ALL
    SELECT place, 'revived', concept, count, before FROM run WHERE place - before > 1
)
SELECT place, change, concept, name, kind, label, count, coalesce(slice, '')
FROM found JOIN named USING (concept)
LEFT JOIN (SELECT DISTINCT place AS since, name AS slice FROM slot) USING (since)
ORDER BY place, CASE change WHEN 'new' THEN 0 WHEN 'revived' THEN 1 ELSE 2 END, count DESC, concept
"""
FIND = """
SELECT concept FROM named WHERE concept = ? OR name = ? OR list_contains(aliases, ?)
ORDER BY concept = ? DESC, name = ? DESC, concept LIMIT 1
"""
LIKE = "SELECT name FROM named WHERE contains(name, ?) OR contains(?, name) ORDER BY length(name), name LIMIT 3"


def trace(records: Records | Path, concepts: Sequence[str], by: str | Sequence[Period] = "year") -> Trends:
    """Trace concepts, each given by id, name or alias, through the slices of some records or a folder of them.

    Raises InputError where a concept is not in the records or no document is in a slice.
    """
    with open_records(records) as database:
        wanted = list(dict.fromkeys(find(database, concept) for concept in concepts))
        slices = _cut(database, by)
        database.execute("CREATE TEMP TABLE wanted (rank BIGINT, concept VARCHAR)")
        database.executemany("INSERT INTO wanted VALUES (?, ?)", list(enumerate(wanted)))
        lives = [Life(*row) for row in database.execute(LIVES).fetchall()]
        rows = [Frequency(*row) for row in database.execute(ROWS).fetchall()]
        return Trends(slices, lives, rows, undated(database))


def changes(records: Records | Path, by: str | Sequence[Period] = "year") -> tuple[list[Slice], list[Change]]:
    """Return the slices of a corpus and what is new, revived and gone in each, the most mentioned first.

    The first slice has nothing new: what came before it is not known. Gone is what no later slice has either; revived
    is what at least the slice before did not have and an earlier one did. Raises InputError as `trace` does.
    """
    with open_records(records) as database:
        slices = _cut(database, by)
        return slices, [Change(*row) for row in database.execute(CHANGES).fetchall()]


def find(database: duckdb.DuckDBPyConnection, concept: str) -> str:
    """Return the id of a concept given by id, name or alias; raise InputError where there is none."""
    row = database.execute(FIND, [concept] * 5).fetchone()
    if row is not None:
        return str(row[0])
    near = [str(name) for (name,) in database.execute(LIKE, [concept, concept]).fetchall()]
    hint = f"; there is {', '.join(near)}" if near else "; concepts.jsonl lists what is"
    raise InputError(f"{concept}: no concept of these records{hint}")


def _cut(database: duckdb.DuckDBPyConnection, by: str | Sequence[Period]) -> list[Slice]:
    slices = cut(database, by)
    if not slices:
        raise InputError("no document is dated in any slice; give dates in the texts or their names, or other slices")
    return slices
