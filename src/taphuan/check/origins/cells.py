"""The rows of data/ as what a number may come from: file, row, key, columns, sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.check.origins.numbers import forms
from taphuan.data import load
from taphuan.known.conferences import all_items
from taphuan.known.items import Item
from taphuan.known.sources import source_titles

# what says of which unit, and of which year, a row is
_UNITS = ("province_slug", "slug", "predecessor_slug", "code", "new_code")
YEARS = ("year", "edition", "period")
_SOURCE = "source_id"
# the types of columns that hold values, and the texts with numbers of their own
_VALUES = ("number", "integer", "date")
_TEXTS = frozenset(
    [
        "number",
        "title_vi",
        "text_vi",
        "value",
        "statement_vi",
        "what_vi",
        "short_vi",
        "article",
        "before",
        "after",
        "resolution",
        "published_date",
        "title",
    ]
)
# for so many years a day that comes each year is looked for
_YEARS_AHEAD = 6
# what is said of a value or a source, and is none
_ABOUT = frozenset(
    [
        "note",
        "known_note",
        "known_basis",
        "known_from",
        "status_note",
        "columns",
        "url",
        "accessed",
        "seen",
        "used_for",
        "licence",
        "source_id",
        "id",
    ]
)
# of these tables with thousands of rows only those of the unit are searched
_LARGE = tuple(f"units/{name}.csv" for name in ("communes", "commune_mergers", "commune_stats", "commune_places"))


@dataclass(frozen=True)
class Row:
    """A row of a table ("row 97"), or an entry or a line of a YAML file ("line 31"). `key` names it as the evidence of claims does."""

    file: str
    place: str
    key: str
    values: Mapping[str, str] = field(hash=False)
    sources: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        return next((self.values[name] for name in _UNITS if self.values.get(name)), "")

    @property
    def year(self) -> str:
        return next((self.values[name][:4] for name in YEARS if self.values.get(name)), "")

    def sources_of(self, column: str) -> tuple[str, ...]:
        """The source ids of a value: those of its column where it has its own, else of the row, else of its edition."""
        own = tuple(filter(None, self.values.get(f"{column}_{_SOURCE}", "").split(";")))
        return own or self.sources or _of_edition(self)


@dataclass(frozen=True)
class Cell:
    """A value of a row."""

    row: Row
    column: str

    @property
    def value(self) -> str:
        return self.row.values[self.column]


class Table:
    """A file of data/ with the cells behind every number that can be printed of it."""

    def __init__(self, file: str, rows: tuple[Row, ...]) -> None:
        self.file, self.rows = file, rows

    @cached_property
    def printed(self) -> Mapping[str, list[Cell]]:
        found: dict[str, list[Cell]] = defaultdict(list)
        for row in self.rows:
            for column, value in row.values.items():
                if value and column not in _ABOUT and (self._columns is None or column in self._columns):
                    for form in _forms_of(row, column):
                        found[form].append(Cell(row, column))
        return found

    @cached_property
    def _columns(self) -> frozenset[str] | None:
        """The columns that hold values: numbers, days, numbers and titles of documents, statements; None: all of them."""
        resource = _resources().get(self.file)
        if resource is None:
            return None
        key = resource["schema"].get("primaryKey", ())
        return frozenset(
            field["name"]
            for field in resource["schema"]["fields"]
            if (field["type"] in _VALUES and field["name"] not in key) or field["name"] in (*_TEXTS, "day")
        )


def _forms_of(row: Row, column: str) -> Iterator[str]:
    """Every way in which a value is printed; a day that the law sets each year, in the years to come as well."""
    yield from forms(row.values[column])
    if column == "day" and row.values.get("repeats"):
        year, rest = row.values[column].split("-", 1)
        for later in range(1, _YEARS_AHEAD):
            yield from forms(f"{int(year) + later}-{rest}")


class Tables:
    """The files of data/ by name, each read when it is first asked for; of the large ones the rows with one of the names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names, self._read = frozenset(filter(None, names)), dict[str, Table]()

    def table(self, file: str) -> Table:
        if file not in self._read:
            self._read[file] = Table(file, tuple(self._rows(file)))
        return self._read[file]

    def cited(self, ids: Iterable[str]) -> Table:
        """The statements, documents and publications with these ids."""
        wanted = dict.fromkeys(ids)
        found = {item.id: row_of(item) for item in all_items() if item.id in wanted}
        for file, column in (("law/legal_documents.csv", "id"), ("sources.csv", _SOURCE)):
            found |= {row.values[column]: row for row in self.table(file).rows if row.values[column] in wanted}
        for row in self.table("dti/publications.csv").rows:
            found[f"dti-{row.values['year']}"] = row
        for row in self.table("measures/editions.csv").rows:
            found[f"{row.values['measure']}-{row.values['edition']}"] = row
        return Table("", tuple(found[id_] for id_ in wanted if id_ in found))

    def titles(self, modules: Iterable[str]) -> Table:
        """The titles of the modules, which numbers may stand in."""
        rows = (
            row
            for slug in modules
            for row in self.table(f"modules/{slug}.yaml").rows
            if {"title_vi", "short_vi"} & set(row.values)
        )
        return Table("", tuple(rows))

    def _rows(self, file: str) -> Iterator[Row]:
        path = paths.DATA / file
        if path.suffix == ".csv":
            schema = _resources().get(file, {}).get("schema", {})
            keys = schema.get("primaryKey", ())
            large = file in _LARGE
            for place, values in enumerate(load.rows(file.removesuffix(".csv")), start=2):
                if not large or self._names & set(values.values()):
                    key = ";".join(f"{name}={values[name]}" for name in ((keys,) if isinstance(keys, str) else keys))
                    yield Row(file, f"row {place}", key, values, _ids(values.get(_SOURCE, "")))
        elif path.suffix == ".yaml":
            for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                name, _, value = line.partition(": ")
                yield Row(file, f"line {place}", "", {name.strip(" -") or "text": value or line})


def evidence_rows(table: Table, key: str) -> tuple[Row, ...]:
    """The rows that the evidence of a claim names: all whose key has each part of it."""
    parts = [tuple(part.split("=", 1)) for part in key.split(";") if "=" in part]
    return tuple(row for row in table.rows if all(row.values.get(name) == value for name, value in parts))


def row_of(item: Item) -> Row:
    """A statement with all that it says, where it stands, and its sources."""
    file = _file_of(item)
    values = {"text": item.text, **{name: _flat(value) for name, value in item.details if value is not None}}
    laws = tuple(f"{id_} {article}".strip() for id_, article in item.laws)
    values["law"] = " · ".join(laws)
    return Row(file, _place_of(file, item.id), f"id={item.id}", values, (*laws, *item.source_ids))


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(_flat(one) for one in value.values())
    if isinstance(value, list | tuple):
        return " · ".join(_flat(one) for one in value)
    return str(value)


def _file_of(item: Item) -> str:
    if item.kind == "quotation":
        return "conferences/quotations.csv"
    if (paths.MODULES / f"{item.owner}.yaml").is_file():
        return f"modules/{item.owner}.yaml"
    if (paths.CONFERENCES / f"{item.owner}.yaml").is_file():
        return "conferences/article_facts.csv"
    return paths.COMMUNE_LESSON.relative_to(paths.DATA).as_posix()


def _place_of(file: str, id_: str) -> str:
    said = re.compile(rf"(?:^|[\s:'\",-]){re.escape(id_)}(?:$|[\s'\",])")
    lines = (paths.DATA / file).read_text(encoding="utf-8").splitlines()
    return next((f"line {at}" for at, line in enumerate(lines, start=1) if said.search(line)), "")


def _ids(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def _resources() -> Mapping[str, Any]:
    """What datapackage.json says of each table, by its file."""
    return {resource["path"]: resource for resource in load.schema().values()}


def _of_edition(row: Row) -> tuple[str, ...]:
    """The source of the edition that a row of a measure belongs to."""
    name = Path(row.file).stem
    for edition in load.rows("measures/editions"):
        if edition["measure"] == name and edition["edition"] == row.values.get("edition"):
            return _ids(edition[_SOURCE])
    return ()


def source_line(id_: str) -> str:
    """A publication in one line: title, publisher, day, licence, address; the row of the register for a legal document."""
    source = source_titles().get(id_)
    if source is not None:
        licence = source["licence"] or "licence not stated"
        parts = (f"“{source['title']}”", source["publisher"], source["published_date"], licence, source["url"])
        return f"{id_}: {', '.join(part for part in parts if part)}"
    name, _, article = id_.partition(" ")
    law = next((row for row in load.rows("law/legal_documents") if row["id"] == name), None)
    if law is None:
        return id_
    parts = (f"{law['type']} {law['number']}", article, law["issuer"], law["issued_date"], f"“{law['title_vi']}”")
    return f"{name}: {', '.join(part for part in parts if part)}"
