"""One row of the lexicon: the format of its tables, and what makes a single row valid."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from pipeline.errors import LexiconError
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS

COLUMNS = ("id", "name", "label", "aliases", "members", "domain", "english", "first_year", "seen")
LABELS = (*SLOGAN_LABELS, *ENTITY_LABELS)
DOMAINS = (
    *("党建", "经济", "政治", "政协统战", "法治", "社会", "生态", "外交", "国防", "港澳台", "文化", "科技", "农业"),
    *("历史时期", "机构", "地方", "会议", "文件", "人物"),
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOOSE = re.compile(r"[\s\"'“”‘’「」『』«»《》〈〉\ufeff\u200b]")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one line of a table as it stands: `aliases` and `members` are names, `path` and `line` are its place."""

    path: Path
    line: int
    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    domain: str
    english: str
    first_year: int | None
    seen: str

    @property
    def place(self) -> str:
        """Return the place as messages name it, file:line."""
        return f"{self.path}:{self.line}"


def make_id(name: str, taken: Container[str] = ()) -> str:
    """Return the id of a name: its pinyin without tones, joined by hyphens, numbered where `taken` holds it.

    >>> make_id("四个意识")
    'si-ge-yi-shi'
    >>> make_id("2+3+6+6"), make_id("一国两制", {"yi-guo-liang-zhi"})
    ('2-3-6-6', 'yi-guo-liang-zhi-2')
    """
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=lambda other: other.lower())
    base = "-".join(re.findall(r"[a-z0-9]+", "-".join(syllables).replace("ü", "v"))) or "x"
    unique, number = base, 2
    while unique in taken:
        unique, number = f"{base}-{number}", number + 1
    return unique


def read_rows(path: Path, *, strict: bool = True) -> Iterator[Row]:
    """Yield the rows of one table; raise LexiconError, with file and line, at the first that breaks the format.

    A strict table has all COLUMNS in their order and is sorted by id. A user's table, not strict, needs id, name and
    label, takes the columns in any order, and may hold rows with only an id that starts with a hyphen.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text ({error})") from None
    header = tuple(lines[0].split("\t")) if lines else ()
    if strict and header != COLUMNS:
        raise LexiconError(f"{path}:1: the columns must be {' '.join(COLUMNS)}, separated by tabs")
    missing = {"id", "name", "label"} - set(header)
    unknown = set(header) - set(COLUMNS)
    if missing or unknown or len(set(header)) != len(header):
        raise LexiconError(
            f"{path}:1: the first line must name the columns id, name, label and any of {' '.join(COLUMNS[3:])}, "
            "separated by tabs, each once"
        )
    previous = ""
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() and not strict:
            continue
        cells = line.split("\t")
        if len(cells) > len(header) or (strict and len(cells) != len(header)):
            raise LexiconError(f"{path}:{number}: {len(cells)} cells where the first line names {len(header)}")
        row = _row(path, number, dict(zip(header, cells, strict=False)), strict=strict)
        if strict and row.id <= previous:
            raise LexiconError(f"{path}:{number}: {row.id} stands after {previous}; sort the rows by id, each id once")
        previous = row.id
        yield row


def _row(path: Path, line: int, cells: dict[str, str], *, strict: bool) -> Row:
    """Return the validated row of one line."""
    place = f"{path}:{line}"
    identifier, name, label = cells["id"], cells.get("name", ""), cells.get("label", "")
    removed = not strict and identifier.startswith("-")
    if not ID.fullmatch(identifier.removeprefix("-") if removed else identifier):
        raise LexiconError(f"{place}: id {identifier!r} must be pinyin in a-z and 0-9, joined by single hyphens")
    aliases, members = _list(cells.get("aliases", "")), _list(cells.get("members", ""))
    if removed:
        return Row(path, line, identifier, name, label, aliases, members, "", "", None, "")
    if label not in LABELS:
        raise LexiconError(f"{place}: label {label!r} is none of {' '.join(LABELS)}")
    for text in (name, *aliases, *members):
        if len(text) < 2 and text == name:
            raise LexiconError(f"{place}: name {text!r} is shorter than two characters")
        if not text or LOOSE.search(text):
            raise LexiconError(
                f"{place}: {text!r} is empty or holds white space or quotation or title marks; drop them"
            )
    if len(set(aliases)) != len(aliases) or name in aliases:
        raise LexiconError(f"{place}: {name} repeats an alias; list each once, and not the name itself")
    domain, year = cells.get("domain", ""), cells.get("first_year", "")
    if domain not in DOMAINS and (strict or domain):
        raise LexiconError(f"{place}: domain {domain!r} is none of {' '.join(DOMAINS)}")
    if year and not re.fullmatch(r"(1[89]|20)\d\d", year):
        raise LexiconError(f"{place}: first_year {year!r} is not a year")
    english, seen = cells.get("english", ""), cells.get("seen", "")
    if any(text != text.strip() or "  " in text for text in (english, seen)):
        raise LexiconError(f"{place}: english and seen must have no white space at their ends and none doubled")
    first = int(year) if year else None
    return Row(path, line, identifier, name, label, aliases, members, domain, english, first, seen)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
