"""The maps of the start pages: the outlines of an era's provinces, written once a page and used by each of its conferences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from taphuan.charts.map.geometry import Country, Frame, Point, geometry, place_country, scale_for

_HEIGHT = 420.0  # px; a phone shows the map at eight tenths of it
_EDGE = 4.0
LETTERS = 20  # px: 16 on a phone
_LETTER = 0.58  # width of a letter of the semibold face, as part of its size: for names that end at the canvas' edge


@dataclass(frozen=True)
class IndexMap:
    """`key` is the part of the ids that is the map's own ("g63")."""

    key: str
    country: Country

    @property
    def width(self) -> int:
        return round(Frame(0, 0, scale_for(_HEIGHT - 2 * _EDGE)).width + 2 * _EDGE)

    @property
    def height(self) -> int:
        return round(_HEIGHT)

    @cached_property
    def names(self) -> tuple[tuple[str, float, float, Point], ...]:
        """(name, x of its middle, y of its baseline, its place) of both archipelagos."""
        found = []
        for name, (x, y) in self.country.archipelagos:
            short = name.removeprefix("Quần đảo ")
            half = len(short) * _LETTER * LETTERS / 2
            found.append(
                (short, round(min(x, self.width - half), 1), round(y + 1.3 * LETTERS, 1), (round(x, 1), round(y, 1)))
            )
        return tuple(found)


def map_of(name: str) -> IndexMap:
    """The map of an era, by its name as `data.load.geojson` takes it. Raises DataError if its file is missing or broken."""
    shape = geometry(name)
    country = place_country(shape, Frame(_EDGE, _EDGE, scale_for(_HEIGHT - 2 * _EDGE)))
    return IndexMap(f"g{len(shape.provinces)}", country)
