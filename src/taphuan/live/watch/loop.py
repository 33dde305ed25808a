"""The watch itself: sees that files have changed, has the deck made anew and checked, and tells the pages that are open.

The last save wins: what was made while somebody went on saving is thrown away and made again. A deck that cannot be made leaves the
last good one where it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from taphuan import paths
from taphuan.errors import TaphuanError
from taphuan.live.watch.findings import Finding, of_error
from taphuan.live.watch.hands import Hand, HandLost
from taphuan.live.watch.page import Page
from taphuan.live.watch.rebuild import Asked, Rebuilt, check_all, get_ready, look, rebuild
from taphuan.live.watch.watched import Snapshot, changed, data_state, needs_new_process, snapshot

# seconds between two looks at the files; a file that stays as it is from one look to the next has been written whole
LOOK = 0.1
# seconds after which a deck in the making is given up for files that were saved since: a cell may run for ever
PATIENCE = 5.0
# as many slides are named one by one
MOST_NAMED = 8

Tell = Callable[[str], None]


class Told(Protocol):
    """A page that is open."""

    def tell(self, watch: Watch) -> None: ...


class Watch:
    """`place` is the path of the deck in the URL. All of it runs on one event loop."""

    def __init__(self, asked: Asked, place: str, title: str, pages: Iterable[Told], tell: Tell) -> None:
        self.asked, self.place, self.title = asked, place, title
        self._pages, self._tell = pages, tell
        self.page: Page | None = None
        self._places: dict[str, str] = {}
        # why the files as they are make no deck, what a look at the deck and all of the check found
        self._held: tuple[Finding, ...] = ()
        self._seen: tuple[Finding, ...] = ()
        self._checked: tuple[Finding, ...] = ()
        self._at, self._seconds, self._told = "", 0.0, tuple[str, ...]()
        # whether the deck is the first one, which nothing has changed from, and whether its styles have changed
        self._first, self._look = True, False
        # names of the files that have changed since the beginning
        self._changed: set[str] = set()
        self._working, self._checking = True, True
        self._to_check = asyncio.Event()

    def begin(self) -> None:
        """Start the processes; they import meanwhile."""
        self._hand = Hand(get_ready)
        self._spare: Hand | None = None
        self._checker = Hand(get_ready, calm=True)

    def end(self) -> None:
        """End the processes."""
        for hand in (self._hand, self._spare, self._checker):
            if hand is not None:
                hand.end()

    def state(self) -> dict[str, Any]:
        """How things stand, for a page."""
        return {
            "at": self._at,
            "seconds": round(self._seconds, 1),
            "look": self._look,
            "begun": self._first,
            "changed": [id_ for id_ in self._told if self.page and id_ in self.page.slides],
            "held": bool(self._held),
            "working": self._working,
            "checking": self._checking,
            "findings": [finding.told(self._places) for finding in self._findings()],
        }

    def _findings(self) -> Iterable[Finding]:
        by_line = {finding.line: finding for finding in (*self._checked, *self._seen, *self._held)}
        order = {"held": 0, "wrong": 1, "doubt": 2}
        return sorted(by_line.values(), key=lambda finding: order[finding.kind])

    async def run(self) -> None:
        """Watch until it is cancelled."""
        checks = asyncio.create_task(self._check())
        try:
            await self._watch()
        finally:
            checks.cancel()

    async def _watch(self) -> None:
        seen = snapshot()
        made: Snapshot = seen if await self._make(seen, (), monotonic()) else {}
        since = 0.0
        while True:
            await asyncio.sleep(LOOK)
            now = snapshot()
            settled, seen = now == seen, now
            if now == made:
                since = 0.0
                self._rest()
                continue
            since = since or monotonic()
            if not settled:
                continue
            files = changed(made, now)
            if await self._make(now, files, since):
                made, since = now, 0.0

    async def _make(self, made: Snapshot, files: tuple[Path, ...], begun: float) -> bool:
        """Make the deck of these files and show it; False where they did not stay as they were."""
        self._working = True
        self._tell_pages()
        if needs_new_process(files):
            self._renew()
        notebooks = tuple(file for file in files if file.suffix == ".ipynb" and str(file) in made)
        work = self._hand.do(rebuild, self.asked, notebooks, data_state(made))
        rebuilt = await self._patiently(work, made)
        if rebuilt is None or snapshot() != made:
            # somebody went on saving
            return False
        names = {file.relative_to(paths.ROOT).as_posix() for file in files}
        self._changed |= names
        self._checked = tuple(finding for finding in self._checked if not _is_of(finding, names))
        self._show(rebuilt, begun)
        if rebuilt.page is not None:
            try:
                self._seen = await self._hand.do(look, notebooks)
            except HandLost:
                self._renew()
        self._to_check.set()
        self._tell_pages()
        if self._spare is None:
            self._spare = Hand(get_ready)
        return True

    def _rest(self) -> None:
        """The files are again what the deck was made from, before another one was shown."""
        if self._working:
            self._working = False
            self._tell_pages()

    async def _patiently(self, work: Any, made: Snapshot) -> Rebuilt | None:
        """What the work gives; None where it takes long and nobody waits for it any more."""
        task = asyncio.ensure_future(work)
        since = monotonic()
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK)
            if not task.done() and monotonic() - since > PATIENCE and snapshot() != made:
                task.cancel()
                self._renew()
                return None
        try:
            rebuilt: Rebuilt = task.result()
        except HandLost:
            self._renew()
            line = "the process that makes the deck ended before it was made; save again, and close programs if memory is short"
            return Rebuilt(None, of_error(TaphuanError(line, code="TH814")))
        return rebuilt

    def _renew(self) -> None:
        """Go on with the process that is ready for it; the next one is made ready when the deck is shown."""
        self._hand.end()
        ready = self._spare if self._spare is not None and self._spare.alive else Hand(get_ready)
        self._hand, self._spare = ready, None

    def _show(self, rebuilt: Rebuilt, begun: float) -> None:
        self._held, self._working, self._checking = rebuilt.held, False, True
        seconds = monotonic() - begun
        if rebuilt.page is None:
            self._tell(f"{_clock()}  not shown: {rebuilt.held[0].line}")
            return
        before, self.page, self._places = self.page, rebuilt.page, dict(rebuilt.places)
        self._told = rebuilt.page.told_since(before) if before else ()
        self._first, self._look = before is None, before is not None and before.style != rebuilt.page.style
        self._at, self._seconds = _clock(), seconds
        steps = ", ".join(f"{step} {took:.2f}" for step, took in rebuilt.seconds.items())
        numbers = [rebuilt.page.numbers[id_] or id_ for id_ in self._told]
        named = f"slides {', '.join(numbers[:MOST_NAMED])}{' …' if len(numbers) > MOST_NAMED else ''}"
        what = "the deck" if before is None else named if numbers else "the styles" if self._look else "no slide"
        self._tell(f"{self._at}  {what} after {seconds:.1f} s (processor: {steps})")
        self._tell_pages()

    async def _check(self) -> None:
        """Let everything be checked behind each deck that was made, once more where files changed meanwhile."""
        while True:
            await self._to_check.wait()
            self._to_check.clear()
            try:
                found = await self._checker.do(check_all)
            except HandLost:
                self._checker.end()
                self._checker = Hand(get_ready, calm=True)
                continue
            if not self._to_check.is_set():
                # doubts are told of what was written meanwhile, not of all that there is
                self._checked = tuple(one for one in found if one.kind != "doubt" or _is_of(one, self._changed))
                self._checking = False
                self._tell_pages()

    def _tell_pages(self) -> None:
        for page in tuple(self._pages):
            page.tell(self)


def _is_of(finding: Finding, names: Iterable[str]) -> bool:
    """Whether a finding is in one of these files."""
    return any(name in finding.line for name in names)


def _clock() -> str:
    return datetime.now().strftime("%H:%M:%S")
