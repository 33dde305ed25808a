"""Tables of HTML as tables of the document model: heads of several rows, merged cells, pandas' frames and stylers.

A merged cell is written into each row it covers, and heads of several rows are joined in one line, so that a table can go on
on a further page and be read aloud.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from taphuan.charts.mime import FINISHED
from taphuan.document.colours import colour, legible
from taphuan.document.model import CellLook, Column, TableBlock
from taphuan.text import NBSP

_NUMBER = re.compile(r"[-+−]?(?:\d[\d.,\u00a0 ]*)(?:[eE][-+]?\d+)?\s?%?")
_POINT = re.compile(r"[-+−]?\d+\.\d+(?:[eE][-+]?\d+)?%?")
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(?:\.\d{3})+")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?")
_FILL = re.compile(r"background(?:-color)?\s*:\s*([^;]+)")
_INK = re.compile(r"(?<![\w-])color\s*:\s*([^;]+)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)")
# what pandas writes for a missing value: it stays blank
_MISSING = frozenset(("NaN", "nan", "None", "<NA>", "NaT"))
_INFINITE = {"inf": "∞", "-inf": "−∞"}
_LEFT_OUT = frozenset(("...", "…", "⋮", "⋱", "⋯"))
_MOST_SPANNED = 1000


@dataclass
class Cell:
    head: bool
    columns: int
    rows: int
    align: str
    fill: str
    ink: str = ""
    bold: bool = False
    text: str = ""
    href: str = ""


@dataclass
class Grid:
    """A `<table>` as it is read."""

    classes: str
    id: str
    caption: str = ""
    in_head: bool = False
    heads: int = 0
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether its texts are written already as they are to be read: a frame of a lesson."""
        return FINISHED in self.classes.split() or self.id.startswith(f"T_{FINISHED}")

    @property
    def of_pandas(self) -> bool:
        return "dataframe" in self.classes.split() or self.id.startswith("T_")

    def row(self) -> None:
        self.rows.append([])
        self.heads += self.in_head

    def cell(self, head: bool, given: dict[str, str]) -> Cell:
        style = given.get("style", "")
        align, fill, ink = _ALIGN.search(style), _FILL.search(style), _INK.search(style)
        ground = colour(fill[1] if fill else "")
        cell = Cell(
            head,
            _span(given, "colspan"),
            _span(given, "rowspan"),
            align[1] if align else "",
            ground,
            legible(colour(ink[1]) if ink else "", ground),
            _BOLD.search(style) is not None,
        )
        if not self.rows:
            self.row()
        self.rows[-1].append(cell)
        return cell

    def table(self) -> TableBlock | None:
        """The table; None where no cell has a text."""
        rows = _filled(self.rows)
        if not any(cell.text for row in rows for cell in row):
            return None
        heads = self.heads or (1 if len(rows) > 1 else 0)
        names = _names(rows[:heads], len(rows[0]))
        body = rows[heads:]
        if self.of_pandas:
            names, body = _of_pandas(names, body, self.finished)
        columns = tuple(Column(name, _column_align([row[at] for row in body])) for at, name in enumerate(names))
        looks = tuple(tuple(CellLook(cell.fill, cell.href, cell.ink, cell.bold) for cell in row) for row in body)
        plain = all(look == CellLook() for row in looks for look in row)
        texts = tuple(tuple(cell.text for cell in row) for row in body)
        return TableBlock(columns, texts, self.caption, looks=() if plain else looks)


def _span(given: dict[str, str], name: str) -> int:
    value = given.get(name, "")
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdigit() else 1


def _filled(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows with one cell for each column: a cell over several rows is in each of them, over several columns in the first."""
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:
                column += 1
            for down in range(min(cell.rows, len(rows) - at)):
                for right in range(cell.columns):
                    # in a head, the name of a group stands over each of its columns
                    same = right == 0 or cell.head
                    grid[at + down][column + right] = cell if same else replace(cell, text="", href="")
            column += cell.columns
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    blank = Cell(False, 1, 1, "", "")
    return [[row.get(at, blank) for at in range(width)] for row in grid]


def _names(heads: list[list[Cell]], width: int) -> list[str]:
    """One name a column: those of several rows one after the other."""
    names = []
    for at in range(width):
        texts = [row[at].text.strip(f" {NBSP}") for row in heads]
        names.append(" · ".join(dict.fromkeys(text for text in texts if text)))
    return names


def _column_align(cells: list[Cell]) -> str:
    texts = [cell.text for cell in cells if cell.text]
    if texts and all(_NUMBER.fullmatch(text) or text in ("∞", "−∞") for text in texts):
        return "right"
    given = {cell.align for cell in cells if not cell.head}
    return given.pop() if len(given) == 1 and given != {""} else "left"


# --- pandas -----------------------------------------------------------------------------------------------------------


def _of_pandas(names: list[str], rows: list[list[Cell]], finished: bool) -> tuple[list[str], list[list[Cell]]]:
    """The columns and rows before those that pandas left out; unless they are `finished`, without the counter of rows and
    with values as Vietnamese write them."""
    dots = next((at for at, row in enumerate(rows) if all(cell.text in _LEFT_OUT for cell in row)), len(rows))
    rows = rows[:dots]
    kept = list(range(next((at for at, name in enumerate(names) if name in _LEFT_OUT), len(names))))
    if not finished and kept and names[kept[0]] == "" and _counts([row[kept[0]] for row in rows]):
        kept = kept[1:]
    columns = [[row[at] for row in rows] for at in kept]
    if not finished:
        columns = [_values(column) for column in columns]
    return [names[at] for at in kept], [list(row) for row in zip(*columns, strict=True)]


def _counts(cells: list[Cell]) -> bool:
    """Whether these cells number the rows from 0, as pandas does where a frame has no index of its own."""
    texts = [cell.text for cell in cells]
    if not texts or texts[0] != "0" or not all(cell.head and cell.text.isdigit() for cell in cells):
        return False
    return all(int(a) < int(b) for a, b in pairwise(texts))


def _values(cells: list[Cell]) -> list[Cell]:
    texts = ["" if cell.text in _MISSING else _INFINITE.get(cell.text, cell.text) for cell in cells]
    given = [text for text in texts if text and "∞" not in text]
    if given and all(_DAY.fullmatch(text) for text in given):
        texts = [_DAY.sub(r"\3/\2/\1", text) for text in texts]
    elif _have_points(given):
        texts = _with_commas(texts)
    return [replace(cell, text=text) for cell, text in zip(cells, texts, strict=True)]


def _have_points(texts: list[str]) -> bool:
    """Whether all are numbers, and one has a point that cannot be one of thousands: "48.000" alone may be 48 or 48000, and the
    author knows which."""
    sure = any(
        _POINT.fullmatch(text) and (not _THOUSANDS.fullmatch(text) or text.lstrip("-+−").startswith("0."))
        for text in texts
    )
    return sure and all(_NUMBER.fullmatch(text) for text in texts)


def _with_commas(texts: list[str]) -> list[str]:
    """Decimal commas; without the zeros that all values end with where pandas gave all of them as many decimals."""
    points = [text for text in texts if _POINT.fullmatch(text) and "e" not in text.lower() and not text.endswith("%")]
    same = len({len(text.partition(".")[2]) for text in points}) == 1
    zeros = min((len(text) - len(text.rstrip("0")) for text in points), default=0) if same else 0
    changed = []
    for text in texts:
        if text in points and zeros:
            text = text[:-zeros].removesuffix(".")
        changed.append(text.replace(",", NBSP).replace(".", ",") if _POINT.fullmatch(text) else text)
    return changed
