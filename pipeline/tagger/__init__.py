"""The trained tagger: its opinion of every span that could be a mention, with lexicon and grammar as hints."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.candidates import Candidate
from pipeline.errors import ModelError
from pipeline.tagger.features import Floats, Hint, find_hints, span_features, unit_features
from pipeline.tagger.memory import RULE as MEMORY
from pipeline.tagger.memory import Memory
from pipeline.tagger.network import Network
from pipeline.tagger.units import Vocabulary, split

__all__ = ["WEIGHTS", "Opinion", "Tagger", "load_tagger"]

WEIGHTS = Path(__file__).resolve().parent.parent / "weights" / "tagger.npz"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Hold the tagger's opinion of cleaned characters `start` to `end`: a label and two log-odds.

    `mention` is how likely a reader marks the span at all, `core` how likely every reader does; `hints` are the
    candidates on the same characters.
    """

    start: int
    end: int
    label: str
    mention: float
    core: float
    hints: tuple[Candidate, ...]


class Tagger:
    """Score spans of cleaned text with the network, batched over the segments of a document."""

    def __init__(self, vocabulary: Vocabulary, network: Network, memory: Memory) -> None:
        """Take the parts of the model."""
        self._vocabulary = vocabulary
        self._network = network
        self._memory = memory

    def score(self, text: str, candidates: Sequence[Candidate]) -> list[Opinion]:
        """Return an opinion on every span worth one, in text order; candidates are its hints and cut its units."""
        ordered = sorted((*candidates, *self._memory.match(text)))
        forced = sorted({edge for candidate in ordered for edge in (candidate.start, candidate.end)})
        segments, hints, units, spans = [], [], [], []
        first = edge = 0
        for start, end in split(text, ((candidate.start, candidate.end) for candidate in ordered)):
            while edge < len(forced) and forced[edge] <= start:
                edge += 1
            stop = edge
            while stop < len(forced) and forced[stop] < end:
                stop += 1
            segment = self._vocabulary.segment(text, start, end, forced[edge:stop])
            while first < len(ordered) and ordered[first].start < start:
                first += 1
            last = first
            while last < len(ordered) and ordered[last].start < end:
                last += 1
            found = find_hints(segment, ordered[first:last])
            segments.append(segment)
            hints.append(found)
            units.append(unit_features(len(segment.units), found))
            spans.append(span_features(text, segment, found))
        opinions = []
        for segment, found, scored in zip(segments, hints, self._network.score(segments, units, spans), strict=True):
            by_span = _by_span(found)
            for span in scored:
                at = segment.edges[span.first], segment.edges[span.last + 1]
                same = tuple(by_span.get((span.first, span.last), ()))
                opinions.append(Opinion(*at, span.label, span.mention, span.core, same))
        return opinions


def _by_span(hints: Iterable[Hint]) -> dict[tuple[int, int], list[Candidate]]:
    found: dict[tuple[int, int], list[Candidate]] = {}
    for hint in hints:
        if hint.candidate.rule != MEMORY:
            found.setdefault((hint.first, hint.last), []).append(hint.candidate)
    return found


@cache
def load_tagger(path: Path = WEIGHTS) -> Tagger:
    """Read a tagger's weights (an .npz of arrays, nothing pickled); raise ModelError where they cannot be read."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            words, forms = json.loads(bytes(arrays["vocabulary"])), json.loads(bytes(arrays["memory"]))
            weights: dict[str, Floats] = {
                name: arrays[name].astype(np.float32) for name in arrays.files if name not in _NOT_WEIGHTS
            }
            weights["emb"] = arrays["emb"].astype(np.float32) * arrays["emb.scale"].astype(np.float32)[:, None]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: cannot read the tagger's weights ({error}); install tifagraph again") from None
    vocabulary = Vocabulary(words["words"], words["counts"], words["folds"])
    return Tagger(vocabulary, Network(weights), Memory({form: (label, score) for form, label, score in forms}))


_NOT_WEIGHTS = frozenset({"vocabulary", "memory", "emb", "emb.scale"})
