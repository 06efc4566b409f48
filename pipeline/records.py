"""The record contract: what text processing hands over, and all that graph/ knows of it.

Five JSON Lines files in one folder, UTF-8, keys sorted, rows in text order. `start` and `end` are code-point
offsets into the raw file as decoded (half open); `clean_start` counts code points of the document's cleaned text.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import RecordsError

SLOGAN_LABELS = ("NUMERIC", "DOCTRINE", "POLICY", "MOTTO")
ENTITY_LABELS = ("PERSON", "ORG", "PLACE", "GROUP", "DOCUMENT", "EVENT", "PERIOD")
LEVELS = ("central", "province", "city", "county", "township")
ROLES = ("title", "metadata", "salutation", "preamble", "directive", "closing", "boilerplate")


def kind_of(label: str) -> str:
    """Return the kind, slogan or entity, that a label belongs to.

    >>> kind_of("NUMERIC"), kind_of("PLACE")
    ('slogan', 'entity')
    """
    return "slogan" if label in SLOGAN_LABELS else "entity"


@dataclass(frozen=True, slots=True)
class Document:
    """Describe one source file: its cleaned text and what the text says about itself.

    `place` is the province, city or county it speaks from, `level` one of LEVELS; None where nobody says.
    """

    doc: str
    title: str
    date: str | None
    source: str | None
    speaker: str | None
    sha256: str
    encoding: str
    text: str
    cleaning: dict[str, int]
    place: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Describe one section (raw offsets); directives nest by `parent`, level 1 is outermost."""

    doc: str
    id: str
    parent: str | None
    role: str
    level: int
    marker: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Describe one sentence; the sentences of a document tile its cleaned text.

    `sentence` and `paragraph` are indexes in the document, `section` the deepest section it starts in, `text` the
    cleaned characters from `clean_start` on, `raw` the source characters where they differ from `text`.
    """

    doc: str
    sentence: int
    paragraph: int
    section: str
    start: int
    end: int
    clean_start: int
    text: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """Describe one mention: raw evidence span, cleaned `text`, concept, place, the rule that found it, score 0 to 1."""

    doc: str
    start: int
    end: int
    clean_start: int
    text: str
    kind: str
    label: str
    concept: str
    name: str
    section: str
    sentence: int
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Concept:
    """Describe one concept that is mentioned, or is a member of one that is.

    `members` are concept ids in their official order, `first` the first year seen in the lexicon's corpora.
    """

    id: str
    name: str
    kind: str
    label: str
    aliases: list[str]
    members: list[str]
    domain: str
    english: str
    pinyin: str
    first: int | None
    lexicon: bool


@dataclass(slots=True)
class Records:
    """Hold the five tables of one run."""

    documents: list[Document] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)

    def extend(self, more: "Records") -> None:
        """Append the rows of another run, table by table."""
        for table in TABLES:
            getattr(self, table).extend(getattr(more, table))


TABLES: dict[str, type] = {
    "documents": Document,
    "sections": Section,
    "sentences": Sentence,
    "mentions": Mention,
    "concepts": Concept,
}


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` that becomes `path` on success and vanishes on failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def dump(row: Any) -> str:
    """Return a record as one line of JSON with sorted keys."""
    return _JSON.encode({name: getattr(row, name) for name in row.__slots__})


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def write_records(records: Records, folder: Path) -> list[Path]:
    """Write every table to `folder`, each whole or not at all, and return the paths."""
    paths = []
    for table in TABLES:
        path = folder / f"{table}.jsonl"
        rows: Iterable[Any] = getattr(records, table)
        with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(dump(row) + "\n" for row in rows)
        paths.append(path)
    return paths


def read_records(folder: Path) -> Records:
    """Read every table from `folder`; raise RecordsError that names file and line where one breaks the contract."""
    records = Records()
    for table, kind in TABLES.items():
        path = folder / f"{table}.jsonl"
        if not path.is_file():
            raise RecordsError(f"{path}: no such record file; run `tifagraph build` first")
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    getattr(records, table).append(kind(**json.loads(line)))
                except (ValueError, TypeError) as error:
                    raise RecordsError(f"{path}:{number}: not a {table} record ({error})") from None
    return records
