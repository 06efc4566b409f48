"""Let a network in PyTorch stand where the tagger's own stands, so that it can label texts as a teacher."""

from collections.abc import Sequence

import torch

from pipeline.tagger.features import LABELS, Floats, Span
from pipeline.tagger.network import PROPOSE, Network, ScoredSpan
from pipeline.tagger.units import Segment
from pipeline.training.encoder import Encoder
from pipeline.training.padding import Padded

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
        padded = Padded(segments, units, spans)
        hidden = self._encoder.encode(segments, padded.rows, padded.widths, padded.hints, padded.mask)
        score, valid = self._encoder.propose(hidden, padded.mask, padded.listed())
        proposed = ((score > PROPOSE) & valid).nonzero()
        if not len(proposed):
            return []
        out = self._encoder.classify(hidden, proposed, padded.of(proposed))
        labels = out[:, : len(LABELS)].argmax(1).tolist()
        found = zip(proposed.tolist(), labels, out[:, -2].tolist(), out[:, -1].tolist(), strict=True)
        return [(row, ScoredSpan(a, b, LABELS[label], mention, core)) for (row, a, b), label, mention, core in found]
