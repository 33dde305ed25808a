"""Leagues as distances from the mean: everyone of 1, 2, 11, 19 or 34 named, of 63 the ends and this province, readably."""

from __future__ import annotations

import re

import pytest

from charts_page import CENTRAL, faults, texts, words
from taphuan.charts.plots.deviations import Member, alt_deviations, draw_deviations
from taphuan.charts.style import GREY, RED
from taphuan.known import dti
from taphuan.text import points

LABEL = "trung bình 63 tỉnh, thành phố"
COUNTRY = tuple(Member(s.name, s.rank, s.value) for s in dti.table(2023, 63))
MERGED = tuple(Member(s.name, s.rank, s.value) for s in dti.table(2024, 34))
CENTRE = tuple(Member(s.name, s.rank, s.value) for s in dti.table(2022, 63) if s.slug in CENTRAL)
SIZES = ("wide", "half", "print", "phone")
Rows = tuple[Member, ...]


def league(rows: Rows, size: str = "wide", mean: float = 0.5787) -> str:
    return draw_deviations(rows=rows, mean=mean, mean_label=LABEL, size=size)


def bars(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left end and length of the bars of a colour."""
    found = re.findall(rf'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill="{colour}"', svg)
    return [(float(x), float(width)) for x, width in found]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [MERGED, CENTRE, COUNTRY, COUNTRY[:11], COUNTRY[:2], COUNTRY[:1]], ids=len)
def test_members_are_readable_in_order(rows: Rows, size: str) -> None:
    svg = league(rows, size)
    assert faults(svg, size) == []
    shown = [word.text for word in words(svg) if word.text in {row.name for row in rows}]
    assert shown == [row.name for row in rows if row.name in shown]
    if len(rows) == 34 and size in ("wide", "print"):
        assert len(shown) == 34
    if len(shown) < len(rows):
        assert f"… {len(rows) - len(shown)} nơi ở giữa" in texts(svg)
        assert shown[:8] == [row.name for row in rows[:8]] and shown[-8:] == [row.name for row in rows[-8:]]
    assert f"{LABEL}: 57,9" in texts(svg)
    assert RED not in svg


@pytest.mark.parametrize("size", SIZES)
def test_this_province_is_shown_wherever_it_stands(size: str) -> None:
    for at, row in enumerate(COUNTRY):
        rows = (*COUNTRY[:at], row._replace(own=True), *COUNTRY[at + 1 :])
        svg = league(rows, size)
        assert faults(svg, size) == [], row.name
        assert row.name in texts(svg) and len(bars(svg, RED)) == 1
        left_out = sum(map(int, re.findall(r"… (\d+) nơi", texts(svg))))
        assert left_out + sum(word.text in {r.name for r in rows} for word in words(svg)) == 63


def test_bars_go_to_the_side_of_their_gap_on_one_scale() -> None:
    rows = (Member("A", 1, 0.8), Member("B", 2, 0.6), Member("C", 3, 0.3))
    (a, long_a), (b, long_b), (c, long_c) = bars(league(rows, mean=0.5), GREY)
    assert a == b == pytest.approx(c + long_c, abs=0.2)
    assert long_a == pytest.approx(3 * long_b, abs=0.3) and long_c == pytest.approx(2 * long_b, abs=0.3)


def test_only_the_ends_and_this_province_print_their_gap() -> None:
    shown = texts(league((*CENTRE[:7], CENTRE[7]._replace(own=True), *CENTRE[8:]), mean=0.57867))
    assert re.findall(r"^[+−][\d,]+$", shown, re.M) == ["+22,2", "+0,2", "−17,2"]


@pytest.mark.parametrize("size", SIZES)
def test_ties_and_missing_values(size: str) -> None:
    rows = (
        Member("Thừa Thiên Huế", 3, None, True),
        Member("Bà Rịa – Vũng Tàu", 1, 0.5),
        Member("TP. Hồ Chí Minh", 1, 0.5),
    )
    svg = league(rows, size, mean=0.5)
    assert faults(svg, size) == []
    assert texts(svg).split("\n").count("1") == 2 and "–" in texts(svg).split("\n")
    assert [word.text for word in words(svg) if word.text == rows[0].name or word.text == rows[1].name][-1] == rows[
        0
    ].name
    alt = alt_deviations(rows, 0.5, LABEL, "giá trị DTI năm 2022", "3 tỉnh", ("A",))
    assert alt == (
        "Biểu đồ thanh: giá trị DTI năm 2022 của 3 tỉnh quanh mức trung bình, xếp từ cao xuống thấp. "
        "Thừa Thiên Huế không có số liệu. A. Trung bình 63 tỉnh, thành phố là 50,0."
    )  # fmt: skip


def test_values_are_printed_beside_the_names() -> None:
    svg = league(MERGED)
    for row in MERGED:
        assert points(row.value or 0) in texts(svg)


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        league(())
