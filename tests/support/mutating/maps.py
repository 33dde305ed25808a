"""Mutations of the outlines of provinces in the GeoJSON files of data/units/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from mutating.base import DATA, Change, Kind, files, in_json


def _each(coordinates: Any, change: Callable[[list[float]], list[Any]]) -> Any:
    """Coordinates with every position changed."""
    if coordinates and not isinstance(coordinates[0], list):
        return change(coordinates)
    return [_each(part, change) for part in coordinates]


def _moved(east: float, north: float) -> Callable[[list[float]], list[Any]]:
    return lambda position: [position[0] + east, position[1] + north]


def _geometry(change: Callable[[dict[str, Any], Random], object]) -> Callable[[Any, int, Random], object]:
    return lambda features, at, draw: change(features[at]["geometry"], draw)


def _coordinates(change: Callable[[list[float]], list[Any]]) -> Callable[[Any, int, Random], object]:
    return _geometry(lambda geometry, draw: geometry.update(coordinates=_each(geometry["coordinates"], change)))


def _set(features: Any, at: int, **values: Any) -> None:
    features[at]["geometry"].update(values)


def _other(features: Any, at: int, draw: Random) -> None:
    other = draw.choice([one for one in range(len(features)) if one != at])
    features[at]["geometry"]["coordinates"] = features[other]["geometry"]["coordinates"]


def _exchanged(features: Any, at: int, draw: Random) -> None:
    other = draw.choice([one for one in range(len(features)) if one != at])
    one, two = features[at]["geometry"], features[other]["geometry"]
    features[at]["geometry"], features[other]["geometry"] = two, one


def _renamed(features: Any, at: int, draw: Random) -> None:
    other = draw.choice([one for one in range(len(features)) if one != at])
    features[at]["properties"]["slug"] = features[other]["properties"]["slug"]


def _ring(features: Any, at: int) -> Any:
    """The first ring of a province."""
    coordinates = features[at]["geometry"]["coordinates"]
    return coordinates[0] if features[at]["geometry"]["type"] == "Polygon" else coordinates[0][0]


def _first_position(value: Any) -> Callable[[Any, int, Random], object]:
    def change(features: Any, at: int, draw: Random) -> None:
        _ring(features, at)[1] = value

    return change


# (features, number of the drawn one, random), changed in place
FEATURES: dict[str, Callable[[Any, int, Random], object]] = {
    "no geometry": lambda features, at, draw: features[at].update(geometry=None),
    "no coordinates": lambda features, at, draw: _set(features, at, coordinates=draw.choice(([], [[]], [[[]]], None, "x", 7, {}))),
    "longitude and latitude in the wrong order": _coordinates(lambda position: position[::-1]),
    "the outline of another one": _other,
    "outlines exchanged": _exchanged,
    "the name of another one": _renamed,
    "a slug misspelt": lambda features, at, draw: features[at]["properties"].update(slug=draw.choice(("x", "", None, 7, []))),
    "properties are another thing": lambda features, at, draw: features[at].update(properties=draw.choice((None, [], "x", {}))),
    "an unknown type": lambda features, at, draw: _set(features, at, type=draw.choice(("Polygon", "Point", "MultiLineString", "Circle", None, 7))),
    "a position is no pair": lambda features, at, draw: _first_position(draw.choice(([], [105.0], [105.0, 20.0, 3.0], "x", None, 7, {}, [None, None], ["105", "20"])))(features, at, draw),
    "a position that is no number": lambda features, at, draw: _first_position(draw.choice(([float("nan"), 20.0], [float("inf"), 20.0], [1e308, 1e308], [True, False])))(features, at, draw),
    "a position far away": lambda features, at, draw: _first_position(draw.choice(([0.0, 0.0], [-105.0, 20.0], [140.0, 35.0])))(features, at, draw),
    "a ring of two positions": lambda features, at, draw: _set(features, at, type="Polygon", coordinates=[_ring(features, at)[:2]]),
    "moved by degrees": lambda features, at, draw: _coordinates(_moved(draw.choice((-1.0, 1.0)), draw.choice((-1.0, 1.0))))(features, at, draw),
    "moved a little": lambda features, at, draw: _coordinates(_moved(0.3, 0.3))(features, at, draw),
    "without its first part": lambda features, at, draw: _set(features, at, coordinates=features[at]["geometry"]["coordinates"][1:]),
    "as a box": lambda features, at, draw: _set(features, at, type="Polygon", coordinates=[[[105.0, 20.0], [106.0, 20.0], [106.0, 21.0], [105.0, 20.0]]]),
    "a feature is gone": lambda features, at, draw: features.pop(at),
    "a feature stands there twice": lambda features, at, draw: features.append(features[at]),
    "a feature is another thing": lambda features, at, draw: features.insert(at, draw.choice(("x", None, 7, [], {}, {"type": "Feature"}))),
    "the label far away": lambda features, at, draw: features[at]["properties"].update(label_lon=draw.choice((0, 120.5, "x", None, float("nan"))), label_lat=draw.choice((0, 9.0))),
    "features are another thing": lambda features, at, draw: features.clear(),
}  # fmt: skip


def _kind(name: str, change: Callable[[Any, int, Random], object]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        file = random.choice(files(root, "data/units/*.geojson"))
        state = random.getstate()

        def mutate(collection: dict[str, Any]) -> None:
            random.setstate(state)
            features = collection["features"]
            provinces = [at for at, one in enumerate(features) if one["geometry"]["type"] != "Point"]
            change(features, random.choice(provinces), random)

        return Change(file, name, in_json(file, mutate))

    return Kind(f"map: {name}", DATA, draw)


def kinds() -> Iterator[Kind]:
    for name, change in FEATURES.items():
        yield _kind(name, change)
