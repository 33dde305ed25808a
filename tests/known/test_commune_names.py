"""A commune is found by its code, its name with or without marks, and the name of one of before the merger."""

from __future__ import annotations

from datetime import date

import pytest

from taphuan.errors import BadDate, TaphuanError, UnitNotValid, UnknownName
from taphuan.known.commune_names import AmbiguousName, candidates, find_commune
from taphuan.known.communes import communes_on

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01969", "01969"),
        (" 01969 ", "01969"),
        ("Phủ Thông", "01969"),
        ("xã Phủ Thông", "01969"),
        ("phu thong", "01969"),
        ("XA PHU THONG", "01969"),
        # those that were merged into it
        ("xã Vi Hương", "01969"),
        ("vi huong", "01969"),
        ("Thị trấn Phủ Thông", "01969"),
        ("Đặc khu Hoàng Sa", "20333"),
        # letter by letter before letters without marks: Xã Văn Lang and Xã Văn Lăng are in one province
        ("Văn Lăng", next(c.code for c in communes_on(TODAY) if c.full_name == "Xã Văn Lăng")),
    ],
)
def test_a_commune_is_found_by_what_people_write(text: str, code: str) -> None:
    assert find_commune(text, TODAY).code == code


def test_a_name_of_several_lists_them_with_their_provinces_and_old_districts() -> None:
    with pytest.raises(AmbiguousName) as caught:
        find_commune("Tân Hòa", TODAY)
    message = str(caught.value)
    assert "communes may be meant by 'Tân Hòa'; give the code of one:" in message
    assert "'05923' Xã Tân Thành, Tỉnh Thái Nguyên (formerly Xã Tân Hòa, Huyện Phú Bình, Tỉnh Thái Nguyên)" in message
    assert message.splitlines()[-1].startswith("  … and ")


def test_own_names_come_before_old_ones() -> None:
    found = candidates("Tân Thành", TODAY)
    assert {each.was is None for each in found} == {True, False}
    with pytest.raises(AmbiguousName) as caught:
        find_commune("Tân Thành", TODAY)
    assert "formerly" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "day", "error", "words"),
    [
        ("99999", TODAY, UnknownName, "unknown commune '99999'"),
        ("Phủ Thôn", TODAY, UnknownName, "did you mean"),
        ("Xyz", TODAY, UnknownName, "unknown commune 'Xyz'"),
        # a code that ended with the merger names its successor
        ("01975", TODAY, UnitNotValid, "'01975' (Xã Vi Hương, Tỉnh Bắc Kạn) ended on 2025-06-30"),
        ("01969", date(2024, 1, 1), BadDate, "2025-03-01"),
    ],
)
def test_what_names_no_commune_is_told(text: str, day: date, error: type[TaphuanError], words: str) -> None:
    with pytest.raises(error, match=r".") as caught:
        find_commune(text, day)
    assert words in str(caught.value)


def test_every_commune_is_found_by_its_full_name_or_named_among_those_that_may_be_meant() -> None:
    for commune in communes_on(TODAY):
        assert commune in [each.commune for each in candidates(commune.full_name, TODAY)]
