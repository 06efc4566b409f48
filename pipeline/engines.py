"""Engines: who reads the chunks of a corpus. One process, several on this machine, or a Dask cluster; same records.

Every engine hands chunks to `read_chunk`, which reads each document by itself and writes one batch into the store, so
that nothing but a report travels between processes and no document depends on who read it.
"""

import gc
import importlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bulk import BulkReader
from pipeline.columns import Columns
from pipeline.errors import InputError, ReadingError, TifagraphError
from pipeline.settings import Settings
from pipeline.store import write_batch

if TYPE_CHECKING:
    from pipeline.extraction import Extractor

MOST_BYTES = 20_000_000  # a speech of this length would take ten days to hold
_READING = threading.Lock()  # readers are not made for threads


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold some files (path, document name) that are read together, and for which store; `size` is their bytes.

    `reader` is `spacy` (pipeline.extraction), `bulk` (pipeline.bulk, same records) or `lexicon` (bulk, lexicon only).
    """

    files: tuple[tuple[Path, str], ...]
    size: int
    root: Path
    settings: Settings
    reader: str
    reading: str


@dataclass(frozen=True, slots=True)
class Report:
    """Tell how a chunk went: documents read, their mentions, bytes dealt with, and one line for each failure."""

    documents: int
    mentions: int
    size: int
    failures: tuple[str, ...]


Engine = Callable[[Iterable[Chunk]], Iterator[Report]]


def choose(count: int = 1, address: str | None = None) -> Engine:
    """Return the engine for `count` processes, of a Dask cluster where there is an address (or `local`)."""
    if address is not None:
        return dask(address, count)
    return processes(count) if count > 1 else one_process


def one_process(chunks: Iterable[Chunk]) -> Iterator[Report]:
    """Read the chunks here, one after the other."""
    return map(read_chunk, chunks)


def processes(count: int) -> Engine:
    """Return an engine of `count` processes on this machine, each of which loads the models once."""

    def run(chunks: Iterable[Chunk]) -> Iterator[Report]:
        context = multiprocessing.get_context("spawn")  # a fork would copy the store's lock
        with ProcessPoolExecutor(count, mp_context=context, initializer=_settle) as pool:
            try:
                for future in as_completed([pool.submit(read_chunk, chunk) for chunk in chunks]):
                    yield future.result()
            except BrokenProcessPool:
                raise TifagraphError(
                    "a process died, perhaps for want of memory; run again with fewer --processes to go on"
                ) from None
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    return run


def dask(address: str, count: int) -> Engine:
    """Return an engine of the Dask cluster at `address`, or of one with `count` processes on this machine (`local`).

    Every worker must see the input and output folders under the same paths. Raises InputError where dask.distributed
    is not installed or the scheduler does not answer.
    """

    def run(chunks: Iterable[Chunk]) -> Iterator[Report]:
        try:
            distributed = importlib.import_module("distributed")
        except ImportError:
            raise InputError("--dask needs dask.distributed; install it with: pip install 'tifagraph[dask]'") from None
        here = {"n_workers": count, "threads_per_worker": 1, "dashboard_address": None}
        try:
            client = distributed.Client(**(here if address == "local" else {"address": address}))
        except (OSError, ValueError) as error:
            raise InputError(f"no Dask scheduler at {address} ({error}); check the address") from None
        with client:
            try:
                for future in distributed.as_completed(client.map(read_chunk, list(chunks), pure=False)):
                    yield future.result()
            except distributed.KilledWorker:
                raise TifagraphError(
                    "a Dask worker died, perhaps for want of memory; give workers more and run again to go on"
                ) from None

    return run


def read_chunk(chunk: Chunk) -> Report:
    """Read the files of a chunk and write their records as one batch; one that fails is reported, the rest goes on."""
    with _READING:
        reader = _reader(chunk.settings, chunk.reader)
        columns, failures = Columns(), []
        for path, name in chunk.files:
            try:
                if path.is_file() and path.stat().st_size > MOST_BYTES:
                    raise ReadingError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; split it into speeches")
                read = reader.read_columns(path, name)
                for text in read.tables["documents"]["text"]:
                    text.encode()  # what cannot be written is known before it is mixed with the rest
            except ReadingError as error:
                failures.append(" ".join(str(error).split()))
            except Exception as error:  # noqa: BLE001 - one document in a million must not end the run
                failures.append(" ".join(f"{path}: {type(error).__name__}: {error}; please report it".split()))
            else:
                columns.extend(read)
        if columns.count("documents"):
            write_batch(chunk.root, columns, chunk.reading)
        return Report(columns.count("documents"), columns.count("mentions"), chunk.size, tuple(failures))


@cache
def _reader(settings: Settings, name: str) -> "BulkReader | Extractor":
    """Load what reads documents, once a process.

    What it loads stays to the end: the collector of cycles need not walk it while it grows (a fifth of the time of a
    short run), nor ever after.
    """
    gc.disable()
    try:
        if name == "spacy":
            from pipeline.extraction import Extractor  # takes a second that a run over a corpus does not need

            return Extractor(settings)
        return BulkReader(settings, lexicon_only=name == "lexicon")
    finally:
        gc.freeze()
        gc.enable()


def _settle() -> None:
    """Leave Ctrl-C to the parent, and end with it."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
