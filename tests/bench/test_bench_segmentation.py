"""How fast the tokenizer is beside spacy-pkuseg's own cutting with the same model, and edges that cut a long Doc."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from bare import bare_pkuseg

from pipeline.segmentation import load_segmentation
from pipeline.tokenizer import make_segmenter, split_at

pytestmark = pytest.mark.bench

ROUNDS = 5
MOST = 0.3  # times the time of spacy-pkuseg's own cutting
LENGTH, EDGES = 30_000, 2_000
LOADING = """
import time
from pipeline.segmentation import load_segmentation
started = time.process_time()
load_segmentation()
print(time.process_time() - started)
"""


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def test_the_tokenizer_beside_spacy_pkuseg(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    text = (text * (LENGTH // len(text) + 1))[:LENGTH]
    sentences = text.replace("。", "。\n").split("\n")
    nlp = spacy.blank("zh")
    tokenizer, bare = make_segmenter()(nlp), bare_pkuseg()
    assert [w for s in sentences for w in bare.cut(s)] == [
        w.text for w in tokenizer("\n".join(sentences)) if not w.is_space
    ]
    theirs, ours = _seconds(lambda: [bare.cut(s) for s in sentences]), _seconds(lambda: tokenizer(text))
    print(
        f"\nspacy-pkuseg {len(text) / theirs:,.0f} characters/s, tokenizer with Doc {len(text) / ours:,.0f}: ", end=""
    )
    print(f"{ours / theirs:.2f} times the time")
    assert ours / theirs < MOST


def test_edges_cut_a_long_doc(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    text = (text * (LENGTH // len(text) + 1))[:LENGTH]
    doc = make_segmenter()(spacy.blank("zh"))(text)
    edges = range(0, LENGTH, LENGTH // EDGES)
    cutting, segmenting = _seconds(lambda: split_at(doc, edges)), _seconds(lambda: load_segmentation().words(text))
    print(f"\n{EDGES} edges in {LENGTH} characters: {cutting:.3f} s, segmenting them {segmenting:.3f} s")
    assert cutting < 3 * segmenting


def test_loading() -> None:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    print(f"\nloading the word model: {float(done.stdout):.2f} s")
    assert float(done.stdout) < 2
