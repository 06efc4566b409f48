"""Spell names in pinyin.

The names of the lexicon's entries are spelled in a table, so that a run which finds nothing else needs no dictionary of
words, which takes long to load. `python -m pipeline.spelling` writes the table anew.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypinyin.core import Pinyin

TABLE = Path(__file__).resolve().parent / "lexicon" / "pinyin.tsv"  # name, pinyin
_LOOSE = re.compile(r"[\W_]+")


def spell(name: str) -> str:
    """Return the pinyin of a name with tone marks, syllables apart.

    >>> spell("四个意识")
    'sì gè yì shí'
    """
    return _table().get(name) or spell_anew(name)


def spell_anew(name: str) -> str:
    """Return the pinyin of a name, whatever the table says."""
    from pypinyin import Style

    return " ".join(_pinyin().lazy_pinyin(_LOOSE.sub("", name), style=Style.TONE))


def spell_plainly(text: str) -> str:
    """Return the pinyin of a text without tones, everything joined by hyphens.

    >>> spell_plainly("绿水")
    'lv-shui'
    """
    from pypinyin import Style

    return "-".join(_pinyin().lazy_pinyin(text, style=Style.NORMAL)).replace("ü", "v")


@cache
def _table() -> dict[str, str]:
    return dict(line.split("\t", 1) for line in TABLE.read_text(encoding="utf-8").splitlines())


@cache
def _pinyin() -> "Pinyin":
    from pypinyin.converter import DefaultConverter
    from pypinyin.core import Pinyin

    class Converter(DefaultConverter):
        """Convert a word once: a corpus has a hundred thousand names, but they are made of a few thousand words."""

        convert = lru_cache(maxsize=1 << 16)(DefaultConverter.convert)

    return Pinyin(Converter())


def _main() -> None:
    from pipeline.lexicon import Lexicon
    from pipeline.records import whole_file

    names = sorted({entry.name for entry in Lexicon.load().entries.values()})
    with whole_file(TABLE) as temporary:
        temporary.write_text("".join(f"{name}\t{spell_anew(name)}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    _main()
