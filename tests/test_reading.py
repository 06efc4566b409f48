"""Reading: encodings are told apart, bytes decode exactly, and every file that cannot be read says why."""

import codecs
import hashlib
import os
import random
from pathlib import Path

import pytest
from opencc import OpenCC

from pipeline.errors import ReadingError
from pipeline.reading import find_files, read_source

SIMPLIFIED = (
    "各位委员、同志们：\r\n我们要坚持稳中求进工作总基调，做好“六稳”工作，落实“六保”任务。\n\n一要旗帜鲜明讲政治。"
)
TRADITIONAL = OpenCC("s2t").convert(SIMPLIFIED)


@pytest.mark.parametrize(
    ("encoding", "mark", "text"),
    [
        ("utf-8", b"", SIMPLIFIED),
        ("utf-8", codecs.BOM_UTF8, SIMPLIFIED),
        ("gb18030", b"", SIMPLIFIED),
        ("gb18030", b"", TRADITIONAL),
        ("big5", b"", TRADITIONAL),
        ("utf-16-le", codecs.BOM_UTF16_LE, SIMPLIFIED),
        ("utf-16-be", codecs.BOM_UTF16_BE, TRADITIONAL),
        ("utf-16-le", b"", SIMPLIFIED),
        ("utf-16-be", b"", SIMPLIFIED),
        ("utf-32-le", codecs.BOM_UTF32_LE, SIMPLIFIED),
    ],
)
def test_encoding_is_recognised(tmp_path: Path, encoding: str, mark: bytes, text: str) -> None:
    path = tmp_path / "speech.txt"
    path.write_bytes(mark + text.encode(encoding))
    source = read_source(path)
    assert source.encoding == encoding
    assert source.text == path.read_bytes().decode(encoding)
    assert source.text == ("\ufeff" if mark else "") + text
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["市政协工作座谈会", "全国人民代表大会的工作报告"])
def test_short_text_is_recognised(tmp_path: Path, encoding: str, text: str) -> None:
    text = OpenCC("s2t").convert(text)
    path = tmp_path / "speech.txt"
    path.write_bytes(text.encode(encoding))
    assert read_source(path).text == text


def test_hong_kong_characters_are_read(tmp_path: Path) -> None:
    text = "我們在這裏報告，堅持發展經濟，改善民生，衞生和國家的各項工作都要做好。啲"
    path = tmp_path / "speech.txt"
    path.write_bytes(text.encode("big5hkscs"))
    assert read_source(path).text == text


def test_english_text_is_utf8(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text("Report on the work of the government\n", "utf-8")
    assert read_source(path).encoding == "utf-8"


def test_seed_and_its_hash(seed: Path) -> None:
    source = read_source(seed)
    assert source.encoding == "utf-8"
    assert source.text.encode("utf-8") == seed.read_bytes()


def broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000))


def damaged(path: Path) -> None:
    data = (SIMPLIFIED * 3).encode("utf-8")
    path.write_bytes(data[:99] + b"\xff" + data[99:])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(codecs.BOM_UTF8 + b" \r\n"), "empty"),
        (broken_link, "leads nowhere"),
        (pipe, "not a regular file"),
        (binary, "not text"),
        (damaged, "UTF-8 up to byte"),
        (lambda path: path.write_bytes(codecs.BOM_UTF16_LE + b"a"), "utf-16-le"),
        (lambda path: path.write_bytes(codecs.BOM_UTF16_LE + b"\x01\x00\x02\x00" * 20), "not a text file"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, make: object, says: str) -> None:
    path = tmp_path / "speech.txt"
    make(path)  # type: ignore[operator]
    with pytest.raises(ReadingError) as caught:
        read_source(path)
    message = str(caught.value)
    assert says in message
    assert str(path) in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("error", "says"), [(PermissionError(13, "denied"), "no permission"), (OSError(5, "I/O error"), "I/O error")]
)
def test_system_errors_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str) -> None:
    path = tmp_path / "speech.txt"
    path.write_text(SIMPLIFIED, "utf-8")

    def refuse(self: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadingError, match=says):
        read_source(path)


def make_files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文", "utf-8")


def test_folder_gives_its_texts_in_order(tmp_path: Path) -> None:
    make_files(tmp_path, "b.txt", "a/2.md", "a/1.TXT", "README.md", ".hidden.txt", ".git/x.txt", "c.pdf", "a/readme.md")
    assert find_files([tmp_path]) == [
        (tmp_path / "a/1.TXT", "a/1.TXT"),
        (tmp_path / "a/2.md", "a/2.md"),
        (tmp_path / "b.txt", "b.txt"),
    ]


def test_file_is_named_by_its_own_name(tmp_path: Path) -> None:
    make_files(tmp_path, "a/speech.text", "b/other.txt")
    files = find_files([tmp_path / "b", tmp_path / "a/speech.text"])
    assert [doc for _, doc in files] == ["other.txt", "speech.text"]


def test_same_file_twice_is_one_document(tmp_path: Path) -> None:
    make_files(tmp_path, "a.txt")
    assert find_files([tmp_path, tmp_path / "a.txt", tmp_path]) == [(tmp_path / "a.txt", "a.txt")]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    make_files(tmp_path, "2023/report.txt", "2024/report.txt")
    with pytest.raises(ReadingError, match=r"same document name.*report\.txt"):
        find_files([tmp_path / "2023", tmp_path / "2024"])


@pytest.mark.parametrize(("given", "says"), [("empty", "no \\*.txt"), ("missing.txt", "no such file")])
def test_nothing_to_read_is_an_error(tmp_path: Path, given: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadingError, match=says):
        find_files([tmp_path / given])
