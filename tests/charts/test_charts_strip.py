"""The strip of all units: nobody over another, this province, the ends and the mean always named, in every size."""

from __future__ import annotations

import re

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.strip import NEXT, OTHER, OWN, REGION, Dot, draw_strip, levels
from taphuan.charts.style import RED, TEAL
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.text import points

SIZES = ("wide", "half", "print", "phone")


def strip(table: tuple[Score, ...], at: int, size: str, region: int = 14) -> str:
    """The unit at a place of a table, with a region spread over the whole of it."""
    dots = [
        Dot(s.name, s.value, OWN if n == at else REGION if n % 4 == 0 and n < 4 * region else NEXT if abs(n - at) == 1 else OTHER)
        for n, s in enumerate(table)
    ]  # fmt: skip
    return draw_strip(
        dots=tuple(dots), mean=dti.mean(table), region_label="vùng Bắc Trung Bộ và duyên hải miền Trung",
        rank_label=f"{at + 1}/{len(table)}", size=size,
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("year", "of"), [(2022, 63), (2024, 34)])
def test_every_province_is_named_with_the_ends_and_the_mean(year: int, of: int, size: str) -> None:
    table = dti.table(year, of)
    mean = dti.mean(table)
    assert mean is not None
    for at, score in enumerate(table):
        svg = strip(table, at, size)
        assert faults(svg, size) == [], score.slug
        assert score.value is not None
        shown = texts(svg)
        for end in (score, table[0], table[-1]):
            assert f"{end.name} {points(end.value or 0)}" in shown, (score.slug, end.slug)
        assert f"trung bình {points(mean)}" in shown, score.slug


def test_dots_of_a_strip_do_not_lie_over_each_other() -> None:
    for at in range(63):
        svg = strip(dti.table(2022, 63), at, "wide")
        found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="[^"]+" stroke', svg)
        circles = [tuple(map(float, each)) for each in found]
        assert len(circles) == 63
        for n, (x, y, r) in enumerate(circles):
            for other_x, other_y, other_r in circles[n + 1 :]:
                assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (0.85 * (r + other_r)) ** 2, at


@pytest.mark.parametrize("size", SIZES)
def test_ties_are_counted_and_this_province_still_named(size: str) -> None:
    dots = (Dot("Huế", 1.0, OWN), *(Dot(f"Tỉnh {n}", 1.0) for n in range(4)), Dot("Bà Rịa – Vũng Tàu", 0.5))
    shown = texts(draw_strip(dots=dots, mean=0.9167, region_label="", rank_label="1/6", size=size))
    assert "5 nơi đạt 100,0" in shown and "Huế 100,0" in shown and "Bà Rịa – Vũng Tàu 50,0" in shown


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "dots",
    [
        (Dot("Thành phố Hồ Chí Minh", 0.5, OWN),),
        (Dot("Thành phố Hồ Chí Minh", None, OWN), Dot("Huế", 0.5, REGION)),
        (Dot("Thành phố Hồ Chí Minh", 1.0, OWN), *(Dot(f"Tỉnh {n}", 1.0, REGION) for n in range(33))),
    ],
    ids=["alone", "no value", "all the same"],
)
def test_edges_are_readable(dots: tuple[Dot, ...], size: str) -> None:
    svg = draw_strip(dots=dots, mean=0.5, region_label="vùng", rank_label="", size=size)
    assert faults(svg, size) == []
    assert "Thành phố Hồ Chí Minh" in texts(svg)


def test_one_dot_is_red_and_teal_is_explained() -> None:
    svg = strip(dti.table(2024, 34), 3, "wide")
    assert len(re.findall(rf'<circle[^>]*fill="{RED}"', svg)) == 1
    assert "vùng Bắc Trung Bộ" in texts(svg)
    assert TEAL not in strip(dti.table(2024, 34), 3, "wide", region=0)


def test_a_strip_is_of_one_province() -> None:
    with pytest.raises(ValueError, match="0 of the 1 units of the strip are this province"):
        draw_strip(dots=(Dot("Huế", 0.5),), mean=None, region_label="", rank_label="", size="wide")


def test_levels_keep_a_row_apart() -> None:
    assert levels([1.0, 1.0, 1.0, 5.0], 2.0) == [0, 1, -1, 0]
