"""The map of the cover, and the geometry behind all maps: both archipelagos always, nothing too small to be seen."""

from __future__ import annotations

import re

import pytest

from charts_page import CENTRAL, faults, texts
from taphuan.charts.map.geometry import Frame, geometry, place_country, scale_for
from taphuan.charts.map.participants import draw_participants

ERAS = {2022: "units/provinces63", 2024: "units/provinces34"}


@pytest.mark.parametrize("size", ["cover", "half"])
def test_participants_map_is_readable(size: str) -> None:
    for slug in ("quang-nam", "da-nang", "khanh-hoa", ""):
        svg = draw_participants(
            geometry=geometry(ERAS[2022]),
            participants=frozenset(CENTRAL),
            unit_geo=slug,
            unit_label=slug,
            participants_label="19 tỉnh, thành phố dự hội nghị",
            size=size,
        )
        assert faults(svg, size) == []
        assert "Quần đảo Hoàng Sa" in texts(svg) and "Quần đảo Trường Sa" in texts(svg)
        assert svg.count('fill="#5FB3C0" stroke="#5B7189" stroke-width="0.9"') == len(set(CENTRAL) - {slug})


def test_a_country_is_placed_once_per_geometry_and_frame() -> None:
    frame = Frame(0, 0, scale_for(460))
    assert place_country(geometry(ERAS[2022]), frame) is place_country(geometry(ERAS[2022]), frame)
    assert place_country(geometry(ERAS[2022]), frame) != place_country(geometry(ERAS[2024]), frame)


@pytest.mark.parametrize(("size", "height"), [("half", 480), ("cover", 600), ("print", 320)])
@pytest.mark.parametrize("year", [2022, 2024])
def test_no_island_or_reef_is_too_small_to_be_seen(year: int, size: str, height: int) -> None:
    """None is left out, and none is drawn smaller than 0.6 px; its outline comes on top of that."""
    shape = geometry(ERAS[year])
    provinces = [f["geometry"] for f in shape.features["features"] if f["properties"]["kind"] == "province"]
    rings = sum(len(polygon) for province in provinces for polygon in province["coordinates"])
    country = place_country(shape, Frame(0, 0, scale_for(0.96 * height)))
    outlines = [outline for province in country.provinces for outline in _outlines(province.path)]
    assert len(outlines) == rings > 300
    for xs, ys in (zip(*outline, strict=True) for outline in outlines):
        assert max(max(xs) - min(xs), max(ys) - min(ys)) >= 6


def _outlines(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each part, in tenths of a px."""
    found = []
    for start, steps in re.findall(r"M([-\d. ]+)([^z]+)z", path):
        x, y = (round(float(number) * 10) for number in start.split())
        corners = [(x, y)]
        relative = "l.6 0 0 .6-.6 0" if steps == "h.6v.6h-.6" else steps
        numbers = [round(float(number) * 10) for number in re.findall(r"-?(?:\d+\.\d+|\d+|\.\d+)", relative)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        found.append(corners)
    return found
