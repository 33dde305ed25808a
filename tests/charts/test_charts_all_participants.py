"""Figures of all participants: everyone of 2, 11, 19, 34 or 63 is told or counted, readably, and nobody is singled out."""

from __future__ import annotations

import re

import pytest

from charts_page import CENTRAL, faults, texts, words
from taphuan.charts.plots.all_participants import alt_participants_league, draw_moves, draw_participants_league
from taphuan.known import dti
from taphuan.lesson.lesson import open_lesson
from taphuan.text import points

RED = "#C8102E"

COUNTRY = tuple((s.name, s.rank, s.value) for s in dti.table(2023, 63))
MERGED = tuple((s.name, s.rank, s.value) for s in dti.table(2024, 34))
CENTRE = tuple((s.name, s.rank, s.value) for s in dti.table(2022, 63) if s.slug in CENTRAL)
PAGES = ("wide", "print")
Rows = tuple[tuple[str, int, float | None], ...]


def league(rows: Rows, size: str = "wide") -> str:
    return draw_participants_league(rows=rows, mean=0.5787, mean_label="trung bình 63 tỉnh, thành phố", size=size)


@pytest.mark.parametrize(
    ("rows", "size"),
    [(MERGED, "wide"), *((rows, size) for rows in (CENTRE, COUNTRY[:2], COUNTRY[:1], MERGED[:11]) for size in PAGES)],
)
def test_a_league_names_everyone_who_fits(rows: Rows, size: str) -> None:
    svg = league(rows, size)
    assert faults(svg, size) == []
    for name, rank, value in rows:
        assert name in texts(svg) and str(rank) in texts(svg) and points(value or 0) in texts(svg)
    assert RED not in svg


@pytest.mark.parametrize("size", PAGES)
def test_a_league_of_the_country_says_how_many_it_leaves_out(size: str) -> None:
    svg = league(COUNTRY, size)
    assert faults(svg, size) == []
    assert "… 43 tỉnh, thành phố ở giữa: xem báo cáo" in texts(svg)
    named = {word.text for word in words(svg)} & {name for name, _, _ in COUNTRY}
    assert named == {name for name, _, _ in (*COUNTRY[:10], *COUNTRY[-10:])}
    with pytest.raises(ValueError, match="a league of 63 does not fit a figure of size 'half'; draw it wide"):
        league(COUNTRY, "half")


def test_bars_of_a_league_start_at_zero_in_every_column() -> None:
    svg = league((("A", 1, 0.8), *(((f"B{n}", n, 0.4)) for n in range(2, 20))))
    lengths = [float(w) for w in re.findall(r'width="([\d.]+)" height="[\d.]+" fill="#(?:00778B|8A94A2)"/>', svg)]
    bars = sorted(lengths, reverse=True)[:19]
    assert bars[0] == pytest.approx(2 * bars[1], abs=0.2)
    assert bars[1] == bars[18]


def test_ties_and_missing_values_of_a_league() -> None:
    rows = (("Bà Rịa – Vũng Tàu", 1, 0.5), ("TP. Hồ Chí Minh", 1, 0.5), ("Thừa Thiên Huế", 3, None))
    for mean in (0.5, None):
        svg = draw_participants_league(rows=rows, mean=mean, mean_label="trung bình 63 tỉnh, thành phố", size="wide")
        assert faults(svg, "wide") == []
        assert texts(svg).split("\n").count("1") == 2 and "–" in texts(svg).split("\n")
    assert alt_participants_league(0.5, "trung bình 63 tỉnh, thành phố", "giá trị DTI năm 2022", "3 tỉnh", ("A",)) == (
        "Biểu đồ thanh ngang: giá trị DTI năm 2022 của 3 tỉnh, xếp từ cao xuống thấp. A. "
        "Trung bình 63 tỉnh, thành phố là 50,0."
    )
    with pytest.raises(ValueError, match="at least one row"):
        league(())


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
    assert "DTI năm 2022 của 19 tỉnh, thành phố dự hội nghị, xếp" in league.alt.replace("\u00a0", " ")
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
