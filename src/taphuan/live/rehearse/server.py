"""A `taphuan present` of its own for the rehearsal, and what its kernel does when cells are asked for."""

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
from taphuan.live.server.decks_of_talk import Part, Talk
from taphuan.live.server.page import BASE, STAGE

# seconds that a start and the cells of a deck may take before they count as broken
_PATIENCE = 120
_LAST_WORDS = 3


class NotServed(Exception):
    """The server did not come up; says what it said."""


class Server:
    """Started as `taphuan present` starts it, with its network closed, ended by Ctrl-C. `left`: what was wrong with its end."""

    def __init__(self, talk: Talk, part: Part, out: Path) -> None:
        self._talk, self._part, self._out = talk, part, out
        self.left = ""

    def __enter__(self) -> Server:
        part, began = self._part, monotonic()
        wanted = [
            self._talk.conference,
            "--province",
            part.province,
            "--port",
            str(_free_port()),
            "--out",
            str(self._out),
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "taphuan.live.rehearse.offline", "present", *wanted, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        limit = Timer(_PATIENCE, self._process.kill)
        limit.start()
        said: list[str] = []
        try:
            self.origin, self.token = self._address(said)
        finally:
            limit.cancel()
        self.seconds = monotonic() - began
        return self

    def _address(self, said: list[str]) -> tuple[str, str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said.append(line.strip())
            if found := re.search(r"(http://127\.0\.0\.1:\d+)\S*[?&]token=(\w+)", line):
                return found[1], found[2]
        self._process.wait()
        raise NotServed(
            f"`taphuan present` ended: {' · '.join(said[-_LAST_WORDS:])}; make present CONFERENCE=… says more"
        )

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            self.left = "the server did not end within 10 s and was killed; make doctor, then tell who maintains this"

    def url(self, part: Part) -> str:
        """The page of this deck, with the token."""
        return f"{self.origin}{BASE}/{part.place}?token={self.token}"


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def kernel_lines(server: Server, part: Part) -> Iterator[Line]:
    """The deck's cells on a kernel of the server, asked for as its page asks."""
    try:
        yield from asyncio.run(asyncio.wait_for(_run_cells(server, part), _PATIENCE))
    except TimeoutError:
        yield red("live cells", f"did not end within {_PATIENCE} s; {_rebuild(part)}")
    except OSError as error:
        yield red("live cells", f"the server cannot be spoken to: {error}")


async def _run_cells(server: Server, part: Part) -> list[Line]:
    began = monotonic()
    async with _line_to(server, part) as (ask, messages):
        cells: list[str] = (await anext(messages))["cells"]
        if not cells:
            return [green("live cells", "this deck has none")]
        ask({"do": "run", "cells": cells[:1]})
        first = await _answers(messages, cells[:1])
        lines = [red("first live cell", first.trouble(part))] if first.wrong else []
        if not first.wrong:
            lines.append(green("first live cell", f"{monotonic() - began:.1f} s after the page is asked for"))
        if first.lost:
            return lines
        again = monotonic()
        ask({"do": "run", "cells": []})
        every = await _answers(messages, cells)
        if every.wrong:
            lines.append(red("live cells", every.trouble(part)))
        else:
            seconds = monotonic() - again
            lines.append(
                green("live cells", f"all {len(cells)} run in {seconds:.1f} s and give what the built deck shows")
            )
        return lines


class _Heard:
    """What came back for some cells: those that raised, those whose figure is another one than in the deck."""

    def __init__(self) -> None:
        self.raised: dict[str, str] = {}
        self.other: list[str] = []
        self.lost = ""

    @property
    def wrong(self) -> bool:
        return bool(self.raised or self.other or self.lost)

    def trouble(self, part: Part) -> str:
        told = [f"cell '{cell}' raised {line}" for cell, line in self.raised.items()]
        told += [f"cell '{cell}' draws something else than the built deck shows" for cell in self.other]
        told += [self.lost] if self.lost else []
        return f"{'; '.join(told[:_LAST_WORDS])}; {_rebuild(part)}"


async def _answers(messages: AsyncIterator[dict[str, Any]], cells: list[str]) -> _Heard:
    """Read on until each of these cells has its answer, or the kernel is lost."""
    heard, waiting = _Heard(), set(cells)
    async for message in messages:
        match message:
            case {"type": "figure", "cell": cell, "same": same}:
                waiting.discard(cell)
                heard.other += [] if same else [cell]
            case {"type": "failed" | "refused", "cell": cell, "line": line}:
                waiting.discard(cell)
                heard.raised[cell] = line
            case {"type": "status", "kernel": "lost"}:
                heard.lost = f"the kernel is lost: {message.get('line') or 'it died'}"
        if heard.lost or not waiting:
            return heard
    heard.lost = "the server hung up"
    return heard


@asynccontextmanager
async def _line_to(server: Server, part: Part) -> AsyncIterator[tuple[Any, AsyncIterator[dict[str, Any]]]]:
    """(ask, messages) of a page of this deck, as docs/live.md describes them."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    address = f"{server.origin.replace('http', 'ws', 1)}{STAGE}/{part.place}"
    headers = {"Authorization": f"token {server.token}", "Origin": server.origin}
    socket_ = await websocket_connect(HTTPRequest(address, headers=headers))

    async def messages() -> AsyncIterator[dict[str, Any]]:
        while (text := await socket_.read_message()) is not None:
            yield json.loads(text)

    try:
        yield lambda request: socket_.write_message(json.dumps(request)), messages()
    finally:
        socket_.close()


def _rebuild(part: Part) -> str:
    conference, _, _ = part.place.partition("/")
    return f"make slides CONFERENCE={conference} PROVINCE={part.province} ARGS=--force"
