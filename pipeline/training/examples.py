"""Turn annotated documents into what the tagger is trained on: segments, their hints and their gold spans."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import grammar
from pipeline.candidates import Candidate
from pipeline.cleaning import clean
from pipeline.lexicon.loader import Lexicon
from pipeline.tagger.features import LABELS, WIDEST, Floats, Hint, Span, find_hints, span_features
from pipeline.tagger.memory import Memory
from pipeline.tagger.units import Segment, Vocabulary, split


@dataclass(frozen=True, slots=True)
class Gold:
    """Hold a mention in cleaned offsets: how likely it is one, and a core one; of an annotator's, 1, and 0 or 1."""

    start: int
    end: int
    label: str
    mention: float
    core: float


@dataclass(frozen=True, slots=True)
class Annotated:
    """Hold an annotated document: cleaned text, gold mentions, and what lexicon and grammar propose."""

    name: str
    text: str
    gold: list[Gold]
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Example:
    """Hold a segment with its hints and gold spans: (first, last) to (label index, mention, core)."""

    text: str
    segment: Segment
    hints: list[Hint]
    gold: dict[Span, tuple[int, float, float]]

    def spans(self, hints: list[Hint]) -> dict[Span, Floats]:
        """Return the span features of the hints that are left."""
        return span_features(self.text, self.segment, hints)


def read_annotated(folder: Path) -> list[Annotated]:
    """Read every NAME.txt with NAME.gold.jsonl of a folder, in the order of their names."""
    lexicon = Lexicon.load()
    documents = []
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        cleaned = clean((folder / f"{name}.txt").read_bytes().decode())
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        gold = []
        for row in rows:
            if row["type"] == "mention":
                start, end = cleaned.to_clean(row["start"], row["end"])
                if start < end:
                    gold.append(Gold(start, end, row["label"], 1.0, float(row["tier"] == "core")))
        found = [*lexicon.match(cleaned.text), *grammar.match(cleaned.text)]
        documents.append(Annotated(name, cleaned.text, gold, found))
    return documents


def make_examples(document: Annotated, vocabulary: Vocabulary, memory: Memory) -> list[Example]:
    """Return the document's segments as examples; gold that is no span of units is left out."""
    candidates = sorted((*document.candidates, *memory.match(document.text)))
    forced = sorted({edge for candidate in candidates for edge in (candidate.start, candidate.end)})
    return [
        _example(document, candidates, vocabulary.segment(document.text, start, end, forced))
        for start, end in split(document.text, ((candidate.start, candidate.end) for candidate in candidates))
    ]


def _example(document: Annotated, candidates: Sequence[Candidate], segment: Segment) -> Example:
    start, end = segment.edges[0], segment.edges[-1]
    at = {edge: index for index, edge in enumerate(segment.edges)}
    gold: dict[Span, tuple[int, float, float]] = {}
    for mention in _within(document.gold, start, end):
        first, stop = at.get(mention.start), at.get(mention.end)
        if first is not None and stop is not None and stop - first <= WIDEST:
            known = gold.get((first, stop - 1))
            core = max(mention.core, known[2] if known else 0.0)
            gold[first, stop - 1] = (LABELS.index(mention.label), mention.mention, core)
    hints = find_hints(segment, [c for c in candidates if start <= c.start and c.end <= end])
    return Example(document.text, segment, hints, gold)


def _within(mentions: Iterable[Gold], start: int, end: int) -> list[Gold]:
    return [mention for mention in mentions if start <= mention.start and mention.end <= end]
