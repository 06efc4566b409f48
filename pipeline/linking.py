"""Link surface forms to concepts: the lexicon's where it knows the form, else one named and numbered by the form."""

import hashlib
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.cleaning.offsets import rewrite
from pipeline.cleaning.script import is_traditional, simplify
from pipeline.equivalents import equivalents
from pipeline.lexicon import Entry, Lexicon
from pipeline.lexicon.loader import load_lexicon
from pipeline.records import ENTITY_LABELS, SLOGAN_LABELS, Concept, kind_of
from pipeline.spelling import spell, spell_plainly

SYLLABLES = 8
_EDGES = " \t\r\n\u3000\u00a0“”‘’\"'「」『』《》〈〉"
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("＋"): "+", ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’"}
_GB2312 = bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
# Characters that a tidy surface may hold anywhere: ideographs of the Simplified standard, letters, digits, commas.
_TIDY = frozenset(_GB2312.decode("gb2312", "ignore") + string.ascii_letters + string.digits + "、，")
_LOOSE = re.compile(r"[\W_]+")
_INNER_DE = re.compile("(?<=[^新])的(?=.)")
DE_FROM = 6
_LABELS = (*SLOGAN_LABELS, *ENTITY_LABELS)


@dataclass(frozen=True, slots=True)
class Link:
    """Name the concept that a surface form, tidied, stands for; `lexicon` says whether the lexicon knows it."""

    id: str
    name: str
    label: str
    lexicon: bool
    form: str


def tidy(surface: str) -> str:
    """Return a surface in Simplified characters without white space, outer marks, and full-width letters.

    A quotation that does not end the form keeps both its marks.

    >>> tidy("《習近平著作選讀》"), tidy("“互聯網＋”行動"), tidy("“四个意识”")
    ('习近平著作选读', '“互联网+”行动', '四个意识')
    """
    if _TIDY.issuperset(surface):
        return surface
    text = _SPACE.sub("", surface).translate(_WIDE)
    if any(is_traditional(character) for character in text):
        text = rewrite(text, simplify(text, traditional=True))
    bare = text.strip(_EDGES)
    inner = bare.count("“") - bare.count("”")
    if inner < 0 and "“" + bare in text:
        return "“" + bare
    if inner > 0 and bare + "”" in text:
        return bare + "”"
    return bare if inner == 0 else bare.replace("“", "").replace("”", "")


def key_of(name: str) -> str:
    """Return what two forms of one name share: letters, figures, + and ×, and in longer names no 的.

    >>> key_of("不忘初心、牢记使命") == key_of("不忘初心，牢记使命")
    True
    """
    letters = _LOOSE.sub(lambda found: "".join(sorted({"+", "×"} & {*found.group()})), name).lower()
    return _INNER_DE.sub("", letters) if len(letters) >= DE_FROM else letters


def make_id(name: str) -> str:
    """Return a stable ASCII id: at most eight syllables of pinyin and six hexadecimal digits of SHA-256 of the key.

    >>> make_id("七个有之")
    'qi-ge-you-zhi-87e4d0'
    """
    key = key_of(name) or name
    syllables = re.findall(r"[a-z0-9]+", spell_plainly(key).lower())
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return "-".join([*syllables[:SYLLABLES], digest])


class Linker:
    """Link surface forms; what a form is linked to depends on nothing but the form and its label."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon whose concepts come first."""
        self._lexicon = lexicon
        self._links = _Links(self._find)

    def link(self, surface: str, label: str) -> Link:
        """Return the concept of a surface form; one that the lexicon lacks is named by this form for now."""
        return self._links[surface, label]

    def link_all(self, surfaces: Iterable[str], labels: Iterable[str]) -> list[Link]:
        """Return the concepts of many surface forms."""
        return [*map(self._links.__getitem__, zip(surfaces, labels, strict=True))]

    def _find(self, surface: str, label: str) -> Link:
        form = tidy(surface) or surface
        entry = self._lexicon.find(form)
        if entry is None:
            forms = list(dict.fromkeys(equivalents(form, label)))
            entry = self._entry(form, forms)
            if entry is None:
                return Link(make_id(forms[0]), forms[0], label, False, form)
        return Link(entry.id, entry.name, entry.label, True, form)

    def _entry(self, form: str, forms: list[str]) -> Entry | None:
        """Return the entry of an equivalent of a form, else of the form or an equivalent without its 的."""
        for candidate in forms:
            entry = self._lexicon.find(candidate)
            if entry is not None:
                return entry
        for candidate in (form, *forms):
            bare = _INNER_DE.sub("", candidate)
            if bare != candidate and len(candidate) >= DE_FROM:
                entry = self._lexicon.find(bare)
                if entry is not None:
                    return entry
        return None

    def concepts(self, uses: Iterable[tuple[str, str, int]]) -> list[Concept]:
        """Return the concepts of all uses (surface, label, how often), with the members of formulas, in order of id.

        Members come to any depth. A concept that the lexicon lacks has the name and the label that most of its uses
        have; of equals the shorter name, and the first in the alphabet of code points. So the order of reading, and
        who read what, does not matter.
        """
        forms: defaultdict[str, set[str]] = defaultdict(set)
        names: defaultdict[str, Counter[str]] = defaultdict(Counter)
        labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for surface, label, often in uses:
            link = self.link(surface, label)
            forms[link.id].add(link.form)
            if not link.lexicon:
                names[link.id][link.name] += often
                labels[link.id][label] += often
        found: dict[str, Concept] = {}
        waiting = sorted(forms)
        while waiting:
            identifier = waiting.pop()
            if identifier in found:
                continue
            entry = self._lexicon.entries.get(identifier)
            if entry is None:
                name = min(names[identifier].items(), key=lambda item: (-item[1], len(item[0]), item[0]))[0]
                label = min(labels[identifier].items(), key=lambda item: (-item[1], _LABELS.index(item[0])))[0]
                found[identifier] = _bare(identifier, name, label, forms[identifier])
            else:
                found[identifier] = _known(entry, forms.get(identifier, set()))
                waiting.extend(entry.members)
        return [found[identifier] for identifier in sorted(found)]


@cache
def load_linker(extra: Path | None = None) -> Linker:
    """Load the linker of the lexicon, with a user's corrections where a file is given, once a process."""
    return Linker(load_lexicon(extra))


class _Links(dict[tuple[str, str], Link]):
    """Hold the links of surface forms and labels, found when they are first asked for."""

    def __init__(self, find: Callable[[str, str], Link]) -> None:
        self._find = find

    def __missing__(self, pair: tuple[str, str]) -> Link:
        found = self[pair] = self._find(*pair)
        return found


def _known(entry: Entry, forms: set[str]) -> Concept:
    aliases = list(entry.aliases)
    aliases += sorted(forms - {entry.name, *aliases})
    return Concept(
        id=entry.id,
        name=entry.name,
        kind=kind_of(entry.label),
        label=entry.label,
        aliases=aliases,
        members=list(entry.members),
        domain=entry.domain,
        english=entry.english,
        pinyin=spell(entry.name),
        first=entry.first_year,
        lexicon=True,
    )


def _bare(identifier: str, name: str, label: str, forms: set[str]) -> Concept:
    return Concept(
        id=identifier,
        name=name,
        kind=kind_of(label),
        label=label,
        aliases=sorted(forms - {name}),
        members=[],
        domain="",
        english="",
        pinyin=spell(name),
        first=None,
        lexicon=False,
    )
