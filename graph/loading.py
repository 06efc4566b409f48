"""Lay records into a database, as the tables that graph.counts and graph.diachrony read."""

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from graph.plain import plain
from pipeline.columns import Columns, lay


def load(database: duckdb.DuckDBPyConnection, columns: Columns) -> None:
    """Show the four tables that graph.counts reads; documents must be named once each."""
    documents, sections = columns.tables["documents"], columns.tables["sections"]
    sentences, mentions = columns.tables["sentences"], columns.tables["mentions"]
    parents = [parent and plain(parent) for parent in sections["parent"]]
    stops = [start + len(text) for start, text in zip(mentions["clean_start"], mentions["text"], strict=True)]
    table(
        database,
        "documents",
        "doc VARCHAR, date VARCHAR",
        [_plain(documents["doc"]), _plain(date or "" for date in documents["date"])],
    )
    table(
        database,
        "sections",
        "doc VARCHAR, id VARCHAR, parent VARCHAR, role VARCHAR",
        [_plain(sections["doc"]), _plain(sections["id"]), parents, sections["role"]],
    )
    places = [sentences[name] for name in ("sentence", "paragraph", "clean_start")]
    table(
        database,
        "sentences",
        "doc VARCHAR, sentence BIGINT, paragraph BIGINT, start BIGINT, text VARCHAR",
        [_plain(sentences["doc"]), *places, _plain(sentences["text"])],
    )
    table(
        database,
        "mentions",
        "doc VARCHAR, sentence BIGINT, concept VARCHAR, section VARCHAR, start BIGINT, stop BIGINT",
        [
            *(_plain(mentions["doc"]), mentions["sentence"], mentions["concept"], _plain(mentions["section"])),
            *(mentions["clean_start"], stops),
        ],
    )


def table(database: duckdb.DuckDBPyConnection, name: str, columns: str, lists: Iterable[Sequence[Any]]) -> None:
    """Show lists of values as a table with `columns`, names with SQL types."""
    kinds = dict(column.split() for column in columns.split(", "))
    database.execute(f"CREATE TEMP VIEW {name} AS {lay(database, f'laid_{name}', kinds, lists)}")


def _plain(texts: Iterable[str]) -> list[str]:
    """Return texts as `plain` makes them; each different one is looked at once."""
    texts = list(texts)
    made = {text: plain(text) for text in set(texts)}
    return [*map(made.__getitem__, texts)]
