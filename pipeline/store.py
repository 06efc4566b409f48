"""The store: a corpus's records as a Parquet dataset, written in whole batches, read and joined out of core by DuckDB.

    parquet/batches/<name>/documents.parquet   what a text says of itself, with the text
    parquet/batches/<name>/sections.parquet, sentences.parquet, mentions.parquet
    parquet/documents.parquet                  every document, corrected by the user's table, without the text
    parquet/concepts.parquet                   every concept

A batch appears by one renaming of its folder, so a process that is killed leaves whole batches only. `reading` says by
which version and settings a document was read. A mention carries its concept's id; the name is in concepts.parquet.
"""

import contextlib
import hashlib
import json
import shutil
import sys
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import duckdb

from pipeline.columns import Columns, lay
from pipeline.errors import InputError
from pipeline.records import TABLES, whole_file

BATCHED = ("documents", "sections", "sentences", "mentions")
ORDER = {
    "documents": "doc",
    "sections": 'doc, "row"',
    "sentences": "doc, sentence",
    "mentions": "doc, clean_start, length(text)",
}
MEMORY = "500MB"  # of DuckDB; the rest goes to disk
_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", dict: "JSON", list: "VARCHAR[]"}


def sql_types(table: str) -> dict[str, str]:
    """Return the SQL type of each column of a record table, in the alphabetical order of their names.

    >>> sql_types("sections")["level"], sql_types("documents")["date"]
    ('BIGINT', 'VARCHAR')
    """
    hints = typing.get_type_hints(TABLES[table])
    found = {}
    for name in sorted(hints):
        hint = hints[name]
        if isinstance(hint, types.UnionType):
            hint = next(part for part in typing.get_args(hint) if part is not type(None))
        found[name] = _TYPES[typing.get_origin(hint) or hint]
    return found


def write_batch(root: Path, columns: Columns, reading: str) -> str:
    """Write the records of some documents as one batch of the store at `root`, whole or not at all; return its name.

    The name is made of what is in it: documents' names and hashes, and `reading`.
    """
    folder = root / "batches"
    documents = columns.tables["documents"]
    keys = "".join(f"{doc}\0{sha256}\0" for doc, sha256 in zip(documents["doc"], documents["sha256"], strict=True))
    name = hashlib.sha256(f"{keys}{reading}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    with _whole_folder(folder / name) as part, duckdb.connect(":memory:", config={"threads": 1}) as database:
        for table in BATCHED:
            kinds = sql_types(table)
            kinds.pop("name", None)
            written = {column: columns.tables[table][column] for column in kinds}
            if table == "documents":
                kinds["reading"] = "VARCHAR"
                written["cleaning"] = [json.dumps(steps, ensure_ascii=False) for steps in written["cleaning"]]
                written["reading"] = [reading] * len(documents["doc"])
            elif table == "sections":
                kinds["row"] = "BIGINT"
                written["row"] = [*range(len(written["doc"]))]
            write_table(database, part / f"{table}.parquet", kinds, written.values())
    return name


def write_table(
    database: duckdb.DuckDBPyConnection, path: Path, kinds: Mapping[str, str], columns: Iterable[Sequence[Any]]
) -> None:
    """Write columns to a Parquet file by a database of one thread; `kinds` names the SQL type of each."""
    query = lay(database, "written", kinds, columns)
    database.execute(f"COPY ({query}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
    database.unregister("written")


class Store:
    """Hold one store; only one run at a time may write to it."""

    def __init__(self, root: Path) -> None:
        """Take its folder, which need not exist."""
        self.root = root

    @contextlib.contextmanager
    def held(self) -> Iterator["Store"]:
        """Hold the store for one run, swept of what a killed run left; raise InputError if another run holds it."""
        (self.root / "batches").mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            if not _locked(lock):
                raise InputError(f"{self.root}: another run writes here; wait for it, or name another folder")
            for left in (*self.root.glob(".*"), *self.root.glob("batches/.*")):
                if left.is_dir():
                    shutil.rmtree(left)
            yield self

    def keep(self, wanted: Mapping[str, tuple[str, str]]) -> set[str]:
        """Drop every document but those with the hash and reading in `wanted`; return the names of those it has.

        A batch of which something goes is written anew before the old one is taken away. Where a kill came between,
        a document stands in both, and goes from one of them here.
        """
        batches: dict[str, list[tuple[str, str, str]]] = {batch.name: [] for batch in self._batches()}
        with duckdb.connect(":memory:") as database:
            if batches:
                files = quoted(self.root / "batches/*/documents.parquet")
                for path, *row in database.execute(
                    f"SELECT filename, doc, sha256, reading FROM read_parquet({files}, filename = true)"
                ).fetchall():
                    batches[Path(path).parent.name].append((row[0], row[1], row[2]))
            done: set[str] = set()
            for batch, rows in sorted(batches.items()):
                kept = {doc for doc, sha256, reading in rows if wanted.get(doc) == (sha256, reading)} - done
                done |= kept
                if not kept:
                    self._retire(batch)
                elif len(kept) < len(rows):
                    self._rewrite(database, batch, kept)
        return done

    @contextlib.contextmanager
    def connect(self, *, complete: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a DuckDB database whose schema `records` has a view of each batched table, and that may spill to disk.

        Of a complete store the view of documents is the corrected one, without texts, and there is one of concepts.
        """
        spill = self.root / ".spill"
        config: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(spill)}
        config["preserve_insertion_order"] = False
        try:
            with duckdb.connect(":memory:", config=config) as database:
                database.execute("CREATE SCHEMA records")
                files = {table: f"batches/*/{table}" for table in BATCHED}
                if complete:
                    files |= {"documents": "documents", "concepts": "concepts"}
                for table, name in files.items():
                    path = quoted(self.root / f"{name}.parquet")
                    database.execute(f"CREATE VIEW records.{table} AS SELECT * FROM read_parquet({path})")
                yield database
        finally:
            shutil.rmtree(spill, ignore_errors=True)

    def _batches(self) -> list[Path]:
        return sorted(path for path in (self.root / "batches").glob("[!.]*") if path.is_dir())

    def _retire(self, batch: str) -> None:
        folder = self.root / "batches"
        shutil.rmtree((folder / batch).rename(folder / f".{batch}"))

    def _rewrite(self, database: duckdb.DuckDBPyConnection, batch: str, kept: set[str]) -> None:
        folder = self.root / "batches"
        name = hashlib.sha256("\0".join([batch, *sorted(kept)]).encode()).hexdigest()[:16]
        with _whole_folder(folder / name) as part:
            for table in BATCHED:
                database.execute(
                    f"COPY (SELECT * FROM read_parquet({quoted(folder / batch / f'{table}.parquet')}) "
                    f"WHERE doc IN (SELECT unnest(CAST(? AS VARCHAR[])))) "
                    f"TO {quoted(part / f'{table}.parquet')} (FORMAT parquet, COMPRESSION zstd)",
                    [sorted(kept)],
                )
        self._retire(batch)


def write_lines(database: duckdb.DuckDBPyConnection, table: str, source: str, path: Path) -> None:
    """Write a record table as JSON Lines as pipeline.records does; `source` is a query for its columns, sorted.

    DuckDB makes the lines: Python would take a hundred times as long.
    """
    kinds = sql_types(table)
    cells = []
    for name, kind in kinds.items():
        cell = f'CAST("{name}" AS VARCHAR)'
        if kind == "VARCHAR":
            cell = f"""coalesce(CAST(to_json("{name}") AS VARCHAR), 'null')"""
        cells.append(f"""'"{name}": ' || {cell}""")
    line = "'{' || " + " || ', ' || ".join(cells) + " || '}'"
    with whole_file(path) as temporary:
        database.execute(
            f"COPY (SELECT {line} FROM ({source}) ORDER BY {ORDER[table]}) TO {quoted(temporary)} "
            "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
        )


def quoted(value: object) -> str:
    """Return a path or text as an SQL string.

    >>> quoted("l'été")
    "'l''été'"
    """
    return "'" + str(value).replace("'", "''") + "'"


def _locked(file: IO[str]) -> bool:
    """Lock a file until it is closed or this process dies, if no other process has; True where locks are unknown."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # some clusters' file systems have no locks
        return True
    return True


@contextlib.contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `path` that becomes `path` on success and vanishes on failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    try:
        yield part
        part.chmod(0o755)
        if not path.exists():  # else the same batch is there already
            part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
