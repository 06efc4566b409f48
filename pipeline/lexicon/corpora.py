"""Read the corpora that the lexicon is mined from, each document with its date and a short code that names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

CODES = {
    "cpc_congress": "cpc",
    "gwr_state_council": "gwr",
    "leaders_deng": "deng",
    "maoxuan": "mao",
    "xi_texts_2020": "xi",
    "xi_speeches_xinhua_2022_2024": "xi",
    "hk_policy_address": "hk",
    "provincial_gwr_2026": "prov",
    "xwlb_2020_2024": "xwlb",
    "leaders_jiang": "jiang",
}
CONGRESS_YEARS = {
    1: 1921, 3: 1923, 9: 1969, 10: 1973, 11: 1977, 12: 1982, 14: 1992, 15: 1997, 16: 2002, 17: 2007, 18: 2012,
    19: 2017, 20: 2022,
}  # fmt: skip
DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
HARD_WRAP = re.compile(r"(?<=[\u4e00-\u9fff、，；]) *\n(?=[\u4e00-\u9fff])")
TRADITIONAL = re.compile("[國會們發這產業團爲為]")
NOTES = re.compile(r"(\n|　　)注\s*释[\s\S]*")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Hold one document: its date (ISO, or the year, or "" where the corpus gives none), its code, its text."""

    date: str
    code: str
    text: str


def read_corpora(corpora: Path) -> list[Source]:
    """Return all documents in order of date; those without one come last."""
    sources = [source for folder, code in CODES.items() for source in _read_folder(corpora / folder, code)]
    return sorted(sources, key=lambda source: (source.date or "9999", list(CODES.values()).index(_kind(source))))


def read_official_english(corpora: Path) -> list[tuple[str, str]]:
    """Return the sentence pairs of the work reports, Chinese and official English."""
    lines = (corpora / "lexical" / "gwr_zh_en_2008_2024.tsv").read_text(encoding="utf-8").splitlines()
    return [(cells[1], cells[2]) for cells in (line.split("\t") for line in lines[1:]) if len(cells) >= 3]


def _kind(source: Source) -> str:
    return source.code.split()[0]


def _read_folder(folder: Path, code: str) -> Iterator[Source]:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".md"):
            text = path.read_text(encoding="utf-8", errors="replace")
            if code == "hk" or TRADITIONAL.search(text[:2000]):
                text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", _simplifier().convert(text))
            if code in ("deng", "mao", "jiang"):
                text = NOTES.sub("", text)  # the notes are the editors', decades younger than the text
            if code == "mao":
                text = re.sub(r"(?m)^>.*$", "", text)
            date, place = _date(path, code, text)
            yield Source(date, place, HARD_WRAP.sub("", text))


def _date(path: Path, code: str, text: str) -> tuple[str, str]:
    """Return the date of a document and its code, such as "gwr 1979", "cpc 18" or "xwlb 2020-03-01"."""
    if code == "cpc":
        number = int(path.name[:2])
        return str(CONGRESS_YEARS[number]), f"cpc {number}"
    if code == "jiang":
        return "", f"jiang {int(path.name[:3])}"
    if code == "prov":
        return "2026", f"prov 2026 {path.name.split('_')[0]}"
    if code == "mao":
        found = re.search(r"[（(]一九([一二三四五六七八九〇零]{2})年", text)
        year = "19" + "".join(DIGITS[digit] for digit in found[1]) if found else ""
        return year, f"mao {year}" if year else f"mao no. {path.name.split('.')[0]}"
    if code == "xi" and len(path.name) > 40:
        return path.name[:10], f"xi {path.name[:10]}"
    found = re.search(r"\d{4}(-\d\d-\d\d)?", path.name)
    date = found[0] if found else ""
    return date, f"{code} {date}"


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
