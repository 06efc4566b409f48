"""Find many strings in a text at once: a trie walked from every place of the text together, a level at a time.

What Aho and Corasick's automaton does character by character NumPy does here for all places in one go; few places are
left after two characters. A level holds its steps, a node of the level above and a character in one number, sorted.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.offsets import Offsets, codes

_BITS = 21  # of a code point
_MIX = np.int64(0x9E3779B97F4A7C1)  # odd, spreads steps over a sieve
_SIEVE = 18  # bits of a sieve's place
_MANY = 1000  # places, from which on sieving pays


class _Level(NamedTuple):
    """Hold the steps to the nodes of one level, the string that ends in each or -1, and a sieve of the steps."""

    steps: NDArray[np.int64]
    ends: NDArray[np.int64]
    sieve: NDArray[np.bool_]


class Trie:
    """Hold strings, and find them."""

    def __init__(self, strings: Sequence[str]) -> None:
        """Take strings, each once, none empty."""
        points = codes("".join(strings)).astype(np.int64)
        lengths = np.array([*map(len, strings)], dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        nodes = np.zeros(len(strings), dtype=np.int64)
        left = np.arange(len(strings))
        self._levels: list[_Level] = []
        while len(left):
            depth = len(self._levels)
            steps, nodes[left] = np.unique(nodes[left] << _BITS | points[begins[left] + depth], return_inverse=True)
            ending = left[lengths[left] == depth + 1]
            ends = np.full(len(steps), -1, dtype=np.int64)
            ends[nodes[ending]] = ending
            sieve = np.zeros(1 << _SIEVE, dtype=np.bool_)
            sieve[_sieved(steps)] = True
            self._levels.append(_Level(steps, ends, sieve))
            left = left[lengths[left] > depth + 1]
        self._first = np.full(0x110000, -1, dtype=np.int32)  # the node of the first level that a code point leads to
        if self._levels:
            self._first[self._levels[0].steps] = np.arange(len(self._levels[0].steps))

    def find(self, points: NDArray[np.uint32]) -> tuple[Offsets, Offsets]:
        """Return where in a text of these code points each occurrence starts, and the number of its string."""
        first = self._first[points]
        places = np.flatnonzero(first >= 0)
        nodes = first[places].astype(np.int64)
        found: list[tuple[Offsets, Offsets]] = []
        for depth, level in enumerate(self._levels):
            if depth:
                if len(places) and places[-1] + depth == len(points):
                    places, nodes = places[:-1], nodes[:-1]
                steps = nodes << _BITS | points[places + depth]
                if len(places) > _MANY:
                    likely = level.sieve[_sieved(steps)]
                    places, steps = places[likely], steps[likely]
                nodes = level.steps[:-1].searchsorted(steps)
                right = level.steps[nodes] == steps
                places, nodes = places[right], nodes[right]
            if not len(places):
                break
            ends = level.ends[nodes]
            over = ends >= 0
            found.append((places[over], ends[over]))
        starts, numbers = zip(*found, strict=True) if found else ((), ())
        empty = np.zeros(0, dtype=np.int64)
        return np.concatenate([empty, *starts]), np.concatenate([empty, *numbers])


def _sieved(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    return (steps * _MIX) >> (64 - _SIEVE) & ((1 << _SIEVE) - 1)
