"""Files of data/ as the check sees them: text with its spelling faults, rows with numbers, YAML with its lines."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from taphuan.data.load import DataLoader
from taphuan.errors import Problem

BOM = "\ufeff"
# Control characters, zero-width spaces and direction marks; nothing shows them, everything stumbles over them.
_INVISIBLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\ufeff]+")


@dataclass(frozen=True)
class Row:
    """One row of a CSV file; `number` counts as a spreadsheet does: the header is row 1."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def problem(self, name: str, what: str, remedy: str, found: str | None = None) -> Problem:
        return Problem(self.file, f"row {self.number}", name, self[name] if found is None else found, what, remedy)


@dataclass(frozen=True)
class Table:
    """A CSV file. `ragged` are the numbers of rows whose cells do not fit the header; `digest` is that of its text."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ragged: frozenset[int] = frozenset()
    digest: str = ""

    def without(self, cells: set[tuple[int, str]]) -> Table:
        """The same table with these (row number, column) cells left blank."""
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
    """A YAML file: its value and the line on which each path ("key_points", 2, "text") starts."""

    file: str
    value: dict[str, Any] = field(hash=False)
    lines: dict[tuple[str | int, ...], int] = field(hash=False)

    def problem(self, path: tuple[str | int, ...], what: str, remedy: str, found: str = "") -> Problem:
        """A problem at a path; a path that is not in the file (a missing key) gets the line of what should hold it."""
        held = path
        while held and held not in self.lines:
            held = held[:-1]
        return Problem(self.file, f"line {self.lines.get(held, 1)}", path_text(path), found, what, remedy)


def path_text(path: tuple[str | int, ...]) -> str:
    """("key_points", 2, "text") → "key_points[2].text"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a file without BOM and with plain line ends; what is mended is a problem. None if unreadable."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, "", "", "", "the file is missing", "Put it back; the last commit has it."))
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
        what = "Windows line ends (CRLF) instead of plain ones (LF)"
        problems.append(Problem(file, f"line {line}", "", found, what, "Save the file with line ends “LF”."))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        problems.extend(_decomposed(text, file))
    for invisible in _INVISIBLE.finditer(text):
        line = text.count("\n", 0, invisible.start()) + 1
        remedy = "Delete it; if there are many, save the file as UTF-8 again."
        found = f"U+{ord(invisible.group()[0]):04X}"
        problems.append(Problem(file, f"line {line}", "", found, "an invisible character that may not be here", remedy))
    return text


def _decomposed(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            word = next(w for w in line.split() if not unicodedata.is_normalized("NFC", w))
            remedy = "Retype the word with a Vietnamese keyboard set to “Unicode dựng sẵn”."
            what = "letters and their marks are stored apart (Unicode tổ hợp, NFD)"
            yield Problem(file, f"line {number}", "", word, what, remedy)


def read_table(text: str, file: str, problems: list[Problem]) -> Table:
    """The rows of a CSV text; rows that do not fit the header are problems, kept with the cells that can be told."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        remedy = "Look for a quotation mark that is not closed; a quotation mark inside text is written twice."
        problems.append(Problem(file, f"line {reader.line_num}", "", "", f"the line cannot be split: {error}", remedy))
    if not records:
        problems.append(Problem(file, "", "", "", "the file is empty", "Put it back; the last commit has it."))
        return Table(file, (), ())
    columns = tuple(records[0])
    rows, ragged = [], set()
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(columns) or not any(record):
            ragged.add(number)
            problems.append(_ragged(file, number, record, columns))
        rows.append(Row(file, number, dict(zip(columns, record + [""] * len(columns), strict=False))))
    return Table(file, columns, tuple(rows), frozenset(ragged), hashlib.sha256(text.encode()).hexdigest())


def _ragged(file: str, number: int, record: list[str], columns: tuple[str, ...]) -> Problem:
    if not any(record):
        return Problem(file, f"row {number}", "", "", "the row is empty", "Delete it.")
    what = f"{len(record)} cells under {len(columns)} columns"
    extra = len(record) > len(columns)
    remedy = (
        "A text with a comma needs quotation marks around it, a number needs a decimal point instead of a comma."
        if extra
        else "A comma or the end of the row is missing; blank cells keep their commas."
    )
    return Problem(file, f"row {number}", "", ",".join(record)[:80], what, remedy)


def read_document(text: str, file: str, problems: list[Problem]) -> Document | None:
    """A YAML file with the line of every key; None if it is broken or no mapping."""
    try:
        node = yaml.compose(text, DataLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        lines = text.split("\n")
        found = lines[line - 1].strip() if line <= len(lines) else ""
        remedy = "Compare indentation and quotation marks with the lines above; text with “: ” needs quotation marks."
        problems.append(Problem(file, f"line {line}", "", found[:80], "this line breaks the file's structure", remedy))
        return None
    except yaml.reader.ReaderError:
        return None  # a control character, which `read_text` has reported with its line
    lines_of: dict[tuple[str | int, ...], int] = {}
    value = _value(node, (), lines_of, file, problems)
    if not isinstance(value, dict):
        remedy = "Compare it with the other files of its folder."
        problems.append(Problem(file, "line 1", "", "", "the file is no list of “key: value” lines", remedy))
        return None
    return Document(file, value, lines_of)


def _value(
    node: yaml.Node | None,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    file: str,
    problems: list[Problem],
) -> Any:
    """The value of a node as `DataLoader` would build it, noting lines and every key that stands twice."""
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
                what = f"the key stands twice; the first is on line {lines[(*path, key)]}"
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
