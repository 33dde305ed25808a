"""Provinces as SVG paths on a canvas, and where the land lies, so that labels keep off it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from taphuan import paths
from taphuan.charts.svg import num
from taphuan.data.load import derived, geojson
from taphuan.text import say

# the whole country with both archipelagos, in degrees
WEST, EAST, SOUTH, NORTH = 102.05, 117.05, 6.85, 23.45
# stands with every map
LICENCE = say("charts.map.geometry.licence")
# parts east of this are Hoàng Sa and Trường Sa
_OPEN_SEA = 110.5
_SQUEEZE = math.cos(math.radians((SOUTH + NORTH) / 2))
_ROW = 4  # px: the height of the rows in which the ends of the land are stored

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Geometry:
    """The provinces and archipelagos of an era, read from one GeoJSON file of data/.

    `name` is the file as `data.load.geojson` takes it, `digest` the SHA-256 of its bytes. The two stand for `features`
    wherever geometries are compared, hashed or put into the key of a drawing: the features are 79 KB of JSON.
    """

    name: str
    digest: str
    features: dict[str, Any] = field(compare=False, repr=False)

    @property
    def provinces(self) -> frozenset[str]:
        """The slugs of its provinces."""
        properties = (feature["properties"] for feature in self.features["features"])
        return frozenset(one["slug"] for one in properties if one["kind"] == "province")


def geometry(name: str) -> Geometry:
    """The geometry called "units/provinces63", read once for as long as its file does not change.

    Raises DataError if the file is missing or broken.
    """
    return derived([paths.DATA / f"{name}.geojson"], _read, name)


def _read(name: str) -> Geometry:
    digest = hashlib.sha256((paths.DATA / f"{name}.geojson").read_bytes()).hexdigest()
    return Geometry(name, digest, geojson(name))


@dataclass(frozen=True)
class Frame:
    """Where the country stands on a canvas: its upper left corner and px per degree of latitude."""

    left: float
    top: float
    scale: float

    @property
    def width(self) -> float:
        return (EAST - WEST) * _SQUEEZE * self.scale

    def place(self, lon: float, lat: float) -> Point:
        return (self.left + (lon - WEST) * _SQUEEZE * self.scale, self.top + (NORTH - lat) * self.scale)


def squeeze() -> float:
    """How much shorter a degree of longitude is than one of latitude on these maps."""
    return _SQUEEZE


def whole_rings(geometry: Geometry) -> Iterator[tuple[str, str, tuple[Ring, ...], Point]]:
    """(slug, name, rings of the land without what lies in the open sea, place of the label) of every province, in degrees."""
    for feature in geometry.features["features"]:
        about = feature["properties"]
        if about["kind"] == "province":
            polygons = [polygon for polygon in feature["geometry"]["coordinates"] if polygon[0][0][0] < _OPEN_SEA]
            rings = tuple([(x, y) for x, y in ring[:-1]] for polygon in polygons for ring in polygon)
            yield about["slug"], about["name"], rings, (about["label_lon"], about["label_lat"])


def scale_for(height: float) -> float:
    """px per degree when the whole country fills a height."""
    return height / (NORTH - SOUTH)


@dataclass(frozen=True)
class Province:
    """`path` is SVG path data; `anchor` where a label points to; `extent` the width and height of its largest part."""

    slug: str
    name: str
    path: str
    anchor: Point
    extent: Point


@dataclass(frozen=True)
class Country:
    """`coast` maps a row of the canvas to the mainland's west and east end in it, `reefs` are places in the open sea;
    `archipelagos` are (name, place)."""

    provinces: tuple[Province, ...]
    archipelagos: tuple[tuple[str, Point], ...]
    coast: dict[int, tuple[float, float]]
    reefs: tuple[Point, ...]

    def touches(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Whether a box lies on the mainland, an island or a reef."""
        return self._on_coast(x1, y1, x2, y2) or any(x1 < x < x2 and y1 < y < y2 for x, y in self.reefs)

    def covered(self, x1: float, y1: float, x2: float, y2: float) -> int:
        """How many reefs a box hides; the coast counts for more than all of them."""
        reefs = sum(x1 < x < x2 and y1 < y < y2 for x, y in self.reefs)
        return reefs + len(self.reefs) * self._on_coast(x1, y1, x2, y2)

    def _on_coast(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        rows = (self.coast.get(row) for row in range(int(y1 // _ROW), int(y2 // _ROW) + 1))
        return any(span is not None and x1 < span[1] and x2 > span[0] for span in rows)


@lru_cache(maxsize=32)
def place_country(geometry: Geometry, frame: Frame) -> Country:
    """The provinces (kind=province) and archipelagos (kind=archipelago, points) of a geometry on a canvas.

    The borders are drawn as they stand in the file: tools/simplify_geometry.py has simplified them for this size. A run has
    two geometries, one frame per size and hundreds of maps: each placed country is made once.
    """
    provinces: list[Province] = []
    archipelagos: list[tuple[str, Point]] = []
    coast: dict[int, tuple[float, float]] = {}
    reefs: list[Point] = []
    for feature in geometry.features["features"]:
        about, coordinates = feature["properties"], feature["geometry"]["coordinates"]
        if about["kind"] == "archipelago":
            archipelagos.append((about["name"], frame.place(*coordinates)))
            continue
        path, extent = "", (0.0, 0.0)
        for polygon in coordinates:
            placed = [[frame.place(lon, lat) for lon, lat in ring[:-1]] for ring in polygon]
            path += "".join(_reef_or_land(ring) for ring in placed)
            if polygon[0][0][0] < _OPEN_SEA:
                _add_coast(coast, placed[0])
                xs, ys = [x for x, _ in placed[0]], [y for _, y in placed[0]]
                extent = max(extent, (max(xs) - min(xs), max(ys) - min(ys)))
            else:
                reefs.append(placed[0][0])
        anchor = frame.place(about["label_lon"], about["label_lat"])
        provinces.append(Province(about["slug"], about["name"], path, anchor, extent))
    return Country(tuple(provinces), tuple(archipelagos), coast, tuple(reefs))


def _reef_or_land(ring: list[Point]) -> str:
    """Path data; a reef smaller than 0.7 px is drawn as a square that can still be seen."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    xs, ys = zip(*tenths, strict=True)
    if max(max(xs) - min(xs), max(ys) - min(ys)) < 7:
        return f"M{num(xs[0] / 10)} {num(ys[0] / 10)}h.6v.6h-.6z"
    return path_data(ring) + "z"


def path_data(points: list[Point]) -> str:
    """SVG path data of a line through points, relative and to a tenth of a px: the shortest form."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    x, y = tenths[0]
    start = f"M{num(x / 10)} {num(y / 10)}"
    steps = []
    for to_x, to_y in tenths[1:]:
        if (to_x, to_y) != (x, y):
            steps.append(_step(to_x - x) + _sep(to_y - y) + _step(to_y - y))
            x, y = to_x, to_y
    # points that fall together in a tenth make no line
    return (
        start
        + "l" * bool(steps)
        + "".join(step if step[0] == "-" or i == 0 else " " + step for i, step in enumerate(steps))
    )


def _step(tenths: int) -> str:
    """−4 → "-.4"."""
    return f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"


def _sep(tenths: int) -> str:
    return "" if tenths < 0 else " "


def _add_coast(coast: dict[int, tuple[float, float]], ring: list[Point]) -> None:
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        for row in range(int(min(y1, y2) // _ROW), int(max(y1, y2) // _ROW) + 1):
            west, east = coast.get(row, (x1, x1))
            coast[row] = (min(west, x1, x2), max(east, x1, x2))
