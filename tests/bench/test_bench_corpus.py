"""How fast a corpus is read, how much memory that takes, and how both grow, beside bare segmentation of the same text.

Prints the tables that stand in pipeline/corpora.md. Rates are per second of processor time of all processes together,
which other work on the machine does not change; seconds on the clock are printed too. Needs ../shared and Linux.
TIFAGRAPH_BENCH=whole measures the whole of xwlb_2020_2024, which takes some minutes; a tenth of it otherwise.
"""

import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb
import pytest
from bare import bare_pkuseg

from graph.corpus import attach
from graph.counts import prepare
from pipeline.cleaning import clean
from pipeline.reading import read_source
from pipeline.store import Store

pytestmark = pytest.mark.bench

PROCESSES = 2
LEAST_RATIO = {"tenth": 0.35, "whole": 0.5}  # of bare segmentation's rate; loading weighs more in the tenth
MOST_MEMORY = 700  # MB of a reading process
MOST_GROWTH = 1.3  # of memory from a tenth to the whole
MOST_SEGMENTED = 200  # files, evenly taken, that stand for all in the rate of bare segmentation


@pytest.fixture(scope="module")
def corpora(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return folders with a tenth (every tenth file) and, if asked for, the whole of the news corpus."""
    files = sorted((shared / "corpora" / "xwlb_2020_2024").glob("*.txt"))
    base = tmp_path_factory.mktemp("bench")
    folders = {}
    for name, step in (("tenth", 10), ("whole", 1)):
        if name == "tenth" or os.environ.get("TIFAGRAPH_BENCH") == "whole":
            folder = folders[name] = base / name
            folder.mkdir()
            for file in files[::step]:
                (folder / file.name).symlink_to(file)
    return folders


def segment(files: list[Path]) -> tuple[int, float]:
    """Cut the words of some files; return their characters and the processor seconds of cutting alone."""
    pkuseg, characters, spent = bare_pkuseg(), 0, 0.0
    for file in files:
        text = clean(read_source(file).text).text
        before = time.process_time()
        pkuseg.cut(text)
        spent += time.process_time() - before
        characters += len(text)
    return characters, spent


def bare_segmentation(folder: Path) -> tuple[int, float]:
    """Return characters, and seconds of processor time that two processes spend on cutting words alone."""
    files = sorted(folder.iterdir())
    files = files[:: 1 + len(files) // MOST_SEGMENTED]
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(segment, [files[start::PROCESSES] for start in range(PROCESSES)]))
    return sum(characters for characters, _ in parts), sum(spent for _, spent in parts)


def build(folder: Path, output: Path, *options: str) -> tuple[float, float, int, int]:
    """Run a build; return processor seconds, seconds on the clock, and peak MB of the parent and of a worker."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "if __name__ == '__main__':\n from pipeline.cli import main; main()", "build"]
    command += [str(folder), "-o", str(output), "--quiet", "--processes", str(PROCESSES), *options]
    with subprocess.Popen(command) as run:
        peaks: dict[int, int] = {}
        while run.poll() is None:
            for process in (run.pid, *children(run.pid)):
                peaks[process] = max(peaks.get(process, 0), peak(process))
            time.sleep(0.2)
    assert run.returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    parent = peaks.pop(run.pid)
    return spent, time.perf_counter() - started, parent, max(peaks.values())


def children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def peak(process: int) -> int:
    """Return the most memory that a process has had, in MB."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def counting(output: Path) -> tuple[int, float]:
    """Return how many mentions a store has, and the processor seconds that counting them takes."""
    with Store(output / "parquet").connect(complete=True) as database:
        before = time.process_time()
        attach(database)
        prepare(database)
        spent = time.process_time() - before
        return number(database, "SELECT count(*) FROM records.mentions"), spent


def length(output: Path) -> int:
    with Store(output / "parquet").connect() as database:
        return number(database, "SELECT sum(length(text)) FROM records.documents")


def number(database: duckdb.DuckDBPyConnection, query: str) -> int:
    row = database.execute(query).fetchone()
    assert row
    return int(row[0])


def test_a_corpus_beside_bare_segmentation(corpora, tmp_path, capsys):
    say: Callable[[str], None] = lambda line: print(line, flush=True)  # noqa: E731
    table = ["| corpus | characters | segmentation | whole run | ratio | lexicon only | parent | worker | counting |"]
    memory, ratios = {}, {}
    for name, folder in corpora.items():
        sample, bare = bare_segmentation(folder)
        spent, clock, parent, worker = build(folder, tmp_path / name)
        quick, _, _, _ = build(folder, tmp_path / f"{name}-lexicon", "--lexicon-only")
        mentions, seconds = counting(tmp_path / name)
        characters = length(tmp_path / name)
        memory[name], ratios[name] = worker, characters / spent / (sample / bare)
        table.append(
            f"| {name} | {characters:,} | {sample / bare:,.0f}/s | {characters / spent:,.0f}/s ({clock:.0f} s) "
            f"| {ratios[name]:.2f} | {characters / quick:,.0f}/s | {parent} MB | {worker} MB "
            f"| {seconds:.1f} s for {mentions:,} mentions |"
        )
    with capsys.disabled():
        for line in table:
            say(line)
    assert all(ratio > LEAST_RATIO[name] for name, ratio in ratios.items())
    assert max(memory.values()) < MOST_MEMORY
    if len(memory) > 1:
        assert memory["whole"] < MOST_GROWTH * memory["tenth"]
