"""How a value of a sheet is written."""

from __future__ import annotations

import pytest

from taphuan.known.worksheets import Column, Value


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("points", 0.0, "0,0"),
        ("points", 0.04, "0,0"),
        ("points", -0.04, "0,0"),
        ("points", 0.05, "+0,1"),
        ("points", 1.5, "+1,5"),
        ("points", -1.5, "−1,5"),
        ("percent", 0.75, "75%"),
        ("number", 1200, "1.200"),
        ("number", 2.5, "2,5"),
        ("date", "2027-01-15", "15/01/2027"),
        ("text", "Một cửa", "Một cửa"),
        ("count", None, ""),
    ],
)
def test_a_value_is_written_as_people_write_it(kind: str, value: Value, written: str) -> None:
    assert Column("a", "Cột", kind, 1.0, (), None, "").shown(value) == written
