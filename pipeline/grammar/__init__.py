"""The grammar: productive patterns for names and formulations that no list holds.

Each room of the package knows one family: `numerals`, `quotes` (with titles), `heads`, `frames`, `governed` and
`parallels` for slogans; `meetings`, `bodies`, `documents`, `periods`, `persons`, `groups` and `places` for entities.
All work on cleaned text and overlap freely; the resolver decides. `scores` says how far each rule can be trusted.
"""

from pipeline.candidates import Candidate
from pipeline.grammar import (
    bodies,
    documents,
    frames,
    governed,
    groups,
    heads,
    meetings,
    numerals,
    parallels,
    periods,
    persons,
    places,
    quotes,
)
from pipeline.grammar.scores import PRECISION

_ROOMS = (
    numerals,
    quotes,
    heads,
    frames,
    documents,
    governed,
    parallels,
    meetings,
    bodies,
    periods,
    persons,
    groups,
    places,
)


def match(text: str) -> list[Candidate]:
    """Return the candidates of all rules in cleaned Simplified text, sorted; offsets are code points of `text`.

    A title in 《》 is closed: nothing inside it is proposed (GUIDE.md, boundary 3).

    >>> [text[c.start:c.end] for text in ["增强“四个意识”"] for c in match(text)]
    ['四个意识']
    """
    found = {(span.start, span.end): span for room in reversed(_ROOMS) for span in room.find(text)}
    titles = sorted(key for key, span in found.items() if span.rule == "title")
    candidates = []
    index = 0
    for (start, end), span in sorted(found.items()):
        while index < len(titles) and titles[index][1] <= start:
            index += 1
        if index < len(titles) and titles[index][0] <= start and end <= titles[index][1] and span.rule != "title":
            continue
        candidates.append(Candidate(start, end, span.label, f"grammar.{span.rule}", PRECISION[span.rule]))
    return candidates
