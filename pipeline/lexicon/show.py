"""Format an entry of the lexicon for a reader."""

import opencc
from pypinyin import lazy_pinyin

from pipeline.lexicon.loader import Entry, Lexicon


def look_up(lexicon: Lexicon, query: str) -> Entry | None:
    """Return the entry that a surface form, Simplified or Traditional, or an id names."""
    return lexicon.find(query) or lexicon.entries.get(query) or lexicon.find(opencc.OpenCC("t2s").convert(query))


def format_entry(lexicon: Lexicon, entry: Entry) -> str:
    """Return an entry as lines of a field each, its members and the formulas it is a member of by name."""
    containers = tuple(other.id for other in lexicon.entries.values() if entry.id in other.members)
    fields = [
        ("id", entry.id),
        ("label", f"{entry.label} ({entry.domain})" if entry.domain else entry.label),
        ("pinyin", " ".join(lazy_pinyin(entry.name))),
        ("traditional", opencc.OpenCC("s2t").convert(entry.name)),
        ("aliases", " · ".join(entry.aliases)),
        ("english", entry.english),
        ("first seen", f"{entry.first_year or ''} {f'({entry.seen})' if entry.seen else ''}".strip()),
        ("members", _names(lexicon, entry.members)),
        ("member of", _names(lexicon, containers)),
    ]
    return "\n".join([entry.name, *(f"  {name:12}{value}" for name, value in fields if value)])


def _names(lexicon: Lexicon, identifiers: tuple[str, ...]) -> str:
    return " · ".join(lexicon.entries[identifier].name for identifier in identifiers)
