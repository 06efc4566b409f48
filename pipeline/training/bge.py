"""The teacher that reads character by character: bge-small-zh-v1.5 (BAAI, MIT), a Transformer of four layers.

It was trained on far more text than LAC (Xiao and others, arXiv:2309.07597), and errs elsewhere; it is too slow to
ship. A unit's state is that of its first character beside that of its last; what follows is the tagger's own network.
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

from pipeline.tagger.features import Floats
from pipeline.tagger.units import Segment
from pipeline.training.encoder import Encoder
from pipeline.training.teachers import read_bge

WIDTH, HEADS, LAYERS = 512, 8, 4
_DROPOUT, _LOSE_CHARACTER = 0.1, 0.04
_EPSILON = 1e-12
_WHOLE_ONLY = {"NO AVX", "DEFAULT", "AVX2"}  # instruction sets without numbers of 16 bits
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
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        size, length, _ = state.shape
        q, k, v = (part(state).view(size, length, HEADS, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        state = self.n1(state + self.drop(self.o(seen.transpose(1, 2).reshape(size, length, WIDTH))))
        out: Tensor = self.n2(state + self.drop(self.f(functional.gelu(self.i(state)))))
        return out


class Transformer(nn.Module):
    """Read characters; rows of embeddings are those of words of one character."""

    def __init__(self) -> None:
        """Copy the trained arrays into parameters."""
        super().__init__()
        arrays, vocabulary = _given()
        self.rows = {word: row for row, word in enumerate(vocabulary)}
        self.unknown = self.rows["[UNK]"]
        words = arrays["embeddings.word_embeddings.weight"][list(vocabulary.values())]
        self.word = nn.Embedding.from_pretrained(torch.tensor(words), freeze=False)
        places = arrays["embeddings.position_embeddings.weight"] + arrays["embeddings.token_type_embeddings.weight"][0]
        self.place = nn.Parameter(torch.tensor(places))
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(_DROPOUT)
        _copy(self.norm, arrays, "embeddings.LayerNorm")
        for at, layer in enumerate(self.layers):
            for part, name in _PARTS.items():
                _copy(getattr(layer, part), arrays, f"encoder.layer.{at}.{name}")

    def lay_out(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return the (texts, characters) rows with the special ones around each, and which of them hold something."""
        rows = np.zeros((len(texts), 2 + max(map(len, texts))), np.int64)
        mask = np.zeros(rows.shape, np.bool_)
        for at, text in enumerate(texts):
            own = [self.rows.get(_PLAIN.get(c, c.lower()), self.unknown) for c in text]
            rows[at, : len(own) + 2] = [self.rows["[CLS]"], *own, self.rows["[SEP]"]]
            mask[at, : len(own) + 2] = True
        return torch.from_numpy(rows), torch.from_numpy(mask)

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Return (texts, characters and two more, WIDTH)."""
        rows, mask = self.lay_out(texts)
        if self.training:
            rows = torch.where(torch.rand(rows.shape) < _LOSE_CHARACTER, torch.tensor(self.unknown), rows)
        # Half the precision is several times as fast where the processor has it, and the states come back whole;
        # where it has not, it is a hundred times as slow.
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.backends.cpu.get_cpu_capability() not in _WHOLE_ONLY):
            state = self.drop(self.norm(self.word(rows) + self.place[: rows.size(1)]))
            for layer in self.layers:
                state = layer(state, mask[:, None, None])
        return state.float()


def _copy(module: nn.Module, arrays: dict[str, Floats], name: str) -> None:
    with torch.no_grad():
        for kind, parameter in module.named_parameters():
            parameter.copy_(torch.tensor(np.array(arrays[f"{name}.{kind}"])))


class CharacterEncoder(Encoder):
    """The tagger's network with the Transformer in place of LAC's recurrent layers."""

    GIVEN: ClassVar[tuple[str, ...]] = ("bge",)

    def __init__(self, embeddings: Floats, layers: object, dropout: float) -> None:
        """Start from the Transformer; of LAC only the embeddings serve, for first and last characters."""
        nn.Module.__init__(self)
        self.emb = nn.Embedding.from_pretrained(torch.tensor(np.array(embeddings)), freeze=False)
        self.bge = Transformer()
        self._finish(embeddings.shape[1], 2 * WIDTH, dropout)

    def read(self, segments: Sequence[Segment], units: Tensor, mask: Tensor) -> Tensor:
        """Return the (batch, time, 2 * WIDTH) of units in their context."""
        state = self.bge([segment.text for segment in segments])
        first, last = (np.ones(units.shape, np.int64) for _ in range(2))
        for at, segment in enumerate(segments):
            borders = np.array(segment.edges) - segment.edges[0]
            first[at, : len(borders) - 1] = borders[:-1] + 1  # the row's first is [CLS]
            last[at, : len(borders) - 1] = borders[1:]
        ends = [torch.from_numpy(place)[:, :, None].expand(-1, -1, WIDTH) for place in (first, last)]
        return torch.cat([state.gather(1, place) for place in ends], -1)
