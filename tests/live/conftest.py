"""Servers and pages of the live deck for its tests."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from live_pages import listen
from live_server import PROVINCE, SLIDE, BuiltTalk, Live, live


@pytest.fixture(scope="module")
def served(talk: BuiltTalk) -> Iterator[Live]:
    """A server for one test module: some of them kill its kernels."""
    with live(talk) as running:
        yield running


@pytest.fixture
def open_page(browser: Any, served: Live) -> Iterator[Callable[..., Any]]:
    """Open a page of the talk at a slide; `page.said` has what its server said, `page.asked` what it asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")

    def opened(server: Live = served, slide: str = SLIDE, place: str = PROVINCE, query: str = "") -> Any:
        page = context.new_page()
        page.said, page.asked, page.errors = [], [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("websocket", lambda line: listen(page, line))
        # the token is shown once; what is opened then is known by its cookie
        context.request.get(server.url)
        page.goto(f"{server.page(place)}{query}#/{slide}")
        return page

    yield opened
    context.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """For temporary files; short, as the path of a socket must be."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as name:
        yield Path(name)
