"""What can go wrong in the hall, in Chromium: the deck stands, the bar says what is the matter, and it goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psutil
import pytest
from playwright.sync_api import expect

from live_kernels import kernels
from live_pages import READY, here, says, until
from live_server import CELL, MODULE, OTHER, PROVINCE, SLIDE, BuiltTalk, Live, changed, live

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Any, served: Live) -> Iterator[Any]:
    """A browser that has shown the token once."""
    opened = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    opened.request.get(served.url)
    yield opened
    opened.close()


def opened(context: Any, served: Live, place: str = PROVINCE, slide: str = SLIDE, mood: str = "idle") -> Any:
    page = context.new_page()
    page.goto(f"{served.page(place)}#/{slide}")
    is_in(page, mood)
    return page


def is_in(page: Any, mood: str, patience: int = 20_000) -> None:
    expect(page.locator("#live-bar [data-status=kernel]")).to_have_attribute("data-mood", mood, timeout=patience)


@pytest.mark.slow
def test_a_whole_session_asks_nobody_but_the_server(context: Any, served: Live) -> None:
    """Every deck is walked to its end, run again and left for another one."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, served)
    page.on("websocket", lambda line: asked.append(line.url.replace("ws:", "http:")))
    for place in (PROVINCE, OTHER, "hoi-nghi", f"modules/{MODULE}"):
        page.goto(served.page(place))
        is_in(page, "idle")
        for _ in range(page.evaluate("() => Reveal.getTotalSlides()")):
            page.keyboard.press("PageDown")
        page.keyboard.press("r")
        is_in(page, "idle")
    strangers = [url for url in asked if not url.startswith((f"{served.origin}/", "data:", "blob:"))]
    assert len(asked) > 20 and strangers == []
    page.close()


@pytest.mark.slow
def test_a_kernel_killed_over_a_cell_leaves_the_figure_and_the_keys(context: Any, served: Live) -> None:
    page = opened(context, served)
    figure = page.locator(f"[data-cell={CELL}] svg").first
    (kernel,) = kernels(served)
    # it neither answers nor ends until it is killed
    os.kill(kernel, signal.SIGSTOP)
    page.keyboard.press("r")
    is_in(page, "busy")
    os.kill(kernel, signal.SIGKILL)
    is_in(page, "lost")
    assert figure.is_visible()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    assert here(page) == SLIDE
    page.keyboard.press("r")
    is_in(page, "idle")
    assert page.locator("[data-status=figures]").text_content() == "Hình: vừa chạy, trùng bản dựng"
    page.close()


@pytest.mark.slow
def test_two_tabs_have_a_kernel_each(context: Any, served: Live) -> None:
    first = opened(context, served)
    (one,) = kernels(served)
    second = opened(context, served, OTHER)
    (two,) = kernels(served) - {one}
    second.close()
    psutil.wait_procs([psutil.Process(two)] if psutil.pid_exists(two) else [], timeout=10)
    assert kernels(served) == {one}
    first.keyboard.press("r")
    is_in(first, "idle")
    first.close()


@pytest.mark.slow
def test_a_reload_keeps_slide_and_province_and_leaves_one_kernel(context: Any, served: Live) -> None:
    page = opened(context, served, OTHER)
    for _ in range(3):
        page.reload()
    is_in(page, "idle")
    assert (here(page), page.url) == (SLIDE, f"{served.page(OTHER)}#/{SLIDE}")
    page.reload()
    is_in(page, "idle")
    assert len(kernels(served)) == 1
    page.close()


@pytest.mark.slow
def test_a_ninth_page_is_told_so(context: Any, served: Live) -> None:
    pages = [opened(context, served)]
    (first,) = (psutil.Process(pid) for pid in kernels(served))
    pages += [opened(context, served) for _ in range(7)]
    ninth = opened(context, served, mood="lost")
    said = ninth.locator("#live-bar [data-status=kernel]")
    expect(said).to_contain_text("đã mở 8 trang trình chiếu; hãy đóng bớt trang cũ")
    assert ninth.locator(f"[data-cell={CELL}] svg").first.is_visible()
    pages[0].close()
    assert psutil.wait_procs([first], timeout=10)[1] == []
    for _ in range(10):
        # the server needs another moment to see that the kernel has ended
        ninth.keyboard.press("r")
        with suppress(AssertionError):
            is_in(ninth, "idle", 1000)
            break
    is_in(ninth, "idle")
    for page in (*pages[1:], ninth):
        page.close()


def test_a_deck_that_went_away_is_told_in_a_page_of_ours(context: Any, served: Live) -> None:
    page = opened(context, served)
    with changed(served.talk.deck(OTHER), None):
        page.keyboard.press("t")
        page.keyboard.type("hcm")
        page.keyboard.press("Enter")
        page.get_by_text("Chưa mở được bài TP. Hồ Chí Minh: bài chưa được dựng").wait_for()
        assert here(page) == SLIDE
        other = context.new_page()
        other.goto(served.page(OTHER))
        assert other.locator("h1").text_content() == "Không có trang này"
        other.close()
    page.close()


@pytest.mark.slow
def test_fifty_changes_of_province_leave_one_kernel_and_little_memory(context: Any, served: Live) -> None:
    server = psutil.Process(served.process.pid)
    page = opened(context, served)
    for place in (OTHER, PROVINCE):
        page.goto(f"{served.page(place)}#/{SLIDE}")
        is_in(page, "idle")
    before, files = server.memory_info().rss, server.num_fds()
    for turn in range(50):
        page.goto(f"{served.page((OTHER, PROVINCE)[turn % 2])}#/{SLIDE}")
        is_in(page, "idle")
    assert len(kernels(served)) == 1
    assert server.num_fds() <= files + 8
    grown = (server.memory_info().rss - before) / 1e6
    assert grown < 100, f"{grown:.0f} MB"
    print(f"{grown:.0f} MB")
    page.close()


def test_a_lost_kernel_is_told_and_started_anew(open_page: Callable[..., Any], served: Live) -> None:
    page = open_page()
    until(page, "kernel", READY)
    for kernel in kernels(served):
        os.kill(kernel, signal.SIGKILL)
    until(page, "kernel", "đã mất")
    assert page.locator("#live-notice").is_visible()
    assert page.locator(f"#{SLIDE} svg").is_visible()
    page.keyboard.press("r")
    until(page, "kernel", READY)
    assert says(page, "figures") == "Hình: vừa chạy, trùng bản dựng"


@pytest.mark.slow
def test_why_nothing_can_run_is_told(open_page: Callable[..., Any], served: Live) -> None:
    with changed(served.talk.deck(PROVINCE).with_name("notebook.ipynb"), "{"):
        page = open_page()
        until(page, "kernel", "Nhân tính toán: không chạy được, hình vẫn còn; ")
        assert page.locator("#live-notice").text_content() == says(page, "kernel")
        assert page.get_by_role("button", name="Chạy lại tất cả").is_disabled()


@pytest.mark.slow
def test_the_talk_goes_on_without_its_server_and_recovers_with_it(
    open_page: Callable[..., Any], talk: BuiltTalk
) -> None:
    with live(talk) as server:
        page = open_page(server)
        until(page, "kernel", READY)
        server.kill()
    until(page, "kernel", "Mất liên lạc với máy chủ; các trang vẫn trình chiếu được")
    page.keyboard.press("PageDown")
    assert here(page) == "tong-quan-cds-mo-dau"
    page.reload()
    until(page, "kernel", "Mất liên lạc")
    assert here(page) == "tong-quan-cds-mo-dau"
    page.keyboard.press("t")
    page.keyboard.type("hcm")
    page.keyboard.press("Enter")
    page.get_by_text("Chưa mở được bài TP. Hồ Chí Minh: máy chủ không trả lời").wait_for()
    assert page.url.startswith(server.page())
    with live(talk, port=server.port):
        until(page, "kernel", READY)
        # the page in the browser's store must not hide a newer one
        deck = talk.deck(PROVINCE)
        with changed(deck, deck.read_text(encoding="utf-8").replace("<title>", "<title>Bản mới: ", 1)):
            page.reload()
        assert page.title().startswith("Bản mới: ")


@pytest.mark.slow
def test_a_narrow_window_is_read_and_runs_when_it_is_wide_enough(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert page.locator(".phone.bar").is_visible()
    assert page.locator("#live-bar").count() == 0
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_selector("#live-bar", state="attached")
    assert page.evaluate("() => Reveal.isReady()")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector(".phone.bar", state="visible")
    assert page.locator("#live-bar").is_hidden()
    assert page.errors == []
