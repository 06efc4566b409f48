"""The tagger's network in PyTorch, for training only; pipeline.tagger.network runs the same in NumPy.

Subclasses may read more of the text than LAC's recurrent layers do (pipeline.training.bge does) and share the rest.
"""

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.tagger.features import LABELS, SPAN_FEATURES, UNIT_FEATURES, WIDEST, Floats
from pipeline.tagger.units import Segment

HIDDEN = 256
GIVEN = ("emb", "g1", "g2")  # the parts that are trained already: they learn more slowly
_PROPOSER, _CLASSIFIER, _CHARACTERS, _EXTRA = 96, 160, 32, 64


def _run(given: Tensor, mask: Tensor, gates: Tensor, candidate: Tensor, backwards: bool) -> Tensor:
    """Run one direction of a GRU whose reset gate comes before the product (Paddle's dynamic GRU)."""
    width = candidate.size(0)
    steps = given.unbind(1)
    alive = mask.unsqueeze(2).unbind(1)
    state = given.new_zeros(given.size(0), width)
    out = [state] * len(steps)
    for at in reversed(range(len(steps))) if backwards else range(len(steps)):
        gate = torch.sigmoid(steps[at][:, : 2 * width] + state @ gates)
        fresh = torch.tanh(steps[at][:, 2 * width :] + (gate[:, width:] * state) @ candidate)
        state = state + alive[at] * gate[:, :width] * (fresh - state)
        out[at] = state
    return torch.stack(out, 1)


class Recurrent(nn.Module):
    """One bidirectional layer, from the arrays (W, b, Wg, Wc) of its two directions."""

    def __init__(self, ways: Sequence[Sequence[Floats]]) -> None:
        """Copy the arrays into parameters."""
        super().__init__()
        for name, arrays in zip(("W", "b", "Wg", "Wc"), zip(*ways, strict=True), strict=True):
            self.register_module(
                name, nn.ParameterList(nn.Parameter(torch.tensor(np.array(array))) for array in arrays)
            )

    def forward(self, inputs: Tensor, mask: Tensor) -> Tensor:
        """Return the states of both directions side by side."""
        ways = [
            _run(inputs @ self.W[way] + self.b[way], mask, self.Wg[way], self.Wc[way], bool(way)) for way in range(2)
        ]
        return torch.cat(ways, -1)


class Encoder(nn.Module):
    """The whole network; parameter names are those that pipeline.tagger.network reads."""

    MORE: ClassVar[int] = 0  # the width of what a subclass reads beside LAC's states

    def __init__(self, embeddings: Floats, layers: Sequence[Sequence[Sequence[Floats]]], dropout: float) -> None:
        """Start from LAC's embeddings and recurrent layers."""
        super().__init__()
        self.emb = nn.Embedding.from_pretrained(torch.tensor(np.array(embeddings)), freeze=False)
        size = embeddings.shape[1]
        self.g1, self.g2 = (Recurrent(ways) for ways in layers)
        self.cp = nn.Linear(size, _CHARACTERS)
        self.lenb = nn.Embedding(8, 8)
        self.extra = nn.Linear(2 * _CHARACTERS + 8 + UNIT_FEATURES, _EXTRA)
        self.h = nn.Linear(2 * size + self.MORE + _EXTRA, HIDDEN)
        self.st, self.en = nn.Linear(HIDDEN, _PROPOSER), nn.Linear(HIDDEN, _PROPOSER)
        self.un = nn.Linear(HIDDEN, 5)
        self.wid = nn.Parameter(torch.zeros(WIDEST + 1))
        self.bias = nn.Parameter(torch.tensor(-3.0))
        self.sfp = nn.Parameter(torch.zeros(SPAN_FEATURES))
        self.wemb = nn.Embedding(WIDEST + 1, 16)
        self.c1 = nn.Linear(5 * HIDDEN + 16 + SPAN_FEATURES, _CLASSIFIER)
        self.c2 = nn.Linear(_CLASSIFIER, len(LABELS) + 2)
        self.drop, self.drop_inputs = nn.Dropout(dropout), nn.Dropout(0.7 * dropout)

    def read(self, segments: Sequence[Segment], units: Tensor, mask: Tensor) -> Tensor:
        """Return the (batch, time, states) of the `units`, rows of embeddings, of `segments` in their context."""
        state = self.g1(self.drop_inputs(self.emb(units)), mask)
        out: Tensor = self.g2(self.drop_inputs(state), mask)
        return out

    def encode(self, segments: Sequence[Segment], rows: Tensor, widths: Tensor, hints: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, time, HIDDEN); `rows` is (3, batch, time): units, first and last characters."""
        state = self.read(segments, rows[0], mask)
        characters = torch.tanh(self.cp(self.emb(rows[1:])))
        extra = torch.relu(self.extra(torch.cat([characters[0], characters[1], self.lenb(widths), hints], -1)))
        hidden = torch.relu(self.h(self.drop(torch.cat([state, extra], -1))))
        return self.drop(hidden) * mask.unsqueeze(-1)  # beyond a segment's end there is nothing, as at run time

    def propose(self, hidden: Tensor, mask: Tensor, spans: tuple[Tensor, ...] | None) -> tuple[Tensor, Tensor]:
        """Return the log-odds of every (first, last) and which of them are spans; `spans` lists the span features."""
        length = hidden.size(1)
        score = torch.tanh(self.st(hidden)) @ torch.tanh(self.en(hidden)).transpose(1, 2) * 4 / math.sqrt(_PROPOSER)
        single = self.un(hidden) * mask.unsqueeze(-1)  # a unit beyond the end has no bias either
        none = hidden.new_zeros(len(hidden), 1)
        first = single[:, :, 0] + torch.cat([none, single[:, :-1, 2]], 1)
        last = single[:, :, 1] + torch.cat([single[:, 1:, 3], none], 1)
        inside = torch.cat([none, single[:, :, 4].cumsum(1)], 1)
        index = torch.arange(length)
        width = index[None, :] - index[:, None]
        score = score + first[:, :, None] + last[:, None, :] + self.wid[width.clamp(0, WIDEST)] + self.bias
        score = score + (inside[:, None, 1:] - inside[:, :-1, None]) / (width.clamp(min=0) + 1)
        if spans is not None:
            score = score.index_put(spans[:3], self.sfp[spans[3]], accumulate=True)
        valid = ((width >= 0) & (width < WIDEST))[None] & (mask[:, :, None] > 0) & (mask[:, None, :] > 0)
        return score, valid

    def classify(self, hidden: Tensor, at: Tensor, hints: Tensor) -> Tensor:
        """Return label scores and the two log-odds (mention, core) of the (row, first, last) spans in `at`."""
        row, first, last = at.unbind(1)
        none = hidden.new_zeros(len(hidden), 1, HIDDEN)
        padded = torch.cat([none, hidden, none], 1)
        sums = torch.cat([none, hidden.cumsum(1)], 1)
        mean = (sums[row, last + 1] - sums[row, first]) / (last - first + 1).unsqueeze(1)
        seen = [hidden[row, first], hidden[row, last], padded[row, first], padded[row, last + 2], mean]
        inner = torch.cat([*seen, self.wemb(last - first), hints], -1)
        out: Tensor = self.c2(self.drop(torch.relu(self.c1(inner))))
        return out
