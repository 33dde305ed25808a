"""Faults planted in a copy of the data that a rule must report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coded_lines import all_words_of
from data_faults import JARGON, copy_of_data, spoil_cell
from taphuan import paths
from taphuan.data.check.check import MOST_WITH_SAME_VALUE, check_data


def cell(file: str, start: str, column: str, value: str) -> Callable[[Path], None]:
    return lambda root: spoil_cell(root / file, start, column, value)


def shape(era: str, slug: str) -> Any:
    """The coordinates of a province in the map of the project."""
    features = json.loads((paths.DATA / f"units/provinces{era}.geojson").read_text(encoding="utf-8"))["features"]
    return next(f["geometry"]["coordinates"] for f in features if f["properties"]["slug"] == slug)


def box_in(slug: str) -> Any:
    """A small square in the west of a province of the 63."""
    lon, lat = min(position for polygon in shape("63", slug) for position in polygon[0])
    return [[[[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]]]


def turned(coordinates: Any) -> Any:
    """The coordinates with longitude and latitude in the wrong order."""
    if isinstance(coordinates[0], list):
        return [turned(part) for part in coordinates]
    return coordinates[::-1]


def outline(
    era: str, slug: str, change: Callable[[dict[str, Any], dict[str, Any]], object]
) -> Callable[[Path], object]:
    """Change the geometry of a province; `change` gets the geometries of all provinces and that of this one."""

    def plant(root: Path) -> None:
        path = root / f"units/provinces{era}.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        shapes = {feature["properties"]["slug"]: feature["geometry"] for feature in collection["features"]}
        change(shapes, shapes[slug])
        path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")

    return plant


def line(file: str, text: str) -> Callable[[Path], None]:
    """Add a line at the end of a table."""

    def add(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as table:
            table.write(f"{text}\n")

    return add


def check_reported(
    tmp_path: Path, name: str, plant: Callable[[Path], object], file: str, what: str, found: str
) -> None:
    """The fault is reported with file, what is wrong and what was found, in few lines with a remedy and without jargon."""
    root = copy_of_data(tmp_path)
    plant(root)
    problems = check_data(root)
    text = "\n".join(map(str, problems))
    matches = [p for p in problems if p.file == file and what in p.what and found in p.found]
    assert matches, text
    assert matches[0].remedy.endswith("."), text
    all_words_of(map(str, problems))
    assert not [word for word in JARGON if word in text], text
    # Several rules may report one fault, but so few times that its cause is seen; a unit stands in many files.
    if "a unit is missing" in name:
        assert max(Counter(problem.file for problem in problems).values()) <= MOST_WITH_SAME_VALUE + 1, text
    else:
        assert len(problems) <= 5, text
