"""Run a bidirectional GRU over segments of unlike length; the units of all segments stand in one row of an array each.

The reset gate comes before the product, as in Paddle's dynamic GRU.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Steps:
    """Know which unit each segment is at after so many steps, in both directions; longest segments come first."""

    def __init__(self, lengths: Ints) -> None:
        """Take the units of each segment; a segment that has come to its end stays there."""
        step = np.arange(lengths[0])[:, None]
        first = np.cumsum(lengths) - lengths
        forth = first + np.minimum(step, lengths - 1)
        back = first + np.maximum(lengths - 1 - step, 0)
        self.units = np.stack([forth, back], 1)  # (steps, direction, segment)
        self.goes_on = step < lengths  # (steps, segment)
        self.alive = self.goes_on.sum(axis=1).tolist()


class Layer:
    """Hold the weights of one layer, both directions side by side."""

    def __init__(self, weights: Mapping[str, Floats], name: str) -> None:
        """Take the arrays called `name`."""
        into, bias, gates, candidate = (
            np.stack([weights[f"{name}.{part}.{way}"] for way in range(2)]).astype(np.float32)
            for part in ("W", "b", "Wg", "Wc")
        )
        self._width = width = candidate.shape[1]
        into[:, :, : 2 * width] *= -1  # a sigmoid needs the exponential of what is negative
        bias[:, : 2 * width] *= -1
        self._into, self._bias, self._gates, self._candidate = into, bias[:, None], -gates, candidate

    def project(self, inputs: Floats) -> Floats:
        """Return what each input gives to gates and candidate, (direction, inputs, 3 * width)."""
        given: Floats = np.matmul(inputs, self._into)
        given += self._bias
        return given

    def run(self, given: Floats, rows: Ints, steps: Steps) -> Floats:
        """Return the states of both directions, (units, 2 * width); `rows` are the rows of `given` that units have.

        A gate's exponential may overflow to infinity: the gate is then 0.
        """
        width, size = self._width, steps.goes_on.shape[1]
        given = given[np.arange(2)[:, None], rows[steps.units]]  # (steps, direction, segment, 3 * width)
        out = np.empty((len(given), 2, size, width), np.float32)
        old = np.zeros((2, size, width), np.float32)
        for step, alive in enumerate(steps.alive):
            old = old[:, :alive]
            now = given[step, :, :alive]
            gate = np.matmul(old, self._gates)
            gate += now[..., : 2 * width]
            np.exp(gate, out=gate)
            gate += 1
            np.reciprocal(gate, out=gate)
            fresh = np.matmul(gate[..., width:] * old, self._candidate)
            fresh += now[..., 2 * width :]
            np.tanh(fresh, out=fresh)
            fresh -= old
            fresh *= gate[..., :width]
            fresh += old
            out[step, :, :alive] = old = fresh
        states = np.empty((len(rows), 2 * width), np.float32)
        for way in range(2):
            states[steps.units[:, way][steps.goes_on], way * width : (way + 1) * width] = out[:, way][steps.goes_on]
        return states
