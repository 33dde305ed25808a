"""A JupyterLab for the tests: `taphuan lab` on the small talk, in a process of its own, until the block ends."""

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
    """`url` opens the copy and has the token in it; `said` is what the command printed."""

    url: str
    origin: str
    token: str
    copy: Path
    said: str
    process: subprocess.Popen[str]


@contextmanager
def lab(talk: BuiltTalk) -> Iterator[Lab]:
    process = talk.run("lab", talk.conference, "--province", PROVINCE, "--no-browser", "--port", str(free_port()))
    assert process.stdout is not None
    try:
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"((http://127\.0\.0\.1:\d+)/\S+\?token=(\w+))", said)
        copy = re.search(r"your copy, .*: (.*)", said)
        assert found and copy, said
        yield Lab(found[1], found[2], found[3], Path(copy[1]), said, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
