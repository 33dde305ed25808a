"""Writes the geometry of the maps: `python tools/simplify_geometry.py DETAILED.geojson`.

DETAILED has the 63 provinces as (Multi)Polygons with the property `slug`; data/units/README.md says how to get it. Their
borders are simplified together, so that adjacent provinces keep a common line, and rounded. The provinces of 2025 are unions
of the result, so that both maps have the same lines. Everything else in the committed files (names, positions of labels,
archipelagos, metadata) does not change.
"""

from __future__ import annotations

import json
import math
import sys
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, mapping, shape

from taphuan import paths
from taphuan.known.units import predecessors, units_on

# In degrees: the square root of the area of the smallest triangle that an outline keeps. A degree of latitude is 28 px of the
# map on a slide. With this value a figure has no more bytes than with borders that were simplified for its size alone.
TOLERANCE = 0.0285
# With TOLERANCE the reefs of Hoàng Sa and Trường Sa would become triangles.
REEF_TOLERANCE = 0.014
OPEN_SEA = 110.5  # degrees east; only these reefs are farther east
DECIMALS = 3  # of a degree
# The length of a degree of longitude in the middle of the country, relative to a degree of latitude.
SQUEEZE = math.cos(math.radians(15))
MERGER = date(2025, 7, 1)


def simplify(detailed: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The provinces with fewer corners. Raises ValueError if they overlap or have gaps, before or after."""
    _assert_coverage(detailed, "the detailed provinces")
    parts, owners = shapely.get_parts(list(detailed.values()), return_index=True)
    is_reef = shapely.bounds(parts)[:, 0] > OPEN_SEA
    parts = shapely.transform(parts, lambda points: points * [SQUEEZE, 1])
    parts[~is_reef] = shapely.coverage_simplify(parts[~is_reef], TOLERANCE)
    parts[is_reef] = shapely.coverage_simplify(parts[is_reef], REEF_TOLERANCE)
    parts = shapely.transform(parts, lambda points: np.round(points / [SQUEEZE, 1], DECIMALS))
    result = {slug: MultiPolygon(list(parts[owners == place])) for place, slug in enumerate(detailed)}
    _assert_coverage(result, f"the provinces with corners rounded to {DECIMALS} decimals")
    return result


def merge(provinces: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The 34 provinces of 2025 by the slug of their geometry, from the 63."""
    return {
        unit.geo_slug: _multi(shapely.coverage_union_all([provinces[before.geo_slug] for before in predecessors(unit)]))
        for unit in units_on(MERGER)
    }


def _multi(geometry: shapely.Geometry) -> MultiPolygon:
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon([geometry])


def _assert_coverage(provinces: dict[str, MultiPolygon], what: str) -> None:
    """Raise ValueError unless the provinces cover an area without overlaps; `what` names them in the message."""
    areas = list(provinces.values())
    if not (shapely.is_valid(areas).all() and shapely.coverage_is_valid(areas)):
        raise ValueError(f"{what} overlap, or neighbours differ in the corners of their common border")


def write(file: Path, provinces: dict[str, MultiPolygon]) -> None:
    """Replace the geometries of the provinces in a committed file; the order of its features stays."""
    collection = json.loads(file.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        if feature["properties"]["kind"] == "province":
            feature["geometry"] = mapping(provinces[feature["properties"]["slug"]])
    file.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    corners = sum(map(shapely.get_num_coordinates, provinces.values()))
    print(f"{file.name}: {len(provinces)} provinces, {corners} corners, {file.stat().st_size // 1000} KB")


def main() -> None:
    features = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["features"]
    areas = [feature for feature in features if feature["geometry"]["type"] in ("Polygon", "MultiPolygon")]
    provinces = simplify({area["properties"]["slug"]: _multi(shape(area["geometry"])) for area in areas})
    write(paths.DATA / "units" / "provinces63.geojson", provinces)
    write(paths.DATA / "units" / "provinces34.geojson", merge(provinces))


if __name__ == "__main__":
    main()
