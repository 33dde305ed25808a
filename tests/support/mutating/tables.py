"""Mutations of cells, rows and columns of the CSV files of data/."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from mutating.base import DATA, Change, Kind, Plant, as_text, files

# tables of words for the check of language are no content of pages
_LEFT_OUT = ("data/language/syllables.csv",)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# reads a cell of a pristine table: (old value, values of the column, random) → the new value, None where the kind does not fit
New = Callable[[str, list[str], Random], str | None]


def _cells(line: str) -> list[str]:
    return next(csv.reader([line]), [])


def _written(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _lines(root: Path, file: str) -> list[str]:
    return (root / file).read_text(encoding="utf-8").split("\n")


def _other(old: str, column: list[str], draw: Random) -> str | None:
    others = sorted({value for value in column if value != old and value})
    return draw.choice(others) if others else None


def _is_words(value: str) -> bool:
    return " " in value and any(ord(letter) > 127 for letter in value)


def _number(change: Callable[[str, Random], str]) -> New:
    return lambda old, column, draw: change(old, draw) if _NUMBER.fullmatch(old) else None


def _day(change: Callable[[str, Random], str]) -> New:
    return lambda old, column, draw: change(old, draw) if _DAY.fullmatch(old) else None


def _words(change: Callable[[str, Random], str]) -> New:
    return lambda old, column, draw: change(old, draw) if _is_words(old) else None


def _digit(old: str, draw: Random) -> str:
    at = draw.choice([at for at, letter in enumerate(old) if letter.isdigit()])
    return old[:at] + draw.choice([digit for digit in "0123456789" if digit != old[at]]) + old[at + 1 :]


def _misspelt(old: str, draw: Random) -> str:
    at = draw.randrange(len(old) - 1)
    return old[:at] + old[at + 1] + old[at] + old[at + 2 :]


CELLS: dict[str, New] = {
    "a cell is blank": lambda old, column, draw: "" if old else None,
    "a cell is a space": lambda old, column, draw: draw.choice((" ", "\u00a0", "\u200b")) if _is_words(old) else None,
    "a cell of another row": _other,
    "a number has another digit": _number(_digit),
    "a number has another sign": _number(lambda old, draw: f"-{old}" if float(old) else "-1"),
    "a number is huge": _number(lambda old, draw: draw.choice(("1000000000", "9" * 400, "1e308", "1e999"))),
    "a number is none": _number(lambda old, draw: draw.choice(("NaN", "inf", "năm", "0x1F", "1_000", "=1+1"))),
    "a number as Excel writes it": _number(
        lambda old, draw: old.replace(".", ",") if "." in old else draw.choice((f"{old},0", f"{old}.0", f" {old}", f"{old} điểm"))
    ),
    "a day in another year": _day(lambda old, draw: f"{int(old[:4]) + draw.choice((-30, -5, -1, 1, 5, 30)):04}{old[4:]}"),
    "a day at the end of the calendar": _day(lambda old, draw: draw.choice(("9999-12-31", "0001-01-01", "1900-01-01"))),
    "a day that is none": _day(lambda old, draw: draw.choice((f"{old[:4]}-02-30", f"{old[8:]}/{old[5:7]}/{old[:4]}", old[:7], old[:4], f"{old}T00:00", old.replace("-", "–")))),
    "day and month in the other order": _day(lambda old, draw: f"{old[:4]}-{old[8:]}-{old[5:7]}" if old[8:] != old[5:7] else f"{old[:4]}-13-01"),
    "a key is misspelt": lambda old, column, draw: _misspelt(old, draw) if _KEY.fullmatch(old) and _misspelt(old, Random(0)) != old else None,
    "words without their marks": _words(lambda old, draw: "".join(c for c in unicodedata.normalize("NFD", old) if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")),
    "words in the marks of another form": _words(lambda old, draw: unicodedata.normalize("NFD", old)),
    "words with a letter of another alphabet": _words(lambda old, draw: old.replace("a", "а").replace("o", "о")),
    "words much too long": _words(lambda old, draw: " ".join([old] * (2 + 4000 // len(old)))),
    "words with what no page can show": _words(lambda old, draw: old + draw.choice(("\x07", "\x0b", "\u202e", "\ufffd", "\ufeff", "\ud800", "\u2028"))),
    "words on two lines": _words(lambda old, draw: old.replace(" ", "\n", 1)),
    "words with markup": _words(lambda old, draw: draw.choice((f"<b>{old}</b>", f"**{old}**", f"{old} {{{{ province }}}}", f"{old} [@sai-nguon]", f"# {old}"))),
}  # fmt: skip


def _cell_kind(name: str, new: New) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        while True:
            file = random.choice([file for file in files(root, "data/**/*.csv") if file not in _LEFT_OUT])
            lines = _lines(root, file)
            header = _cells(lines[0])
            at = random.randrange(1, len(lines))
            cells = _cells(lines[at])
            if len(cells) != len(header) or _written(cells) != lines[at]:
                continue
            place = random.randrange(len(header))
            old = cells[place]
            column = [row[place] for row in map(_cells, lines[1:400]) if len(row) == len(header)]
            value = new(old, column, random)
            if value is None or value == old:
                continue
            changed = _written([*cells[:place], value, *cells[place + 1 :]])
            how = f"row {at + 1}, {header[place]}: {old!r} → {value[:60]!r}"
            shown = (old, value) if _is_words(old) and value.strip() else ("", "")
            return Change(file, how, _line(file, at, changed), *shown)

    return Kind(f"table: {name}", DATA, draw)


def _line(file: str, at: int, line: str) -> Plant:
    def change(text: str) -> str:
        lines = text.split("\n")
        return "\n".join([*lines[:at], line, *lines[at + 1 :]])

    return as_text(file, change)


def _drop_cell(cells: list[str], place: int) -> list[str]:
    return [*cells[:place], *cells[place + 1 :]]


def _columns(change: Callable[[list[str], int], list[str]], header_only: bool = False) -> Callable[[list[str], Random], list[str]]:  # fmt: skip
    def apply(lines: list[str], draw: Random) -> list[str]:
        place = draw.randrange(len(_cells(lines[0])) - 1)
        upto = 1 if header_only else len(lines)
        return [_written(change(_cells(line), place)) if line else line for line in lines[:upto]] + lines[upto:]

    return apply


def _at(change: Callable[[list[str], int], list[str]]) -> Callable[[list[str], Random], list[str]]:
    return lambda lines, draw: change(lines, draw.randrange(1, len(lines) - 1))


# change a table as a list of lines
LINES: dict[str, Callable[[list[str], Random], list[str]]] = {
    "a row is gone": _at(lambda lines, at: lines[:at] + lines[at + 1 :]),
    "a row stands there twice": _at(lambda lines, at: [*lines[: at + 1], *lines[at:]]),
    "a row is blank": _at(lambda lines, at: [*lines[:at], "," * lines[0].count(","), *lines[at:]]),
    "a row is an empty line": _at(lambda lines, at: [*lines[:at], "", *lines[at:]]),
    "a row has a cell more": _at(lambda lines, at: [*lines[:at], lines[at] + ",x", *lines[at + 1 :]]),
    "a row has a cell less": _at(lambda lines, at: [*lines[:at], _written(_cells(lines[at])[:-1]), *lines[at + 1 :]]),
    "a row has an open quotation mark": _at(lambda lines, at: [*lines[:at], lines[at].replace(",", ',"', 1), *lines[at + 1 :]]),
    "a column is gone": _columns(_drop_cell),
    "a column has another name": _columns(lambda cells, at: [*cells[:at], f"{cells[at]}_", *cells[at + 1 :]], True),
    "two columns have changed their names": _columns(lambda cells, at: [*cells[:at], cells[at + 1], cells[at], *cells[at + 2 :]], True),
    "a column stands there twice": _columns(lambda cells, at: [*cells, cells[at]]),
    "the header is gone": lambda lines, draw: lines[1:],
    "the header alone": lambda lines, draw: [lines[0], ""],
    "rows in another order": lambda lines, draw: [lines[0], *draw.sample(lines[1:-1], len(lines) - 2), ""],
    "semicolons between the cells": lambda lines, draw: [line.replace(",", ";") for line in lines],
    "tabs between the cells": lambda lines, draw: [line.replace(",", "\t") for line in lines],
}  # fmt: skip


def _instead(file: str, lines: list[str]) -> Plant:
    return as_text(file, lambda text: "\n".join(lines))


def _lines_kind(name: str, change: Callable[[list[str], Random], list[str]]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        while True:
            file = random.choice([file for file in files(root, "data/**/*.csv") if file not in _LEFT_OUT])
            lines, state = _lines(root, file), random.getstate()
            changed = change(lines, random)
            if len(lines) > 3 and changed != lines:
                random.setstate(state)
                where = next(
                    (at for at, (a, b) in enumerate(zip(lines, changed, strict=False), 1) if a != b), len(changed)
                )
                return Change(file, f"row {where}: {name}", _instead(file, changed))

    return Kind(f"table: {name}", DATA, draw)


def _swapped(root: Path, random: Random) -> Change:
    """Longitude and latitude of a commune in the wrong order."""
    file = "data/units/commune_places.csv"
    lines = _lines(root, file)
    at = random.randrange(1, len(lines) - 1)
    code, since, latitude, longitude, *rest = _cells(lines[at])
    changed = _written([code, since, longitude, latitude, *rest])
    return Change(file, f"row {at + 1}: latitude and longitude swapped", _line(file, at, changed))


def kinds() -> Iterator[Kind]:
    for name, new in CELLS.items():
        yield _cell_kind(name, new)
    for name, change in LINES.items():
        yield _lines_kind(name, change)
    yield Kind("table: latitude and longitude swapped", DATA, _swapped)
