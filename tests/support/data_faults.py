"""Helpers that plant a fault in a copy of data/ and find it among the problems that `check_data` reports."""

from __future__ import annotations

import shutil
from pathlib import Path

from coded_lines import all_words_of
from taphuan import paths
from taphuan.errors import Problem

JARGON = ("constraint", "foreign key", "primary key", "pydantic", "frictionless", "regex", "traceback", "Error")


def copy_of_data(folder: Path, *, communes: bool = False) -> Path:
    """Copy data/ and slides/deck.yaml into `folder` and return the copy of data/.

    Without `communes` the tables of communes are empty: their 27,000 rows take most of the time of a check.
    """
    root = folder / "data"
    shutil.copytree(paths.DATA, root)
    (folder / "slides").mkdir()
    shutil.copy(paths.DECK_ORDER, folder / "slides" / "deck.yaml")
    if not communes:
        empty_communes(root)
    return root


def empty_communes(root: Path) -> None:
    """Leave only the headers of the tables of communes."""
    for table in root.glob("units/commune*.csv"):
        table.write_text(table.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file by `new` and return the number of its line."""
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return text.count("\n", 0, text.index(old)) + 1


def spoil_cell(path: Path, row: int | str, column: str, value: str) -> None:
    """Replace a cell of a row that has no quotation marks. `row` is its number or the text it starts with; `value` is
    written without quoting."""
    lines = path.read_text(encoding="utf-8").split("\n")
    number = row if isinstance(row, int) else line_of(path, row)
    cells = lines[number - 1].split(",")
    cells[lines[0].split(",").index(column)] = value
    lines[number - 1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def drop_row(path: Path, start: str) -> None:
    """Delete the first row that starts with `start`."""
    number = line_of(path, start)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(lines[: number - 1] + lines[number:]), encoding="utf-8")


def line_of(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def reported(problems: tuple[Problem, ...], file: str, where: str, field: str = "", found: str = "") -> Problem:
    """The only problem at this place. Asserts that every message is without jargon and says what to do."""
    text = "\n".join(map(str, problems))
    assert not [word for word in JARGON if word in text], text
    assert all(problem.what and problem.remedy.endswith(".") for problem in problems), text
    all_words_of(map(str, problems))
    matches = [p for p in problems if (p.file, p.where, p.field) == (file, where, field) and found in p.found]
    assert len(matches) == 1, f"not reported once at {file}, {where}, {field}, {found}:\n{text}"
    assert str(matches[0]).startswith(", ".join(part for part in (file, where, field) if part) + ": ")
    return matches[0]
