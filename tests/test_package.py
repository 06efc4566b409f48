"""What the distribution must hold: every package, every data file, the command and the components."""

import tomllib
from fnmatch import fnmatch
from importlib.metadata import entry_points

import pytest


@pytest.fixture(scope="module")
def setuptools(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_every_folder_of_code_is_a_listed_package(root, setuptools):
    folders = {path.parent for top in ("pipeline", "graph") for path in (root / top).rglob("*.py")}
    assert {str(folder.relative_to(root)).replace("/", ".") for folder in folders} <= set(setuptools["packages"])


def test_every_data_file_is_package_data(root, setuptools):
    patterns = setuptools["package-data"]
    for top in ("pipeline", "graph"):
        for path in (root / top).rglob("*"):
            if not path.is_file() or path.suffix in (".py", ".pyc", ".md") or "cache" in str(path.relative_to(root)):
                continue
            package = str(path.parent.relative_to(root)).replace("/", ".")
            assert any(fnmatch(path.name, pattern) for pattern in patterns.get(package, [])), path


def test_the_weights_stay_within_their_limit(root):
    weights = [path.stat().st_size for path in (root / "pipeline" / "weights").rglob("*") if path.is_file()]
    assert sum(weights) < 15_000_000


@pytest.mark.parametrize("name", ["sections", "lexicon", "grammar", "tagger", "resolver", "linker"])
def test_each_component_has_an_entry_point(name):
    (point,) = entry_points(group="spacy_factories", name=f"tifagraph_{name}")
    assert point.load()
