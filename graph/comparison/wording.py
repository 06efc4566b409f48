"""What is said in other words: variants of one concept, close new names; and members and order of lists.

- *form*: a formulation goes by surface forms on side B that side A does not have, and has lost some that A has.
- *near*: a formulation that is dropped has a close one among the added: at least three quarters of their characters
  stand in the same order (J. W. Ratcliff and D. E. Metzener, “Pattern matching: the Gestalt approach”, Dr. Dobb's
  Journal, July 1988), each being the other's closest. In names of up to five characters one exchanged is another thing
  (多边主义, 单边主义): there the shorter one must stand whole, though not in one piece, in the longer one.
- *members* and *order*: of lists, see graph.comparison.lists.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ahocorasick

from graph.counts import FURNITURE, Reference
from graph.plain import plain
from pipeline.records import Concept, Mention, Records, Sentence

CLOSE = 0.75
SHORTEST = 4  # characters of names that can be close
SHORT = 5
MARKS = re.compile(r"[“”‘’《》「」『』\s]")


@dataclass(frozen=True, slots=True)
class Rewording:
    """Describe one change of words: its sort, the concepts, the words before and after, and where they stand."""

    sort: str
    concept: str
    other: str
    before: str
    after: str
    evidence_a: tuple[Reference, ...]
    evidence_b: tuple[Reference, ...]


def forms(records: Records) -> dict[str, Counter[str]]:
    """Return the surface forms of each concept, without marks and white space, and how often each is used."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions_in_body(records):
        found[mention.concept][form(mention)] += 1
    return found


def form(mention: Mention) -> str:
    """Return a mention's text without marks and white space."""
    return MARKS.sub("", plain(mention.text))


def mentions_in_body(records: Records) -> Iterator[Mention]:
    """Yield the mentions outside page furniture."""
    furniture = {(row.doc, row.id) for row in records.sections if row.role in FURNITURE}
    return (row for row in records.mentions if (row.doc, row.section) not in furniture)


def sentences_in_body(records: Records) -> Iterator[Sentence]:
    """Yield the sentences outside page furniture."""
    furniture = {(row.doc, row.id) for row in records.sections if row.role in FURNITURE}
    return (row for row in records.sentences if (row.doc, row.section) not in furniture)


def body_size(records: Records) -> int:
    """Return how many letters, figures and Chinese characters a side has outside page furniture."""
    return sum(sum(map(str.isalnum, row.text)) for row in sentences_in_body(records))


def unmarked(records: Records, words: Mapping[str, Iterable[str]]) -> dict[str, list[Reference]]:
    """Return where surface forms of some concepts stand in sentences, an entry for each occurrence.

    What one side marks as a mention and the other does not must not count as dropped while its words still stand
    there.
    """
    automaton = ahocorasick.Automaton()
    owners: dict[str, list[str]] = defaultdict(list)
    for concept, surfaces in words.items():
        for surface in surfaces:
            owners[surface].append(concept)
    for surface, concepts in owners.items():
        if len(surface) > 1:
            automaton.add_word(surface, (len(surface), tuple(concepts)))
    found: dict[str, list[Reference]] = defaultdict(list)
    if not len(automaton):
        return found
    automaton.make_automaton()
    for row in sentences_in_body(records):
        ends: dict[str, int] = {}
        reference = Reference(plain(row.doc), row.sentence)
        for last, (length, concepts) in automaton.iter(MARKS.sub("", row.text)):
            for concept in concepts:
                if ends.get(concept, -1) <= last - length:
                    ends[concept] = last
                    found[concept].append(reference)
    return found


def variants(a: Records, b: Records) -> Iterator[Rewording]:
    """Yield formulations that both sides have, where forms of A have given way to forms that A does not have."""
    where: tuple[dict[tuple[str, str], list[Reference]], ...] = (defaultdict(list), defaultdict(list))
    for places, records in zip(where, (a, b), strict=True):
        for mention in mentions_in_body(records):
            if mention.kind == "slogan":
                places[mention.concept, form(mention)].append(Reference(plain(mention.doc), mention.sentence))
    names: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for sets, places in zip(names, where, strict=True):
        for concept, name in places:
            sets[concept].add(name)
    for concept in sorted(names[0].keys() & names[1].keys()):
        lost = sorted(names[0][concept] - names[1][concept], key=lambda f: (-len(where[0][concept, f]), f))
        gained = sorted(names[1][concept] - names[0][concept], key=lambda f: (-len(where[1][concept, f]), f))
        if lost and gained:
            yield Rewording(
                "form",
                concept,
                "",
                "；".join(lost),
                "；".join(gained),
                tuple(sorted({ref for name in lost for ref in where[0][concept, name]})),
                tuple(sorted({ref for name in gained for ref in where[1][concept, name]})),
            )


def successors(dropped: Iterable[Concept], added: Iterable[Concept]) -> Iterator[tuple[Concept, Concept]]:
    """Yield pairs of a dropped and an added formulation whose names are close, each the other's closest.

    >>> from pipeline.records import Concept
    >>> make = lambda name: Concept(name, name, "slogan", "POLICY", [], [], "", "", "", None, True)
    >>> found = successors([make("全面建成小康社会")], [make("全面建设小康社会"), make("小康之家")])
    >>> [(old.name, new.name) for old, new in found]
    [('全面建成小康社会', '全面建设小康社会')]
    """
    old, new = ([c for c in side if c.kind == "slogan" and len(c.name) >= SHORTEST] for side in (dropped, added))
    index: dict[str, list[int]] = defaultdict(list)
    for number, concept in enumerate(new):
        for pair in {concept.name[at : at + 2] for at in range(len(concept.name) - 1)}:
            index[pair].append(number)
    found = []
    for row, concept in enumerate(old):
        shared = Counter(n for at in range(len(concept.name) - 1) for n in index.get(concept.name[at : at + 2], ()))
        for column in shared:
            ratio = closeness(concept.name, new[column].name)
            if ratio >= CLOSE:
                found.append((-ratio, concept.id, new[column].id, row, column))
    taken: tuple[set[int], set[int]] = (set(), set())
    for *_, row, column in sorted(found):
        if row not in taken[0] and column not in taken[1]:
            taken[0].add(row)
            taken[1].add(column)
            yield old[row], new[column]


def closeness(one: str, two: str) -> float:
    """Return the share of the characters of two names that stand in the same order, 0 where short ones differ.

    >>> closeness("能源安全", "能源资源安全"), closeness("多边主义", "单边主义")
    (0.8, 0.0)
    """
    shorter, longer = sorted((one, two), key=len)
    rest = iter(longer)
    if len(shorter) <= SHORT and not all(character in rest for character in shorter):
        return 0.0
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()
