"""Run the tagger's network in NumPy: a two-layer bidirectional GRU, a biaffine proposer of spans, a span classifier.

The recurrent layers and the embeddings are LAC 2.1's (Baidu, Apache-2.0; Jiao, Sun and Sun, arXiv:1807.01882), trained
on; scoring every span by its first and last unit is Yu, Bohnet and Poesio's (ACL 2020), which lets names nest.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.tagger.features import LABELS, SPAN_FEATURES, UNIT_FEATURES, WIDEST, Floats, Span
from pipeline.tagger.units import Segment

PROPOSE = -3.0  # log-odds from which a span goes to the classifier
_BATCH = 48  # segments run at once
_SHARPNESS = 4.0

Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """Hold a span of units with its likeliest label and the log-odds that it is a mention, and a core one."""

    first: int
    last: int
    label: str
    mention: float
    core: float


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)), np.float32)


def _lay(values: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
    """Reverse each row of (batch, time, …) within its own length."""
    index = np.arange(values.shape[1])[None, :]
    order = np.where(index < lengths[:, None], lengths[:, None] - 1 - index, index)
    return np.asarray(values[np.arange(len(values))[:, None], order])


class Network:
    """Score the spans of segments; `weights` are the arrays that training wrote, by name."""

    def __init__(self, weights: Weights) -> None:
        """Take the arrays and lay the two directions of each recurrent layer side by side."""
        self._w = weights
        self._layers = [self._layer(name) for name in ("g1", "g2")]

    def _layer(self, name: str) -> tuple[Floats, ...]:
        return tuple(
            np.stack([self._w[f"{name}.{part}.{way}"] for way in range(2)]).astype(np.float32)
            for part in ("W", "b", "Wg", "Wc")
        )

    def score(
        self, segments: list[Segment], units: list[Floats], spans: list[dict[Span, Floats]]
    ) -> list[list[ScoredSpan]]:
        """Return the scored spans of each segment, given its unit and span features; spans are sorted."""
        order = sorted(range(len(segments)), key=lambda index: -len(segments[index].units))
        results: list[list[ScoredSpan]] = [[] for _ in segments]
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            lengths = np.array([len(segments[index].units) for index in batch])
            hidden = self._encode([segments[index] for index in batch], [units[index] for index in batch], lengths)
            for row, index in enumerate(batch):
                results[index] = self._spans(hidden[row, : lengths[row]], spans[index])
        return results

    def _encode(self, segments: list[Segment], units: list[Floats], lengths: npt.NDArray[np.int64]) -> Floats:
        w = self._w
        size, longest = len(segments), int(lengths.max())
        rows = np.zeros((3, size, longest), np.int64)
        widths = np.zeros((size, longest), np.int64)
        hints = np.zeros((size, longest, UNIT_FEATURES), np.float32)
        for at, (segment, found) in enumerate(zip(segments, units, strict=True)):
            length = len(segment.units)
            rows[0, at, :length] = segment.units
            rows[1, at, :length] = segment.firsts
            rows[2, at, :length] = segment.lasts
            widths[at, :length] = segment.lengths
            hints[at, :length] = found
        embedded = w["emb"][rows]
        state = embedded[0]
        for layer in self._layers:
            state = self._gru(state, lengths, layer)
        characters = np.tanh(embedded[1:] @ w["cp.weight"].T + w["cp.bias"])
        extra = np.concatenate([characters[0], characters[1], w["lenb.weight"][widths], hints], -1)
        extra = np.maximum(extra @ w["extra.weight"].T + w["extra.bias"], 0)
        state = np.concatenate([state, extra], -1)
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
        state = np.zeros((2, size, width), np.float32)
        alive = size
        for step in range(longest):
            while lengths[alive - 1] <= step:  # rows come longest first
                alive -= 1
            now, old = given[step, :, :alive], state[:, :alive]
            gate = _sigmoid(now[..., : 2 * width] + np.matmul(old, gates))
            fresh = np.tanh(now[..., 2 * width :] + np.matmul(gate[..., width:] * old, candidate))
            fresh = old + gate[..., :width] * (fresh - old)
            state[:, :alive] = fresh
            out[step, :, :alive] = fresh
        forth, back = out.transpose(1, 2, 0, 3)
        return np.concatenate([forth, _lay(back, lengths)], -1)

    def _spans(self, hidden: Floats, features: dict[Span, Floats]) -> list[ScoredSpan]:
        w = self._w
        length = len(hidden)
        starts = np.tanh(hidden @ w["st.weight"].T + w["st.bias"])
        ends = np.tanh(hidden @ w["en.weight"].T + w["en.bias"])
        score = starts @ ends.T * np.float32(_SHARPNESS / np.sqrt(starts.shape[1]))
        single = hidden @ w["un.weight"].T + w["un.bias"]  # first, last, unit before, unit after, inside
        first, last, inside = single[:, 0].copy(), single[:, 1].copy(), np.zeros(length + 1, np.float32)
        first[1:] += single[:-1, 2]
        last[:-1] += single[1:, 3]
        np.cumsum(single[:, 4], out=inside[1:])
        index = np.arange(length)
        width = index[None, :] - index[:, None]
        score += first[:, None] + last[None, :]
        score += (inside[None, 1:] - inside[:-1, None]) / (np.maximum(width, 0) + 1)
        score += w["wid"][np.clip(width, 0, WIDEST)] + w["bias"]
        for (a, b), row in features.items():
            score[a, b] += np.float32(w["sfp"][row > 0].sum())
        begin, end = np.nonzero((score > PROPOSE) & (width >= 0) & (width < WIDEST))
        if not len(begin):
            return []
        return self._classify(hidden, begin, end, features)

    def _classify(
        self, hidden: Floats, begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64], features: dict[Span, Floats]
    ) -> list[ScoredSpan]:
        w = self._w
        size = hidden.shape[1]
        padded = np.zeros((len(hidden) + 2, size), np.float32)
        padded[1:-1] = hidden
        sums = np.zeros((len(hidden) + 1, size), np.float32)
        np.cumsum(hidden, axis=0, out=sums[1:])
        mean = (sums[end + 1] - sums[begin]) / (end - begin + 1)[:, None].astype(np.float32)
        hints = np.zeros((len(begin), SPAN_FEATURES), np.float32)
        spans = list(zip(begin.tolist(), end.tolist(), strict=True))
        for row, span in enumerate(spans):
            if span in features:
                hints[row] = features[span]
        seen = [hidden[begin], hidden[end], padded[begin], padded[end + 2], mean, w["wemb.weight"][end - begin], hints]
        inner = np.maximum(np.concatenate(seen, -1) @ w["c1.weight"].T + w["c1.bias"], 0)
        out = inner @ w["c2.weight"].T + w["c2.bias"]
        best = out[:, : len(LABELS)].argmax(1)
        return [
            ScoredSpan(first, last, LABELS[best[row]], float(out[row, -2]), float(out[row, -1]))
            for row, (first, last) in enumerate(spans)
        ]
