"""A side of a comparison: some records under a name, or those of a period out of them."""

from dataclasses import dataclass

from graph.diachrony.slices import Period
from pipeline.errors import InputError
from pipeline.records import Records


@dataclass(frozen=True, slots=True)
class Side:
    """Name one side and hold its records."""

    name: str
    records: Records


def make_side(name: str, records: Records, period: Period | None = None) -> Side:
    """Return a side; one document goes by its title and date, several by `name` and the period's name.

    Raises InputError where no document lies in the period.
    """
    if period is not None:
        records = within(records, period)
        name = f"{name} {period.name}"
        if not records.documents:
            raise InputError(f"{name}: no document is dated in this period")
    if len(records.documents) == 1:
        document = records.documents[0]
        name = " ".join(part for part in (document.title.strip() or document.doc, document.date) if part)
    return Side(name, records)


def within(records: Records, period: Period) -> Records:
    """Return the records of the documents that a period holds, with all concepts."""
    docs = {document.doc for document in records.documents if period.holds(document.date or "")}
    return Records(
        documents=[row for row in records.documents if row.doc in docs],
        sections=[row for row in records.sections if row.doc in docs],
        sentences=[row for row in records.sentences if row.doc in docs],
        mentions=[row for row in records.mentions if row.doc in docs],
        concepts=records.concepts,
    )
