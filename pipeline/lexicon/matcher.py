"""Find every surface form of the lexicon in a text, in one pass (Aho and Corasick, CACM 18(6), 1975)."""

from collections.abc import Iterable
from pathlib import Path

import ahocorasick
import numpy as np

from pipeline.candidates import Candidate
from pipeline.lexicon.shadow import breaks_of, make_shadow

STOPS = Path(__file__).with_name("stops.tsv")  # name, and the characters that, right before or after it, forbid it
SCORE = 0.9
MAKERS_OF_NEW = "创更革维翻刷"  # 创新发展理念 does not hold 新发展理念
NUMERALS = "〇零一二三四五六七八九十百千万亿两几数第每0123456789０１２３４５６７８９."


class Matcher:
    """Match surface forms on the shadow of a text and lead every match back to the text."""

    def __init__(self, forms: Iterable[tuple[str, str, str, str]]) -> None:
        """Take (shadow, surface form, label, concept id), each shadow once."""
        stops = _read_stops()
        self._automaton = ahocorasick.Automaton()
        for key, surface, label, concept in forms:
            before, after = stops.get(surface, ("", ""))
            before += NUMERALS if key[0] in NUMERALS else MAKERS_OF_NEW if key[0] == "新" else ""
            value = (len(key), label, concept, frozenset(breaks_of(surface)), before, after)
            self._automaton.add_word(key, value)
        if len(self._automaton):
            self._automaton.make_automaton()

    def match(self, text: str) -> list[Candidate]:
        """Return every occurrence, nested and overlapping ones too, in text order (cleaned offsets)."""
        if not len(self._automaton):
            return []
        shadow = make_shadow(text)
        found, size = [], len(text)
        matches = list(self._automaton.iter(shadow.text))
        lasts = np.array([last for last, _ in matches], dtype=np.int64)
        firsts = lasts + 1 - np.array([value[0] for _, value in matches], dtype=np.int64)
        starts, stops = shadow.places(firsts).tolist(), (shadow.places(lasts) + 1).tolist()
        for (last, value), start, stop in zip(matches, starts, stops, strict=True):
            length, label, concept, breaks, before, after = value
            end = last + 1
            if stop - start > length:
                span = shadow.span(end - length, end)
                if span is None:
                    continue
                start, stop = span
            if (before and start and text[start - 1] in before) or (after and stop < size and text[stop] in after):
                continue
            if stop - start > length and not breaks.issuperset(shadow.breaks(end - length, end)):
                continue
            found.append(Candidate(start, stop, label, "lexicon", SCORE, concept))
        found.sort()
        return found


def _read_stops() -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in STOPS.read_text(encoding="utf-8").splitlines()[1:])
    return {name: (before, after) for name, before, after in rows}
