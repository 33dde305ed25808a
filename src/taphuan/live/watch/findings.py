"""What is wrong, in the words of `taphuan check`, and by what the slide is found that it belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.check.codes.register import entries
from taphuan.data.load import rows, yaml_document
from taphuan.errors import CODE, AuditFailed, DataError, Problem, TaphuanError

_CELL = re.compile(r"\bcells? '?([\w-]+)'?")
_NOTEBOOK = re.compile(r"notebooks/([\w-]+/[\w-]+)\.ipynb")
_SLIDE = re.compile(r"\bslide ([\w-]+)")
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Finding:
    """A line as the check prints it, the Vietnamese name of its code, and what it is about: the first of these that a deck has names
    the slide. `kind`: "held" where the deck cannot be made, "wrong", or "doubt" for a warning."""

    line: str
    title: str
    kind: str
    about: tuple[str, ...] = ()

    def told(self, places: Mapping[str, str]) -> dict[str, Any]:
        """For the page; `slide` is empty where it belongs to none."""
        slide = next((places[name] for name in self.about if name in places), "")
        return {"line": self.line, "title": self.title, "kind": self.kind, "slide": slide}


def of_problems(problems: Iterable[Problem], kind: str = "wrong") -> tuple[Finding, ...]:
    """Of what a check found."""
    return tuple(_finding(str(problem), kind, tuple(_about(problem))) for problem in problems)


def of_error(error: TaphuanError, problems: Iterable[Problem] = ()) -> tuple[Finding, ...]:
    """Of what keeps a deck from being made; a line that `problems` say too is left out."""
    known = tuple(problems)
    if found := getattr(error, "problems", None):
        return of_problems(found, "held")
    lines = error.findings if isinstance(error, AuditFailed) else tuple(str(error).splitlines())
    told = (line if CODE.search(line) or not error.code else f"{line} [{error.code}]" for line in lines)
    held = tuple(_finding(line, "held", tuple(_named(line))) for line in told if not _said(line, known))
    return (
        *of_problems((problem for problem in known if any(_said(line, (problem,)) for line in lines)), "held"),
        *held,
    )


def of_lines(lines: Iterable[str]) -> tuple[Finding, ...]:
    """Of what the check of an executed notebook found, which names the slide."""
    return tuple(_finding(line, "wrong", tuple(_named(line))) for line in lines)


def _said(line: str, problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is of the same place."""
    return any(
        problem.file in line
        and (problem.where.removeprefix("cell ") in line if problem.where else problem.what in line)
        for problem in problems
    )


def _finding(line: str, kind: str, about: tuple[str, ...]) -> Finding:
    code = CODE.search(line)
    entry = entries().get(code[1]) if code else None
    return Finding(line, entry.vi_title if entry else "", kind, about)


def _named(line: str) -> Iterator[str]:
    """The slide, or the cells of a notebook, that a line names."""
    yield from _SLIDE.findall(line)
    if notebook := _NOTEBOOK.search(line):
        for cell in _CELL.findall(line):
            yield from _cells(notebook[1], cell)
    yield from _CELL.findall(line)


def _about(problem: Problem) -> Iterator[str]:
    """What the place of a problem is called in a deck: a cell by its origin, a value by the id of its item, a row by its values."""
    place, kind = Path(problem.file), problem.where.partition(" ")[0]
    if place.suffix == ".ipynb":
        id_ = problem.where.removeprefix("cell ") if kind == "cell" else next(iter(_CELL.findall(problem.what)), "")
        if id_:
            yield from _cells(f"{place.parent.name}/{place.stem}", id_)
        yield f"module:{place.stem}"
    elif place.suffix == ".yaml":
        yield from _steps(paths.ROOT / place, problem.field)
        yield f"module:{place.stem}"
    elif place.suffix == ".csv":
        yield problem.found
        if kind == "row":
            yield from _row(place, int(problem.where[4:]))


def _cells(notebook: str, id_: str) -> Iterator[str]:
    """The origin of a cell, and of those before it: a cell that no deck has yet belongs to the slide of the nearest one."""
    yield f"{notebook}#{id_}"
    try:
        raw = json.loads((paths.NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))
        ids = [str(cell.get("id")) for cell in raw["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # half-saved, gone: what is known of it is the cell alone
        return
    if id_ in ids:
        yield from (f"{notebook}#{other}" for other in reversed(ids[: ids.index(id_)]))


def _steps(path: Path, field: str) -> Iterator[str]:
    """The ids of the items in which a value of a YAML file lies, the innermost first."""
    try:
        value: Any = yaml_document(path)
    except (DataError, OSError):
        return
    found: list[str] = []
    for name, number in _STEP.findall(field):
        value = value.get(name) if isinstance(value, dict) else None
        if number:
            value = value[int(number)] if isinstance(value, list) and int(number) < len(value) else None
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            found.append(value["id"])
    yield from reversed(found)


def _row(place: Path, number: int) -> Iterator[str]:
    try:
        yield from rows(place.relative_to(paths.DATA.name).with_suffix("").as_posix())[number - 2].values()
    except (DataError, OSError, IndexError, ValueError):
        return
