"""The tree of directives: points, the lists they stand in, the lists below them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.sections.markers import Marker


@dataclass(slots=True)
class Item:
    """Hold one point: its marker, where it ends (clean offset), the points below it."""

    marker: Marker
    end: int = 0
    chains: list["Chain"] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Return the clean offset where the marker starts."""
        return self.marker.start


@dataclass(slots=True)
class Pace:
    """Hold how many points of a list but its last have no list below, how many of those are one sentence, the most."""

    points: int = 0
    short: int = 0
    most: int = 0

    def add(self, sentences: int) -> None:
        """Count a point of so many full sentences."""
        self.points += 1
        self.short += sentences == 1
        self.most = max(self.most, sentences)


@dataclass(slots=True)
class Chain:
    """Hold points of one style that count up, and how they run.

    `even` while every point but the last is one paragraph, its marker's line aside.
    """

    style: str
    items: list[Item]
    even: bool = True
    pace: Pace = field(default_factory=Pace)

    @property
    def last(self) -> Marker:
        """Return the marker of the latest point."""
        return self.items[-1].marker

    @property
    def inline(self) -> bool:
        """Tell whether the list runs within paragraphs."""
        return not self.last.head

    @property
    def single(self) -> bool:
        """Tell whether the list has several points, each but the last one paragraph."""
        return self.even and len(self.items) > 1


def walk(chains: list[Chain]) -> Iterator[Marker]:
    """Yield the markers of all points under `chains`."""
    for chain in chains:
        for item in chain.items:
            yield item.marker
            yield from walk(item.chains)
