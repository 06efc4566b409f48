"""The tables that questions about time are put to, in DuckDB: `dated`, `said` and `named`.

`dated(doc, date)` has a row a document, `date` ISO to the day, the month or the year, or empty. `said(doc, concept)`
has a row a mention outside page furniture, nested ones too: who says 习近平新时代中国特色社会主义思想 says
中国特色社会主义. `named(concept, name, kind, label, aliases)` has a row a concept.

A folder of records is read by DuckDB itself, column by column, so a corpus need not fit into memory: the Parquet
files of a corpus where there are any, else the JSON Lines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from graph.counts import FURNITURE
from graph.loading import table
from graph.plain import plain
from pipeline.errors import RecordsError
from pipeline.records import Records

COLUMNS = {
    "documents": {"doc": "VARCHAR", "date": "VARCHAR"},
    "sections": {"doc": "VARCHAR", "id": "VARCHAR", "role": "VARCHAR"},
    "mentions": {"doc": "VARCHAR", "section": "VARCHAR", "concept": "VARCHAR"},
    "concepts": {"id": "VARCHAR", "name": "VARCHAR", "kind": "VARCHAR", "label": "VARCHAR", "aliases": "VARCHAR[]"},
}
PARQUET = {
    "documents": "documents.parquet",
    "sections": "batches/*/sections.parquet",
    "mentions": "batches/*/mentions.parquet",
    "concepts": "concepts.parquet",
}
PREPARE = f"""
CREATE TEMP TABLE dated AS SELECT doc, coalesce(date, '') AS date FROM documents;
CREATE TEMP TABLE said AS
SELECT m.doc, m.concept FROM mentions AS m JOIN sections AS s ON s.doc = m.doc AND s.id = m.section
WHERE s.role NOT IN {FURNITURE};
CREATE TEMP TABLE named AS SELECT id AS concept, name, kind, label, aliases FROM concepts;
"""


@contextmanager
def open_records(records: Records | Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database with the tables of some records, held in memory or in a folder.

    Raises RecordsError where a file is missing or no JSON Lines of its table.
    """
    with duckdb.connect(":memory:") as database:
        if isinstance(records, Records):
            _load(database, records)
        else:
            store = records / "parquet"
            for name, columns in COLUMNS.items():
                if (store / "documents.parquet").is_file():
                    _attach(database, name, columns, store / PARQUET[name], "read_parquet(?)", [])
                else:
                    path = records / f"{name}.jsonl"
                    if not path.is_file():
                        raise RecordsError(f"{path}: no such record file; run `tifagraph build` first")
                    largest = max(16_777_216, path.stat().st_size)
                    source = "read_ndjson(?, columns = ?, maximum_object_size = ?)"
                    _attach(database, name, columns, path, source, [columns, largest])
        database.execute(PREPARE)
        yield database


def _attach(
    database: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, str],
    path: Path,
    source: str,
    options: list[Any],
) -> None:
    """Create a table from some columns of a record file, or of several."""
    cells = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in columns.items())
    try:
        database.execute(f"CREATE TEMP TABLE {name} AS SELECT {cells} FROM {source}", [str(path), *options])
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise RecordsError(f"{path}: not {name} records ({reason}); build the records again") from None


def _load(database: duckdb.DuckDBPyConnection, records: Records) -> None:
    """Create the tables from records in memory."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "documents": [(plain(row.doc), plain(row.date or "")) for row in records.documents],
        "sections": [(plain(row.doc), plain(row.id), row.role) for row in records.sections],
        "mentions": [(plain(row.doc), plain(row.section), row.concept) for row in records.mentions],
        "concepts": [
            (row.id, plain(row.name), row.kind, row.label, [plain(alias) for alias in row.aliases])
            for row in records.concepts
        ],
    }
    for name, columns in COLUMNS.items():
        lists = list(zip(*rows[name], strict=True)) or [()] * len(columns)
        table(database, name, ", ".join(f"{column} {kind}" for column, kind in columns.items()), lists)
