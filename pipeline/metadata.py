"""The user's table of documents: what it says of a document's date, speaker and so on counts for more than the text."""

import csv
import datetime
import re
from pathlib import Path

from pipeline.errors import InputError

FIELDS = ("date", "speaker", "source", "place", "level", "title")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def read_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Read a CSV table (UTF-8, header line) and return, by document, the cells that are filled.

    The column `doc` holds the file's path inside the input folder, as documents.jsonl has it. Any of the columns date
    (ISO 8601: a day, a month or a year), speaker, source, place, level and title may follow; others are left alone.
    Raises InputError that names file and line.
    """
    told: dict[str, dict[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            names = table.fieldnames or []
            if "doc" not in names or not set(FIELDS) & set(names):
                raise InputError(
                    f"{path}:1: the first line must name the column doc and any of {', '.join(FIELDS)}, with commas "
                    "between them"
                )
            for row in table:
                doc = (row["doc"] or "").strip()
                cells = {name: cell for name in FIELDS if (cell := (row.get(name) or "").strip())}
                if not doc or doc in told:
                    what = f"{doc} stands there twice" if doc else "the cell doc is empty"
                    raise InputError(f"{path}:{table.line_num}: {what}; give each document one line")
                if "date" in cells and not _is_date(cells["date"]):
                    raise InputError(
                        f"{path}:{table.line_num}: {cells['date']} is no date; write it as 2024-03-05, 2024-03 or 2024"
                    )
                told[doc] = cells
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: not a CSV table in UTF-8 ({error}); save it anew") from None
    return told


def _is_date(text: str) -> bool:
    """Tell an ISO 8601 date, month or year.

    >>> _is_date("2024-02-29"), _is_date("2023-02-29"), _is_date("2023")
    (True, False, True)
    """
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True
