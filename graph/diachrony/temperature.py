"""How hot a formulation is: the six levels 沸烫热暖温冷 of Qian Gang and the China Media Project (CMP).

The scale was made in 2016 for the People's Daily, by the number of articles in a year that hold a term, or by their
share of all articles, which CMP uses for months and for parts of a year. Published are the two upper lines: 沸
(boiling) from 2,000 articles or a share of 0.0518, 烫 (scalding) from 500 or 0.0129 (钱钢, “2017上半年语象观察：钳口显
已奏效”, Storm Media, 12 July 2017; for the six names and the measuring by share: CMP, “Discourse Climate Report, July
2018”). Both are the same lines at some 38,600 articles a year.

Two things here are this project's own, not CMP's. The lower lines: 烫 is a quarter of 沸, and each further line is a
quarter of the one above (125, 31 and 8 articles a year); give others where you know better. And what to do with
corpora smaller than a national daily: levels go by share, so they scale, but a share of few documents is uncertain.
A level comes with the levels that its 95 % interval reaches (E. B. Wilson, “Probable inference, the law of
succession, and statistical inference”, JASA 22, 1927, 209–212), and where so few documents are in a slice that a
single one would boil (19 or fewer, by CMP's line), no level is given at all.

A level compares only with levels of like documents: an hour's broadcast or a report holds more than an article does.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import InputError

LEVELS = ("沸", "烫", "热", "暖", "温", "冷")
LINES = (0.0518, 0.0129, 0.0032, 0.0008, 0.0002)
Z = 1.959964  # of the normal distribution, two-sided 95 %


@dataclass(frozen=True, slots=True)
class Temperature:
    """Hold a level and the levels at the ends of its share's 95 % interval; all empty where none can be given."""

    level: str
    coldest: str
    hottest: str

    def __str__(self) -> str:
        """Return the level, with the range where it is more than one level.

        >>> str(Temperature("烫", "热", "沸")), str(Temperature("沸", "沸", "沸"))
        ('烫(热–沸)', '沸')
        """
        return self.level if self.coldest == self.hottest else f"{self.level}({self.coldest}–{self.hottest})"


def check_lines(lines: Sequence[float]) -> None:
    """Raise InputError unless five shares between 0 and 1 are given, each below the one before."""
    falling = all(one > two for one, two in itertools.pairwise(lines))
    if len(lines) != len(LEVELS) - 1 or not falling or not 0 < min(lines) <= max(lines) < 1:
        raise InputError(
            f"the lines of {' '.join(LEVELS[:-1])} must be five falling shares between 0 and 1, "
            f"like {','.join(map(str, LINES))}"
        )


def level(share: float, lines: Sequence[float] = LINES) -> str:
    """Return the level of a share of documents, at least 0; nothing said is no level.

    >>> level(0.06), level(0.0129), level(0.00001), level(0.0)
    ('沸', '烫', '冷', '')
    """
    if share <= 0:
        return ""
    return next((name for name, line in zip(LEVELS, lines, strict=False) if share >= line), LEVELS[-1])


def temperature(present: int, documents: int, lines: Sequence[float] = LINES) -> Temperature:
    """Return how hot a formulation is that `present` of a slice's `documents` hold.

    >>> str(temperature(2000, 38600)), str(temperature(3, 100)), str(temperature(1, 1))
    ('沸(烫–沸)', '烫(热–沸)', '')
    """
    if present == 0 or documents * lines[0] < 1:
        return Temperature("", "", "")
    low, high = interval(present, documents)
    return Temperature(*(level(share, lines) for share in (present / documents, low, high)))


def interval(present: int, documents: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share.

    >>> [round(end, 4) for end in interval(3, 100)]
    [0.0103, 0.0845]
    """
    share, weight = present / documents, Z * Z / documents
    middle = share + weight / 2
    half = Z * math.sqrt(share * (1 - share) / documents + weight / (4 * documents))
    return max(0.0, (middle - half) / (1 + weight)), min(1.0, (middle + half) / (1 + weight))
