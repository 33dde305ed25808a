"""What every rule works on, the helpers they share, and the one rule for cells that hold several keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from taphuan.data.check.schema import csv_resources, nearest, table_name
from taphuan.data.check.tables import Document, Row, Table
from taphuan.errors import Problem

# On this day Resolution 202/2025/QH15 made 34 units out of 63; slugs and codes change meaning.
MERGER_DAY = "2025-07-01"
# Resolution 15/2008/QH12: from this day on there were 63.
FIRST_DAY = "2008-08-01"


@dataclass(frozen=True)
class Data:
    """Everything in data/ that could be read. `maps` and `tables` hold only what is there and has its columns.

    `unread` are the slugs of YAML files that are there but cannot be read, a problem of its own: nobody who names one
    is to blame.
    """

    package: dict[str, Any] = field(hash=False)
    tables: dict[str, Table] = field(hash=False)
    conferences: dict[str, Document] = field(hash=False)
    modules: dict[str, Document] = field(hash=False)
    layout: Document | None
    maps: dict[str, dict[str, Any]] = field(hash=False)
    order: Document | None = None
    unread: frozenset[str] = frozenset()

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a table; none if the file is missing or lacks columns, which is a problem of its own."""
        table = self.tables.get(name)
        return table.rows if table else ()

    def has(self, *names: str) -> bool:
        return all(name in self.tables for name in names)

    def units_on(self, day: str) -> dict[str, Row]:
        """The provincial units in force on an ISO day, by slug."""
        return {row["slug"]: row for row in self.rows("units/provinces") if row["slug"] and in_force(row, day)}

    def column(self, table: str, name: str) -> frozenset[str]:
        return frozenset(row[name] for row in self.rows(table)) - {""}


Rule = Callable[[Data], Iterator[Problem]]


def in_force(row: Row, day: str) -> bool:
    """Whether `day` lies in valid_from … valid_to, both inclusive, blank meaning open."""
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def shifted(day: str, days: int) -> str:
    """The ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def units_expected(day: str) -> int:
    """How many provincial units the country has on a day."""
    return 63 if day < MERGER_DAY else 34


def era(day: str) -> str:
    """The map and tile grid of a day, by the number of their units."""
    return str(units_expected(day))


def decimal(text: str) -> Decimal | None:
    """The number in a cell, None if it is blank or no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def keys_in_lists(data: Data) -> Iterator[Problem]:
    """Cells that hold several keys ("each" in the schema): every key exists, none stands twice."""
    for resource in csv_resources(data.package):
        for column in resource["schema"]["fields"]:
            if "each" in column:
                yield from _keys_in_list(data, table_name(resource), column["name"], column["each"])


def _keys_in_list(data: Data, table: str, name: str, each: dict[str, str]) -> Iterator[Problem]:
    target = each["resource"].replace(".", "/", 1)
    if not data.has(table, target):
        return
    known = data.column(target, each["field"])
    for row in data.rows(table):
        keys = row[name].split(each["separator"]) if row[name] else []
        for key in keys:
            if key not in known:
                file = data.tables[target].file
                remedy = f"{nearest(key, sorted(known))}Correct it, or add it to {file} first."
                yield row.problem(name, f"not in the column {each['field']} of {file}", remedy, key)
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield row.problem(name, "the same key twice in one cell", "Delete one of them.", key)
