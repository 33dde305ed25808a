"""`taphuan rehearse`: before the day, on the machine of the day, everything that `taphuan present` will need, as a list of lines.

A real server is started and ended, a real page is opened with the network blocked, real cells run. Nothing is built.
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
from taphuan.live.server.decks_of_talk import DECK, NEEDED, Part, Talk, talk_of

# of `taphuan doctor`: what only changes how papers look, or how soon a kernel is there
_NO_HARM = ("font for paper", "bytecode")
_PAPER = "deck.pdf"
# seconds; without anything to look through a start takes one or two
_LONG_START = 5


def rehearse(conference: str, province: str, out: Path, port: int, tell: Callable[[str], None]) -> int:
    """Tell one line after the other; the exit code: all green, something red, or something of the machine missing.

    Raises what `plan` raises.
    """
    jobs = plan((conference,), (), (), (), None, out, DEFAULT_TIMEOUT, date.today())
    talk = talk_of(jobs)
    part = chosen(talk, province, "")
    told: list[Line] = []
    for line in _lines(jobs, talk, part, port):
        tell(str(line))
        told.append(line)
    bad = [line for line in told if line.state == RED]
    if not bad:
        tell(f"all green: make present CONFERENCE={conference} PROVINCE={province}")
        return EXIT_DONE
    tell(f"{len(bad)} red: {', '.join(dict.fromkeys(line.name for line in bad))}")
    return EXIT_ENVIRONMENT if any(line.machine for line in bad) else EXIT_JOBS_FAILED


def _lines(jobs: tuple[Job, ...], talk: Talk, part: Part, port: int) -> Iterator[Line]:
    yield from _machine()
    yield _port(port)
    fresh = _fresh(jobs)
    yield fresh
    yield from _edited(jobs)
    yield from _walked(jobs)
    yield from _fallback(part)
    if fresh.state == RED:
        yield red(
            "live",
            "not tried: the server would first build what is missing or old; put the decks in order, rehearse again",
        )
        return
    yield from _live(talk, part, jobs[0].out)


def _machine() -> Iterator[Line]:
    """What `taphuan doctor` sees; on stage nobody sets an environment up again."""
    for finding in doctor.examine():
        if finding.name == "Chromium":
            # told with the lines that need it
            continue
        if finding.present:
            yield green(finding.name, finding.note)
        elif finding.name in _NO_HARM:
            yield Line(HINT, finding.name, finding.note)
        else:
            yield red(finding.name, finding.note, machine=True)


def _port(port: int) -> Line:
    """The port of a talk: a page that lost its server finds the next one there."""
    with socket.socket() as tried:
        if os.name == "posix":
            # as the server will: a port that a talk has just left is free
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return red(
                "port", f"{port} is taken; end the talk that is still on, or choose another: make present PORT=…"
            )
    return green("port", f"{port} is free")


def _fresh(jobs: tuple[Job, ...]) -> Line:
    """Every deck that can be opened on stage is there and made from the data as they are."""
    needed = tuple(replace(job, formats=NEEDED) for job in jobs)
    try:
        tasks = spine.foresee(needed, os.cpu_count() or 1)
    except TaphuanError as error:
        return red("decks", f"{error}; make check")
    old = [f"{task.job.name} ({task.need.reason})" for task in tasks if task.need.step != NOTHING]
    if old:
        return red("decks", f"{len(old)} of {len(tasks)} are not up to date: {_some(old)}; {_again(jobs)}")
    return green("decks", f"all {len(tasks)} are there and made from the data as they are now")


def _edited(jobs: tuple[Job, ...]) -> Iterator[Line]:
    """What someone changed by hand is shown so, and nothing has checked it."""
    if edited := [f"{job.name}/{name}" for job in jobs for name in edited_files(job.folder) if name in NEEDED]:
        wrong = f"{_some(edited)}; shown as they are, checked by nobody"
        yield red("edited by hand", f"{wrong}; {_again(jobs)} ARGS=--force takes the built ones")


def _again(jobs: tuple[Job, ...]) -> str:
    return f"make slides CONFERENCE={jobs[0].conference}"


def _walked(jobs: tuple[Job, ...]) -> Iterator[Line]:
    """Nothing sticks out of a slide. Decks that were never walked, or changed since, are walked now."""
    there = tuple(job.folder / DECK for job in jobs if (job.folder / DECK).is_file())
    walks, line = walk_decks(there, os.cpu_count() or 1)
    faults = [f"{deck}: {walk.findings[0]}" for deck, walk in walks.items() if walk.findings]
    if any(walk.unchecked for walk in walks.values()):
        yield red("slides fit", line, machine=True)
    elif faults:
        yield red("slides fit", f"{_some(faults)}; shorten what is named, then build again")
    else:
        yield green("slides fit", line)


def _fallback(part: Part) -> Iterator[Line]:
    """The file that needs no server, and the one that needs no browser."""
    from taphuan.live.rehearse.browser import file_opens

    deck, (conference, _, _) = part.folder / DECK, part.place.partition("/")
    if not deck.is_file():
        yield red("fallback", f"{deck} is not there; build it and copy it to a USB stick")
        return
    paper = part.folder / _PAPER
    also = (
        f", and {paper}" if paper.is_file() else f" (no {_PAPER} beside it; make CONFERENCE={conference} builds it too)"
    )
    try:
        wrong = file_opens(deck)
    except EnvironmentLacks as lack:
        yield red("fallback", f"{deck} is there, not tried: {lack}", machine=True)
        return
    if wrong:
        yield red("fallback", f"{deck} {wrong}; build it again")
    else:
        yield green("fallback", f"opens as a file and asks the net for nothing; copy to a USB stick: {deck}{also}")


def _live(talk: Talk, part: Part, out: Path) -> Iterator[Line]:
    """A server as on the day, its kernel, its pages; ended again."""
    from taphuan.live.rehearse.browser import page_lines
    from taphuan.live.rehearse.server import NotServed, Server, kernel_lines

    try:
        with Server(talk, part, out) as server:
            yield green(
                "server", f"ready after {server.seconds:.1f} s, with its network closed{_first(server.seconds)}"
            )
            yield from kernel_lines(server, part)
            try:
                yield from page_lines(server, talk, part)
            except EnvironmentLacks as lack:
                yield red("page", f"not tried: {lack}", machine=True)
    except NotServed as error:
        yield red("server", str(error))
        return
    if server.left:
        yield red("Ctrl-C", server.left)
    else:
        yield green("Ctrl-C", "ends the server")
    yield Line(
        HINT,
        "screen",
        "projector at 16:9, 1280 by 720 or more, extended and not mirrored: the speaker view stays with you",
    )


def _first(seconds: float) -> str:
    """Why it took so long, where it did."""
    return "; it looked through all decks first, the next start need not" if seconds > _LONG_START else ""


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
