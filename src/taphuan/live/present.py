"""`taphuan present`: what is missing is built, the server starts, Ctrl-C ends it with every kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from taphuan import build as spine
from taphuan import noop
from taphuan.errors import UnknownName
from taphuan.execute import kernel_environment
from taphuan.jobs import DEFAULT_TIMEOUT, Job, plan
from taphuan.leftovers import scratch
from taphuan.live.talk import DECK, NEEDED, Part, Talk, talk_of
from taphuan.publish import read_manifest

# the first port tried; the same one every time, so that a page finds a server that was started again
PORT = 8642


def present(
    conference: str,
    province: str,
    module: str,
    out: Path,
    port: int,
    open_browser: bool,
    tell: Callable[[str], None],
) -> None:
    """Serve the talk until Ctrl-C. Raises what `plan` and `build` raise, EnvironmentLacks where it cannot be served."""
    jobs = plan((conference,), (), (), (), None, out, DEFAULT_TIMEOUT, date.today())
    talk = talk_of(jobs)
    part = chosen(talk, province, module)
    bring_up_to_date(jobs, tell)
    from taphuan.live.server import live_server

    with scratch() as folder, kernel_environment(folder):
        server = live_server(talk, part.place, folder, port, open_browser)
        tell(f"presenting {talk.conference}: {server.local_url}")
        tell(f"without this server the same deck is {part.folder / DECK}")
        tell("Ctrl-C ends it")
        server.start()


def chosen(talk: Talk, province: str, module: str) -> Part:
    """The deck to open first. Raises UnknownName."""
    wanted, kind = (module, "module") if module else (province, "province")
    known = {
        part.module if module else part.province: part
        for part in talk.parts.values()
        if bool(part.module) == bool(module)
    }
    if wanted not in known:
        raise UnknownName(kind, wanted, tuple(known), f"(of {talk.conference})")
    return known[wanted]


def bring_up_to_date(jobs: tuple[Job, ...], tell: Callable[[str], None]) -> None:
    """Build the decks that are missing or made from other data; sets that are there keep all their files."""
    arguments = ["present", jobs[0].conference, str(jobs[0].out)]
    if noop.summary_if_fresh(arguments) is not None:
        return
    needed = tuple(replace(job, formats=_formats(job)) for job in jobs)
    outcomes = spine.build(needed, os.cpu_count() or 1, lambda outcome: None, tell)
    if failed := [outcome for outcome in outcomes if outcome.failure]:
        tell(spine.recap(tuple(failed)))
    spine.publish_index(jobs[0].out)
    if not failed:
        noop.remember(arguments, spine.outputs(outcomes, jobs[0].out), "")


def _formats(job: Job) -> tuple[str, ...]:
    there = (read_manifest(job.folder) or {"files": {}})["files"]
    return tuple(name for name in job.formats if name in there or name in NEEDED)
