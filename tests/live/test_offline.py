"""The network of the rehearsal's server is closed: whatever leaves this machine fails at once, this machine answers."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

HOOKED = "import socket, sys; from taphuan.live.rehearse.offline import closed; sys.addaudithook(closed); "


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", HOOKED + code], capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("socket.create_connection(('example.org', 80))", "example.org"),
        ("socket.create_connection(('192.0.2.1', 80), timeout=5)", "192.0.2.1"),
        ("socket.getaddrinfo('example.org', 80)", "example.org"),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))", "192.0.2.1"),
    ],
)
def test_other_machines_cannot_be_reached(code: str, asked: str) -> None:
    done = run(code)
    assert done.returncode == 1
    assert f"OSError: the network is closed: {asked} was asked for" in done.stderr


def test_this_machine_can() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = run(f"socket.create_connection(('localhost', {server.getsockname()[1]})).close()")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_runs_as_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "taphuan.live.rehearse.offline", "--version"], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("taphuan, version ")
