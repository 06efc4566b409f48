"""Metadata: what a speech says about itself."""

import csv
from pathlib import Path

import pytest

from pipeline.cleaning import clean
from pipeline.sections import Metadata, find_metadata

DATA = Path(__file__).parent / "data" / "metadata.tsv"


def cases() -> list[list[str]]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row + [""] * (7 - len(row)) for row in rows[1:]]


@pytest.mark.parametrize(("name", "file", "text", "title", "date", "source", "speaker"), cases())
def test_metadata(name: str, file: str, text: str, title: str, date: str, source: str, speaker: str) -> None:
    found = find_metadata(text.replace("\\n", "\n"), file)
    assert found == Metadata(title, date or None, source or None, speaker or None), name


def test_seed_speech(seed: Path) -> None:
    text = clean(seed.read_text(encoding="utf-8")).text
    found = find_metadata(text, seed.name)
    assert found.date == "2020-09-14"
    assert found.source == "工作总结"
    assert found.title.endswith("市政协工作座谈会上讲话")


def test_a_bulletin_has_no_speaker() -> None:
    items = "".join(f"第{n}件事的标题\n\n央视网消息：习近平在会议上发表讲话。\n\n原文\n\n" for n in "一二三四")
    found = find_metadata("新闻联播 2022-02-06\n\n" + items, "2022-02-06.txt")
    assert found == Metadata("新闻联播 2022-02-06", "2022-02-06", "央视网", None)
