"""The indices of a province beside the mean: sorted by gap, exact, readable in every size, for every province of both eras."""

from __future__ import annotations

import re

import pytest

from charts_page import faults, texts, words
from taphuan.charts.plots.indices import Index, alt_indices, by_gap, draw_indices
from taphuan.charts.style import BAND, RED
from taphuan.known import dti
from taphuan.known.dti import Score

SIZES = ("wide", "half", "print", "phone")
LABEL = "trung bình 34 tỉnh, thành phố"
LONGEST = "Hoạt động chính quyền số"


def rows_of(score: Score) -> tuple[Index, ...]:
    table = dti.table(score.year, score.of)
    found = []
    for key in dti.common_indices(table):
        value = score.index(key)
        assert value is not None
        rank = 1 + sum((other.index(key) or 0) > value for other in table)
        found.append(Index(dti.INDICES[key], value, dti.mean(table, key), rank))
    return tuple(found)


def drawn(rows: tuple[Index, ...], size: str, name: str = "TP. Hồ Chí Minh") -> str:
    return draw_indices(rows=rows, unit_name=name, mean_label=LABEL, size=size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("year", "of"), [(2023, 63), (2024, 34)])
def test_every_province_is_readable_in_order_of_its_gaps(year: int, of: int, size: str) -> None:
    for score in dti.table(year, of):
        rows = rows_of(score)
        svg = drawn(rows, size, score.name)
        assert faults(svg, size) == [], score.slug
        assert svg.count(BAND) <= 3, "at most three rows are tinted"
        order = [word.text for word in words(svg) if word.text in {row.label for row in rows}]
        assert order == [row.label for row in by_gap(rows)], score.slug


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "rows",
    [
        (Index(LONGEST, 0.5, 0.5, 1),),
        (Index(LONGEST, 0.4325, 0.9165, 34), Index("Hạ tầng số", None, 0.5), Index("Nhân lực số", 0.5, None, 3)),
        tuple(Index(f"{LONGEST} {n}", 1.0, 0.0, 1) for n in range(8)),
        tuple(Index(f"{LONGEST} {n}", 0.0, 1.0, 63) for n in range(8)),
    ],
    ids=["one row, level", "missing", "tie far above", "tie far below"],
)
def test_edges_are_readable(rows: tuple[Index, ...], size: str) -> None:
    assert faults(drawn(rows, size), size) == []


def test_numbers_are_rounded_once_from_the_published_decimals() -> None:
    shown = texts(drawn((Index(LONGEST, 0.4325, 0.50045, 34), Index("Hạ tầng số", 0.9165, 0.9165, 1)), "wide"))
    # 43,25 and 50,045: a gap of 6,795, not the difference of the printed 43,3 and 50,0
    assert "43,3" in shown and "−6,8" in shown
    assert "91,7" in shown and "\n0,0" in shown


def test_a_missing_value_has_no_dot_and_stands_last() -> None:
    svg = drawn((Index("Hạ tầng số", None, 0.5), Index("Nhân lực số", 0.4, 0.5, 30)), "wide")
    # one in its row, one in the key
    assert len(re.findall(rf'<circle[^>]*fill="{RED}"', svg)) == 2
    assert texts(svg).count("–") == 3
    assert [row.label for row in by_gap((Index("a", None, 0.5), Index("b", 0.9, 0.5)))] == ["b", "a"]


def test_only_rows_far_below_the_mean_are_red() -> None:
    near = drawn((Index("Hạ tầng số", 0.4701, 0.5), Index("Nhân lực số", 0.9, 0.5)), "phone")
    assert RED not in near and BAND not in near
    assert drawn((Index("Hạ tầng số", 0.47, 0.5), Index("Nhân lực số", 0.9, 0.5)), "phone").count("<rect") == 2
    assert RED in drawn((Index("Hạ tầng số", 0.47, 0.5),), "phone")


def test_a_phone_says_what_the_line_is_and_keeps_bars_off_the_words() -> None:
    for score in dti.table(2024, 34):
        svg = drawn(rows_of(score), "phone", score.name)
        assert LABEL in texts(svg).replace("\n", " ")
        bars = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
        for word in words(svg):
            for x, y, wide, high in (tuple(map(float, bar)) for bar in bars):
                if y < word.bottom and word.top < y + high:
                    assert x >= word.right + 5 or x + wide <= word.left - 5, (score.slug, word.text)


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        drawn((), "wide")


def test_alt_of_one_index_names_it() -> None:
    text = alt_indices((Index("Hạ tầng số", 0.5, 0.4),), "Huế", LABEL, 2022, ())
    assert text == f"Biểu đồ điểm: Hạ tầng số của Huế năm 2022 cạnh {LABEL}. Hạ tầng số 50,0."
