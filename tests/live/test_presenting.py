"""What a presenter does with the deck: clicker, speaker view, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deck_sample import ALT, CAPTION, Notebook, bars, sample_notebook

pytestmark = pytest.mark.browser


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
    for words in ("Trang sau", "Ghi chú", "Bố cục: Mặc định"):
        speaker.get_by_text(words, exact=True).wait_for()
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
    slow = """() => [...document.querySelectorAll('body, .reveal, .reveal *')]
        .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).map(e => e.className)"""
    assert page.evaluate(slow) == []
    for key in ("PageDown", "PageDown", "o", "ArrowRight", "o", "b", "b", "Shift+?"):
        page.keyboard.press(key)
        assert page.evaluate("() => document.getAnimations().length") == 0, key


@pytest.mark.parametrize(
    ("forward", "back"),
    [
        ("PageDown", "PageUp"),
        ("Space", "Shift+Space"),
        pytest.param("ArrowRight", "ArrowLeft", marks=pytest.mark.slow),
        pytest.param("ArrowDown", "ArrowUp", marks=pytest.mark.slow),
    ],
)
def test_every_slide_is_reached_by_keys_alone(page: Any, forward: str, back: str) -> None:
    slides = page.evaluate("() => Reveal.getSlides().map(slide => slide.id)")
    for first, key, last, wanted in (("Home", forward, slides[-1], slides), ("End", back, slides[0], slides[::-1])):
        page.keyboard.press(first)
        seen = [here(page)]
        for _ in range(40):
            page.keyboard.press(key)
            seen += [here(page)] if here(page) != seen[-1] else []
        assert (seen, here(page)) == (wanted, last)


@pytest.mark.parametrize("key", ["o", "Escape"])
def test_a_slide_is_chosen_from_all_of_them(page: Any, key: str) -> None:
    page.keyboard.press(key)
    assert page.evaluate("() => Reveal.isOverview()")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert not page.evaluate("() => Reveal.isOverview()")
    assert here(page) == "wide-figure"


def test_a_slide_is_found_by_a_word(page: Any) -> None:
    page.keyboard.press("g")
    focus = "() => [document.activeElement.placeholder, document.activeElement.getAttribute('aria-label')]"
    assert page.evaluate(focus) == ["Số trang hoặc chữ trong trang", "Đến trang"]
    page.keyboard.type("ST-235")
    page.keyboard.press("Enter")
    assert here(page) == "quiz-01"
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert here(page) == "sources-01"


@pytest.mark.parametrize("key", ["Shift+?", "F1"])
def test_the_list_of_keys_takes_the_keyboard_and_gives_it_back(page: Any, key: str) -> None:
    keys = page.locator("#deck-keys")
    page.keyboard.press(key)
    assert keys.is_visible()
    assert "cửa sổ người nói" in keys.inner_text()
    for other in ("PageDown", "o", "b", "s"):
        page.keyboard.press(other)
    assert here(page) == "text-06"
    assert not page.evaluate("() => Reveal.isOverview() || Reveal.isPaused()")
    page.keyboard.press("Escape")
    assert not keys.is_visible()
    assert not page.evaluate("() => Reveal.isOverview()")
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    assert not keys.is_visible(), "the button has the focus"
    page.keyboard.press("PageDown")
    assert here(page) == "text-short"


LINKS = """
() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  return [focused.textContent, `${style.outlineWidth} ${style.outlineStyle} ${style.outlineColor}`];
}"""


def test_tab_stops_at_the_links_of_this_slide_in_the_order_they_are_read(
    browser: Any, deck_file: Callable[..., Path]
) -> None:
    b = Notebook()
    for n in range(5):
        kind = "section" if n == 3 else "content"
        b.slide(f"s{n}", f"Trang [{n}](https://example.org/title)", kind=kind)
        b.text(f"- [{n} trái](https://example.org/{n})\n- chữ")
        b.text(f"[{n} sau](https://example.org/{n})", fragment=True)
        b.notes("[lời nói](https://example.org)")
        b.sources(f"Nguồn: {n}")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(deck_file(b.nb).as_uri())

    def stops(slide: int, step: int) -> list[tuple[str, str]]:
        page.evaluate(
            "([slide, step]) => { document.activeElement.blur(); Reveal.slide(slide, 0, step) }", [slide, step]
        )
        found = []
        for _ in range(9):
            page.keyboard.press("Tab")
            text, ring = page.evaluate(LINKS)
            if page.evaluate("() => document.activeElement === document.body"):
                break
            found.append((text, ring))
        return found

    for slide, step, ring in ((2, -1, "3px solid rgb(0, 119, 139)"), (3, 0, "3px solid rgb(159, 216, 226)")):
        late = [f"{slide} sau"] if step >= 0 else []
        wanted = [str(slide), f"{slide} trái", *late]
        assert stops(slide, step) == [(text, ring) for text in wanted]
    # A link that has the focus does not keep the deck's keys.
    page.keyboard.press("Tab")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    assert here(page) == "s2"
    page.close()


def test_a_screen_reader_hears_each_slide_once_and_in_reading_order(page: Any) -> None:
    from playwright.sync_api import expect

    page.evaluate("() => Reveal.slide(Reveal.getSlides().findIndex(slide => slide.id === 'split-figure'))")
    spoken = page.locator("[aria-live=polite]")
    # reveal.js says it with the next frame
    expect(spoken).to_contain_text("Quảng Nam xếp 31/63")
    said = spoken.text_content()
    wanted = ("Tỉnh ta đang ở đâu", "Quảng Nam xếp 31/63", "Cao hơn trung bình 63 tỉnh", ALT, CAPTION, "7")
    places = [said.index(part) for part in wanted]
    assert places == sorted(places)
    assert said.count("Thanh Hóa") == 1, "the labels of the chart are read after its alt text"
    assert page.evaluate("() => document.documentElement.lang") == "vi"
    assert page.title().startswith("Chuyển đổi số tỉnh Quảng Nam · ")
    heard = "() => [...document.querySelectorAll('.slides > section:not([aria-hidden=true])')].map(slide => slide.id)"
    assert page.evaluate(heard) == ["split-figure"]
    headings = "() => [...document.querySelectorAll('main h1, main h2')].length - Reveal.getTotalSlides()"
    assert page.evaluate(headings) == 0


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
