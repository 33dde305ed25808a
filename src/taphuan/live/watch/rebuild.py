"""In the warm process: the deck of one set from the files as they lie there now, and what is wrong with it. Nothing is written."""

from __future__ import annotations

import importlib
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.check.templates import check_templates
from taphuan.data.check.check import load_or_raise
from taphuan.errors import NotComposed, Problem, TaphuanError
from taphuan.files import write_whole
from taphuan.live.watch.findings import Finding, of_error, of_lines, of_problems
from taphuan.theme.check import check_theme

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.lesson.lesson import Lesson
    from taphuan.live.watch.page import Page


# what takes longest to import
_LIBRARIES = ("fontTools.ttLib", "jinja2", "mistune", "nbconvert.exporters.html", "nbformat", "nh3", "yaml")


@dataclass(frozen=True)
class Asked:
    """Whose deck is watched."""

    conference: str
    province: str
    module: str = ""


@dataclass(frozen=True)
class Rebuilt:
    """`page` is None where the deck could not be made, for the reasons `held`. `places`: the slide by what stands on it, cells by their
    origin and id, items by theirs, modules as "module:<slug>". `seconds` of processor time by step."""

    page: Page | None
    held: tuple[Finding, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, hash=False)
    seconds: Mapping[str, float] = field(default_factory=dict, hash=False)


class _Warm:
    """What is kept from one deck to the next."""

    # the last executed notebook, which `look` looks at
    executed: NotebookNode | None = None
    # the outputs that a kernel gave, by cell, for this code on these data
    ran: tuple[object, dict[str, Any]] = ((), {})


_warm = _Warm()


def get_ready() -> None:
    """Import and read what takes long and holds whatever theme there is."""
    import taphuan.data.light_jsonschema  # noqa: F401  # before anything imports jsonschema

    for name in _LIBRARIES:
        importlib.import_module(name)
    from taphuan.known.conferences import all_items
    from taphuan.known.law import documents

    # what is not in order is told when the deck is made
    with suppress(TaphuanError, OSError):
        all_items()
        documents()


def job_of(asked: Asked) -> Job:
    """The set on the day of its conference, whatever the conference's file says by now. Raises what `plan` raises."""
    provinces, modules = ((), (asked.module,)) if asked.module else ((asked.province,), ())
    out = paths.BUILD.resolve()
    (job,) = plan((asked.conference,), provinces, modules, (), None, out, DEFAULT_TIMEOUT, date.today())
    return job


def rebuild(asked: Asked, notebooks: tuple[Path, ...], data: str) -> Rebuilt:
    """The deck of today's files. `notebooks`: those that have changed, `data`: what differs when a file of data/ does."""
    seconds: dict[str, float] = {}
    try:
        return _rebuilt(asked, data, seconds)
    except Exception as error:
        # a defect of ours must not end the watch either
        return Rebuilt(None, _why(error, _problems_of(notebooks)), seconds=seconds)


def look(notebooks: tuple[Path, ...]) -> tuple[Finding, ...]:
    """What the checks find in the deck that was made last, and in these notebooks: the part of `taphuan check` that is quick."""
    from taphuan.check.content import check_notebook

    def found() -> tuple[Finding, ...]:
        lines = check_notebook(_warm.executed) if _warm.executed is not None else ()
        return (*of_lines(lines), *of_problems(_problems_of(notebooks)))

    return _told(found)


def check_all() -> tuple[Finding, ...]:
    """All that `taphuan check` finds."""
    from taphuan.check.everything import check_everything

    def found() -> tuple[Finding, ...]:
        report = check_everything()
        return (*of_problems(report.problems), *of_problems(report.warnings, "doubt"))

    return _told(found)


def _told(find: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """What is found, or why nothing can be looked for."""
    try:
        return find()
    except Exception as error:
        return tuple(replace(finding, kind="wrong") for finding in _why(error))


def _why(error: Exception, problems: tuple[Problem, ...] = ()) -> tuple[Finding, ...]:
    """What an error says, and the problems that say the same with their remedy."""
    if isinstance(error, TaphuanError):
        return of_error(error, problems)
    if isinstance(error, OSError):
        # a file that went away while it was read, or that may not be read
        return of_error(TaphuanError(f"{error.strerror or error}: {error.filename or ''}", code="TH909"))
    log = paths.CACHE / "defects" / "watch.txt"
    write_whole(log, "".join(traceback.format_exception(error)).encode())
    said = f"a defect in taphuan itself: {type(error).__name__}: {error} (please report {log})"
    return of_error(TaphuanError(said, code="TH881"))


def _rebuilt(asked: Asked, data: str, seconds: dict[str, float]) -> Rebuilt:
    with _timed(seconds, "check"):
        check_theme()
        check_templates()
        load_or_raise(cache=paths.CACHE / "check")
    # after the check of the theme: what they import reads it
    from taphuan.compose import compose
    from taphuan.export.html.deck import write_deck
    from taphuan.lesson.lesson import open_lesson
    from taphuan.live.watch.page import page_of

    with _timed(seconds, "compose"):
        job = job_of(asked)
        lesson = open_lesson(job.conference, job.province, job.as_of, job.module)
        composed = compose(lesson, job.full, job.minutes)
    with _timed(seconds, "execute"):
        executed = _executed(composed, lesson, job, data)
    with _timed(seconds, "deck"):
        page = page_of(write_deck(executed).decode())
    _warm.executed = executed
    return Rebuilt(page, (), _places(executed), seconds)


def _executed(composed: NotebookNode, lesson: Lesson, job: Job, data: str) -> NotebookNode:
    """The notebook with its outputs: most cells need no kernel, and code that ran before on the same data need not run again."""
    import copy

    from taphuan.run.execute import execute
    from taphuan.run.pure_cells import filled

    code = [(cell.id, cell.source) for cell in composed.cells if cell.cell_type == "code"]
    if (done := filled(copy.deepcopy(composed), lesson)) is not None:
        return done
    key = (data, code)
    if _warm.ran[0] != key:
        done = execute(composed, job.timeout)
        _warm.ran = key, {cell.id: cell for cell in done.cells if cell.cell_type == "code"}
        return done
    for cell in composed.cells:
        if cell.cell_type == "code":
            ran = _warm.ran[1][cell.id]
            cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
    return composed


def _places(executed: NotebookNode) -> dict[str, str]:
    places: dict[str, str] = {}
    for cell in executed.cells:
        about = cell.metadata.get("taphuan") or {}
        if about.get("document") == "deck":
            for name in (about["slide"], cell.id, about.get("origin"), about.get("part"), *about.get("citations", ())):
                if name:
                    places.setdefault(str(name), str(about["slide"]))
    return places


def _problems_of(notebooks: tuple[Path, ...]) -> tuple[Problem, ...]:
    from taphuan.check.everything import unreadable
    from taphuan.check.one_notebook import problems_of

    found: list[Problem] = []
    for path in notebooks:
        try:
            found += problems_of((path,))
        except NotComposed as error:
            found += unreadable(path.relative_to(paths.ROOT).as_posix(), error)
        except (TaphuanError, OSError):
            # of the data or a file that is gone: what keeps the deck from being made says so
            continue
    return tuple(found)


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    begun = time.process_time()
    try:
        yield
    finally:
        seconds[step] = time.process_time() - begun
