"""A talk for the tests of the live deck: a small real build, and `taphuan present` serving it in a process of its own.

    with live(talk) as served:
        page.goto(served.url)

The build is made once a session (fixture `talk` in conftest.py): a copy of the project in which one conference of one province has
two of them and one speaker's part, so that there is something to change to and not much to build.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from taphuan import paths

CONFERENCE = "bac-giang"
PROVINCE, OTHER, MODULE = "bac-giang", "ho-chi-minh", "tong-quan-cds"
_LEFT_OUT = "phuong-phap-luan-2-3-5"


@dataclass(frozen=True)
class BuiltTalk:
    """A conference that is built: the project it is made from, the build, and the cache of its figures."""

    root: Path
    out: Path
    cache: Path
    conference: str = CONFERENCE

    def deck(self, place: str) -> Path:
        """The file of a deck; `place` as in the URL, without the conference."""
        return self.out / self.conference / place / "deck.html"

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        """`taphuan …` on this project, with its words to be read."""
        settings = {"TAPHUAN_ROOT": str(self.root), "TAPHUAN_CACHE": str(self.cache), "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "taphuan", *arguments, "--out", str(self.out)],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@dataclass(frozen=True)
class Live:
    """A running server. `url` has the token in it; `page()` has not, and opens once the token has been shown."""

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
        """As a crash would: no farewell to the pages, and none to the kernels."""
        self.process.kill()
        self.process.wait()


def built_talk(folder: Path, cache: Path) -> BuiltTalk:
    """Copy the project into `folder`, make the conference small and have `present` build it once."""
    root = folder / "project"
    for part in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(part, root / part.relative_to(paths.ROOT))
    file = root / paths.CONFERENCES.relative_to(paths.ROOT) / f"{CONFERENCE}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in ((f"  - {PROVINCE}\n", f"  - {PROVINCE}\n  - {OTHER}\n"), (f"- {_LEFT_OUT}\n", "")):
        assert old in text, f"{file.name} does not hold {old!r}"
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    talk = BuiltTalk(root, folder / "build", cache)
    with live(talk):
        pass
    return talk


@contextmanager
def live(talk: BuiltTalk, place: str = PROVINCE, port: int = 0) -> Iterator[Live]:
    """Serve the talk until the block ends; `port` is a free one unless it must be the one a page knows."""
    kind, _, name = place.rpartition("/")
    chosen = ("--module" if kind else "--province", name)
    process = talk.run("present", talk.conference, *chosen, "--no-browser", "--port", str(port or free_port()))
    try:
        yield _announced(process, talk)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _announced(process: subprocess.Popen[str], talk: BuiltTalk) -> Live:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
            url = urlsplit(found[0])
            assert url.port is not None
            return Live(found[0], url.port, parse_qs(url.query)["token"][0], process, talk)
    raise AssertionError("".join(said))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
