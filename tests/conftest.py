"""Fixtures that more than one test module needs."""

from pathlib import Path

import pytest

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
