"""Beside other tools, on the same text, with the same dictionary, in one run: characters a second, and what each finds.

The others run in the Python that TIFAGRAPH_PEERS names (pip install harvesttext textnets jieba there). Rates are per
second of processor time on one core, models loaded. Needs ../shared.
"""

import gc
import json
import os
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from graph.counts import count
from pipeline.bulk import BulkReader
from pipeline.columns import Columns
from pipeline.lexicon.loader import Lexicon
from pipeline.reading import read_source
from pipeline.settings import Settings

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def peers() -> str:
    python = os.environ.get("TIFAGRAPH_PEERS")
    if not python:
        pytest.skip("TIFAGRAPH_PEERS does not name a Python that has harvesttext, textnets and jieba")
    return python


def run_peers(python: str, texts: list[str]) -> dict[str, tuple[float, list[set[str]]]]:
    entries = [entry for entry in Lexicon.load().entries.values() if entry.matched]
    job = {
        "documents": texts,
        "forms": {entry.name: list(entry.surfaces) for entry in entries},
        "labels": {entry.name: entry.label for entry in entries},
    }
    script = Path(__file__).with_name("peers.py")
    done = subprocess.run([python, str(script)], input=json.dumps(job), capture_output=True, text=True, check=True)
    return {
        tool: (row["seconds"], [set(terms) for terms in row["found"]]) for tool, row in json.loads(done.stdout).items()
    }


def run_ours(files: list[Path], *, lexicon_only: bool) -> tuple[float, list[set[str]]]:
    """Return seconds from files to counted co-occurrences with the sentences behind them, and the terms found in each.

    As in a run of `tifagraph build`, the collector of cycles leaves alone what stays to the end.
    """
    reader = BulkReader(Settings(), lexicon_only=lexicon_only)
    reader.read(files[0], "warm.txt")
    gc.collect()
    gc.freeze()
    before = time.process_time()
    columns, found = Columns(), []
    for number, file in enumerate(files):
        read = reader.read_columns(file, f"{number}.txt")
        found.append(set(read.tables["mentions"]["text"]))
        columns.extend(read)
    mentions = columns.tables["mentions"]
    uses = Counter(zip(mentions["text"], mentions["label"], strict=True))
    reader.linker.concepts((surface, label, often) for (surface, label), often in uses.items())
    count(columns)
    spent = time.process_time() - before
    gc.unfreeze()
    return spent, found


@pytest.mark.parametrize("name", ["xwlb_2020_2024", "gold/dev"])
def test_beside_other_tools(name, peers, shared, capsys):
    gold: list[set[str]] = []
    if name == "gold/dev":
        files = [path for path in sorted((shared / "gold" / "dev").glob("*.txt")) if ".clean" not in path.name]
        for file in files:
            text = read_source(file).text
            rows = map(json.loads, file.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines())
            gold.append(
                {row.get("text") or text[row["start"] : row["end"]] for row in rows if row["type"] == "mention"}
            )
    else:
        files = sorted((shared / "corpora" / name).glob("*.txt"))[::40]
    texts = [read_source(file).text for file in files]
    results = run_peers(peers, texts)
    results["tifagraph --lexicon-only"] = run_ours(files, lexicon_only=True)
    results["tifagraph"] = run_ours(files, lexicon_only=False)
    with capsys.disabled():
        print(f"\n{name}: {sum(map(len, texts)):,} characters, {sum(map(len, gold))} terms annotated")
        for tool, (seconds, found) in results.items():
            terms, characters = sum(map(len, found)), sum(map(len, texts[: len(found)]))
            line = f"{tool:26} {characters / seconds:11,.0f} characters/s, {terms:6,} terms"
            if gold:
                wanted = gold[: len(found)]
                right = sum(len(there & here) for there, here in zip(found, wanted, strict=True))
                line += f", {right} annotated ones: {right / sum(map(len, wanted)):.0%}, {right / seconds:,.0f}/s"
            print(line)
    assert len(results) > 2
