"""Evaluation: the figures are score.py's to the last digit; what stands behind them adds up; a fall is noticed."""

import json
import random
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.evaluation import (
    Change,
    comparison,
    evaluate,
    has_fallen,
    read_landed,
    write_landed,
)
from pipeline.evaluation.figures import count_errors, count_pairs, figures, read_gold
from pipeline.evaluation.findings import Bin, calibration_error
from pipeline.records import Document, Mention, Records, Section, kind_of, write_records

RAW = "增强“四个意识”，习近平新时代中国特色社会主义思想。学习政协(xié)章程"


def mention(start: int, end: int, label: str, rule: str = "lexicon", score: float = 0.95) -> Mention:
    return Mention("in/a.txt", start, end, start, RAW[start:end], kind_of(label), label, "c", "c", "d1", 0, rule, score)


def section(start: int, end: int, level: int = 1, role: str = "directive") -> Section:
    return Section("in/a.txt", f"d{start}", None, role, level, "一", "", start, end)


def document(text: str, name: str = "in/a.txt") -> Document:
    return Document(name, "", None, None, None, "0", "utf-8", text, {})


def gold_row(start: int, end: int, label: str, tier: str = "core", **more: str) -> dict[str, Any]:
    place = {"type": "mention", "start": start, "end": end, "text": RAW[start:end]}
    return {**place, "kind": kind_of(label), "label": label, "tier": tier, **more}


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    """Return a gold folder of one short invented document."""
    folder = tmp_path / "gold"
    folder.mkdir()
    rows = [
        gold_row(3, 7, "NUMERIC"),
        gold_row(9, 25, "DOCTRINE", alt="POLICY"),
        gold_row(9, 12, "PERSON"),
        gold_row(28, 35, "ORG", tier="optional"),
        gold_row(28, 37, "DOCUMENT"),
        {"type": "section", "role": "directive", "level": 1, "start": 0, "end": 26},
        {"type": "section", "role": "closing", "level": 1, "start": 26, "end": 37},
    ]
    (folder / "a.txt").write_text(RAW, encoding="utf-8")
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "a.gold.jsonl").write_text(lines + "\n", encoding="utf-8")
    (folder / "a.clean.txt").write_text(RAW.replace("(xié)", ""), encoding="utf-8")
    return folder


def test_perfect_records_score_one(gold_dir: Path) -> None:
    records = Records(
        documents=[document(RAW.replace("(xié)", ""))],
        sections=[section(0, 26)],
        mentions=[
            mention(2, 8, "NUMERIC"),
            mention(9, 25, "POLICY"),
            mention(9, 12, "PERSON"),
            mention(28, 37, "DOCUMENT"),
        ],
    )
    total = evaluate(gold_dir, records).total
    perfect = {"P": 1.0, "R": 1.0, "F1": 1.0}
    assert {name: total[name] for name in ("all strict", "slogan lenient", "directive")} == dict.fromkeys(
        ("all strict", "slogan lenient", "directive"), perfect
    )
    assert (total["all label"], total["in_directive"], total["cer"]) == (1.0, 1.0, 0.0)


def test_each_kind_of_error_counts_where_it_belongs(gold_dir: Path) -> None:
    records = Records(
        documents=[document(RAW)],
        sections=[section(2, 26), section(26, 30)],
        mentions=[
            mention(3, 7, "PERIOD"),  # right span, wrong label and kind
            mention(12, 25, "DOCTRINE"),  # close enough to be lenient
            mention(28, 30, "ORG"),  # optional, pinyin left out
            mention(0, 2, "POLICY", "grammar.motto", 0.31),  # a false alarm
        ],
    )
    report = evaluate(gold_dir, records)
    assert report.total["all strict"] == {"P": 0.5, "R": 0.25, "F1": 0.333}
    assert report.total["all lenient"] == {"P": 0.75, "R": 0.5, "F1": 0.6}
    assert report.total["slogan strict"]["R"] == 0.5
    assert report.total["all label"] == 0.0
    assert report.total["directive"] == {"P": 0.5, "R": 1.0, "F1": 0.667}
    assert report.total["in_directive"] == round(24 / 26, 3)
    assert report.total["counts"] == {"core": 4, "predicted": 4, "directives": 1}
    assert [text for text, *_ in report.findings.missed] == [
        "习近平",
        "习近平新时代中国特色社会主义思想",
        "政协(xié)章程",
    ]
    assert report.findings.rules["grammar.motto"].figures()["P"] == 0
    assert report.findings.labels["NUMERIC"].found == 1
    assert [(place.count, place.right) for place in report.findings.bins if place.count] == [(1, 0), (3, 2)]


def test_a_document_without_records_scores_nothing_and_does_not_stop(gold_dir: Path) -> None:
    total = evaluate(gold_dir, Records()).total
    assert total["all strict"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert total["cer"] == 1.0


def test_the_report_answers_every_question(gold_dir: Path) -> None:
    records = Records(
        sections=[section(0, 26)], mentions=[mention(3, 7, "NUMERIC"), mention(0, 2, "MOTTO", "tagger", 0.6)]
    )
    report = evaluate(gold_dir, records, {"lexicon": Records()})
    text = report.text([Change("all strict F1", 0.9, 0.333)])
    for heading in ("Figures", "Documents", "Labels", "Rules", "Without", "Scores", "Missed", "False alarms"):
        assert f"\n{heading}" in text
    assert "no human expert" in text
    assert "[增强]“四个意识" in text
    assert "lexicon   0.000" in text
    assert "all strict F1  0.9     0.333  -0.567" in text
    assert text == evaluate(gold_dir, records, {"lexicon": Records()}).text([Change("all strict F1", 0.9, 0.333)])
    assert "no change" in report.text([])


@pytest.mark.parametrize(
    ("landed", "now", "fell"),
    [(0.8, 0.8, False), (0.8, 0.795, False), (0.8, 0.794, True), (0.8, 0.9, False), (0.776, 0.771, False)],
)
def test_a_fall_beyond_the_tolerance_is_noticed(landed: float, now: float, fell: bool) -> None:
    changes = comparison({"all strict": {"F1": now}}, {"all strict": {"F1": landed}})
    assert has_fallen(changes) is fell
    assert bool(changes) is (landed != now)


def test_landed_figures_come_back_and_counts_are_no_change(gold_dir: Path, tmp_path: Path) -> None:
    total = evaluate(gold_dir, Records()).total
    write_landed(tmp_path / "landed.json", total)
    landed = read_landed(tmp_path / "landed.json")
    assert landed == total
    assert comparison({**total, "counts": {"core": 9}}, landed) == []


@pytest.mark.parametrize(("content", "says"), [(None, "cannot read"), ("{", "not JSON"), ("[]", "not a table")])
def test_landed_figures_that_cannot_be_read_are_named(tmp_path: Path, content: str | None, says: str) -> None:
    path = tmp_path / "landed.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=rf"landed\.json: {says}"):
        read_landed(path)


def test_broken_gold_is_named_by_file_and_line(gold_dir: Path, tmp_path: Path) -> None:
    with (gold_dir / "a.gold.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"type": "mention", "start": 1}\n')
    with pytest.raises(InputError, match=r"a\.gold\.jsonl:8: not a gold record"):
        read_gold(gold_dir)
    with pytest.raises(InputError, match="no gold documents"):
        read_gold(tmp_path)


def test_pairs_are_one_to_one_and_the_closest_first() -> None:
    assert count_pairs([(0, 4), (4, 8)], [(0, 8)]) == 1
    assert count_pairs([(0, 4)], [(0, 3), (0, 4), (1, 4)]) == 1
    assert count_pairs([(0, 4), (4, 6)], [(0, 4), (1, 4)]) == 1
    assert count_pairs([(0, 4)], [(2, 6), (4, 8)]) == 0


def test_the_error_rate_forgives_width_and_white_space() -> None:
    counts = count_errors("「政协」,\n会议ABC", "“政协”，会議ＡＢＣ")
    assert (counts["cer", "wrong"], counts["cer", "n"]) == (1, 10)
    assert figures(counts)["cer"] == 0.1


def test_calibration_error_weighs_bins_by_mentions() -> None:
    assert calibration_error([Bin(2, 1.8, 2), Bin(2, 1.0, 0)]) == pytest.approx(0.3)
    assert calibration_error([]) == 0


def perturbed(folder: Path, chance: random.Random) -> Records:
    """Return records that are right, nearly right and wrong about a gold folder."""
    records = Records()
    labels = ("NUMERIC", "POLICY", "ORG", "PLACE")
    for gold in read_gold(folder):
        length = len(gold.raw)
        clean = gold.clean or ""
        text = "".join(character for character in clean if chance.random() > 0.01)
        records.documents.append(document(text, f"x/{gold.name}"))
        for annotated in gold.mentions or ():
            if chance.random() < 0.15:
                continue
            start = max(0, annotated.start + chance.choice((0, 0, 0, 0, 1, -1, 2)))
            end = min(length, max(start + 1, annotated.end + chance.choice((0, 0, 0, 0, 1, -1, 5))))
            label = annotated.label if chance.random() < 0.9 else chance.choice(labels)
            records.mentions.append(a_mention(gold.name, start, end, label))
        for _ in range(40):
            start = chance.randrange(length - 9)
            records.mentions.append(a_mention(gold.name, start, start + chance.randint(1, 9), chance.choice(labels)))
        for row in gold.sections:
            start = max(0, row.start + chance.choice((0, 0, 1, -2, 3)))
            level = row.level + (chance.random() < 0.1)
            if chance.random() > 0.1:
                records.sections.append(
                    Section(f"x/{gold.name}", f"s{start}", None, row.role, level, "", "", start, row.end)
                )
    return records


def a_mention(name: str, start: int, end: int, label: str) -> Mention:
    return Mention(f"x/{name}", start, end, start, "", kind_of(label), label, "c", "c", "d", 0, "r", 0.5)


@pytest.mark.parametrize("part", ["dev", "train"])
def test_figures_agree_with_score_py(
    shared: Path, tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold_dir = tmp_path / "gold"
    gold_dir.mkdir()
    paths = sorted((shared / "gold" / part).iterdir())
    names = sorted({path.name.split(".")[0] for path in paths})[:10]
    for path in paths:
        if path.name.split(".")[0] in names:
            (gold_dir / path.name).write_bytes(path.read_bytes())
    records = perturbed(gold_dir, random.Random(part))
    write_records(records, tmp_path / "records")
    theirs = runpy.run_path(str(shared / "gold" / "score.py"), run_name="score")
    monkeypatch.setattr(sys, "argv", ["score.py", str(gold_dir), str(tmp_path / "records"), "--json", "--per-doc"])
    theirs["main"]()
    expected = json.loads(capsys.readouterr().out)
    report = evaluate(gold_dir, records)
    assert 0 < expected["total"]["all strict"]["F1"] < 1
    assert report.total == expected["total"]
    assert report.documents == expected["documents"]
