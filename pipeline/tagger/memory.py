"""What annotators did with a surface form where it stood before: the tagger's memory of its training."""

from collections.abc import Mapping

import ahocorasick

from pipeline.candidates import Candidate

RULE = "memory"


class Memory:
    """Find the surface forms that annotators have marked, each with its usual label and how often they did."""

    def __init__(self, forms: Mapping[str, tuple[str, float]]) -> None:
        """Take surface forms with label and score, 0 to 1 (pipeline.training.recall says how it is reckoned)."""
        self._automaton = ahocorasick.Automaton()
        for form, (label, score) in forms.items():
            self._automaton.add_word(form, (len(form), label, score))
        if forms:
            self._automaton.make_automaton()

    def match(self, text: str) -> list[Candidate]:
        """Return every occurrence, nested and overlapping ones too (cleaned offsets)."""
        if not len(self._automaton):
            return []
        return [
            Candidate(last + 1 - length, last + 1, label, RULE, score)
            for last, (length, label, score) in self._automaton.iter(text)
        ]
