"""Formulas of sheets: what they compute, how Excel writes them, what is no formula."""

from __future__ import annotations

import pytest

from taphuan.data.sheet_formula import BadFormula, Formula

TABLE = {"b": [120.0, 80.0, None], "c": [90.0, 20.0, 0.0], "d": [0.0, 18.0, 5.0]}


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("c / b", 0, 0.75),
        ("c - b", 1, -60.0),
        ("b - mean(b)", 0, 20.0),
        ("round(100 * c / b)", 0, 75.0),
        ("round(b - c - 0.5)", 1, 60.0),
        ("-(b + c) * 2", 0, -420.0),
        ("c / b", 2, None),  # a cell that it needs is empty
        ("c / d", 0, None),  # it divides by zero
    ],
)
def test_a_formula_computes_what_it_says(text: str, row: int, value: float | None) -> None:
    found = Formula(text).value(TABLE, row)
    assert found == (value if value is None else pytest.approx(value))


def test_rounding_goes_half_up_as_in_excel() -> None:
    halves = {"b": [0.5, 1.5, 2.5, -0.5, -1.5]}
    assert [Formula("round(b)").value(halves, row) for row in range(5)] == [1, 2, 3, -1, -2]


def test_excel_gets_the_cells_and_an_empty_cell_where_there_is_no_value() -> None:
    formula = Formula("b - mean(c)").excel(lambda name: f"${name.upper()}5", lambda name: f"${name.upper()}$5:$C$9")
    assert formula == '=IF(COUNT($B5,$C5)<2,"",IFERROR(($B5-AVERAGE($C$5:$C$9)),""))'


@pytest.mark.parametrize(
    "text",
    ["b +", "open('x')", "b.c", "b ** 2", "max(b)", "round(b, 1)", "b if c else d", "'b'", "True", "mean(b + c)", ""],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(BadFormula, match="formula"):
        _ = Formula(text).columns
