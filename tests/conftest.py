"""Fixtures that more than one test module needs."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import settings

from graph.build import build_graph
from pipeline.records import Document, Mention, Records, read_records

# At home each run tries other examples; in CI always the same ones, so that it says the same twice.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seed(root: Path) -> Path:
    """Return the seed speech's path."""
    return root / "seeds" / "000_b56b6ce28b870dfd.txt"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Return the folder of gold and corpora beside the checkout; skip where it is missing."""
    path = root.parent / "shared"
    if not (path / "gold").is_dir():
        pytest.skip("needs ../shared, which is not part of the project")
    return path


@pytest.fixture(scope="session")
def seed_records(root: Path) -> Records:
    """Return the seed speech's records, made by hand from its annotation."""
    return read_records(root / "tests" / "data" / "seed_records")


@pytest.fixture(scope="session")
def dated_records(root: Path) -> Records:
    """Return the records of four invented speeches: 2018, 2019, 2020 and one without a date."""
    return read_records(root / "tests" / "data" / "dated_records")


@pytest.fixture(scope="session")
def seed_graph(seed_records: Records) -> nx.Graph:
    """Return the seed speech's graph; not to be changed."""
    return build_graph(seed_records)


@pytest.fixture(scope="session")
def dated_graph(dated_records: Records) -> nx.Graph:
    """Return the four invented speeches' graph; not to be changed."""
    return build_graph(dated_records)


@pytest.fixture(scope="session")
def spoil() -> Callable[[Records, str], Records]:
    """Return a function that puts a text into every field that a document or a lexicon can fill."""

    def field(row: Any, name: str, value: Any, text: str) -> Any:
        if name in {"id", "concept", "section", "parent", "kind", "role", "sha256", "start", "end", "clean_start"}:
            return value
        if name == "doc":
            return f"{value}{text}"
        if name == "label" and isinstance(row, Mention):
            return value
        if name == "text" and not isinstance(row, Mention):
            return value.replace("。", f"{text}。") if isinstance(row, Document) else value + text
        if name == "raw":
            return text + (value or row.text)
        if isinstance(value, str) or (value is None and name != "first"):
            return f"{value or ''}{text}"
        if isinstance(value, list):
            return [*value, text] if name == "aliases" else value
        return {**value, text: 1} if isinstance(value, dict) else value

    def everywhere(records: Records, text: str) -> Records:
        tables = {}
        for table in dataclasses.fields(records):
            rows = getattr(records, table.name)
            tables[table.name] = [
                dataclasses.replace(
                    r, **{f.name: field(r, f.name, getattr(r, f.name), text) for f in dataclasses.fields(r)}
                )
                for r in rows
            ]
        return Records(**tables)

    return everywhere
