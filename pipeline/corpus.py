"""A run over a corpus: what is new, who reads it, and how the store becomes records.

Documents are told apart by name, the SHA-256 of their bytes, and the reading: a hash of this package's own code, data
and weights and of the settings. What the store has under the same three is not read again; what is no longer among the
files leaves it. So a run that was stopped goes on where it stood, and ends in the same records.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.columns import lay
from pipeline.engines import Chunk, Engine, Report, one_process
from pipeline.errors import InputError
from pipeline.linking import load_linker
from pipeline.metadata import FIELDS
from pipeline.records import Concept, dump, whole_file
from pipeline.settings import Settings
from pipeline.store import BATCHED, Store, quoted, sql_types, write_lines, write_table

CHUNK, LEXICAL_CHUNK, LEAST_CHUNK = 1_000_000, 8_000_000, 50_000  # bytes read between two visits to the store
MOST_FILES = 2_000
SHARES = 4  # of what is left, no chunk is more than this part of one process's share
KEPT_FROM = 20  # documents
PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Plan:
    """Say what a run has to do: the chunks to read, their bytes and files, and how many files are as they were."""

    chunks: tuple[Chunk, ...]
    size: int
    files: int
    done: int


@contextlib.contextmanager
def open_store(output: Path, documents: int) -> Iterator[Store]:
    """Open the store in the folder `output`; a run over a few documents has one that is gone afterwards.

    Raises InputError where another run writes there.
    """
    root = output / "parquet"
    with contextlib.ExitStack() as stack:
        if documents < KEPT_FROM and not root.exists():
            root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tifagraph-")))
        yield stack.enter_context(Store(root).held())


def plan_run(
    store: Store,
    files: Sequence[tuple[Path, str]],
    settings: Settings,
    reading: str,
    *,
    reader: str = "bulk",
    workers: int = 1,
) -> Plan:
    """Drop from the store what is gone or has changed, and cut the rest into chunks.

    Towards the end they get smaller and smaller, so that all processes end at about the same time.
    `reading` is what `reading_of` returns, `reader` one that pipeline.engines.Chunk names, `workers` how many
    processes will read.
    """
    hashes = {name: hashed for path, name in files if (hashed := _hash(path))}
    done = store.keep({name: (hashed, reading) for name, hashed in hashes.items()})
    left = [(path, name) for path, name in files if name not in done]
    sizes = [_size(path) for path, _ in left]
    most = LEXICAL_CHUNK if reader == "lexicon" else CHUNK
    chunks: list[Chunk] = []
    part: list[tuple[Path, str]] = []
    held, rest = 0, sum(sizes)
    for file, size in zip(left, sizes, strict=True):
        room = min(most, max(LEAST_CHUNK, rest // (SHARES * workers)))
        if part and (held + size > room or len(part) == MOST_FILES):
            chunks.append(Chunk(tuple(part), held, store.root, settings, reader, reading))
            part, held, rest = [], 0, rest - held
        part.append(file)
        held += size
    if part:
        chunks.append(Chunk(tuple(part), held, store.root, settings, reader, reading))
    return Plan(tuple(chunks), sum(sizes), len(left), len(done))


def read_corpus(plan: Plan, engine: Engine = one_process) -> Iterator[Report]:
    """Read what is to be read, and yield a report for each chunk once its batch is in the store."""
    return engine(plan.chunks)


def correct(
    store: Store, database: duckdb.DuckDBPyConnection, metadata: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Correct the documents that `database`, a connection to the store, shows, and write them to the store.

    `metadata` holds, by document, what counts for more than the text. Raises InputError where nothing could be read.
    """
    if not any(store.root.glob("batches/*/documents.parquet")):
        raise InputError("nothing could be read; give at least one readable text")
    rows = [(doc, *(cells.get(name) for name in FIELDS)) for doc, cells in sorted((metadata or {}).items())]
    kinds = dict.fromkeys(("doc", *FIELDS), "VARCHAR")
    columns = [[row[at] for row in rows] for at in range(len(kinds))]
    database.execute(f"CREATE TABLE told AS {lay(database, 'cells', kinds, columns)}")
    corrected = ", ".join(f"coalesce(told.{name}, d.{name}) AS {name}" for name in FIELDS)
    batches = read_parquet(store.root / "batches/*/documents.parquet")
    database.execute(
        f"CREATE OR REPLACE VIEW records.documents AS SELECT d.* REPLACE ({corrected}) FROM {batches} AS d "
        "LEFT JOIN told USING (doc)"
    )
    with whole_file(store.root / "documents.parquet") as temporary:
        database.execute(
            f"COPY (SELECT * EXCLUDE (text, cleaning) FROM records.documents ORDER BY doc) TO {quoted(temporary)} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )


def finish(store: Store, database: duckdb.DuckDBPyConnection, output: Path, settings: Settings) -> dict[str, int]:
    """Complete the store and write the five record files to `output`; return how many rows each table has.

    `database` shows the corrected documents (`correct`), and from here on the concepts too.
    """
    linker = load_linker(settings.lexicon)
    with ThreadPoolExecutor(1) as beside:
        plain = [name for name in BATCHED if name != "mentions"]
        written = beside.submit(_write_lines, database.cursor(), plain, output)  # while Python names the concepts
        uses = "SELECT text, label, count(*) FROM records.mentions GROUP BY ALL ORDER BY ALL"
        concepts = linker.concepts(database.execute(uses).fetchall())
        with whole_file(store.root / "concepts.parquet") as temporary, duckdb.connect(config={"threads": 1}) as writer:
            kinds = sql_types("concepts")
            columns = [[getattr(concept, name) for concept in concepts] for name in kinds]
            write_table(writer, temporary, kinds, columns)
        _write_concepts(concepts, output / "concepts.jsonl")
        written.result()
    database.execute(f"CREATE VIEW records.concepts AS SELECT * FROM {read_parquet(store.root / 'concepts.parquet')}")
    names = "SELECT id AS concept, name FROM records.concepts"
    source = f"SELECT * FROM records.mentions JOIN ({names}) USING (concept)"
    write_lines(database, "mentions", source, output / "mentions.jsonl")
    counts = {"concepts": len(concepts)}
    for name in BATCHED:
        row = database.execute(f"SELECT count(*) FROM records.{name}").fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts


def reading_of(settings: Settings, lexicon_only: bool) -> str:
    """Return a hash of all that decides how a document is read: the package's files, and the settings."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and path.parent.name != "training":
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    own = settings.lexicon.read_bytes() if settings.lexicon is not None else b""
    digest.update(own + b"\0")
    digest.update(repr((settings.min_score, settings.model, settings.without, lexicon_only)).encode())
    return digest.hexdigest()[:16]


def read_parquet(path: Path) -> str:
    """Return the SQL that reads a Parquet file as a table."""
    return f"read_parquet({quoted(path)})"


def _write_lines(database: duckdb.DuckDBPyConnection, tables: Iterable[str], output: Path) -> None:
    for name in tables:
        write_lines(database, name, f"SELECT * FROM records.{name}", output / f"{name}.jsonl")


def _write_concepts(concepts: Iterable[Concept], path: Path) -> None:
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(dump(concept) + "\n" for concept in concepts)


def _hash(path: Path) -> str | None:
    if not path.is_file():  # a pipe would never end
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # whoever reads it will say what is wrong


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
