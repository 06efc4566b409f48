"""Know where a text's paragraphs and sentences stand, and where they turn from the points to the whole."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from pipeline.sections.markers import Marker
from pipeline.sections.sentences import Paragraph, SentenceSpan

# A paragraph longer than this has lost its breaks: several paragraphs of the speech stand in it.
LOST = 2500
_WHOLE = r"以上(?:[是这几各所就我，,0-9]|[一二三四五六七八九十两]+[条点个项])|总之|综上|概括起来|结束语"
TURN_HARD = re.compile("结束语")
TURN = re.compile(
    rf"{_WHOLE}|总的[看说来]"
    r"|(?:同志们|各位[一-鿿]{1,10}|女士们|先生们|朋友们)[、，,！!：:]"
)


class Layout:
    """Know a text's paragraphs and sentences, and what they say about where a point can end."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], sentences: list[SentenceSpan]) -> None:
        """Take cleaned text with its paragraphs and sentences."""
        self.text = text
        self.paragraphs = paragraphs
        self.starts = [s.start for s in sentences]
        self.sentences = sentences
        self.turns: dict[re.Pattern[str], list[int]] = {}

    def lost(self, paragraph: int) -> bool:
        """Tell whether a paragraph has lost its breaks."""
        found = self.paragraphs[paragraph]
        return found.end - found.start > LOST

    def title_only(self, marker: Marker) -> bool:
        """Tell whether the marker's line is a short heading without a stop."""
        if not marker.head:
            return False
        here = self.paragraphs[marker.paragraph]
        line = self.text[marker.end : min(here.end, marker.end + 100)].strip()
        if not line and marker.paragraph + 1 < len(self.paragraphs):  # the words stand on the next line
            here = self.paragraphs[marker.paragraph + 1]
            line = self.text[here.start : min(here.end, here.start + 100)]
        return len(line) <= 60 and not re.search(r"[。；！]", line)

    @cached_property
    def stops(self) -> list[int]:
        """Return where sentences end for good, not at a semicolon."""
        ends = (s.end for s in self.sentences)
        return [end for end in ends if not self.text[max(end - 12, 0) : end].rstrip().endswith(("；", ";"))]

    def full_stop(self, start: int, limit: int, count: int = 1) -> int:
        """Return where the `count`-th sentence from `start` on ends for good, at most `limit`."""
        index = bisect_right(self.stops, start) + count - 1
        return min(self.stops[index], limit) if index < len(self.stops) else limit

    def count_stops(self, start: int, end: int) -> int:
        """Return how many full sentences begin between `start` and `end`, at least one."""
        return bisect_left(self.stops, end) - bisect_right(self.stops, start) + 1

    def turn(self, start: int, end: int, pattern: re.Pattern[str] = TURN) -> int | None:
        """Return the first sentence after `start` that turns from the points to the whole by `pattern`, or None."""
        if pattern not in self.turns:
            self.turns[pattern] = [
                s.start
                for i, s in enumerate(self.sentences)
                if pattern.match(self.text, s.start) and self.opens_paragraph(i)
            ]
        turns = self.turns[pattern]
        index = bisect_right(turns, start)
        return turns[index] if index < len(turns) and turns[index] < end else None

    def opens_paragraph(self, index: int) -> bool:
        """Tell whether a sentence opens a paragraph, as far as paragraphs are known."""
        sentence = self.sentences[index]
        first = index == 0 or self.sentences[index - 1].paragraph != sentence.paragraph
        return first or self.lost(sentence.paragraph) or self.text.startswith("以上", sentence.start)
