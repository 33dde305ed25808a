"""Stack, columns, checklist and big number: readable at every size, with everything that was given, and only where they suit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from charts_page import faults, texts, words
from taphuan.charts.cards.big_number import alt_big_number, draw_big_number
from taphuan.charts.cards.checklist import alt_checklist, draw_checklist
from taphuan.charts.cards.columns import alt_columns, draw_columns
from taphuan.charts.cards.stack import alt_stack, draw_stack

SIZES = ("full", "wide", "half", "print", "phone")
NAME, TEXT = "Chương trình quốc gia", "của bộ, ngành, địa phương, khớp với hai tầng đỡ bên dưới"
LONG = " ".join(["một câu giải thích dài"] * 60)
DEVICES: dict[str, tuple[Callable[..., str], str, int, int]] = {
    "stack": (draw_stack, "levels", 2, 5),
    "columns": (draw_columns, "pillars", 2, 4),
    "checklist": (draw_checklist, "boxes", 2, 6),
}


def drawn(device: str, count: int, text: str, size: str) -> str:
    draw, argument, *_ = DEVICES[device]
    return draw(**{argument: tuple((f"{NAME} {n}", text) for n in range(count))}, size=size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["", TEXT])
@pytest.mark.parametrize("device", DEVICES)
def test_every_part_is_readable(device: str, text: str, size: str) -> None:
    *_, fewest, most = DEVICES[device]
    # beside text of a slide there is room for fewer explanations
    for count in range(fewest, (3 if text and size == "half" else most) + 1):
        svg = drawn(device, count, text, size)
        assert faults(svg, size) == [], count
        shown = texts(svg).replace("\n", " ")
        assert [n for n in range(count) if f"{NAME} {n}" not in shown] == []
        assert shown.count(text) == count if text else True


@pytest.mark.parametrize("device", DEVICES)
def test_too_few_too_many_and_too_long_are_errors(device: str) -> None:
    *_, fewest, most = DEVICES[device]
    for count in (fewest - 1, most + 1):
        with pytest.raises(ValueError, match=f", not {count}"):
            drawn(device, count, "", "wide")
    with pytest.raises(ValueError, match="do not fit a figure of size 'wide'; shorten them"):
        drawn(device, fewest + 1, LONG, "wide")


def test_the_lowest_level_is_the_widest_and_no_arrow_stands_anywhere() -> None:
    svg = drawn("stack", 4, "", "wide")
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    assert widths == sorted(widths) and len(set(widths)) == 4
    assert "<path" not in svg and "<path" not in drawn("columns", 3, TEXT, "wide")


def test_pillars_are_equally_high_and_boxes_are_empty() -> None:
    svg = drawn("columns", 3, TEXT, "wide")
    assert len(set(re.findall(r'height="(\d+(?:\.\d)?)" rx', svg))) == 1
    boxes = re.findall(r'<rect [^>]*fill="#FFFFFF" stroke="#14263B"', drawn("checklist", 6, TEXT, "wide"))
    assert len(boxes) == 6


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("unit", ["", "doanh nghiệp nhỏ và vừa"])
def test_a_big_number_leads_its_slide(unit: str, size: str) -> None:
    arguments = {"value": "48.000", "unit": unit, "label": "Mục tiêu của cả nước", "year": "năm 2024", "changes": TEXT}
    svg = draw_big_number(**arguments, size=size)
    assert faults(svg, size) == []
    assert max(words(svg), key=lambda word: word.px).text == "48.000"
    with pytest.raises(ValueError, match="needs what it changes"):
        draw_big_number(**(arguments | {"changes": ""}), size=size)


def test_alt_texts_say_what_the_parts_are_to_one_another() -> None:
    parts = (("Kế hoạch", "Của tỉnh"), ("Chiến lược", ""))
    assert alt_stack(parts).endswith("kể từ trên xuống. Kế hoạch: Của tỉnh. Chiến lược.")
    assert alt_columns(parts).startswith("Sơ đồ 2 cột song song.")
    assert alt_checklist(parts).startswith("Danh mục 2 ô để đánh dấu.")
    text = alt_big_number("1,4", "", "PUE", "năm 2025", "đo điện.")
    assert text == "Một con số lớn. PUE: 1,4, năm 2025. Con số này đổi việc gì: đo điện."
