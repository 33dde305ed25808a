"""Two provinces on one slide, in Chromium: the figure of the other one's built deck next to the page's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from live_server import CELL, OTHER, PROVINCE, SLIDE, BuiltTalk, Live, changed, live

pytestmark = pytest.mark.browser

NAME, OTHER_NAME = "Bắc Giang", "TP. Hồ Chí Minh"
# a slide of the hall's deck, too
SHARED = "tong-quan-cds-ba-tru-cot"


@pytest.fixture
def open_page(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Open a deck at a slide, its kernel ready; `page.said` and `page.asked` are the messages from then on."""

    def opened(slide: str = SLIDE, place: str = PROVINCE) -> Any:
        page = open_page(slide=slide, place=place)
        ready(page)
        page.said.clear()
        page.asked.clear()
        return page

    return opened


def ready(page: Any) -> None:
    page.locator("[data-status=kernel][data-mood=idle]").wait_for(state="attached", timeout=20_000)


def replaced(path: Path, *replacements: tuple[str, str]) -> AbstractContextManager[None]:
    """The file with these texts replaced, each standing there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return changed(path, text)


def choose(page: Any, name: str) -> None:
    page.keyboard.press("t")
    page.get_by_role("combobox", name="So sánh với địa phương khác").click()
    page.get_by_role("option", name=name).click()


def refused(page: Any, reason: str) -> None:
    page.locator("#live-notice.shown", has_text=f"Chưa so sánh được: {reason}").wait_for()
    assert page.locator(".live-compared").count() == 0


def figure(page: Any, slide: str = SLIDE) -> Any:
    return page.locator(f"#{slide} .live-compared")


def markup(page: Any, slide: str = SLIDE) -> str:
    return str(page.locator(f"#{slide} .frame").evaluate("frame => frame.outerHTML"))


@pytest.mark.slow
def test_the_same_figure_of_another_province_stands_next_to_the_own_one(
    open_page: Callable[..., Any], served: Live
) -> None:
    page = open_page()
    before = markup(page)
    choose(page, OTHER_NAME)
    halves = figure(page).locator(".live-half")
    halves.nth(1).wait_for()
    assert figure(page).locator(".live-name").all_text_contents() == [NAME, OTHER_NAME]
    names = [halves.nth(n).locator("svg").get_attribute("aria-label") for n in (0, 1)]
    assert all(name in str(label) for name, label in zip((NAME, OTHER_NAME), names, strict=True))
    assert f'aria-label="{names[1]}"' in served.talk.deck(OTHER).read_text(encoding="utf-8")
    assert not page.locator(f"#{SLIDE} .title").is_visible()
    assert "đang so sánh với hình đã dựng của TP. Hồ Chí Minh" in page.locator("[data-status=figures]").text_content()
    field = page.get_by_role("combobox", name="So sánh với địa phương khác")
    assert field.input_value() == "so với TP. Hồ Chí Minh"
    # the kernel of the page was asked nothing
    assert [request["do"] for request in page.asked] == ["compare"]
    assert [message["type"] for message in page.said] == ["compared"]
    choose(page, "Bỏ so sánh")
    assert markup(page) == before
    assert page.locator(f"#{SLIDE} .title").is_visible()
    assert field.input_value() == "" and page.errors == []


def test_the_own_figure_runs_again_while_it_is_compared(open_page: Callable[..., Any]) -> None:
    page = open_page()
    choose(page, OTHER_NAME)
    own = figure(page).locator(f"[data-cell={CELL}]")
    own.evaluate("figure => { figure.id = 'old' }")
    page.keyboard.press("r")
    page.locator("#old").wait_for(state="detached")
    assert figure(page).locator("svg").count() == 2
    assert own.locator("svg").is_visible()
    assert page.locator(f"[data-cell={CELL}]").count() == 1
    choose(page, "Bỏ so sánh")
    assert page.locator(f"#{SLIDE} .body [data-cell={CELL}] svg").is_visible()


@pytest.mark.slow
def test_another_choice_takes_the_place_of_the_first(open_page: Callable[..., Any], served: Live) -> None:
    """On the hall's page, which has two provinces to choose from; their figures are made to differ."""
    decks = {name: served.talk.deck(place) for name, place in ((NAME, PROVINCE), (OTHER_NAME, OTHER))}
    (alt,) = re.findall(rf'id="{SHARED}".*?<svg[^>]* aria-label="([^"]+)"', decks[NAME].read_text("utf-8"), re.DOTALL)[
        :1
    ]
    with (
        replaced(decks[NAME], (f'aria-label="{alt}"', f'aria-label="{NAME}"')),
        replaced(decks[OTHER_NAME], (f'aria-label="{alt}"', f'aria-label="{OTHER_NAME}"')),
    ):
        page = open_page(SHARED, "hoi-nghi")
        before = markup(page, SHARED)
        for name in (NAME, OTHER_NAME, NAME):
            choose(page, name)
            figure(page, SHARED).locator(f"svg[aria-label='{name}']").wait_for()
            assert figure(page, SHARED).locator(".live-name").all_text_contents() == ["Cả hội nghị", name]
        choose(page, "Bỏ so sánh")
        assert markup(page, SHARED) == before


@pytest.mark.slow
def test_a_reload_shows_the_comparison_again_and_another_deck_does_not(open_page: Callable[..., Any]) -> None:
    page = open_page()
    choose(page, OTHER_NAME)
    figure(page).wait_for()
    page.keyboard.press("Escape")
    page.reload()
    figure(page).wait_for()
    assert figure(page).locator(".live-name").all_text_contents() == [NAME, OTHER_NAME]
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    assert figure(page).is_visible()
    page.keyboard.press("t")
    page.keyboard.type("hcm")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OTHER}#/{SLIDE}")
    ready(page)
    assert page.locator(".live-compared").count() == 0
    assert page.errors == []


def test_it_is_offered_where_a_drawing_is(open_page: Callable[..., Any]) -> None:
    for slide, offered in (("profile-mo-dau", 0), ("programme-hoi-nghi", 0), ("cover-bia", 0), (SLIDE, 1), (SHARED, 1)):
        page = open_page(slide)
        page.keyboard.press("t")
        assert page.get_by_role("combobox", name="So sánh với địa phương khác").count() == offered, slide
        page.close()


@pytest.mark.slow
def test_what_the_other_deck_lacks_is_said_and_the_slide_stays(open_page: Callable[..., Any], served: Live) -> None:
    deck = served.talk.deck(OTHER)
    page = open_page()
    before = markup(page)
    with replaced(deck, (f'<section id="{SLIDE}"', '<section id="another"')):
        choose(page, OTHER_NAME)
        refused(page, "bài của TP. Hồ Chí Minh không có trang này")
    with replaced(deck, (f'data-cell="{CELL}"', 'data-cell="another"')):
        choose(page, OTHER_NAME)
        refused(page, "bài của TP. Hồ Chí Minh không có hình này")
    assert markup(page) == before
    page = open_page(SHARED)
    choose(page, OTHER_NAME)
    refused(page, "bài của TP. Hồ Chí Minh có đúng hình này")


def test_an_answer_that_nobody_waits_for_any_more_changes_nothing(open_page: Callable[..., Any]) -> None:
    """Chosen and taken back before the answer is there: the two happen in one turn of the page."""
    page = open_page()
    before = markup(page)
    choose(page, OTHER_NAME)
    figure(page).wait_for()
    page.evaluate(
        """() => {
            const pick = (words) => {
                document.getElementById("live-compare").click();
                [...document.querySelectorAll("#live-compare-list [role=option]")].find(o => o.textContent === words).click();
            };
            pick("TP. Hồ Chí Minh");
            pick("Bỏ so sánh");
        }"""
    )
    assert markup(page) == before
    # what was asked before this has been answered
    page.keyboard.press("r")
    ready(page)
    page.locator("[data-status=figures]", has_text="trùng bản dựng").wait_for(state="attached")
    assert [request["do"] for request in page.asked] == ["compare", "compare", "run"]
    assert markup(page) == before


@pytest.mark.slow
def test_without_the_server_a_comparison_can_only_be_left(browser: Any, talk: BuiltTalk) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    with live(talk) as server:
        context.request.get(server.url)
        page = context.new_page()
        page.goto(f"{server.page()}#/{SLIDE}")
        ready(page)
        choose(page, OTHER_NAME)
        figure(page).wait_for()
        server.kill()
    page.locator("[data-status=kernel][data-mood=away]").wait_for(state="attached", timeout=20_000)
    assert figure(page).locator("svg").count() == 2
    page.keyboard.press("t")
    page.get_by_role("combobox", name="So sánh với địa phương khác").click()
    assert page.get_by_role("option").all_text_contents() == ["Bỏ so sánh"]
    page.get_by_role("option").click()
    assert page.locator(".live-compared").count() == 0
    assert page.get_by_role("combobox", name="So sánh với địa phương khác").count() == 0
    context.close()


MEASURED = """() => {
    const boxes = [...document.querySelectorAll('.present .live-compared :is(.live-name, figcaption > span, svg)')];
    const box = (element) => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    return [box(document.querySelector('.present .live-compared')), ...boxes.map(box)];
}"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "slide", [SLIDE, *(pytest.param(one, marks=pytest.mark.slow) for one in ("tong-quan-cds-nhan-thuc", SHARED))]
)
def test_both_are_as_large_as_fits_and_nothing_overlaps(
    open_page: Callable[..., Any], served: Live, slide: str
) -> None:
    deck = served.talk.deck(OTHER)
    alt = re.findall(rf'id="{slide}".*?<svg[^>]* aria-label="([^"]+)"', deck.read_text("utf-8"), re.DOTALL)[0]
    # figures that say the same in both decks are made to differ
    with replaced(deck, (f'aria-label="{alt}"', f'aria-label="{alt} {OTHER_NAME}"')):
        page = open_page(slide)
        choose(page, OTHER_NAME)
        figure(page, slide).wait_for()
        (left, top, right, bottom), *boxes = page.evaluate(MEASURED)
    for n, box in enumerate(boxes):
        assert left - 1 <= box[0] < box[2] <= right + 1 and top - 1 <= box[1] < box[3] <= bottom + 1, (n, box)
        for other in boxes[n + 1 :]:
            beside = other[0] >= box[2] - 1 or other[2] <= box[0] + 1
            assert beside or other[1] >= box[3] - 1 or other[3] <= box[1] + 1, (box, other)
    # letters of 20 px in a drawing of 640 px, of 21 px in one of 1152 px
    drawing = page.locator(f"#{slide} .live-compared svg").first
    scale, width = drawing.evaluate("svg => [svg.getScreenCTM().a, svg.viewBox.baseVal.width]")
    assert scale > (0.85 if width <= 640 else 0.6)
