"""Make ids of names (a module of its own: pypinyin is slow to import, and loading the lexicon does not need it)."""

import re
from collections.abc import Container

from pypinyin import Style, lazy_pinyin


def make_id(name: str, taken: Container[str] = ()) -> str:
    """Return the id of a name: its pinyin without tones, joined by hyphens, numbered where `taken` holds it.

    >>> make_id("四个意识")
    'si-ge-yi-shi'
    >>> make_id("2+3+6+6"), make_id("一国两制", {"yi-guo-liang-zhi"})
    ('2-3-6-6', 'yi-guo-liang-zhi-2')
    """
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=lambda other: other.lower())
    base = "-".join(re.findall(r"[a-z0-9]+", "-".join(syllables).replace("ü", "v"))) or "x"
    unique, number = base, 2
    while unique in taken:
        unique, number = f"{base}-{number}", number + 1
    return unique
