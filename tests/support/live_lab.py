"""Runs `taphuan lab` on the small conference in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from live_server import PROVINCE, BuiltTalk, free_port


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab. `url` opens the copy and contains the token; `printed` is the output of the command."""

    url: str
    origin: str
    token: str
    copy: Path
    printed: str
    process: subprocess.Popen[str]


@contextmanager
def lab(talk: BuiltTalk) -> Iterator[Lab]:
    """Run JupyterLab until the block ends."""
    process = talk.run("lab", talk.conference, "--province", PROVINCE, "--no-browser", "--port", str(free_port()))
    assert process.stdout is not None
    try:
        printed = ""
        for line in process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        address = re.search(r"((http://127\.0\.0\.1:\d+)/\S+\?token=(\w+))", printed)
        copy = re.search(r"your copy, .*: (.*)", printed)
        assert address and copy, printed
        yield Lab(address[1], address[2], address[3], Path(copy[1]), printed, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
