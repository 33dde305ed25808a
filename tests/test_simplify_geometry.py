"""The tool that simplifies the geometry of the maps: fewer corners, no gap between neighbours, no island lost."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from taphuan import paths


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simplify_geometry", paths.ROOT / "tools" / "simplify_geometry.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def neighbours(shift: float = 0.0) -> dict[str, MultiPolygon]:
    """Two provinces of one degree with a jagged border, the eastern one with an island; `shift` opens a gap."""
    border = [(106 + (0.005 if n % 2 else 0.0), 15 + n / 100) for n in range(101)]
    west = Polygon([(105, 16), (105, 15), *border])
    east = Polygon([(107, 15), (107, 16), *((x + shift, y) for x, y in reversed(border))])
    island = Polygon([(108, 15), (108.01, 15), (108.01, 15.01), (108, 15.01)])
    return {"west": MultiPolygon([west]), "east": MultiPolygon([east, island])}


def test_neighbours_are_simplified_together_and_islands_stay(tool: ModuleType) -> None:
    simple = tool.simplify(neighbours())
    assert shapely.coverage_is_valid(list(simple.values()))
    assert shapely.get_num_coordinates(simple["west"]) < 20 < shapely.get_num_coordinates(neighbours()["west"])
    assert simple["west"].intersection(simple["east"]).length == pytest.approx(1, abs=0.01)
    assert [len(area.geoms) for area in simple.values()] == [1, 2]
    assert simple["east"].geoms[1].area > 0


def test_provinces_that_gape_are_refused(tool: ModuleType) -> None:
    with pytest.raises(ValueError, match="the detailed provinces overlap, or neighbours differ in the corners"):
        tool.simplify(neighbours(-0.002))
