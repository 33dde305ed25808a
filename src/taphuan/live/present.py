"""`taphuan present`: build what is missing, serve the decks of a conference until Ctrl-C."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

# before the server's libraries import jsonschema
import taphuan.data.light_jsonschema  # noqa: F401
from taphuan.build import nothing_to_do, recap, spine
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.build.plan_communes import plan_communes
from taphuan.build.publish import read_manifest
from taphuan.errors import EXIT_JOBS_FAILED, TaphuanError, UnknownName
from taphuan.files import scratch
from taphuan.live.server.presentation import DECK, NEEDED, Presentation, ServedDeck, presentation_of
from taphuan.run.execute import kernel_environment

Tell = Callable[[str], None]


class NothingToShow(TaphuanError):
    """The requested deck could not be built."""

    exit_code = EXIT_JOBS_FAILED


def present(
    conference: str, province: str, module: str, commune: str, out: Path, port: int, open_browser: bool, tell: Tell
) -> None:
    """Serve the decks of the conference until Ctrl-C, with that of the commune (a code or a name) where one is named.

    Raises what `plan` raises, NothingToShow, and EnvironmentLacks if the server cannot start.
    """
    jobs = plan((conference,), (), (), (), None, out, DEFAULT_TIMEOUT, date.today())
    if commune:
        day = date.today()
        jobs += plan_communes((conference,), (), (commune,), (), None, out, DEFAULT_TIMEOUT, day)
    presentation = presentation_of(jobs)
    deck = chosen(presentation, province, module, jobs[-1].commune)
    bring_up_to_date(jobs, tell)
    if not deck.built:
        raise NothingToShow(f"the deck of {deck.place} could not be built; the lines above say why", code="TH872")
    with scratch() as folder, kernel_environment(folder):
        from taphuan.live.server.kernel import warm_up

        # it imports its libraries while this process imports the server
        warm_up()
        from taphuan.live.server.server import live_server, presenting

        server = live_server(presenting(presentation, folder), folder, port)
        if server.port != port:
            tell(f"port {port} is in use; this server is on {server.port}")
        tell(f"presenting {presentation.conference}: {server.address(deck.place)}")
        tell(f"without this server the same deck is {deck.folder / DECK}")
        tell("Ctrl-C ends it")
        if open_browser:
            launch_browser(server.address(deck.place, ticket=True), tell)
        server.start()
    tell("the server has ended; decks and slides are as they were built")


def chosen(presentation: Presentation, province: str, module: str, commune: str = "") -> ServedDeck:
    """The deck to open first: that of the commune, else of the module, else of the province. Raises UnknownName."""
    if commune:
        return next(deck for deck in presentation.decks.values() if deck.commune == commune)
    name, kind = (module, "module") if module else (province, "province")
    decks = {
        deck.module if module else deck.province: deck
        for deck in presentation.decks.values()
        if bool(deck.module) == bool(module) and not deck.commune
    }
    if name not in decks:
        raise UnknownName(kind, name, tuple(decks), f"(of {presentation.conference})")
    return decks[name]


def bring_up_to_date(jobs: tuple[Job, ...], tell: Tell) -> None:
    """Build the decks that are missing or outdated; existing sets keep all their files.

    Failures are reported and do not end the command: the other decks can be presented.
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
        tell(f"error: {error.told()}")
        tell("nothing was built; shown is what was there before")
        return
    if failed := [outcome for outcome in outcomes if outcome.failure]:
        tell(recap.recap(tuple(failed)))
    spine.publish_index(jobs[0].out)
    if not failed:
        unwalked = bool(recap.unwalked_line(outcomes))
        nothing_to_do.remember(begun, recap.outputs(outcomes, jobs[0].out), "", unwalked)


def _formats(job: Job) -> tuple[str, ...]:
    manifest = read_manifest(job.folder)
    built = manifest.files if manifest else {}
    return tuple(name for name in job.formats if name in built or name in NEEDED)


def launch_browser(address: str, tell: Tell) -> None:
    """Open the address in the user's browser without waiting for it."""
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
