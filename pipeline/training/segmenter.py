"""Make the word segmentation model of the package: `python -m pipeline.training.segmenter SHARED_DIR`.

Takes some ten minutes on one core. pkuseg 0.0.25's `default` model has 2.6 million features; kept are those that fire
in the corpora and whose weights matter, and those whose weights matter much anywhere. Weights are centred (a constant
added to all tags of a feature changes nothing) and rounded to hundredths. Whole documents are held out, and the share
of words on which pruned and full model agree is measured on them and printed.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from spacy_pkuseg.feature_extractor import FeatureExtractor

from pipeline.records import whole_file
from pipeline.segmentation import ALWAYS, WEIGHTS, Model, Segmentation
from pipeline.training.teachers import PKUSEG, obtain, read_pkuseg

MATTERS, MATTERS_MUCH, STEP = 0.05, 0.2, 0.01
_NEWS_SHARE = 8  # the daily news is most of the corpora: one in so many documents
_HELD_OUT = 20  # one document in so many, in the small folders one in five
_SMALL = 20  # documents in a small folder
_BATCH = 5_000_000


def read_corpora(folder: Path) -> tuple[list[str], list[str]]:
    """Return the sampled documents' runs without white space, each once: to count on, and of documents held out."""
    simplify = OpenCC("tw2s").convert
    ours: dict[str, None] = {}
    held_out: dict[str, None] = {}
    for group in sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "lexical"):
        paths = sorted(path for path in group.iterdir() if path.suffix in {".txt", ".md"})
        every = 5 if len(paths) < _SMALL else _HELD_OUT
        for path in paths:
            place = int(hashlib.sha256(path.name.encode()).hexdigest()[:8], 16)
            is_held_out = place % every == 0
            if len(paths) > 1000 and place // _HELD_OUT % _NEWS_SHARE:
                continue
            text = path.read_text(encoding="utf-8")
            if group.name.startswith("hk_"):
                text = simplify(re.sub(r"(?<=[^\x00-\x7f。！？；：])\n(?=[^\x00-\x7f])", "", text))
            runs = held_out if is_held_out else ours
            for sentence in re.split(r"[\r\n]+|(?<=[。！？；])(?![”’」』）])", text):
                runs.update(dict.fromkeys(run for run in sentence.strip("#* ").split() if len(run) > 1))
    return list(ours), list(held_out)


def words_of(features: Iterable[str]) -> set[str]:
    """Return the words that word and word-pair features speak of: pkuseg looks only these up.

    >>> sorted(words_of(["c.中", "w1.国家", "ww.l.人民*民主"]))
    ['人民', '国家', '民主']
    """
    words: set[str] = set()
    for feature in features:
        if not feature.startswith("w"):
            continue
        if feature.startswith("w-1."):
            words.add(feature[4:])
        elif feature.startswith("w1."):
            words.add(feature[3:])
        elif feature.startswith("ww."):
            words.update(feature[5:].split("*", 1))
    return words


def count_features(model: Model, runs: list[str]) -> NDArray[np.int64]:
    """Return how often each feature of the model fires in `runs`."""
    extractor = FeatureExtractor()
    extractor.feature_to_idx = dict(zip(model.features, range(len(model.features)), strict=True))
    extractor.unigram = words_of(model.features)
    counts = np.zeros(len(model.features), np.int64)
    fired: list[int] = []
    for run in runs:
        symbols = list(extractor.normalize_text(run))
        for place in range(len(symbols)):
            fired += extractor.get_node_features_idx(place, symbols)
        if len(fired) > _BATCH:
            counts += np.bincount(fired, minlength=len(counts))
            fired.clear()
    return counts + np.bincount(fired, minlength=len(counts))


def prune(model: Model, counts: NDArray[np.int64]) -> Model:
    """Return the model with only the features that matter where political text is read, sorted, in steps of `STEP`."""
    centred = model.scores - (model.scores.max(axis=0) + model.scores.min(axis=0)) / 2
    weight = np.abs(centred).max(axis=0)
    keep = np.flatnonzero((weight >= MATTERS) & (counts > 0) | (weight >= MATTERS_MUCH))
    by_name = sorted((model.features[row], row) for row in keep.tolist() if model.features[row] != ALWAYS)
    rows = [model.features.index(ALWAYS), *(row for _, row in by_name)]
    scores = np.round(centred[:, rows] / STEP).astype(np.int16)
    return Model([ALWAYS, *(name for name, _ in by_name)], model.tags, scores, STEP, model.bigrams)


def agreement(one: Segmentation, other: Segmentation, runs: list[str]) -> float:
    """Return F1 of the one's words against the other's, words being equal where both ends are."""
    same = total = 0
    for run in runs:
        first, second = set(_spans(one.words(run))), set(_spans(other.words(run)))
        same += len(first & second)
        total += len(first) + len(second)
    return 2 * same / total


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for word in words:
        yield start, start + len(word)
        start += len(word)


def main(arguments: list[str] | None = None) -> None:
    """Fetch the full model, prune it on the corpora, write the weights and their licence, report agreement."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path, help="folder that holds corpora/")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS, help="weights to write")
    options = parser.parse_args(arguments)
    full, licence = read_pkuseg(obtain(PKUSEG))
    ours, held_out = read_corpora(options.shared / "corpora")
    pruned = prune(full, count_features(full, ours))
    with whole_file(options.output) as temporary:
        temporary.write_bytes(pruned.to_bytes())
    with whole_file(options.output.with_name("LICENSE")) as temporary:
        temporary.write_bytes(licence)
    share = agreement(Segmentation(pruned), Segmentation(full), held_out)
    size = options.output.stat().st_size / 1e6
    print(f"{len(pruned.features)} of {len(full.features)} features, {size:.2f} MB", file=sys.stderr)
    print(f"agreement on {sum(map(len, held_out))} characters held out: {share:.4f}", file=sys.stderr)


if __name__ == "__main__":
    main()
