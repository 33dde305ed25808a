"""`make check`: checks every data file, every notebook and all prose, and reports all problems at once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taphuan import paths
from taphuan.check.drafts import drafts, left_to_write
from taphuan.check.language import check_language
from taphuan.check.language.texts import shown
from taphuan.check.lessons import lesson_problems
from taphuan.check.names import name_problems
from taphuan.check.new.draft import waiting
from taphuan.check.quiz_measure import measure_line, quiz_problems
from taphuan.check.shown.source import faults as shown_faults
from taphuan.check.templates import template_problems
from taphuan.check.tidy import what_tidy_would_change
from taphuan.compose import citations
from taphuan.compose.drawings import drawing_faults, drawing_files
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, SourceNotebook, read_source
from taphuan.data.check.check import check_data
from taphuan.data.check.memory import Memory
from taphuan.data.check.schema import did_you_mean
from taphuan.document.markdown import removed_elements
from taphuan.errors import NotComposed, Problem, coded
from taphuan.known.conferences import all_items, conference_slugs, module, module_slugs
from taphuan.known.law import documents
from taphuan.known.measures import measures
from taphuan.known.sources import source_titles
from taphuan.lesson import placeholders
from taphuan.lesson.conditions import all_conditions
from taphuan.theme.check import theme_problems


@dataclass(frozen=True)
class Report:
    """The result of a check. `warnings` are doubtful places that a person should read; they do not make the check fail.
    `measure` says how good the questions are, in one line, where nothing is wrong; `summary` is the last line of the output."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    summary: str
    measure: str = ""


def check_everything() -> Report:
    """Check the data; if they have no problem, the notebooks, which cite the data; then lessons, questions and the prose of all."""
    start = time.perf_counter()
    warnings: tuple[Problem, ...] = ()
    folder = paths.CACHE / "check"
    problems = (*theme_problems(), *template_problems(), *name_problems(), *check_data(cache=folder))
    if not problems:
        # what notebooks and prose were found to be holds until a file that is read for it or any code changes
        memory, inputs = Memory(folder, paths.PACKAGE), tuple(_contents())
        problems = memory.found("notebooks", inputs, _notebook_problems)
        if not problems:
            language = cache(lambda: check_language(memory))
            problems = (
                *memory.found("lessons", inputs, lambda: (*quiz_problems(), *lesson_problems(memory))),
                *memory.found("prose", inputs, lambda: language().problems),
            )
            warnings = (*drafts(), *waiting(), *memory.found("warnings", inputs, lambda: language().warnings))
    files = sum(1 for path in paths.DATA.rglob("*") if path.is_file()) + len(_notebook_paths())
    seconds = f"{time.perf_counter() - start:.1f} s"
    warning_count = f", {_counted(len(warnings), 'warning')}" if warnings else ""
    state = f"{_counted(len(problems), 'problem')} in {files} files" if problems else f"{files} files in order"
    summary = f"{state}{warning_count} ({seconds})"
    return Report(problems, warnings, summary, "" if problems else measure_line())


def _contents() -> Iterator[bytes]:
    """The path and the content of every file that the check of notebooks and prose reads, beside the code."""
    own = sorted(file for folder in (paths.DATA, paths.NOTEBOOKS) for file in folder.rglob("*") if file.is_file())
    for path in (*own, *paths.all_taken().values(), paths.GUIDE):
        if path.exists():
            yield os.fsencode(shown(path))
            yield path.read_bytes()


def _counted(number: int, noun: str) -> str:
    """ "1 problem", "2 problems"."""
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _notebook_paths() -> list[Path]:
    return sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))


def _notebook_problems() -> Iterator[Problem]:
    yield from _unpaired_modules()
    yield from drawing_problems()
    known = known_ids()
    for path in _notebook_paths():
        name = path.relative_to(paths.ROOT).as_posix()
        try:
            notebook = read_source(path)
        except NotComposed as error:
            yield from unreadable(name, error)
            continue
        if changes := what_tidy_would_change(path):
            yield Problem(name, "", "", "", f"as JupyterLab left it: {changes}", "Run `make tidy`.", code="TH516")
        yield from notebook_problems(notebook, known)


def unreadable(name: str, error: NotComposed) -> Iterator[Problem]:
    """What is wrong with a notebook that cannot be read, a problem a line."""
    for line in str(error).splitlines():
        yield Problem(name, "", "", "", line.removeprefix(f"{name}: "), "Correct the notebook.", code=error.code)


def notebook_problems(notebook: SourceNotebook, known: frozenset[str]) -> Iterator[Problem]:
    """What is wrong with the names in a notebook that can be read, with what it shows, and with what its module needs; `known`
    are the ids that may be cited."""
    for slide in notebook.slides:
        for cell in (slide.heading, *slide.body):
            yield from _cell_problems(notebook.name, cell, known)
    for id_, found, what, remedy, code in shown_faults(notebook):
        yield Problem(notebook.name, f"cell {id_}", "", found, what, remedy, code)
    if notebook.path.parent == paths.MODULE_NOTEBOOKS and notebook.path.stem in module_slugs():
        if not module(notebook.path.stem).written:
            return
        yield from _missing_own_data(notebook.name, notebook)
        yield from _untaught_questions(notebook.name, notebook)
    yield from left_to_write(notebook)


@coded("TH522")
def _untaught_questions(name: str, notebook: SourceNotebook) -> Iterator[Problem]:
    """Questions of the module that no slide of it teaches on any day: they are never asked."""
    cells = [cell for slide in notebook.slides for cell in (slide.heading, *slide.body)]
    cited = {id_ for cell in cells for id_ in (*citations.cited_ids(cell.text), *cell.options.get("cites", ()))}
    for item in module(notebook.path.stem).of_kind("quiz"):
        point = item.detail("key_point")
        if item.detail("use", True) and point not in cited:
            remedy = f"Cite {point} on the slide that teaches it, or set use: false with a use_note."
            yield Problem(name, "", "", item.id, "no slide teaches what this question asks", remedy)


@coded("TH524")
def drawing_problems() -> Iterator[Problem]:
    """What keeps the files of slides/drawings from being drawings of the house."""
    for path in drawing_files():
        name = paths.named(path)
        for fault in drawing_faults(path) if path.suffix == ".svg" else ():
            problem, _, remedy = fault.rpartition("; ")
            yield Problem(name, "", "", "", problem, f"{remedy[0].upper()}{remedy[1:]}.")


@coded("TH523")
def _missing_own_data(name: str, notebook: SourceNotebook) -> Iterator[Problem]:
    """A problem if the module must have a slide with data of the province itself (`own_data`) and has none."""
    required = module(notebook.path.stem).own_data
    conditions = {
        condition
        for slide in notebook.slides
        for cell in (slide.heading, *slide.body)
        for condition in _conditions(cell, "when")
    }
    if required and required not in conditions:
        remedy = (
            f"Add `when: {required}` to the slide with data of the province, or correct own_data in the module's file."
        )
        yield Problem(name, "", "own_data", required, "no slide has the condition in own_data", remedy)


def _conditions(cell: SourceCell, key: str) -> tuple[str, ...]:
    """The conditions in the option `when` or `unless` of a cell."""
    option = cell.options.get(key, [])
    return (option,) if isinstance(option, str) else tuple(option)


def known_ids() -> frozenset[str]:
    """All ids that may be cited: of items, legal documents, sources and measures, and those that refer to the job itself."""
    of_job = citations.OF_JOB
    keys = (measure.key for measure in measures())
    return frozenset((*(item.id for item in all_items()), *documents(), *source_titles(), *keys, *of_job))


@coded("TH521")
def _unpaired_modules() -> Iterator[Problem]:
    """A problem for each module that is written and has no notebook, and each notebook without a module file."""
    folder = paths.MODULE_NOTEBOOKS.relative_to(paths.ROOT).as_posix()
    notebooks = {path.stem for path in paths.MODULE_NOTEBOOKS.glob("*.ipynb")}
    for slug in module_slugs():
        written = module(slug).written
        file = (paths.MODULES / f"{slug}.yaml").relative_to(paths.ROOT).as_posix()
        if written and slug not in notebooks:
            remedy = f"Write {folder}/{slug}.ipynb or set `written: false`."
            yield Problem(file, "", "written", "", "the module has no notebook", remedy)
    for slug in sorted(notebooks - set(module_slugs())):
        remedy = f"Write data/modules/{slug}.yaml."
        yield Problem(f"{folder}/{slug}.ipynb", "", "", "", "the notebook has no module file", remedy)


def _cell_problems(name: str, cell: SourceCell, known: frozenset[str]) -> Iterator[Problem]:
    """The unknown conditions, conferences, placeholders and citations of a cell; `known` are the ids that may be cited."""
    where = f"cell {cell.id}"
    for key in ("when", "unless"):
        for condition in _conditions(cell, key):
            if condition not in all_conditions():
                yield Problem(
                    name, where, key, condition, "unknown condition", "Known ones: docs/placeholders.md.", code="TH512"
                )
    for slug in cell.conferences:
        if slug not in conference_slugs():
            yield Problem(
                name, where, "conference", slug, "unknown conference", "See `taphuan list conferences`.", code="TH801"
            )
    if cell.type != "markdown":
        return
    if "<" in cell.text and (names := removed_elements(cell.text)):
        remedy = "Delete it: only text, tables, pictures and drawings are shown; a script never runs."
        yield Problem(name, where, "", ", ".join(names), "HTML that no form shows", remedy, code="TH515")
    for placeholder in PLACEHOLDER.findall(cell.text):
        if placeholder not in placeholders.all_values():
            remedy = f"{did_you_mean(placeholder, sorted(placeholders.all_values()))}Known ones: docs/placeholders.md."
            yield Problem(name, where, "", placeholder, "unknown placeholder", remedy, code="TH511")
    register = documents()
    for id_ in (*citations.cited_ids(PLACEHOLDER.sub("", cell.text)), *cell.options.get("cites", ())):
        if not id_:
            continue  # the id was a placeholder, whose value depends on the job
        if id_ not in known:
            remedy = f"{did_you_mean(id_, sorted(known))}Cite an item, a document or a source of data/."
            yield Problem(name, where, "", id_, "unknown citation", remedy, code="TH513")
        elif id_ in register and register[id_].verified == "no":
            yield Problem(
                name, where, "", id_, "cites a document with verified=no", "Delete the sentence.", code="TH517"
            )
