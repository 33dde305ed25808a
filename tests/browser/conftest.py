"""The browser tests need Chromium; without it each of them is skipped by name, never silently left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# The sample notebooks are shared with the unit tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from taphuan.browser import INSTALL_HINT, find_chromium, launch_flags

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason=f"no Chromium on this machine: {INSTALL_HINT}")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if find_chromium() is None:
                item.add_marker(missing)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser a module: the overflow check starts its own and can't while this one runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        yield started
        started.close()


@pytest.fixture
def deck_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook as a deck file and return its path."""
    from taphuan.export.deck import write_deck

    def write(nb: Any, name: str = "deck.html") -> Path:
        path = tmp_path / name
        path.write_bytes(write_deck(nb))
        return path

    return write
