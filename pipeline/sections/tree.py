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
class Chain:
    """Hold points of one style that count up."""

    style: str
    items: list[Item]

    @property
    def last(self) -> Marker:
        """Return the marker of the latest point."""
        return self.items[-1].marker

    @property
    def inline(self) -> bool:
        """Tell whether the list runs within paragraphs."""
        return not self.last.head


def walk(chains: list[Chain]) -> Iterator[Marker]:
    """Yield the markers of all points under `chains`."""
    for chain in chains:
        for item in chain.items:
            yield item.marker
            yield from walk(item.chains)
