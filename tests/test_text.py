"""Vietnamese forms of numbers, dates and names, and no-break spaces."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from taphuan.data.load import rows
from taphuan.text import NBSP, day, fold, hold, listing, lower_first, number, on_hundred, points, tenth, whole_names


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (48000, "48.000"),
        (1234567, "1.234.567"),
        (-48000, "-48.000"),
        (0.3615, "0,3615"),
        (12345.5, "12.345,5"),
        ("4947.10", "4.947,10"),
    ],
)
def test_numbers_have_a_decimal_comma_and_points_between_thousands(value: float | str, expected: str) -> None:
    assert number(value) == expected


def test_a_string_keeps_its_digits_and_the_number_of_decimals_can_be_given() -> None:
    assert number("0.3610") == "0,3610"
    assert number(2 / 3, 2) == "0,67"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.7765, "77,7"),
        (1.0, "100,0"),
        (0.0, "0,0"),
        (0.7, "70,0"),
        # a float is a little less than each of these decimals: rounding must not see that
        (0.5855, "58,6"),
        (0.0045, "0,5"),
        (0.2685, "26,9"),
        (Fraction(1, 3), "33,3"),
        (-0.0345, "−3,5"),
        (-0.0001, "0,0"),
    ],
)
def test_an_index_is_said_on_the_scale_of_100_with_one_decimal_rounded_half_up(
    value: float | Fraction, expected: str
) -> None:
    assert points(value) == expected
    assert tenth(on_hundred(value)) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2022-04-06", "06/4/2022"),
        ("2024-10-31", "31/10/2024"),
        ("2026-01-01", "01/01/2026"),
        ("2025-02-28", "28/02/2025"),
        ("2026-03-01", "01/3/2026"),
        (date(2025, 12, 15), "15/12/2025"),
    ],
)
def test_a_day_has_two_digits_and_a_month_only_in_january_and_february(iso: str | date, expected: str) -> None:
    assert day(iso) == expected


def test_fold_removes_case_and_every_diacritic() -> None:
    assert fold("Đắk Lắk") == "dak lak"
    assert fold("THỪA THIÊN HUẾ") == "thua thien hue"
    assert fold("Bà Rịa – Vũng Tàu") == "ba ria – vung tau"
    assert fold("ế ộ ữ ỵ ặ") == "e o u y a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo Nghị định 82/2024/NĐ-CP", f"theo Nghị định{NBSP}82/2024/NĐ-CP"),
        ("NĐ 73/2019", f"NĐ{NBSP}73/2019"),
        ("ngày 06/4/2022", f"ngày{NBSP}06/4/2022"),
        ("đến năm 2025", f"đến năm{NBSP}2025"),
        ("63 tỉnh", f"63{NBSP}tỉnh"),
        ("khoản 2 Điều 41", f"khoản{NBSP}2 Điều{NBSP}41"),
        ("20 tỷ đồng", f"20{NBSP}tỷ đồng"),
        ("theo điểm d khoản 7 Điều 34", "theo điểm\u00a0d khoản\u00a07 Điều\u00a034"),
        ("căn cứ điểm l, điểm đ", "căn cứ điểm\u00a0l, điểm\u00a0đ"),
        ("điểm y tế của xã", "điểm y tế của xã"),
    ],
)
def test_a_no_break_space_joins_a_number_to_its_word(text: str, expected: str) -> None:
    assert hold(text) == expected
    assert hold(expected) == expected


def test_a_text_without_numbers_does_not_change() -> None:
    assert hold("các tỉnh và năm nay") == "các tỉnh và năm nay"


def test_lists_and_small_first_letters() -> None:
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a và b"
    assert listing(("a", "b", "c")) == "a, b và c"
    assert lower_first("Tỉnh Quảng Nam") == "tỉnh Quảng Nam"
    assert lower_first("") == ""


def test_every_double_name_of_a_province_is_held_together() -> None:
    double = {row["name"] for row in rows("units/provinces") if "–" in row["name"]}
    assert double == {"Bà Rịa – Vũng Tàu"}
    for name in double:
        held = whole_names(f"Chuyển đổi số tỉnh {name} năm 2024")
        assert held == f"Chuyển đổi số tỉnh {name.replace(' ', chr(0xA0))} năm 2024"
