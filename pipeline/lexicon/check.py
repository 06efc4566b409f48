"""Check the lexicon beyond what loading refuses, and say what it holds."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import opencc

from pipeline.errors import LexiconError
from pipeline.lexicon.entries import LABELS, Row, read_rows
from pipeline.lexicon.ids import make_id
from pipeline.lexicon.loader import DATA, MEMBERS_ONLY, Lexicon
from pipeline.lexicon.shadow import shadow_text


def find_faults(extra: Path | None = None, *, folder: Path = DATA) -> list[str]:
    """Return what is wrong with the tables, a line each that starts with file and line; none means all is well.

    Looks for what stops loading (the first such fault only), Traditional characters (in `extra` too), ids that are
    not the name's pinyin, aliases that add nothing, members that nothing lists, and numeral formulas with a single
    member.
    """
    faults = []
    try:
        Lexicon.load(extra, folder=folder)
    except LexiconError as error:
        faults.append(str(error))
    simplify = opencc.OpenCC("t2s").convert
    if extra is not None and not faults:
        for row in read_rows(extra, strict=False):
            faults += [f"{row.place}: {fault}" for fault in _script_faults(row, simplify)]
    listed: set[str] = set()
    ordinary: list[Row] = []
    for table in sorted(folder.glob("*.tsv")):
        try:
            rows = list(read_rows(table))
        except LexiconError:
            continue
        for row in rows:
            listed.update(row.members)
            faults += [f"{row.place}: {fault}" for fault in (*_script_faults(row, simplify), *_row_faults(row))]
        if table.name == MEMBERS_ONLY:
            ordinary = rows
    faults += [f"{row.place}: {row.name} is a member of nothing; drop it" for row in ordinary if row.name not in listed]
    return faults


def _script_faults(row: Row, simplify: Callable[[str], str]) -> list[str]:
    surfaces = "|".join((row.name, *row.aliases))
    simplified = simplify(surfaces)
    if simplified == surfaces:
        return []
    return [f"{row.name} or an alias holds Traditional characters; write {simplified}"]


def _row_faults(row: Row) -> list[str]:
    faults = []
    if not (row.id + "-").startswith(make_id(row.name) + "-"):
        faults.append(f"id {row.id} is not the pinyin of {row.name}: {make_id(row.name)}")
    shadows = Counter(map(shadow_text, (row.name, *row.aliases)))
    if len(shadows) != 1 + len(row.aliases):
        faults.append(f"an alias of {row.name} differs by marks only, which matching sees through; drop it")
    if row.label == "NUMERIC" and len(row.members) == 1:
        faults.append(f"{row.name} has a single member; list all of them or none")
    return faults


def describe_counts(lexicon: Lexicon) -> list[str]:
    """Return a line a label with its number of entries, and a last one with the sum."""
    counts = Counter(entry.label for entry in lexicon.entries.values() if entry.matched)
    lines = [f"{label:9}{counts[label]:6,}" for label in LABELS]
    return [*lines, f"{'all':9}{sum(counts.values()):6,}"]
