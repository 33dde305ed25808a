"""Figures of one measure: an index, parts of a total, ranks of predecessors; every province, name and gap readable."""

from __future__ import annotations

import re

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.bars import alt_index, draw_index
from taphuan.charts.plots.measure_parts import Part, alt_parts, draw_parts
from taphuan.known import dti

SCREEN_AND_PAPER = ("wide", "half", "print")
LONGEST = "Bà Rịa – Vũng Tàu"


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_an_index_is_readable_for_every_province(size: str) -> None:
    for score in dti.table(2022, 63):
        value = score.index("infrastructure")
        assert value is not None
        rows = ((score.name, value, True), (f"{LONGEST} (cao nhất)", 1.0, False), ("trung bình vùng", 0.0, False))
        svg = draw_index(rows=rows, mean=0.6168, mean_label="trung bình 63 tỉnh, thành phố", size=size)
        assert faults(svg, size) == [], score.slug
        assert score.name in texts(svg) and "trung bình 63 tỉnh, thành phố: 61,7" in texts(svg)
    alone = draw_index(rows=((LONGEST, 0.5, True),), mean=0.5, mean_label="trung bình 63 tỉnh, thành phố", size=size)
    assert faults(alone, size) == []


PARTS = (
    ("Chính quyền số", "hạng 27/63", 0.671, 0.647),
    ("Kinh tế số", "hạng 43/63", None, 0.64),
    ("Xã hội số", "", 0.0, None),
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("total", [("", "", ""), ("100,0", "/100", "điểm năm 2024")])
@pytest.mark.parametrize("rows", [PARTS, PARTS[:1], PARTS[2:], PARTS * 2], ids=["three", "one", "no mean", "six"])
def test_parts_are_readable(rows: tuple[Part, ...], total: tuple[str, str, str], size: str) -> None:
    for name in (LONGEST, "Huế"):
        svg = draw_parts(
            unit_name=name, total=total, rows=rows, longest=1.0, whole=True,
            mean_label="trung bình 34 tỉnh, thành phố", size=size,
        )  # fmt: skip
        assert faults(svg, size) == []
        assert name in texts(svg) and rows[0][0] in texts(svg)
        assert ("trung bình 34 tỉnh, thành phố" in texts(svg)) == any(row[3] is not None for row in rows)
        assert ("không có số liệu" in texts(svg)) == any(row[2] is None for row in rows)


def test_a_track_stands_only_where_the_end_of_the_scale_is_known() -> None:
    def tracks(whole: bool) -> list[str]:
        svg = draw_parts(
            unit_name="Huế", total=("", "", ""), rows=PARTS[:1], longest=1.0, whole=whole, mean_label="",
            size="wide",
        )  # fmt: skip
        return re.findall(r'width="([\d.]+)" height="[\d.]+" fill="#DDEFF1"', svg)

    assert (len(tracks(True)), len(tracks(False))) == (1, 0)


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        draw_parts(unit_name="", total=("", "", ""), rows=(), longest=1, whole=True, mean_label="", size="wide")


def test_alt_texts_say_what_is_shown() -> None:
    assert alt_index(
        (("Quảng Nam", 0.6764, True), ("trung bình vùng", 0.6105, False)), 0.6168, "trung bình 63 tỉnh, thành phố", "Hạ tầng số"
    ) == (
        "Biểu đồ thanh ngang: Hạ tầng số. Quảng Nam: 67,6. Trung bình vùng: 61,1. "
        "Mức trung bình 63 tỉnh, thành phố là 61,7."
    )  # fmt: skip
    assert alt_parts(PARTS, "trung bình 63 tỉnh, thành phố", "Ba trụ cột của Huế", ("Hạng 27/63",)) == (
        "Ba trụ cột của Huế. Chính quyền số: 67,1 (trung bình 63 tỉnh, thành phố 64,7). "
        "Kinh tế số: không có số liệu (trung bình 63 tỉnh, thành phố 64,0). Xã hội số: 0,0. Hạng 27/63."
    )
