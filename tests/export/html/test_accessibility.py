"""Everybody can read it: axe-core finds nothing on any slide of real decks, nor on the start pages.

axe leaves open what it can't judge ("incomplete") and then passes; here everything it leaves open is judged or is a
failure. That is how the contrast of the letters in drawings is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from judges.axe import bring_judge, by_all_rules, walked

from deck_sample import ALT, FOOT, Notebook, bars
from index_sample import sample_index
from taphuan import open_lesson
from taphuan.export.html.index import IndexModel, write_index
from taphuan.known.units import WHOLE

pytestmark = pytest.mark.browser

# one province's take-home, the hall's deck, a sample; together they hold every layout there is
DECKS = (
    ("quang-nam-2024", "quang-nam", "2024-10-31"),
    ("quang-nam-2024", WHOLE, "2024-10-31"),
    ("ke-hoach-2027", "ho-chi-minh", "2026-11-21"),
)


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a file in a page that has axe-core and our judge in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")

    def open_(path: Path) -> Any:
        page = context.new_page()
        page.goto(path.as_uri())
        bring_judge(page)
        return page

    yield open_
    context.close()


@pytest.mark.parametrize(
    "lesson",
    [
        pytest.param(lesson, id="-".join(lesson), marks=[] if lesson is DECKS[0] else pytest.mark.slow)
        for lesson in DECKS
    ],
)
def test_every_slide_of_a_deck(
    opened: Callable[..., Any],
    deck_file: Callable[..., Path],
    executed: Callable[..., Any],
    lesson: tuple[str, str, str],
) -> None:
    page = opened(deck_file(executed(open_lesson(*lesson))))
    found = walked(page)
    assert len(found) > 10 and not any(found.values())
    page.evaluate("() => Reveal.slide(1)")
    assert by_all_rules(page) == []


def test_planted_faults_are_found(opened: Callable[..., Any], deck_file: Callable[..., Path]) -> None:
    b = Notebook()
    b.slide("pale", "Chữ nhạt")
    b.text('<span style="color:#999">chữ nhạt</span>')
    b.slide("pale-late", "Chữ nhạt hiện sau")
    b.text('<span style="color:#999">chữ nhạt</span>', fragment=True)
    b.slide("pale-digit", "Chữ số nhạt")
    b.text('<span style="color:#999">7</span>')
    b.slide("pale-drawing", "Chữ nhạt trong hình")
    b.figure("wide", bars(1152, 480).replace("#14263B", "#999999"), ALT)
    b.slide("dark-on-dark", "Chữ trên cột đậm")
    b.figure("wide", bars(1152, 480).replace('text-anchor="end"', 'x="200"').replace("#C5CCD5", "#333333"), ALT)
    b.slide("silent", "Hình không có lời")
    b.figure("wide", bars(1152, 480), "Hình")
    b.slide("link", "Liên kết không tên")
    b.text('<a href="#/pale"><span aria-hidden="true">→</span></a>')
    b.slide("good", "Trang tốt")
    b.figure("wide", bars(1152, 480), ALT)
    b.sources(FOOT)
    found = walked(opened(deck_file(b.nb)))
    told = {(slide, line.split(": ")[0]) for slide, lines in found.items() for line in lines}
    assert told == {
        ("pale", "color-contrast"),
        ("pale-late", "color-contrast"),
        ("pale-digit", "color-contrast"),
        ("pale-drawing", "color-contrast"),
        ("dark-on-dark", "color-contrast"),
        ("silent", "alt text"),
        ("link", "link-name"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 390])
def test_the_start_pages(opened: Callable[..., Any], tmp_path: Path, width: int) -> None:
    every = sample_index()
    alone = IndexModel((every.conferences[0],), alone=True)
    for name, model in (("index", every), ("conference", alone)):
        path = tmp_path / f"{name}.html"
        path.write_bytes(write_index(model))
        page = opened(path)
        page.set_viewport_size({"width": width, "height": 900})
        assert by_all_rules(page) == []
        page.fill("#q", "không có")
        assert by_all_rules(page) == []


def test_the_list_of_keys(opened: Callable[..., Any], deck_file: Callable[..., Path]) -> None:
    b = Notebook()
    b.slide("one", "Một trang")
    b.text("Một câu")
    page = opened(deck_file(b.nb))
    for key in ("Shift+?", "g"):
        page.keyboard.press(key)
        assert by_all_rules(page) == [], key
        page.keyboard.press("Escape")
