"""What learners do in a module: its exercises, the sheets that they fill. Source: data/modules/<slug>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taphuan.data.sheet_formula import Formula
from taphuan.errors import UnknownName
from taphuan.known.conferences import Module, all_items
from taphuan.known.items import Item
from taphuan.text import day, say

Value = str | float | None
Rows = tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Card:
    """A card of an exercise: what stands on it, the bin it belongs to, why, and the provisions that say so."""

    text: str
    bin: str
    why: str
    laws: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `kind`: text · count · number · date · choice; a column with a formula is computed and has the kind
    percent, points or number. `at_most` is the letter of a column whose value it may not exceed."""

    letter: str
    name: str
    kind: str
    width: float
    choices: tuple[str, ...]
    formula: Formula | None
    at_most: str

    def shown(self, value: Value) -> str:
        """A value as people write it: 75%, +1,5, 15/01/2027, 1.200; "" for none."""
        if value is None:
            return ""
        if isinstance(value, str):
            return day(date.fromisoformat(value)) if self.kind == "date" else value
        if self.kind == "percent":
            return f"{100 * value:.0f}%"
        if self.kind == "points":
            sign = "" if abs(value) < 0.05 else "+" if value > 0 else "−"
            return f"{sign}{abs(value):.1f}".replace(".", ",")
        return f"{value:,.0f}".replace(",", ".") if float(value).is_integer() else f"{value:.1f}".replace(".", ",")


@dataclass(frozen=True)
class Sheet:
    """A table to fill with `rows` empty rows, and the same filled as an example; `practice`: its numbers are invented.
    `rows_of`: what a commune has names of, which stand in the first column of the first rows ("predecessors"); `labels` are these names."""

    item: Item
    title: str
    task: str
    columns: tuple[Column, ...]
    rows: int
    example: Rows
    practice: bool
    rows_of: str = ""
    labels: tuple[str, ...] = ()

    def computed(self, rows: Rows) -> Rows:
        """The rows with the values of the columns that have a formula."""
        numbers = {one.letter: [_number(row[at]) for row in rows] for at, one in enumerate(self.columns)}
        return tuple(
            tuple(
                one.formula.value(numbers, place) if one.formula else value
                for one, value in zip(self.columns, row, strict=True)
            )
            for place, row in enumerate(rows)
        )


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


@dataclass(frozen=True)
class Exercise:
    """Cards to sort into bins, each bin (name, what stands below it); or `given` rows of a `sheet`, whose computed columns are
    worked out, and the `finding`: what they show."""

    item: Item
    title: str
    minutes: int
    task: str
    hand_in: str
    bins: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()
    sheet: Sheet | None = None
    given: Rows = ()
    finding: str = ""


def written(columns: tuple[Column, ...], rows: Rows) -> tuple[tuple[str, ...], ...]:
    """Rows of a sheet as people write them."""
    return tuple(tuple(one.shown(value) for one, value in zip(columns, row, strict=True)) for row in rows)


def practised(columns: tuple[Column, ...]) -> str:
    """What is said of rows that are invented."""
    counts = any(column.kind in ("count", "number", "percent", "points") for column in columns)
    return say("known.worksheets.practice") if counts else say("known.worksheets.example")


def exercise(item: Item) -> Exercise:
    """The exercise that an item holds."""
    details = dict(item.details)
    return Exercise(
        item,
        item.text,
        details["minutes"],
        details["task"],
        details["hand_in"],
        tuple(_bin(text) for text in details.get("bins") or ()),
        tuple(_card(raw) for raw in details.get("cards") or ()),
        sheet_named(details["sheet"]) if details.get("sheet") else None,
        tuple(tuple(row) for row in details.get("given") or ()),
        details.get("finding") or "",
    )


def _bin(text: str) -> tuple[str, str]:
    name, _, below = text.partition(": ")
    return name, below


def _card(raw: Mapping[str, Any]) -> Card:
    laws = tuple((id_, article) for id_, _, article in (entry.partition(" ") for entry in raw.get("law", ())))
    return Card(raw["text"], raw["bin"], raw["why"], laws)


def sheet(item: Item) -> Sheet:
    """The sheet that an item holds."""
    details = dict(item.details)
    return Sheet(
        item,
        item.text,
        details["task"],
        tuple(map(column, details["columns"])),
        details["rows"],
        tuple(tuple(row) for row in details["example"]),
        bool(details.get("practice")),
        details.get("rows_of") or "",
    )


def column(raw: Mapping[str, Any]) -> Column:
    """A column as a module file, or the metadata of a notebook, has it."""
    formula = Formula(raw["formula"]) if raw.get("formula") else None
    return Column(
        raw["letter"],
        raw["name"],
        raw["kind"],
        float(raw.get("width", 1)),
        tuple(raw.get("choices", ())),
        formula,
        raw.get("at_most", ""),
    )


def exercises_of(module: Module) -> tuple[Exercise, ...]:
    return tuple(map(exercise, module.of_kind("exercise")))


def sheets_of(module: Module) -> tuple[Sheet, ...]:
    return tuple(map(sheet, module.of_kind("sheet")))


def exercise_named(id_: str) -> Exercise:
    """The exercise with this id. Raises UnknownName."""
    return exercise(_named("exercise", id_))


def sheet_named(id_: str) -> Sheet:
    """The sheet with this id. Raises UnknownName."""
    return sheet(_named("sheet", id_))


def _named(kind: str, id_: str) -> Item:
    known = {item.id: item for item in all_items() if item.kind == kind}
    if id_ not in known:
        raise UnknownName(kind, id_, tuple(known))
    return known[id_]
