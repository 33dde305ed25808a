"""A table as somebody brings it: the cells of a worksheet (.xlsx, .xlsm) or of a CSV file with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taphuan.data.reading import decoded, file_bytes
from taphuan.errors import DataError, TaphuanError

# What no table of provinces has. A workbook is a ZIP archive, which may hold gigabytes of zeros in a few bytes.
MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 5_000, 200, 200 << 20
_SEPARATORS = ";\t,"


class NotAdded(TaphuanError):
    """A file from which no rows can be made, or rows that may not be added; nothing was written."""


@dataclass(frozen=True)
class Cell:
    """A cell. `value` is a text, an int or a float as the file holds it, None where it is blank; `percent` where the sheet
    shows a fraction as per cent; `fault` says why the value is not to be had ("" if it is)."""

    value: str | int | float | None
    percent: bool = False
    fault: str = ""

    @property
    def text(self) -> str:
        return " ".join(str(self.value).split()) if self.value is not None else ""


@dataclass(frozen=True)
class Sheet:
    """The cells by row; `decimal` is the decimal mark that the form of the file suggests for texts, "" where it says nothing."""

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    decimal: str = ""

    def place(self, row: int, column: int) -> str:
        """How a spreadsheet names a cell: B12."""
        letters = ""
        number = column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{row + 1}"


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The visible worksheets of a workbook, or the one table of a CSV file. Raises NotAdded."""
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".xlsm", ".csv", ".tsv", ".txt"):
        raise NotAdded(
            f"{path.name}: not a kind of file that can be read ({kind or 'no ending'}); save it as .xlsx or .csv",
            code="TH841",
        )
    try:
        content = file_bytes(path, path.name)
        return (
            (_table(content, path.name),) if kind in (".csv", ".tsv", ".txt") else tuple(_workbook(content, path.name))
        )
    except DataError as error:
        raise NotAdded("\n".join(map(str, error.problems)), code="TH841") from None


def _table(content: bytes, name: str) -> Sheet:
    # Excel's “Unicode text” is UTF-16, its “CSV UTF-8” has a BOM; both say what they are
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            raise NotAdded(f"{name}: begins like UTF-16 and is none; save it as “CSV UTF-8”", code="TH841") from None
    else:
        text = decoded(content, name).removeprefix("\ufeff")
    lines = text.splitlines()
    separator = ""
    if lines and lines[0].lower().startswith("sep="):
        separator, text = lines[0][4:5], "\n".join(lines[1:])
    # the header and the rows have the same number of the real one
    separator = separator or max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise NotAdded(
            f"{name}: cannot be split into cells: {error}; look for a quotation mark that is not closed", code="TH841"
        ) from None
    cells = (tuple(Cell(cell.strip() or None) for cell in row) for row in rows)
    return Sheet(name, name, _bounded(cells, name), {";": ",", ",": "."}.get(separator, ""))


def _workbook(content: bytes, name: str) -> Iterator[Sheet]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAdded(
            f"{name}: an old workbook (.xls) or one with a password; save it as .xlsx without one", code="TH841"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(entry.file_size for entry in package.infolist())
        if size > MOST_BYTES:
            raise NotAdded(
                f"{name}: unpacks to {size >> 20} MB; copy the table alone into a new workbook", code="TH841"
            )
        # once with what formulas gave, once to tell a formula that was never computed from a blank cell
        shown, written = (
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values) for values in (True, False)
        )
        for sheet in shown.worksheets:
            if sheet.sheet_state == "visible":
                # what writers claim of a sheet's size is often wrong
                for one in (sheet, written[sheet.title]):
                    one.reset_dimensions()
                pairs = zip(sheet.iter_rows(), written[sheet.title].iter_rows(), strict=False)
                yield Sheet(name, sheet.title, _bounded((tuple(map(_cell, *pair)) for pair in pairs), name))
    # the parsers of XML, of the standard library and lxml, raise kinds of SyntaxError
    except (zipfile.BadZipFile, InvalidFileException, SyntaxError, KeyError, ValueError, TypeError, EOFError) as error:
        raise NotAdded(
            f"{name}: not a workbook that can be read ({error}); open it in Excel and save it as .xlsx", code="TH841"
        ) from None


def _cell(shown: Any, written: Any) -> Cell:
    value = shown.value
    if value is None:
        fault = (
            "a formula that was never computed: open the workbook in Excel and save it"
            if written.value is not None
            else ""
        )
        return Cell(None, fault=fault)
    if shown.data_type == "e":
        return Cell(str(value), fault="an error of the spreadsheet")
    if isinstance(value, bool):
        return Cell(str(value), fault="true or false, not a number")
    if isinstance(value, int | float):
        return Cell(value, percent="%" in (shown.number_format or ""))
    if isinstance(value, str):
        return Cell(value.strip() or None)
    return Cell(str(value), fault="a date; the spreadsheet may have made it of a number such as 5.1")


def _bounded(rows: Iterator[tuple[Cell, ...]], name: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows up to the last that is not blank, all of one length. Raises NotAdded for more than a table can have."""
    found: list[tuple[Cell, ...]] = []
    last = width = 0
    for number, row in enumerate(rows):
        used = max((at + 1 for at, cell in enumerate(row) if cell.value is not None or cell.fault), default=0)
        last, width = (number + 1 if used else last), max(width, used)
        # a format that was set for a whole sheet makes a million blank rows
        if last > MOST_ROWS or width > MOST_COLUMNS:
            raise NotAdded(
                f"{name}: more than {MOST_ROWS} rows or {MOST_COLUMNS} columns; copy the table alone into a new file",
                code="TH841",
            )
        if number < MOST_ROWS:
            found.append(row[:MOST_COLUMNS])
        elif number > 2 * MOST_ROWS:
            break
    return tuple((*row, *(Cell(None),) * (width - len(row)))[:width] for row in found[:last])
