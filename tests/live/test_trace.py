"""Changed words are carried back through placeholders, citations and pictures; a change inside of one is refused."""

from __future__ import annotations

import pytest

from taphuan.live.lab.trace import CUT, Untraceable, carried, is_meant, lines_with_pieces, pieces, plain

SOURCE = (
    "## {{ unit.name }} đứng {{ rank }} cả nước\n\n"
    "Năm {{ year }}, tỉnh có 5 xã, hạng {{ rank }} [@dti].\n"
    "- điểm {{ listed }} một [@b; @c]\n- điểm hai\n\n![](drawing:hop)"
)
VALUES = {"unit.name": "Quảng Nam", "rank": "5", "year": "2024", "listed": "x, y"}
COMPOSED = (
    "## Quảng Nam đứng 5 cả nước\n\n"
    'Năm\u00a02024, tỉnh có 5\u00a0xã, hạng\u00a05 <span class="badge badge-het">hết hiệu lực</span>.\n'
    "- điểm x, y một\n- điểm hai\n\n![Cái hộp](attachment:0123456789abcdef)"
)


def back(old: str, new: str) -> str:
    """The source where `old` of the composed text was made `new`."""
    base = pieces(SOURCE, COMPOSED, lambda name: VALUES.get(name, ""))
    shown = plain(COMPOSED)
    assert old in shown
    return carried(base, shown.replace(old, new, 1), lines_with_pieces(base))


@pytest.mark.parametrize(
    ("old", "new", "in_source"),
    [
        ("tỉnh có 5 xã", "tỉnh ta có 7 xã", "Năm {{ year }}, tỉnh ta có 7 xã, hạng {{ rank }} [@dti]."),
        ("hạng 5.", "hạng 5 rồi.", "hạng {{ rank }} [@dti] rồi."),
        ("- điểm x, y một\n- điểm hai", "- điểm hai\n- điểm x, y một", "- điểm hai\n- điểm {{ listed }} một [@b; @c]"),
        ("- điểm x, y một\n", "", "hạng {{ rank }} [@dti].\n- điểm hai"),
        ("điểm x, y một", "điểm một: x, y", "- điểm một: {{ listed }} [@b; @c]"),
        ("Năm 2024, tỉnh có 5 xã, hạng 5.", "Tỉnh có 5 xã, năm 2024.\nHạng 5.", "Tỉnh có 5 xã, năm {{ year }}"),
        ("![Cái hộp]", "![Cái hộp mới]", "![Cái hộp mới](attachment:0123456789abcdef)"),
        ("\n\nNăm", f"{CUT}Năm", f"cả nước{CUT}Năm {{{{ year }}}}"),
        ("điểm hai", "điểm hai\n- điểm x, y một", "- điểm hai\n- điểm {{ listed }} một [@b; @c]"),
    ],
)
def test_words_change_and_values_stay(old: str, new: str, in_source: str) -> None:
    assert in_source in back(old, new)


def test_nothing_changed_is_the_source() -> None:
    assert back("điểm", "điểm") == SOURCE


@pytest.mark.parametrize(
    ("old", "new", "placeholder"),
    [
        ("Quảng Nam", "Bắc Giang", "unit.name"),
        ("đứng 5 cả", "đứng 57 cả", "rank"),
        ("đứng 5 cả", "đứng 5,4 cả", "rank"),
        ("2024", "2025", "year"),
        ("x, y", "x, z", "listed"),
    ],
)
def test_a_change_inside_of_a_value_is_refused_with_its_name(old: str, new: str, placeholder: str) -> None:
    with pytest.raises(Untraceable, match=rf"comes from \{{\{{ {placeholder} \}}\}}; change the placeholder"):
        back(old, new)


def test_a_number_of_ones_own_that_equals_a_value_is_no_value() -> None:
    assert "tỉnh có 6 xã, hạng {{ rank }}" in back("có 5 xã", "có 6 xã")


def test_placeholders_that_a_person_typed_are_meant() -> None:
    assert is_meant("Hạng {{ rank }} [@dti].", "Hạng\u00a05.", lambda name: VALUES[name])
    assert not is_meant("Hạng 6.", "Hạng\u00a05.", lambda name: VALUES[name])
