"""The live server held: while others ask a thousand times, are slow, send much or never stop, the deck answers and cells run."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket as sockets
import time
from concurrent.futures import Future
from typing import Any

import psutil
import pytest
import websocket

from live_kernels import Page, gone, kernels
from live_lines import PAGE, STAGE, ask, next_message, refusal, socket
from live_load import Asked, flood, hold, loaded, silent, slow_body, slow_head, unread, until_closed
from live_server import CELL, OTHER, SLIDE, Live
from taphuan.live.server.connections import MOST
from taphuan.live.server.handlers import MAX_SOCKETS, MAX_UNREAD


def deck_answers_and_cell_runs(served: Live, page: Page, load: Future[Any] | None = None) -> None:
    """Twice, and both times the load still goes on."""
    for _ in range(2):
        assert ask(served, PAGE).status == 200
        assert page.runs(CELL)["type"] == "figure"
        assert load is None or not load.done()


def with_page(served: Live) -> contextlib.closing[Page]:
    return contextlib.closing(Page(served).ready())


@pytest.mark.parametrize("total", [1500, pytest.param(24_000, marks=pytest.mark.slow)])
def test_a_flood_of_requests_with_and_without_the_token(served: Live, total: int) -> None:
    """As fast as they are answered; more than a thousand a second where the machine is free."""
    known, stranger = (
        [Asked(PAGE, token, "HEAD"), Asked("/taphuan/assets/live.js", token), Asked("/", token)]
        for token in (served.token, "")
    )
    with with_page(served) as page, loaded(flood(served.port, known + stranger, 64, total)) as load:
        deck_answers_and_cell_runs(served, page, load)
        answers = load.result(300)
    assert answers.statuses == {200: total // 3, 404: total // 6, 403: total // 2}
    assert answers.lost == 0


@pytest.mark.slow
def test_a_flood_of_whole_decks(served: Live) -> None:
    with with_page(served) as page, loaded(flood(served.port, [Asked(PAGE, served.token)], 32, 3000)) as load:
        deck_answers_and_cell_runs(served, page, load)
        answers = load.result(300)
    assert answers.statuses == {200: 3000} and answers.lost == 0


@pytest.mark.parametrize("each", [150, pytest.param(300, marks=pytest.mark.slow)])
def test_slow_clients_however_many_keep_nobody_else_waiting(served: Live, each: int) -> None:
    kinds = (silent, slow_head, slow_body, unread(PAGE, served.token))
    process = psutil.Process(served.process.pid)
    files = process.num_fds()
    # those with the token count as the presenter's own: fewer of them
    with (
        with_page(served) as page,
        loaded(hold(served.port, kinds[:3], each)) as load,
        loaded(hold(served.port, kinds[3:], 20)),
    ):
        while process.num_fds() < files + MOST:
            deck_answers_and_cell_runs(served, page, load)
        deck_answers_and_cell_runs(served, page, load)
        assert process.num_fds() < files + MOST + 50


@pytest.mark.slow
def test_a_connection_that_asks_nothing_or_takes_no_answer_is_closed_in_the_end(served: Live) -> None:
    """Two hundred half-open ones, as many as a review once found kept for ever."""
    files = psutil.Process(served.process.pid).num_fds()
    kinds = (silent, slow_head, slow_body, unread(PAGE, served.token))
    with loaded(until_closed(served.port, kinds, 20)) as load:
        load.result(120)
    with loaded(until_closed(served.port, kinds[:1], 200)) as load:
        load.result(120)
    assert psutil.Process(served.process.pid).num_fds() <= files + 5
    assert ask(served, PAGE).status == 200


def test_connections_of_strangers_give_way_and_those_of_the_presenter_stay(served: Live) -> None:
    own = sockets.create_connection(("127.0.0.1", served.port), timeout=20)
    others = []
    with own:
        own.sendall(Asked(PAGE, served.token, "HEAD").head() + b"\r\n")
        assert b" 200 " in own.recv(4096)
        for _ in range(MOST + 50):
            others.append(sockets.create_connection(("127.0.0.1", served.port), timeout=20))
        # the first of them have been closed
        assert others[0].recv(1) == b""
        own.sendall(Asked(PAGE, served.token, "HEAD").head() + b"\r\n")
        assert b" 200 " in own.recv(4096)
    for line in others:
        line.close()


# --- much at once -----------------------------------------------------------------------------------------------------


def sent_until_refused(served: Live, head: bytes, piece: bytes, most: int) -> int:
    """Send the body piece by piece; how many bytes the server has let in before it closed the connection."""
    sent = 0
    with (
        sockets.create_connection(("127.0.0.1", served.port), timeout=20) as line,
        contextlib.suppress(ConnectionError),
    ):
        line.sendall(head)
        while sent < most:
            line.sendall(piece)
            sent += len(piece)
        # all was taken by the system; the server still closes without an end of the body
        assert b" 200 " not in line.recv(4096)
    return sent


@pytest.mark.parametrize("token", [True, pytest.param(False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("chunked", [True, False])
def test_bodies_of_50_megabytes_are_not_taken(served: Live, token: bool, chunked: bool) -> None:
    size, piece = 50_000_000, b"x" * 65_536
    how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = Asked(PAGE, served.token if token else "", "POST").head(how) + b"\r\n"
    part = b"10000\r\n" + piece + b"\r\n" if chunked else piece
    process = psutil.Process(served.process.pid)
    before = process.memory_info().rss
    with with_page(served) as page:
        for _ in range(8):
            # what the buffers of the system hold, some megabytes, is sent in any case
            assert sent_until_refused(served, head, part, size) < size / 2
        deck_answers_and_cell_runs(served, page)
    assert process.memory_info().rss - before < 30e6


# --- sockets ----------------------------------------------------------------------------------------------------------

COMPARE = json.dumps({"do": "compare", "slide": SLIDE, "province": OTHER})
DECIDE = json.dumps({"do": "decide", "row": 0, "field": "task", "text": "Rà", "stroke": "1"})


@pytest.mark.parametrize("message", [COMPARE, pytest.param(DECIDE, marks=pytest.mark.slow)], ids=["compare", "decide"])
def test_a_page_that_asks_without_end_has_its_turn_like_others(served: Live, message: str) -> None:
    async def ask_without_end() -> None:
        line = await asyncio.to_thread(socket, served)
        with contextlib.closing(line):
            line.settimeout(0)
            while True:
                with contextlib.suppress(BlockingIOError, websocket.WebSocketTimeoutException):
                    line.sock.setblocking(True)
                    for _ in range(20):
                        line.send(message)
                    line.sock.setblocking(False)
                    while True:
                        line.recv_frame()
                await asyncio.sleep(0)

    with with_page(served) as page, loaded(ask_without_end()) as load:
        deck_answers_and_cell_runs(served, page, load)
        deck_answers_and_cell_runs(served, page, load)


@pytest.mark.slow
def test_a_page_that_reads_nothing_is_closed_before_it_fills_the_memory(served: Live) -> None:
    process = psutil.Process(served.process.pid)
    before = process.memory_info().rss
    narrow = [(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)]
    with contextlib.closing(socket(served, sockopt=narrow)) as line:
        # the answer to each is the map of the cover; the system itself takes some megabytes
        for _ in range((MAX_UNREAD + 8_000_000) // 30_000):
            line.send(json.dumps({"do": "compare", "slide": "cover-bia", "province": OTHER}))
        port = line.sock.getsockname()[1]
        deadline = time.monotonic() + 60
        # the end of the connection lies behind what this page does not read, so only the server itself can tell
        while any(one.raddr and one.raddr.port == port for one in process.net_connections("tcp")):
            assert time.monotonic() < deadline, "left open"
            time.sleep(0.05)
    assert ask(served, PAGE).status == 200
    assert process.memory_info().rss - before < 50e6


@pytest.mark.slow
def test_a_flood_of_pings_is_answered_or_ended(served: Live) -> None:
    process = psutil.Process(served.process.pid)
    before = process.memory_info().rss
    with with_page(served) as page:
        with contextlib.closing(socket(served)) as line, contextlib.suppress(ConnectionError):
            for _ in range(100_000):
                line.send(b"x" * 120, websocket.ABNF.OPCODE_PING)
        deck_answers_and_cell_runs(served, page)
    assert process.memory_info().rss - before < 100e6


@pytest.mark.slow
def test_there_are_only_so_many_sockets(served: Live) -> None:
    with with_page(served) as page:
        lines = []
        with pytest.raises(websocket.WebSocketBadStatusException, match="503"):
            while True:
                lines.append(socket(served))
        assert 8 < len(lines) < MAX_SOCKETS
        deck_answers_and_cell_runs(served, page)
        running = kernels(served) - {page.kernel}
        for line in lines:
            line.close()
        gone(*running)
        with contextlib.closing(socket(served)) as line:
            next_message(line, type="hello")
    gone(page.kernel)


@pytest.mark.slow
def test_sockets_that_come_and_go_leave_nothing(served: Live) -> None:
    process = psutil.Process(served.process.pid)
    with with_page(served) as page:
        files = process.num_fds()
        for _ in range(30):
            socket(served).close()
            assert refusal(served, header={}) == 403
        deck_answers_and_cell_runs(served, page)
        gone(*(kernels(served) - {page.kernel}))
        assert process.num_fds() <= files + 8
        assert refusal(served, f"{STAGE}x") == 404
