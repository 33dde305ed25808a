"""The page of a province's communes: a map of dots, a search that finds old names too, and the files of each that is built."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.charts.map.geometry import geometry, squeeze, whole_rings
from taphuan.charts.svg import num
from taphuan.export.html.index import IndexSet, rendered, search_text

TEMPLATE = "communes.html.j2"
# px of the map; a dot nearer than this to an edge stands on it
_WIDE, _HIGH, _EDGE = 620.0, 620.0, 22.0


@dataclass(frozen=True)
class Place:
    """A commune of the page. `old` are the names of what it was formed from, `kept` that its territory is as it was; `point`
    is (longitude, latitude), None where none is confirmed; `built` its set, None where it is not built."""

    code: str
    full_name: str
    name: str
    old: tuple[str, ...]
    kept: bool
    point: tuple[float, float] | None
    built: IndexSet | None = None

    @property
    def find(self) -> str:
        """The text that the search compares."""
        return search_text(self.code, self.full_name, self.name, *self.old)


@dataclass(frozen=True)
class Dot:
    """Where a commune stands on the map; `off`: it lies beyond the mainland's map, and its name stands beside the dot."""

    place: Place
    x: float
    y: float
    off: bool


@dataclass(frozen=True)
class CommunesPage:
    """`province` is its full name, `geo_slug` its key in the map called `geometry`; `back` is the page that leads here."""

    province: str
    geo_slug: str
    geometry: str
    conference: str
    as_of_text: str
    sample: bool
    places: tuple[Place, ...]
    back: str

    @property
    def built(self) -> int:
        return sum(place.built is not None for place in self.places)

    def drawn(self) -> tuple[str, float, float, tuple[Dot, ...]]:
        """(outline as SVG path data, width, height, dots) of the map."""
        rings = next(rings for slug, _, rings, _ in whole_rings(geometry(self.geometry)) if slug == self.geo_slug)
        xs = [x * squeeze() for ring in rings for x, _ in ring]
        ys = [y for ring in rings for _, y in ring]
        west, north = min(xs), max(ys)
        scale = min((_WIDE - 2 * _EDGE) / (max(xs) - west), (_HIGH - 2 * _EDGE) / (north - min(ys)))
        wide, high = (max(xs) - west) * scale + 2 * _EDGE, (north - min(ys)) * scale + 2 * _EDGE

        def at(lon: float, lat: float) -> tuple[float, float]:
            return _EDGE + (lon * squeeze() - west) * scale, _EDGE + (north - lat) * scale

        path = "".join("M" + "L".join(f"{num(x)} {num(y)}" for x, y in (at(*p) for p in ring)) + "Z" for ring in rings)
        dots = []
        for place in self.places:
            if place.point is None:
                continue
            x, y = at(*place.point)
            shown = min(max(x, _EDGE / 2), wide - _EDGE / 2), min(max(y, _EDGE / 2), high - _EDGE / 2)
            dots.append(
                Dot(place, round(shown[0], 1), round(shown[1], 1), max(abs(x - shown[0]), abs(y - shown[1])) > _EDGE)
            )
        return path, round(wide), round(high), tuple(dots)


def write_communes(page: CommunesPage) -> bytes:
    """The page as one HTML file that loads nothing."""
    path, wide, high, dots = page.drawn()
    return rendered(TEMPLATE, page=page, outline=path, wide=wide, high=high, dots=dots)
