"""Reads the files of data/ for the check: text with problems of encoding, CSV rows with row numbers, YAML with line numbers."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from taphuan.data.load import DataLoader
from taphuan.errors import Problem

BOM = "\ufeff"
# Control characters, zero-width spaces and direction marks: invisible in an editor, but two texts differ by them.
_INVISIBLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\ufeff]+")


@dataclass(frozen=True)
class Row:
    """One row of a CSV file. `number` counts like a spreadsheet: the header is row 1."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """The cell in a column; "" if there is no such column."""
        return self.cells.get(name, "")

    def problem(self, name: str, what: str, remedy: str, found: str | None = None) -> Problem:
        """A problem of the cell in column `name`; `found` is the value to report, by default that of the cell."""
        return Problem(self.file, f"row {self.number}", name, self[name] if found is None else found, what, remedy)


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


@dataclass(frozen=True)
class Document:
    """A YAML file: its value, and the line on which each path such as ("key_points", 2, "text") starts."""

    file: str
    value: dict[str, Any] = field(hash=False)
    lines: dict[tuple[str | int, ...], int] = field(hash=False)

    def problem(self, path: tuple[str | int, ...], what: str, remedy: str, found: str = "") -> Problem:
        """A problem at a path. If the path is not in the file (a missing key), the line is that of its nearest parent."""
        present = path
        while present and present not in self.lines:
            present = present[:-1]
        return Problem(self.file, f"line {self.lines.get(present, 1)}", path_text(path), found, what, remedy)


def path_text(path: tuple[str | int, ...]) -> str:
    """The path as text: ("key_points", 2, "text") → "key_points[2].text"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a file without BOM and with LF line ends; None if it is missing or not UTF-8. Appends to `problems`."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, "", "", "", "the file is missing", "Restore it; the last commit has it."))
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 4].decode("latin-1")
        remedy = "Save the file as “CSV UTF-8” or, in an editor, with the encoding UTF-8."
        problems.append(Problem(file, f"line {line}", "", found, "the file is not UTF-8 text", remedy))
        return None
    if text.startswith(BOM):
        text = text[1:]
        remedy = "Save it as UTF-8 without BOM."
        problems.append(Problem(file, "line 1", "", "BOM", "the file begins with a byte order mark", remedy))
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        found = f"{text.count(chr(13))} of them"
        what = "Windows line ends (CRLF) instead of Unix line ends (LF)"
        problems.append(Problem(file, f"line {line}", "", found, what, "Save the file with line ends “LF”."))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        problems.extend(_decomposed_words(text, file))
    for invisible in _INVISIBLE.finditer(text):
        line = text.count("\n", 0, invisible.start()) + 1
        remedy = "Delete it; if there are many, save the file as UTF-8 again."
        found = f"U+{ord(invisible.group()[0]):04X}"
        problems.append(Problem(file, f"line {line}", "", found, "an invisible character that is not allowed", remedy))
    return text


def _decomposed_words(text: str, file: str) -> Iterator[Problem]:
    """A problem for each line that is not in NFC, with the first word that is not."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            word = next(w for w in line.split() if not unicodedata.is_normalized("NFC", w))
            remedy = "Retype the word with a Vietnamese keyboard set to “Unicode dựng sẵn”."
            what = "letters and diacritics are separate characters (Unicode tổ hợp, NFD)"
            yield Problem(file, f"line {number}", "", word, what, remedy)


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
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        remedy = "Look for a quotation mark that is not closed; a quotation mark inside text is written twice."
        what = f"the line cannot be split into cells: {error}"
        problems.append(Problem(file, f"line {reader.line_num}", "", "", what, remedy))
    if not records:
        problems.append(Problem(file, "", "", "", "the file is empty", "Restore it; the last commit has it."))
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


def _ragged_row(file: str, number: int, record: list[str], columns: tuple[str, ...]) -> Problem:
    if not any(record):
        return Problem(file, f"row {number}", "", "", "the row is empty", "Delete it.")
    what = f"{len(record)} cells, but the header has {len(columns)} columns"
    too_many = len(record) > len(columns)
    remedy = (
        "Put quotation marks around a text with a comma; write a number with a decimal point instead of a comma."
        if too_many
        else "Add the missing comma or the missing cells; a blank cell needs its comma, too."
    )
    return Problem(file, f"row {number}", "", ",".join(record)[:80], what, remedy)


def read_document(text: str, file: str, problems: list[Problem]) -> Document | None:
    """The value of a YAML text with the line of every path; None if it is malformed or not a mapping. Appends to `problems`."""
    document, found = _read_document(text, file)
    problems += found
    return document


@lru_cache(maxsize=128)
def _read_document(text: str, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    return _document(text, file, problems), tuple(problems)


def _document(text: str, file: str, problems: list[Problem]) -> Document | None:
    try:
        node = yaml.compose(text, DataLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        lines = text.split("\n")
        found = lines[line - 1].strip() if line <= len(lines) else ""
        remedy = "Compare indentation and quotation marks with the lines above; text with “: ” needs quotation marks."
        problems.append(Problem(file, f"line {line}", "", found[:80], "this line is not valid YAML", remedy))
        return None
    except yaml.reader.ReaderError:
        return None  # a control character, which `read_text` has reported with its line
    line_of_path: dict[tuple[str | int, ...], int] = {}
    value = _value(node, (), line_of_path, file, problems)
    if not isinstance(value, dict):
        remedy = "Compare it with the other files of its folder."
        problems.append(Problem(file, "line 1", "", "", "the file is not a list of “key: value” lines", remedy))
        return None
    return Document(file, value, line_of_path)


def _value(
    node: yaml.Node | None,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    file: str,
    problems: list[Problem],
) -> Any:
    """The value of a node as `DataLoader` would build it. Fills `lines`; a duplicate key is a problem and is left out."""
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            items.append(_value(item, (*path, index), lines, file, problems))
        return items
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in mapping:
                what = f"duplicate key; the first is on line {lines[(*path, key)]}"
                place = path_text((*path, key))
                problems.append(Problem(file, f"line {line}", place, key, what, "Delete one of the two."))
                continue
            lines[(*path, key)] = line
            mapping[key] = _value(value_node, (*path, key), lines, file, problems)
        return mapping
    if not isinstance(node, yaml.ScalarNode):
        return None
    scalars: dict[str, Any] = {"null": lambda _: None, "bool": lambda text: text == "true", "int": int, "float": float}
    return scalars.get(node.tag.rpartition(":")[2], str)(node.value)
