"""`taphuan present`: what is missing is built, the server starts, Ctrl-C ends it with every kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

# before the server's libraries import jsonschema
import taphuan.data.light_jsonschema  # noqa: F401
from taphuan.build import nothing_to_do, spine
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.build.publish import read_manifest
from taphuan.errors import EXIT_JOBS_FAILED, TaphuanError, UnknownName
from taphuan.files import scratch
from taphuan.live.server.decks_of_talk import DECK, NEEDED, Part, Talk, talk_of
from taphuan.run.execute import kernel_environment

Tell = Callable[[str], None]


class NothingToShow(TaphuanError):
    """The deck that was asked for could not be built."""

    exit_code = EXIT_JOBS_FAILED


def present(conference: str, province: str, module: str, out: Path, port: int, open_browser: bool, tell: Tell) -> None:
    """Serve the talk until Ctrl-C.

    Raises what `plan` raises, NothingToShow, and EnvironmentLacks where it cannot be served.
    """
    jobs = plan((conference,), (), (), (), None, out, DEFAULT_TIMEOUT, date.today())
    talk = talk_of(jobs)
    part = chosen(talk, province, module)
    bring_up_to_date(jobs, tell)
    if not part.built:
        raise NothingToShow(f"the deck of {part.place} could not be built; the lines above say why")
    with scratch() as folder, kernel_environment(folder):
        from taphuan.live.server.kernel import warm_up

        # its imports take as long as ours
        warm_up()
        from taphuan.live.server.server import live_server

        server = live_server(talk, folder, port)
        if server.port != port:
            tell(f"port {port} is in use; this talk is on {server.port}")
        tell(f"presenting {talk.conference}: {server.address(part.place)}")
        tell(f"without this server the same deck is {part.folder / DECK}")
        tell("Ctrl-C ends it")
        if open_browser:
            launch_browser(server.address(part.place, ticket=True), tell)
        server.start()
    tell("the talk has ended; decks and slides are as they were built")


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


def bring_up_to_date(jobs: tuple[Job, ...], tell: Tell) -> None:
    """Build the decks that are missing or made from other data; sets that are there keep all their files.

    What cannot be built is told: one province that fails, or data that are in disorder, must not stop the others' talk.
    """
    arguments = ["present", jobs[0].conference, str(jobs[0].out)]
    if nothing_to_do.summary_if_fresh(arguments) is not None:
        return
    begun = nothing_to_do.begin(arguments)
    done = 0

    def report(outcome: spine.Outcome) -> None:
        nonlocal done
        done += 1
        tell(f"[{done}] {outcome.job.name}: {'failed' if outcome.failure else 'done'}")

    needed = tuple(replace(job, formats=_formats(job)) for job in jobs)
    try:
        outcomes = spine.build(needed, os.cpu_count() or 1, spine.Effects(tell, report))
    except TaphuanError as error:
        tell(f"error: {error}")
        tell("nothing was built; shown is what was there before")
        return
    if failed := [outcome for outcome in outcomes if outcome.failure]:
        tell(spine.recap(tuple(failed)))
    spine.publish_index(jobs[0].out)
    if not failed:
        unwalked = bool(spine.unwalked_line(outcomes))
        nothing_to_do.remember(begun, spine.outputs(outcomes, jobs[0].out), "", unwalked)


def _formats(job: Job) -> tuple[str, ...]:
    manifest = read_manifest(job.folder)
    built = manifest.files if manifest else {}
    return tuple(name for name in job.formats if name in built or name in NEEDED)


def launch_browser(address: str, tell: Tell) -> None:
    """Open it in the user's browser, without waiting for one that is slow to start."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        tell("no browser was found on this machine: open the address above by hand")
        return

    def target() -> None:
        if not browser.open(address, new=2):
            tell("the browser did not start: open the address above by hand")

    Thread(target=target, daemon=True).start()
