"""All units by two numbers: each province's picture at every size, and what none can be drawn of."""

from __future__ import annotations

import pytest

from charts_page import faults, texts
from taphuan import open_lesson
from taphuan.charts.plots.scatter import OTHER, OWN, Axes, Spot, alt_scatter, draw_scatter
from taphuan.lesson.peers import peers

SIZES = ("low", "wide", "half", "print", "phone")
DAY = "2026-11-21"
AXES = Axes("DTI năm 2024, điểm", "GRDP bình quân đầu người năm 2024°, triệu đồng", "GRDP 69,7–88,7 triệu đồng°")


def test_every_unit_with_peers_has_a_readable_picture_at_every_size() -> None:
    drawn = 0
    for unit in open_lesson("ke-hoach-2027", "hoi-nghi", DAY).profile.participants:
        lesson = open_lesson("ke-hoach-2027", unit.slug, DAY)
        found = peers(lesson.profile)
        if found is None:
            continue
        drawn += 1
        for size in SIZES:
            figure = lesson.figures.scatter(size=size)
            assert faults(figure.svg, size) == [], (unit.slug, size)
            assert figure.svg.count("<circle") == 34
            lines = texts(figure.svg).split("\n")
            assert all(one.score.name in lines for one in (found.own, *found.near)), (unit.slug, size)
    assert drawn >= 20


def test_a_picture_without_its_own_unit_is_refused() -> None:
    spots = (Spot("Huế", 60.0, 0.8), Spot("Cao Bằng", 40.0, 0.5, OTHER))
    with pytest.raises(ValueError, match="one own spot"):
        draw_scatter(spots=spots, band=(50, 60), axes=AXES, size="wide")


def test_equal_places_and_the_ends_of_the_scale_are_drawn() -> None:
    spots = tuple(Spot(f"Bà Rịa – Vũng Tàu {n}", 100.0, 1.0, OWN if n == 0 else OTHER) for n in range(5))
    svg = draw_scatter(spots=spots, band=(90, 110), axes=AXES, size="wide")
    assert faults(svg, "wide") == []
    assert "Bà Rịa – Vũng Tàu 0: 100,0 điểm, 100,0 triệu đồng." in alt_scatter(spots, AXES, "triệu đồng")
