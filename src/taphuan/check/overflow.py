"""Walks finished decks in a headless browser without a network and says what a hall would see go wrong.

Seen: requests to anywhere, errors on the console, things that stick out of the slide, run into title or footer, are cut
off by a box or cover each other, text under 18 px at 1280 × 720 (drawings included), and slides without a title.
Not seen: text inside bitmaps.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.errors import EnvironmentLacks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

# A deck has at most a few hundred steps; a walk that never ends is itself a finding.
MOST_STEPS = 2000
WIDTH, HEIGHT = 1280, 720
# Fewer decks than this a browser do not pay for starting another one.
_DECKS_A_BROWSER = 8
# A page, its context and its process cost more than a walk; one that is never left keeps 3 MB of every deck.
_DECKS_A_PAGE = 24


def check_decks(decks: Iterable[Path], browsers: int = 1) -> dict[Path, tuple[str, ...]]:
    """What is wrong with each deck, as sentences that name the slide and the text; an empty tuple is a clean deck.

    Raises EnvironmentLacks without Chromium or the package that drives it.
    """
    listed = tuple(decks)
    count = min(browsers, len(listed) // _DECKS_A_BROWSER)
    if count <= 1:
        return _check_all(listed)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        shares = pool.map(_check_all, (listed[start::count] for start in range(count)))
        found = {deck: findings for share in shares for deck, findings in share.items()}
    return {deck: found[deck] for deck in listed}


def _check_all(decks: tuple[Path, ...]) -> dict[Path, tuple[str, ...]]:
    found: dict[Path, tuple[str, ...]] = {}
    with _browser() as browser:
        for start in range(0, len(decks), _DECKS_A_PAGE):
            found |= _check_in_a_page(browser, decks[start : start + _DECKS_A_PAGE])
    return found


def _check_in_a_page(browser: Browser, decks: tuple[Path, ...]) -> dict[Path, tuple[str, ...]]:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    walker = _Walker(page)
    for deck in decks:
        walker.visit(deck)
    page.close()
    # told at the end: what a deck says late is still told of this deck
    return {deck: walker.findings(deck) for deck in decks}


@contextmanager
def _browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        raise EnvironmentLacks(f"no Chromium on this machine: {INSTALL_HINT}")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise EnvironmentLacks("the package playwright is missing: install the dev dependencies") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        try:
            yield browser
        finally:
            browser.close()


class _Walker:
    """Goes from deck to deck in one page and notes what is wrong with each."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._opening = ""
        # by the address of the deck; a dict keeps the order and drops what every step repeats
        self._found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        page.route("**/*", self._asked)
        page.on("console", self._printed)
        page.on("pageerror", lambda error: self._say(f"program error: {error}"))

    def visit(self, deck: Path) -> None:
        """Look at every step from the first slide to the last fragment."""
        page, self._opening = self._page, deck.resolve().as_uri()
        page.goto(self._opening, wait_until="load")
        if not page.evaluate("() => typeof Reveal !== 'undefined' && Reveal.isReady()"):
            self._say("is no deck: reveal.js did not start")
            return
        page.evaluate("() => document.fonts.ready.then(() => true)")
        walk = page.evaluate(_walk_program(), MOST_STEPS)
        for seen in walk["seen"]:
            for what, text in seen["found"]:
                name = seen["id"] or str(seen["number"])
                self._say(f"slide {name}: {what}" + (f": “{text}”" if text else ""))
        if not walk["ended"]:
            self._say(f"the deck has no end: stopped after {MOST_STEPS} steps")

    def findings(self, deck: Path) -> tuple[str, ...]:
        return tuple(self._found[deck.resolve().as_uri()])

    def _say(self, finding: str) -> None:
        """Of the deck that the page shows; the address changes with the page, not when another deck is asked for."""
        self._found[_file(self._page.url)][finding] = None

    def _asked(self, route: Route) -> None:
        url = route.request.url
        if _file(url) == self._opening or url.startswith(("data:", "blob:")):
            route.continue_()
            return
        self._found[self._opening][f"asks the net for {url}"] = None
        route.abort()

    def _printed(self, message: ConsoleMessage) -> None:
        # A blocked request is already told by its address.
        if message.type == "error" and "ERR_FAILED" not in message.text:
            self._say(f"error on the console: {message.text}")


def _file(url: str) -> str:
    """The address without the place in the deck and what a presenter adds to it."""
    return url.split("#")[0].split("?")[0]


@functools.cache
def _walk_program() -> str:
    """The program that walks the deck; it runs in the page, because a call for each step would double the time."""
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
