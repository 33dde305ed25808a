"""Ranks over editions: one axis for 63 and 34 units, breaks hatched and named, no solid line across them; every province."""

from __future__ import annotations

import re
from datetime import date

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.ranks import Line, Table, draw_ranks
from taphuan.charts.style import GREY, RED
from taphuan.known.conferences import conferences, participants
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.measures import has_movement

SIZES = ("wide", "half", "print", "phone")
TODAY = date(2026, 11, 28)
LONGEST = "Bà Rịa – Vũng Tàu"
TABLES = (Table(2022, 63), Table(2023, 63), Table(2024, 63, "đổi phương pháp"), Table(2024, 34, "đổi địa giới"))


def lessons() -> list[Lesson]:
    """Every participant of every conference on its own day and today."""
    found = []
    for conference in conferences():
        for day in {conference.as_of, max(TODAY, conference.as_of)}:
            for unit in participants(conference, day):
                found.append(open_lesson(conference.slug, unit.slug, day.isoformat()))
    return found


def joined(svg: str, dotted: bool) -> list[tuple[str, float]]:
    """Colour and left end of the lines between points."""
    lines = re.findall(r'<line x1="([\d.]+)"[^>]*stroke="(#\w+)" stroke-width="(?:4|2.5)"( stroke-dasharray)?', svg)
    return [(colour, float(x)) for x, colour, dash in lines if bool(dash) == dotted]


def test_every_province_of_every_conference_is_readable_in_every_size() -> None:
    seen: set[tuple[str, str]] = set()
    for lesson in lessons():
        if (lesson.unit.slug, lesson.as_of.isoformat()) in seen or not has_movement(lesson.profile):
            continue
        seen.add((lesson.unit.slug, lesson.as_of.isoformat()))
        for size in SIZES:
            figure = lesson.figures.ranks(size=size)
            assert faults(figure.svg, size) == [], (lesson, size)
            tables = {(row[1], row[3]) for row in figure.data["rows"]}
            assert len(figure.data["breaks"]) == len(tables)
            # each band is named, in words or by a number that is explained below
            for reason in filter(None, figure.data["breaks"]):
                assert reason.replace(" ", "") in texts(figure.svg).replace("\n", "").replace(" ", ""), (lesson, size)
            assert figure.svg.count("url(#") == sum(map(bool, figure.data["breaks"]))
    assert len(seen) > 100


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "lines",
    [
        (Line("TP. Hồ Chí Minh", True, ((0, 2), (1, 2), (2, 1), (3, 4))), Line(LONGEST, False, ((0, 3), (1, 2), (2, 2)))),
        (Line("Huế", True, ((0, 63), (1, 63), (2, 63), (3, 34))), *(Line(LONGEST, False, ((0, 63), (1, 63), (2, 63))),) * 2),
        (Line("Huế", True, ((0, 1), (3, 1))),),
        (Line(LONGEST, False, ((0, 1), (1, 63))), Line("Huế", False, ((1, 32), (2, 32)))),
    ],
    ids=["first places", "tie at the end", "missing years", "none of its own"],
)  # fmt: skip
def test_edges_are_readable(lines: tuple[Line, ...], size: str) -> None:
    svg = draw_ranks(tables=TABLES, lines=lines, unit_name="TP. Hồ Chí Minh", size=size)
    assert faults(svg, size) == []


def test_only_dotted_lines_cross_a_break() -> None:
    lines = (Line("Huế", True, ((0, 9), (1, 5), (2, 1), (3, 4))), Line(LONGEST, False, ((0, 3), (1, 2), (2, 2))))
    svg = draw_ranks(tables=TABLES, lines=lines, unit_name="Huế", size="wide")
    assert sorted(colour for colour, _ in joined(svg, dotted=False)) == sorted([RED, GREY])
    assert [colour for colour, _ in joined(svg, dotted=True)].count(RED) == 2
    # the other unit's line leads on to this province's point
    assert [colour for colour, _ in joined(svg, dotted=True)].count(GREY) == 2


def test_a_missing_year_interrupts_the_line() -> None:
    tables = (Table(2021, 63), Table(2022, 63), Table(2023, 63))
    svg = draw_ranks(tables=tables, lines=(Line("Huế", True, ((0, 9), (2, 5))),), unit_name="Huế", size="wide")
    assert joined(svg, dotted=False) == joined(svg, dotted=True) == []


def test_first_and_last_of_63_and_of_34_share_one_axis() -> None:
    lines = (Line("Huế", True, ((0, 1), (1, 63), (2, 1), (3, 34))),)
    svg = draw_ranks(tables=TABLES, lines=lines, unit_name="Huế", size="wide")
    heights = [float(y) for y in re.findall(rf'<circle cx="[\d.]+" cy="([\d.]+)" r="[\d.]+" fill="{RED}"', svg)]
    assert heights[0] == heights[2] < heights[1] == heights[3]


def test_too_little_is_an_error() -> None:
    with pytest.raises(ValueError, match="need two tables and a line, not 1 and 0"):
        draw_ranks(tables=TABLES[:1], lines=(), unit_name="Huế", size="wide")
