"""Score records against gold: figures as gold/score.py gives them, and what stands behind them."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pipeline.errors import InputError
from pipeline.evaluation.figures import (
    Counts,
    GoldDocument,
    count_errors,
    count_mentions,
    count_sections,
    figures,
    read_gold,
)
from pipeline.evaluation.findings import Findings
from pipeline.evaluation.tables import report_text
from pipeline.records import Records, whole_file

__all__ = ["Change", "Report", "comparison", "evaluate", "has_fallen", "read_landed", "score", "write_landed"]

TOLERANCE = 0.005
_GUARDED = "all strict F1"


class Change(NamedTuple):
    """Name a figure that differs from the landed one."""

    name: str
    landed: float
    now: float


@dataclass(frozen=True, slots=True)
class Report:
    """Hold the figures of all documents together and of each, the findings, and the figures of each ablation."""

    total: dict[str, Any]
    documents: dict[str, dict[str, Any]]
    findings: Findings
    ablations: dict[str, dict[str, Any]] = field(default_factory=dict)

    def text(self, changes: list[Change] | None = None) -> str:
        """Return the report as plain text tables; `changes` against the landed figures come last."""
        return report_text(self.total, self.documents, self.findings, self.ablations, changes)


def score(gold: list[GoldDocument], records: Records) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the figures over all gold documents and those of each by name; a document without records scores nothing.

    Documents are matched by file name, whatever folder the records were made from.
    """
    total: Counts = Counter()
    documents = {}
    by_name = _by_name(records)
    for document in gold:
        counts = _count(document, by_name)
        documents[document.name] = figures(counts)
        total.update(counts)
    return figures(total), documents


def evaluate(gold_dir: Path, records: Records, ablations: Mapping[str, Records] | None = None) -> Report:
    """Compare records with the gold documents of a folder; `ablations` are records made with a part left out, by name.

    Raises InputError where the folder holds no gold or a line of it is broken.
    """
    gold = read_gold(gold_dir)
    total, documents = score(gold, records)
    findings = Findings()
    mentions = _by_name(records)["mentions"]
    for document in gold:
        if document.mentions is not None:
            findings.add(document, mentions[document.name])
    left_out = {name: score(gold, other)[0] for name, other in (ablations or {}).items()}
    return Report(total, documents, findings, left_out)


def _by_name(records: Records) -> dict[str, defaultdict[str, list[Any]]]:
    tables: dict[str, defaultdict[str, list[Any]]] = {}
    for table in ("documents", "sections", "mentions"):
        tables[table] = defaultdict(list)
        for row in getattr(records, table):
            tables[table][PurePosixPath(row.doc).name].append(row)
    return tables


def _count(document: GoldDocument, tables: dict[str, defaultdict[str, list[Any]]]) -> Counts:
    counts: Counts = Counter()
    name = document.name
    if document.mentions is not None:
        counts.update(count_mentions(document.raw, document.mentions, tables["mentions"][name]))
        counts.update(count_sections(len(document.raw), document.sections, tables["sections"][name]))
    if document.clean is not None:
        read = tables["documents"][name]
        counts.update(count_errors(document.clean, read[0].text if read else ""))
    return counts


def comparison(now: Mapping[str, Any], landed: Mapping[str, Any]) -> list[Change]:
    """Return the figures that differ from the landed ones in the landed figures' order.

    >>> comparison({"all strict": {"F1": 0.8}}, {"all strict": {"F1": 0.81}})
    [Change(name='all strict F1', landed=0.81, now=0.8)]
    """
    ours = _flat(now)
    return [
        Change(name, value, ours[name])
        for name, value in _flat(landed).items()
        if name in ours and ours[name] != value and not name.startswith("counts")
    ]


def _flat(tree: Mapping[str, Any]) -> dict[str, float]:
    flat: dict[str, float] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat.update({f"{name} {part}": number for part, number in _flat(value).items()})
        else:
            flat[name] = value
    return flat


def has_fallen(changes: list[Change]) -> bool:
    """Tell whether the F1 of all mentions, strict, is lower than landed by more than the tolerance."""
    # figures have three places: compare in thousandths, so that a fall of exactly the tolerance passes
    limit = round(TOLERANCE * 1000)
    return any(change.name == _GUARDED and round((change.landed - change.now) * 1000) > limit for change in changes)


def read_landed(path: Path) -> dict[str, Any]:
    """Read the landed figures; raise InputError where the file cannot be read."""
    try:
        landed = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot read the landed figures ({error.strerror})") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error}); write it anew from an evaluation") from None
    if not isinstance(landed, dict):
        raise InputError(f"{path}: not a table of figures; write it anew from an evaluation")
    return landed


def write_landed(path: Path, total: Mapping[str, Any]) -> None:
    """Write figures as the landed ones."""
    with whole_file(path) as temporary:
        text = json.dumps(total, ensure_ascii=False, indent=1)
        temporary.write_text(text + "\n", encoding="utf-8", newline="\n")
