"""Lists side by side: a formula's members that are missing or new, and an order that has changed.

A formula's members count as listed where a sentence joins them by 、 and the like: all of them, or, where it names the
formula too, at least half. The fullest list of each side is compared: other members (*members*), or the same ones in
an order that the other side never has (*order*). Formulations that stand in a list without being members of a formula
have changed their order where every list of one side has them one way and every list of the other side the other way.
Members that are clauses of their own may have a few characters before them (坚决维护…、坚决维护…); anything else must
stand joint to joint.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from graph.comparison.wording import Rewording, mentions_in_body, sentences_in_body
from graph.counts import Reference
from graph.plain import plain
from pipeline.records import Concept, Mention, Records

JOINT = re.compile("[”’》]?(?:、|和|及|以及|与)[“‘《]?")
LOOSE = re.compile("[^。！？]{0,4}[、，；和及与][^。！？、，；]{0,6}")  # between members that are clauses of their own
CLAUSE = 4  # characters of a member from which it can be a clause

Orders = dict[tuple[str, ...], list[Reference]]


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold where a sentence names a concept."""

    start: int
    end: int
    concept: str


class Formulas:
    """Find where the members of formulas are listed, in one pass over the text (Aho and Corasick, CACM 18(6), 1975)."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        """Take the concepts of both sides; only formulas all of whose members are among them are looked for."""
        self.members: dict[str, tuple[str, ...]] = {
            concept.id: tuple(concept.members)
            for concept in concepts.values()
            if len(concept.members) > 1 and all(member in concepts for member in concept.members)
        }
        self._formulas: dict[str, list[str]] = defaultdict(list)
        names: dict[str, list[str]] = defaultdict(list)
        for formula, members in sorted(self.members.items()):
            for member in dict.fromkeys(members):
                self._formulas[member].append(formula)
        for member in sorted(self._formulas):
            for name in dict.fromkeys((concepts[member].name, *concepts[member].aliases)):
                names[name].append(member)
        self._automaton = ahocorasick.Automaton()
        for name, bearers in names.items():
            if len(name) > 1:
                self._automaton.add_word(name, (len(name), tuple(bearers)))
        if len(self._automaton):
            self._automaton.make_automaton()

    def lists(self, records: Records) -> dict[str, Orders]:
        """Return the lists of each formula on a side: members in the order of the text, and the sentences."""
        found: dict[str, Orders] = defaultdict(lambda: defaultdict(list))
        if not len(self._automaton):
            return found
        named: dict[tuple[str, int], set[str]] = defaultdict(set)
        for mention in records.mentions:
            named[mention.doc, mention.sentence].add(mention.concept)
        for row in sentences_in_body(records):
            for formula, order in self.listed(row.text, named.get((row.doc, row.sentence), set())):
                found[formula][order].append(Reference(plain(row.doc), row.sentence))
        return found

    def listed(self, text: str, named: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the formulas whose members a sentence lists, and these in the order of the text."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        for last, (length, members) in self._automaton.iter(text):
            for member in members:
                for formula in self._formulas[member]:
                    hits[formula].append(Hit(last + 1 - length, last + 1, member))
        for formula, places in sorted(hits.items()):
            wanted = len(set(self.members[formula]))
            least = max(2, -(-wanted // 2)) if formula in named else wanted
            if len({hit.concept for hit in places}) < least:
                continue
            runs = (tuple(dict.fromkeys(hit.concept for hit in run)) for run in joined(text, places, loose=True))
            order = max(runs, key=len, default=())
            if len(order) >= least:
                yield formula, order


def joined(text: str, hits: Sequence[Hit], *, loose: bool = False) -> Iterator[list[Hit]]:
    """Yield the runs of names in a text that are joined as in a list; of names that overlap the first and longest.

    >>> [[hit.concept for hit in run] for run in joined("创新、协调和绿色，要开放", [Hit(0, 2, "a"), Hit(3, 5, "b"),
    ...     Hit(6, 8, "c"), Hit(10, 12, "d")])]
    [['a', 'b', 'c'], ['d']]
    """
    run: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.concept)):
        if run and hit.start < run[-1].end:
            continue
        if run:
            between = text[run[-1].end : hit.start]
            long = min(hit.end - hit.start, run[-1].end - run[-1].start) >= CLAUSE
            if not JOINT.fullmatch(between) and not (loose and long and LOOSE.fullmatch(between)):
                yield run
                run = []
        run.append(hit)
    if run:
        yield run


def formula_changes(a: Records, b: Records, concepts: Mapping[str, Concept]) -> Iterator[Rewording]:
    """Yield the formulas that both sides list with other members, or in another order."""
    formulas = Formulas(concepts)
    before, after = formulas.lists(a), formulas.lists(b)

    def spell(order: Sequence[str]) -> str:
        return "、".join(plain(concepts[member].name) for member in order)

    for formula in sorted(before.keys() & after.keys()):
        old, new = fullest(before[formula]), fullest(after[formula])
        if set(old) != set(new):
            sort = "members"
        elif before[formula].keys().isdisjoint(after[formula]):
            sort = "order"
        else:
            continue
        evidence = tuple(before[formula][old]), tuple(after[formula][new])
        yield Rewording(sort, formula, "", spell(old), spell(new), *evidence)


def fullest(orders: Orders) -> tuple[str, ...]:
    """Return the list with most members, of several the one that stands most often."""
    return max(orders, key=lambda order: (len(order), len(orders[order]), order))


def order_changes(a: Records, b: Records, concepts: Mapping[str, Concept]) -> Iterator[Rewording]:
    """Yield pairs of formulations whose order in lists is always another on the other side."""
    before, after = pairs(a), pairs(b)
    for one, two in sorted(before):
        if (two, one) in after and (two, one) not in before and (one, two) not in after:
            left, right = plain(concepts[one].name), plain(concepts[two].name)
            evidence = tuple(before[one, two]), tuple(after[two, one])
            yield Rewording("order", one, two, f"{left}、{right}", f"{right}、{left}", *evidence)


def pairs(records: Records) -> dict[tuple[str, str], list[Reference]]:
    """Return the pairs of formulations that lists join, in their order, and the sentences."""
    rows: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention in mentions_in_body(records):
        if mention.kind == "slogan":
            rows[mention.doc, mention.sentence].append(mention)
    texts = {(row.doc, row.sentence): row for row in records.sentences}
    found: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for key, mentions in rows.items():
        sentence = texts.get(key)
        if sentence is None or len(mentions) < 2:
            continue
        hits = [
            Hit(m.clean_start - sentence.clean_start, m.clean_start - sentence.clean_start + len(m.text), m.concept)
            for m in mentions
        ]
        for run in joined(sentence.text, hits):
            names = dict.fromkeys(hit.concept for hit in run)
            for pair in itertools.combinations(names, 2):
                found[pair].append(Reference(plain(key[0]), key[1]))
    return found
