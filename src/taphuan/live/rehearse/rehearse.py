"""`taphuan rehearse`: check on the presenter's machine everything that `taphuan present` needs, one line a check.

A server is started and ended, a page is opened with the network blocked, every cell runs. Nothing is built.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from taphuan.build import spine
from taphuan.build.need import NOTHING
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.build.publish import edited_files
from taphuan.check import doctor
from taphuan.check.walked import walk_decks
from taphuan.errors import EXIT_DONE, EXIT_ENVIRONMENT, EXIT_JOBS_FAILED, EnvironmentLacks, TaphuanError
from taphuan.live.present import chosen
from taphuan.live.rehearse.lines import HINT, RED, Line, green, red
from taphuan.live.server.presentation import DECK, NEEDED, Presentation, ServedDeck, presentation_of

# findings of `taphuan doctor` that do not affect a presentation
_HINTS = ("font for paper", "bytecode")
_PAPER = "deck.pdf"
# seconds; where no deck has to be checked for changes a start takes one or two
_LONG_START = 5


def rehearse(conference: str, province: str, out: Path, port: int, tell: Callable[[str], None]) -> int:
    """Report one line after the other. Returns the exit code: all green, something red, or something missing on the machine.

    Raises what `plan` raises.
    """
    jobs = plan((conference,), (), (), (), None, out, DEFAULT_TIMEOUT, date.today())
    presentation = presentation_of(jobs)
    deck = chosen(presentation, province, "")
    failed: list[Line] = []
    for line in _lines(jobs, presentation, deck, port):
        tell(str(line))
        failed += [line] if line.state == RED else []
    if not failed:
        tell(f"all green: make present CONFERENCE={conference} PROVINCE={province}")
        return EXIT_DONE
    tell(f"{len(failed)} red: {', '.join(dict.fromkeys(line.name for line in failed))}")
    return EXIT_ENVIRONMENT if any(line.machine for line in failed) else EXIT_JOBS_FAILED


def _lines(jobs: tuple[Job, ...], presentation: Presentation, deck: ServedDeck, port: int) -> Iterator[Line]:
    yield from _machine()
    yield _port(port)
    fresh = _fresh(jobs)
    yield fresh
    yield from _edited(jobs)
    yield from _walked(jobs)
    yield from _fallback(deck)
    if fresh.state == RED:
        yield red(
            "live",
            "not tried: the server would first build what is missing or old; put the decks in order, rehearse again",
        )
        return
    yield from _live(presentation, deck, jobs[0].out)


def _machine() -> Iterator[Line]:
    """The findings of `taphuan doctor`."""
    for finding in doctor.examine():
        if finding.name == "Chromium":
            # reported by the checks that need it
            continue
        if finding.present:
            yield green(finding.name, finding.note)
        elif finding.name in _HINTS:
            yield Line(HINT, finding.name, finding.note)
        else:
            yield red(finding.name, finding.note, machine=True)


def _port(port: int) -> Line:
    """The port is free: an open page reconnects to a server that is started again on the same port."""
    with socket.socket() as probe:
        if os.name == "posix":
            # as the server does: a port that was just closed is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return red(
                "port",
                f"{port} is taken; end the server that still runs, or choose another: make present PORT=…",
            )
    return green("port", f"{port} is free")


def _fresh(jobs: tuple[Job, ...]) -> Line:
    """Every deck of the conference is built and up to date."""
    needed = tuple(replace(job, formats=NEEDED) for job in jobs)
    try:
        tasks = spine.foresee(needed, os.cpu_count() or 1)
    except TaphuanError as error:
        return red("decks", f"{error.told()}; make check")
    old = [f"{task.job.name} ({task.need.reason})" for task in tasks if task.need.step != NOTHING]
    if old:
        return red("decks", f"{len(old)} of {len(tasks)} are not up to date: {_some(old)}; {_again(jobs)}")
    return green("decks", f"all {len(tasks)} are there and made from the data as they are now")


def _edited(jobs: tuple[Job, ...]) -> Iterator[Line]:
    """Files edited by hand are served as they are, without checks."""
    if files := [f"{job.name}/{name}" for job in jobs for name in edited_files(job.folder) if name in NEEDED]:
        yield red(
            "edited by hand",
            f"{_some(files)}; shown as they are, checked by nobody; {_again(jobs)} ARGS=--force takes the built ones",
        )


def _again(jobs: tuple[Job, ...]) -> str:
    return f"make slides CONFERENCE={jobs[0].conference}"


def _walked(jobs: tuple[Job, ...]) -> Iterator[Line]:
    """No slide overflows. Decks that were not checked since their last change are checked now."""
    files = tuple(job.folder / DECK for job in jobs if (job.folder / DECK).is_file())
    walks, line = walk_decks(files, os.cpu_count() or 1)
    faults = [f"{file}: {walk.findings[0]}" for file, walk in walks.items() if walk.findings]
    if any(walk.unchecked for walk in walks.values()):
        yield red("slides fit", line, machine=True)
    elif faults:
        yield red("slides fit", f"{_some(faults)}; shorten what is named, then build again")
    else:
        yield green("slides fit", line)


def _fallback(deck: ServedDeck) -> Iterator[Line]:
    """The deck as a file, which needs no server, and as PDF, which needs no browser."""
    from taphuan.live.rehearse.browser import file_opens

    file, (conference, _, _) = deck.folder / DECK, deck.place.partition("/")
    if not file.is_file():
        yield red("fallback", f"{file} is not there; build it and copy it to a USB stick")
        return
    paper = deck.folder / _PAPER
    also = (
        f", and {paper}" if paper.is_file() else f" (no {_PAPER} beside it; make CONFERENCE={conference} builds it too)"
    )
    try:
        wrong = file_opens(file)
    except EnvironmentLacks as lack:
        yield red("fallback", f"{file} is there, not tried: {lack}", machine=True)
        return
    if wrong:
        yield red("fallback", f"{file} {wrong}; build it again")
    else:
        yield green("fallback", f"opens as a file and asks the net for nothing; copy to a USB stick: {file}{also}")


def _live(presentation: Presentation, deck: ServedDeck, out: Path) -> Iterator[Line]:
    """A server as `taphuan present` starts it, its kernel, its pages, its end."""
    from taphuan.live.rehearse.browser import page_lines
    from taphuan.live.rehearse.server import NotServed, Server, kernel_lines

    try:
        with Server(presentation, deck, out) as server:
            yield green(
                "server", f"ready after {server.seconds:.1f} s, with its network closed{_first(server.seconds)}"
            )
            yield from kernel_lines(server, deck)
            try:
                yield from page_lines(server, presentation, deck)
            except EnvironmentLacks as lack:
                yield red("page", f"not tried: {lack}", machine=True)
    except NotServed as error:
        yield red("server", str(error))
        return
    if server.fault:
        yield red("Ctrl-C", server.fault)
    else:
        yield green("Ctrl-C", "ends the server")
    yield Line(
        HINT,
        "screen",
        "projector at 16:9, 1280 by 720 or more, extended and not mirrored: the speaker view stays with you",
    )


def _first(seconds: float) -> str:
    """The reason for a slow start; empty after a fast one."""
    return "; it looked through all decks first, the next start need not" if seconds > _LONG_START else ""


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
