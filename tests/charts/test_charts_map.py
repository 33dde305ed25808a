"""Maps: both archipelagos always, every province can be found, the classes are right, the file stays small."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from charts_page import CENTRAL, dti, faults, texts
from taphuan.charts.map.choropleth import classify, draw_map, draw_participants
from taphuan.charts.map.geometry import Frame, geometry, place_country, scale_for

ERAS = {2022: "units/provinces63", 2024: "units/provinces34"}


def geo_map(year: int, unit: str, size: str, values: dict[str, float | None] | None = None) -> str:
    return draw_map(
        geometry=geometry(ERAS[year]),
        values={slug: value for slug, _, value in dti(year)} if values is None else values,
        unit_geo=unit,
        unit_label=next(name for slug, name, _ in dti(year) if slug == unit),
        value_label=f"hạng 31/{len(dti(year))}",
        legend_title=f"Giá trị DTI năm {year}",
        size=size,
    )


@pytest.mark.parametrize("year", [2022, 2024])
def test_every_province_is_named_beside_the_country_with_both_archipelagos(year: int) -> None:
    for slug, name, _ in dti(year):
        svg = geo_map(year, slug, "half")
        assert faults(svg, "half") == [], slug
        assert {name, "Quần đảo Hoàng Sa", "Quần đảo Trường Sa"} <= set(texts(svg).split("\n"))
        assert len(svg.encode()) <= 60_000


@pytest.mark.parametrize("size", ["wide", "print"])
def test_map_is_readable_in_every_size(size: str) -> None:
    for slug in ("quang-nam", "ba-ria-vung-tau", "ca-mau", "da-nang", "dien-bien"):
        assert faults(geo_map(2022, slug, size), size) == []


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


def test_plain_map_has_no_legend() -> None:
    svg = geo_map(2022, "bac-ninh", "half", values={})
    assert "Giá trị DTI" not in texts(svg) and "Bắc Ninh" in texts(svg)


def test_a_province_without_a_value_is_hatched_and_said() -> None:
    values = {slug: value if slug != "bac-kan" else None for slug, _, value in dti(2022)}
    svg = geo_map(2022, "quang-nam", "half", values=values)
    assert "không có số liệu" in texts(svg)
    assert svg.count('fill="url(#') == 2  # the province and its entry in the legend


def test_classes_hold_equal_counts_and_never_part_equal_values() -> None:
    classes = classify({slug: value for slug, _, value in dti(2022)})
    assert [len(slugs) for _, _, slugs in classes] == [13, 13, 12, 13, 12]
    assert all(low <= high for low, high, _ in classes)
    assert all(before[1] < after[0] for before, after in pairwise(classes))
    tied = classify({"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.9, "e": None})
    assert [sorted(slugs) for _, _, slugs in tied] == [["a", "b", "c"], ["d"]]
    assert classify({"a": None}) == []


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
