"""The page of `taphuan watch` in Chromium: slides take their new form in place, and what is wrong stands below them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from live_watch import CELL, NOTEBOOK, SLIDE, Watched, watching, with_sentence
from projects import copied
from taphuan import paths

pytestmark = pytest.mark.browser
STYLE = "slides/theme.css"
# a long one: other work of the machine may be under way
TIMEOUT = 90_000


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Watched]:
    with watching(copied(tmp_path_factory.mktemp("watched")), cache) as running:
        yield running


@pytest.fixture
def page(browser: Any, watched: Watched) -> Iterator[Any]:
    """A page at the slide, when there is a deck; `page.errors` and `page.loads` say what happened to it."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.errors, page.loads = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(watched.url)
    page.locator(f"#{SLIDE}").wait_for(state="attached", timeout=TIMEOUT)
    page.wait_for_function("() => window.Reveal?.isReady()", timeout=TIMEOUT)
    page.evaluate("id => Reveal.slide(Reveal.getIndices(document.getElementById(id)).h)", SLIDE)
    # the page that waited for the first deck has loaded itself again
    page.wait_for_load_state("load")
    page.on("load", lambda: page.loads.append(page.url))
    yield page
    assert page.errors == []
    context.close()
    for file in (NOTEBOOK, STYLE):
        (watched.root / file).write_bytes((paths.ROOT / file).read_bytes())


def save(watched: Watched, sentence: str) -> None:
    whole = (paths.ROOT / NOTEBOOK).read_text(encoding="utf-8")
    (watched.root / NOTEBOOK).write_text(with_sentence(whole, sentence), encoding="utf-8")


def until(page: Any, selector: str, words: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_contain_text(words, timeout=TIMEOUT)


def here(page: Any) -> str:
    return str(page.evaluate("() => Reveal.getCurrentSlide().id"))


def test_a_saved_sentence_shows_in_place(page: Any, watched: Watched) -> None:
    page.evaluate("() => document.querySelectorAll('.slides section').forEach(slide => { slide.dataset.old = '' })")
    save(watched, "Thấy ngay khi lưu.")
    until(page, f"#{SLIDE}", "Thấy ngay khi lưu.")
    until(page, ".watch-said", "Đã cập nhật lúc ")
    until(page, ".watch-said", "giây · trang 9")
    assert here(page) == SLIDE and page.locator(f"#{SLIDE}").is_visible()
    assert page.loads == [] and "token" not in page.url
    # every other slide is the element that it was
    new = page.evaluate(
        "() => [...document.querySelectorAll('.slides section[id]:not([data-old])')].map(slide => slide.id)"
    )
    assert new == [SLIDE]
    # the line covers nothing of the slide
    assert page.locator("#watch").bounding_box()["y"] >= page.evaluate(
        "() => document.querySelector('.reveal .slides').getBoundingClientRect().bottom - 1"
    )


def test_what_is_wrong_stands_below_its_slide_and_nowhere_else(page: Any, watched: Watched) -> None:
    save(watched, "Chuển đổi số là việc chung.")
    until(page, ".watch-list", "no Vietnamese syllable (found: Chuển)")
    assert page.locator(".watch-list li").get_attribute("data-slide") == SLIDE
    assert "[TH601]" in page.locator(".watch-words").text_content()
    page.keyboard.press("Home")
    page.locator(".watch-list").wait_for(state="hidden", timeout=TIMEOUT)
    page.get_by_role("button", name="Xem tất cả").click()
    page.get_by_role("button", name="Trang 9").click()
    assert here(page) == SLIDE
    page.keyboard.press("t")
    page.locator(".watch-list").wait_for(state="hidden", timeout=TIMEOUT)


@pytest.mark.slow
def test_a_broken_notebook_leaves_the_deck_and_says_why(page: Any, watched: Watched) -> None:
    path = watched.root / NOTEBOOK
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:1500], encoding="utf-8")
    until(page, ".watch-said", "Chưa cập nhật được")
    until(page, ".watch-list", "[TH501]")
    assert page.locator(f"#{SLIDE}").is_visible()
    assert page.locator("#watch").get_attribute("data-mood") == "held"
    save(watched, "Lại đúng rồi.")
    until(page, f"#{SLIDE}", "Lại đúng rồi.")
    assert page.locator("#watch").get_attribute("data-mood") != "held" and page.loads == []


@pytest.mark.slow
def test_a_fragment_that_was_shown_stays_shown(page: Any, watched: Watched) -> None:
    def in_steps(sentence: str) -> None:
        save(watched, sentence)
        content = json.loads((watched.root / NOTEBOOK).read_text(encoding="utf-8"))
        (cell,) = [cell for cell in content["cells"] if cell["id"] == CELL]
        cell["metadata"]["slideshow"] = {"slide_type": "fragment"}
        (watched.root / NOTEBOOK).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    in_steps("Ý thứ nhất.")
    until(page, f"#{SLIDE} .fragment", "Ý thứ nhất.")
    page.keyboard.press("PageDown")
    assert page.evaluate("() => Reveal.getIndices().f") == 0
    in_steps("Ý thứ hai.")
    until(page, f"#{SLIDE} .fragment.visible", "Ý thứ hai.")
    assert page.evaluate("() => Reveal.getIndices().f") == 0 and here(page) == SLIDE


@pytest.mark.slow
def test_styles_change_without_a_reload(page: Any, watched: Watched) -> None:
    path = watched.root / STYLE
    path.write_text(path.read_text(encoding="utf-8") + "\n.reveal .title { letter-spacing: 1px; }\n", encoding="utf-8")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.reveal .title')).letterSpacing === '1px'", timeout=TIMEOUT
    )
    until(page, ".watch-said", "cách trình bày")
    assert page.loads == [] and here(page) == SLIDE
