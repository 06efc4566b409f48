"""Let a network in PyTorch stand where the tagger's own stands, so that it can label texts as a teacher."""

from collections.abc import Sequence

import numpy as np
import torch

from pipeline.tagger.features import LABELS, SPAN_FEATURES, UNIT_FEATURES, Floats, Span
from pipeline.tagger.network import PROPOSE, Network, ScoredSpan
from pipeline.tagger.units import Segment
from pipeline.training.encoder import Encoder

_BATCH = 24  # segments at once


class TorchNetwork(Network):
    """Score the spans of segments with an Encoder whose embeddings are those of the whole vocabulary."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the trained encoder."""
        self._encoder = encoder.eval()

    def score(
        self, segments: Sequence[Segment], units: Sequence[Floats], spans: Sequence[dict[Span, Floats]]
    ) -> list[list[ScoredSpan]]:
        """Return the scored spans of each segment, given its unit and span features."""
        order = sorted(range(len(segments)), key=lambda index: -len(segments[index].units))
        results: list[list[ScoredSpan]] = [[] for _ in segments]
        with torch.no_grad():
            for at in range(0, len(order), _BATCH):
                batch = order[at : at + _BATCH]
                own = [segments[index] for index in batch]
                found = self._score(own, [units[index] for index in batch], [spans[index] for index in batch])
                for row, span in found:
                    results[batch[row]].append(span)
        return results

    def _score(
        self, segments: Sequence[Segment], units: Sequence[Floats], spans: Sequence[dict[Span, Floats]]
    ) -> list[tuple[int, ScoredSpan]]:
        size, longest = len(segments), len(segments[0].units)
        rows, widths = np.zeros((3, size, longest), np.int64), np.zeros((size, longest), np.int64)
        mask, hints = np.zeros((size, longest), np.float32), np.zeros((size, longest, UNIT_FEATURES), np.float32)
        features: dict[tuple[int, int, int], Floats] = {}
        for at, segment in enumerate(segments):
            length = len(segment.units)
            rows[:, at, :length] = segment.units, segment.firsts, segment.lasts
            widths[at, :length], mask[at, :length], hints[at, :length] = segment.lengths, 1, units[at]
            features |= {(at, *span): row for span, row in spans[at].items()}
        listed = [(*span, column) for span, row in features.items() for column in np.flatnonzero(row).tolist()]
        inside = torch.from_numpy(mask)
        hidden = self._encoder.encode(segments, *map(torch.from_numpy, (rows, widths, hints)), inside)
        score, valid = self._encoder.propose(
            hidden, inside, tuple(torch.tensor(listed, dtype=torch.long).unbind(1)) if listed else None
        )
        at_last = ((score > PROPOSE) & valid).nonzero()
        if not len(at_last):
            return []
        none = np.zeros(SPAN_FEATURES, np.float32)
        seen = torch.from_numpy(np.stack([features.get((a, b, c), none) for a, b, c in at_last.tolist()]))
        out = self._encoder.classify(hidden, at_last, seen)
        labels = out[:, : len(LABELS)].argmax(1).tolist()
        found = zip(at_last.tolist(), labels, out[:, -2].tolist(), out[:, -1].tolist(), strict=True)
        return [(row, ScoredSpan(a, b, LABELS[label], mention, core)) for (row, a, b), label, mention, core in found]
