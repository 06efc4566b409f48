"""Train the tagger: `python -m pipeline.training.tagger SHARED_DIR`, some four hours on one core.

The network starts from LAC 2.1's embeddings and recurrent layers and is trained on gold/train. Lexicon and grammar are
hints that are withheld at random, so that the tagger learns to do without a list that does not know a formulation yet.
Two such taggers then label texts that nobody annotated (pipeline.training.silver); the one that is kept learns from
these and from gold together, then a little more from gold alone (self-training with soft labels; Hinton, Vinyals and
Dean, arXiv:1503.02531). A second round of the same brought nothing, but one with another kind of teacher does: the
tagger of the first round beside one that reads with bge-small-zh too (pipeline.training.bge), and errs elsewhere. A
third round brought nothing although its teachers were better: the network that is kept seems to hold no more.
`--fold K` leaves a fifth of the annotated documents out, for cross-validation.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.records import whole_file
from pipeline.tagger import WEIGHTS, Tagger
from pipeline.tagger.features import LABELS, Floats, Hint, unit_features
from pipeline.tagger.network import PROPOSE, Network
from pipeline.tagger.units import UNKNOWN, Vocabulary
from pipeline.training.bge import CharacterEncoder
from pipeline.training.encoder import GIVEN, Encoder
from pipeline.training.examples import Annotated, Example, make_examples, read_annotated
from pipeline.training.lac import Lac, read_lac
from pipeline.training.padding import Padded
from pipeline.training.recall import Recall
from pipeline.training.scoring import TorchNetwork
from pipeline.training.silver import label_silver
from pipeline.training.teachers import lac_folder

FOLDS = 5
TEACHERS = 2
UNITS, DROPOUT, DECAY = 900, 0.36, 1e-2
WITHHOLD_ALL, WITHHOLD_ONE = (0.25, 0.12, 0.15), (0.25, 0.08, 0.05)  # lexicon, grammar, memory
LOSE_UNIT = 0.05
_NEGATIVES = 3


def _withhold(hints: Sequence[Hint], chance: random.Random) -> list[Hint]:
    """Return the hints of a segment that this pass may see."""
    without = [chance.random() < share for share in WITHHOLD_ALL]
    lose = WITHHOLD_ONE
    return [hint for hint in hints if not without[hint.source] and chance.random() >= lose[hint.source]]


class Batch(Padded):
    """Hold some examples as tensors, with what annotators made of them."""

    def __init__(self, examples: Sequence[Example], chance: random.Random) -> None:
        """Lay the examples out; `chance` decides which hints are withheld."""
        seen = [_withhold(example.hints, chance) for example in examples]
        super().__init__(
            [example.segment for example in examples],
            [unit_features(len(example.segment.units), own) for example, own in zip(examples, seen, strict=True)],
            [example.spans(own) for example, own in zip(examples, seen, strict=True)],
        )
        self.target = torch.zeros(*self.mask.shape, self.mask.size(1))
        gold: list[tuple[int, int, int, int, float, float]] = []
        for at, example in enumerate(examples):
            for (first, last), (label, mention, core) in example.gold.items():
                self.target[at, first, last] = mention
                gold.append((at, first, last, label, mention, core))
        self.gold = torch.tensor([row[:3] for row in gold], dtype=torch.long).view(-1, 3)
        self.labels = torch.tensor([row[3] for row in gold], dtype=torch.long)
        self.mention, self.core = (torch.tensor([row[at] for row in gold]) for at in (4, 5))


def _batches(examples: Sequence[Example], chance: random.Random) -> Iterator[Batch]:
    """Yield batches of some UNITS units, of like length, in random order."""
    order = sorted(examples, key=lambda example: len(example.segment.units) + 4 * chance.random())
    groups: list[list[Example]] = [[]]
    for example in order:
        if groups[-1] and len(example.segment.units) * (len(groups[-1]) + 1) > UNITS:
            groups.append([])
        groups[-1].append(example)
    chance.shuffle(groups)
    for group in groups:
        yield Batch(group, chance)


def _loss(network: Encoder, batch: Batch, unknown: int) -> Tensor:
    rows = torch.where(torch.rand(batch.rows.shape) < LOSE_UNIT, torch.tensor(unknown), batch.rows)
    rows = torch.stack([rows[0], batch.rows[1], batch.rows[2]])
    hidden = network.encode(batch.segments, rows, batch.widths, batch.hints, batch.mask)
    score, valid = network.propose(hidden, batch.mask, batch.listed())
    units = batch.mask.sum()
    loss = functional.binary_cross_entropy_with_logits(score[valid], batch.target[valid], reduction="sum")
    wrong = ((score.detach() > PROPOSE + 0.5) & valid & (batch.target == 0)).nonzero()
    wrong = wrong[torch.randperm(len(wrong))[: _NEGATIVES * len(batch.gold) + 20]]
    spans = torch.cat([batch.gold, wrong])
    if len(spans):
        out = network.classify(hidden, spans, batch.of(spans))
        none = torch.zeros(len(wrong))
        mention, core = torch.cat([batch.mention, none]), torch.cat([batch.core, none])
        loss = loss + functional.binary_cross_entropy_with_logits(out[:, -2], mention, reduction="sum")
        loss = loss + 0.7 * functional.binary_cross_entropy_with_logits(out[:, -1], core, reduction="sum")
        labels = out[: len(batch.gold), : len(LABELS)]
        unsure = functional.cross_entropy(labels, batch.labels, reduction="none")
        loss = loss + 0.5 * (unsure * batch.mention).sum()
    return loss / units


@dataclass(frozen=True, slots=True)
class Course:
    """Hold how long and how fast to train: passes, the rates of what is new and of what was given, steps to warm up."""

    epochs: int
    rate: float = 2e-3
    teacher_rate: float = 1e-3
    warm_up: int = 150


def train(
    documents: Sequence[Annotated],
    recall: Recall,
    lac: Lac,
    vocabulary: Vocabulary,
    course: Course,
    *,
    seed: int,
    kind: type[Encoder] = Encoder,
    start: dict[str, Floats] | None = None,
) -> dict[str, Floats]:
    """Return the trained arrays by name, embeddings for the whole vocabulary; go on from `start` where it is given."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    examples = [
        example
        for document in documents
        for example in make_examples(document, vocabulary, recall.memory(without=document.name))
    ]
    # Only rows that occur are trained: the others stay the teacher's, and the optimiser need not touch them.
    used = np.unique(np.concatenate([[vocabulary.rows[UNKNOWN]], *(_rows(example) for example in examples)]))
    embeddings = lac.embeddings.copy() if start is None else start["emb"].copy()
    place = np.zeros(len(embeddings), np.int64)
    place[used] = np.arange(len(used))
    network = kind(embeddings[used], lac.layers, DROPOUT)
    if start is not None:
        _fill(network, start)
    teacher = {name for name, _ in network.named_parameters() if name.split(".")[0] in GIVEN}
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in network.named_parameters() if n in teacher], "weight_decay": 0.0},
            {"params": [p for n, p in network.named_parameters() if n not in teacher], "weight_decay": DECAY},
        ]
    )
    total = course.epochs * sum(1 for _ in _batches(examples, random.Random(seed)))
    step = 0
    for epoch in range(course.epochs):
        losses = []
        for batch in _batches(examples, chance):
            batch.rows = torch.from_numpy(place)[batch.rows]
            rate = min(1.0, step / course.warm_up) * (0.5 + 0.5 * np.cos(np.pi * min(step / total, 1)) + 0.01)
            optimiser.param_groups[0]["lr"] = course.teacher_rate * rate
            optimiser.param_groups[1]["lr"] = course.rate * rate
            loss = _loss(network, batch, int(place[vocabulary.rows[UNKNOWN]]))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5)
            optimiser.step()
            losses.append(float(loss.detach()))
            step += 1
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", file=sys.stderr, flush=True)
    arrays = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    embeddings[used] = arrays["emb.weight"]
    return {name: value for name, value in arrays.items() if name != "emb.weight"} | {"emb": embeddings}


def _fill(network: Encoder, arrays: dict[str, Floats]) -> None:
    """Set what `train` returned, embeddings apart: the caller chooses which rows of these it needs."""
    known = {name: torch.from_numpy(value) for name, value in arrays.items() if name != "emb"}
    network.load_state_dict(known, strict=False)


def _rows(example: Example) -> Floats:
    segment = example.segment
    return np.concatenate([segment.units, segment.firsts, segment.lasts])


def save(arrays: dict[str, Floats], recall: Recall, lac: Lac, path: Path) -> None:
    """Write one .npz: embeddings in 8 bits with a scale a row, other arrays in 16, vocabulary and memory as JSON."""
    scale = np.maximum(np.abs(arrays["emb"]).max(1), 1e-8) / 127
    vocabulary = {"words": lac.words, "counts": lac.counts, "folds": lac.folds}
    forms = [[form, *known] for form, known in recall.forms().items()]
    stored = {name: value.astype(np.float16) for name, value in arrays.items() if name != "emb"}
    stored["emb"] = np.round(arrays["emb"] / scale[:, None]).astype(np.int8)
    stored["emb.scale"] = scale.astype(np.float32)
    for name, value in (("vocabulary", vocabulary), ("memory", forms)):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        stored[name] = np.frombuffer(text, np.uint8)
    with whole_file(path) as temporary, temporary.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **stored)


def main(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds gold/ and corpora/")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="leave this fifth out")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.use_deterministic_algorithms(True)
    lac = read_lac(lac_folder())
    vocabulary = Vocabulary(lac.words, lac.counts, lac.folds)
    documents = read_annotated(options.shared / "gold" / "train")
    random.Random(7).shuffle(documents)
    if options.fold is not None:
        documents = [document for at, document in enumerate(documents) if at % FOLDS != options.fold]
    recall = Recall(documents)
    learn = partial(train, recall=recall, lac=lac, vocabulary=vocabulary)
    tagger = partial(Tagger, vocabulary, memory=recall.memory())

    def learn_from(teachers: Sequence[Tagger], seed: int) -> dict[str, Floats]:
        silver = label_silver(options.shared / "corpora", teachers, seed)
        mixed = learn([*documents, *silver], course=Course(6), seed=0)
        return learn(documents, course=Course(3, 6e-4, 3e-4, 60), seed=5, start=mixed)

    taught = [learn(documents, course=Course(9), seed=seed + 1) for seed in range(TEACHERS)]
    first = learn_from([tagger(network=Network(arrays)) for arrays in taught], seed=11)
    arrays = learn(documents, course=Course(8), seed=1, kind=CharacterEncoder)
    reader = CharacterEncoder(arrays["emb"], lac.layers, DROPOUT)
    _fill(reader, arrays)
    second = learn_from([tagger(network=Network(first)), tagger(network=TorchNetwork(reader))], seed=29)
    save(second, recall, lac, options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
