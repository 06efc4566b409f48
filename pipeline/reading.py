"""Read sources: find the files, tell how their bytes are encoded, and decode them without changing a character."""

import codecs
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from pipeline.cleaning.characters import common
from pipeline.errors import ReadingError

SUFFIXES = (".txt", ".md")

# UTF-8 comes first because its own rules all but rule out chance; the others are weighed against each other.
_CANDIDATES = ("gb18030", "big5", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
_LEAST_COMMON = 0.3
_MOST_CONTROLS = 0.01
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b]")
_PLAIN = frozenset("\t\n\r\f\v\x1a\u0085\ufeff")


@dataclass(frozen=True, slots=True)
class Source:
    """Hold one file as read: `text` is exactly its bytes decoded by `encoding`, a byte order mark and all."""

    text: str
    encoding: str
    sha256: str


def read_source(path: Path) -> Source:
    """Read a text file in UTF-8, GB 18030, Big5, UTF-16 or UTF-32; raise ReadingError that says what is wrong."""
    data = _read_bytes(path)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadingError(f"{path}: the file is empty; give a file with the text of a speech")
    text, encoding = _decode(path, data)
    return Source(text, encoding, hashlib.sha256(data).hexdigest())


def _read_bytes(path: Path) -> bytes:
    if path.is_symlink() and not path.exists():
        raise ReadingError(f"{path}: a link that leads nowhere ({path.readlink()}); mend or remove it")
    if path.is_dir():
        raise ReadingError(f"{path}: a folder, not a file; give the files in it")
    try:
        if path.exists() and not path.is_file():
            raise ReadingError(f"{path}: not a regular file; give a text file")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"{path}: no such file; check the path") from None
    except PermissionError:
        raise ReadingError(f"{path}: no permission to read it; change its access rights") from None
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read ({error.strerror}); check the disk and the path") from None


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadingError(
                    f"{path}: marked as {encoding}, but byte {error.start} does not fit; save it anew as UTF-8"
                ) from None
            if _is_text(text):
                return text, encoding
            raise ReadingError(f"{path}: not a text file; give plain text in UTF-8")
    broken = None
    try:
        text = data.decode("utf-8")
        if _is_text(text):
            return text, "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    found = [
        (likeness, -rank, text, name) for rank, name, text in _decodings(data) if (likeness := _likeness(text)) > 0
    ]
    if found and max(found)[0] >= _LEAST_COMMON:
        _, _, text, name = max(found)
        return text, name
    if broken is not None and _likeness(data[:_SAMPLE].decode("utf-8", "ignore")) >= _LEAST_COMMON:
        raise ReadingError(
            f"{path}: UTF-8 up to byte {broken}, which is damaged; mend it or save the text anew as UTF-8"
        )
    raise ReadingError(f"{path}: not text in an encoding that is known here; save it as UTF-8")


def _decodings(data: bytes) -> list[tuple[int, str, str]]:
    """Return what `data` reads as in every encoding that accepts all of it: ours, and charset-normalizer's guess."""
    guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best() if b"\x00" not in data[:64] else None
    names = [*_CANDIDATES, *([guess.encoding] if guess is not None and guess.encoding not in _CANDIDATES else [])]
    out = []
    for rank, name in enumerate(names):
        try:
            out.append((rank, name, data.decode(name)))
        except (UnicodeDecodeError, LookupError):
            continue
    return out


def _is_text(text: str) -> bool:
    return not _CONTROL.search(text) or sum(c < " " and c not in _PLAIN for c in text) <= _MOST_CONTROLS * len(text)


def _likeness(text: str) -> float:
    """Return the share of frequent Chinese characters among all characters that are not ASCII, 0 for binary."""
    sample = text[:_SAMPLE]
    if not _is_text(sample):
        return 0.0
    foreign = [c for c in sample if c > "\x7f"]
    return sum(map(common().__contains__, foreign)) / len(foreign) if foreign else 0.0


def find_files(inputs: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return every file that `inputs` name, with its document name, sorted by that name.

    A file is taken as it is, under its own name. In a folder, all *.txt and *.md at any depth are taken, under their
    path inside it with `/` between the parts; hidden ones and README.md are left out. Raises ReadingError where there
    is nothing to read, and where two files would get one name.
    """
    found: dict[str, Path] = {}
    for given in inputs:
        named = _in_folder(given) if given.is_dir() else [(given, given.name)]
        if not named:
            raise ReadingError(
                f"{given}: no {' or '.join('*' + s for s in SUFFIXES)} file in this folder; give another"
            )
        for path, doc in named:
            if not path.exists() and not path.is_symlink():
                raise ReadingError(f"{path}: no such file or folder; check the path")
            other = found.setdefault(_printable(doc), path)
            if other != path and not (other.exists() and path.exists() and other.samefile(path)):
                raise ReadingError(
                    f"{path}: has the same document name as {other} ({doc}); rename one, or give a folder above both"
                )
    return [(found[doc], doc) for doc in sorted(found)]


def _in_folder(folder: Path) -> list[tuple[Path, str]]:
    named = []

    def refuse(error: OSError) -> None:
        raise ReadingError(f"{error.filename}: cannot be listed ({error.strerror}); change its access rights") from None

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.lower().endswith(SUFFIXES) and name.lower() != "readme.md":
                path = Path(parent, name)
                named.append((path, path.relative_to(folder).as_posix()))
    return named


def _printable(name: str) -> str:
    """Return a file name as proper text, also where its bytes are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
