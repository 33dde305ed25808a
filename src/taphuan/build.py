"""The spine: load → plan → compose → execute → export → audit → publish → recap. Read it top to bottom."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import nbformat

from taphuan import __version__, paths
from taphuan.compose import compose
from taphuan.conferences import conference
from taphuan.data.check import load_or_raise
from taphuan.errors import AuditFailed, TaphuanError
from taphuan.jobs import Job
from taphuan.lesson import open_lesson
from taphuan.publish import publish, withdraw


@dataclass(frozen=True)
class Outcome:
    """What became of a job. `failure` is empty where all its files are published."""

    job: Job
    failure: str = ""


Report = Callable[[Outcome], None]


def build(
    jobs: tuple[Job, ...], workers: int, out: Path, report: Report, tell: Callable[[str], None]
) -> tuple[Outcome, ...]:
    """Build every job; `report` hears of each as it ends, `tell` gets lines to print. A failing job never stops the others.

    Raises DataError, NotComposed or UnknownName before anything is written.
    """
    load_or_raise(cache=paths.CACHE / "check")
    for job in jobs:
        # bad input is told before the first kernel starts; composing costs a few hundredths of a second
        compose(open_lesson(job.conference, job.province, job.as_of))
    outcomes = list(_run_all(jobs, workers, report))
    outcomes = _check_in_browser(outcomes, tell)
    _write_index(out)
    order = {job.folder: place for place, job in enumerate(jobs)}
    return tuple(sorted(outcomes, key=lambda outcome: order[outcome.job.folder]))


def run_job(job: Job) -> Outcome:
    """One job from its sources to its published files."""
    from taphuan.audit.content import check_notebook
    from taphuan.execute import execute

    try:
        composed = compose(open_lesson(job.conference, job.province, job.as_of))
        executed = execute(composed, timeout=job.timeout)
        findings = check_notebook(executed)
        if findings:
            raise AuditFailed(findings)
        files = {name: _export(executed, name) for name in job.formats}
    except TaphuanError as error:
        return Outcome(job, str(error))
    identity = {key: executed.metadata["taphuan"][key] for key in ("conference", "unit", "as_of")}
    publish(job.folder, files, identity, key=_key(nbformat.writes(composed)))
    return Outcome(job)


def _export(executed: nbformat.NotebookNode, name: str) -> bytes:
    """One file of the set; the writers are imported where they are used."""
    if name == "notebook.ipynb":
        return f"{nbformat.writes(executed)}\n".encode()
    if name == "deck.html":
        from taphuan.export.deck import write_deck

        return write_deck(executed)
    from taphuan.reading import read_document

    document = read_document(executed, "briefing")
    if name == "briefing.docx":
        from taphuan.export.docx import write_docx

        return write_docx(document)
    from taphuan.export.pdf import write_pdf

    return write_pdf(document)


def _key(composed: str) -> str:
    return hashlib.sha256(f"{__version__}\n{composed}".encode()).hexdigest()


def _run_all(jobs: tuple[Job, ...], workers: int, report: Report) -> Iterator[Outcome]:
    # started anew, not forked: Typst and zmq threads do not survive a fork
    with ProcessPoolExecutor(
        max_workers=max(1, min(workers, len(jobs))), mp_context=get_context("spawn"), initializer=_quiet
    ) as pool:
        waiting = {pool.submit(run_job, job): job for job in jobs}
        for future in as_completed(waiting):
            try:
                outcome = future.result()
            except BrokenProcessPool:
                outcome = Outcome(waiting[future], "its worker process died before it could be run; run it again alone")
            except OSError as error:
                outcome = Outcome(waiting[future], f"could not be written: {error}")
            report(outcome)
            yield outcome


def _quiet() -> None:
    """What libraries log about a failing kernel comes back as the job's failure; said twice it only hides the recap."""
    logging.disable(logging.ERROR)


def _check_in_browser(outcomes: list[Outcome], tell: Callable[[str], None]) -> list[Outcome]:
    """The overflow check on a sample of the new decks; one that fails it is withdrawn."""
    from taphuan.audit.sample import DECK, browser_findings

    decks = tuple(o.job.folder / DECK for o in outcomes if not o.failure and DECK in o.job.formats)
    if not decks:
        return outcomes
    findings, line = browser_findings(decks)
    tell(line)
    checked: list[Outcome] = []
    for outcome in outcomes:
        found = findings.get(outcome.job.folder / DECK)
        if found:
            withdraw(outcome.job.folder)
            outcome = Outcome(outcome.job, "; ".join(found))
        checked.append(outcome)
    return checked


def _write_index(out: Path) -> None:
    from taphuan.export.index import write_index
    from taphuan.overview import index_model
    from taphuan.publish import write_whole

    write_whole(out / "index.html", write_index(index_model(out)))


def recap(outcomes: tuple[Outcome, ...]) -> str:
    """What was built and what failed, the failures as commands that can be pasted back."""
    failed = [outcome for outcome in outcomes if outcome.failure]
    lines = [f"{len(outcomes) - len(failed)} of {len(outcomes)} document sets built"]
    if failed:
        lines.append(f"{len(failed)} failed:")
        for outcome in failed:
            default = conference(outcome.job.conference).as_of.isoformat()
            lines += [f"  {outcome.job.name}: {outcome.failure}", f"    taphuan build {outcome.job.arguments(default)}"]
    return "\n".join(lines)
