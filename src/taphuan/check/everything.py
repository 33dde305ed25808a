"""`make check`: every data file, every notebook and all prose held against their rules, all problems at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from taphuan import paths
from taphuan.check.language import check_language
from taphuan.check.tidy import untidy
from taphuan.compose import citations
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, SourceNotebook, read_source
from taphuan.data.check.check import check_data
from taphuan.data.check.schema import did_you_mean
from taphuan.errors import NotComposed, Problem
from taphuan.known.conferences import all_items, conference_slugs, module, module_slugs, source_titles
from taphuan.known.law import documents
from taphuan.lesson import placeholders


@dataclass(frozen=True)
class Report:
    """`warnings` are for a person to look at and fail nothing; `summary` is the closing line."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    summary: str


def check_everything() -> Report:
    """Everything found. Notebooks are looked at once the data they cite are in order, prose once both can be read."""
    start = time.perf_counter()
    warnings: tuple[Problem, ...] = ()
    problems = check_data(cache=paths.CACHE / "check") or tuple(_notebooks())
    if not problems:
        found = check_language()
        problems, warnings = found.problems, found.warnings
    files = sum(1 for path in paths.DATA.rglob("*") if path.is_file()) + len(_paths())
    took = f"{time.perf_counter() - start:.1f} s"
    doubts = f", {_counted(len(warnings), 'warning')}" if warnings else ""
    state = f"{_counted(len(problems), 'problem')} in {files} files" if problems else f"{files} files in order"
    return Report(problems, warnings, f"{state}{doubts} ({took})")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _paths() -> list[Path]:
    return sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))


def _notebooks() -> Iterator[Problem]:
    yield from _pairs()
    known = _known_ids()
    for path in _paths():
        name = path.relative_to(paths.ROOT).as_posix()
        try:
            notebook = read_source(path)
        except NotComposed as error:
            for line in str(error).splitlines():
                yield Problem(name, "", "", "", line.removeprefix(f"{name}: "), "Mend the notebook.")
            continue
        if left := untidy(path):
            yield Problem(name, "", "", "", f"as JupyterLab left it: {left}", "Run `make tidy`.")
        for slide in notebook.slides:
            for cell in (slide.heading, *slide.body):
                yield from _cell(name, cell, known)
        if path.parent == paths.MODULE_NOTEBOOKS and path.stem in module_slugs():
            yield from _own_data(name, notebook)


def _own_data(name: str, notebook: SourceNotebook) -> Iterator[Problem]:
    """A module that says which own-data slide it needs has one."""
    wanted = module(notebook.path.stem).own_data
    conditions = {
        name for slide in notebook.slides for cell in (slide.heading, *slide.body) for name in _names(cell, "when")
    }
    if wanted and wanted not in conditions:
        remedy = (
            f"Give the slide with the province's own data `when: {wanted}`, or change own_data in the module's file."
        )
        yield Problem(name, "", "own_data", wanted, "no slide has the condition of the own data it needs", remedy)


def _names(cell: SourceCell, key: str) -> tuple[str, ...]:
    """The conditions a cell has under `when` or `unless`."""
    given = cell.options.get(key, [])
    return (given,) if isinstance(given, str) else tuple(given)


def _known_ids() -> frozenset[str]:
    own = (citations.EDITION, citations.CONFERENCE, citations.PREDECESSORS)
    return frozenset((*(item.id for item in all_items()), *documents(), *source_titles(), *own))


def _pairs() -> Iterator[Problem]:
    """A module has a data file and a notebook; one that is still to be written says so."""
    folder = paths.MODULE_NOTEBOOKS.relative_to(paths.ROOT).as_posix()
    notebooks = {path.stem for path in paths.MODULE_NOTEBOOKS.glob("*.ipynb")}
    for slug in module_slugs():
        written = module(slug).written
        file = (paths.MODULES / f"{slug}.yaml").relative_to(paths.ROOT).as_posix()
        if written and slug not in notebooks:
            yield Problem(
                file,
                "",
                "written",
                "",
                "the module has no notebook",
                f"Write {folder}/{slug}.ipynb or set `written: false`.",
            )
        if not written and slug in notebooks:
            yield Problem(
                file, "", "written", "false", "the module has a notebook", "Take the line `written: false` out."
            )
    for slug in sorted(notebooks - set(module_slugs())):
        yield Problem(
            f"{folder}/{slug}.ipynb", "", "", "", "the notebook has no module file", f"Write data/modules/{slug}.yaml."
        )


def _cell(name: str, cell: SourceCell, known: frozenset[str]) -> Iterator[Problem]:
    where = f"cell {cell.id}"
    for key in ("when", "unless"):
        for condition in _names(cell, key):
            if condition not in placeholders.CONDITIONS:
                yield Problem(name, where, key, condition, "unknown condition", "Known ones: docs/placeholders.md.")
    only = cell.options.get("conference")
    if only and only not in conference_slugs():
        yield Problem(name, where, "conference", only, "unknown conference", "See `taphuan list conferences`.")
    if cell.type != "markdown":
        return
    for placeholder in PLACEHOLDER.findall(cell.text):
        if placeholder not in placeholders.VALUES:
            remedy = f"{did_you_mean(placeholder, sorted(placeholders.VALUES))}Known ones: docs/placeholders.md."
            yield Problem(name, where, "", placeholder, "unknown placeholder", remedy)
    register = documents()
    for id_ in (*citations.cited_ids(PLACEHOLDER.sub("", cell.text)), *cell.options.get("cites", ())):
        if not id_:
            continue  # the id is a placeholder and known only to a job
        if id_ not in known:
            remedy = f"{did_you_mean(id_, sorted(known))}Cite an item, a document or a source of data/."
            yield Problem(name, where, "", id_, "unknown citation", remedy)
        elif id_ in register and register[id_].verified == "no":
            yield Problem(name, where, "", id_, "cites a document that is verified=no", "Take the sentence out.")
