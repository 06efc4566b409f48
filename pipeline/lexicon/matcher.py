"""Find every surface form of the lexicon in a text, in one pass (Aho and Corasick, CACM 18(6), 1975)."""

from collections.abc import Iterable

import ahocorasick

from pipeline.candidates import Candidate
from pipeline.lexicon.shadow import breaks_of, make_shadow

SCORE = 0.9
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两几数第每0123456789０１２３４５６７８９.")


class Matcher:
    """Match surface forms on the shadow of a text and lead every match back to the text."""

    def __init__(self, forms: Iterable[tuple[str, str, str, str]]) -> None:
        """Take (shadow, surface form, label, concept id), each shadow once."""
        self._automaton = ahocorasick.Automaton()
        for key, surface, label, concept in forms:
            value = (len(key), label, concept, frozenset(breaks_of(surface)), key[0] in NUMERALS)
            self._automaton.add_word(key, value)
        if len(self._automaton):
            self._automaton.make_automaton()

    def match(self, text: str) -> list[Candidate]:
        """Return every occurrence, nested and overlapping ones too, in text order (cleaned offsets)."""
        if not len(self._automaton):
            return []
        shadow = make_shadow(text)
        found = []
        for last, (length, label, concept, breaks, numeral) in self._automaton.iter(shadow.text):
            end = last + 1
            span = shadow.span(end - length, end)
            if span is None:
                continue
            start, stop = span
            if numeral and start and text[start - 1] in NUMERALS:
                continue
            if stop - start > length and not breaks.issuperset(shadow.breaks(end - length, end)):
                continue
            found.append(Candidate(start, stop, label, "lexicon", SCORE, concept))
        found.sort()
        return found
