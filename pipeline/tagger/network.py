"""Run the tagger's network in NumPy: a two-layer bidirectional GRU, a biaffine proposer of spans, a span classifier.

The recurrent layers and the embeddings are LAC 2.1's (Baidu, Apache-2.0; Jiao, Sun and Sun, arXiv:1807.01882), trained
on; scoring every span by its first and last unit is Yu, Bohnet and Poesio's (ACL 2020), which lets names nest.

Segments are run some at a time; the units of a batch, segment behind segment, are the rows of its arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from threadpoolctl import ThreadpoolController

from pipeline.tagger.features import LABELS, SPAN_FEATURES, WIDEST, Floats, Span
from pipeline.tagger.recurrent import Ints, Layer, Steps
from pipeline.tagger.units import Segment

PROPOSE = -3.0  # log-odds from which a span goes to the classifier
_BATCH = 16  # segments run at once: more would not stay in the cache
_SHARPNESS = 4.0
_SINGLE = 5  # scores a unit has by itself: as first, as last, before, behind and inside a span

Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """Hold a span of units with its likeliest label and the log-odds that it is a mention, and a core one."""

    first: int
    last: int
    label: str
    mention: float
    core: float


class _Spans:
    """Look up the features of a batch's spans, each known by its first unit times WIDEST plus its width less one."""

    def __init__(self, spans: Sequence[dict[Span, Floats]], borders: Sequence[int]) -> None:
        """Take the spans of each segment and where segments start."""
        self.keys = np.array(
            [
                (start + first) * WIDEST + last - first
                for start, found in zip(borders, spans, strict=False)
                for first, last in found
            ],
            np.int64,
        )
        values = [values for found in spans for values in found.values()]
        self.values = np.zeros((len(values) + 1, SPAN_FEATURES), np.float32)  # the last row is that of all others
        if values:
            self.values[:-1] = values
        self._rows = np.full(borders[-1] * WIDEST, len(values))
        self._rows[self.keys] = np.arange(len(values))

    def of(self, keys: Ints) -> Floats:
        """Return the features of the spans asked for."""
        found: Floats = self.values[self._rows[keys]]
        return found


class Network:
    """Score the spans of segments; `weights` are the arrays that training wrote, by name."""

    def __init__(self, weights: Weights) -> None:
        """Take the arrays, and work out what stays."""
        self._w = w = weights
        self._layers = Layer(w, "g1"), Layer(w, "g2")
        characters = np.tanh(w["emb"] @ w["cp.weight"].T + w["cp.bias"])
        size = characters.shape[1]
        extra = w["extra.weight"].T
        self._first, self._last = characters @ extra[:size], characters @ extra[size : 2 * size]
        widths = w["lenb.weight"].shape[1]
        self._width = w["lenb.weight"] @ extra[2 * size : 2 * size + widths] + w["extra.bias"]
        self._hints = np.ascontiguousarray(extra[2 * size + widths :])
        self._proposer = np.concatenate([w["st.weight"], w["en.weight"], w["un.weight"]]).T.copy()
        self._proposer_bias = np.concatenate([w["st.bias"], w["en.bias"], w["un.bias"]])
        self._threads = ThreadpoolController()

    def score(
        self, segments: Sequence[Segment], units: Sequence[Floats], spans: Sequence[dict[Span, Floats]]
    ) -> list[list[ScoredSpan]]:
        """Return the scored spans of each segment, given its unit and span features; spans are sorted."""
        order = sorted(range(len(segments)), key=lambda index: -len(segments[index].units))
        results: list[list[ScoredSpan]] = [[] for _ in segments]
        # Products are too small to share: threads would only wait for each other.
        with self._threads.limit(limits=1, user_api="blas"), np.errstate(over="ignore"):
            known = np.unique(np.concatenate([np.zeros(1, np.int64), *(segment.units for segment in segments)]))
            given = self._layers[0].project(self._w["emb"][known])
            for at in range(0, len(order), _BATCH):
                batch = order[at : at + _BATCH]
                own = [segments[index] for index in batch]
                borders = [0, *accumulate(len(segment.units) for segment in own)]
                hidden = self._encode(own, [units[index] for index in batch], known, given)
                listed = _Spans([spans[index] for index in batch], borders)
                keys = self._propose(hidden, borders, listed)
                found = self._classify(hidden, borders, keys, listed)
                for index, scored in zip(batch, found, strict=True):
                    results[index] = scored
        return results

    def _encode(self, segments: list[Segment], units: list[Floats], known: Ints, given: Floats) -> Floats:
        """Return the hidden states, (units, hidden); `given` is what the first layer is given by each known row."""
        w = self._w
        steps = Steps(np.array([len(segment.units) for segment in segments]))
        rows = np.searchsorted(known, np.concatenate([segment.units for segment in segments]))
        state = self._layers[0].run(given, rows, steps)
        state = self._layers[1].run(self._layers[1].project(state), np.arange(len(rows)), steps)
        extra = np.concatenate(units) @ self._hints
        extra += self._first[np.concatenate([segment.firsts for segment in segments])]
        extra += self._last[np.concatenate([segment.lasts for segment in segments])]
        extra += self._width[np.concatenate([segment.lengths for segment in segments])]
        state = np.concatenate([state, np.maximum(extra, 0)], -1) @ w["h.weight"].T
        state += w["h.bias"]
        return np.maximum(state, 0, out=state)

    def _propose(self, hidden: Floats, borders: Sequence[int], listed: _Spans) -> Ints:
        """Return the keys of the spans worth classifying, sorted."""
        w = self._w
        seen = hidden @ self._proposer
        seen += self._proposer_bias
        size = (seen.shape[1] - _SINGLE) // 2
        ends = np.tanh(seen[:, : 2 * size])
        first, last, before, behind, inside = seen[:, 2 * size :].T
        scores = np.empty((len(seen), WIDEST), np.float32)
        for start, stop in pairwise(borders):
            first[start + 1 : stop] += before[start : stop - 1]
            last[start : stop - 1] += behind[start + 1 : stop]
            scores[start:stop] = _band(ends[start:stop, :size], ends[start:stop, size:])
        scores *= np.float32(_SHARPNESS / np.sqrt(size))
        scores += first[:, None] + (w["wid"][:WIDEST] + w["bias"])
        scores += _windows(last)
        sums = np.cumsum(inside, dtype=np.float64)
        scores += (_windows(sums) - (sums - inside)[:, None]) / np.arange(1, WIDEST + 1)
        scores.reshape(-1)[listed.keys] += (listed.values[:-1] > 0) @ w["sfp"]
        return np.flatnonzero(scores > PROPOSE)

    def _classify(self, hidden: Floats, borders: Sequence[int], keys: Ints, listed: _Spans) -> list[list[ScoredSpan]]:
        """Return the spans of each segment with label and log-odds."""
        w = self._w
        first, wider = np.divmod(keys, WIDEST)
        last = first + wider
        total = hidden[first]
        for more in range(1, WIDEST):
            longer = np.flatnonzero(wider >= more)
            total[longer] += hidden[first[longer] + more]
        mean = total / (wider + 1)[:, None].astype(np.float32)
        nothing = np.zeros((1, hidden.shape[1]), np.float32)
        around = np.concatenate([nothing, hidden, nothing])
        before, behind = around[first], around[last + 2]
        before[np.isin(first, borders)] = 0
        behind[np.isin(last + 1, borders)] = 0
        seen = [hidden[first], hidden[last], before, behind, mean, w["wemb.weight"][wider], listed.of(keys)]
        inner = np.maximum(np.concatenate(seen, -1) @ w["c1.weight"].T + w["c1.bias"], 0)
        out = inner @ w["c2.weight"].T + w["c2.bias"]
        results: list[list[ScoredSpan]] = [[] for _ in borders[1:]]
        rows = np.searchsorted(borders, first, "right") - 1
        starts = first - np.array(borders)[rows]
        labels = out[:, : len(LABELS)].argmax(1)
        columns = (rows, starts, starts + wider, labels, out[:, -2], out[:, -1])
        for row, begin, end, label, mention, core in zip(*(column.tolist() for column in columns), strict=True):
            results[row].append(ScoredSpan(begin, end, LABELS[label], mention, core))
        return results


def _band(first: Floats, last: Floats) -> Floats:
    """Return the products of each first unit with those up to WIDEST on, -inf behind the last."""
    length = len(first)
    square = np.full((length + 1, length + WIDEST), -np.inf, np.float32)
    np.matmul(first, last.T, out=square[:-1, :length])
    # Rows that are one longer start one further on each.
    return square.reshape(-1)[: square.shape[1] * length + length].reshape(length, -1)[:, :WIDEST]


def _windows(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return each value with those behind it, WIDEST in all, zeros behind the last."""
    return sliding_window_view(np.append(values, np.zeros(WIDEST - 1, values.dtype)), WIDEST)
