"""Run the tagger's network in NumPy: a two-layer bidirectional GRU, a biaffine proposer of spans, a span classifier.

The recurrent layers and the embeddings are LAC 2.1's (Baidu, Apache-2.0; Jiao, Sun and Sun, arXiv:1807.01882), trained
on; scoring every span by its first and last unit is Yu, Bohnet and Poesio's (ACL 2020), which lets names nest.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from pipeline.tagger.features import LABELS, SPAN_FEATURES, UNIT_FEATURES, WIDEST, Floats, Span
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


def _lay(values: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
    """Reverse each row of (batch, time, …) within its own length."""
    index = np.arange(values.shape[1])[None, :]
    order = np.where(index < lengths[:, None], lengths[:, None] - 1 - index, index)
    return np.asarray(values[np.arange(len(values))[:, None], order])


class Network:
    """Score the spans of segments; `weights` are the arrays that training wrote, by name."""

    def __init__(self, weights: Weights) -> None:
        """Take the arrays; lay the two directions of each recurrent layer side by side, and work out what stays."""
        self._w = w = weights
        self._layers = [self._layer(name) for name in ("g1", "g2")]
        characters = np.tanh(w["emb"] @ w["cp.weight"].T + w["cp.bias"])
        size = characters.shape[1]
        extra = w["extra.weight"].T
        self._first, self._last = characters @ extra[:size], characters @ extra[size : 2 * size]
        widths = w["lenb.weight"].shape[1]
        self._width = w["lenb.weight"] @ extra[2 * size : 2 * size + widths] + w["extra.bias"]
        self._hints = np.ascontiguousarray(extra[2 * size + widths :])
        self._proposer = np.concatenate([w["st.weight"], w["en.weight"], w["un.weight"]]).T.copy()
        self._proposer_bias = np.concatenate([w["st.bias"], w["en.bias"], w["un.bias"]])

    def _layer(self, name: str) -> tuple[Floats, ...]:
        """Return input weights, biases, gate and candidate weights, those of the gates negated (see `_gru`)."""
        into, bias, gates, candidate = (
            np.stack([self._w[f"{name}.{part}.{way}"] for way in range(2)]).astype(np.float32)
            for part in ("W", "b", "Wg", "Wc")
        )
        width = gates.shape[2]
        into[:, :, :width] *= -1
        bias[:, :width] *= -1
        return into, bias, -gates, candidate

    def score(
        self, segments: list[Segment], units: list[Floats], spans: list[dict[Span, Floats]]
    ) -> list[list[ScoredSpan]]:
        """Return the scored spans of each segment, given its unit and span features; spans are sorted."""
        order = sorted(range(len(segments)), key=lambda index: -len(segments[index].units))
        results: list[list[ScoredSpan]] = [[] for _ in segments]
        # Products are too small to share: threads would only wait for each other. A gate's exponential may overflow to
        # infinity, and the gate is then 0.
        with threadpool_limits(1, "blas"), np.errstate(over="ignore"):
            for at in range(0, len(order), _BATCH):
                batch = order[at : at + _BATCH]
                lengths = np.array([len(segments[index].units) for index in batch])
                hidden = self._encode([segments[index] for index in batch], [units[index] for index in batch], lengths)
                found = self._spans(hidden, lengths, [spans[index] for index in batch])
                for index, scored in zip(batch, found, strict=True):
                    results[index] = scored
        return results

    def _encode(self, segments: list[Segment], units: list[Floats], lengths: npt.NDArray[np.int64]) -> Floats:
        """Return the hidden states, (batch, longest, hidden)."""
        w = self._w
        size, longest = len(segments), int(lengths.max())
        rows = np.zeros((4, size, longest), np.int64)
        hints = np.zeros((size, longest, UNIT_FEATURES), np.float32)
        for at, (segment, found) in enumerate(zip(segments, units, strict=True)):
            length = len(segment.units)
            rows[:, at, :length] = segment.units, segment.firsts, segment.lasts, segment.lengths
            hints[at, :length] = found
        state = w["emb"][rows[0]]
        for layer in self._layers:
            state = self._gru(state, lengths, layer)
        extra = self._first[rows[1]] + self._last[rows[2]] + self._width[rows[3]] + hints @ self._hints
        state = np.concatenate([state, np.maximum(extra, 0)], -1)
        return np.asarray(np.maximum(state @ w["h.weight"].T + w["h.bias"], 0), np.float32)

    def _gru(self, inputs: Floats, lengths: npt.NDArray[np.int64], layer: tuple[Floats, ...]) -> Floats:
        """Run both directions of one layer; the reset gate comes before the product, as in Paddle's dynamic GRU."""
        into, bias, gates, candidate = layer
        size, longest, _ = inputs.shape
        width = candidate.shape[1]
        both = np.stack([inputs, _lay(inputs, lengths)])
        given = np.matmul(both.reshape(2, size * longest, -1), into) + bias[:, None]
        given = np.ascontiguousarray(given.reshape(2, size, longest, 3 * width).transpose(2, 0, 1, 3))
        out = np.zeros((longest, 2, size, width), np.float32)
        old = np.zeros((2, size, width), np.float32)
        alive = size
        for step in range(longest):
            while lengths[alive - 1] <= step:  # rows come longest first
                alive -= 1
            old = old[:, :alive]
            now = given[step, :, :alive]
            gate = np.matmul(old, gates)
            gate += now[..., : 2 * width]
            np.exp(gate, out=gate)  # the weights of the gates are negated: this is a sigmoid
            gate += 1
            np.reciprocal(gate, out=gate)
            fresh = np.matmul(gate[..., width:] * old, candidate)
            fresh += now[..., 2 * width :]
            np.tanh(fresh, out=fresh)
            fresh -= old
            fresh *= gate[..., :width]
            fresh += old
            out[step, :, :alive] = old = fresh
        forth, back = out.transpose(1, 2, 0, 3)
        return np.concatenate([forth, _lay(back, lengths)], -1)

    def _spans(
        self, hidden: Floats, lengths: npt.NDArray[np.int64], features: list[dict[Span, Floats]]
    ) -> list[list[ScoredSpan]]:
        """Propose the spans of each segment, then classify those of the whole batch."""
        w = self._w
        seen = hidden @ self._proposer + self._proposer_bias
        size = (seen.shape[2] - _SINGLE) // 2
        ends = np.tanh(seen[:, :, : 2 * size])
        proposed = []
        for row, length in enumerate(lengths.tolist()):
            single = seen[row, :length, 2 * size :]
            score = ends[row, :length, :size] @ ends[row, :length, size:].T * np.float32(_SHARPNESS / np.sqrt(size))
            score += w["bias"] + _singles(single, w["wid"])
            for (first, last), values in features[row].items():
                score[first, last] += np.float32(w["sfp"][values > 0].sum())
            begin, end = np.nonzero(score > PROPOSE)
            inside = (begin <= end) & (end - begin < WIDEST)
            proposed.append((np.full(int(inside.sum()), row), begin[inside], end[inside]))
        rows, begin, end = (np.concatenate(parts) for parts in zip(*proposed, strict=True))
        results: list[list[ScoredSpan]] = [[] for _ in features]
        if len(rows):
            out = self._classify(hidden, rows, begin, end, features)
            best = out[:, : len(LABELS)].argmax(1).tolist()
            found = zip(rows.tolist(), begin.tolist(), end.tolist(), best, out[:, -2:].tolist(), strict=True)
            for row, first, last, label, (mention, core) in found:
                results[row].append(ScoredSpan(first, last, LABELS[label], mention, core))
        return results

    def _classify(
        self,
        hidden: Floats,
        rows: npt.NDArray[np.int64],
        begin: npt.NDArray[np.int64],
        end: npt.NDArray[np.int64],
        features: list[dict[Span, Floats]],
    ) -> Floats:
        """Return label scores and the two log-odds of each span."""
        w = self._w
        batch, longest, size = hidden.shape
        padded = np.zeros((batch, longest + 2, size), np.float32)
        padded[:, 1:-1] = hidden
        sums = np.zeros((batch, longest + 1, size), np.float32)
        np.cumsum(hidden, axis=1, out=sums[:, 1:])
        mean = (sums[rows, end + 1] - sums[rows, begin]) / (end - begin + 1)[:, None].astype(np.float32)
        hints = np.zeros((len(rows), SPAN_FEATURES), np.float32)
        for at, (row, first, last) in enumerate(zip(rows.tolist(), begin.tolist(), end.tolist(), strict=True)):
            values = features[row].get((first, last))
            if values is not None:
                hints[at] = values
        around = padded[rows, begin], padded[rows, end + 2]
        seen = [hidden[rows, begin], hidden[rows, end], *around, mean, w["wemb.weight"][end - begin], hints]
        inner = np.maximum(np.concatenate(seen, -1) @ w["c1.weight"].T + w["c1.bias"], 0)
        return np.asarray(inner @ w["c2.weight"].T + w["c2.bias"], np.float32)


def _singles(single: Floats, widths: Floats) -> Floats:
    """Return what first, last, neighbouring and inner units and the width add to each (first, last) score."""
    length = len(single)
    first, last, inside = single[:, 0].copy(), single[:, 1].copy(), np.zeros(length + 1, np.float32)
    first[1:] += single[:-1, 2]
    last[:-1] += single[1:, 3]
    np.cumsum(single[:, 4], out=inside[1:])
    index = np.arange(length)
    width = np.maximum(index[None, :] - index[:, None], 0)
    mean = (inside[None, 1:] - inside[:-1, None]) / (width + 1).astype(np.float32)
    return np.asarray(first[:, None] + last[None, :] + mean + widths[np.minimum(width, WIDEST)], np.float32)
