"""What a table of `lesson.data` is: its columns, where they come from, and the function that reads its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taphuan.data.load import schema

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

Rows = Iterable[Mapping[str, Any]]

# the types of data/datapackage.json as kinds of columns
_KINDS = {"string": "text", "integer": "integer", "number": "number", "date": "date"}


@dataclass(frozen=True)
class Column:
    """A column: its name in the frame, its Vietnamese head, what it means.

    `kind`: text · integer · number (as published) · points (an index on the scale of 0 to 100, all published decimals) ·
    date · truth.
    """

    name: str
    head: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table of `lesson.data`. `resources` are the tables of data/datapackage.json that it holds; `source` says who published
    the numbers, `credit` the same for a page ("" where each row names its own). `about` is one sentence in English."""

    name: str
    about: str
    resources: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Lesson], Rows]
    source: str
    credit: str = ""

    @property
    def described(self) -> bool:
        """Whether the programme has it: data/datapackage.json describes the first of its tables."""
        return not self.resources or self.resources[0] in schema()

    @property
    def licence(self) -> str:
        """As data/datapackage.json states it."""
        given = [each["title"] for name in self.resources if name in schema() for each in schema()[name]["licenses"]]
        return "; ".join(dict.fromkeys(given))

    @property
    def doc(self) -> str:
        """The docstring of the table in `lesson.data`."""
        lines = (f"    {column.name} ({column.kind}) “{column.head}”: {column.meaning}" for column in self.columns)
        return "\n".join(
            (self.about, "", "Columns:", *lines, "", f"Source: {self.source}.", f"Licence: {self.licence}")
        )


def fields(resource: str, *names: str, points: Iterable[str] = (), **renamed: str) -> tuple[Column, ...]:
    """Columns as data/datapackage.json describes them: `names` keep their names, `renamed` are new name = field. Those in
    `points` are between 0 and 1 in the file and between 0 and 100 in the frame. What it does not describe the programme lacks."""
    described = (
        {field["name"]: field for field in schema()[resource]["schema"]["fields"]} if resource in schema() else {}
    )
    found = []
    for name, key in (*((name, name) for name in names), *renamed.items()):
        if (field := described.get(key)) is None:
            continue
        kind = "points" if name in points else _KINDS[field["type"]]
        found.append(Column(name, field["title"], kind, field["description"]))
    return tuple(found)


def truth(name: str, head: str, meaning: str) -> Column:
    return Column(name, head, "truth", meaning)


def text(name: str, head: str, meaning: str) -> Column:
    return Column(name, head, "text", meaning)
