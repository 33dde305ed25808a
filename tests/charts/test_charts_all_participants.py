"""Figures of all participants: everyone of 2, 11, 19, 34 or 63 is told or counted, readably, and nobody is singled out."""

from __future__ import annotations

import re

import pytest

from charts_page import CENTRAL, faults, texts, words
from taphuan.charts.map.choropleth import draw_group_map
from taphuan.charts.map.geometry import geometry
from taphuan.charts.map.labels import cross, runs_through
from taphuan.charts.plots.all_participants import draw_moves
from taphuan.known import dti
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


def test_a_map_of_a_group_keeps_its_tints_and_names_first_and_last() -> None:
    values = {s.slug: s.value for s in dti.table(2022, 63) if s.slug in CENTRAL}
    arguments = {
        "geometry": geometry("units/provinces63"), "group_label": "DTI 2022", "others_label": "không dự hội nghị",
        "named": (("da-nang", "Đà Nẵng", "hạng 1/63"), ("gia-lai", "Gia Lai", "hạng 62/63")),
    }  # fmt: skip
    for size in ("wide", "half", "print"):
        svg = draw_group_map(values=values, **arguments, size=size)
        assert faults(svg, size) == []
        for part in ("Đà Nẵng", "Gia Lai", "không dự hội nghị", "Quần đảo Hoàng Sa", "Quần đảo Trường Sa"):
            assert part in texts(svg)
        assert RED not in svg
    assert "không có số liệu" in texts(draw_group_map(values=values | {"gia-lai": None}, **arguments, size="wide"))


def crossed(svg: str) -> list[str]:
    """What the two leaders on a map run through: words of any label, or the other leader."""
    lines = re.findall(
        r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" stroke="#14263B" stroke-width="2"/>', svg
    )
    one, other = [(float(x1), float(y1), float(x2), float(y2)) for x1, y1, x2, y2 in lines]
    boxes = [(word.text, (word.left + 0.5, word.top, word.right - 0.5, word.bottom)) for word in words(svg)]
    found = [text for leader in (one, other) for text, box in boxes if runs_through(leader, box)]
    return [*found, *(["the other leader"] if cross(one, other) else [])]


@pytest.mark.parametrize("size", PAGES)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ha-noi", "bac-ninh"),  # rings over one another
        ("quang-nam", "da-nang"),
        ("kien-giang", "tra-vinh"),  # the nearest free place of both is the same
        ("binh-phuoc", "ninh-thuan"),  # one lies on the way from the other to the sea
        ("ba-ria-vung-tau", "ho-chi-minh"),
        ("lao-cai", "lai-chau"),
        ("dong-thap", "tra-vinh"),
        ("ha-noi", "quang-ninh"),
    ],
)
def test_two_provinces_on_a_map_are_named_apart(one: str, other: str, size: str) -> None:
    names = {s.slug: s.name for s in dti.table(2022, 63)}
    svg = draw_group_map(
        geometry=geometry("units/provinces63"),
        values={s.slug: s.value for s in dti.table(2022, 63)},
        group_label="DTI 2022",
        others_label="không dự hội nghị",
        named=((one, names[one], "hạng 31/63"), (other, names[other], "hạng 1/63")),
        size=size,
    )
    assert faults(svg, size) == []
    assert crossed(svg) == []
    assert names[one] in texts(svg) and names[other] in texts(svg)


def test_the_hall_of_the_central_provinces() -> None:
    figures = open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31").figures
    league, country = figures.participants_league(), figures.participants_map()
    assert len(league.data["rows"]) == len(country.data["rows"]) == 19
    assert "DTI năm 2022 của 19 tỉnh, thành phố dự hội nghị quanh mức trung bình" in league.alt.replace("\u00a0", " ")
    assert "CC BY-SA" in country.source and "Trường Sa" in country.alt
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
