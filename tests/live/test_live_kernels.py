"""Kernels of live pages: whatever is killed, closed or broken off, the page is told, goes on, and nothing stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import websocket

from live_kernels import ENDLESS, Page, gone, kernels
from live_lines import PAGE, ask, next_message
from live_server import CELL, CONFERENCE, OTHER, SLIDE, BuiltTalk, Live, changed, live, with_cell
from taphuan.document.cleaning import clean_slide
from taphuan.export.html.deck import slide_of


@pytest.fixture(scope="module")
def patient(talk: BuiltTalk) -> Iterator[Live]:
    """A server that never kills a kernel for being slow: what a test says of one kernel holds on a busy machine, too."""
    with live(talk, TAPHUAN_INTERRUPT_TIMEOUT="600") as running:
        yield running


def _opening(served: Live) -> str:
    """The cell that opens the lesson."""
    notebook = json.loads(served.talk.deck("bac-giang").with_name("notebook.ipynb").read_bytes())
    return next(str(cell["id"]) for cell in notebook["cells"] if "open_lesson(" in "".join(cell["source"]))


@pytest.fixture
def page(served: Live) -> Iterator[Page]:
    with contextlib.closing(Page(served)) as opened:
        yield opened.ready()
    gone(opened.kernel)


# --- lost and found ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_kernel_that_dies_while_nothing_runs_is_told_and_replaced(page: Page) -> None:
    os.kill(page.kernel, signal.SIGKILL)
    assert page.until("lost")["line"] == ""
    assert page.runs()["same"] is True


@pytest.mark.slow
def test_a_request_to_a_kernel_that_has_just_died_is_answered_or_told(page: Page) -> None:
    os.kill(page.kernel, signal.SIGKILL)
    page.asks(do="run", cells=[CELL])
    if page.until("figure", "lost")["type"] == "status":
        page.asks(do="run", cells=[CELL])
        assert page.until("figure", "failed")["same"] is True


@pytest.mark.slow
def test_a_kernel_that_dies_over_a_cell(served: Live) -> None:
    with (
        with_cell(served.talk, source="import os, signal; os.kill(os.getpid(), signal.SIGKILL)"),
        contextlib.closing(Page(served)) as page,
    ):
        page.ready()
        page.asks(do="run", cells=[CELL, page.cells[0]])
        page.until("running")
        page.until("lost")
        assert page.runs(page.cells[0])["cell"] == page.cells[0]


def test_a_kernel_that_cannot_even_open_its_lesson(served: Live) -> None:
    with (
        with_cell(served.talk, _opening(served), source="raise OSError('mất tệp dữ liệu')"),
        contextlib.closing(Page(served)) as page,
    ):
        assert page.until("lost")["line"] == "OSError: mất tệp dữ liệu"
        page.asks(do="run", cells=[])
        assert page.until("lost")["line"] == "OSError: mất tệp dữ liệu"
    assert ask(served, PAGE).status == 200


@pytest.mark.slow
def test_the_warm_process_dies(served: Live, page: Page) -> None:
    (master,) = [child.pid for child in psutil.Process(served.process.pid).children() if child.children()]
    os.kill(master, signal.SIGKILL)
    page.until("lost")
    assert page.runs()["same"] is True
    assert len(kernels(served)) == 1


# --- broken off -------------------------------------------------------------------------------------------------------


def test_an_interrupt_ends_an_endless_cell_and_what_waits(patient: Live) -> None:
    with with_cell(patient.talk, source=ENDLESS), contextlib.closing(Page(patient)) as page:
        page.ready()
        page.asks(do="run", cells=[CELL, *page.cells])
        page.until("busy")
        page.asks(do="interrupt")
        broken_off = page.until("failed")
        assert (broken_off["cell"], broken_off["interrupted"]) == (CELL, True)
        # nothing that waited has run
        assert page.until("idle", "running")["type"] == "status"
        assert page.runs(page.cells[0])["type"] == "figure"
        assert kernels(patient) == {page.kernel}


@pytest.mark.slow
def test_a_cell_that_swallows_the_interrupt_ends_with_its_kernel(served: Live) -> None:
    deaf = "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except KeyboardInterrupt:\n        pass"
    with with_cell(served.talk, source=deaf), contextlib.closing(Page(served)) as page:
        page.ready()
        page.asks(do="run", cells=[CELL])
        page.until("busy")
        page.asks(do="interrupt")
        assert page.until("failed", "lost")["interrupted"] is True
        gone(page.kernel)
        # nobody has to ask for the next one
        page.until("idle")
        assert page.runs(page.cells[0])["type"] == "figure"


def test_an_interrupt_before_the_kernel_has_begun_on_the_cell_is_not_lost(patient: Live) -> None:
    """ipykernel ignores interrupts between two requests. The kernel is stopped, so that the request waits in its queue."""
    with with_cell(patient.talk, source=ENDLESS), contextlib.closing(Page(patient)) as page:
        page.ready()
        os.kill(page.kernel, signal.SIGSTOP)
        page.asks(do="run", cells=[CELL])
        page.until("busy")
        page.asks(do="interrupt")
        page.has_been_read()
        os.kill(page.kernel, signal.SIGCONT)
        answer = page.until("failed", "lost")
        assert (answer["type"], answer["cell"], answer["interrupted"]) == ("failed", CELL, True)
        assert page.runs(page.cells[0])["type"] == "figure"
        assert kernels(patient) == {page.kernel}


def test_an_interrupt_that_strikes_before_the_first_line_of_the_cell_is_answered(patient: Live) -> None:
    """There ipykernel's own code runs, here for long: it reads a long cell. An exception in it prevents the reply."""
    source = "\n".join(["pass"] * 30_000)
    with with_cell(patient.talk, source=f"{source}\n{ENDLESS}"), contextlib.closing(Page(patient)) as page:
        page.ready()
        page.asks(do="run", cells=[CELL])
        page.until("busy")
        page.asks(do="interrupt")
        answer = page.until("failed", "lost")
        assert (answer["type"], answer["cell"], answer["interrupted"]) == ("failed", CELL, True)
        assert page.runs(page.cells[0])["type"] == "figure"
        assert kernels(patient) == {page.kernel}


@pytest.mark.slow
def test_a_kernel_that_does_not_take_the_cell_up_at_all_is_replaced(served: Live, page: Page) -> None:
    os.kill(page.kernel, signal.SIGSTOP)
    page.asks(do="run", cells=[CELL])
    page.until("busy")
    page.asks(do="interrupt")
    answer = page.until("failed", "lost")
    assert (answer["type"], answer["cell"], answer["interrupted"]) == ("failed", CELL, True)
    page.until("idle")
    assert page.runs()["same"] is True


@pytest.mark.slow
def test_a_second_stop_does_not_strike_a_cell_that_is_ending(patient: Live, tmp_path: Path) -> None:
    """It could strike between two lines of ipykernel's own, and the answer would never come."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    tidying = (
        "import time\n"
        "try:\n"
        "    while True: time.sleep(0.1)\n"
        "except KeyboardInterrupt:\n"
        f"    open({str(pipe)!r}, 'w').close()\n"
        "    time.sleep(1)\n"
        "    raise ValueError('dọn xong') from None"
    )
    with with_cell(patient.talk, source=tidying), contextlib.closing(Page(patient)) as page:
        page.ready()
        page.asks(do="run", cells=[CELL])
        page.until("busy")
        page.asks(do="interrupt")
        # the cell has the first interrupt
        pipe.read_bytes()
        page.asks(do="interrupt")
        assert page.until("failed", "lost")["line"] == "ValueError: dọn xong"
        assert page.runs(page.cells[0])["type"] == "figure"
        assert kernels(patient) == {page.kernel}


def test_a_cell_is_stopped_while_the_kernel_it_waits_for_starts(served: Live, page: Page) -> None:
    (master,) = [child.pid for child in psutil.Process(served.process.pid).children() if child.children()]
    os.kill(page.kernel, signal.SIGKILL)
    page.until("lost")
    os.kill(master, signal.SIGSTOP)
    page.asks(do="run", cells=[CELL])
    page.until("starting")
    page.asks(do="interrupt")
    page.has_been_read()
    os.kill(master, signal.SIGCONT)
    # lost, where the kernel needs longer than the stop is patient
    assert page.until("idle", "lost", "running", "figure")["type"] == "status"
    assert page.runs()["same"] is True


def test_a_stop_in_the_same_breath_as_the_request_is_answered(page: Page) -> None:
    """The stop is read when the cell has hardly begun, or has not; without an answer the page would show it as waiting for ever."""
    requests = ({"do": "run", "cells": page.cells}, {"do": "interrupt"})
    frames = [websocket.ABNF.create_frame(json.dumps(request), websocket.ABNF.OPCODE_TEXT) for request in requests]
    page.line.sock.sendall(b"".join(frame.format() for frame in frames))
    assert page.until("idle", "failed").get("interrupted", True)
    assert page.runs()["same"] is True


@pytest.mark.slow
def test_an_interrupt_while_the_kernel_starts_harms_nothing(served: Live) -> None:
    for _ in range(5):
        with contextlib.closing(Page(served)) as page:
            page.asks(do="interrupt")
            while (said := page.until("idle", "lost"))["kernel"] == "lost":
                # it had begun on the lesson
                page.asks(do="run", cells=[CELL])
            assert page.runs()["type"] == "figure", said


def test_an_interrupted_cell_runs_again_as_before(served: Live, page: Page) -> None:
    """Wherever the interrupt strikes, also in the last lines of the cell or after them."""
    for _ in range(8):
        page.asks(do="run", cells=[CELL])
        page.until("busy")
        page.asks(do="interrupt")
        page.until("figure", "failed")
        page.until("idle")
        assert page.runs()["same"] is True
        page.until("idle")


def test_a_cell_asked_for_again_and_again_waits_once(served: Live, page: Page) -> None:
    page.asks(do="run", cells=page.cells)
    for _ in range(3):
        page.asks(do="run", cells=page.cells[-1:])
    told = [page.until("figure", "failed", "idle")]
    while told[-1]["type"] != "status":
        told.append(page.until("figure", "failed", "idle"))
    assert [message["cell"] for message in told[:-1]] == page.cells


# --- another province ---------------------------------------------------------------------------------------------


def test_a_comparison_comes_from_the_built_deck_and_asks_no_kernel(served: Live, page: Page) -> None:
    os.kill(page.kernel, signal.SIGSTOP)
    page.asks(do="compare", slide=SLIDE, province=OTHER)
    answer = json.loads(page.line.recv())
    assert (answer["type"], answer["slide"], answer["province"], answer["line"]) == ("compared", SLIDE, OTHER, "")
    assert answer["html"].startswith(f'<section id="{SLIDE}"') and answer["html"].count("<section") == 1
    deck = served.talk.deck(OTHER).read_text(encoding="utf-8")
    assert answer["html"] == clean_slide(slide_of(deck, SLIDE)).markup
    os.kill(page.kernel, signal.SIGCONT)


@pytest.mark.parametrize(
    ("slide", "province", "line"),
    [
        ("no-such-slide", OTHER, "bài của TP. Hồ Chí Minh không có trang này"),
        ('x"><script>', OTHER, "bài của TP. Hồ Chí Minh không có trang này"),
        (SLIDE, "ha-noi", "không có địa phương này trong hội nghị"),
        (SLIDE, "", "không có địa phương này trong hội nghị"),
        (SLIDE, f"../{OTHER}", "không có địa phương này trong hội nghị"),
    ],
)
def test_what_cannot_be_compared_is_told(page: Page, slide: str, province: str, line: str) -> None:
    page.asks(do="compare", slide=slide, province=province)
    answer = page.until("compared")
    assert (answer["html"], answer["line"]) == ("", line)


def test_a_deck_that_is_not_built_is_not_compared(served: Live, page: Page) -> None:
    with changed(served.talk.deck(OTHER), None):
        page.asks(do="compare", slide=SLIDE, province=OTHER)
        assert page.until("compared")["line"] == "bài của TP. Hồ Chí Minh chưa được dựng"


# --- closed -----------------------------------------------------------------------------------------------------------


def test_a_page_that_is_closed_while_its_kernel_starts_leaves_none(served: Live) -> None:
    for _ in range(10):
        Page(served).close()
    with contextlib.closing(Page(served)) as last:
        next_message(last.line, kernel="idle")
        last.close()
    everybody = kernels(served)
    gone(*everybody)
    with contextlib.closing(Page(served)) as page:
        page.ready()
        assert kernels(served) == {page.kernel}


@pytest.mark.slow
def test_pages_that_are_closed_while_a_cell_runs_leave_no_kernel_and_take_no_place(served: Live) -> None:
    """More of them than may be open at a time."""
    with with_cell(served.talk, source=ENDLESS):
        for _ in range(9):
            page = Page(served).ready()
            page.asks(do="run", cells=[CELL])
            page.until("busy")
            page.close()
            gone(page.kernel)


def test_each_page_has_a_kernel_of_its_own(served: Live, page: Page) -> None:
    with contextlib.closing(Page(served, f"/taphuan/kernel/{CONFERENCE}/{OTHER}")) as other:
        other.ready()
        assert kernels(served) == {page.kernel, other.kernel}
        assert page.runs()["same"] and other.runs()["same"]
    gone(other.kernel)
    assert page.runs()["same"] and kernels(served) == {page.kernel}


def test_a_page_too_many_is_told_so_and_gets_its_kernel_when_another_one_goes(served: Live) -> None:
    with contextlib.ExitStack() as opened:
        pages = [opened.enter_context(contextlib.closing(Page(served))).ready() for _ in range(8)]
        ninth = opened.enter_context(contextlib.closing(Page(served)))
        assert ninth.cells == pages[0].cells
        assert "đã mở 8 trang" in ninth.until("lost")["line"]
        ninth.asks(do="run", cells=[])
        assert "đã mở 8 trang" in ninth.until("lost")["line"]
        assert len(kernels(served)) == 8
        pages[0].close()
        gone(pages[0].kernel)
        said = {"kernel": "lost"}
        while said.get("kernel") == "lost":
            # the server needs another moment to see that the kernel has ended
            ninth.asks(do="run", cells=[CELL])
            said = ninth.until("lost", "figure")
        assert said["same"] is True


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"[]", b"\xff\xfe", b'{"nbformat": 4, "metadata": {}, "cells": []}']
)
def test_a_deck_whose_notebook_cannot_be_read_is_still_shown(served: Live, content: bytes | None) -> None:
    with changed(served.talk.deck("bac-giang").with_name("notebook.ipynb"), content):
        assert ask(served, PAGE).status == 200
        with contextlib.closing(Page(served)) as page:
            assert page.cells == []
            assert page.until("lost")["line"].startswith("không đọc được notebook.ipynb")
            page.asks(do="run", cells=[])
            page.until("lost")


@pytest.mark.slow
def test_a_deck_that_is_not_there_is_told_and_the_others_are_shown(served: Live) -> None:
    with changed(served.talk.deck("bac-giang"), None):
        answer = ask(served, PAGE)
        assert answer.status == 404 and "Bài của Bắc Giang chưa được dựng" in answer.text
        assert ask(served, PAGE, "HEAD").status == 404
        assert ask(served, f"/taphuan/{CONFERENCE}/{OTHER}").status == 200
    assert ask(served, PAGE).status == 200
