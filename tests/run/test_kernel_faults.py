"""Whatever is killed, nothing of ours is left running and the next notebook runs."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

MARK = "TAPHUAN_TEST_MARK"

# runs a notebook that hangs, tells what became of it, then runs one that does not
DRIVER = """
import json, signal, sys
import nbformat
from taphuan.errors import ExecutionFailed
from taphuan.run.execute import execute

# a shell lets what it starts in the background ignore Ctrl-C, and so would we where the tests run there
signal.signal(signal.SIGINT, signal.default_int_handler)

def run(source):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    try:
        return execute(notebook, timeout=60, engine="warm").cells[0].outputs[0]["text"]
    except ExecutionFailed as error:
        return str(error)

print(json.dumps([run(sys.argv[1]), run("import os; print(os.getppid())")]))
"""

HANGING = """
import os, subprocess, time
left_behind = subprocess.Popen(["sleep", "1000"])
with open({pipe!r}, "w") as pipe:
    print(os.getppid(), os.getpid(), left_behind.pid, file=pipe)
time.sleep(1000)
"""


@dataclass(frozen=True)
class Scene:
    """A driver whose first kernel hangs."""

    driver: subprocess.Popen[str]
    master: int
    kernel: int
    left_behind: int

    def rest(self) -> list[str]:
        """What the driver says of its two notebooks."""
        out, _ = self.driver.communicate(timeout=60)
        return [str(said) for said in json.loads(out)]


def marked(mark: str) -> list[int]:
    """Processes that have the mark in the environment they were started with."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                environment = (folder / "environ").read_bytes()
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
            if f"{MARK}={mark}".encode() in environment.split(b"\0"):
                found.append(int(folder.name))
    return found


def assert_gone(pids: Iterable[int]) -> None:
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], 10)
        os.close(handle)
        assert ended, f"left running: {pid} {Path(f'/proc/{pid}/cmdline').read_bytes()!r}"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    mark, pipe = uuid.uuid4().hex, tmp_path / "pipe"
    os.mkfifo(pipe)
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, HANGING.format(pipe=str(pipe))],
        env={**os.environ, MARK: mark},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        # opened without waiting for the kernel, which may never come to write
        with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)) as told:
            assert select.select([told], [], [], 30)[0], "the first notebook did not start"
            master, kernel, left_behind = (int(number) for number in told.read().split())
        yield Scene(driver, master, kernel, left_behind)
        pids = {master, kernel, left_behind, *marked(mark)} - {driver.pid}
    finally:
        driver.kill()
        driver.communicate()
    assert_gone(sorted(pids))


def test_a_killed_kernel(scene: Scene) -> None:
    os.kill(scene.kernel, signal.SIGKILL)
    died, parent = scene.rest()
    assert died.startswith("the kernel died at cell")
    assert int(parent) == scene.master
    assert_gone([scene.left_behind])


@pytest.mark.slow
def test_a_killed_master(scene: Scene) -> None:
    os.kill(scene.master, signal.SIGKILL)
    died, parent = scene.rest()
    assert died.startswith("the kernel died at cell")
    assert int(parent) not in (scene.master, scene.driver.pid)
    assert_gone([scene.kernel, scene.left_behind])


@pytest.mark.slow
def test_a_killed_user(scene: Scene) -> None:
    os.kill(scene.driver.pid, signal.SIGKILL)
    assert_gone([scene.master, scene.kernel, scene.left_behind])


@pytest.mark.slow
def test_a_killed_user_with_its_master(scene: Scene) -> None:
    """Nobody is left to see to what the kernel itself had started; that much is as with a stock kernel."""
    for pid in (scene.master, scene.driver.pid):
        os.kill(pid, signal.SIGKILL)
    assert_gone([scene.master, scene.kernel])
    os.kill(scene.left_behind, signal.SIGKILL)


def test_ctrl_c_at_the_terminal(scene: Scene) -> None:
    """The master is no part of the terminal's process group, so the user alone decides what an interrupt means."""
    os.kill(scene.driver.pid, signal.SIGINT)
    scene.driver.communicate(timeout=30)
    assert scene.driver.returncode != 0
    assert_gone([scene.master, scene.kernel, scene.left_behind])


@pytest.mark.slow
def test_everything_killed_but_a_stopped_master(scene: Scene) -> None:
    os.kill(scene.master, signal.SIGSTOP)
    os.kill(scene.driver.pid, signal.SIGKILL)
    os.kill(scene.master, signal.SIGCONT)
    assert_gone([scene.master, scene.kernel, scene.left_behind])
