"""Rules of the outlines of the provinces: each has one, where Vietnam lies, and it is its own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from taphuan.data.rules.base import MERGER_DAY, Data, Rule
from taphuan.errors import Problem, coded

# West, south, east and north of the country with Hoàng Sa and Trường Sa, in degrees, with some room.
_COUNTRY = (101.0, 6.0, 118.0, 24.0)
# How far the outlines of the two maps may lie apart, in degrees; both are made from the same lines.
_TOLERANCE = 0.01
_RESTORE = "Restore the file from the last commit, or make it anew with tools/simplify_geometry.py."

Box = tuple[float, float, float, float]
Position = tuple[float, float]


def _provinces(data: Data, era: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any], Problem]]:
    """(slug, properties, geometry, problem without words) of each province of a map."""
    for number, feature in enumerate(data.maps.get(era, {}).get("features") or []):
        properties = feature.get("properties") or {}
        if properties.get("kind") == "province":
            slug = str(properties.get("slug", ""))
            place = Problem(
                f"data/units/provinces{era}.geojson", "", f"features[{number}].geometry", slug, "", _RESTORE
            )
            yield slug, properties, feature.get("geometry") or {}, place


def _rings(geometry: dict[str, Any]) -> list[list[Position]]:
    """The outer rings of a polygon or multipolygon that enclose an area; [] for a geometry of another form."""
    coordinates = geometry.get("coordinates") or []
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")), [])
    try:
        outer = [[(float(x), float(y)) for x, y, *_ in polygon[0]] for polygon in polygons if polygon]
    except (TypeError, ValueError, IndexError):
        return []
    return [ring for ring in outer if len(set(ring)) > 2]


def _box(rings: list[list[Position]]) -> Box:
    xs, ys = zip(*(position for ring in rings for position in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _within(box: Box, outer: Box) -> bool:
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _holds(ring: list[Position], x: float, y: float) -> bool:
    """Whether the ring encloses the point, by the number of its edges to the right of the point."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _said(place: Problem, what: str) -> Problem:
    return Problem(place.file, place.where, place.field, place.found, what, place.remedy, place.code)


@coded("TH321")
def outlines_lie_in_the_country(data: Data) -> Iterator[Problem]:
    """Every province has an outline, inside the country, around the place of its label, once, and no other has the same."""
    for era in data.maps:
        same: dict[str, str] = {}
        seen: set[str] = set()
        for slug, properties, geometry, place in _provinces(data, era):
            if slug in seen:
                yield _said(place, "the province stands in the map twice")
                continue
            seen.add(slug)
            rings = _rings(geometry)
            if not rings:
                yield _said(place, "the province has no outline")
                continue
            west, south, east, north = box = _box(rings)
            if not _within(box, _COUNTRY):
                swapped = _within((south, west, north, east), _COUNTRY)
                what = "longitude and latitude are swapped" if swapped else "the outline lies outside Vietnam"
                yield _said(place, what)
                continue
            other = same.setdefault(json.dumps(geometry.get("coordinates")), slug)
            if other != slug:
                yield _said(place, f"the same outline as {other}")
            lon, lat = properties.get("label_lon"), properties.get("label_lat")
            if lon is not None and lat is not None and not any(_holds(ring, float(lon), float(lat)) for ring in rings):
                yield _said(place, "the place of its label lies outside: the outline of another province")


@coded("TH322")
def outlines_of_both_maps_agree(data: Data) -> Iterator[Problem]:
    """The outline of a province since the merger reaches as far as those of its predecessors together."""
    if not {"63", "34"} <= set(data.maps) or not data.has("units/province_mergers"):
        return
    before = {slug: rings for slug, _, geometry, _ in _provinces(data, "63") if (rings := _rings(geometry))}
    parts: dict[str, list[str]] = defaultdict(list)
    for row in data.rows("units/province_mergers"):
        if row["effective_from"] == MERGER_DAY:
            # the map of the 63 names Huế as it was called before 2025
            predecessor = "thua-thien-hue" if row["predecessor_slug"] == "hue" else row["predecessor_slug"]
            parts[row["successor_slug"]].append(predecessor)
    for slug, _, geometry, place in _provinces(data, "34"):
        rings = _rings(geometry)
        if not rings or not parts[slug] or not all(part in before for part in parts[slug]):
            continue
        here, there = _box(rings), _box([ring for part in parts[slug] for ring in before[part]])
        if not _within(_box(rings), _COUNTRY) or not _within(there, _COUNTRY):
            continue  # `outlines_lie_in_the_country` says so
        if any(abs(a - b) > _TOLERANCE for a, b in zip(here, there, strict=True)):
            names = ", ".join(parts[slug])
            yield _said(place, f"does not reach as far as {names} in data/units/provinces63.geojson: one is another's")


RULES: tuple[Rule, ...] = (outlines_lie_in_the_country, outlines_of_both_maps_agree)
