"""Pinyin that a web page has put behind characters: 政協(xié)商, 國(guo)(guo).

An annotation is known by what it says: the letters in the brackets must be a reading of the character before them, so
that (GDP), (li) for a unit, or a Latin name in brackets stays. Only in a page that is full of annotations is one taken
away that does not fit, where its tone mark shows that it can be nothing else.
"""

import re
import unicodedata
from functools import cache

from pipeline.cleaning.characters import HAN
from pipeline.cleaning.offsets import Edit

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ\u0300\u0301\u0304\u0308\u030c"
_ONE = rf"[ \u00a0]?[(（][\s\u00a0]*[{LETTERS}][{LETTERS}\s\u00a0'’]*[)）]\u00a0*"
# Without it a text has no annotation, which is soon known.
_OPENED = re.compile(rf"[(（](?:(?<=[{HAN}].)|(?<=[{HAN}][ \u00a0].))[\s\u00a0]*[{LETTERS}]")
_RUN = re.compile(rf"(?<=[{HAN}])(?:{_ONE})+")
_EACH = re.compile(_ONE)
_NOT_LETTERS = re.compile(rf"[^{LETTERS}]+")
_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 4
_ENOUGH = 3


def letters(annotation: str) -> str:
    """Return an annotation's letters, bare of brackets and spaces.

    >>> letters("(xi\u00a0é )")
    'xié'
    """
    return _NOT_LETTERS.sub("", annotation)


def toneless(pinyin: str) -> str:
    """Return pinyin without tone marks, ü written v.

    >>> toneless("lǜ"), toneless("ɡuó")
    ('lv', 'guo')
    """
    plain = unicodedata.normalize("NFD", pinyin.replace("ɑ", "a").replace("ɡ", "g")).replace("u\u0308", "v")
    return "".join(c for c in plain if "a" <= c <= "z")


@cache
def readings(character: str) -> frozenset[str]:
    """Return a character's readings without tones.

    >>> sorted(readings("重"))
    ['chong', 'tong', 'zhong']
    """
    from pypinyin.constants import PINYIN_DICT  # takes long to load, and most texts have no annotations

    return frozenset(filter(None, map(toneless, PINYIN_DICT.get(ord(character), "").split(","))))


def reads(before: str, syllables: str) -> bool:
    """Say whether toneless `syllables` are how the last character or characters of `before` are read.

    >>> reads("政協", "xie"), reads("政協", "zhengxie"), reads("北京", "gdp")
    (True, True, False)
    """
    if not before or not syllables:
        return False
    last = readings(before[-1])
    if syllables in last or syllables.replace("v", "u") in last:
        return True
    return any(syllables.endswith(r) and reads(before[:-1], syllables[: -len(r)]) for r in last if r != syllables)


def annotations(text: str, polluted: bool) -> list[Edit]:
    """Take annotations off; each edit spans a character with what stands behind it.

    >>> annotations("政協(xié)商(GDP)", polluted=False)
    [(1, 7, '協')]
    """
    if not _OPENED.search(text):
        return []
    edits = []
    for run in _RUN.finditer(text):
        end = run.start()
        for one in _EACH.finditer(text, run.start(), run.end()):
            said = letters(one[0])
            if not said or not _fits(text[max(0, run.start() - _LONGEST_WORD) : run.start()], said, polluted):
                break
            end = one.end()
        if end > run.start():
            edits.append((run.start() - 1, end, text[run.start() - 1]))
    return edits


def is_annotated(text: str) -> bool:
    """Say whether a text is full of annotations: at least three fit their characters.

    >>> is_annotated("政協(xié)商"), is_annotated("國(guo)(guo)際(ji)(ji)會(hui)(hui)")
    (False, True)
    """
    if not _OPENED.search(text):
        return False
    fitting = 0
    for run in _RUN.finditer(text):
        first = _EACH.match(text, run.start(), run.end())
        before = text[max(0, run.start() - _LONGEST_WORD) : run.start()]
        fitting += first is not None and reads(before, toneless(letters(first[0])))
        if fitting == _ENOUGH:
            return True
    return False


def _fits(before: str, said: str, polluted: bool) -> bool:
    bare = toneless(said)
    if reads(before, bare):
        return True
    return polluted and len(bare) <= _LONGEST_SYLLABLE and unicodedata.normalize("NFD", said) != bare
