"""Record tables column by column, as they are written and counted; and how a database gets to see columns.

What is read in bulk never becomes an object a row: making, walking and taking apart a million of them takes longer than
finding what they say. `Columns.records` makes rows for those who want them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipeline.records import TABLES, Records

FIELDS: dict[str, tuple[str, ...]] = {table: tuple(f.name for f in fields(kind)) for table, kind in TABLES.items()}
_ARRAYS: dict[str, type] = {"BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}

Table = dict[str, list[Any]]


@dataclass(slots=True)
class Columns:
    """Hold record tables: for each a list of values by field, in the order of the fields."""

    tables: dict[str, Table] = field(
        default_factory=lambda: {table: {name: [] for name in names} for table, names in FIELDS.items()}
    )

    @classmethod
    def of(cls, records: Records) -> "Columns":
        """Return the columns of some rows."""
        made = cls()
        for table, columns in made.tables.items():
            rows = map(attrgetter(*columns), getattr(records, table))
            for values, column in zip(columns.values(), zip(*rows, strict=True), strict=False):
                values.extend(column)
        return made

    def extend(self, more: "Columns") -> None:
        """Append the rows of another run, table by table."""
        for table, columns in more.tables.items():
            own = self.tables[table]
            for name, values in columns.items():
                own[name].extend(values)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return len(next(iter(self.tables[table].values())))

    def records(self) -> Records:
        """Return the rows."""
        return Records(
            **{table: [*map(kind, *self.tables[table].values())] for table, kind in TABLES.items()}  # fields in order
        )


def lay(
    database: duckdb.DuckDBPyConnection, name: str, kinds: Mapping[str, str], columns: Iterable[Sequence[Any]]
) -> str:
    """Let a database see columns as `name`, and return the query that reads them as the SQL types in `kinds`.

    DuckDB reads arrays in place, in a tenth of the time that it takes over lists of parameters.
    """
    arrays = {column: _array(kind, values) for (column, kind), values in zip(kinds.items(), columns, strict=True)}
    database.execute("SET pandas_analyze_sample = 0")  # objects are text, nothing is guessed from the first of them
    database.register(name, arrays)
    return "SELECT " + ", ".join(map(_cell, kinds, kinds.values())) + f" FROM {name}"


def _array(kind: str, values: Sequence[Any]) -> NDArray[Any]:
    if kind.endswith("[]"):
        values = [json.dumps(value) for value in values]
    if kind in _ARRAYS and None not in values:
        return np.array(values, dtype=_ARRAYS[kind])
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _cell(name: str, kind: str) -> str:
    source = f'CAST("{name}" AS JSON)' if kind.endswith("[]") else f'"{name}"'
    return f'CAST({source} AS {kind}) AS "{name}"'
