"""What the tokenizer adds to spacy-pkuseg's own cutting with the same model, and how fast edges cut a long Doc."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
import spacy_pkuseg

from pipeline.segmentation import Model, load_segmentation
from pipeline.tokenizer import make_segmenter, split_at

pytestmark = pytest.mark.bench

ROUNDS = 5
MOST = 1.2  # times the time of spacy-pkuseg's own cutting
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


def _bare(model: Model) -> spacy_pkuseg.pkuseg:
    """Return spacy-pkuseg's own segmenter around the packaged model, its user dictionary empty."""
    bare = object.__new__(spacy_pkuseg.pkuseg)
    segmentation = load_segmentation()
    extractor = spacy_pkuseg.FeatureExtractor()
    extractor.feature_to_idx = {name: row for row, name in enumerate(model.features)}
    extractor.unigram = {word for name in model.features if name[0] == "w" for word in _words(name)}
    bare.feature_extractor, bare.model, bare.postag = extractor, segmentation._crf, False
    bare.idx_to_tag = dict(enumerate(model.tags))
    bare.preprocesser, bare.postprocesser = spacy_pkuseg.Preprocesser(None), spacy_pkuseg.Postprocesser(None, None)
    return bare


def _words(feature: str) -> list[str]:
    return feature.split(".", 1)[1].removeprefix("l.").removeprefix("r.").split("*", 1)


def test_the_tokenizer_beside_spacy_pkuseg(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    text = (text * (LENGTH // len(text) + 1))[:LENGTH]
    sentences = text.replace("。", "。\n").split("\n")
    nlp = spacy.blank("zh")
    tokenizer, bare = make_segmenter()(nlp), _bare(load_segmentation().model)
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
    assert cutting < segmenting / 5


def test_loading() -> None:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    print(f"\nloading the word model: {float(done.stdout):.2f} s")
    assert float(done.stdout) < 2
