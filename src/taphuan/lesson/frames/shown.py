"""What a cell shows of a frame or a Styler: one table of HTML with Vietnamese heads and values, the same at every run.

The reader of outputs (`document.html_tables`) takes the texts of such a table as they are.
"""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import FINISHED
from taphuan.lesson.frames.data import TABLES
from taphuan.lesson.frames.table import Column
from taphuan.lesson.frames.values import missing, rewritten, writer
from taphuan.text import hold, say

if TYPE_CHECKING:
    import pandas as pd

# cells of a table that a notebook keeps; of a larger one the first rows and columns
MOST_CELLS = 40_000
MOST_COLUMNS = 60
_MIME = "text/html"
_ID = "taphuan0to0be0named"
_COPY_NOTE = say("lesson.frames.shown.reprint")

Shown = dict[str, Any]


def show_frame(frame: pd.DataFrame) -> Shown:
    """The MIME bundle of a frame."""
    if fault := _fault(frame):
        return {"text/plain": f"<DataFrame: {fault}>"}
    about = _About(frame)
    across = min(len(frame.columns), MOST_COLUMNS)
    kept = frame.iloc[: max(MOST_CELLS // max(across, 1), 1), :across]
    return {_MIME: "".join((_table(kept, about), _count(frame, kept.shape), about.source_line()))}


def show_series(series: pd.Series[Any]) -> Shown:
    """The MIME bundle of a column."""
    frame = series.to_frame(series.name if series.name is not None else say("lesson.frames.shown.value"))
    frame.attrs = dict(series.attrs)
    return show_frame(frame)


def show_styler(styler: Any) -> Shown:
    """The MIME bundle of a Styler: its colours, captions and formats, our heads and values elsewhere."""
    data: pd.DataFrame = styler.data
    if fault := _fault(data):
        return {"text/plain": f"<Styler: {fault}>"}
    about = _About(data)
    shown = copy.deepcopy(styler)
    across = min(data.shape[1], MOST_COLUMNS)
    down = max(MOST_CELLS // max(across, 1), 1)
    _format_values(shown, about, min(data.shape[0], down), across)
    if _is_counter(data.index):
        shown.hide(axis="index")
    for level in range(data.columns.nlevels):
        shown.format_index(lambda value: escape(about.head(value)), axis=1, level=level)
    if hasattr(shown, "format_index_names"):
        for axis in (0, 1):
            shown.format_index_names(lambda name: escape(about.head(name)), axis=axis)
    # a random id would make two builds differ
    shown.set_uuid(_ID)
    html = shown.to_html(max_rows=down, max_columns=across)
    html = html.replace(_ID, f"{FINISHED}{hashlib.sha256(html.encode()).hexdigest()[:10]}")
    parts = (html, _count(data, (min(data.shape[0], down), across)), about.source_line())
    return {_MIME: "".join(parts), "text/plain": repr(data)}


def _format_values(shown: Any, about: _About, down: int, across: int) -> None:
    data: pd.DataFrame = shown.data
    functions: dict[tuple[int, int], Any] = shown._display_funcs
    for at in range(across):
        column = data.iloc[:down, at]
        write = writer(column.tolist(), about.is_points(data.columns[at]))
        for row in range(down):
            own = functions.get((row, at))
            functions[row, at] = _escaped(write) if own is None or _is_default(own) else _author(own)


def _is_default(own: Any) -> bool:
    """Whether pandas put its own function there, when it wrote the table once."""
    return getattr(getattr(own, "func", None), "__name__", "") == "_default_formatter"


def _escaped(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: escape(hold(write(value)))


def _author(own: Callable[[Any], Any]) -> Callable[[Any], str]:
    return lambda value: "" if missing(value) and str(own(value)) in _NOTHING else rewritten(str(own(value)), value)


# what pandas writes for a missing value where the author gave nothing else
_NOTHING = ("nan", "NaN", "None", "<NA>", "NaT")


# --- heads ------------------------------------------------------------------------------------------------------------


def _by_name() -> dict[str, Column]:
    """The columns by their names, for a frame made of several tables: those with one head in most tables of `lesson.data`."""
    found: dict[str, list[Column]] = {}
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, []).append(column)
    usual = {name: Counter(column.head for column in each).most_common(1)[0] for name, each in found.items()}
    return {
        name: next(column for column in each if column.head == usual[name][0])
        for name, each in found.items()
        if usual[name][1] > len(each) / 2
    }


class _About:
    """What is known of a frame: the table of `lesson.data` that it was made from, if any, and with it its heads and source."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._table = TABLES.get(str(frame.attrs.get("taphuan", "")))
        self._columns = _by_name() | ({column.name: column for column in self._table.columns} if self._table else {})
        numbers = (
            [column.kind for column in self._table.columns if column.kind in ("number", "points")]
            if self._table
            else []
        )
        self._all_points = bool(numbers) and set(numbers) == {"points"}
        self._copied = _is_copied(frame, bool(frame.attrs.get("copied")))
        self._credit = self._table.credit or _issuers(frame) if self._table else ""

    def head(self, name: Any) -> str:
        """The Vietnamese head of a column; what is no column of ours stays as the author wrote it."""
        if missing(name):
            return ""
        column = self._columns.get(name) if isinstance(name, str) else None
        return column.head if column else writer([name])(name)

    def is_points(self, name: Any) -> bool:
        """Whether the column with this label is an index on the scale of 0 to 100."""
        parts = [part for part in (name if isinstance(name, tuple) else (name,)) if isinstance(part, str)]
        known = [self._columns[part].kind for part in parts if part in self._columns]
        return "points" in known if known else self._all_points

    def source_line(self) -> str:
        """Who published the numbers, and that they were read in a copy."""
        notes = [say("lesson.frames.shown.source", credit=self._credit)] if self._credit else []
        notes += [f"{_COPY_NOTE}."] if self._copied else []
        return f'<p><span class="note">{escape(" ".join(notes))}</span></p>' if notes else ""


def _issuers(frame: pd.DataFrame) -> str:
    """The publishers of the rows, or of all that the frame was made from where it does not say the years."""
    by_year: dict[str, str] = frame.attrs.get("issuers", {})
    years = set(map(str, frame["year"])) if "year" in frame.columns and frame.columns.is_unique else set()
    return "; ".join(dict.fromkeys(issuer for year, issuer in by_year.items() if year in years or not years))


def _is_copied(frame: pd.DataFrame, before: bool) -> bool:
    """Whether a row was read in one copy alone; a frame without the column `confirmed` is what it was made from."""
    if "confirmed" in frame.columns and frame.columns.is_unique:
        return not bool(frame["confirmed"].all())
    return before


# --- the table --------------------------------------------------------------------------------------------------------


def _fault(frame: pd.DataFrame) -> str:
    """Why a frame cannot be shown, with the remedy; "" if it can."""
    if frame.shape[0] == 0 or frame.shape[1] == 0:
        return "no rows; show it only where there are some (condition `when` or a `window` of the slide)"
    for at, name in enumerate(frame.columns[:MOST_COLUMNS]):
        for value in frame.iloc[:, at].tolist()[:MOST_CELLS] if frame.iloc[:, at].dtype == object else ():
            if _is_nameless(value):
                return f"column '{name}' holds objects of the class {type(value).__name__}; make them texts or numbers"
    return ""


def _is_nameless(value: Any) -> bool:
    """Whether the text of an object is its place in memory."""
    kind: Any = type(value)
    return bool(kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__)


def _is_counter(index: pd.Index[Any]) -> bool:
    """Whether an index only numbers the rows: pandas made it, and its author gave it no name."""
    return index.nlevels == 1 and index.name is None and index.dtype.kind in "iu"


def _table(frame: pd.DataFrame, about: _About) -> str:
    indices = [] if _is_counter(frame.index) else list(range(frame.index.nlevels))
    labels = [tuple(label) if isinstance(label, tuple) else (label,) for label in frame.columns]
    sides = [_level(frame.index, at) for at in indices]
    columns = [frame.iloc[:, at].tolist() for at in range(len(labels))]
    points = [about.is_points(label) for label in frame.columns]
    writes = [writer(values, of) for values, of in zip(columns, points, strict=True)]
    right = [_is_numeric(values) for values in columns]
    unnamed = [
        about.head if frame.index.names[at] is None else writer(side) for at, side in zip(indices, sides, strict=True)
    ]
    body = []
    for row in range(len(frame)):
        cells = [f"<th>{escape(hold(write(side[row])))}</th>" for write, side in zip(unnamed, sides, strict=True)]
        cells += [
            f"<td{_RIGHT if of else ''}>{escape(hold(write(values[row])))}</td>"
            for write, values, of in zip(writes, columns, right, strict=True)
        ]
        body.append(f"<tr>{''.join(cells)}</tr>")
    head = _heads(labels, [about.head(frame.index.names[at]) for at in indices], frame.columns.names, about, right)
    return f'<table class="dataframe {FINISHED}"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>'


_RIGHT = ' style="text-align:right"'


def _level(index: pd.Index[Any], at: int) -> list[Any]:
    return list(index.get_level_values(at))


def _is_numeric(values: Sequence[Any]) -> bool:
    from taphuan.lesson.frames.values import is_number

    given = [value for value in values if not missing(value)]
    return bool(given) and all(map(is_number, given))


def _heads(
    labels: list[tuple[Any, ...]], sides: list[str], names: Iterable[Any], about: _About, right: list[bool]
) -> str:
    """A row for each level of the columns; equal neighbours of a level above the last are one cell."""
    lines = []
    depth = len(labels[0])
    for level, _ in zip(range(depth), names, strict=True):
        last = level == depth - 1
        cells = [f"<th>{escape(side) if last else ''}</th>" for side in sides]
        keys = [label[: level + 1] if not last else (at,) for at, label in enumerate(labels)]
        at = 0
        for _, group in groupby(keys):
            span = len(list(group))
            align = _RIGHT if last and right[at] else ""
            across = f' colspan="{span}"' if span > 1 else ""
            cells.append(f"<th{across}{align}>{escape(about.head(labels[at][level]))}</th>")
            at += span
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(lines)


def _count(frame: pd.DataFrame, kept: tuple[int, int]) -> str:
    """The line by which the reader of outputs knows that rows or columns were left out here."""
    return f"<p>{frame.shape[0]} rows x {frame.shape[1]} columns</p>" if tuple(kept) != frame.shape else ""
