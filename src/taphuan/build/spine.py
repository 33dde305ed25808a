"""The spine: load → plan → compose → execute → export → audit → publish → recap. Read it top to bottom."""

from __future__ import annotations

import json
import traceback
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan import paths
from taphuan.build.need import EXECUTE, EXPORT, NOTEBOOK, NOTHING, Need, need
from taphuan.build.plan import Job
from taphuan.build.publish import MANIFEST, publish, read_manifest, withdraw
from taphuan.build.workers import WorkerDied, crew, hand
from taphuan.data.check.check import load_or_raise
from taphuan.errors import AuditFailed, TaphuanError
from taphuan.export.formats import write
from taphuan.files import write_whole
from taphuan.known.conferences import conference
from taphuan.run.warm_client import why_not

if TYPE_CHECKING:
    from taphuan.build.keys import Keys

INDEX = "index.html"


@dataclass(frozen=True)
class Outcome:
    """What became of a job. `failure` is empty where all its files are published; `note` is for the recap."""

    job: Job
    failure: str = ""
    note: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Task:
    """A job with its composed notebook (JSON, compressed: all of a run's wait in memory), its keys and what it needs."""

    job: Job
    composed: bytes
    keys: Keys
    need: Need
    force: bool
    engine: str


Report = Callable[[Outcome], None]


def build(
    jobs: tuple[Job, ...],
    workers: int,
    report: Report,
    tell: Callable[[str], None],
    force: bool = False,
    engine: str = "warm",
) -> tuple[Outcome, ...]:
    """Build every job; `report` hears of each as it ends, `tell` gets lines to print. A failing job never stops the others.

    Raises DataError, NotComposed, UnknownName or WorkerDied before anything is written.
    """
    with crew(workers, len(jobs)) as pool:
        tasks = _prepare(pool, jobs, force, engine)
        outcomes = [
            Outcome(task.job, note=task.need.reason, skipped=True) for task in tasks if task.need.step == NOTHING
        ]
        waiting = tuple(task for task in tasks if task.need.step != NOTHING)
        if outcomes:
            tell(f"{len(outcomes)} of {len(tasks)} document sets are up to date")
        if any(task.need.step == EXECUTE for task in waiting) and engine == "warm" and (reason := why_not()):
            tell(f"engine: stock kernels, because {reason}")
            waiting = tuple(replace(task, engine="stock") for task in waiting)
        outcomes += _run_all(pool, waiting, report)
    outcomes = _check_in_browser(outcomes, workers, tell)
    order = {job.folder: place for place, job in enumerate(jobs)}
    return tuple(sorted(outcomes, key=lambda outcome: order[outcome.job.folder]))


def foresee(jobs: tuple[Job, ...], workers: int, force: bool = False) -> tuple[Task, ...]:
    """What `build` would do, in the order of the jobs; raises what it raises, writes nothing."""
    with crew(workers, len(jobs)) as pool:
        return _prepare(pool, jobs, force)


def _prepare(pool: Executor, jobs: tuple[Job, ...], force: bool, engine: str = "warm") -> tuple[Task, ...]:
    """Check the data, compose every job and see what it needs; bad input is told here, before the first kernel starts."""
    load_or_raise(cache=paths.CACHE / "check")
    futures = [hand(pool, prepare, job, force, engine) for job in jobs]
    try:
        return tuple(future.result() for future in futures)
    except BrokenProcessPool:
        raise WorkerDied(
            "a worker process died before anything was written; run it again, with --jobs 1 if memory is short"
        ) from None


def prepare(job: Job, force: bool = False, engine: str = "warm") -> Task:
    """The task of one job, on data that are in order: composed, with its keys, compared with what lies in its folder."""
    from taphuan.build.keys import keys_of
    from taphuan.compose import compose
    from taphuan.lesson.lesson import open_lesson

    lesson = open_lesson(job.conference, job.province, job.as_of, job.module)
    composed = compose(lesson)
    keys = keys_of(lesson, composed)
    packed = zlib.compress(json.dumps(composed, ensure_ascii=False).encode())
    return Task(job, packed, keys, need(job, keys, force), force, engine)


def run(task: Task) -> Outcome:
    """One job from its composed notebook to its published files."""
    import nbformat

    from taphuan.check.content import check_notebook
    from taphuan.check.decree30 import paper_findings
    from taphuan.run.execute import execute

    job = task.job
    try:
        if task.need.step == EXPORT:
            executed = nbformat.read(job.folder / NOTEBOOK, as_version=4)
        else:
            executed = execute(nbformat.from_dict(json.loads(zlib.decompress(task.composed))), job.timeout, task.engine)
        findings = check_notebook(executed)
        if findings:
            raise AuditFailed(findings)
        written = write(executed, job.formats, job.timeout)
        if findings := paper_findings(written.files):
            raise AuditFailed(findings)
    except TaphuanError as error:
        # what lies there from an earlier run is not what was asked for
        withdraw(job.folder)
        return Outcome(job, str(error))
    identity = {key: executed.metadata["taphuan"][key] for key in ("conference", "unit", "as_of")}
    beside = publish(job.folder, written.files, identity, task.keys.recorded(), task.force)
    kept = [f"your edited files were kept, the new ones are beside them: {', '.join(beside)}"] if beside else []
    # what Quarto could make is there; the manifest lists no more, so the next build tries the rest again
    return Outcome(job, "; ".join(written.failures), "; ".join((*kept, *written.warnings)))


def _run_all(pool: Executor, tasks: tuple[Task, ...], report: Report) -> Iterator[Outcome]:
    waiting = {hand(pool, run, task): task.job for task in tasks}
    for future in as_completed(waiting):
        outcome = _outcome(future, waiting[future])
        report(outcome)
        yield outcome


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(job, "its worker process died before it could be run; run it again alone")
    except OSError as error:
        return Outcome(job, f"could not be written: {error}")
    except Exception as error:
        # a defect of ours in one job must not take the documents of the others down with it
        return Outcome(job, _defect(job, error))


def _defect(job: Job, error: Exception) -> str:
    """One line for the recap; the traceback goes to a file, where whoever mends it finds it."""
    log = paths.CACHE / "defects" / (job.name.replace("/", "-") + ".txt")
    write_whole(log, "".join(traceback.format_exception(error)).encode())
    return f"a defect in taphuan itself: {type(error).__name__}: {error} (please report {log})"


def _check_in_browser(outcomes: list[Outcome], workers: int, tell: Callable[[str], None]) -> list[Outcome]:
    """The overflow check on the new decks; one that fails it is withdrawn."""
    from taphuan.check.walked import DECK, browser_findings

    decks = tuple(o.job.folder / DECK for o in outcomes if not o.failure and not o.skipped and DECK in o.job.formats)
    if not decks:
        return outcomes
    findings, line = browser_findings(decks, browsers=workers)
    tell(line)
    checked: list[Outcome] = []
    for outcome in outcomes:
        found = findings.get(outcome.job.folder / DECK)
        if found:
            withdraw(outcome.job.folder)
            outcome = Outcome(outcome.job, "; ".join(found))
        checked.append(outcome)
    return checked


def publish_index(out: Path) -> None:
    """The start page over everything that lies in the folder, and one in the folder of each conference."""
    from taphuan.build.overview import index_model, own_models
    from taphuan.export.html.index import write_index

    for folder, model in own_models(out):
        write_whole(folder / INDEX, write_index(model))
    write_whole(out / INDEX, write_index(index_model(out)))


def recap(outcomes: tuple[Outcome, ...]) -> str:
    """What was built and what failed, the failures as commands that can be pasted back."""
    failed = [outcome for outcome in outcomes if outcome.failure]
    skipped = sum(outcome.skipped for outcome in outcomes)
    lines = [
        f"{outcome.job.name}: {outcome.note}" for outcome in outcomes if outcome.note and outcome.note != "up to date"
    ]
    built = f"{len(outcomes) - len(failed)} of {len(outcomes)} document sets built"
    lines.append(built + (f" ({skipped} were up to date)" if skipped else ""))
    if failed:
        lines.append(f"{len(failed)} failed:")
        for outcome in failed:
            default = conference(outcome.job.conference).as_of.isoformat()
            lines += [f"  {outcome.job.name}: {outcome.failure}", f"    taphuan build {outcome.job.arguments(default)}"]
    return "\n".join(lines)


def outputs(outcomes: tuple[Outcome, ...], out: Path) -> list[str]:
    """Every file that the outcomes left behind, the start page last."""
    found = [
        str(outcome.job.folder / name)
        for outcome in outcomes
        for name in (*sorted((read_manifest(outcome.job.folder) or {"files": {}})["files"]), MANIFEST)
    ]
    pages = {str(outcome.job.out / outcome.job.day_folder / INDEX): None for outcome in outcomes}
    return [*found, *pages, str(out / INDEX)]
