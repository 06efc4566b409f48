"""Runs over a corpus: what is read again, what is left out, who reads it, and what a kill leaves."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import corpus, engines
from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.records import read_records, write_records
from pipeline.settings import Settings
from pipeline.store import Store

TABLES = ("documents", "sections", "sentences", "mentions", "concepts")
PHRASES = ("稳中求进工作总基调", "新发展理念", "四个意识", "两个维护", "高质量发展", "中国特色社会主义", "乡村振兴战略")


def speech(number: int) -> str:
    """Return an invented speech, each number another."""
    first, second = PHRASES[number % len(PHRASES)], PHRASES[(number * 3 + 1) % len(PHRASES)]
    body = "".join(f"一定要坚持{first}，第{line}次讲到{second}。\n" for line in range(3 + number % 5))
    head = f"在XX市工作会议上的讲话\n（20{10 + number % 10}年3月5日）\n各位代表：\n"
    return f"{head}一、总的要求\n{body}二、关于“{second}”\n{body}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of 24 invented speeches, in two folders."""
    for number in range(24):
        path = tmp_path / "in" / ("a" if number % 2 else "b") / f"{number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(speech(number), encoding="utf-8")
    return tmp_path / "in"


def build(folder: Path, output: Path, *options: object):
    arguments = ["build", folder, "-o", output, "--lexicon-only", "--format", "json", *options]
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def tables(output: Path) -> dict[str, bytes]:
    return {name: (output / f"{name}.jsonl").read_bytes() for name in TABLES}


def documents(output: Path) -> dict[str, dict[str, object]]:
    lines = (output / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["doc"]: row for row in map(json.loads, lines)}


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(corpus, "LEAST_CHUNK", 2000)


@pytest.fixture
def read_names(monkeypatch) -> list[str]:
    """Return the list that will hold the names of all documents read in this process."""
    names: list[str] = []

    def watched(chunk: engines.Chunk) -> engines.Report:
        names.extend(name for _, name in chunk.files)
        return real(chunk)

    real = engines.read_chunk
    monkeypatch.setattr(engines, "read_chunk", watched)
    return names


def test_the_lines_are_those_that_records_write(folder, tmp_path):
    assert build(folder, tmp_path / "out").exit_code == 0
    write_records(read_records(tmp_path / "out"), tmp_path / "again")
    assert tables(tmp_path / "out") == tables(tmp_path / "again")


def test_a_second_run_reads_only_what_is_new_or_changed(folder, tmp_path, small_chunks, read_names):
    assert build(folder, tmp_path / "out").exit_code == 0
    assert len(read_names) == 24
    read_names.clear()
    assert build(folder, tmp_path / "out").exit_code == 0
    assert read_names == []
    (folder / "b" / "02.txt").write_text(speech(99), encoding="utf-8")
    (folder / "new.txt").write_text(speech(7), encoding="utf-8")
    (folder / "a" / "05.txt").unlink()
    assert build(folder, tmp_path / "out").exit_code == 0
    assert read_names == ["b/02.txt", "new.txt"]
    assert build(folder, tmp_path / "fresh").exit_code == 0
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")
    assert "a/05.txt" not in documents(tmp_path / "out")


def test_other_settings_read_everything_again(folder, tmp_path, read_names):
    build(folder, tmp_path / "out")
    read_names.clear()
    assert build(folder, tmp_path / "out", "--min-score", "0.95").exit_code == 0
    assert len(read_names) == 24
    assert (tmp_path / "out" / "mentions.jsonl").read_bytes() == b""


def test_a_few_documents_keep_no_store(folder, tmp_path):
    assert build(folder / "a" / "01.txt", tmp_path / "out").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*(f"{name}.jsonl" for name in TABLES), "graph.json"}


def test_the_table_counts_for_more_than_the_text(folder, tmp_path, read_names):
    build(folder, tmp_path / "out")
    told = documents(tmp_path / "out")["a/01.txt"]
    assert (told["date"], told["place"], told["level"]) == ("2011-03-05", None, "city")
    read_names.clear()
    table = tmp_path / "meta.csv"
    table.write_text(
        "doc,date,place,speaker,note\na/01.txt,2001-05,成都市,,x\na/gone.txt,2002,,,\n", encoding="utf-8-sig"
    )
    result = build(folder, tmp_path / "out", "--metadata", table)
    assert result.exit_code == 0
    assert "a/gone.txt" in result.stderr
    told = documents(tmp_path / "out")["a/01.txt"]
    assert (told["date"], told["place"], told["level"], told["speaker"]) == ("2001-05", "成都市", "city", None)
    assert documents(tmp_path / "out")["a/03.txt"]["date"] == "2013-03-05"
    assert read_names == [], "the table is no reason to read a text again"
    build(folder, tmp_path / "out")
    assert documents(tmp_path / "out")["a/01.txt"]["date"] == "2011-03-05"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,date\na,2020\n", ":1: the first line"),
        ("doc,date\na,2020-13\n", ":2: 2020-13"),
        ("doc,date\na,2020\na,2021\n", ":3: a stands there twice"),
        ("doc,date\n,2020\n", ":2: the cell doc"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(text, words, folder, tmp_path):
    table = tmp_path / "meta.csv"
    table.write_text(text, encoding="utf-8")
    result = build(folder, tmp_path / "out", "--metadata", table)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_bad_files_are_named_and_the_rest_goes_on(folder, tmp_path):
    bad = folder / "bad"
    bad.mkdir()
    (bad / "empty.txt").write_bytes(b"")
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (bad / "damaged.txt").write_bytes(speech(1).encode() + b"\xff\xfe\xff" + speech(2).encode())
    (bad / "line.txt").write_bytes("坚持新发展理念".encode() * 2_400_000)
    (bad / "link.txt").symlink_to(bad / "nowhere.txt")
    os.mkfifo(bad / "pipe.txt")
    failing = {"empty.txt", "binary.txt", "damaged.txt", "line.txt", "link.txt", "pipe.txt"}
    (bad / "two\nlines.txt").write_text(speech(3), encoding="utf-8")
    (bad / "老.txt").write_bytes(speech(4).encode("gb18030"))
    if os.geteuid() != 0:
        (bad / "closed.txt").write_text(speech(5), encoding="utf-8")
        (bad / "closed.txt").chmod(0)
        failing.add("closed.txt")
    result = build(folder, tmp_path / "out")
    assert result.exit_code == 1, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("tifagraph: ")]
    assert len(lines) == len(failing) + 1
    for name in failing:
        assert sum(name in line for line in lines) == 1, name
    assert f"{len(failing)} of {24 + len(failing) + 2} files" in lines[-1]
    assert documents(tmp_path / "out").keys() >= {"bad/two\nlines.txt", "bad/老.txt", "a/01.txt"}
    assert len(documents(tmp_path / "out")) == 26
    assert (tmp_path / "out" / "graph.json").exists()


def test_a_fault_of_ours_costs_one_document(folder, tmp_path, monkeypatch):
    def failing(reader, path, name):
        if name == "b/04.txt":
            raise ValueError("no\nway")
        return real(reader, path, name)

    real = engines.BulkReader.read_columns
    monkeypatch.setattr(engines.BulkReader, "read_columns", failing)
    result = build(folder, tmp_path / "out")
    assert result.exit_code == 1
    assert "04.txt: ValueError: no way" in result.stderr
    assert len(documents(tmp_path / "out")) == 23


def test_ctrl_c_keeps_what_is_read(folder, tmp_path, small_chunks, monkeypatch):
    def interrupted(chunk: engines.Chunk) -> engines.Report:
        if any(name == "b/10.txt" for _, name in chunk.files):
            raise KeyboardInterrupt
        return real(chunk)

    real = engines.read_chunk
    with monkeypatch.context() as patched:
        patched.setattr(engines, "read_chunk", interrupted)
        result = build(folder, tmp_path / "out")
    assert result.exit_code == 130
    assert "give the same command again" in result.stderr
    assert len(list((tmp_path / "out" / "parquet" / "batches").iterdir())) > 2
    assert not (tmp_path / "out" / "documents.jsonl").exists()
    assert build(folder, tmp_path / "out").exit_code == 0
    assert build(folder, tmp_path / "fresh").exit_code == 0
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")


def test_only_one_run_writes_to_a_folder(folder, tmp_path):
    script = (
        "import sys, pathlib; from pipeline.store import Store\n"
        "with Store(pathlib.Path(sys.argv[1])).held(): print('held', flush=True); sys.stdin.read()"
    )
    root = tmp_path / "out" / "parquet"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InputError, match="another run"), Store(root).held():
            pass
        other.stdin.close()
    with Store(root).held():
        pass


def test_what_a_killed_run_left_is_swept_up(folder, tmp_path, small_chunks):
    build(folder, tmp_path / "out")
    whole = tables(tmp_path / "out")
    batches = tmp_path / "out" / "parquet" / "batches"
    one, *others = sorted(batches.iterdir())
    (batches / ".half").mkdir()
    (batches / ".half" / "documents.parquet").write_bytes(b"PAR1")
    (batches / "copy").mkdir()
    for file in one.iterdir():
        (batches / "copy" / file.name).write_bytes(file.read_bytes())
    assert build(folder, tmp_path / "out").exit_code == 0
    assert tables(tmp_path / "out") == whole
    assert len(list(batches.iterdir())) == len(others) + 1


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--processes", 2), ("--dask", "local")], ids=["processes", "dask"])
def test_every_engine_writes_the_same_bytes(options, folder, tmp_path):
    if "--dask" in options:
        pytest.importorskip("distributed")
    assert build(folder, tmp_path / "one").exit_code == 0
    script = "from pipeline.cli import main; main()"
    arguments = ["build", folder, "-o", tmp_path / "two", "--lexicon-only", "--format", "json", *options]
    done = subprocess.run(
        [sys.executable, "-c", f"if __name__ == '__main__':\n {script}", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert tables(tmp_path / "two") == tables(tmp_path / "one")


@pytest.mark.slow
def test_a_dask_cluster_at_an_address_writes_the_same_bytes(folder, tmp_path, small_chunks):
    pytest.importorskip("distributed")
    assert build(folder, tmp_path / "one").exit_code == 0
    said = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    with contextlib.ExitStack() as stack:

        def start(*command: str) -> None:
            process = subprocess.Popen([sys.executable, "-m", *command, *options], stderr=subprocess.DEVNULL)
            stack.enter_context(process)
            stack.callback(process.terminate)

        start("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(said))
        deadline = time.monotonic() + 60
        while not said.exists() or not said.read_text().rstrip().endswith("}"):
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.1)
        address = json.loads(said.read_text())["address"]
        assert address.startswith("tcp://127.0.0.1:")
        for name in ("one", "two"):
            start(
                "distributed.cli.dask_worker",
                address,
                "--no-nanny",
                "--nthreads",
                "1",
                "--name",
                name,
                "--local-directory",
                str(tmp_path / "dask"),
            )
        result = build(folder, tmp_path / "two", "--dask", address)
    assert result.exit_code == 0, result.stderr
    assert len(list((tmp_path / "two" / "parquet" / "batches").iterdir())) > 2
    assert tables(tmp_path / "two") == tables(tmp_path / "one")


KILLED = """
import os, random, shutil, signal, sys
from pathlib import Path
from pipeline import corpus, engines
from pipeline.reading import find_files
from pipeline.settings import Settings

corpus.LEAST_CHUNK = 2000
folder, base = Path(sys.argv[1]), Path(sys.argv[2])
reading = corpus.reading_of(Settings(), True)
engines._reader(Settings(), "lexicon")

def run(output, last=None):
    seen = 0
    def count(event, arguments):
        nonlocal seen
        if event.startswith(("open", "os.", "shutil.", "tempfile.")):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    files = find_files([folder])
    with corpus.open_store(output, len(files)) as store:
        plan = corpus.plan_run(store, files, Settings(), reading, reader="lexicon")
        for report in corpus.read_corpus(plan):
            pass
        with store.connect() as database:
            corpus.correct(store, database)
            corpus.finish(store, database, output, Settings())
    return seen

def child(output, last=None):
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(into, str(run(output, last)).encode())
        os._exit(0)
    os.close(into)
    _, status = os.waitpid(pid, 0)
    said = os.read(out, 20)
    os.close(out)
    return status, said

status, said = child(base / "whole")
assert status == 0
chance = random.Random(6)
for number in range(20):
    last = chance.randint(1, int(said))
    status, _ = child(base / f"killed{number}", last)
    print(last, os.WIFSIGNALED(status), flush=True)
    assert child(base / f"killed{number}")[0] == 0
"""


@pytest.mark.slow
def test_killed_at_any_point_a_run_ends_in_the_same_records(folder, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("True") == 20
    whole = tables(tmp_path / "whole")
    for number in range(20):
        assert tables(tmp_path / f"killed{number}") == whole, number


@pytest.mark.parametrize("without", [(), ("tagger",), ("grammar", "tagger")], ids=["all", "no tagger", "lexicon"])
def test_reading_in_bulk_yields_the_records_of_the_spacy_pipeline(without, seed, folder):
    from pipeline.extraction import Extractor

    settings = Settings(without=without)
    bulk, spacy = engines.BulkReader(settings), Extractor(settings)
    for path in (seed, folder / "a" / "01.txt"):
        assert bulk.read(path, path.name) == spacy.read(path, path.name)


def test_the_lexicon_only_reads_what_the_lexicon_knows(seed):
    read = engines.BulkReader(Settings(), lexicon_only=True).read(seed, seed.name)
    assert {mention.rule for mention in read.mentions} == {"lexicon"}
    assert read == engines.BulkReader(Settings(without=("grammar", "tagger"))).read(seed, seed.name)


def test_chunks_get_smaller_towards_the_end_so_that_no_process_waits_long(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "CHUNK", 20_000)
    monkeypatch.setattr(corpus, "LEAST_CHUNK", 2000)
    files = [(tmp_path / f"{number:03}.txt", f"{number:03}.txt") for number in range(200)]
    for path, _ in files:
        path.write_bytes(b"x" * 1000)
    with Store(tmp_path / "store").held() as store:
        chunks = corpus.plan_run(store, files, Settings(), "reading", workers=2).chunks
    sizes = [chunk.size for chunk in chunks]
    assert [file for chunk in chunks for file in chunk.files] == files
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 20_000
    assert sizes[-1] <= 2000
    assert all(8 * size <= sum(sizes[at:]) for at, size in enumerate(sizes) if size > 2000)


def test_settings_decide_the_reading(tmp_path):
    own = tmp_path / "own.tsv"
    own.write_text("id\tname\tlabel\n", encoding="utf-8")
    readings = [
        corpus.reading_of(Settings(), False),
        corpus.reading_of(Settings(), True),
        corpus.reading_of(Settings(min_score=0.7), False),
        corpus.reading_of(Settings(lexicon=own), False),
    ]
    assert len(set(readings)) == 4
    assert corpus.reading_of(Settings(), False) == readings[0]
