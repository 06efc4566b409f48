"""Cut cleaned text into the units the tagger reads: short words of a fixed vocabulary, single characters between them.

The cut is the most probable one by the words' own frequencies, found by dynamic programming over the words that start
at each character, as LAC 2.1 does (Jiao, Sun and Sun, arXiv:1807.01882), whose vocabulary this is. A candidate's edge
is always a cut, so that lexicon and grammar never propose what the tagger cannot see.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np
import numpy.typing as npt

LONGEST = 110  # characters of a segment; longer sentences are cut at a stop before that
UNKNOWN = "OOV"
_WORD_LENGTHS = 2, 3
_END = "\n\n"  # no word has a line's end in it
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？\n]|$)")
_STOP = re.compile("[；，、]")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold one stretch of text, `text`, and its units as rows of the vocabulary.

    `edges` are the clean offsets of the units' borders (one more than units); `units`, `firsts` and `lasts` the rows of
    the units and of their first and last characters; `lengths` their characters, six at most.
    """

    text: str
    edges: tuple[int, ...]
    units: Ints
    firsts: Ints
    lasts: Ints
    lengths: Ints


def split(text: str, whole: Iterable[tuple[int, int]] = (), longest: int = LONGEST) -> list[tuple[int, int]]:
    """Return the (start, end) of the segments of `text`, without blank ones.

    A sentence that is too long is cut at its last stop that is not inside one of the spans in `whole`: a couplet in
    two segments could not be seen.

    >>> split("一是创新。二是开放。")
    [(0, 5), (5, 10)]
    >>> split("要创新、开放、共享", longest=7), split("要创新、开放、共享", [(4, 9)], longest=7)
    ([(0, 7), (7, 9)], [(0, 4), (4, 9)])
    """
    spans = []
    inside = bytearray(len(text) + 1)
    for start, end in whole:
        inside[start + 1 : end] = b"\1" * (end - start - 1)
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > longest:
            stops = [stop.end() for stop in _STOP.finditer(text, start + 1, start + longest)]
            outside = [stop for stop in stops if not inside[stop]]
            stop = (outside or stops or [start + longest])[-1]
            spans.append((start, stop))
            start = stop
        spans.append((start, end))
    return [(start, end) for start, end in spans if text[start:end].strip()]


class Vocabulary:
    """Know the words, their rows and log-probabilities, and the characters that stand for another."""

    def __init__(self, words: Sequence[str], counts: Sequence[int], folds: dict[str, str]) -> None:
        """Take the words in row order with their counts (0: a row, but never cut as a word) and the folded forms."""
        self.rows = {word: row for row, word in enumerate(words)}
        self.rows.update({form: self.rows[word] for form, word in folds.items()})
        self._unknown = self.rows[UNKNOWN]
        total = math.log(sum(counts))
        self._least = -total
        logs = {word: math.log(count) - total for word, count in zip(words, counts, strict=True) if count}
        self._singles = {word: log for word, log in logs.items() if len(word) == 1}
        self._longer = {word: log for word, log in logs.items() if len(word) in _WORD_LENGTHS and _END[0] not in word}

    def cut(self, text: str, forced: Iterable[int] = ()) -> list[str]:
        """Return the units of `text`, which join to `text`; every offset in `forced` is a border."""
        length = len(text)
        singles, least, weigh = self._singles, self._least, self._longer.get
        best = [0.0] * (length + 1)
        step = [1] * length
        padded = text + _END
        for start in range(length - 1, -1, -1):
            value = singles.get(text[start], least) + best[start + 1]
            take = 1
            for size in _WORD_LENGTHS:
                weight = weigh(padded[start : start + size])
                if weight is not None and weight + best[start + size] >= value:
                    value, take = weight + best[start + size], size
            best[start], step[start] = value, take
        borders = set(forced)
        at = 0
        while at < length:
            borders.add(at)
            at += step[at]
        cuts = [*sorted(border for border in borders if 0 <= border < length), length]
        return [text[a:b] for a, b in pairwise(cuts)]

    def segment(self, text: str, start: int, end: int, forced: Iterable[int] = ()) -> Segment:
        """Return the segment of text[start:end]; `forced` are offsets in `text`."""
        units = self.cut(text[start:end], (offset - start for offset in forced if start < offset < end))
        row, unknown = self.rows.get, self._unknown
        return Segment(
            text=text[start:end],
            edges=tuple(accumulate(chain([start], map(len, units)))),
            units=np.array([row(unit, unknown) for unit in units], np.int64),
            firsts=np.array([row(unit[0], unknown) for unit in units], np.int64),
            lasts=np.array([row(unit[-1], unknown) for unit in units], np.int64),
            lengths=np.array([min(len(unit), 6) for unit in units], np.int64),
        )
