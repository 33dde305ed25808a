"""The check of all data: reads every file once, holds it against schema, shape and rules, reports all at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.data.check.data_files import data_files, order_file
from taphuan.data.check.memory import Memory
from taphuan.errors import DataError, Problem

if TYPE_CHECKING:
    from taphuan.data.check.tables import Table

# So many problems with one value, or of one kind, in one column are listed one by one; one line names the other places.
SAME_LISTED = 5
ALIKE_LISTED = 25


def check_data(root: Path = paths.DATA, cache: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of every file in data/ (and of the deck's order beside it), by file and place; () if all is well.

    `cache` is a folder for the last result: it stands as long as no file, no rule and no library has changed. After a
    change only what depends on it is checked anew: the cells of a table are remembered by themselves.
    """
    memory = Memory(cache)
    problems = memory.found("all", _content(root), lambda: _summed_up(set(_find(root, memory))))
    memory.save()
    return problems


def load_or_raise(root: Path = paths.DATA, cache: Path | None = None) -> None:
    """Raise DataError with every problem unless the data are in order."""
    if problems := check_data(root, cache):
        raise DataError(problems)


def _find(root: Path, memory: Memory) -> Iterator[Problem]:
    # Imported here: a run whose data did not change needs neither frictionless nor pydantic.
    from taphuan.data.check.gather import gather
    from taphuan.data.check.models import Conference, DeckOrder, Module
    from taphuan.data.check.models_layout import Layout
    from taphuan.data.check.schema import check_headers
    from taphuan.data.check.shape import check_shape
    from taphuan.data.rules import RULES

    problems: list[Problem] = []
    data = gather(root, problems, memory)
    if data is None:
        yield from problems
        return
    for documents, model in ((data.conferences, Conference), (data.modules, Module)):
        for document in documents.values():
            problems += check_shape(document, model)
    if data.layout:
        problems += check_shape(data.layout, Layout)
    if data.order:
        problems += check_shape(data.order, DeckOrder)
    problems += check_headers(data.package, data.tables)
    for name in data.tables:
        problems += _cells(data.package, data.tables, name, memory)
    yield from problems

    ragged = {(table.file, f"row {number}") for table in data.tables.values() for number in table.ragged}
    sound = replace(data, tables=_for_rules(data.package, data.tables, problems))
    for rule in RULES:
        yield from (problem for problem in rule(sound) if (problem.file, problem.where) not in ragged)


def _cells(package: dict[str, Any], tables: dict[str, Table], name: str, memory: Memory) -> tuple[Problem, ...]:
    """What is wrong with the cells of a table, remembered by the table, its description and what it refers to."""
    from taphuan.data.check.schema import check_cells, csv_resources, table_name, targets

    table = tables[name]
    resource = next(r for r in csv_resources(package) if table_name(r) == name)
    looked_at: list[Any] = [table.file, table.digest, resource]
    for other in targets(resource, package):
        if referred := tables.get(table_name(other)):
            named = {key["reference"]["fields"] for key in resource["schema"]["foreignKeys"]} & set(referred.columns)
            looked_at += [referred.file, other, [[row[name] for row in referred.rows] for name in sorted(named)]]
    inputs = (json.dumps(looked_at).encode(),)
    return memory.found(f"cells of {name}", inputs, lambda: check_cells(package, tables, name))


def _for_rules(package: dict[str, Any], tables: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The tables that have all their columns, with every cell that already has a problem left blank."""
    from taphuan.data.check.schema import csv_resources, table_name

    bad: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for problem in problems:
        if problem.where.startswith("row "):
            bad[problem.file] |= {(int(problem.where[4:]), name) for name in problem.field.split(", ")}
    columns = {table_name(r): {f["name"] for f in r["schema"]["fields"]} for r in csv_resources(package)}
    whole = {name: table for name, table in tables.items() if columns[name] <= set(table.columns)}
    return {name: table.without(bad[table.file]) if table.file in bad else table for name, table in whole.items()}


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    number = problem.where.rpartition(" ")[2]
    return problem.file, int(number) if number.isdigit() else 0, problem.field, problem.found, problem.what


def _summed_up(problems: set[Problem]) -> tuple[Problem, ...]:
    """Problems that repeat themselves become one line that names all further places: 5 of one value, 25 of one kind."""
    same_value = _shortened(problems, lambda p: (p.file, p.field, p.what, p.remedy, p.found), SAME_LISTED)
    same_kind = _shortened(same_value, lambda p: (p.file, p.field, p.what), ALIKE_LISTED)
    return tuple(sorted(same_kind, key=_place))


def _shortened(problems: Iterable[Problem], kind: Callable[[Problem], tuple[str, ...]], listed: int) -> list[Problem]:
    kinds: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in sorted(problems, key=_place):
        kinds[kind(problem)].append(problem)
    short: list[Problem] = []
    for alike in kinds.values():
        if len(alike) <= listed + 1 or not alike[0].where:
            short += alike
            continue
        short += alike[:listed]
        first, rest = alike[listed], alike[listed + 1 :]
        found = first.found if all(problem.found == first.found for problem in rest) else ""
        what = f"{first.what}; also on {_spans(rest)}"
        short.append(Problem(first.file, first.where, first.field, found, what, first.remedy))
    return short


def _spans(problems: list[Problem]) -> str:
    """ "rows 5, 7–12" for the places of problems that are in order."""
    spans: list[tuple[int, int]] = []
    for place in (int(problem.where.rpartition(" ")[2]) for problem in problems):
        if spans and place - spans[-1][1] <= 1:
            spans[-1] = spans[-1][0], place
        else:
            spans.append((place, place))
    word = problems[0].where.partition(" ")[0]
    return f"{word}s " + ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in spans)


def _content(root: Path) -> Iterator[bytes]:
    """Everything that is checked, file by file."""
    order = order_file(root)
    for base, files in ((root, data_files(root)), (order.parent, [order])):
        for path in files:
            yield path.relative_to(base).as_posix().encode()
            yield path.read_bytes() if path.exists() else b"-"
