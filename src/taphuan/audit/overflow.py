"""Walks finished decks in a headless browser without a network and says what a hall would see go wrong.

Seen: requests to anywhere, errors on the console, things that stick out of the slide, run into title or footer, are cut
off by a box or cover each other, text under 18 px at 1280 × 720 (drawings included), and slides without a title.
Not seen: text inside bitmaps.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taphuan.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.errors import EnvironmentLacks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A deck has at most a few hundred steps; a walk that never ends is itself a finding.
MOST_STEPS = 2000
WIDTH, HEIGHT = 1280, 720
# Fewer decks than this a browser do not pay for starting another one.
_DECKS_A_BROWSER = 8


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
    with _browser() as browser:
        return {deck: _check(browser, deck) for deck in decks}


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


def _check(browser: Browser, deck: Path) -> tuple[str, ...]:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    findings: dict[str, None] = {}  # a dict keeps the order and drops what every step repeats
    own = deck.resolve().as_uri()

    def route(route: Any) -> None:
        url = route.request.url
        if url.split("#")[0].split("?")[0] == own or url.startswith(("data:", "blob:")):
            route.continue_()
            return
        findings[f"asks the net for {url}"] = None
        route.abort()

    page.route("**/*", route)
    page.on("console", lambda message: _console(message, findings))
    page.on("pageerror", lambda error: findings.setdefault(f"program error: {error}"))
    try:
        page.goto(own, wait_until="load")
        if not page.evaluate("() => typeof Reveal !== 'undefined' && Reveal.isReady()"):
            findings["is no deck: reveal.js did not start"] = None
        else:
            page.evaluate("() => document.fonts.ready.then(() => true)")
            _walk(page, findings)
    finally:
        page.close()
    return tuple(findings)


def _console(message: Any, findings: dict[str, None]) -> None:
    # A blocked request is already told by its address.
    if message.type == "error" and "ERR_FAILED" not in message.text:
        findings[f"error on the console: {message.text}"] = None


def _walk(page: Page, findings: dict[str, None]) -> None:
    """Look at every step from the first slide to the last fragment."""
    walk = page.evaluate(_walk_program(), MOST_STEPS)
    for seen in walk["seen"]:
        for what, text in seen["found"]:
            name = seen["id"] or str(seen["number"])
            findings[f"slide {name}: {what}" + (f": “{text}”" if text else "")] = None
    if not walk["ended"]:
        findings[f"the deck has no end: stopped after {MOST_STEPS} steps"] = None


@functools.cache
def _walk_program() -> str:
    """The program that walks the deck; it runs in the page, because a call for each step would double the time."""
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
