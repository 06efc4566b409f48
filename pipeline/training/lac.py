"""Read LAC 2.1's model: embeddings, recurrent layers and vocabulary, where the tagger's training starts from."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.tagger.features import Floats
from pipeline.tagger.units import UNKNOWN

_FLOAT32 = 5  # Paddle's number for the type


@dataclass(frozen=True, slots=True)
class Lac:
    """Hold the words in row order with their counts, folded characters, embeddings and two recurrent layers."""

    words: list[str]
    counts: list[int]
    folds: dict[str, str]
    embeddings: Floats
    layers: list[list[tuple[Floats, ...]]]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        shift, at = shift + 7, at + 1
        if byte < 128:
            return value, at


def read_tensor(path: Path) -> Floats:
    """Read a Paddle LoDTensor of 32-bit floats; raises ValueError for any other type."""
    data = path.read_bytes()
    (levels,) = struct.unpack_from("<Q", data, 4)
    at = 12
    for _ in range(levels):
        at += 8 + struct.unpack_from("<Q", data, at)[0]
    (size,) = struct.unpack_from("<i", data, at + 4)
    head, at = data[at + 8 : at + 8 + size], at + 8 + size
    shape: list[int] = []
    kind = place = 0
    while place < len(head):
        key, place = _varint(head, place)
        value, place = _varint(head, place)
        if key >> 3 == 1:
            kind = value
        elif key & 7 == 0:
            shape.append(value)
        else:  # packed dimensions
            stop = place + value
            while place < stop:
                value, place = _varint(head, place)
                shape.append(value)
    if kind != _FLOAT32:
        raise ValueError(f"{path}: not a tensor of 32-bit floats")
    return np.frombuffer(data, "<f4", offset=at).reshape(shape)


def _pairs(path: Path, mark: str) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        left, _, right = line.strip("\r").partition(mark)
        if right:
            yield left, right


def read_lac(folder: Path) -> Lac:
    """Read the files of LAC's lac_model folder; keep the words that its own cutting can reach."""

    def tensor(name: str) -> Floats:
        return read_tensor(folder / "model" / name)

    rows = {word: int(row) for row, word in _pairs(folder / "conf" / "word.dic", "\t")}
    counts = {word: int(count) for word, count in _pairs(folder / "conf" / "small_seg.dic", " ")}
    words = [word for word in rows if len(word) == 1 or word in counts or word == UNKNOWN]
    known = set(words)
    folds = dict(_pairs(folder / "conf" / "q2b.dic", "\t"))
    layers: list[list[tuple[Floats, ...]]] = []
    for layer in range(2):
        ways: list[tuple[Floats, ...]] = []
        for way in range(2):
            at = 2 * layer + way
            packed = tensor(f"gru_{at}.w_0").ravel()
            width = tensor(f"gru_{at}.w_0").shape[0]
            bias = tensor(f"fc_{at}.b_0").ravel() + tensor(f"gru_{at}.b_0").ravel()
            gates = packed[: 2 * width * width].reshape(width, 2 * width)
            ways.append((tensor(f"fc_{at}.w_0"), bias, gates, packed[2 * width * width :].reshape(width, width)))
        layers.append(ways)
    return Lac(
        words=words,
        counts=[counts.get(word, 0) if word != UNKNOWN else 0 for word in words],
        folds={left: right for left, right in folds.items() if left != right and right in known},
        embeddings=tensor("word_emb")[[rows[word] for word in words]],
        layers=layers,
    )
