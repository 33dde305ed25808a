"""`taphuan watch` on a copy of the project, in a process of its own, and the line of a page that says what it was sent.

with watching(root, cache) as watch, watch.line() as line:
    save(root / "notebooks/frame/host.ipynb", …)
    line.until(lambda state: state["held"])
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import websocket

from live_server import free_port

CONFERENCE, PROVINCE = "quang-nam-2024", "quang-nam"
# a slide with text of a notebook's own, and the notebook, the cell, a line of it
SLIDE, NOTEBOOK, CELL = "host-binh-qn", "notebooks/frame/host.ipynb", "binh-qn-1"
# seconds for what takes one on a machine that does nothing else
PATIENCE = 90


@dataclass
class Line:
    """The WebSocket of a page without a browser. `slides`: the markup that it was sent, by id; `state`: how things stand."""

    socket: websocket.WebSocket
    # says again what the page has, where the page is to be loaded anew
    load: Callable[[], None]
    slides: dict[str, str] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    # every state that was sent
    states: list[dict[str, Any]] = field(default_factory=list)

    # the type of the last message, and the slide as it was first
    last = first = ""

    def until(self, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Read until a state holds that; at once where the last one does."""
        last = monotonic() + PATIENCE
        while not (self.state and holds(self.state)):
            assert monotonic() < last, self.state
            self.read()
        return self.state

    def read(self) -> None:
        opcode, frame = self.socket.recv_data_frame(control_frame=True)
        if opcode != websocket.ABNF.OPCODE_TEXT:
            # a ping: the server has nothing to say
            return
        message = json.loads(frame.data)
        self.last = message["type"]
        if message["type"] == "deck":
            self.slides |= message["slides"]
        elif message["type"] == "reload":
            self.load()
        elif message["type"] == "state":
            self.state = message
            self.states.append(message)

    def shows(self, words: str, slide: str = SLIDE) -> dict[str, Any]:
        """Read until the slide says that; the state that comes behind it."""
        self.until(lambda _: words in self.slides.get(slide, "").replace("&nbsp;", " "))
        if self.last != "state":
            self.read()
        return self.state

    def in_order(self) -> dict[str, Any]:
        """Read until the slide is as it was and nothing is wrong with the deck."""
        self.until(lambda state: not (state["working"] or state["held"]) and self.slides[SLIDE] == self.first)
        return self.state


@dataclass(frozen=True)
class Watched:
    """A running watch; `url` has the token."""

    url: str
    port: int
    token: str
    root: Path
    process: subprocess.Popen[str]

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A page that has nothing yet."""
        socket = websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/taphuan/watch",
            timeout=PATIENCE,
            suppress_origin=True,
            header={"Authorization": f"token {self.token}"},
        )
        with contextlib.closing(socket):
            line = Line(socket, lambda: self._says(socket))
            line.load()
            yield line

    def _says(self, socket: websocket.WebSocket) -> None:
        """The page says that it has no slide."""
        socket.send(json.dumps({"do": "have", "digests": {}, "style": "", "shell": self._shell()}))

    def _shell(self) -> str:
        import urllib.request

        request = urllib.request.Request(self.url.partition("?")[0], headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            page = answer.read().decode()
        found = re.search(r'id="taphuan-live">(.*?)</script>', page)
        assert found
        shell: str = json.loads(found[1])["shell"]
        return shell


@contextmanager
def watching(root: Path, cache: Path, *arguments: str) -> Iterator[Watched]:
    """Watch a deck of the project in `root` until the block ends; what is said is no traceback."""
    chosen = arguments or (CONFERENCE, "--province", PROVINCE)
    process = subprocess.Popen(
        [sys.executable, "-m", "taphuan", "watch", *chosen, "--no-browser", "--port", str(free_port())],
        env=os.environ | {"TAPHUAN_ROOT": str(root), "TAPHUAN_CACHE": str(cache), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if address := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
                break
        else:
            raise AssertionError("".join(said))
        url = urlsplit(address[0])
        assert url.port is not None
        yield Watched(address[0], url.port, parse_qs(url.query)["token"][0], root, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.wait(timeout=60)
    assert "Traceback" not in "".join(said) + rest, rest


def with_sentence(notebook: str, sentence: str, cell: str = CELL) -> str:
    """The text of a notebook with one more point in a cell."""
    content = json.loads(notebook)
    (found,) = [one for one in content["cells"] if one["id"] == cell]
    found["source"] = "".join(found["source"]) + f"\n- {sentence}"
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
