"""Provinces as SVG paths: projection, simplification that keeps neighbours' common borders common, and free sea."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from taphuan import paths
from taphuan.charts.svg import num
from taphuan.data.load import derived, geojson

# the whole country with both archipelagos, in degrees
WEST, EAST, SOUTH, NORTH = 102.05, 117.05, 6.85, 23.45
# parts east of this are Hoàng Sa and Trường Sa
_OPEN_SEA = 110.5
_SQUEEZE = math.cos(math.radians((SOUTH + NORTH) / 2))
_TOLERANCE = 0.45  # px; half the width of an outline
_ROW = 4  # px; the coast is known in rows of this height

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Geometry:
    """The provinces and archipelagos of an era, read from one GeoJSON file of data/.

    `name` is the file as `data.load.geojson` takes it, `digest` the SHA-256 of its bytes. The two stand for `features`
    wherever geometries are compared, hashed or put into the key of a drawing: the features are 300 KB of JSON.
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

    A run has two geometries and one frame per size, and hundreds of maps: each placed country is made once.
    """
    features = geometry.features["features"]
    rings: dict[str, list[list[Ring]]] = {}
    for feature in features:
        if feature["properties"]["kind"] == "province":
            shape = feature["geometry"]
            polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            rings[feature["properties"]["slug"]] = [
                [[(lon, lat) for lon, lat, *_ in ring[:-1]] for ring in polygon] for polygon in polygons
            ]
    simpler = _Simplifier([ring for polygons in rings.values() for polygon in polygons for ring in polygon], frame)
    provinces: list[Province] = []
    archipelagos: list[tuple[str, Point]] = []
    coast: dict[int, tuple[float, float]] = {}
    reefs: list[Point] = []
    for feature in features:
        about = feature["properties"]
        if about["kind"] == "archipelago":
            archipelagos.append((about["name"], frame.place(*feature["geometry"]["coordinates"])))
            continue
        path, extent = "", (0.0, 0.0)
        for polygon in rings[about["slug"]]:
            placed = [simpler.ring(ring) for ring in polygon]
            path += "".join(_path(ring) for ring in placed)
            if polygon[0][0][0] < _OPEN_SEA:
                _add_coast(coast, placed[0])
                xs, ys = [x for x, _ in placed[0]], [y for _, y in placed[0]]
                extent = max(extent, (max(xs) - min(xs), max(ys) - min(ys)))
            else:
                reefs.append(placed[0][0])
        anchor = frame.place(about["label_lon"], about["label_lat"])
        provinces.append(Province(about["slug"], about["name"], path, anchor, extent))
    return Country(tuple(provinces), tuple(archipelagos), coast, tuple(reefs))


class _Simplifier:
    """Cuts rings into arcs where borders meet and thins every arc once, so both neighbours get the same line."""

    def __init__(self, rings: list[Ring], frame: Frame) -> None:
        self._frame = frame
        self._arcs: dict[tuple[Point, ...], list[Point]] = {}
        neighbours: dict[Point, set[Point]] = defaultdict(set)
        for ring in rings:
            for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
                neighbours[point].update((before, after))
        self._junctions = {point for point, near in neighbours.items() if len(near) > 2}

    def ring(self, ring: Ring) -> list[Point]:
        """The thinned ring in px."""
        cuts = [i for i, point in enumerate(ring) if point in self._junctions]
        if not cuts:
            lowest = min(range(len(ring)), key=ring.__getitem__)
            cuts = [lowest]
        turned = ring[cuts[0] :] + ring[: cuts[0]]
        ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
        turned.append(turned[0])
        result: list[Point] = []
        for start, end in pairwise(ends):
            result.extend(self._arc(tuple(turned[start : end + 1]))[:-1])
        return result

    def _arc(self, arc: tuple[Point, ...]) -> list[Point]:
        backward = (arc[0], arc[1]) > (arc[-1], arc[-2])
        key = arc[::-1] if backward else arc
        if key not in self._arcs:
            self._arcs[key] = _thin([self._frame.place(*point) for point in key])
        return self._arcs[key][::-1] if backward else self._arcs[key]


def _thin(line: list[Point]) -> list[Point]:
    """Douglas–Peucker: leave out points less than the tolerance away from the line that remains."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    if line[0] == line[-1]:  # a closed line needs a second end to measure from
        far = max(range(len(line)), key=lambda i: math.dist(line[0], line[i]))
        keep.add(far)
        stack = [(0, far), (far, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy) or 1.0
        worst, at = _TOLERANCE * length, 0
        for i in range(first + 1, last):
            x, y = line[i]
            away = abs(dx * (y - y1) - dy * (x - x1))
            if away > worst:
                worst, at = away, i
        if at:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _path(ring: list[Point]) -> str:
    """Path data to a tenth of a px, relative; a reef too small for that becomes a speck that can still be seen."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    x, y = tenths[0]
    start = f"M{num(x / 10)} {num(y / 10)}"
    steps = []
    for to_x, to_y in tenths[1:]:
        if (to_x, to_y) != (x, y):
            steps.append(_step(to_x - x) + _sep(to_y - y) + _step(to_y - y))
            x, y = to_x, to_y
    if len(steps) < 2:
        return start + "h.6v.6h-.6z"
    return start + "l" + "".join(step if step[0] == "-" or i == 0 else " " + step for i, step in enumerate(steps)) + "z"


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
