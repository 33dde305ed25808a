"""What PowerPoint says beside its dots is what the screen says, of every unit: value, gap, rank, and which bars are red."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from taphuan.charts.style import RED
from taphuan.document.model import FigureBlock
from taphuan.export.pptx.figures import chart_of
from taphuan.export.pptx.model import THIS
from taphuan.known.conferences import conference, participants
from taphuan.lesson.figures.measures import indices
from taphuan.lesson.figures.spine import papi
from taphuan.lesson.lesson import Lesson, open_lesson

NUMBER = re.compile(r"[+−]?\d+(?:,\d+)?|–")


def figures(make: Any, slug: str) -> Iterator[tuple[str, Any]]:
    conf = conference(slug)
    for unit in participants(conf, conf.as_of):
        lesson: Lesson = open_lesson(slug, unit.slug, conf.as_of.isoformat())
        try:
            yield unit.slug, make(lesson)
        except (ValueError, IndexError):
            continue  # nothing is known of the unit on that day: the slide is guarded


def rows_on_screen(svg: str) -> list[tuple[str, list[str]]]:
    """(name, numbers at the right) of each row of dots: the texts of one height, below the scale and above the key."""
    found: dict[str, list[str]] = {}
    for y, text in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        found.setdefault(y, []).append(text)
    return [(row[0], row[1:]) for row in found.values() if len(row) > 2 and not NUMBER.fullmatch(row[0])]


@pytest.mark.parametrize(
    ("make", "slug", "units"),
    [
        (indices, "ke-hoach-2027", 34),
        (indices, "quang-nam-2024", 19),
        (papi, "quang-nam-2024", 19),
        (papi, "truc-tuyen-2022", 1),
    ],
)
def test_the_labels_of_every_unit_are_the_numbers_of_the_screen(make: Any, slug: str, units: int) -> None:
    seen = 0
    for unit, figure in figures(make, slug):
        seen += 1
        block = FigureBlock(figure.kind, figure.svg, figure.alt, "", "", figure.size, figure.data, figure.unit)
        (chart,) = chart_of(block)
        own = chart.series[0]
        shown = rows_on_screen(figure.svg)
        assert [name for name, _ in shown] == list(chart.categories), unit
        assert [numbers for _, numbers in shown] == [NUMBER.findall(label) for label in own.labels], unit
        red = len(re.findall(rf'<rect [^>]*height="5" fill="{RED}"', figure.svg))
        assert red == sum(colour == THIS for _, colour in own.points), unit
    assert seen >= units, "the test has looked at somebody"
