"""How fast a speech is read, as a ratio to cutting its words alone (bare pkuseg), in one run on one core."""

import time

import pytest

from pipeline.cleaning import clean
from pipeline.extraction import Extractor
from pipeline.reading import read_source
from pipeline.segmentation import load_segmentation

ROUNDS = 5
LEAST = 0.2  # of the speed of bare segmentation; a guard against accidents, the figure itself goes into reports


def _seconds(work) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.bench
def test_the_whole_pipeline_beside_bare_segmentation(seed):
    extractor, segmentation = Extractor(), load_segmentation()
    text = clean(read_source(seed).text).text
    extractor.read(seed, seed.name)  # loads what is loaded on first use
    bare = len(text) / _seconds(lambda: segmentation.words(text))
    whole = len(text) / _seconds(lambda: extractor.read(seed, seed.name))
    print(f"\nbare segmentation {bare:,.0f} characters/s, whole pipeline {whole:,.0f}: ratio {whole / bare:.2f}")
    assert whole / bare > LEAST
