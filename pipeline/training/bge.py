"""The teacher that also reads character by character, with bge-small-zh-v1.5 (BAAI, MIT), a Transformer of four layers.

It was trained on far more text than LAC (Xiao and others, arXiv:2309.07597), and errs elsewhere; it is too slow to
ship. It stays as it is: what its last three layers make of a unit's first and last characters stands beside what LAC's
layers make of the unit, which is nearly as good as training it (Devlin and others, arXiv:1810.04805, section 5.3) and
takes a fraction of the time, since a text is read once for all passes.
"""

import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import rnn

from pipeline.tagger.features import Floats
from pipeline.tagger.units import Segment
from pipeline.training.encoder import Encoder
from pipeline.training.teachers import read_bge

WIDTH, HEADS, LAYERS = 512, 8, 4
USED = 3  # the last layers, whose states are taken
_HIDDEN = 256
_AT_ONCE = 16  # texts
_EPSILON = 1e-12
_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "…": "."}  # its vocabulary has no such marks
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "i": "intermediate.dense",
    "f": "output.dense",
    "n1": "attention.output.LayerNorm",
    "n2": "output.LayerNorm",
}


@cache
def _given() -> tuple[dict[str, Floats], dict[str, int]]:
    """Return the arrays by their names in BERT, and the rows of the words of one character and of the special ones."""
    model, tokenizer = read_bge()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        path.write_bytes(model)
        graph = onnx.load(path).graph
    known = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    # The exporter renamed the matrices; the bias that is added to a product tells which it is.
    factors = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
    for node in graph.node:
        if node.op_type == "Add":
            for bias, product in (tuple(node.input), tuple(node.input)[::-1]):
                if bias in known and factors.get(product) in known:
                    known[bias.removesuffix("bias") + "weight"] = known[factors[product]].T
    rows = json.loads(tokenizer)["model"]["vocab"]
    return known, {word: row for word, row in rows.items() if len(word) == 1 or word.startswith("[")}


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=_EPSILON), nn.LayerNorm(WIDTH, eps=_EPSILON)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        size, length, _ = state.shape
        q, k, v = (part(state).view(size, length, HEADS, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        state = self.n1(state + self.o(seen.transpose(1, 2).reshape(size, length, WIDTH)))
        out: Tensor = self.n2(state + self.f(functional.gelu(self.i(state))))
        return out


class Transformer(nn.Module):
    """Read characters as bge-small-zh does; rows of embeddings are those of words of one character."""

    def __init__(self) -> None:
        """Copy the trained arrays."""
        super().__init__()
        arrays, vocabulary = _given()
        self.rows = {word: row for row, word in enumerate(vocabulary)}
        words = arrays["embeddings.word_embeddings.weight"][list(vocabulary.values())]
        self.word = nn.Embedding.from_pretrained(torch.tensor(words))
        places = arrays["embeddings.position_embeddings.weight"] + arrays["embeddings.token_type_embeddings.weight"][0]
        self.place = torch.tensor(places)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        _copy(self.norm, arrays, "embeddings.LayerNorm")
        for at, layer in enumerate(self.layers):
            for part, name in _PARTS.items():
                _copy(getattr(layer, part), arrays, f"encoder.layer.{at}.{name}")

    def lay_out(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return the (texts, characters) rows with the special ones around each, and which of them hold something."""
        rows = np.zeros((len(texts), 2 + max(map(len, texts))), np.int64)
        mask = np.zeros(rows.shape, np.bool_)
        for at, text in enumerate(texts):
            own = [self.rows.get(_PLAIN.get(c, c.lower()), self.rows["[UNK]"]) for c in text]
            rows[at, : len(own) + 2] = [self.rows["[CLS]"], *own, self.rows["[SEP]"]]
            mask[at, : len(own) + 2] = True
        return torch.from_numpy(rows), torch.from_numpy(mask)

    def forward(self, texts: Sequence[str]) -> list[Tensor]:
        """Return for each text the (characters and two more, USED * WIDTH) states of the last layers."""
        rows, mask = self.lay_out(texts)
        with torch.no_grad():
            state = self.norm(self.word(rows) + self.place[: rows.size(1)])
            states = [state := layer(state, mask[:, None, None]) for layer in self.layers]
            joined = torch.cat(states[-USED:], -1)
        return [joined[at, : len(text) + 2] for at, text in enumerate(texts)]


def _copy(module: nn.Module, arrays: dict[str, Floats], name: str) -> None:
    with torch.no_grad():
        for kind, parameter in module.named_parameters():
            parameter.copy_(torch.tensor(np.array(arrays[f"{name}.{kind}"])))


class Reader:
    """Read texts with the Transformer, which stays as it is: what it makes of one can be kept."""

    def __init__(self) -> None:
        """Take the Transformer; nothing has been read."""
        self._transformer = Transformer()
        self._kept: dict[str, Tensor] = {}

    def read(self, texts: Sequence[str], *, keep: bool) -> list[Tensor]:
        """Return what the Transformer returns, in half precision; keep it where the same texts will come again."""
        found = {text: self._kept[text] for text in texts if text in self._kept}
        new = sorted(set(texts) - found.keys(), key=lambda text: (len(text), text))
        for at in range(0, len(new), _AT_ONCE):
            group = new[at : at + _AT_ONCE]
            found |= {text: state.half() for text, state in zip(group, self._transformer(group), strict=True)}
        if keep:
            self._kept |= found
        return [found[text] for text in texts]


@cache
def _reader() -> Reader:
    return Reader()


class CharacterEncoder(Encoder):
    """The tagger's network with the Transformer's states beside those of LAC's recurrent layers."""

    MORE: ClassVar[int] = 2 * _HIDDEN

    def __init__(self, embeddings: Floats, layers: Sequence[Sequence[Sequence[Floats]]], dropout: float) -> None:
        """Start from LAC's embeddings and recurrent layers; what takes the Transformer's states in is new."""
        super().__init__(embeddings, layers, dropout)
        self.lin = nn.Linear(2 * USED * WIDTH, _HIDDEN)
        self.gru = nn.GRU(_HIDDEN, _HIDDEN // 2, batch_first=True, bidirectional=True)

    def read(self, segments: Sequence[Segment], units: Tensor, mask: Tensor) -> Tensor:
        """Return the (batch, time, states) of units in their context."""
        given = torch.zeros(*units.shape, 2 * USED * WIDTH)
        states = _reader().read([segment.text for segment in segments], keep=self.training)
        for at, (segment, state) in enumerate(zip(segments, states, strict=True)):
            borders = np.array(segment.edges) - segment.edges[0]
            ends = state[borders[:-1] + 1], state[borders[1:]]  # the row's first is [CLS]
            given[at, : len(borders) - 1] = torch.cat(ends, -1).float()
        given = torch.relu(self.lin(self.drop_inputs(given)))
        lengths = mask.sum(1).long()
        packed = rnn.pack_padded_sequence(self.drop_inputs(given), lengths, batch_first=True, enforce_sorted=False)
        run, _ = rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True, total_length=units.size(1))
        return torch.cat([super().read(segments, units, mask), run, given], -1)
