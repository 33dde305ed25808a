"""The spine: load → plan → compose → execute → export → check → publish → recap. Read it top to bottom.

A set gets its final names when it has passed every check that this machine can do. What a run does to the world
(publish, withdraw, print) comes from outside, as `Effects`.
"""

from __future__ import annotations

import errno
import json
import traceback
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.build import publish as publishing
from taphuan.build.keys import Sources, sources
from taphuan.build.need import EXECUTE, EXPORT, NOTEBOOK, NOTHING, WALK, Found, Need, look, need
from taphuan.build.plan import Job
from taphuan.build.publish import read_manifest
from taphuan.build.workers import Crew, WorkerDied, crew, submit, why_lost, why_not_begun
from taphuan.check.templates import check_templates
from taphuan.check.walked import DECK, OVERFLOW, Walks
from taphuan.data.check.check import load_or_raise
from taphuan.data.load import reading
from taphuan.errors import AuditFailed, TaphuanError
from taphuan.files import scratch, write_whole
from taphuan.run.warm_client import why_not
from taphuan.theme.check import check_theme

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.build.keys import Keys
    from taphuan.check.as_composed import Composed
    from taphuan.check.overflow import Walk

INDEX = "index.html"
# jobs that are under way for each worker: being built, or waiting for a browser with their files in memory (2 MB)
_AT_ONCE = 6
# what a manifest says of whom its set is for, a commune where it is one's
_IDENTITY = ("conference", "unit", "commune", "as_of")


class JobFailed(TaphuanError):
    """Why a job has no documents, as one line; what a worker raises in place of any other error of ours."""


@dataclass(frozen=True)
class Outcome:
    """What became of a job. `failure` is empty where all its files are published; `note` is for the recap; `unchecked`: checks
    that this machine could not do on what is published."""

    job: Job
    failure: str = ""
    note: str = ""
    skipped: bool = False
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A job with its keys and what it needs. `notebook`: compressed JSON, since all of a run's wait in memory; the composed
    one where it is to be executed, for a worker far away the executed one where only the files are written anew. `composed`:
    what the executed one is held against, None where nothing is written. `made_from`: sha256 by path of the files that the set
    is made from."""

    job: Job
    notebook: bytes
    keys: Keys
    need: Need
    force: bool
    engine: str
    composed: Composed | None = None
    made_from: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Built:
    """The files of a job by name, checked but for the walk in Chromium. `failures`: files that Quarto could not make."""

    files: dict[str, bytes]
    identity: dict[str, Any]
    failures: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """What a run does to the world. `tell` gets lines for the person, `report` each outcome as it ends; the others publish a
    set, note that it passed a check after all and from which files it is made, and take it back (see `taphuan.build.publish`)."""

    tell: Callable[[str], None]
    report: Callable[[Outcome], None]
    publish: Callable[..., tuple[str, ...]] = publishing.publish
    mark_checked: Callable[[Path, str], None] = publishing.mark_checked
    mark_made_from: Callable[[Path, Mapping[str, str]], None] = publishing.mark_made_from
    withdraw: Callable[..., None] = publishing.withdraw


def build(
    jobs: tuple[Job, ...],
    workers: int,
    effects: Effects,
    force: bool = False,
    engine: str = "warm",
    scheduler: str = "",
) -> tuple[Outcome, ...]:
    """Build every job; a failing one never stops the others. The outcomes come in the order of the jobs. `scheduler`: the
    address of the cluster that does them, else processes of this machine.

    Raises DataError, NotComposed, UnknownName, WorkerDied or EnvironmentLacks before anything is written.
    """
    # before any of it is read: what is edited during the run differs from this at the next build
    read = sources()
    timeout = max((job.timeout for job in jobs), default=0)
    with crew(workers, len(jobs), scheduler) as hands, Walks(len(jobs), workers, timeout) as walks:
        tasks = _prepare(hands, jobs, read, force, engine, walks.possible)
        outcomes = [
            Outcome(task.job, note=task.need.reason, skipped=True, unchecked=task.need.unchecked)
            for task in tasks
            if task.need.step == NOTHING
        ]
        for task in tasks:
            # files may have changed in rows that the set does not show
            if task.need.step in (NOTHING, WALK):
                effects.mark_made_from(task.job.folder, task.made_from)
        waiting = tuple(task for task in tasks if task.need.step != NOTHING)
        if outcomes:
            effects.tell(f"{len(outcomes)} of {len(tasks)} document sets are up to date")
        if (
            engine == "warm"
            and not hands.far
            and any(task.need.step == EXECUTE for task in waiting)
            and (reason := why_not())
        ):
            effects.tell(f"engine: stock kernels, because {reason}")
            waiting = tuple(replace(task, engine="stock") for task in waiting)
        # kernels need a folder for temporary files: where there is none it is said once and not by every job
        with scratch(), scratch(paths.CACHE) as staging:
            outcomes += _Run(hands, walks, staging, effects).outcomes(waiting, _AT_ONCE * hands.size)
        for line in filter(None, (walks.line, *hands.notes)):
            effects.tell(line)
    order = {job.folder: place for place, job in enumerate(jobs)}
    return tuple(sorted(outcomes, key=lambda outcome: order[outcome.job.folder]))


def foresee(jobs: tuple[Job, ...], workers: int, force: bool = False, scheduler: str = "") -> tuple[Task, ...]:
    """What `build` would do, in the order of the jobs; raises what it raises, writes nothing."""
    read = sources()
    with crew(workers, len(jobs), scheduler) as hands, Walks(len(jobs)) as walks:
        return _prepare(hands, jobs, read, force, "warm", walks.possible)


def _prepare(
    hands: Crew, jobs: tuple[Job, ...], read: Sources, force: bool, engine: str, can_walk: bool
) -> tuple[Task, ...]:
    """Check theme, templates and data, compose every job and see what it needs; bad input is found here, before the first kernel starts."""
    check_theme()
    check_templates()
    load_or_raise(cache=paths.CACHE / "check")
    futures = [
        submit(hands.pool, prepare, job, read, force, engine, look(job.folder) if hands.far else None) for job in jobs
    ]
    try:
        tasks = [future.result() for future in futures]
    except BrokenExecutor as error:
        raise WorkerDied(why_not_begun(error), code="TH814") from None
    if can_walk:
        unwalked = Need(WALK, "not walked in Chromium yet")
        tasks = [
            replace(task, need=unwalked) if task.need.step == NOTHING and OVERFLOW in task.need.unchecked else task
            for task in tasks
        ]
    return tuple(tasks)


def prepare(job: Job, read: Sources, force: bool = False, engine: str = "warm", found: Found | None = None) -> Task:
    """The task of one job, on data that are in order: composed, with its keys, compared with what lies in its folder, or
    with what the caller `found` there."""
    from taphuan.build.keys import keys_of, made_from
    from taphuan.compose import compose
    from taphuan.lesson.lesson import open_lesson

    with reading() as asked:
        lesson = open_lesson(job.conference, job.province, job.as_of, job.module, job.commune)
        composed = compose(lesson, job.full, job.minutes)
        keys, holds = keys_of(lesson, composed, read)
    needed = need(job, keys, found or look(job.folder), force)
    packed = zlib.compress(json.dumps(composed, ensure_ascii=False).encode()) if needed.step == EXECUTE else b""
    held = holds if needed.step in (EXECUTE, EXPORT) else None
    return Task(job, packed, keys, needed, force, engine, held, made_from(asked, composed, read))


def run(task: Task) -> Built:
    """One job from its composed notebook to the bytes of its files, checked. Writes nothing; raises JobFailed."""
    import nbformat

    from taphuan.check.as_composed import departures
    from taphuan.check.content import check_notebook
    from taphuan.check.decree30 import paper_findings
    from taphuan.check.written import written_wrongly
    from taphuan.export.formats import write
    from taphuan.run.execute import execute

    job = task.job
    try:
        if task.need.step == EXECUTE:
            composed = nbformat.from_dict(json.loads(zlib.decompress(task.notebook)))
            executed = _without_kernel(task, composed) or execute(composed, job.timeout, task.engine)
        elif task.notebook:
            executed = nbformat.reads(zlib.decompress(task.notebook).decode(), as_version=4)
        else:
            executed = nbformat.read(job.folder / NOTEBOOK, as_version=4)
        if findings := (*departures(executed, task.composed), *check_notebook(executed)):
            raise AuditFailed(findings)
        written = write(executed, job.formats, job.timeout)
        if findings := (*paper_findings(written.files), *written_wrongly(written.source, written.files)):
            raise AuditFailed(findings)
    except TaphuanError as error:
        raise JobFailed(error.told()) from None
    # plain values: a NotebookNode would make the process that hands out the work import nbformat
    about = executed.metadata["taphuan"]
    identity = json.loads(json.dumps({key: about[key] for key in _IDENTITY if key in about}))
    return Built(written.files, identity, written.failures, written.warnings)


def _without_kernel(task: Task, composed: NotebookNode) -> NotebookNode | None:
    """A commune's notebook with the outputs that a kernel would give, of which there are thousands; None where only a kernel
    can run it, and for other sets, whose notebooks trainers fill with code of their own."""
    from taphuan.lesson.lesson import open_lesson
    from taphuan.run.pure_cells import filled

    job = task.job
    if not job.commune or task.engine != "warm":
        return None
    return filled(composed, open_lesson(job.conference, job.province, job.as_of, commune=job.commune))


class _Run:
    """Has jobs built by workers and decks walked, and publishes each set when both are done."""

    def __init__(self, hands: Crew, walks: Walks, staging: Path, effects: Effects) -> None:
        self._hands, self._walks, self._staging, self._effects = hands, walks, staging, effects
        # a future of a worker or of a walk, and what goes on when it is done: an outcome, or the next future
        self._next: dict[Future[Any], Callable[[Future[Any]], Outcome | None]] = {}
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()
        self._numbers = count(1)

    def outcomes(self, tasks: tuple[Task, ...], at_once: int) -> Iterator[Outcome]:
        """The outcomes of the tasks as they end; at most `at_once` are under way, so that few sets wait for their walk."""
        waiting = iter(tasks)
        for task in islice(waiting, at_once):
            self._begin(task)
        while self._next:
            future = self._done.get()
            outcome = self._next.pop(future)(future)
            if outcome is None:
                continue
            self._effects.report(outcome)
            yield outcome
            for task in islice(waiting, 1):
                self._begin(task)

    def _begin(self, task: Task) -> None:
        if task.need.step == WALK:
            self._then(self._walks.walk(task.job.folder / DECK), self._walked_published, task)
        else:
            self._then(self._handed_out(task), self._built, task)

    def _handed_out(self, task: Task) -> Future[Built]:
        """A worker far away cannot read the executed notebook of an earlier run: it is given along."""
        if task.need.step == EXPORT and self._hands.far:
            try:
                task = replace(task, notebook=zlib.compress((task.job.folder / NOTEBOOK).read_bytes()))
            except OSError as error:
                unread: Future[Built] = Future()
                unread.set_exception(error)
                return unread
        return submit(self._hands.pool, run, task)

    def _then(self, future: Future[Any], go_on: Callable[..., Outcome | None], *arguments: Any) -> None:
        self._next[future] = partial(self._or_failure, go_on, arguments)
        future.add_done_callback(self._done.put)

    def _or_failure(
        self, go_on: Callable[..., Outcome | None], arguments: tuple[Any, ...], future: Future[Any]
    ) -> Outcome | None:
        """The next step with the future's result; of whatever fails, our own defects too, the set is taken back."""
        job = arguments[0].job
        try:
            return go_on(*arguments, future.result())
        except JobFailed as error:
            failure = str(error)
        except BrokenExecutor as error:
            failure = why_lost(error)
        except Exception as error:
            # whatever fails in one job, our own defects too, must not take the documents of the others down with it
            failure = _why_failed(job, error)
        try:
            self._effects.withdraw(job.folder)
        except OSError as error:
            failure += f"; and the documents of an earlier build could not be taken back: {error}"
        return Outcome(job, failure)

    def _built(self, task: Task, built: Built) -> Outcome | None:
        if DECK not in built.files:
            return self._publish(task, built, _still_unchecked(task))
        deck = self._staging / f"{next(self._numbers)}.html"
        deck.write_bytes(built.files[DECK])
        self._then(self._walks.walk(deck), self._walked, task, built, deck)
        return None

    def _walked(self, task: Task, built: Built, deck: Path, walk: Walk) -> Outcome:
        if walk.findings:
            raise JobFailed(_withheld(task.job, built.files[DECK], walk))
        deck.unlink()
        return self._publish(task, built, (OVERFLOW,) if walk.unchecked else ())

    def _walked_published(self, task: Task, walk: Walk) -> Outcome:
        """The deck of a set that was published on a machine, or on a day, that could not walk it."""
        job = task.job
        if walk.unchecked:
            return Outcome(job, note="up to date", skipped=True, unchecked=(OVERFLOW,))
        if walk.findings:
            failure = _withheld(job, (job.folder / DECK).read_bytes(), walk)
            self._effects.withdraw(job.folder, (DECK,))
            return Outcome(job, failure)
        self._effects.mark_checked(job.folder, OVERFLOW)
        return Outcome(job)

    def _publish(self, task: Task, built: Built, unchecked: tuple[str, ...]) -> Outcome:
        job = task.job
        beside = self._effects.publish(
            *(job.folder, built.files, built.identity, task.keys.recorded(), unchecked, task.force),
            made_from=task.made_from,
        )
        kept = [f"your edited files were kept, the new ones are beside them: {', '.join(beside)}"] if beside else []
        # what Quarto could make is published; the manifest lists no more, so the next build tries the rest again
        return Outcome(job, "; ".join(built.failures), "; ".join((*kept, *built.notes)), unchecked=unchecked)


def _still_unchecked(task: Task) -> tuple[str, ...]:
    """What the deck that stays in the folder, made earlier from the same inputs, has not passed yet."""
    manifest = read_manifest(task.job.folder)
    return manifest.unchecked if manifest and manifest.inputs == task.keys.recorded() else ()


def _withheld(job: Job, deck: bytes, walk: Walk) -> str:
    """The findings on one line; the deck goes to a file, where whoever mends it can look at it."""
    copy = paths.CACHE / "withheld" / (job.name.replace("/", "-") + ".html")
    write_whole(copy, deck)
    return f"{'; '.join(walk.findings)} (the deck as it was built: {copy})"


def _why_failed(job: Job, error: Exception) -> str:
    # libraries have errors of their own for what the system refuses, with its number
    if getattr(error, "errno", None) in (errno.EMFILE, errno.ENFILE):
        return "this machine lets a program open too few files; allow more: ulimit -n 1024 [TH925]"
    if isinstance(error, OSError):
        return f"could not be written: {error} [TH882]"
    return _defect(job, error)


def _defect(job: Job, error: Exception) -> str:
    """One line for the recap; the traceback goes to a file, where whoever mends it finds it."""
    log = paths.CACHE / "defects" / (job.name.replace("/", "-") + ".txt")
    write_whole(log, "".join(traceback.format_exception(error)).encode())
    return f"a defect in taphuan itself: {type(error).__name__}: {error} (please report {log}) [TH881]"


def publish_index(out: Path) -> None:
    """The start page over everything that lies in the folder, one in the folder of each conference, and the pages of communes."""
    from taphuan.build.overview import communes_pages, index_model, own_models
    from taphuan.export.html.communes import write_communes
    from taphuan.export.html.index import write_index

    for file, page in communes_pages(out):
        write_whole(file, write_communes(page))
    for folder, model in own_models(out):
        write_whole(folder / INDEX, write_index(model))
    write_whole(out / INDEX, write_index(index_model(out)))
