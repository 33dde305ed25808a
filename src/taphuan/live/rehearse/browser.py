"""The pages of a presentation in a headless Chromium that reaches this machine only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.errors import EnvironmentLacks
from taphuan.live.rehearse.lines import Line, green, red
from taphuan.live.rehearse.server import Server
from taphuan.live.server.page import BASE
from taphuan.live.server.presentation import DECK, Presentation, ServedDeck

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# requests to other machines go to a proxy that does not exist; those of a service worker cannot be intercepted
_CLOSED = "--proxy-server=http://127.0.0.1:9"
_SCREEN = {"width": 1280, "height": 720}
# milliseconds
_TIMEOUT = 15_000
_READY = "() => new Promise(done => Reveal.isReady() ? done(true) : Reveal.on('ready', () => done(true)))"
_FONTS = "() => document.fonts.ready.then(() => [...document.fonts].some(font => font.status === 'loaded'))"
_HERE = "() => Reveal.getCurrentSlide().id"
# the first slide with notes, and the beginning of its notes
_NOTES = """() => {
    for (const slide of Reveal.getSlides()) {
        const note = [...slide.querySelectorAll('aside.notes p, aside.notes li')].find(item => item.textContent.trim());
        if (note) return [slide.id, note.textContent.trim().slice(0, 40)];
    }
    return null;
}"""
_GO = "id => { const {h, v} = Reveal.getIndices(document.getElementById(id)); Reveal.slide(h, v); }"
_REMEDY = "build the decks again (make slides ARGS=--force); if it stays, present from the file"


def file_opens(file: Path) -> str:
    """The fault of the deck opened as a file; empty if it has none. Raises EnvironmentLacks without a browser."""
    with _context(file.resolve().as_uri()) as (context, outside):
        page = context.new_page()
        page.goto(file.resolve().as_uri())
        if not page.evaluate("() => typeof Reveal !== 'undefined'"):
            return "is no deck"
        page.evaluate(_READY)
        if not page.evaluate(_FONTS):
            return "does not bring its fonts"
        return f"asks the net for {outside[0]}" if outside else ""


def page_lines(server: Server, presentation: Presentation, deck: ServedDeck) -> Iterator[Line]:
    """The page of the deck, its keys, its speaker view, another province's page; then requests to other machines.

    Raises EnvironmentLacks if no browser can be started.
    """
    with _context(server.origin) as (context, outside):
        from playwright.sync_api import Error

        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name, step in (("page", _opens), ("keys", _keys), ("speaker view", _speaker), ("another deck", _another)):
            try:
                yield green(name, step(page, server, presentation, deck))
            except (Error, _Wrong) as error:
                yield red(name, f"{_first_line(error)}; {_REMEDY}")
        if errors:
            yield red("program", f"the page met an error: {errors[0].splitlines()[0]}; {_REMEDY}")
        if outside:
            yield red("net", f"asked for {outside[0]}; a hall without a network would wait for it; {_REMEDY}")
        else:
            yield green("net", "nothing outside this machine was asked for")


class _Wrong(Exception):
    """A step with a wrong result."""


@contextmanager
def _context(own: str) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser that requests only addresses which begin with `own`, and the list of the other requested addresses."""
    program = find_chromium()
    if program is None:
        raise EnvironmentLacks(f"no Chromium on this machine: {INSTALL_HINT}", code="TH905")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise EnvironmentLacks("the package playwright is missing: install requirements.lock", code="TH906") from None
    outside: list[str] = []

    def route(route: Any) -> None:
        url = route.request.url
        if url.startswith((own, own.replace("http", "ws", 1), "data:", "blob:")):
            route.continue_()
            return
        outside.append(url)
        route.abort()

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=str(program), args=[*launch_flags(), _CLOSED])
        except Error as error:
            raise EnvironmentLacks(
                f"{program} does not start: {_first_line(error)}; {INSTALL_HINT}", code="TH905"
            ) from None
        try:
            context = browser.new_context(viewport=_SCREEN, reduced_motion="reduce")  # type: ignore[arg-type]
            context.set_default_timeout(_TIMEOUT)
            context.route("**/*", route)
            yield context, outside
        finally:
            browser.close()


def _opens(page: Page, server: Server, presentation: Presentation, deck: ServedDeck) -> str:
    started = monotonic()
    response = page.goto(server.url(deck))
    if response is None or not response.ok:
        raise _Wrong(f"the server answers {response.status if response else 'nothing'}")
    page.evaluate(_READY)
    return f"first slide {monotonic() - started:.1f} s after the request"


def _keys(page: Page, server: Server, presentation: Presentation, deck: ServedDeck) -> str:
    """The keys of a clicker."""
    first = page.evaluate(_HERE)
    page.keyboard.press("PageDown")
    if page.evaluate(_HERE) == first:
        raise _Wrong("Page Down does not move on")
    page.keyboard.press("PageUp")
    if page.evaluate(_HERE) != first:
        raise _Wrong("Page Up does not go back")
    for key in ("b", "."):
        for wanted in (True, False):
            page.keyboard.press(key)
            if page.evaluate("() => Reveal.isPaused()") is not wanted:
                raise _Wrong(f"the key {key} does not blank the screen and bring it back")
    return "Page Down, Page Up, b and . do what a clicker needs"


def _speaker(page: Page, server: Server, presentation: Presentation, deck: ServedDeck) -> str:
    notes = page.evaluate(_NOTES)
    if notes is None:
        raise _Wrong("no slide has notes")
    slide, words = notes
    page.evaluate(_GO, slide)
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    opened.value.get_by_text(words).first.wait_for()
    opened.value.close()
    return "opens and shows the notes"


def _another(page: Page, server: Server, presentation: Presentation, deck: ServedDeck) -> str:
    """The deck of another province, or another deck where there is one province, at a slide that both have."""
    others = [one for one in presentation.provinces.values() if one != deck] or [
        p for p in presentation.decks.values() if p != deck
    ]
    own = _slides(deck)
    for other in others:
        shared = [slide for slide in _slides(other) if slide in own[1:]]
        if shared:
            break
    else:
        return "this conference has no other deck with the same slides"
    started = monotonic()
    page.goto(f"{server.origin}{BASE}/{other.place}#/{shared[-1]}")
    page.evaluate(_READY)
    if page.evaluate(_HERE) != shared[-1]:
        raise _Wrong(f"{other.label} does not open at the slide {shared[-1]}")
    return f"{other.label} opens at the same slide after {monotonic() - started:.1f} s"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _slides(deck: ServedDeck) -> list[str]:
    return re.findall(r'<section\b[^>]*\bid="([^"]+)"', (deck.folder / DECK).read_text(encoding="utf-8"))
