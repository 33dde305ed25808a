"""Reads the files of data/ for the check: text with problems of encoding, CSV rows with row numbers."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from taphuan.data.reading import decoded, file_bytes, invisible_characters
from taphuan.errors import DataError, Problem

BOM = "\ufeff"
# what separates the columns of a table that is none of ours
_SEPARATORS = {";": "“;”", "\t": "tabs", "|": "“|”"}


@dataclass(frozen=True)
class Row:
    """One row of a CSV file. `number` counts like a spreadsheet: the header is row 1."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """The cell in a column; "" if there is no such column."""
        return self.cells.get(name, "")

    def problem(self, name: str, what: str, remedy: str, found: str | None = None, code: str = "") -> Problem:
        """A problem of the cell in column `name`; `found` is the value to report, by default that of the cell."""
        found = self[name] if found is None else found
        return Problem(self.file, f"row {self.number}", name, found, what, remedy, code)


@dataclass(frozen=True)
class Table:
    """A CSV file. `ragged` are the numbers of the rows that have more or fewer cells than the header; `digest` is the
    SHA-256 digest of the text."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ragged: frozenset[int] = frozenset()
    digest: str = ""

    def without(self, cells: set[tuple[int, str]]) -> Table:
        """A copy of the table in which the cells (row number, column) are blank."""
        numbers = {number for number, _ in cells}
        rows = tuple(
            Row(r.file, r.number, {k: "" if (r.number, k) in cells else v for k, v in r.cells.items()})
            if r.number in numbers
            else r
            for r in self.rows
        )
        return Table(self.file, self.columns, rows, self.ragged)


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a file without BOM and with LF line ends; None if it is no file or not UTF-8. Appends to `problems`."""
    try:
        text = decoded(file_bytes(path, file), file)
    except DataError as error:
        problems += error.problems
        return None
    if text.startswith(BOM):
        text = text[1:]
        remedy = "Save it as UTF-8 without BOM."
        problems.append(
            Problem(file, "line 1", "", "BOM", "the file begins with a byte order mark", remedy, code="TH106")
        )
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        found = f"{text.count(chr(13))} of them"
        what = "Windows line ends (CRLF) instead of Unix line ends (LF)"
        problems.append(
            Problem(file, f"line {line}", "", found, what, "Save the file with line ends “LF”.", code="TH107")
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        problems.extend(_decomposed_words(text, file))
    problems += invisible_characters(text, file)
    return text


def _decomposed_words(text: str, file: str) -> Iterator[Problem]:
    """A problem for each line that is not in NFC, with the first word that is not."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            word = next(w for w in line.split() if not unicodedata.is_normalized("NFC", w))
            remedy = "Retype the word with a Vietnamese keyboard set to “Unicode dựng sẵn”."
            what = "letters and diacritics are separate characters (Unicode tổ hợp, NFD)"
            yield Problem(file, f"line {number}", "", word, what, remedy, code="TH108")


def read_table(text: str, file: str, problems: list[Problem]) -> Table:
    """The table in a CSV text. A row with more or fewer cells than the header is a problem; the table keeps the cells that
    have a column. Appends to `problems`."""
    table, found = _read_table(text, file)
    problems += found
    return table


# who checks again after a change finds most files as they were; nobody changes what is read
@lru_cache(maxsize=64)
def _read_table(text: str, file: str) -> tuple[Table, tuple[Problem, ...]]:
    problems: list[Problem] = []
    if other := _other_separator(text, file):
        return Table(file, (), ()), (other,)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        remedy = "Look for a quotation mark that is not closed; a quotation mark inside text is written twice."
        what = f"the line cannot be split into cells: {error}"
        problems.append(Problem(file, f"line {reader.line_num}", "", "", what, remedy, code="TH132"))
    if not records:
        problems.append(
            Problem(file, "", "", "", "the file is empty", "Restore it; the last commit has it.", code="TH110")
        )
        return Table(file, (), ()), tuple(problems)
    columns = tuple(records[0])
    rows, ragged = [], set()
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(columns) or not any(record):
            ragged.add(number)
            problems.append(_ragged_row(file, number, record, columns))
        rows.append(Row(file, number, dict(zip(columns, record + [""] * len(columns), strict=False))))
    table = Table(file, columns, tuple(rows), frozenset(ragged), hashlib.sha256(text.encode()).hexdigest())
    return table, tuple(problems)


def _other_separator(text: str, file: str) -> Problem | None:
    """The problem of a table as Excel saves it where the comma is the decimal mark: with semicolons, or with tabs."""
    header = text.partition("\n")[0]
    what = ""
    if header.lower().startswith("sep="):
        what = "the line “sep=” of Excel stands above the header"
    elif "," not in header:
        name = next((name for mark, name in _SEPARATORS.items() if mark in header), "")
        what = name and f"the columns are separated by {name}, not by commas"
    remedy = (
        "Save it with commas and decimal points: LibreOffice asks for the field delimiter; Excel takes the list separator "
        "of the system's region. `taphuan add measure` reads such a file as it is."
    )
    return Problem(file, "row 1", "", header[:80], what, remedy, code="TH131") if what else None


def _ragged_row(file: str, number: int, record: list[str], columns: tuple[str, ...]) -> Problem:
    if not any(record):
        return Problem(file, f"row {number}", "", "", "the row is empty", "Delete it.", code="TH134")
    what = f"{len(record)} cells, but the header has {len(columns)} columns"
    too_many = len(record) > len(columns)
    remedy = (
        "Put quotation marks around a text with a comma; write a number with a decimal point instead of a comma."
        if too_many
        else "Add the missing comma or the missing cells; a blank cell needs its comma, too."
    )
    return Problem(file, f"row {number}", "", ",".join(record)[:80], what, remedy, code="TH133")
