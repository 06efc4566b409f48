"""Find every surface form of the lexicon in a text, and lead it back from the text's shadow."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from pipeline.candidates import Candidate, Candidates
from pipeline.cleaning.offsets import Offsets
from pipeline.lexicon.shadow import breaks_of, make_shadow
from pipeline.lexicon.trie import Trie

STOPS = Path(__file__).with_name("stops.tsv")  # name, and the characters that, right before or after it, forbid it
RULE = "lexicon"
SCORE = 0.9
MAKERS_OF_NEW = "创更革维翻刷"  # 创新发展理念 does not hold 新发展理念
NUMERALS = "〇零一二三四五六七八九十百千万亿两几数第每0123456789０１２３４５６７８９."


class Matcher:
    """Match surface forms on the shadow of a text and lead every match back to the text."""

    def __init__(self, forms: Iterable[tuple[str, str, str, str]]) -> None:
        """Take (shadow, surface form, label, concept id), each shadow once."""
        stops = _read_stops()
        self._labels: list[str] = []
        self._concepts: list[str] = []
        self._breaks: list[frozenset[int]] = []  # where a form may be separated
        self._guards: list[tuple[str, str]] = []  # the characters that forbid a form right before or after it
        keys: list[str] = []
        for key, surface, label, concept in forms:
            before, after = stops.get(surface, ("", ""))
            before += NUMERALS if key[0] in NUMERALS else MAKERS_OF_NEW if key[0] == "新" else ""
            keys.append(key)
            self._labels.append(label)
            self._concepts.append(concept)
            self._breaks.append(frozenset(breaks_of(surface)))
            self._guards.append((before, after))
        self._trie = Trie(keys)
        self._lengths = np.array([*map(len, keys)], dtype=np.int64)
        self._guarded = np.array([bool(before or after) for before, after in self._guards], dtype=np.bool_)

    def match(self, text: str) -> list[Candidate]:
        """Return every occurrence, nested and overlapping ones too, in text order (cleaned offsets)."""
        return [
            Candidate(start, end, self._labels[form], RULE, SCORE, self._concepts[form])
            for start, end, form in zip(*(column.tolist() for column in self._find(text)), strict=True)
        ]

    def match_all(self, text: str) -> Candidates:
        """Return in columns what `match` returns."""
        starts, ends, forms = self._find(text)
        labels = [*map(self._labels.__getitem__, forms.tolist())]
        return Candidates(starts, ends, labels, [RULE] * len(labels), [SCORE] * len(labels))

    def _find(self, text: str) -> tuple[Offsets, Offsets, Offsets]:
        """Return where every occurrence starts and ends, and the number of its form."""
        shadow = make_shadow(text)
        firsts, forms = self._trie.find(shadow.points)
        lengths = self._lengths[forms]
        lasts = firsts + lengths - 1
        starts, ends = shadow.places[firsts], shadow.places[lasts] + 1
        kept = np.ones(len(forms), dtype=np.bool_)
        for place in np.flatnonzero(ends - starts > lengths).tolist():  # a mark or a space stands inside
            first, stop = int(firsts[place]), int(lasts[place]) + 1
            span = shadow.span(first, stop)
            if span is None or not self._breaks[forms[place]].issuperset(shadow.breaks(first, stop)):
                kept[place] = False
            else:
                starts[place], ends[place] = span
        for place in np.flatnonzero(kept & self._guarded[forms]).tolist():
            start, end = starts[place], ends[place]
            before, after = self._guards[forms[place]]
            kept[place] = not (
                (before and start and text[start - 1] in before) or (after and end < len(text) and text[end] in after)
            )
        order = np.lexsort((ends, starts))
        order = order[kept[order]]
        return starts[order], ends[order], forms[order]


def _read_stops() -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in STOPS.read_text(encoding="utf-8").splitlines()[1:])
    return {name: (before, after) for name, before, after in rows}
