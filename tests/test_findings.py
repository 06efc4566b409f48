"""Findings that one can check against history, from the corpora beside the checkout."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from graph.comparison.compare import compare
from graph.comparison.sides import Side
from graph.diachrony.trends import trace
from pipeline.bulk import BulkReader
from pipeline.lexicon.corpora import CONGRESS_YEARS
from pipeline.records import Records
from pipeline.rows import name_concepts
from pipeline.settings import Settings

FORMULATIONS = ("一带一路", "供给侧结构性改革", "新发展理念", "中国式现代化", "新质生产力")
REPORTS = "gwr_state_council"
ARCHIVE = (REPORTS, "cpc_congress", "leaders_deng", "xi_texts_2020", "xi_speeches_xinhua_2022_2024", "xwlb_2020_2024")


@pytest.fixture(scope="module")
def reader() -> BulkReader:
    return BulkReader(Settings(), lexicon_only=True)


@pytest.fixture(scope="module")
def read(shared: Path, reader: BulkReader) -> Callable[[Iterable[str], int], Records]:
    """Return a function that reads, of each folder and for each formulation, the first files that spell it."""

    def read(folders: Iterable[str], most: int) -> Records:
        records, seen = Records(), Counter[tuple[str, str]]()
        for folder in folders:
            for path in sorted((shared / "corpora" / folder).iterdir()):
                text = path.read_text(encoding="utf-8", errors="replace")
                spelled = [name for name in FORMULATIONS if name in text and seen[folder, name] < most]
                seen.update((folder, name) for name in spelled)
                if spelled:
                    found = reader.read(path, f"{folder}/{path.name}")
                    if folder == "cpc_congress":
                        year = str(CONGRESS_YEARS[int(path.name[:2])])
                        found.documents[0] = dataclasses.replace(found.documents[0], date=year)
                    records.extend(found)
        name_concepts(records, reader.linker)
        return records

    return read


def first_years(records: Records) -> dict[str, str]:
    return {name: trace(records, [name]).lives[0].first[:4] for name in FORMULATIONS}


def test_first_years_in_the_work_reports(read: Callable[[Iterable[str], int], Records]) -> None:
    """创新发展理念 (2013) spells 新发展理念, and does not say it."""
    assert first_years(read([REPORTS], 2)) == {
        "一带一路": "2015",
        "供给侧结构性改革": "2016",
        "新发展理念": "2016",
        "中国式现代化": "2023",
        "新质生产力": "2024",
    }


@pytest.mark.slow
def test_first_years_in_all_corpora(read: Callable[[Iterable[str], int], Records]) -> None:
    """中国式现代化 comes with the speech of 1 July 2021, 新质生产力 with the journey of September 2023."""
    records = read(ARCHIVE, 3)
    assert first_years(records) == {
        "一带一路": "2015",
        "供给侧结构性改革": "2016",
        "新发展理念": "2016",
        "中国式现代化": "2021",
        "新质生产力": "2023",
    }
    assert trace(records, ["新质生产力"]).lives[0].first[:7] == "2023-09"


@pytest.mark.slow
def test_work_report_of_2024_against_2023(shared: Path, reader: BulkReader) -> None:
    sides = []
    for year in ("2023", "2024"):
        path = next((shared / "corpora" / REPORTS).glob(f"{year}_*"))
        records = reader.read(path, path.name)
        name_concepts(records, reader.linker)
        sides.append(Side(year, records))
    found = {row.concept.name: row for row in compare(*sides).rows}
    dropped = (
        "疫情防控和经济社会发展",
        "房子是用来住的、不是用来炒的",
        "六稳",
        "六保",
        "大众创业、万众创新",
        "放管结合",
    )
    added = ("新质生产力", "强国建设、民族复兴", "高水平安全", "低空经济", "超长期特别国债", "以旧换新", "先立后破")
    for names, status in ((dropped, "dropped"), (added, "added")):
        known = [name for name in names if name in found]
        assert len(known) >= 4
        assert {found[name].status for name in known} == {status}
    assert found["高质量发展"].weight == "weightier"
    assert found["中国式现代化"].status == found["稳中求进工作总基调"].status == "kept"
    assert found["新质生产力"].weight == "few"


@pytest.mark.slow
def test_party_congress_of_2022_against_2017(shared: Path, reader: BulkReader) -> None:
    """小康社会 was reached in between; 中国式现代化 took its place."""
    sides = []
    for number in ("19", "20"):
        path = next((shared / "corpora" / "cpc_congress").glob(f"{number}_*"))
        records = reader.read(path, path.name)
        name_concepts(records, reader.linker)
        sides.append(Side(number, records))
    weights = {row.concept.name: row.weight for row in compare(*sides).rows}
    assert {weights[name] for name in ("小康社会", "全面建成小康社会")} == {"lighter"}
    assert {weights[name] for name in ("中国式现代化", "高质量发展", "全面建设社会主义现代化国家")} == {"weightier"}
