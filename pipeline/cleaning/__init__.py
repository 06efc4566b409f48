"""Clean a text: from what a web page, a PDF or a converter made of a speech back to what was said.

`clean` runs named steps, one for each fault; every step is a function from a text to its edits, so the way back to the
raw file is never lost. What a step cannot see where it stands, the plan tells it: what the whole document is like.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.cleaning import characters, lines, markup, mojibake, pinyin, punctuation, script, spacing
from pipeline.cleaning.offsets import Draft, Edit, OffsetMap, Offsets

__all__ = ["Cleaned", "Plan", "clean"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Say what a document is like as a whole; with it, a part of the document is cleaned as the whole was."""

    polluted: bool
    traditional: bool
    marked: bool
    layout: lines.Layout
    splits: Mapping[str, str]

    def inside(self) -> "Plan":
        """Return the plan for a part of one of the document's sentences, in which every line break is an accident."""
        return replace(self, layout=replace(self.layout, broken=True))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Hold a cleaned text, how often each step changed something, the plan it was cleaned by, and the way back."""

    text: str
    steps: dict[str, int]
    plan: Plan
    offsets: OffsetMap

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of text[start:end]; it ends behind the pinyin of its last character.

        Raises IndexError for a span that is not inside the text.
        """
        return self.offsets.to_raw(start, end)

    def all_to_raw(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """Return where the raw spans of many spans of the text, none of them empty, start and end."""
        return self.offsets.all_to_raw(starts, ends)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text whose characters come from raw[start:end]."""
        return self.offsets.to_clean(start, end)


def survey(raw: str) -> Plan:
    """Find out what a document is like."""
    return Plan(
        polluted=pinyin.is_annotated(raw),
        traditional=script.lean(raw) > 0,
        marked=markup.is_markdown(raw),
        layout=lines.survey(raw.replace("\r\n", "\n").replace("\r", "\n")),
        splits=mojibake.known_splits(raw),
    )


def _steps(plan: Plan) -> dict[str, Callable[[str], list[Edit]]]:
    """Return the steps in their order. Bytes come before pinyin, and lines last, when every line reads as it should."""
    return {
        "controls": characters.controls,
        "entities": markup.entities,
        "tags": markup.tags,
        "markdown": lambda text: markup.markdown(text, plan.marked),
        "split characters": lambda text: mojibake.split_characters(text, plan.splits),
        "lost bytes": mojibake.lost_bytes,
        "pinyin": lambda text: pinyin.annotations(text, plan.polluted),
        "spaces": characters.spaces,
        "look-alikes": characters.lookalikes,
        "doubled punctuation": lambda text: punctuation.doubled(text, plan.polluted),
        "half-width punctuation": punctuation.widths,
        "quotation marks": punctuation.quotes,
        "dashes": punctuation.dashes,
        "traditional": lambda text: script.simplify(text, plan.traditional),
        "broken lines": lambda text: lines.joins(text, plan.layout),
        "lost paragraphs": lines.paragraphs,
        "indentation": spacing.indents,
        "gaps": lambda text: spacing.gaps(text, plan.layout),
    }


def clean(raw: str, plan: Plan | None = None) -> Cleaned:
    """Clean a raw text, offsets kept; give the plan of a whole document to clean a part of it in the same way.

    >>> cleaned = clean("市政協(xié)要堅持,,人民政協(xié)為人民。")
    >>> cleaned.text, cleaned.to_raw(1, 3)
    ('市政协要坚持，人民政协为人民。', (1, 8))
    """
    plan = plan or survey(raw)
    draft = Draft(raw)
    counts = {}
    for name, step in _steps(plan).items():
        edits = step(draft.text)
        if edits:
            draft.apply(edits)
            counts[name] = len(edits)
    return Cleaned(draft.text, counts, plan, OffsetMap(draft.starts, draft.ends, draft.length))
