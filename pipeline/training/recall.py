"""Reckon the tagger's memory: how often annotators marked a surface form where it stood outside longer mentions."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import ahocorasick

from pipeline.resolver import CORE_WEIGHT
from pipeline.tagger.memory import Memory
from pipeline.training.examples import Annotated

SHORTEST = 2
LEAST = 0.15  # score from which a form is worth remembering

Forms = dict[str, tuple[str, float]]


class Recall:
    """Hold, form by form and document by document, how often a form stood and how often it was marked."""

    def __init__(self, documents: Sequence[Annotated]) -> None:
        """Count every form that an annotator marked anywhere in `documents`."""
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        for document in documents:
            for mention in document.gold:
                form = document.text[mention.start : mention.end]
                if len(form) >= SHORTEST and "\n" not in form:
                    self._labels[form][mention.label] += 1
        automaton = ahocorasick.Automaton()
        for form in self._labels:
            automaton.add_word(form, form)
        automaton.make_automaton()
        self._by_document = {document.name: _count(document, automaton) for document in documents}
        self._total: dict[str, Counter[str]] = defaultdict(Counter)
        for counts in self._by_document.values():
            for form, count in counts.items():
                self._total[form].update(count)

    def forms(self, without: str = "") -> Forms:
        """Return the forms with their label and score, as if the document named `without` had not been read.

        The score is the share of occurrences that were marked, core ones weighing more (CORE_WEIGHT), with half an
        occurrence of doubt on either side.
        """
        left_out = self._by_document.get(without, {})
        forms: Forms = {}
        for form, count in sorted(self._total.items()):
            gone = left_out.get(form, Counter())
            stood, marked, core = (count[key] - gone[key] for key in ("stood", "marked", "core"))
            if stood:
                score = ((marked + CORE_WEIGHT * core) / (1 + CORE_WEIGHT) + 0.5) / (stood + 1)
                if score >= LEAST:
                    label = max(sorted(self._labels[form]), key=lambda name: self._labels[form][name])
                    forms[form] = (label, round(score, 3))
        return forms

    def memory(self, without: str = "") -> Memory:
        """Return the memory of all documents but one."""
        return Memory(self.forms(without))


def _count(document: Annotated, automaton: ahocorasick.Automaton) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    exact = {(mention.start, mention.end): mention.core for mention in document.gold}
    ends = [0] * (len(document.text) + 1)  # the last end of a mention that starts at or before each offset
    for start, end in exact:
        ends[start] = max(ends[start], end)
    for at in range(1, len(ends)):
        ends[at] = max(ends[at], ends[at - 1])
    for last, form in automaton.iter(document.text):
        start, end = last + 1 - len(form), last + 1
        core = exact.get((start, end))
        if core is None and ends[start] >= end:
            continue  # inside a longer mention
        counts[form]["stood"] += 1
        if core is not None:
            counts[form]["marked"] += 1
            counts[form]["core"] += core > 0
    return counts
