"""The check of all data: reads every file once, validates it against schema, models and rules, and reports all problems."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.data.check.data_files import content_of, data_files, order_file
from taphuan.data.check.memory import Memory
from taphuan.errors import DataError, Problem

if TYPE_CHECKING:
    from taphuan.data.check.tables import Table

# The most problems of one column that are listed one by one: with one value, and of one kind. One line more names the
# other rows.
MOST_WITH_SAME_VALUE = 5
MOST_OF_SAME_KIND = 25
# the most ranges of rows in that line
MOST_RANGES = 20


def check_data(root: Path | None = None, cache: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of every file in data/ and of slides/deck.yaml, sorted by file and place; () if there is none.

    `root` is another folder than data/, with the same files. `cache` is a folder for the results of the last check. They are valid until a file, a rule or a library changes. The
    cells of each table have a result of their own, so a change in one table does not repeat the check of all cells.
    """
    root = root or paths.DATA
    memory = Memory(cache)
    return memory.found("all", _file_contents(root), lambda: _abridged(set(_all_problems(root, memory))))


def load_or_raise(root: Path | None = None, cache: Path | None = None) -> None:
    """Raise DataError with every problem that `check_data` reports; return if there is none."""
    if problems := check_data(root, cache):
        raise DataError(problems)


def _all_problems(root: Path, memory: Memory) -> Iterator[Problem]:
    # Imported here because a run with unchanged data needs neither frictionless nor pydantic.
    from taphuan.data.check.gather import gather
    from taphuan.data.check.models import Conference, DeckOrder
    from taphuan.data.check.models_commune import CommuneLesson
    from taphuan.data.check.models_layout import Layout
    from taphuan.data.check.models_module import Module
    from taphuan.data.check.schema import check_headers
    from taphuan.data.check.shape import check_shape
    from taphuan.data.rules import RULES
    from taphuan.data.rules.base import days_can_be_meant

    problems: list[Problem] = []
    data = gather(root, problems, memory)
    if data is None:
        yield from problems
        return
    for documents, model in ((data.conferences, Conference), (data.modules, Module), (data.communes, CommuneLesson)):
        for document in documents.values():
            problems += check_shape(document, model)
    if data.layout:
        problems += check_shape(data.layout, Layout)
    if data.order:
        problems += check_shape(data.order, DeckOrder)
    problems += check_headers(data.package, data.tables)
    for name in data.tables:
        problems += _cell_problems(data.package, data.tables, name, memory)
    # a rule may reckon with days, and none of these is left to it
    problems += days_can_be_meant(data)
    yield from problems

    ragged = {(table.file, f"row {number}") for table in data.tables.values() for number in table.ragged}
    valid_data = replace(data, tables=_tables_for_rules(data.package, data.tables, problems))
    for rule in RULES:
        yield from (problem for problem in rule(valid_data) if (problem.file, problem.where) not in ragged)


def _cell_problems(package: dict[str, Any], tables: dict[str, Table], name: str, memory: Memory) -> tuple[Problem, ...]:
    """The problems of a table's cells, cached by the content of the table, its schema and the columns it refers to."""
    from taphuan.data.check.schema import check_cells, csv_resources, referenced_resources, table_name

    table = tables[name]
    resource = next(r for r in csv_resources(package) if table_name(r) == name)
    inputs: list[Any] = [table.file, table.digest, resource]
    for target in referenced_resources(resource, package):
        if other := tables.get(table_name(target)):
            columns = {key["reference"]["fields"] for key in resource["schema"]["foreignKeys"]} & set(other.columns)
            inputs += [other.file, target, [[row[column] for row in other.rows] for column in sorted(columns)]]
    content = (json.dumps(inputs).encode(),)
    return memory.found(f"cells of {name}", content, lambda: check_cells(package, tables, name))


def _tables_for_rules(package: dict[str, Any], tables: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The tables that have all their columns; cells that already have a problem are blank, in rows that are not whole those of another type."""
    from taphuan.data.check.schema import csv_resources, table_name

    faulty: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for problem in problems:
        if problem.where.startswith("row "):
            faulty[problem.file] |= {(int(problem.where[4:]), column) for column in problem.field.split(", ")}
    # in a row with a cell too many or too few, cells may stand below the names of others
    for resource in csv_resources(package):
        if (table := tables.get(table_name(resource))) and table.ragged:
            faulty[table.file] |= set(_misplaced(table, resource["schema"]["fields"]))
    columns = {table_name(r): {f["name"] for f in r["schema"]["fields"]} for r in csv_resources(package)}
    complete = {name: table for name, table in tables.items() if columns[name] <= set(table.columns)}
    return {
        name: table.without(faulty[table.file]) if table.file in faulty else table for name, table in complete.items()
    }


def _misplaced(table: Table, fields: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """The cells of rows that are not whole in which a rule would read no day or number, as (row, column)."""
    kinds: dict[str, Callable[[str], object]] = {"date": date.fromisoformat, "integer": int, "number": float}
    read = [(field["name"], kinds[field["type"]]) for field in fields if field["type"] in kinds]
    for row in table.rows:
        if row.number in table.ragged:
            for column, kind in read:
                if column in table.columns and row[column]:
                    try:
                        kind(row[column])
                    except ValueError:
                        yield row.number, column


def _sort_key(problem: Problem) -> tuple[str, int, str, str, str]:
    """File, number of the line or row (0 if there is none), field, value, description."""
    number = problem.where.rpartition(" ")[2]
    return problem.file, int(number) if number.isdigit() else 0, problem.field, problem.found, problem.what


def _abridged(problems: set[Problem]) -> tuple[Problem, ...]:
    """The problems, sorted; many problems with one value or of one kind in one column end in a line that names the rest."""
    by_value = _abridge(problems, lambda p: (p.file, p.field, p.what, p.remedy, p.found), MOST_WITH_SAME_VALUE)
    by_kind = _abridge(by_value, lambda p: (p.file, p.field, p.what), MOST_OF_SAME_KIND)
    return tuple(sorted(by_kind, key=_sort_key))


def _abridge(problems: Iterable[Problem], key: Callable[[Problem], tuple[str, ...]], most: int) -> list[Problem]:
    """The problems; of those with the same key the first `most`, and one that names the places of all others."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in sorted(problems, key=_sort_key):
        groups[key(problem)].append(problem)
    abridged: list[Problem] = []
    for group in groups.values():
        if len(group) <= most + 1 or not group[0].where:
            abridged += group
            continue
        abridged += group[:most]
        first, rest = group[most], group[most + 1 :]
        value = first.found if all(problem.found == first.found for problem in rest) else ""
        what = f"{first.what}; also on {_ranges(rest)}"
        abridged.append(Problem(first.file, first.where, first.field, value, what, first.remedy, first.code))
    return abridged


def _ranges(problems: list[Problem]) -> str:
    """The places of sorted problems as ranges: "rows 5, 7–12"."""
    ranges: list[tuple[int, int]] = []
    for number in (int(problem.where.rpartition(" ")[2]) for problem in problems):
        if ranges and number - ranges[-1][1] <= 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    noun = problems[0].where.partition(" ")[0]
    shown = ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in ranges[:MOST_RANGES])
    more = sum(high - low + 1 for low, high in ranges[MOST_RANGES:])
    return f"{noun}s {shown}" + (f" and {more} more" if more else "")


def _file_contents(root: Path) -> Iterator[bytes]:
    """The path and the content of every checked file."""
    order = order_file(root)
    for base, files in ((root, data_files(root)), (order.parent, [order])):
        for path in files:
            yield os.fsencode(path.relative_to(base))
            yield content_of(path)
