"""The input of all rules, the helpers they share, and the rule for cells that contain several keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, TypeVar, cast

from taphuan.data.check.models_base import FIRST_YEAR, LAST_YEAR
from taphuan.data.check.schema import Hints, csv_resources, table_name
from taphuan.data.check.tables import Row, Table
from taphuan.data.documents import Document, Path
from taphuan.errors import Problem, coded

T = TypeVar("T")

# Resolution 15/2008/QH12: from this day on the country has 63 provincial units.
FIRST_DAY = "2008-08-01"
# Resolution 202/2025/QH15: from this day on it has 34; slugs and codes change their meaning.
MERGER_DAY = "2025-07-01"
# the lists of a module file, and of that about communes, whose items have days of their own
ITEM_LISTS = (
    "key_points",
    "figures",
    "discussion_questions",
    "quiz",
    "objectives",
    "exercises",
    "sheets",
    "decisions",
    "duties",
    "clocks",
    "situations",
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# as in the models of YAML files
_FIRST_DAY, _LAST_DAY = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
_UNITS_SINCE = {FIRST_DAY: 63, MERGER_DAY: 34}


@dataclass(frozen=True)
class Data:
    """The contents of data/ that could be read. `tables` has only tables with all their columns, `maps` only existing maps.

    `unread` are the slugs of YAML files that exist but cannot be read. Such a file has a problem of its own, so a reference
    to it is not reported.
    """

    package: dict[str, Any] = field(hash=False)
    tables: dict[str, Table] = field(hash=False)
    conferences: dict[str, Document] = field(hash=False)
    modules: dict[str, Document] = field(hash=False)
    layout: Document | None
    maps: dict[str, dict[str, Any]] = field(hash=False)
    communes: dict[str, Document] = field(hash=False, default_factory=dict)
    order: Document | None = None
    unread: frozenset[str] = frozenset()

    @cached_property
    def lessons(self) -> dict[str, Document]:
        """The files whose items have days of their own: the modules, and what is asked of communes."""
        return {**self.modules, **self.communes}

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a table; () if the file is missing or lacks columns, which `check_data` reports."""
        table = self.tables.get(name)
        return table.rows if table else ()

    def has(self, *names: str) -> bool:
        """Whether all these tables could be read."""
        return all(name in self.tables for name in names)

    @cached_property
    def whole_country(self) -> bool:
        """Whether the units are all of the country, through the merger of 2025: the schema has a table of it. A programme may be
        for a few units of its own."""
        return any(table_name(resource) == "units/province_mergers" for resource in csv_resources(self.package))

    def units_on(self, day: str) -> Mapping[str, Row]:
        """The provincial units in force on an ISO day, by slug."""
        return self.once(_units_on, day)

    def column(self, table: str, name: str) -> frozenset[str]:
        """The values of a column without the blank one."""
        return self.once(_column, table, name)

    def once(self, make: Callable[..., T], *arguments: str) -> T:
        """`make(self, *arguments)`, made once for all rules, which must not change it."""
        key = (make, *arguments)
        if key not in self._made:
            self._made[key] = make(self, *arguments)
        return cast(T, self._made[key])

    @cached_property
    def _made(self) -> dict[tuple[object, ...], object]:
        return {}


def _units_on(data: Data, day: str) -> dict[str, Row]:
    return {row["slug"]: row for row in data.rows("units/provinces") if row["slug"] and in_force(row, day)}


def _column(data: Data, table: str, name: str) -> frozenset[str]:
    return frozenset(row[name] for row in data.rows(table)) - {""}


Rule = Callable[[Data], Iterator[Problem]]


def in_force(row: Row, day: str) -> bool:
    """Whether `day` is between valid_from and valid_to, both inclusive; a blank valid_to means no end."""
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def shifted(day: str, days: int) -> str:
    """The ISO date that is `days` days after `day`; the first and the last day that there are stay."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return day


def units_expected(day: str) -> int:
    """How many provincial units the country must have on a day, whatever units/provinces.csv says: 63 or 34."""
    return _UNITS_SINCE[MERGER_DAY if day >= MERGER_DAY else FIRST_DAY]


def era(day: str) -> str:
    """The number in the file names of the map and the tile grid of a day, which is that of their units: "63" or "34"."""
    return str(units_expected(day))


def decimal(text: str) -> Decimal | None:
    """The number in a cell; None if the cell is blank or not a finite number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@coded("TH243")
def days_can_be_meant(data: Data) -> Iterator[Problem]:
    """No day of a table lies before 1945 or after 2100: it would be a slip, or stand for an end that is not known."""
    for resource in csv_resources(data.package):
        table = data.tables.get(table_name(resource))
        if table is None:
            continue
        dates = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "date"]
        days = [name for name in dates if name in table.columns]
        # what stands in a row that is not whole is said by the reader, what is no day at all by the schema
        for row in (row for row in table.rows if days and row.number not in table.ragged):
            for name in days:
                if _ISO.fullmatch(row[name]) and not _FIRST_DAY <= row[name] <= _LAST_DAY:
                    remedy = "Correct the year; leave the cell empty where no end is known."
                    yield row.problem(name, "before 1945 or after 2100", remedy)


@coded("TH242")
def tables_have_rows(data: Data) -> Iterator[Problem]:
    """No table has its header alone, as one that was cut short has. Those of communes may: without them no set of a commune is made."""
    for name, table in data.tables.items():
        if not table.rows and not name.startswith("units/commune"):
            remedy = "Restore the rows, or delete the table with what names it."
            yield Problem(table.file, "", "", "", "the table has no rows", remedy)


@coded("TH216")
def keys_in_lists(data: Data) -> Iterator[Problem]:
    """In a cell with several keys ("each" in the schema) every key exists and none occurs twice."""
    for resource in csv_resources(data.package):
        for column in resource["schema"]["fields"]:
            if "each" in column:
                yield from _keys_in_list(data, table_name(resource), column["name"], column["each"])


def _keys_in_list(data: Data, table: str, name: str, each: dict[str, str]) -> Iterator[Problem]:
    target = each["resource"].replace(".", "/", 1)
    if not data.has(table, target):
        return
    known = data.column(target, each["field"])
    hints = Hints(known)
    for row in data.rows(table):
        keys = row[name].split(each["separator"]) if row[name] else []
        for key in keys:
            if key not in known:
                file = data.tables[target].file
                remedy = f"{hints.of(key)}Correct it, or add it to {file} first."
                yield row.problem(name, f"not in the column {each['field']} of {file}", remedy, key)
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield row.problem(name, "the key occurs twice in the cell", "Delete one of them.", key)


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else []; the models report a wrong type."""
    return value if isinstance(value, list) else []


def items_of(document: Document, *names: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(path, item) for every mapping in the lists of these names."""
    for name in names:
        for number, item in enumerate(as_list(document.value.get(name))):
            if isinstance(item, dict):
                yield (name, number), item
