"""A small conference for the tests of the live deck, and `taphuan present` that serves it in a process of its own.

    with live(talk) as served:
        page.goto(served.url)

The conference is built once per run of the tests (fixture `talk` in conftest.py) from a copy of the project, in which a
conference of one province has two provinces and one module: enough to change between decks, and little to build.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from projects import copied
from taphuan import paths

CONFERENCE = "bac-giang"
PROVINCE, OTHER, MODULE = "bac-giang", "ho-chi-minh", "tong-quan-cds"
# a slide of every deck with a figure, and the cell of that figure
SLIDE, CELL = "profile-the-hang", "profile-the-hang-hinh"
_LEFT_OUT = "phuong-phap-luan-2-3-5"


@dataclass(frozen=True)
class BuiltTalk:
    """A built conference: the folders of its project, of the build and of the cache."""

    root: Path
    out: Path
    cache: Path
    conference: str = CONFERENCE

    def deck(self, place: str) -> Path:
        """The file of a deck; `place` is its path in the URL after the conference."""
        return self.out / self.conference / place / "deck.html"

    def run(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start `taphuan …` on this project, with these environment variables; its output can be read from the process."""
        settings = variables | {
            "TAPHUAN_ROOT": str(self.root),
            "TAPHUAN_CACHE": str(self.cache),
            "PYTHONUNBUFFERED": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "taphuan", *arguments, "--out", str(self.out)],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@dataclass(frozen=True)
class Live:
    """A running server. `url` contains the token; the address from `page()` does not, and works after `url` was opened."""

    url: str
    port: int
    token: str
    process: subprocess.Popen[str]
    talk: BuiltTalk

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, place: str = PROVINCE) -> str:
        return f"{self.origin}/taphuan/{self.talk.conference}/{place}"

    def kill(self) -> None:
        """Kill the server with SIGKILL, so that it cannot inform pages and kernels."""
        self.process.kill()
        self.process.wait()


def copied_talk(talk: Path, folder: Path) -> BuiltTalk:
    """The talk that was built in a folder, in another one."""
    shutil.copytree(talk, folder)
    return _talk_in(folder)


def _talk_in(folder: Path) -> BuiltTalk:
    return BuiltTalk(folder / "project", folder / "build", folder / "cache")


def built_talk(folder: Path) -> BuiltTalk:
    """Copy the project into `folder`, make the conference small and have `present` build it once."""
    root = copied(folder / "project")
    file = root / paths.CONFERENCES.relative_to(paths.ROOT) / f"{CONFERENCE}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in ((f"  - {PROVINCE}\n", f"  - {PROVINCE}\n  - {OTHER}\n"), (f"- {_LEFT_OUT}\n", "")):
        assert old in text, f"{file.name} does not hold {old!r}"
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    # the provinces have the hall's deck with their figures: more cells that run and figures to compare than in a story
    order = yaml.safe_load(paths.DECK_ORDER.read_text(encoding="utf-8"))
    order["province"]["deck"] = [part for part in order["full"]["deck"] if part != "take-home"]
    (root / paths.DECK_ORDER.relative_to(paths.ROOT)).write_text(yaml.safe_dump(order), encoding="utf-8")
    talk = _talk_in(folder)
    with live(talk):
        pass
    return talk


@contextmanager
def live(talk: BuiltTalk, place: str = PROVINCE, port: int = 0, commune: str = "", **variables: str) -> Iterator[Live]:
    """Serve the conference until the block ends, on `port` or, if it is 0, on a free port; `variables` of the environment.
    `commune`: its deck instead."""
    kind, _, name = place.rpartition("/")
    selection = ("--commune", commune) if commune else ("--module" if kind else "--province", name)
    process = talk.run(
        "present", talk.conference, *selection, "--no-browser", "--port", str(port or free_port()), **variables
    )
    try:
        yield _announced(process, talk)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _announced(process: subprocess.Popen[str], talk: BuiltTalk) -> Live:
    """The server as soon as it has printed its address. Raises AssertionError with its output if it ends before."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if address := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
            url = urlsplit(address[0])
            assert url.port is not None
            return Live(address[0], url.port, parse_qs(url.query)["token"][0], process, talk)
    raise AssertionError("".join(lines))


def free_port() -> int:
    """The number of a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def changed(path: Path, content: str | bytes | None) -> Iterator[None]:
    """The file with another content (None: not there) for a while; a page reads it when it is opened."""
    built, times = path.read_bytes(), path.stat()
    try:
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        yield
    finally:
        path.write_bytes(built)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def with_cell(talk: BuiltTalk, id_: str = CELL, **change: Any) -> AbstractContextManager[None]:
    """The notebook of the province's deck with another cell, a figure's where none is named."""
    path = talk.deck(PROVINCE).with_name("notebook.ipynb")
    notebook = json.loads(path.read_bytes())
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == id_]
    cell |= change
    return changed(path, json.dumps(notebook, ensure_ascii=False))
