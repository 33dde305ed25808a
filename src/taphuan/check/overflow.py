"""Walks finished decks in a headless Chromium without a network and says what a hall would see go wrong.

Seen: requests to anywhere, errors on the console, things that stick out of the slide, run into title or footer, are cut
off by a box or cover each other, text under 18 px at 1280 × 720 (drawings included), and slides without a title.
Not seen: text inside bitmaps.
"""

from __future__ import annotations

import asyncio
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.errors import EnvironmentLacks, with_code

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserType, ConsoleMessage, Page, Route

# A deck has at most a few hundred steps; a walk that never ends is itself a finding.
MOST_STEPS = 2000
WIDTH, HEIGHT = 1280, 720
# seconds that the walk of one deck may take, its page opened and closed; only a hang takes so long
TIMEOUT = 120
# Fewer decks than this a browser do not pay for starting another one.
DECKS_A_BROWSER = 8
# A page, its context and its process cost more than a walk; one that is never left keeps 3 MB of every deck.
_DECKS_A_PAGE = 24
# seconds for a browser to start or to close
_BROWSER_TIMEOUT = 60


@dataclass(frozen=True)
class Walk:
    """What came out for one deck. `findings`: sentences that name the slide and the text; none for a clean deck.
    `unchecked`: why this machine could not walk it at all."""

    findings: tuple[str, ...] = ()
    unchecked: str = ""


class _CannotWalk(Exception):
    """No browser starts on this machine."""


def check_decks(decks: Iterable[Path], browsers: int = 1, timeout: float = TIMEOUT) -> dict[Path, tuple[str, ...]]:
    """What is wrong with each deck; an empty tuple is a clean deck. Raises EnvironmentLacks where no Chromium runs."""
    with Walker(browsers, timeout) as walker:
        walks = {deck: walker.submit(deck) for deck in decks}
        results = {deck: future.result() for deck, future in walks.items()}
    for walk in results.values():
        if walk.unchecked:
            raise EnvironmentLacks(walk.unchecked, code="TH905")
    return {deck: walk.findings for deck, walk in results.items()}


class Walker:
    """Walks decks in at most `browsers` browsers of its own, in a thread of its own; nothing starts before the first deck."""

    def __init__(self, browsers: int = 1, timeout: float = TIMEOUT) -> None:
        self._count, self._timeout = max(1, browsers), timeout
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._lanes: asyncio.LifoQueue[_Lane] | None = None
        self._playwright: Any = None
        self._starting = asyncio.Lock()
        # why no browser starts here, once that is known
        self._cannot = ""

    def __enter__(self) -> Walker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def submit(self, deck: Path) -> Future[Walk]:
        """The walk of this deck, as a future that always has a result."""
        if not self._thread.is_alive():
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._walk(deck), self._loop)

    async def _walk(self, deck: Path) -> Walk:
        if self._lanes is None:
            self._lanes = asyncio.LifoQueue()
            for _ in range(self._count):
                # the last one that was used is taken first: few decks start few browsers
                self._lanes.put_nowait(_Lane(self._start, self._timeout))
        lane = await self._lanes.get()
        try:
            return Walk(unchecked=self._cannot) if self._cannot else await lane.walk(deck)
        except _CannotWalk as reason:
            self._cannot = str(reason)
            return Walk(unchecked=self._cannot)
        finally:
            self._lanes.put_nowait(lane)

    async def _start(self) -> Browser:
        program = find_chromium()
        if program is None:
            raise _CannotWalk(f"no Chromium on this machine: {INSTALL_HINT}")
        from playwright.async_api import Error, async_playwright

        async with self._starting:
            # two lanes that begin together share one driver
            if self._playwright is None:
                try:
                    self._playwright = await asyncio.wait_for(async_playwright().start(), _BROWSER_TIMEOUT)
                except TimeoutError:
                    reason = f"the driver of Chromium did not start within {_BROWSER_TIMEOUT} s"
                    raise _CannotWalk(reason) from None
        kind: BrowserType = self._playwright.chromium
        try:
            return await kind.launch(executable_path=str(program), args=launch_flags(), timeout=_BROWSER_TIMEOUT * 1000)
        except Error as error:
            raise _CannotWalk(f"Chromium ({program}) does not start: {_first_line(error)}") from None

    async def _close(self) -> None:
        lanes = self._lanes
        while lanes is not None and not lanes.empty():
            await lanes.get_nowait().close()
        if self._playwright is not None:
            await self._playwright.stop()


class _Lane:
    """One browser, one deck at a time."""

    def __init__(self, start: Callable[[], Any], timeout: float) -> None:
        self._start, self._timeout = start, timeout
        self._browser: Browser | None = None
        self._page: _DeckPage | None = None

    async def walk(self, deck: Path) -> Walk:
        """A browser that crashes or hangs is replaced and the deck walked once more: the second time it is the deck.

        Raises _CannotWalk where no browser starts.
        """
        from playwright.async_api import Error

        failures: list[str] = []
        for _ in range(2):
            try:
                await self._begin()
                return Walk(await asyncio.wait_for(self._visit(deck), self._timeout))
            except TimeoutError:
                failures.append(f"Chromium did not come to its end within {self._timeout:g} s")
            except Error as error:
                failures.append(f"Chromium broke off: {_first_line(error)}")
            await self.close()
        return Walk((f"could not be walked, tried twice: {failures[-1]}",))

    async def _begin(self) -> None:
        """Start the browser if there is none; that is no part of a walk and has a bound of its own."""
        if self._browser is None or not self._browser.is_connected():
            self._page = None
            self._browser = await self._start()

    async def _visit(self, deck: Path) -> tuple[str, ...]:
        assert self._browser is not None
        if self._page is None or self._page.visits >= _DECKS_A_PAGE:
            if self._page is not None:
                await self._page.close()
            self._page = _DeckPage(await self._browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}))
            await self._page.prepare()
        return await self._page.visit(deck)

    async def close(self) -> None:
        """End the browser; one that does not answer ends with the driver that started it."""
        from playwright.async_api import Error

        if self._browser is not None:
            with suppress(TimeoutError, Error):
                await asyncio.wait_for(self._browser.close(), _BROWSER_TIMEOUT)
        self._browser = self._page = None


class _DeckPage:
    """A page that goes from deck to deck and notes what is wrong with each."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._opening = ""
        self.visits = 0
        # by the address of the deck; a dict keeps the order and drops what every step repeats
        self._findings: defaultdict[str, dict[str, None]] = defaultdict(dict)

    async def prepare(self) -> None:
        await self._page.route("**/*", self._on_request)
        self._page.on("console", self._on_console)
        self._page.on("pageerror", lambda error: self._add(f"program error: {error} [TH750]"))

    async def close(self) -> None:
        await self._page.close()

    async def visit(self, deck: Path) -> tuple[str, ...]:
        """Look at every step from the first slide to the last fragment; what is wrong with the deck."""
        self.visits += 1
        page, self._opening = self._page, deck.resolve().as_uri()
        self._findings[self._opening].clear()
        await page.goto(self._opening, wait_until="load")
        if not await page.evaluate("() => typeof Reveal !== 'undefined' && Reveal.isReady()"):
            self._add("is no deck: reveal.js did not start [TH748]")
            return tuple(self._findings[self._opening])
        await page.evaluate("() => document.fonts.ready.then(() => true)")
        walk = await page.evaluate(_walk_program(), MOST_STEPS)
        for slide in walk["slides"]:
            for code, what, text in slide["findings"]:
                name = slide["id"] or str(slide["number"])
                self._add(with_code(f"slide {name}: {what}" + (f": “{text}”" if text else ""), code))
        if not walk["ended"]:
            self._add(f"the deck has no end: stopped after {MOST_STEPS} steps [TH748]")
        return tuple(self._findings[self._opening])

    def _add(self, finding: str) -> None:
        """Of the deck that the page shows; the address changes with the page, not when another deck is asked for."""
        self._findings[_without_place(self._page.url)][finding] = None

    async def _on_request(self, route: Route) -> None:
        url = route.request.url
        if _without_place(url) == self._opening or url.startswith(("data:", "blob:")):
            await route.continue_()
            return
        self._findings[self._opening][f"asks the net for {url} [TH749]"] = None
        await route.abort()

    def _on_console(self, message: ConsoleMessage) -> None:
        # a blocked request is a finding by its address already
        if message.type == "error" and "ERR_FAILED" not in message.text:
            self._add(f"error on the console: {message.text} [TH750]")


def _without_place(url: str) -> str:
    """The address without the place in the deck and what a presenter adds to it."""
    return url.split("#")[0].split("?")[0]


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


@functools.cache
def _walk_program() -> str:
    """The program that walks the deck; it runs in the page, because a call for each step would double the time."""
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
