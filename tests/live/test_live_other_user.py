"""A second user of the machine: he sees that a talk is given, and nothing of it; he can neither end nor replace it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket as sockets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import other_user
from live_lines import PAGE, STAGE, ask, family, next_message, refusal, socket
from live_server import BuiltTalk, Live, copied_talk, live
from other_user import as_other_user, attempt

pytestmark = pytest.mark.skipif(bool(other_user.missing()), reason=other_user.missing())


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Everybody may enter it: what is below must keep itself."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def served(talk: BuiltTalk, folder: Path) -> Iterator[Live]:
    temporary = folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)
    with live(copied_talk(talk.root.parent, folder / "talk"), TMPDIR=str(temporary)) as running:
        yield running


def names(path: Path) -> list[Path]:
    return list(path.iterdir())


def connected(path: Path) -> None:
    with sockets.socket(sockets.AF_UNIX) as line:
        line.connect(str(path))


def listening(port: int, address: str, reuse: int) -> None:
    with sockets.socket() as line:
        line.setsockopt(sockets.SOL_SOCKET, reuse, 1)
        line.bind((address, port))
        line.listen()


def open_to(reads: list[Path], lists: list[Path], folder: Path, token: str) -> list[str]:
    """What he can read of these, list of these, and every file below the folder in which he finds the token."""
    found = [f"read {path}" for path in reads if attempt(path.read_bytes) != "PermissionError"]
    found += [f"listed {path}" for path in lists if attempt(names, path) != "PermissionError"]
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and token.encode() in path.read_bytes():
                found.append(f"token in {path}")
    return found


def test_he_reads_neither_token_nor_secret_nor_scratch_files(served: Live, folder: Path) -> None:
    with contextlib.closing(socket(served)) as line:
        next_message(line, kernel="idle")
        (scratch,) = (folder / "tmp").glob("taphuan-*")
        reads = [served.talk.cache / "live-cookie-secret", *[path for path in scratch.rglob("*") if path.is_file()]]
        assert all(path.read_bytes() is not None for path in reads)
        assert len(reads) > 1
        processes = [Path(f"/proc/{pid}") for pid in family(served.process.pid)]
        reads += [process / name for process in processes for name in ("environ", "mem", "maps", "auxv")]
        lists = [scratch, *[process / "fd" for process in processes]]
        assert as_other_user(open_to, reads, lists, folder, served.token) == []
        # everybody may see how a process was started
        assert not [process for process in processes if served.token in (process / "cmdline").read_text()]


def test_the_port_is_of_no_use_to_him(served: Live) -> None:
    assert as_other_user(asked, served) == [403, 403, 403, 403]
    with contextlib.closing(socket(served)) as line:
        assert next_message(line, type="hello")["cells"]


def asked(served: Live) -> list[int]:
    forged = f'username-127-0-0-1-{served.port}="x"'
    pages = [ask(served, path, token="").status for path in (PAGE, "/taphuan/assets/live.js")]
    return [*pages, ask(served, PAGE, token="", Cookie=forged).status, refusal(served, STAGE, header={})]


def test_he_neither_speaks_to_kernels_nor_ends_the_talk_nor_takes_its_port(served: Live, folder: Path) -> None:
    with contextlib.closing(socket(served)) as line:
        next_message(line, kernel="idle")
        lines = [path for path in (folder / "tmp").rglob("*") if path.is_socket()]
        assert lines
        for path in lines:
            assert as_other_user(attempt, connected, path) == "PermissionError", path
        for pid in family(served.process.pid):
            assert as_other_user(attempt, os.kill, pid, signal.SIGTERM) == "PermissionError"
        for address in ("127.0.0.1", "0.0.0.0"):
            for reuse in (sockets.SO_REUSEADDR, sockets.SO_REUSEPORT):
                assert as_other_user(attempt, listening, served.port, address, reuse) == "OSError"
        for path in (folder / "tmp").glob("taphuan-*"):
            assert as_other_user(attempt, (path / "x").write_text, "x") == "PermissionError"
            assert as_other_user(attempt, shutil.rmtree, path) == "PermissionError"
    assert ask(served, PAGE).status == 200
