"""The parts of the service index: a scale only where the maximum is known, the mark of a copy, every province and size."""

from __future__ import annotations

import re

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.service import ServicePart, alt_service, draw_service, printed
from taphuan.charts.style import RED, RULE
from taphuan.lesson.lesson import open_lesson

SIZES = ("wide", "half", "print", "phone")


def test_every_province_is_readable_in_every_size() -> None:
    lesson = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-28")
    for unit in lesson.participants:
        for size in SIZES:
            figure = open_lesson("ke-hoach-2027", unit.slug, "2026-11-28").figures.public_service(size=size)
            assert faults(figure.svg, size) == [], (unit.slug, size)
            assert unit.name in texts(figure.svg) and "%" in texts(figure.svg)
            tracks = re.findall(rf'<rect[^>]*width="([\d.]+)" height="4" rx="2" fill="{RULE}"', figure.svg)
            assert len(tracks) == 3 and min(map(float, tracks)) > 90, (unit.slug, size)
            # a dot for each of the three scales and one in the key
            assert len(re.findall(rf'<circle[^>]*fill="{RED}"', figure.svg)) == 4


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("most", [20.0, None])
def test_one_part_alone(most: float | None, size: str) -> None:
    svg = draw_service(
        parts=(ServicePart("Tiến độ giải quyết", 20, 0, 20, most),), unit_name="Bà Rịa – Vũng Tàu", size=size
    )
    assert faults(svg, size) == []
    assert ("% điểm tối đa°" in texts(svg)) == (most is not None)
    assert ("tính bằng điểm°" in texts(svg)) == (most is None)


def test_shares_are_rounded_half_up() -> None:
    assert (printed(0.9, 20), printed(11.3, 20), printed(20, 20), printed(10.25, None)) == ("5%", "57%", "100%", "10,3")


def test_alt_has_no_share_without_a_maximum() -> None:
    text = alt_service((ServicePart("Số hóa hồ sơ", 9.9, 15.5, 20.3, None),), "Chỉ số của Huế")
    assert text.replace("\u00a0", " ") == "Chỉ số của Huế. Số hóa hồ sơ 9,9 điểm (trung bình 15,5)."


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        draw_service(parts=(), unit_name="Huế", size="wide")
