"""What a presenter does with the deck: clicker, speaker view, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deck_sample import ALT, Notebook, bars, sample_notebook


@pytest.fixture
def page(browser: Any, deck_file: Callable[..., Path]) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(deck_file(sample_notebook()).as_uri() + "#/text-06")
    yield opened
    context.close()


def here(page: Any) -> str:
    return str(page.evaluate("() => Reveal.getCurrentSlide().id"))


def test_a_clicker_moves_and_blanks_the_screen(page: Any) -> None:
    assert here(page) == "text-06"
    page.keyboard.press("PageDown")
    assert here(page) == "text-short"
    page.keyboard.press("PageUp")
    assert here(page) == "text-06"
    for key in ("b", "."):
        page.keyboard.press(key)
        assert page.evaluate("() => Reveal.isPaused()")
        page.keyboard.press(key)
        assert not page.evaluate("() => Reveal.isPaused()")


def test_the_speaker_view_opens_from_a_file_and_follows(page: Any) -> None:
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.get_by_text("Dừng ở việc thứ hai: hỏi hội trường.").wait_for()
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    assert here(page) == "cover-01"
    speaker.get_by_text("Chào mừng các anh, chị.").wait_for()


@pytest.mark.parametrize("query", ["", "?print-pdf"])
def test_printing_gives_one_page_a_slide_with_all_its_fragments(page: Any, query: str, tmp_path: Path) -> None:
    import pikepdf

    if query:
        page.goto(page.url.split("#")[0] + query)
        page.wait_for_selector(".pdf-page")
    pdf = tmp_path / "deck.pdf"
    page.pdf(path=str(pdf), prefer_css_page_size=True, print_background=True)
    with pikepdf.open(pdf) as document:
        assert len(document.pages) == 12
        assert [round(float(side) / 0.75) for side in document.pages[0].MediaBox] == [0, 0, 1280, 720]
    page.emulate_media(media="print")
    for selector in (".fragment", ".frame"):
        shown = page.evaluate(
            "s => [...document.querySelectorAll(s)].every(e => e.checkVisibility({opacityProperty: true}))", selector
        )
        assert shown, selector
    heights = page.evaluate("() => [...document.querySelectorAll('.frame')].map(e => e.getBoundingClientRect().height)")
    assert heights == [720] * 12


def test_the_deck_draws_its_own_font(page: Any) -> None:
    page.evaluate("() => document.fonts.ready.then(() => true)")
    loaded = page.evaluate("() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.weight)")
    assert {"400", "600"} <= set(loaded)


def test_nothing_moves(page: Any) -> None:
    slow = """() => [...document.querySelectorAll('.reveal *')]
        .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).map(e => e.className)"""
    assert page.evaluate(slow) == []


def test_figures_shrink_to_the_room_that_is_left(browser: Any, deck_file: Callable[..., Path]) -> None:
    b = Notebook()
    for name, title in (("one", "Một dòng"), ("two", "Tiêu đề dài " * 10)):
        b.slide(name, title)
        b.text("Một câu đứng trên hình.")
        b.figure("wide", bars(1152, 480), ALT, "Chú thích", "Bộ TT&TT")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(deck_file(b.nb).as_uri())
    heights = []
    for n in (0, 1):
        page.evaluate(f"() => Reveal.slide({n})")
        heights.append(
            page.evaluate("() => Reveal.getCurrentSlide().querySelector('svg').getBoundingClientRect().height")
        )
    page.close()
    assert 400 < heights[1] < heights[0] <= 480
