"""Compare two sides: records in, one row a concept out, with everything that has changed about it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.check import check
from graph.comparison import directives, lists, wording
from graph.comparison.directives import Move, Unit
from graph.comparison.keyness import ALPHA, Keyness, holm, keyness
from graph.comparison.sides import Side
from graph.comparison.wording import Rewording
from graph.counts import ConceptCount, Counts, Reference, count
from graph.plain import plain
from pipeline.errors import InputError
from pipeline.records import Concept, Records

STATUSES = ("dropped", "added", "kept")
WEIGHTS = ("weightier", "lighter", "unclear", "few", "unmarked")


@dataclass(frozen=True, slots=True)
class Tally:
    """Count a concept on one side: mentions outside page furniture, documents with it, sentences that hold it.

    Where it is not `marked`, its words stand there but no mention does: the other side's reader saw a concept in them,
    this side's did not, or saw only a longer one.
    """

    count: int = 0
    documents: int = 0
    evidence: tuple[Reference, ...] = ()
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Describe what has become of a concept from A to B.

    `status` is kept, dropped or added. `weight` is weightier or lighter where the difference in frequency is
    significant (`p`, adjusted), unclear where it is not. Nothing is tested (`p` is None) where counts are too small
    (few), or where one side only spells the concept, so that its count is of another kind (unmarked).
    """

    concept: Concept
    status: str
    a: Tally
    b: Tally
    keyness: Keyness
    p: float | None
    weight: str
    forms_a: Counter[str]
    forms_b: Counter[str]
    move: Move | None
    rewordings: tuple[Rewording, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold the rows in order of status and size of change, the sides, and how their directives answer each other.

    `units_a` and `units_b` are the directives, preambles and closings; `counterparts` maps numbers of A to numbers of
    B; sizes are characters outside page furniture.
    """

    a: Side
    b: Side
    size_a: int
    size_b: int
    rows: list[Row]
    units_a: list[Unit]
    units_b: list[Unit]
    counterparts: dict[int, int]
    counts_a: Counts
    counts_b: Counts


def compare(a: Side, b: Side) -> Comparison:
    """Compare side B with side A.

    Raises InputError where a side has no text to compare, RecordsError where records point to rows that aren't there.
    """
    for side in (a, b):
        check(side.records)
    sizes = wording.body_size(a.records), wording.body_size(b.records)
    for side, size in zip((a, b), sizes, strict=True):
        if not size:
            raise InputError(f"{side.name}: no text to compare; give at least one document with a body")
    counts = count(a.records), count(b.records)
    concepts = merge(a.records, b.records)
    forms = wording.forms(a.records), wording.forms(b.records)
    tallies = tally(counts[0].concepts), tally(counts[1].concepts)
    only = tallies[0].keys() - tallies[1].keys(), tallies[1].keys() - tallies[0].keys()
    find_unmarked(tallies[1], b.records, spellings(only[0], forms[0], concepts))
    find_unmarked(tallies[0], a.records, spellings(only[1], forms[1], concepts))
    units = directives.units(a.records, counts[0].links), directives.units(b.records, counts[1].links)
    counterparts = directives.match(*units)
    moved = {move.concept: move for move in directives.moves(*units, counterparts)}
    rows = []
    for concept in sorted(tallies[0].keys() | tallies[1].keys()):
        before, after = (side.get(concept, Tally()) for side in tallies)
        rows.append(
            Row(
                concept=concepts[concept],
                status="kept" if before.count and after.count else "dropped" if before.count else "added",
                a=before,
                b=after,
                keyness=keyness(before.count, after.count, *sizes),
                p=None,
                weight="few" if before.marked and after.marked else "unmarked",
                forms_a=forms[0].get(concept, Counter()),
                forms_b=forms[1].get(concept, Counter()),
                move=moved.get(concept),
                rewordings=(),
            )
        )
    rows = with_rewordings(weigh(rows), a.records, b.records, concepts)
    rows.sort(key=rank)
    return Comparison(a, b, *sizes, rows, *units, counterparts, *counts)


def merge(a: Records, b: Records) -> dict[str, Concept]:
    """Return the concepts of both sides by id, each with the aliases of both."""
    found = {concept.id: concept for concept in a.concepts}
    for concept in b.concepts:
        known = found.get(concept.id)
        if known is not None:
            aliases = list(dict.fromkeys((*known.aliases, *concept.aliases)))
            concept = replace(known, aliases=[alias for alias in aliases if alias != known.name])
        found[concept.id] = concept
    return found


def tally(counts: Iterable[ConceptCount]) -> dict[str, Tally]:
    """Return the counts of a side by concept."""
    return {row.concept: Tally(row.count, row.documents, tuple(row.evidence)) for row in counts}


def find_unmarked(tallies: dict[str, Tally], records: Records, words: Mapping[str, Iterable[str]]) -> None:
    """Count concepts of the other side whose words stand on this side too, though nothing marked them."""
    for concept, places in wording.unmarked(records, words).items():
        documents = len({place.doc for place in places})
        tallies[concept] = Tally(len(places), documents, tuple(sorted(set(places))), marked=False)


def spellings(
    names: Iterable[str], forms: Mapping[str, Counter[str]], concepts: Mapping[str, Concept]
) -> dict[str, set[str]]:
    """Return how some concepts are spelled: by the surface forms found, their names and aliases."""
    return {
        name: {plain(form) for form in (*forms.get(name, ()), concepts[name].name, *concepts[name].aliases)}
        for name in sorted(names)
    }


def weigh(rows: list[Row]) -> list[Row]:
    """Return rows with their weights judged, p-values adjusted for all concepts that can be tested."""
    tested = [row for row in rows if row.keyness.testable and row.a.marked and row.b.marked]
    adjusted = dict(zip((row.concept.id for row in tested), holm([row.keyness.p for row in tested]), strict=True))
    weighed = []
    for row in rows:
        p = adjusted.get(row.concept.id)
        if p is not None:
            weight = "unclear" if p >= ALPHA else "weightier" if row.keyness.log_ratio > 0 else "lighter"
            row = replace(row, p=p, weight=weight)
        weighed.append(row)
    return weighed


def with_rewordings(rows: list[Row], a: Records, b: Records, concepts: dict[str, Concept]) -> list[Row]:
    """Return rows with every rewording at the concepts that it concerns; a formula that is only listed gets a row."""
    by_id = {row.concept.id: row for row in rows}
    found = [*wording.variants(a, b), *lists.formula_changes(a, b, concepts), *lists.order_changes(a, b, concepts)]
    dropped, added = ([row.concept for row in rows if row.status == status] for status in STATUSES[:2])
    for old, new in wording.successors(dropped, added):
        evidence = by_id[old.id].a.evidence, by_id[new.id].b.evidence
        found.append(Rewording("near", old.id, new.id, old.name, new.name, *evidence))
    for rewording in found:
        for name in filter(None, (rewording.concept, rewording.other)):
            row = by_id.get(name)
            if row is not None:
                by_id[name] = replace(row, rewordings=(*row.rewordings, rewording))
    return [by_id[row.concept.id] for row in rows]


def rank(row: Row) -> tuple[int, bool, float, bool, str]:
    """Return what rows are sorted by: dropped, added, kept; formulations before names; the largest change first.

    Of dropped and added ones with one count, those that the lexicon knows come first.
    """
    return (
        STATUSES.index(row.status),
        row.concept.kind != "slogan",
        -row.keyness.g2 if row.status == "kept" else -max(row.a.count, row.b.count),
        not row.concept.lexicon,
        row.concept.id,
    )
