"""Cut Chinese text into words with a pkuseg model: the one in the package, or a folder that spacy-pkuseg trained.

The model is a conditional random field over characters (Luo et al., PKUSEG, arXiv:1906.11455); features
(pipeline.emissions) and decoding are spacy-pkuseg's, so that the words are those of `spacy_pkuseg.pkuseg(...).cut`. The
one in the package is pkuseg 0.0.25's `default` model without the features that never matter in political text, see
pipeline/training/segmenter.py.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.inference import run_viterbi

from pipeline.emissions import GAP, Emissions
from pipeline.errors import ModelError

__all__ = ["WEIGHTS", "Model", "Segmentation", "load_segmentation", "read_folder"]

WEIGHTS = Path(__file__).resolve().parent / "weights" / "pkuseg" / "segmenter.npz"

ALWAYS = "$$"  # the feature that every character has; row 0
_LONGEST = 400  # characters decoded at once; longer runs are cut where a sentence ends
_TOGETHER = 10_000  # characters scored at once
_SOLID = re.compile(r"\S+")
_STOPS = "。！？；，、：,;"


@dataclass(frozen=True, slots=True)
class Model:
    """Hold a model's numbers: a row of `scores` per tag, a column per feature, in units of `scale`; and tag bigrams."""

    features: Sequence[str]
    tags: Sequence[str]
    scores: NDArray[Any]
    scale: float
    bigrams: NDArray[np.float64]

    def to_bytes(self) -> bytes:
        """Return the model as a compressed .npz, the same bytes every time."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            features=np.frombuffer("\n".join(self.features).encode(), np.uint8),
            tags=np.frombuffer("\n".join(self.tags).encode(), np.uint8),
            scores=np.ascontiguousarray(self.scores),
            scale=np.float64(self.scale),
            bigrams=self.bigrams,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """Return the model that `to_bytes` wrote; raises ModelError for anything else."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                features = bytes(arrays["features"]).decode().split("\n")
                tags = bytes(arrays["tags"]).decode().split("\n")
                scores, bigrams = arrays["scores"], arrays["bigrams"].astype(np.float64)
                scale = float(arrays["scale"])
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise ModelError(f"not a word segmentation model ({error})") from None
        if features[0] != ALWAYS or scores.shape != (len(tags), len(features)) or bigrams.size != len(tags) ** 2:
            raise ModelError("not a word segmentation model (its parts do not fit together)")
        return cls(features, tags, scores, scale, bigrams)


class Segmentation:
    """Cut text into words; holds no state between calls."""

    def __init__(self, model: Model) -> None:
        """Lay out the model's numbers for whole texts."""
        self.model = model
        size = len(model.tags)
        self._emissions = Emissions(model.features, model.scores.T, model.scale, _folds())
        self._moves = np.ascontiguousarray(model.bigrams.reshape(size, size).T) + 1.0  # as in pkuseg
        self._starts = np.array([tag.startswith("B") for tag in model.tags])

    def words(self, text: str, edges: Iterable[int] = ()) -> list[str]:
        """Return words and runs of white space that joined give `text`, cut also at every offset of `edges`.

        Offsets count code points of `text`; those outside it cut nothing.
        """
        borders = {0, len(text), *self._cuts(text), *(edge for edge in edges if 0 < edge < len(text))}
        return [text[start:end] for start, end in itertools.pairwise(sorted(borders))]

    def _cuts(self, text: str) -> Iterator[int]:
        """Yield the offsets of `text` where words and white space begin and end."""
        for runs in _groups(text):
            scores = self._emissions.score(GAP.join(text[start:end] for start, end in runs))
            at = 0
            for start, end in runs:
                _, tags = run_viterbi(scores[at : at + end - start], self._moves)
                begins = self._starts[tags]
                begins[0] = True
                yield from (np.flatnonzero(begins) + start).tolist()
                yield end
                at += end - start + len(GAP)


def _folds() -> dict[str, str]:
    """Return what pkuseg reads in place of a character: one sign for digits, one for letters, & for joining marks."""
    extractor = FeatureExtractor
    folds = dict.fromkeys(extractor.keywords, "&")
    for characters, sign in ((extractor.num, "**Num"), (extractor.letter, "**Letter")):
        folds.update(dict.fromkeys(characters - folds.keys(), sign))
    return folds


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield runs together, so many that their scores stay in the cache."""
    group: list[tuple[int, int]] = []
    for run in _runs(text):
        group.append(run)
        if run[1] - group[0][0] > _TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs without white space, those that are too long cut behind a stop, or anywhere if there is none.

    >>> list(_runs("甲乙 丙\\n"))
    [(0, 2), (3, 4)]
    """
    for run in _SOLID.finditer(text):
        start, end = run.span()
        while end - start > _LONGEST:
            reach = start + _LONGEST
            cut = next((cut for stop in _STOPS if (cut := text.rfind(stop, start, reach) + 1) > start), reach)
            yield start, cut
            start = cut
        yield start, end


def read_folder(folder: Path) -> Model:
    """Read a model as `spacy_pkuseg.train` leaves it; raises ModelError where there is none."""
    try:
        table: Any = srsly.read_msgpack(folder / "features.msgpack")
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            weights = arrays["w"]
        indexes, tags = table["feature_to_idx"], table["tag_to_idx"]
        features = sorted(indexes, key=indexes.__getitem__)
        edge = len(features) * len(tags)
        scores = weights[:edge].reshape(len(features), len(tags)).T.astype(np.float32)
        return Model(features, sorted(tags, key=tags.__getitem__), scores, 1.0, weights[edge:].astype(np.float64))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: not a pkuseg model ({error}); it needs features.msgpack and weights.npz") from None


@cache
def load_segmentation(path: Path = WEIGHTS) -> Segmentation:
    """Read a model file, or a folder as spacy-pkuseg writes it; raises ModelError that names the path."""
    if path.is_dir():
        return Segmentation(read_folder(path))
    try:
        return Segmentation(Model.from_bytes(path.read_bytes()))
    except OSError as error:
        raise ModelError(f"{path}: cannot read the word segmentation model ({error.strerror})") from None
    except ModelError as error:
        raise ModelError(f"{path}: {error}; install tifagraph again, or name another model") from None
