"""The kernels of a running server, and a page as the server knows it, without a browser."""

from __future__ import annotations

import contextlib
import json
import os
import select
from typing import Any

import psutil

from live_lines import STAGE, next_message, socket
from live_server import CELL, Live

ENDLESS = "import time\nwhile True: time.sleep(0.1)"


def kernels(served: Live) -> set[int]:
    """The forks of the warm process."""
    masters = psutil.Process(served.process.pid).children()
    return {kernel.pid for master in masters for kernel in master.children()}


def gone(*pids: int) -> None:
    """Wait until they have ended."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            ended, _, _ = select.select([handle], [], [], 20)
            os.close(handle)
            assert ended, f"left running: {pid}"


class Page:
    """What a page does: opens its line, asks, and is told."""

    def __init__(self, served: Live, path: str = STAGE) -> None:
        before = kernels(served)
        self.line = socket(served, path)
        self.cells = next_message(self.line, type="hello")["cells"]
        self._served, self._before = served, before

    def ready(self) -> Page:
        next_message(self.line, kernel="idle")
        (self.kernel,) = kernels(self._served) - self._before
        return self

    def asks(self, **request: Any) -> None:
        self.line.send(json.dumps(request))

    def runs(self, *cells: str) -> dict[str, Any]:
        self.asks(do="run", cells=cells or [CELL])
        return self.until("figure", "failed")

    def has_been_read(self) -> None:
        """Wait until the server has read all that was asked."""
        self.asks(do="run", cells=["no such cell"])
        self.until("refused")

    def until(self, *types: str) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self.line.recv())
            if message["type"] in types or (message["type"] == "status" and message["kernel"] in types):
                return message

    def close(self) -> None:
        self.line.close()
