"""Figures of all participants: everyone of 2, 11, 19, 34 or 63 is told or counted, readably, and nobody is singled out."""

from __future__ import annotations

import re

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.all_participants import draw_moves
from taphuan.lesson.lesson import open_lesson

RED = "#C8102E"

PAGES = ("wide", "print")

MOVES = (("Hà Tĩnh", 37, 25), ("Thừa Thiên Huế", 4, 3), ("Đà Nẵng", 1, 1), ("Bà Rịa – Vũng Tàu", 27, 48))


@pytest.mark.parametrize("size", PAGES)
@pytest.mark.parametrize(
    "rows",
    [MOVES, MOVES[:1], MOVES[2:3], MOVES[3:], MOVES[:2] * 5 + MOVES[2:3] + MOVES[3:] * 9, MOVES[:1] * 10 + MOVES[2:3] * 10],
    ids=["four", "gain", "same", "loss", "twenty", "no loss"],
)  # fmt: skip
def test_moves_are_readable_and_to_scale(rows: tuple[tuple[str, int, int], ...], size: str) -> None:
    svg = draw_moves(rows=rows, size=size)
    assert faults(svg, size) == []
    for _, before, after in rows:
        label = f"{'+' if before > after else '−' if before < after else ''}{abs(before - after)}"
        assert label in texts(svg).split("\n")
    bars = re.findall(r'width="([\d.]+)" height="[\d.]+" fill="#(?:00778B|8A94A2)"/>', svg)
    steps = [abs(before - after) for _, before, after in rows if before != after]
    for width, step in zip(bars, steps, strict=True):
        assert float(width) / step == pytest.approx(float(bars[0]) / steps[0], abs=0.1)


def test_too_many_moves_are_an_error() -> None:
    with pytest.raises(ValueError, match="one to 20 moves, not 21"):
        draw_moves(rows=MOVES[:1] * 21, size="wide")


def test_the_hall_of_the_central_provinces() -> None:
    figures = open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31").figures
    league, country = figures.participants_league(), figures.participants_map()
    assert len(league.data["rows"]) == len(country.data["rows"]) == 19
    assert "DTI năm 2022 của 19 tỉnh, thành phố dự hội nghị quanh mức trung bình" in league.alt.replace("\u00a0", " ")
    assert "CC BY-SA" in country.note and "Trường Sa" in country.alt
    with pytest.raises(ValueError, match="no earlier edition can be compared with DTI 2022; guard the slide"):
        figures.participants_movement()


def test_movement_needs_one_method_and_one_territory() -> None:
    figures = open_lesson("quang-nam-2024", "hoi-nghi", "2025-02-06").figures
    moved = figures.participants_movement()
    assert moved.data["rows"][0] == ["Hà Tĩnh", 37, 25, 12] and moved.data["rows"][-1] == ["Ninh Thuận", 27, 48, -21]
    assert len(moved.data["rows"]) == 19 and moved.note == ""
    assert (
        "Tăng nhiều bậc nhất: Hà Tĩnh (từ hạng 37 đến hạng 25); giảm nhiều bậc nhất: Ninh Thuận"
        in moved.alt.replace("\u00a0", " ")
    )
    country = open_lesson("truc-tuyen-2022", "hoi-nghi", "2025-02-06").figures.participants_movement()
    assert len(country.data["rows"]) == 10 and country.note.startswith("Hình nêu 10 trong 63")
    with pytest.raises(ValueError, match=r"guard the slide with `hall\.has_movement`"):
        open_lesson("quang-nam-2024", "hoi-nghi", "2026-11-21").figures.participants_movement()


def test_where_no_index_is_complete_there_is_no_figure() -> None:
    with pytest.raises(ValueError, match=r"guard the slide with `hall\.has_scores`"):
        open_lesson("truc-tuyen-2022", "hoi-nghi", "2022-04-06").figures.participants_league()
