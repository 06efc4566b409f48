"""What a user may choose about reading; apart from the pipeline, so that a run that needs no spaCy imports none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what a user may choose: corrections to the lexicon, the least score, a spaCy model, parts to leave out."""

    lexicon: Path | None = None
    min_score: float | None = None
    model: str | None = None
    without: tuple[str, ...] = ()

    def overrides(self) -> dict[str, Any]:
        """Return the settings as overrides of config.cfg."""
        found: dict[str, Any] = {}
        if self.lexicon is not None:
            found["components.lexicon.path"] = found["components.linker.path"] = str(self.lexicon)
        if self.min_score is not None:
            found["components.resolver.min_score"] = self.min_score
        return found
