"""Numbers as people write them: 45,3 · 1.234,5 · 45,3 % · blank. Never rounded, never filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from taphuan.check.add.sheet import Cell, Sheet

# what tables print for “not known”
UNKNOWN = frozenset({"", "-", "–", "—", "…", "...", "..", "."})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)*%?")
# a mark that can only be the decimal one: not three digits behind it, or a zero alone before it, or the other mark before it
_SURE = {
    mark: re.compile(
        rf"[-+−]?(?:\d+{re.escape(mark)}(?!\d{{3}}$)\d+|0{re.escape(mark)}\d+|\d+(?:{re.escape(other)}\d{{3}})+{re.escape(mark)}\d+)"
    )
    for mark, other in ((",", "."), (".", ","))
}
# 1.234.567: only the mark of thousands occurs more than once
_GROUPED = {mark: re.compile(rf"[-+−]?\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{2,}}") for mark in ".,"}


@dataclass(frozen=True)
class Column:
    """The cells of a column as texts of decimal points, "" where a cell is blank; `percent` where they are per cent."""

    values: dict[int, str]
    percent: bool
    faults: tuple[str, ...]

    @property
    def known(self) -> int:
        return sum(bool(value) for value in self.values.values())


def _plain(cell: Cell) -> str:
    return _SPACES.sub("", str(cell.value)).replace("−", "-")


def is_numeric(cell: Cell) -> bool:
    """Whether the cell holds a number, however it is written."""
    if isinstance(cell.value, str):
        return bool(_NUMBER.fullmatch(_plain(cell)))
    return cell.value is not None


def read_column(sheet: Sheet, rows: list[int], column: int, decimal: str) -> Column:
    """The numbers of a column. `decimal` is the decimal mark where the user has named it; else what the column itself or the
    form of the file says. Faults: what is no number, and marks that cannot be told apart."""
    cells = {row: sheet.rows[row][column] for row in rows}
    texts = [_plain(cell).rstrip("%") for cell in cells.values() if isinstance(cell.value, str) and is_numeric(cell)]
    commas, points = (_uses(texts, mark) for mark in (",", "."))
    faults: list[str] = []
    mark = decimal or ("," if commas else "." if points else sheet.decimal)
    marked = [text for text in texts if "," in text or "." in text]
    if not decimal and commas and points:
        faults.append(
            f"{sheet.place(rows[0], column)} and below: both 1,5 and 1.5 occur; name the mark: --decimal , or ."
        )
    elif not mark and marked:
        place = sheet.place(rows[0], column)
        faults.append(f"{place} and below: {marked[0]} can be a fraction or thousands; name the mark: --decimal , or .")
    signs = {_is_percent(cell) for cell in cells.values() if is_numeric(cell)}
    if len(signs) > 1:
        faults.append(f"{sheet.place(rows[0], column)} and below: some numbers are per cent and some are not")
    values: dict[int, str] = {}
    for row, cell in cells.items():
        values[row], fault = _value(cell, mark or ".")
        if fault:
            faults.append(f"{sheet.place(row, column)}: {fault} (found: {cell.text[:40]})")
    return Column(values, signs == {True}, tuple(faults))


def _uses(texts: list[str], mark: str) -> bool:
    other = "." if mark == "," else ","
    return any(_SURE[mark].fullmatch(text) or _GROUPED[other].fullmatch(text) for text in texts)


def _is_percent(cell: Cell) -> bool:
    return cell.percent or (isinstance(cell.value, str) and _plain(cell).endswith("%"))


def _value(cell: Cell, mark: str) -> tuple[str, str]:
    """(the number, why it is none)."""
    if cell.fault:
        return "", cell.fault
    if isinstance(cell.value, int | float):
        # the shortest text that is the same number; a spreadsheet holds 45,3 % as 0.453
        number = Decimal(repr(cell.value)) * (100 if cell.percent else 1)
        return (_written(number), "") if number.is_finite() else ("", "not a number")
    text = _plain(cell) if cell.value is not None else ""
    if text in UNKNOWN:
        return "", ""
    text = text.rstrip("%")
    thousands = "." if mark == "," else ","
    whole, _, part = text.partition(mark)
    grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole)
    if not re.fullmatch(r"[-+]?\d+", whole) and not grouped:
        return "", "not a number"
    if mark in text and not part.isdecimal():
        return "", "not a number"
    # the zeros at the end are what was published: 6,90 is not 6,9
    return f"{whole.replace(thousands, '').removeprefix('+')}{'.' if part else ''}{part}", ""


def _written(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
