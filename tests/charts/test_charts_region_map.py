"""The map of a region: every member named with its value, classes with round bounds, nothing out of the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

from charts_page import CENTRAL, dti, faults, texts
from taphuan.charts.map.clip import clipped, room_for_words, thinned
from taphuan.charts.map.geometry import geometry
from taphuan.charts.map.region import Member, bounds, draw_region
from taphuan.charts.style import RED, SIZES
from taphuan.data.load import rows
from taphuan.lesson.lesson import open_lesson
from taphuan.text import exact, points

ERAS = {2022: "units/provinces63", 2024: "units/provinces34"}
ALL = ("wide", "half", "print", "phone")
REGIONS = [(2022, CENTRAL)] + [
    (2022 if row["valid_to"] else 2024, tuple(row["province_slugs"].split())) for row in rows("units/regions")
]


def members(year: int, slugs: tuple[str, ...]) -> tuple[Member, ...]:
    known = {"hue": "thua-thien-hue"} if year == 2022 else {}
    wanted = {known.get(slug, slug) for slug in slugs}
    return tuple(row for row in dti(year) if row[0] in wanted)


def region(year: int, shown: tuple[Member, ...], unit: str, size: str) -> str:
    return draw_region(
        geometry=geometry(ERAS[year]),
        members=shown,
        unit_geo=unit,
        others_label="không dự hội nghị",
        legend_title=f"Điểm DTI {year} (0–100)",
        size=size,
    )


@pytest.mark.sampled(4)
@pytest.mark.parametrize("size", ALL)
@pytest.mark.parametrize(("year", "slugs"), REGIONS, ids=[f"{year}-{len(slugs)}" for year, slugs in REGIONS])
def test_every_province_of_a_region_is_named_with_its_value(year: int, slugs: tuple[str, ...], size: str) -> None:
    shown = members(year, slugs)
    assert len(shown) == len(slugs)
    for unit in (shown[0][0], shown[-1][0], ""):
        svg = region(year, shown, unit, size)
        assert faults(svg, size) == [], unit
        words = texts(svg).replace("\n", " ")
        for _, name, value in shown:
            assert name in re.sub(" +", " ", words) and points(value) in words
        assert "Hoàng Sa" in words and "Trường Sa" in words and "Quần đảo" in words
        assert (RED in svg) == bool(unit)
        assert len(svg.encode()) <= 75_000


@pytest.mark.parametrize("size", ALL)
@pytest.mark.parametrize("year", [2022, 2024])
def test_a_whole_country_names_what_there_is_room_for(year: int, size: str) -> None:
    shown = dti(year)
    svg = region(year, shown, "dong-nai", size)
    assert faults(svg, size) == []
    ranked = sorted(shown, key=lambda row: -row[2])
    for _, name, _ in (ranked[0], ranked[-1], next(row for row in shown if row[0] == "dong-nai")):
        assert name in texts(svg)


def test_no_land_leaves_the_picture() -> None:
    svg = region(2022, members(2022, CENTRAL), "quang-nam", "wide")
    for path in re.findall(r'<path d="([^"L]+)"', svg):  # a star has absolute lines
        for x, y in _corners(path):
            assert -0.2 <= x <= SIZES["wide"].width + 0.2 and -0.2 <= y <= SIZES["wide"].height + 0.2


def _corners(path: str) -> Iterator[tuple[float, float]]:
    """The points of path data that has one absolute move and relative lines in each part."""
    for start, steps in re.findall(r"M([^lMz]+)(?:l([^Mz]*))?", path):
        x, y = (float(number) for number in start.split())
        yield x, y
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", steps)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            yield x, y


def test_a_region_of_three_has_its_names_inside() -> None:
    svg = region(2024, members(2024, ("ho-chi-minh", "dong-nai", "tay-ninh")), "ho-chi-minh", "wide")
    assert "<line" not in svg


def test_a_member_without_a_value_says_so() -> None:
    shown = tuple(
        (slug, name, None if slug == "tay-ninh" else value)
        for slug, name, value in members(2024, ("ho-chi-minh", "dong-nai", "tay-ninh"))
    )
    for size in ALL:
        assert "không có số liệu" in texts(region(2024, shown, "tay-ninh", size))
    with pytest.raises(ValueError, match="at least one province"):
        region(2024, (), "", "wide")


def test_bounds_are_round_and_no_class_is_empty() -> None:
    for year in (2022, 2024):
        for count in (1, 2, 3, 5, 9, 19, 34):
            values = [value for _, _, value in dti(year)][:count]
            cuts = bounds(values)
            assert list(cuts) == sorted(set(cuts)) and len(cuts) <= 4
            classes = {sum(exact(value) * 100 >= cut for cut in cuts) for value in values}
            assert classes == set(range(len(cuts) + 1))
    assert bounds([0.5, 0.5, 0.5]) == () and bounds([]) == ()
    # a value on a bound is in the class above it, whatever its binary form is
    assert bounds([0.29, 0.57]) and all(exact(0.57) * 100 == Fraction(57) for _ in (1,))


def test_rings_are_cut_at_the_window_and_thinned() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert sorted(clipped(square, (5, 5, 20, 20))) == [(5, 5), (5, 10), (10, 5), (10, 10)]
    assert clipped(square, (20, 20, 30, 30)) == []
    assert thinned([(0.0, 0.0), (0.1, 0.0), (1.0, 0.0)], 0.5) == [(0, 0), (1, 0)]


def test_words_stand_where_a_ring_is_wide_enough() -> None:
    bottle = [
        (40.0, 0.0),
        (60.0, 0.0),
        (60.0, 50.0),
        (100.0, 50.0),
        (100.0, 100.0),
        (0.0, 100.0),
        (0.0, 50.0),
        (40.0, 50.0),
    ]
    at = room_for_words(bottle, 80, 30)
    assert at is not None and at[0] == 50 and 65 <= at[1] <= 85
    assert room_for_words(bottle, 120, 30) is None


def test_a_name_on_two_lines_is_one_name_to_whoever_reads_it_aloud() -> None:
    """As a deck draws it: TP. Hồ Chí Minh is too narrow for one line, and letters are not shrunk."""
    svg = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21").figures.region_map().svg
    assert "<line" not in svg and re.search(r'font-size="20"[^>]*>Chí Minh<', svg)
    assert 'aria-label="TP. Hồ Chí Minh 77,7"' in svg
