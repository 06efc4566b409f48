"""Score what a text says of each character's tag under a pkuseg model, for all of the text at once.

The features are those of spacy-pkuseg's `FeatureExtractor` (Luo et al., PKUSEG, arXiv:1906.11455): characters and pairs
of characters around the place, listed words that start or end at it, pairs of listed words that meet beside it. pkuseg
makes a string of each and looks that up; here characters, pairs and words are rows of tables, row 0 standing for none.
Scores are added in pkuseg's order, so that sums are equal to the last bit and ties between cuts end as they do there.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["GAP", "Emissions"]

GAP = "\0\0"  # between stretches of a text that must not see each other
_SIGNS = {"**Num": "0", "**Letter": "Ａ"}  # pkuseg's signs for digits and letters, as one of those that it folds
_SHORTEST, _LONGEST = 2, 6  # characters of the words that pkuseg looks up
# How far behind the feature's first character the tagged one stands.
_AROUND = {"c.": 0, "c-1.": 1, "c-1c.": 1, "c1.": -1, "cc1.": 0, "c-2.": 2, "c-2c-1.": 2, "c2.": -2}
_PAIRS = "c-1c.", "cc1.", "c-2c-1."
_SINGLES = tuple(prefix for prefix in _AROUND if prefix not in _PAIRS)
_CODES = 0x110000
_NEVER = np.iinfo(np.int64).max  # behind all keys

Ints = NDArray[np.int64]


class Emissions:
    """Add up the scores of the features that fire; holds no state between calls."""

    def __init__(
        self, features: Sequence[str], scores: NDArray[np.generic], scale: float, fold: Mapping[str, str]
    ) -> None:
        """Take the features, (features, tags) scores in units of `scale`, and what pkuseg reads for some characters.

        The first feature is the one that every character has.
        """
        names, weights = _Names(features), np.ascontiguousarray(scores, np.float32)
        singles = [names.characters(prefix, 1) for prefix in _SINGLES]
        pairs = [names.characters(prefix, 3) for prefix in _PAIRS]
        starting, ending = names.words("w1."), names.words("w-1.")
        meeting = [names.word_pairs(prefix) for prefix in ("ww.l.", "ww.r.")]
        words = {word for word, _ in (*starting, *ending)}
        words.update(word for part in meeting for pair, _ in part for word in pair)
        listed = sorted(word for word in words if _SHORTEST <= len(word) <= _LONGEST)
        letters = np.array(listed, f"U{_LONGEST}").view(np.uint32).reshape(-1, _LONGEST)

        seen = np.zeros(_CODES, np.bool_)
        for codes in (letters, *(part for part, _ in (*singles, *pairs))):
            seen[codes] = True
        seen[0] = False
        alphabet = np.flatnonzero(seen)
        self._size = len(alphabet) + 1
        self._ids = np.zeros(_CODES, np.int64)
        self._ids[alphabet] = np.arange(1, self._size)
        ids = self._ids.copy()
        for character, sign in fold.items():
            self._ids[ord(character)] = ids[ord(_SIGNS.get(sign, sign))]

        self._scale = np.float64(scale)  # makes doubles of what it multiplies
        self._always = weights[0] * self._scale
        every = np.arange(1, self._size)
        _, around = _table([(ids[part[:, 0]], rows) for part, rows in singles], weights, every)
        spelled = ids[letters]
        self._pairs, across = _table(
            [(ids[part[:, 0]] * self._size + ids[part[:, 2]], rows) for part, rows in pairs],
            weights,
            spelled[:, 0] * self._size + spelled[:, 1],
        )
        self._around = dict(zip((*_SINGLES, *_PAIRS), (*around, *across), strict=True))
        self._tries = self._grow(spelled)
        number = {word: index for index, word in enumerate(listed, 1)}
        self._words = len(listed) + 1
        _, self._word_scores = _table(
            [_keys([(number[word], row) for word, row in part if word in number]) for part in (starting, ending)],
            weights,
            np.arange(1, self._words),
        )
        self._meetings, self._meeting_scores = _table(
            [
                _keys([(number[a] * self._words + number[b], row) for (a, b), row in part if {a, b} <= number.keys()])
                for part in meeting
            ],
            weights,
        )

    def _grow(self, spelled: Ints) -> list[tuple[Ints, Ints]]:
        """Return for two characters and more the keys that lead there, and the number of the word at each node.

        A node is the place of its key, from 1; its key is the node before and the next character. For two characters
        keys are those of the pairs.
        """
        nodes = _find(self._pairs, spelled[:, 0] * self._size + spelled[:, 1])
        keys, tries = self._pairs, []
        for length in range(_SHORTEST, _LONGEST + 1):
            if length > _SHORTEST:
                step = nodes * self._size + spelled[:, length - 1]
                longer = (nodes > 0) & (spelled[:, length - 1] > 0)
                keys = np.append(np.unique(step[longer]), _NEVER)
                nodes = np.where(longer, _find(keys, step), 0)
            whole = (nodes > 0) & (spelled[:, length:] == 0).all(axis=1)
            words = np.zeros(len(keys), np.int64)
            words[nodes[whole]] = np.flatnonzero(whole) + 1
            tries.append((keys, words))
        return tries

    def score(self, text: str) -> NDArray[np.float64]:
        """Return the (characters, tags) scores of `text`, in which GAP keeps apart what does not belong together."""
        ids = self._ids[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
        scores = np.tile(self._always, (len(ids), 1))
        nodes = _find(self._pairs, ids[:-1] * self._size + ids[1:])
        for prefix, by in _AROUND.items():
            rows = nodes if prefix in _PAIRS else ids
            start, stop = max(by, 0), min(len(rows) + by, len(ids))
            if start < stop:
                scores[start:stop] += self._around[prefix][rows[start - by : stop - by]] * self._scale
        self._add_words(scores, self._find_words(ids, nodes))
        return scores

    def _find_words(self, ids: Ints, nodes: Ints) -> list[tuple[Ints, Ints, int]]:
        """Return where listed words start, which they are, and how long, the longest first."""
        places, found = np.arange(len(nodes)), []
        for length, (keys, words) in enumerate(self._tries, _SHORTEST):
            if length > _SHORTEST:
                alive = (nodes > 0) & (places + length <= len(ids))
                places = places[alive]
                nodes = _find(keys, nodes[alive] * self._size + ids[places + length - 1])
            word = words[nodes]
            found.append((places[word > 0], word[word > 0], length))
        return found[::-1]

    def _add_words(self, scores: NDArray[np.float64], found: list[tuple[Ints, Ints, int]]) -> None:
        """Add what the listed words say that end or start at a place, and those that meet beside it."""
        starting, ending = self._word_scores
        at = np.zeros((len(found), len(scores) + 1), np.int64)
        for starts, words, length in found:
            scores[starts + length - 1] += ending[words] * self._scale
        for (starts, words, _), here in zip(found, at, strict=True):
            scores[starts] += starting[words] * self._scale
            here[starts] = words
        met = []
        for starts, words, length in found:
            for here in at:
                borders = starts + length
                pairs = _find(self._meetings, words * self._words + here[borders])
                met.append((borders[pairs > 0], pairs[pairs > 0]))
        for table, by in zip(self._meeting_scores, (0, -1), strict=True):
            for borders, pairs in met:
                scores[borders + by] += table[pairs] * self._scale


class _Names:
    """Read the names of features: the characters and words behind a prefix, and the rows they stand in."""

    def __init__(self, features: Sequence[str]) -> None:
        joined = "\n".join(features)
        for sign, character in _SIGNS.items():
            joined = joined.replace(sign, character)
        self._text = joined
        self._codes = np.frombuffer((joined + "\n" * 10).encode("utf-32-le", "surrogatepass"), np.uint32)
        self._ends = np.flatnonzero(self._codes == ord("\n"))[: len(features)]
        self._starts = np.append(0, self._ends[:-1] + 1)

    def _rows(self, prefix: str) -> Ints:
        same = [self._codes[self._starts + place] == ord(character) for place, character in enumerate(prefix)]
        return np.flatnonzero(np.logical_and.reduce(same))

    def characters(self, prefix: str, length: int) -> tuple[NDArray[np.uint32], Ints]:
        """Return the (features, length) code points behind `prefix` where it is so many, and the features' rows."""
        rows = self._rows(prefix)
        rows = rows[self._ends[rows] - self._starts[rows] == len(prefix) + length]
        return self._codes[(self._starts[rows] + len(prefix))[:, None] + np.arange(length)], rows

    def words(self, prefix: str) -> list[tuple[str, int]]:
        """Return the words behind `prefix` and their features' rows."""
        rows = self._rows(prefix)
        spans = zip((self._starts[rows] + len(prefix)).tolist(), self._ends[rows].tolist(), rows.tolist(), strict=True)
        return [(self._text[start:end], row) for start, end, row in spans]

    def word_pairs(self, prefix: str) -> list[tuple[list[str], int]]:
        """Return the pairs of words behind `prefix` and their features' rows."""
        return [(word.split("*"), row) for word, row in self.words(prefix) if word.count("*") == 1]


def _keys(pairs: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    keys, rows = np.array(pairs, np.int64).reshape(-1, 2).T
    return keys, rows


def _table(
    parts: Sequence[tuple[Ints, Ints]], scores: NDArray[np.float32], others: Ints | tuple[()] = ()
) -> tuple[Ints, NDArray[np.float32]]:
    """Return sorted keys, and for each part (keys with their rows of `scores`) an array of scores, row 0 empty.

    The keys are those of all parts and `others`; the array's rows are their places from 1.
    """
    keys = np.sort(np.concatenate([*(own for own, _ in parts), np.asarray(others, np.int64)]))
    keys = keys[np.diff(keys, prepend=-1) > 0]
    table = np.zeros((len(parts), len(keys) + 1, scores.shape[1]), np.float32)
    for part, (own, rows) in enumerate(parts):
        table[part, np.searchsorted(keys, own) + 1] = scores[rows]
    return np.append(keys, _NEVER), table


def _find(keys: Ints, wanted: Ints) -> Ints:
    """Return the place from 1 of each of the wanted among sorted keys, the last of which is never wanted; or 0."""
    places = np.searchsorted(keys, wanted)
    return np.where(keys[places] == wanted, places + 1, 0)
