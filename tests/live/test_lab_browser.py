"""JupyterLab as a presenter meets it: Vietnamese, our exporters in the menu, slides with RISE, and nothing from the net."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from live_lab import Lab, lab
from live_server import BuiltTalk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(talk: BuiltTalk) -> Iterator[Lab]:
    with lab(talk) as running:
        yield running


@pytest.fixture
def outside() -> list[str]:
    """Addresses that a page asked for and did not get."""
    return []


@pytest.fixture
def page(browser: Any, opened: Lab, outside: list[str]) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})

    def route(route: Any) -> None:
        url = route.request.url
        if url.startswith((opened.origin, opened.origin.replace("http", "ws", 1), "data:", "blob:")):
            route.continue_()
            return
        outside.append(url)
        route.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.goto(opened.url)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    yield page
    context.close()


@pytest.mark.slow
def test_the_menu_is_vietnamese_and_has_our_exporters(page: Any, outside: list[str]) -> None:
    # figures stand there before anything has run
    page.locator(".jp-RenderedSVG img").first.wait_for()
    page.get_by_text("Tệp", exact=True).click()
    page.get_by_text("Tập huấn: xuất tài liệu").hover()
    for label in ("bản trình chiếu (PowerPoint)", "tài liệu phát tay (PDF)", "báo cáo (Word)"):
        page.get_by_text(f"Tập huấn: {label}", exact=True).wait_for()
    assert outside == []


@pytest.mark.slow
def test_a_cell_runs_on_a_slide(page: Any, outside: list[str]) -> None:
    # the first cell of a slide
    page.locator(".jp-CodeCell .cm-content").nth(2).click()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+r")
    slides = page.frame_locator("iframe")
    cell = slides.locator("section.present:not(.stack) .jp-CodeCell:visible").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("'Bắc Giang ' + 'trực tiếp'")
    page.keyboard.press("Control+Enter")
    cell.get_by_text("'Bắc Giang trực tiếp'").wait_for()
    assert outside == []
