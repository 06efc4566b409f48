"""Whether one side says a concept more than the other, how much more, and when the counts are too small to tell.

The test is the log-likelihood ratio G² of T. Dunning (“Accurate methods for the statistics of surprise and
coincidence”, Computational Linguistics 19(1), 1993, 61–74) in the form of P. Rayson and R. Garside (“Comparing corpora
using frequency profiling”, Proceedings of the ACL Workshop on Comparing Corpora, 2000, 1–6), with one degree of
freedom. A test says whether, not how much: beside it stand the log ratio (A. Hardie, “Log Ratio: an informal
introduction”, CASS, Lancaster, 2014), where 1 is twice as often and -1 half as often, and %DIFF (C. Gabrielatos and
A. Marchi, “Keyness: appropriate metrics and practical issues”, CADS International Conference, Bologna, 2012).

No significance is claimed where an expected count is under 5, the usual least for the chi-squared approximation (W. G.
Cochran, “Some methods for strengthening the common χ² tests”, Biometrics 10(4), 1954, 417–451). Of many concepts
tested at once some would pass by chance: p-values are adjusted for all that are tested (S. Holm, “A simple sequentially
rejective multiple test procedure”, Scandinavian Journal of Statistics 6(2), 1979, 65–70).

The test takes mentions as independent of each other. Mentions in one document are not quite that, so read a small
p-value of few documents as a hint.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5.0  # expected count on either side
ALPHA = 0.05
ABSENT = 0.5  # Hardie's stand-in for a count of zero in a ratio


@dataclass(frozen=True, slots=True)
class Keyness:
    """Hold the expected counts of both sides, G², its p-value, the log ratio, and %DIFF (None: nothing before)."""

    expected_a: float
    expected_b: float
    g2: float
    p: float
    log_ratio: float
    difference: float | None

    @property
    def testable(self) -> bool:
        """Tell whether both expected counts are large enough for a test."""
        return min(self.expected_a, self.expected_b) >= LEAST


def keyness(count_a: int, count_b: int, size_a: int, size_b: int) -> Keyness:
    """Compare the counts of a concept in texts of some sizes (characters), from A to B.

    >>> found = keyness(10, 40, 10000, 10000)
    >>> round(found.g2, 2), found.log_ratio, found.difference, found.testable
    (19.27, 2.0, 300.0, True)
    """
    total = count_a + count_b
    expected_a = total * size_a / (size_a + size_b)
    expected_b = total * size_b / (size_a + size_b)
    pairs = ((count_a, expected_a), (count_b, expected_b))
    g2 = max(0.0, 2 * sum(count * math.log(count / expected) for count, expected in pairs if count))
    ratio = ((count_b or ABSENT) / size_b) / ((count_a or ABSENT) / size_a)
    difference = 100 * (count_b / size_b - count_a / size_a) / (count_a / size_a) if count_a else None
    return Keyness(
        round(expected_a, 3),
        round(expected_b, 3),
        round(g2, 4),
        math.erfc(math.sqrt(g2 / 2)),
        round(math.log2(ratio), 4),
        None if difference is None else round(difference, 2),
    )


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for how many there are, in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=lambda index: values[index])):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return adjusted
