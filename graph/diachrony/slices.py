"""Slices of time: years, months, or periods with names of their own, in order and apart from each other."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipeline.errors import InputError

LENGTHS = {"year": 4, "month": 7}  # of an ISO date
DATE = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
PERIOD = re.compile(rf"(?:(?P<name>[^=]+)=)?(?P<first>{DATE})\.\.(?P<last>{DATE})")


@dataclass(frozen=True, slots=True)
class Period:
    """Name a stretch of time, both ends included; an end is an ISO date to the day, the month or the year."""

    name: str
    first: str
    last: str

    def holds(self, date: str) -> bool:
        """Tell whether an ISO date lies in the period.

        >>> Period("", "1978", "1992-10").holds("1992-10-12"), Period("", "1978", "1992-10").holds("1992-11")
        (True, False)
        """
        return self.first <= date and date[: len(self.last)] <= self.last and bool(date)


@dataclass(frozen=True, slots=True)
class Slice:
    """Describe a slice: its place in time, its name, and how many documents it holds."""

    place: int
    name: str
    documents: int


def read_period(text: str) -> Period:
    """Read a period, FROM..TO or NAME=FROM..TO; raise InputError where it is none.

    >>> read_period("改革=1978..1992-10")
    Period(name='改革', first='1978', last='1992-10')
    """
    found = PERIOD.fullmatch(text.strip())
    if found is None:
        raise InputError(f"{text!r} is no period; write FROM..TO or NAME=FROM..TO with dates like 1978 or 1978-12-18")
    first, last = found["first"], found["last"]
    if first[: len(last)] > last[: len(first)]:
        raise InputError(f"{text!r} ends before it begins")
    return Period((found["name"] or f"{first}–{last}").strip(), first, last)


def cut(database: duckdb.DuckDBPyConnection, by: str | Sequence[Period]) -> list[Slice]:
    """Create the table `slot(doc, place)` and return the slices that hold documents, in order.

    `by` is "year", "month" or periods. A document whose date is not that exact is in no slice. Raises InputError for
    another unit, and for periods that are not in order or overlap.
    """
    if isinstance(by, str):
        if by not in LENGTHS:
            raise InputError(f"no slices by {by!r}; choose one of {', '.join(LENGTHS)}, or give periods")
        length = LENGTHS[by]
        named = "SELECT doc, substring(date, 1, ?) AS name, name AS rank FROM dated WHERE length(date) >= ?"
        values: list[object] = [length, length]
    else:
        for one, two in itertools.pairwise(by):
            if two.first[: len(one.last)] <= one.last[: len(two.first)]:
                raise InputError(f"{two.name} does not begin after {one.name} ends; give the periods in order, apart")
        if len({period.name for period in by}) < len(by):
            raise InputError("two periods have one name; give each its own")
        database.execute("CREATE TEMP TABLE period (rank BIGINT, name VARCHAR, first VARCHAR, last VARCHAR)")
        if by:
            rows = [(rank, period.name, period.first, period.last) for rank, period in enumerate(by)]
            database.executemany("INSERT INTO period VALUES (?, ?, ?, ?)", rows)
        named = (
            "SELECT doc, name, rank FROM dated JOIN period ON first <= date "
            "AND substring(date, 1, length(last)) <= last AND date <> ''"
        )
        values = []
    database.execute(
        f"CREATE TEMP TABLE slot AS SELECT doc, name, dense_rank() OVER (ORDER BY rank) - 1 AS place FROM ({named})",
        values,
    )
    found = database.execute("SELECT place, name, count(*) FROM slot GROUP BY place, name ORDER BY place").fetchall()
    return [Slice(*row) for row in found]


def undated(database: duckdb.DuckDBPyConnection) -> int:
    """Return how many documents are in no slice, for want of an exact enough date or of a period that holds it."""
    row = database.execute("SELECT count(*) FROM dated WHERE doc NOT IN (SELECT doc FROM slot)").fetchone()
    return int(row[0]) if row else 0
