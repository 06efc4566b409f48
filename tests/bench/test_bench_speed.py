"""How fast a speech is read, as a ratio to spacy-pkuseg cutting its words alone, in one run on one core."""

import time
from collections.abc import Callable

import pytest
from bare import bare_pkuseg

from pipeline.cleaning import clean
from pipeline.extraction import Extractor
from pipeline.reading import read_source

ROUNDS = 10
LEAST = 0.43  # of the speed of bare segmentation: 30,000 characters a second where that cuts 70,000


def _seconds(*works: Callable[[], object]) -> list[float]:
    """Return the least processor time of each, measured in turns: the machine may be slower for a while."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for index, work in enumerate(works):
            started = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - started)
    return best


@pytest.mark.bench
def test_the_whole_pipeline_beside_bare_segmentation(seed):
    extractor, pkuseg = Extractor(), bare_pkuseg()
    text = clean(read_source(seed).text).text
    extractor.read(seed, seed.name)  # loads what is loaded on first use
    times = _seconds(lambda: pkuseg.cut(text), lambda: extractor.read(seed, seed.name))
    bare, whole = (len(text) / seconds for seconds in times)
    print(f"\nbare segmentation {bare:,.0f} characters/s, whole pipeline {whole:,.0f}: ratio {whole / bare:.2f}")
    assert whole / bare > LEAST
