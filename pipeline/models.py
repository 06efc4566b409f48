"""Say which models are there, where they are and where they come from."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.segmentation import WEIGHTS as SEGMENTER
from pipeline.tagger import WEIGHTS as TAGGER


@dataclass(frozen=True, slots=True)
class ModelFile:
    """Name a file of weights in the package, what it does, and what it was made from."""

    name: str
    path: Path
    purpose: str
    origin: str


MODELS = (
    ModelFile("segmenter", SEGMENTER, "cuts text into words", "pkuseg 0.0.25, model `default` (MIT), pruned"),
    ModelFile(
        "tagger", TAGGER, "scores spans as mentions", "trained on annotated speeches from LAC 2.1.2 (Apache-2.0)"
    ),
)


def describe_models() -> list[str]:
    """Return some lines on each model: purpose, origin, place, size and SHA-256; raise ModelError for a missing one."""
    lines = []
    for model in MODELS:
        if not model.path.is_file():
            raise ModelError(f"{model.path}: the {model.name}'s weights are missing; install tifagraph again")
        data = model.path.read_bytes()
        lines += [
            f"{model.name}: {model.purpose}",
            f"  from     {model.origin}",
            f"  file     {model.path}",
            f"  size     {len(data):,} bytes",
            f"  sha256   {hashlib.sha256(data).hexdigest()}",
        ]
    return lines
