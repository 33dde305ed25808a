"""A `taphuan present` process for the rehearsal, and the results of the cells that its kernel runs."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any

from taphuan.live.rehearse.lines import Line, green, red
from taphuan.live.server.page import BASE, SOCKET
from taphuan.live.server.presentation import Presentation, ServedDeck

# seconds that a start and the cells of a deck may take
_TIMEOUT = 120
# of a list of lines, how many stand in a message
_MAX_LINES = 3


class NotServed(Exception):
    """The server did not start. The message holds its last lines."""


class Server:
    """`taphuan present` with its network closed, ended by Ctrl-C. `fault`: what went wrong at its end, or empty."""

    def __init__(self, presentation: Presentation, deck: ServedDeck, out: Path) -> None:
        self._presentation, self._deck, self._out = presentation, deck, out
        self.fault = ""

    def __enter__(self) -> Server:
        deck, started = self._deck, monotonic()
        arguments = [
            self._presentation.conference,
            "--province",
            deck.province,
            "--port",
            str(_free_port()),
            "--out",
            str(self._out),
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "taphuan.live.rehearse.offline", "present", *arguments, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        limit = Timer(_TIMEOUT, self._process.kill)
        limit.start()
        try:
            self.origin, self.token = self._address()
        finally:
            limit.cancel()
        self.seconds = monotonic() - started
        return self

    def _address(self) -> tuple[str, str]:
        """Origin and token, from the lines that the process prints. Raises NotServed."""
        assert self._process.stdout is not None
        lines: list[str] = []
        for line in self._process.stdout:
            lines.append(line.strip())
            if found := re.search(r"(http://127\.0\.0\.1:\d+)\S*[?&]token=(\w+)", line):
                return found[1], found[2]
        self._process.wait()
        raise NotServed(
            f"`taphuan present` ended: {' · '.join(lines[-_MAX_LINES:])}; make present CONFERENCE=… says more"
        )

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            self.fault = "the server did not end within 10 s and was killed; make doctor, then tell who maintains this"

    def url(self, deck: ServedDeck) -> str:
        """The page of this deck, with the token."""
        return f"{self.origin}{BASE}/{deck.place}?token={self.token}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kernel_lines(server: Server, deck: ServedDeck) -> Iterator[Line]:
    """The deck's cells on a kernel of the server, requested as its page requests them."""
    try:
        yield from asyncio.run(asyncio.wait_for(_run_cells(server, deck), _TIMEOUT))
    except TimeoutError:
        yield red("live cells", f"did not end within {_TIMEOUT} s; {_rebuild(deck)}")
    except OSError as error:
        yield red("live cells", f"the server cannot be reached: {error}")


async def _run_cells(server: Server, deck: ServedDeck) -> list[Line]:
    started = monotonic()
    async with _connection(server, deck) as (send, messages):
        cells: list[str] = (await anext(messages))["cells"]
        if not cells:
            return [green("live cells", "this deck has none")]
        send({"do": "run", "cells": cells[:1]})
        first = await _results(messages, cells[:1])
        lines = [red("first live cell", first.faults(deck))] if first.failed else []
        if not first.failed:
            lines.append(green("first live cell", f"{monotonic() - started:.1f} s after the page is requested"))
        if first.lost:
            return lines
        restarted = monotonic()
        send({"do": "run", "cells": []})
        every = await _results(messages, cells)
        if every.failed:
            lines.append(red("live cells", every.faults(deck)))
        else:
            seconds = monotonic() - restarted
            lines.append(
                green("live cells", f"all {len(cells)} run in {seconds:.1f} s and give what the built deck shows")
            )
        return lines


class _Results:
    """Of some cells: those that raised, those whose figure differs from the built one, why the kernel was lost."""

    def __init__(self) -> None:
        self.raised: dict[str, str] = {}
        self.different: list[str] = []
        self.lost = ""

    @property
    def failed(self) -> bool:
        return bool(self.raised or self.different or self.lost)

    def faults(self, deck: ServedDeck) -> str:
        faults = [f"cell '{cell}' raised {line}" for cell, line in self.raised.items()]
        faults += [f"cell '{cell}' draws something else than the built deck shows" for cell in self.different]
        faults += [self.lost] if self.lost else []
        return f"{'; '.join(faults[:_MAX_LINES])}; {_rebuild(deck)}"


async def _results(messages: AsyncIterator[dict[str, Any]], cells: list[str]) -> _Results:
    """Read messages until each of these cells has a result or the kernel is lost."""
    results, waiting = _Results(), set(cells)
    async for message in messages:
        match message:
            case {"type": "figure", "cell": cell, "same": same}:
                waiting.discard(cell)
                results.different += [] if same else [cell]
            case {"type": "failed" | "refused", "cell": cell, "line": line}:
                waiting.discard(cell)
                results.raised[cell] = line
            case {"type": "status", "kernel": "lost"}:
                results.lost = f"the kernel is lost: {message.get('line') or 'it died'}"
        if results.lost or not waiting:
            return results
    results.lost = "the server closed the connection"
    return results


@asynccontextmanager
async def _connection(server: Server, deck: ServedDeck) -> AsyncIterator[tuple[Any, AsyncIterator[dict[str, Any]]]]:
    """(send, messages) of a page of this deck, as docs/live.md describes them."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    address = f"{server.origin.replace('http', 'ws', 1)}{SOCKET}/{deck.place}"
    headers = {"Authorization": f"token {server.token}", "Origin": server.origin}
    socket_ = await websocket_connect(HTTPRequest(address, headers=headers))

    async def messages() -> AsyncIterator[dict[str, Any]]:
        while (text := await socket_.read_message()) is not None:
            yield json.loads(text)

    try:
        yield lambda request: socket_.write_message(json.dumps(request)), messages()
    finally:
        socket_.close()


def _rebuild(deck: ServedDeck) -> str:
    conference, _, _ = deck.place.partition("/")
    return f"make slides CONFERENCE={conference} PROVINCE={deck.province} ARGS=--force"
