"""Slices of time, trends, temperature and their figure."""

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from graph.diachrony import plot
from graph.diachrony.slices import Period, read_period
from graph.diachrony.temperature import LEVELS, LINES, check_lines, level, temperature
from graph.diachrony.trends import changes, trace
from pipeline.cli import main
from pipeline.errors import InputError, RecordsError, TifagraphError
from pipeline.records import Records


@pytest.fixture(scope="module")
def dated(root: Path) -> Path:
    return root / "tests" / "data" / "dated_records"


def test_counts_a_slice(dated_records: Records) -> None:
    trends = trace(dated_records, ["六稳", "高质量发展"])
    assert [(part.name, part.documents) for part in trends.slices] == [("2018", 1), ("2019", 1), ("2020", 1)]
    assert [(row.concept, row.place, row.count, row.present) for row in trends.rows] == [
        ("liu-wen", 0, 0, 0),
        ("liu-wen", 1, 2, 1),
        ("liu-wen", 2, 2, 1),
        ("gao-zhi-liang-fa-zhan", 0, 2, 1),
        ("gao-zhi-liang-fa-zhan", 1, 1, 1),
        ("gao-zhi-liang-fa-zhan", 2, 0, 0),
    ]
    assert trends.outside == 1


def test_first_and_last_seen(dated_records: Records) -> None:
    life = trace(dated_records, ["六稳"]).lives[0]
    assert (life.first, life.last, life.count, life.documents) == ("2019-03-05", "2020-05-22", 4, 2)


def test_folder_and_memory_say_the_same(dated: Path, dated_records: Records) -> None:
    assert trace(dated, ["六保"]) == trace(dated_records, ["六保"])
    assert changes(dated) == changes(dated_records)


def test_a_corpus_is_read_from_parquet(dated: Path, dated_records: Records, tmp_path: Path) -> None:
    batch = tmp_path / "parquet" / "batches" / "one"
    batch.mkdir(parents=True)
    for table in ("documents", "sections", "mentions", "concepts"):
        folder = tmp_path / "parquet" if table in ("documents", "concepts") else batch
        rows = duckdb.read_json(str(dated / f"{table}.jsonl"))
        rows.write_parquet(str(folder / f"{table}.parquet"))
    assert trace(tmp_path, ["六保"]) == trace(dated_records, ["六保"])
    assert changes(tmp_path) == changes(dated_records)


def test_a_concept_goes_by_id_name_or_alias(dated_records: Records) -> None:
    concept = next(row for row in dated_records.concepts if row.name == "六稳")
    for name in (concept.id, concept.name, *concept.aliases):
        assert trace(dated_records, [name]).lives[0].concept == concept.id


def test_an_unknown_concept_is_one_line_with_a_hint(dated_records: Records) -> None:
    with pytest.raises(InputError, match="稳: no concept of these records; there is 六稳"):
        trace(dated_records, ["稳"])


def test_new_revived_and_gone(dated_records: Records) -> None:
    slices, found = changes(dated_records)
    said = {(slices[row.place].name, row.change, row.name, row.since) for row in found if row.kind == "slogan"}
    assert {(year, change, name) for year, change, name, _ in said if year == "2019"} == {("2019", "new", "六稳")}
    assert ("2020", "new", "六保", "") in said
    assert ("2020", "revived", "新发展理念", "2018") in said
    assert ("2020", "gone", "高质量发展", "2019") in said
    assert not [row for row in found if row.place == 0]


def test_by_month(dated_records: Records) -> None:
    assert [part.name for part in trace(dated_records, ["六稳"], "month").slices] == ["2018-03", "2019-03", "2020-05"]


def test_by_periods(dated_records: Records) -> None:
    periods = [read_period("前=2018..2019-02"), read_period("2019-03..2021")]
    trends = trace(dated_records, ["六稳"], periods)
    assert [(part.name, part.documents) for part in trends.slices] == [("前", 1), ("2019-03–2021", 2)]
    assert [row.count for row in trends.rows] == [0, 4]


@pytest.mark.parametrize("text", ["2018", "2018..", "2019..2018", "1978-12..1978-11", "18..19", "a=b..c", ""])
def test_no_period(text: str) -> None:
    with pytest.raises(InputError):
        read_period(text)


def test_periods_must_not_overlap(dated_records: Records) -> None:
    with pytest.raises(InputError, match="does not begin after"):
        trace(dated_records, ["六稳"], [Period("a", "2018", "2019"), Period("b", "2019-06", "2020")])


def test_nothing_dated_is_one_line(dated_records: Records) -> None:
    with pytest.raises(InputError, match="no document is dated"):
        trace(dated_records, ["六稳"], [Period("a", "1918", "1919")])


def test_missing_and_broken_records(tmp_path: Path, dated: Path) -> None:
    with pytest.raises(RecordsError, match=r"documents\.jsonl"):
        trace(tmp_path, ["六稳"])
    for path in dated.glob("*.jsonl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "mentions.jsonl").write_text("no JSON\n", encoding="utf-8")
    with pytest.raises(RecordsError, match=r"mentions\.jsonl"):
        trace(tmp_path, ["六稳"])


def test_the_published_lines_agree_with_the_published_counts() -> None:
    assert [round(count / 38600, 3) for count in (2000, 500)] == [round(line, 3) for line in LINES[:2]]


@pytest.mark.parametrize(
    ("present", "documents", "expected"),
    [
        (3000, 38600, "沸"),
        (1000, 38600, "烫"),
        (300, 38600, "热"),
        (60, 38600, "暖"),
        (15, 38600, "温"),
        (1, 38600, "冷"),
        (0, 38600, ""),
        (1, 19, ""),
        (20, 20, "沸"),
    ],
)
def test_temperature(present: int, documents: int, expected: str) -> None:
    found = temperature(present, documents)
    assert found.level == expected
    if found.level:
        ranks = [LEVELS.index(name) for name in (found.hottest, found.level, found.coldest)]
        assert ranks == sorted(ranks)


def test_a_small_corpus_is_told_with_its_uncertainty() -> None:
    assert str(temperature(2, 40)) == "烫(烫–沸)"
    assert str(temperature(2000, 20000)) == "沸"


def test_other_lines() -> None:
    assert level(0.3, (0.5, 0.25, 0.1, 0.05, 0.01)) == "烫"


@pytest.mark.parametrize(
    "lines", [(), (0.5,), (0.1, 0.2, 0.3, 0.4, 0.5), (1.5, 0.4, 0.3, 0.2, 0.1), (0.5, 0.4, 0.3, 0.2, 0)]
)
def test_lines_that_are_none(lines: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        check_lines(lines)


def test_the_figure_is_the_same_every_time(dated_records: Records, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    trends = trace(dated_records, ["六稳", "高质量发展"])
    try:
        first = [path.read_bytes() for path in plot.draw(trends, tmp_path / "one")]
    except TifagraphError as error:
        pytest.skip(str(error))
    assert first == [path.read_bytes() for path in plot.draw(trends, tmp_path / "two")]
    assert first[0].startswith(b"<?xml")
    assert b"<dc:date>" not in first[0]
    assert first[1].startswith(b"\x89PNG")


def test_without_a_chinese_font_one_line(
    dated_records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(plot, "FONTS", ("No Such Font",))
    with pytest.raises(TifagraphError, match="no font with Chinese characters"):
        plot.draw(trace(dated_records, ["六稳"]), tmp_path / "trend")
    assert not list(tmp_path.iterdir())


def test_too_many_lines(dated_records: Records, tmp_path: Path) -> None:
    trends = trace(dated_records, ["六稳"])
    trends.lives.extend(trends.lives * plot.MOST)
    with pytest.raises(InputError, match="cannot be told apart"):
        plot.draw(trends, tmp_path / "trend")


def test_command(dated: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["trend", "六稳", "--records", str(dated), "-o", str(tmp_path), "--no-plot"])
    assert run.exit_code == 0
    assert "六稳  4 mentions in 2 documents, 2019-03-05 – 2020-05-22" in run.output
    assert "a single document would be 沸" in run.output
    lines = (tmp_path / "trend.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == [
        "liu-wen,六稳,2018,1,0,0.0,0,,,",
        "liu-wen,六稳,2019,1,1,1.0,2,,,",
        "liu-wen,六稳,2020,1,1,1.0,2,,,",
    ]
    assert "2018" not in run.output  # nothing to print before it is first seen


def test_command_without_a_concept(dated: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["trend", "--records", str(dated), "-o", str(tmp_path)])
    assert run.exit_code == 0
    assert "2019 new: 六稳 2" in run.output
    assert (tmp_path / "changes.csv").is_file()


@pytest.mark.parametrize(
    "arguments", [["稳"], ["六稳", "--lines", "1,2"], ["六稳", "--lines", "hot"], ["六稳", "--period", "2018"]]
)
def test_command_with_bad_input(dated: Path, tmp_path: Path, arguments: list[str]) -> None:
    run = CliRunner().invoke(main, ["trend", *arguments, "--records", str(dated), "-o", str(tmp_path)])
    assert run.exit_code == 2
    assert run.output.count("\n") == 1


def test_hostile_names_are_values(dated: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (dated / "concepts.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["name"] = f"'; DROP TABLE said; -- $x$ {row['name']}"
    for path in dated.glob("*.jsonl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "concepts.jsonl").write_text(text, encoding="utf-8")
    assert trace(tmp_path, ["'; DROP TABLE said; -- $x$ 六稳"]).lives[0].count == 4
