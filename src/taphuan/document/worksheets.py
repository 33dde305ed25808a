"""What learners do in a module, as the writers of worksheets take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taphuan.known.worksheets import Column, Rows, column


@dataclass(frozen=True)
class Card:
    """A card of an exercise. `law` are the provisions that say why, "" where none is named."""

    text: str
    bin: str
    why: str
    law: str


@dataclass(frozen=True)
class Sheet:
    """A table to fill; `example` is the same filled, computed columns too; `practice`: its numbers are invented;
    `labels` stand in the first column of the first rows."""

    id: str
    title: str
    task: str
    columns: tuple[Column, ...]
    rows: int
    example: Rows
    practice: bool
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """Cards to sort into bins (name, what stands below it); or `given` rows of a `sheet`, the same `solved`, and the `finding`: what
    they show. `notes` must stand with the answers."""

    id: str
    title: str
    minutes: int
    task: str
    hand_in: str
    bins: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    sheet: Sheet | None
    given: Rows
    solved: Rows
    finding: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Worksheet:
    """What learners do in a module: `objectives` follow “Học xong, học viên”, `decisions` are tasks without who and when."""

    module: str
    title: str
    objectives: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    sheets: tuple[Sheet, ...]
    decisions: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.exercises or self.sheets)


def read_worksheet(raw: Mapping[str, Any]) -> Worksheet:
    """A worksheet from the metadata of a composed notebook."""
    return Worksheet(
        raw["module"],
        raw["title"],
        tuple(raw["objectives"]),
        tuple(_exercise(one) for one in raw["exercises"]),
        tuple(_sheet(one) for one in raw["sheets"]),
        tuple(raw["decisions"]),
    )


def _exercise(raw: Mapping[str, Any]) -> Exercise:
    plain = {name: raw[name] for name in ("id", "title", "minutes", "task", "hand_in", "finding")}
    return Exercise(
        **plain,
        bins=tuple((name, below) for name, below in raw["bins"]),
        cards=tuple(Card(**card) for card in raw["cards"]),
        sheet=_sheet(raw["sheet"]) if raw["sheet"] else None,
        given=_rows(raw["given"]),
        solved=_rows(raw["solved"]),
        notes=tuple(raw["notes"]),
    )


def _sheet(raw: Mapping[str, Any]) -> Sheet:
    columns = tuple(map(column, raw["columns"]))
    return Sheet(
        raw["id"],
        raw["title"],
        raw["task"],
        columns,
        raw["rows"],
        _rows(raw["example"]),
        raw["practice"],
        tuple(raw.get("labels", ())),
    )


def _rows(raw: Any) -> Rows:
    return tuple(tuple(row) for row in raw)
