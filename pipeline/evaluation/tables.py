"""Lay the evaluation out as plain text: aligned columns, Chinese characters counted as two wide."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.findings import BINS, LABELS, Example, Findings, calibration_error, commonest

if TYPE_CHECKING:
    from pipeline.evaluation import Change

_COMMONEST = 25
_PROVENANCE = (
    "Gold was annotated by language models under a written guide; no human expert has checked it.\n"
    "Recall is over core mentions, precision counts optional ones as right; strict is the same span."
)


def report_text(
    total: Mapping[str, Any],
    documents: Mapping[str, Mapping[str, Any]],
    findings: Findings,
    ablations: Mapping[str, Mapping[str, Any]],
    changes: "Sequence[Change] | None",
) -> str:
    """Return the whole report, a section a question."""
    parts = [
        _PROVENANCE,
        _section("Figures", ("", "P", "R", "F1"), _total_rows(total)),
        _section("Documents", _DOCUMENT_HEAD, [_document_row(name, figs) for name, figs in documents.items()]),
        _section("Labels", ("label", "core", "found", "proposed", "P", "R", "F1", "label"), _label_rows(findings)),
        _section("Rules", ("rule", "proposed", "right", "P", "core found", "label"), _rule_rows(findings)),
    ]
    if ablations:
        parts.append(_section("Without", _ABLATION_HEAD, _ablation_rows(total, ablations)))
    error = calibration_error(findings.bins)
    parts += [
        _section(f"Scores (calibration error {error:.3f})", ("score", "mentions", "mean", "P"), _bin_rows(findings)),
        _section("Missed", ("times", "label", "text", "where"), _example_rows(commonest(findings.missed, _COMMONEST))),
        _section(
            "False alarms",
            ("times", "label", "text", "rule", "where"),
            _example_rows(commonest(findings.alarms, _COMMONEST), with_rule=True),
        ),
    ]
    if changes is not None:
        rows = [(c.name, f"{c.landed:g}", f"{c.now:g}", f"{c.now - c.landed:+.3f}") for c in changes]
        parts.append(
            _section("Against the landed figures", ("figure", "landed", "now", "change"), rows or [("no change",)])
        )
    return "\n\n".join(parts) + "\n"


def _total_rows(total: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, value in total.items():
        if name == "counts":
            rows.append((name, ", ".join(f"{number} {what}" for what, number in value.items())))
        elif isinstance(value, Mapping):
            rows.append((name, *(f"{value[part]:.3f}" for part in ("P", "R", "F1"))))
        else:
            rows.append((name, f"{value:.5f}" if name == "cer" else f"{value:.3f}"))
    return rows


_DOCUMENT_HEAD = ("document", "core", "slogan", "entity", "all", "lenient", "label", "directive", "in_directive", "cer")


def _document_row(name: str, figs: Mapping[str, Any]) -> tuple[str, ...]:
    f1s = [f"{figs[key]['F1']:.3f}" for key in ("slogan strict", "entity strict", "all strict", "all lenient")]
    directive = [f"{figs['directive']['F1']:.3f}", f"{figs['in_directive']:.3f}"]
    cer = f"{figs['cer']:.5f}" if "cer" in figs else ""
    return (name, str(figs["counts"]["core"]), *f1s, f"{figs['all label']:.3f}", *directive, cer)


def _label_rows(findings: Findings) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for label in LABELS:
        tally = findings.labels.get(label)
        if tally is not None:
            counted = (str(tally.core), str(tally.found), str(tally.proposed))
            rows.append((label, *counted, *(f"{number:.3f}" for number in tally.figures().values())))
    return rows


def _rule_rows(findings: Findings) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for rule, tally in sorted(findings.rules.items(), key=lambda item: (-item[1].proposed, item[0])):
        figs = tally.figures()
        counted = (str(tally.proposed), str(tally.right), f"{figs['P']:.3f}", str(tally.found))
        rows.append((rule, *counted, f"{figs['label']:.3f}"))
    return rows


_ABLATION_HEAD = ("left out", "slogan strict", "slogan lenient R", "entity strict", "all strict", "change")


def _ablation_rows(total: Mapping[str, Any], ablations: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, figs in [("nothing", total), *ablations.items()]:
        shown = (
            figs["slogan strict"]["F1"],
            figs["slogan lenient"]["R"],
            figs["entity strict"]["F1"],
            figs["all strict"]["F1"],
        )
        change = figs["all strict"]["F1"] - total["all strict"]["F1"]
        rows.append((name, *(f"{number:.3f}" for number in shown), f"{change:+.3f}"))
    return rows


def _bin_rows(findings: Findings) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for place, tally in enumerate(findings.bins):
        if tally.count:
            span = f"{place / BINS:.1f}-{(place + 1) / BINS:.1f}"
            mean, precision = tally.total / tally.count, tally.right / tally.count
            rows.append((span, str(tally.count), f"{mean:.3f}", f"{precision:.3f}"))
    return rows


def _example_rows(examples: Iterable[Example], with_rule: bool = False) -> list[tuple[str, ...]]:
    return [
        (
            str(one.count),
            one.label,
            " ".join(one.text.split()),
            *([one.rule] if with_rule else []),
            f"{one.doc}: {one.context}",
        )
        for one in examples
    ]


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join([title, "=" * _width(title), *align([head, *rows])])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines in which every column but the last is as wide as its widest cell.

    >>> align([["a", "1"], ["中国", "2"]])
    ['a     1', '中国  2']
    """
    wide: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row[:-1]):
            wide[column] = max(wide.get(column, 0), _width(cell))
    return [
        "  ".join([*(cell + " " * (wide[column] - _width(cell)) for column, cell in enumerate(row[:-1])), row[-1]])
        for row in rows
    ]
