"""The alt text of a plot, made from its table: what is drawn, of what, and the values; no sentence that compares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from taphuan.charts.words import MOST_LETTERS, NO_VALUE
from taphuan.text import exact, number, say

_KINDS = {
    "bar": say("charts.own.words.bar"),
    "column": say("charts.own.words.column"),
    "line": say("charts.own.words.line"),
    "points": say("charts.own.words.points"),
}
# rows of which every value is said
_MOST_SAID = 14


def alt_text(data: dict[str, Any], title: str, name: str) -> str:
    """The alt text of a plot with this table; `title` is its caption, `name` the unit's, whose values are always said."""
    plot, rows = data["plot"], data["rows"]
    what = f"{_KINDS[plot['kind']]}{say('charts.own.words.stacked') if plot['stacked'] else ''}"
    head = f"{what}: {title}." if title else f"{what}."
    if plot["kind"] != "points" and plot["value"] and plot["value"] != title:
        head += f" {plot['value']}:"
    if plot["kind"] == "points":
        head += f" ({'; '.join(data['columns'][-2:])}):"
    own = [row for row in rows if row[0] == name]
    digits = plot["digits"]
    levels = [f"{label}: {decimal(value, digits[-1])}" for label, value in plot["levels"]]
    for chosen in _choices(rows, own):
        left = len(rows) - len(chosen)
        rest = say("charts.own.words.more_rows", left=number(left)) if left else ""
        text = f"{head} {'; '.join([*(_row(data, row) for row in chosen), *levels])}{rest}."
        if len(text) <= MOST_LETTERS:
            return text
    return say("charts.own.words.rows", head=head, rows=number(len(rows)))


def _choices(rows: list[list[Any]], own: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """Which rows to say, the most first: all, the unit's with the first and the last, the unit's."""
    if len(rows) <= _MOST_SAID:
        yield rows
    yield [row for at, row in enumerate(rows) if row[0] and (at in (0, len(rows) - 1) or row in own)] or rows[:1]
    yield own or rows[:1]


def _row(data: dict[str, Any], row: list[Any]) -> str:
    digits = data["plot"]["digits"]
    if data["plot"]["kind"] == "points":
        *name, at, value = row
        pair = f"({decimal(at, digits[0])}; {decimal(value, digits[1])})"
        return f"{name[0]} {pair}" if name and name[0] else pair
    category, *values = row
    if len(values) == 1:
        return f"{category}: {decimal(values[0], digits[1])}"
    series = zip(data["columns"][1:], values, strict=True)
    return f"{category}: {', '.join(f'{label} {decimal(value, digits[1])}' for label, value in series)}"


def decimal(value: float | None, digits: int) -> str:
    """A value with so many digits after the comma, rounded half up as all values of ours."""
    if value is None:
        return NO_VALUE
    shifted = int(abs(exact(value)) * 10**digits + Fraction(1, 2))
    text = number(f"{shifted // 10**digits}" + (f".{shifted % 10**digits:0{digits}}" if digits else ""))
    return f"\u2212{text}" if value < 0 and shifted else text


def decimals(values: list[float]) -> int:
    """The decimals with which values are printed: none where all are whole, two where all are below two, else one."""
    if all(abs(value - round(value)) < 1e-9 for value in values):
        return 0
    return 2 if all(abs(value) < 2 for value in values) else 1
