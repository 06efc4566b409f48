"""Segments as tensors, padded to the longest, with the features of their units and spans."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from pipeline.tagger.features import SPAN_FEATURES, UNIT_FEATURES, Floats, Span
from pipeline.tagger.units import Segment


class Padded:
    """Hold some segments: `rows` (3, size, longest), `widths` and `mask` (size, longest), `hints` of their units."""

    def __init__(
        self, segments: Sequence[Segment], units: Sequence[Floats], spans: Sequence[dict[Span, Floats]]
    ) -> None:
        """Lay the segments out, given the features of their units and spans."""
        size, longest = len(segments), max(len(segment.units) for segment in segments)
        rows, widths = np.zeros((3, size, longest), np.int64), np.zeros((size, longest), np.int64)
        mask, hints = np.zeros((size, longest), np.float32), np.zeros((size, longest, UNIT_FEATURES), np.float32)
        self.segments = segments
        self.features: dict[tuple[int, int, int], Floats] = {}
        for at, segment in enumerate(segments):
            length = len(segment.units)
            rows[:, at, :length] = segment.units, segment.firsts, segment.lasts
            widths[at, :length], mask[at, :length], hints[at, :length] = segment.lengths, 1, units[at]
            self.features |= {(at, *span): row for span, row in spans[at].items()}
        self.rows, self.widths, self.mask, self.hints = map(torch.from_numpy, (rows, widths, mask, hints))

    def listed(self) -> tuple[Tensor, ...] | None:
        """Return the span features that hold as (row, first, last, feature) index tensors."""
        found = [(*span, column) for span, row in self.features.items() for column in np.flatnonzero(row).tolist()]
        return tuple(torch.tensor(found, dtype=torch.long).unbind(1)) if found else None

    def of(self, spans: Tensor) -> Tensor:
        """Return the (spans, SPAN_FEATURES) features."""
        none = np.zeros(SPAN_FEATURES, np.float32)
        return torch.from_numpy(np.stack([self.features.get((a, b, c), none) for a, b, c in spans.tolist()]))
