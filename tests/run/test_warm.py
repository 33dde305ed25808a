"""The warm provisioner as Jupyter uses it: kernels that start, stop, restart and are interrupted as stock ones."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import taphuan
from taphuan import paths
from taphuan.run import warm_client
from taphuan.run.kernels import WarmKernelManager

FAULTS = {
    # what goes wrong in the master when it starts, and what is said of it
    "dies": ("raise SystemExit(1)", "its master died twice"),
    "has a thread": (
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "a library started a thread in the master",
    ),
    "does not answer": ("import signal; signal.pause()", "the master did not answer within 1 s"),
}


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # short: the path of a Unix socket may have 107 letters
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
            monkeypatch.setenv(name, folder)
        monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        yield


class Running:
    """A kernel and a client to it."""

    def __init__(self) -> None:
        self.manager = WarmKernelManager(kernel_name="python3")

    async def __aenter__(self) -> Running:
        await self.manager.start_kernel()
        await self.connect()
        return self

    async def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=30)

    async def __aexit__(self, *_: object) -> None:
        self.client.stop_channels()
        if await self.manager.is_alive():
            await self.manager.shutdown_kernel(now=True)

    async def value(self, expression: str) -> str:
        """The repr of an expression in the kernel."""
        reply = await self.client.execute("", user_expressions={"value": expression}, reply=True, timeout=30)
        return str(reply["content"]["user_expressions"]["value"]["data"]["text/plain"])

    async def parent(self) -> int:
        return int(await self.value("__import__('os').getppid()"))


def test_it_is_known_to_jupyter() -> None:
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name="taphuan-warm-provisioner")
    assert found.value == "taphuan.run.warm_provisioner:WarmProvisioner"


def test_several_kernels_at_once_have_one_master() -> None:
    async def run() -> None:
        async with Running() as one, Running() as two, Running() as three:
            parents = await asyncio.gather(*(kernel.parent() for kernel in (one, two, three)))
            assert len(set(parents)) == 1
            assert parents[0] != os.getpid()

    asyncio.run(run())


def test_interrupt_restart_and_polite_end() -> None:
    async def run() -> None:
        async with Running() as kernel:
            waiting = kernel.client.execute("print('here')\nimport time\ntime.sleep(100)", stop_on_error=False)
            while (await kernel.client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
                pass
            await kernel.manager.interrupt_kernel()
            while (reply := await kernel.client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != waiting:
                pass
            assert reply["content"]["ename"] == "KeyboardInterrupt"

            first = await kernel.value("__import__('os').getpid()")
            kernel.client.stop_channels()
            await kernel.manager.restart_kernel(now=True)
            await kernel.connect()
            assert await kernel.value("__import__('os').getpid()") != first

            process = kernel.manager.provisioner.process
            assert isinstance(process, warm_client.WarmProcess)
            await kernel.manager.shutdown_kernel()
            # asked to end; where ipykernel is late at it, jupyter_client sends SIGTERM
            assert process.returncode in (0, -15)

    asyncio.run(run())


def masters_of(user: int, path: str) -> list[Path]:
    """Children of `user` that run a master and were started with this PYTHONPATH."""
    children = Path(f"/proc/{user}/task/{user}/children").read_text().split()
    folders = [Path("/proc") / child for child in children]
    return [
        folder
        for folder in folders
        if b"taphuan.run.warm_master" in (folder / "cmdline").read_bytes()
        and f"PYTHONPATH={path}".encode() in (folder / "environ").read_bytes()
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_stock_kernel_where_the_master(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code, reason = FAULTS[fault]
    guard = "import sys\nif 'taphuan.run.warm_master' in sys.orig_argv:\n    "
    (tmp_path / "sitecustomize.py").write_text(guard + code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(warm_client, "FORK_TIMEOUT", 1 if fault == "does not answer" else 20)
    logging.getLogger("traitlets").propagate = True

    async def run() -> None:
        async with Running() as kernel:
            assert await kernel.parent() == os.getpid()

    asyncio.run(run())
    assert f"Kernel started without a fork: {reason}" in caplog.text
    assert not masters_of(os.getpid(), str(tmp_path))


@pytest.mark.slow
def test_a_master_is_left_when_the_environment_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with Running() as old:
            first = await old.parent()
            handle = os.pidfd_open(first)
            monkeypatch.setenv("TAPHUAN_CACHE", "/elsewhere")
            async with Running() as new:
                assert await new.parent() != first
                assert await new.value("__import__('taphuan.paths').paths.CACHE.as_posix()") == "'/elsewhere'"
            assert await old.value("1 + 1") == "2"
        # it ends with its last kernel
        assert select.select([handle], [], [], 10)[0]
        os.close(handle)

    asyncio.run(run())


EDITED = """
from pathlib import Path
import nbformat
import taphuan
from taphuan.run.execute import execute

# of different length: Python takes bytecode for fresh while the second of its time and the size of the source are equal
for mark in ("old", "newer"):
    Path(taphuan.__file__).with_name("edited.py").write_text(f"MARK = {mark!r}\\n")
    cell = nbformat.v4.new_code_cell("import os, taphuan.edited\\nprint(os.getppid(), taphuan.edited.MARK)")
    done = execute(nbformat.v4.new_notebook(cells=[cell]), timeout=60)
    print(done.cells[0].outputs[0]["text"], end="")
"""


def test_edited_code_is_what_the_next_kernel_runs(tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(Path(taphuan.__file__).parent, source / "taphuan", ignore=shutil.ignore_patterns("__pycache__"))
    # the warm process imports the charts, and these take their colours from the theme
    shutil.copytree(paths.SLIDES, tmp_path / "slides")
    env = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, "-c", EDITED], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    (first, old), (second, new) = (line.split() for line in done.stdout.splitlines())
    assert (old, new) == ("old", "newer")
    assert first != second
