"""The page side of the live deck, in Chromium against a real server with real kernels: figures, bar, who only looks on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from judges.axe import bring_judge, by_all_rules

from live_pages import READY, here, says, until
from live_server import CELL, MODULE, OTHER, PROVINCE, SLIDE, Live, changed, with_cell

pytestmark = pytest.mark.browser


def shown(page: Any) -> bool:
    return bool(page.evaluate("() => document.getElementById('live-bar').checkVisibility({opacityProperty: true})"))


def figures(page: Any) -> dict[str, str]:
    return dict(
        page.evaluate("() => [...document.querySelectorAll('[data-cell]')].map(e => [e.dataset.cell, e.outerHTML])")
    )


# --- figures ----------------------------------------------------------------------------------------------------------


def test_the_shown_slide_runs_first_and_live_figures_are_the_built_ones(
    open_page: Callable[..., Any], served: Live
) -> None:
    page = open_page()
    box = page.locator(f"#{SLIDE} svg").bounding_box()
    until(page, "kernel", READY)
    assert next(said["cell"] for said in page.said if said["type"] == "running") == CELL
    done = [said for said in page.said if said["type"] == "figure"]
    assert len(done) == len({said["cell"] for said in done}) == len(page.said[0]["cells"]) > 5
    assert all(said["same"] for said in done)
    assert says(page, "figures") == "Hình: vừa chạy, trùng bản dựng"
    live_ones = figures(page)
    # cleaning took nothing away, and nothing moved
    page.route("**/live.js", lambda route: route.abort())
    page.goto(served.page(OTHER))
    page.goto(served.page())
    assert figures(page) == live_ones
    page.evaluate("id => Reveal.slide(Reveal.getIndices(document.getElementById(id)).h)", SLIDE)
    assert page.locator(f"#{SLIDE} svg").bounding_box() == box


def test_a_failing_cell_says_so_in_one_line_and_leaves_the_figure(open_page: Callable[..., Any], served: Live) -> None:
    with with_cell(served.talk, source="raise ValueError('cột dti_2020 không có')"):
        page = open_page()
        before = page.locator(f"#{SLIDE} svg").evaluate("e => e.outerHTML")
        until(page, "figures", "ô mã lỗi, hình cũ giữ nguyên")
        line = page.locator(f"#{SLIDE} .live-fault")
        assert line.text_content() == "Ô mã lỗi: ValueError: cột dti_2020 không có; hình cũ giữ nguyên"
        assert line.bounding_box()["height"] < 32
        assert page.locator(f"#{SLIDE} svg").evaluate("e => e.outerHTML") == before
    page.reload()
    until(page, "figures", "trùng bản dựng")
    assert page.locator(".live-fault").count() == 0


@pytest.mark.parametrize("source", ["None", pytest.param("print('một dòng chữ')", marks=pytest.mark.slow)])
def test_what_is_no_whole_figure_is_not_put_in_place(open_page: Callable[..., Any], served: Live, source: str) -> None:
    with with_cell(served.talk, source=source):
        page = open_page()
        until(page, "figures", "ô mã lỗi")
        assert (
            page.locator(f"#{SLIDE} .live-fault").text_content() == "Ô mã không cho hình trọn vẹn; hình cũ giữ nguyên"
        )
        assert page.locator(f"#{SLIDE} figure.chart > svg").count() == 1


def test_a_figure_that_differs_from_the_build_is_called_so(open_page: Callable[..., Any], served: Live) -> None:
    nb = json.loads(served.talk.deck(PROVINCE).with_name("notebook.ipynb").read_text(encoding="utf-8"))
    chart = next("".join(c["source"]) for c in nb["cells"] if c["id"] == "tong-quan-cds-nhan-thuc-hinh")
    with with_cell(served.talk, source=chart):
        page = open_page()
        until(page, "figures", "Hình: vừa chạy, KHÁC bản dựng – hãy dựng lại")
        page.keyboard.press("PageUp")
        until(page, "figures", "trang khác: 1 hình KHÁC bản dựng")


def test_an_endless_cell_is_stopped_from_the_bar(open_page: Callable[..., Any], served: Live) -> None:
    with with_cell(served.talk, source="while True: pass"):
        page = open_page()
        until(page, "kernel", "đang chạy")
        page.keyboard.press("t")
        page.get_by_role("button", name="Dừng").click()
        until(page, "kernel", READY)
        assert page.locator(f"#{SLIDE} .live-fault").text_content() == "Đã dừng giữa chừng; hình cũ giữ nguyên"
        assert says(page, "figures") == "Hình: bản dựng sẵn"


@pytest.mark.slow
def test_a_shown_fragment_stays_shown(open_page: Callable[..., Any], served: Live) -> None:
    deck = served.talk.deck(PROVINCE)
    plain, fragment = (f'<figure class="chart{more}" data-cell="{CELL}"' for more in ("", " fragment"))
    (cell,) = [c for c in json.loads(deck.with_name("notebook.ipynb").read_text("utf-8"))["cells"] if c["id"] == CELL]
    metadata = cell["metadata"] | {"slideshow": {"slide_type": "fragment"}}
    built = deck.read_text(encoding="utf-8")
    assert plain in built
    with changed(deck, built.replace(plain, fragment)), with_cell(served.talk, metadata=metadata):
        page = open_page()
        until(page, "kernel", READY)
        figure = page.locator(f"#{SLIDE} figure")
        assert figure.get_attribute("class") == "chart fragment"
        page.keyboard.press("PageDown")
        figure.evaluate("figure => { figure.id = 'old' }")
        page.keyboard.press("r")
        page.locator("#old").wait_for(state="detached")
        assert figure.get_attribute("class") == "chart fragment visible current-fragment"
        assert figure.get_attribute("data-fragment-index") == "0"
        assert figure.is_visible()
        assert here(page) == SLIDE


# --- the bar ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_bar_comes_when_it_is_wanted_and_is_not_in_the_way(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    page.mouse.move(600, 300)
    assert not shown(page)
    assert page.evaluate("() => document.elementFromPoint(600, 700).closest('#live-bar') === null")
    page.mouse.move(600, 712)
    assert shown(page)
    page.mouse.move(600, 300)
    page.locator("#live-bar:not(.shown)").wait_for(state="attached")
    page.keyboard.press("t")
    assert shown(page)
    page.keyboard.press("Escape")
    assert not shown(page)
    assert not page.evaluate("() => Reveal.isOverview()")
    page.keyboard.press("o")
    page.keyboard.press("t")
    assert not shown(page)
    page.keyboard.press("o")
    page.keyboard.press("Tab")
    assert shown(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    listed = page.locator("#deck-keys tbody th").all_inner_texts()
    assert listed[-5:] == ["T", "R", "D", "M", "?"]
    assert page.evaluate("() => document.getElementById('deck-keys').scrollHeight") < 720
    page.keyboard.press("?")
    page.emulate_media(media="print")
    assert not shown(page)


@pytest.mark.slow
def test_the_keyboard_is_never_caught_in_the_bar(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    held = []
    while len(held) < 20 and "BODY" not in held:
        page.keyboard.press("Tab")
        held.append(page.evaluate("() => document.activeElement.dataset.does ?? document.activeElement.tagName"))
    assert held == ["INPUT", "run", "run-all", "INPUT", "laser", "marker", "speaker", "clock", "BODY"]
    # a clicker goes on whatever holds the keyboard
    page.keyboard.press("t")
    page.keyboard.press("PageDown")
    assert here(page) != SLIDE
    page.keyboard.press("PageUp")
    page.locator("[data-does=run-all]").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    assert here(page) == SLIDE
    # but the space bar presses the button that has it
    asked = len(page.asked)
    page.keyboard.press("Space")
    assert here(page) == SLIDE
    assert [request["cells"][0] for request in page.asked[asked:]] == [CELL]
    page.mouse.move(600, 712)
    page.locator("[data-does=run]").click()
    page.keyboard.press("Space")
    assert here(page) != SLIDE


@pytest.mark.slow
def test_the_bar_can_be_read_by_everybody(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    bring_judge(page)
    page.keyboard.press("t")
    page.keyboard.type("d")
    assert page.locator("#live-place-list").is_visible()
    assert by_all_rules(page) == []
    page.keyboard.press("Escape")
    assert by_all_rules(page) == []


TYPED = {
    "hcm": ["TP. Hồ Chí Minh"],
    "tp hcm": ["TP. Hồ Chí Minh"],
    "ho chi": ["TP. Hồ Chí Minh"],
    "dakn": ["Đắk Nông"],
    "DAK": ["Đắk Lắk", "Đắk Nông"],
    "đà nẵ": ["Đà Nẵng"],
    "dn": ["Đà Nẵng", "Đắk Nông"],
    "brvt": ["Bà Rịa – Vũng Tàu"],
    "vung": ["Bà Rịa – Vũng Tàu"],
    "tỉnh đắk l": ["Đắk Lắk"],
    "xyz": [],
}


def test_names_are_found_as_a_hurried_hand_types_them(open_page: Callable[..., Any]) -> None:
    names = ["Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Bà Rịa – Vũng Tàu", "TP. Hồ Chí Minh"]
    script = """async ([all, names]) => {
        const {matching} = await import('/taphuan/assets/matching.js');
        return all.map(typed => matching(typed, names.map(label => ({label}))).map(({label}) => label));
    }"""
    found = open_page().evaluate(script, [list(TYPED), names])
    assert dict(zip(TYPED, found, strict=True)) == TYPED


@pytest.mark.slow
def test_another_province_opens_at_the_same_slide(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    field = page.get_by_role("combobox", name="Bài đang trình chiếu")
    assert field.input_value() == "Bắc Giang"
    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-expanded") == "true"
    options = page.get_by_role("option")
    assert options.all_text_contents()[:3] == ["Cả hội nghị", "Bắc Giang", "TP. Hồ Chí Minh"]
    assert page.get_by_role("group", name="Phần của từng giảng viên").get_by_role("option").count() == 1
    active = "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    assert page.evaluate(active) == "Bắc Giang"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.type("hcm")
    assert page.evaluate(active) == "TP. Hồ Chí Minh"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OTHER}#/{SLIDE}")
    until(page, "figures", "trùng bản dựng")
    assert page.get_by_role("combobox", name="Bài đang trình chiếu").input_value() == "TP. Hồ Chí Minh"
    assert here(page) == SLIDE
    page.go_back()
    page.wait_for_url(f"**/{PROVINCE}#/{SLIDE}")
    until(page, "kernel", READY)
    assert not page.errors


@pytest.mark.slow
def test_where_the_slide_is_missing_the_nearest_one_before_it_is_shown(open_page: Callable[..., Any]) -> None:
    page = open_page(slide="closing-sau-hoi-nghi")
    until(page, "kernel", READY)
    page.keyboard.press("t")
    page.keyboard.type("tong quan")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/modules/{MODULE}#/**")
    until(page, "kernel", READY)
    assert here(page) == "closing-cau-5"


@pytest.mark.slow
def test_the_clock_counts_against_the_planned_minutes(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    minutes = page.evaluate("() => Reveal.getSlides().map(s => Number(s.dataset.timing ?? 0) / 60)")
    spoken = round(sum(minutes)) + 5
    page.evaluate("m => sessionStorage.setItem('taphuan-clock', Date.now() - m * 60000 - 30000)", spoken)
    page.keyboard.press("End")
    page.keyboard.press("t")
    clock = page.locator("[data-does=clock]")
    total = f"{sum(minutes):g}".replace(".", ",")
    assert re.fullmatch(
        rf"(1:)?\d\d:3\d{re.escape(f'kế hoạch {total}/{total} phút, chậm ')}[56] phút", clock.text_content()
    )
    clock.click()
    assert str(clock.text_content()).startswith("00:00")


@pytest.mark.slow
def test_pointer_and_pen_leave_no_trace_on_the_next_slide(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    page.keyboard.press("d")
    page.mouse.move(400, 300)
    assert page.locator("#live-light").is_visible()
    assert page.locator("#live-light").bounding_box() == {"x": 387, "y": 287, "width": 26, "height": 26}
    page.keyboard.press("m")
    assert not page.locator("#live-light").is_visible()
    page.mouse.down()
    page.mouse.move(500, 320)
    page.mouse.up()
    page.mouse.move(550, 340)
    assert page.locator("#live-sheet polyline").get_attribute("points") == " 400,300 500,320"
    page.keyboard.press("PageDown")
    assert page.locator("#live-sheet polyline").count() == 0
    page.keyboard.press("m")
    assert page.evaluate("() => document.elementFromPoint(400, 300).closest('.reveal') !== null")


# --- who only looks on ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_speaker_view_runs_nothing_and_follows_to_another_province(open_page: Callable[..., Any]) -> None:
    page = open_page()
    until(page, "kernel", READY)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker, lines = opened.value, []
    speaker.on("websocket", lambda line: lines.append(line))
    now, then = (speaker.frame_locator(f"#{name}-slide iframe") for name in ("current", "upcoming"))
    now.locator(f"#{SLIDE}.present .title", has_text="Bắc Giang").wait_for()
    then.locator("#tong-quan-cds-mo-dau.present").wait_for()
    assert now.locator("#live-bar").count() == 0
    # what the hall sees
    page.locator("#live-compare").fill("hcm")
    page.keyboard.press("Enter")
    now.locator(f"#{SLIDE} .live-compared", has_text="TP. Hồ Chí Minh").wait_for()
    assert now.locator(f"#{SLIDE} .live-compared svg").count() == 2
    page.locator("#live-compare").click()
    page.get_by_role("option", name="Bỏ so sánh").click()
    now.locator(f"#{SLIDE} .live-compared").wait_for(state="detached")
    assert now.locator(f"#{SLIDE} .body svg").is_visible()
    page.keyboard.press("t")
    page.keyboard.type("hcm")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OTHER}#/{SLIDE}")
    now.locator(f"#{SLIDE}.present .title", has_text="TP. Hồ Chí Minh").wait_for()
    page.keyboard.press("PageDown")
    now.locator("#tong-quan-cds-mo-dau.present").wait_for()
    then.locator("#tong-quan-cds-ba-bac.present").wait_for()
    assert lines == []


@pytest.mark.slow
def test_a_printed_deck_has_no_bar_and_no_line(open_page: Callable[..., Any]) -> None:
    page = open_page(query="?print-pdf")
    page.wait_for_selector(".pdf-page")
    asked = len(page.asked)
    page.reload()
    page.wait_for_selector(".pdf-page")
    assert page.locator("#live-bar").count() == 0
    assert len(page.asked) == asked
