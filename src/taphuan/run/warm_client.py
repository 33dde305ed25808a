"""The client of the master process: it starts masters and requests kernels from them."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import taphuan
from taphuan.run import warm_wire

# seconds until a fork must be reported; the first one waits for the imports of the master
FORK_TIMEOUT = 20.0

# variables that may differ between kernels of one master: they are read when a kernel starts, not when a library is imported
_PER_KERNEL = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "PWD", "OLDPWD", "PYTEST_CURRENT_TEST")
_PER_KERNEL_PREFIX = "JPY_"


class NoWarmKernel(Exception):
    """No kernel could be forked; the message is the reason. The caller starts one instead."""


class MasterDied(Exception):
    """The master ended before it answered."""


def why_not() -> str:
    """Why this machine cannot fork kernels; empty if it can."""
    return "" if sys.platform == "linux" else "kernels are forked on Linux only"


class WarmProcess:
    """A forked kernel, with the methods of `subprocess.Popen` that jupyter_client uses. Its parent is the master."""

    stdin = stdout = stderr = None

    def __init__(self, status: int, pid: int) -> None:
        self._status = status
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                ended = warm_wire.receive_status(self._status)
                os.close(self._status)
                if ended:
                    self.returncode = ended[1]
                else:
                    # the master died and the kernel with it, but not the processes that the kernel had started
                    self.returncode = -signal.SIGKILL
                    with suppress(ProcessLookupError):
                        os.killpg(self.pid, signal.SIGKILL)
        return self.returncode

    async def ended(self) -> None:
        """Wait for its end."""
        while self.poll() is None:
            # of two waiters for one descriptor only the later one is woken
            with suppress(TimeoutError):
                await asyncio.wait_for(_readable(self._status), 1)

    def wait(self) -> int:
        """Block until it has ended."""
        while (code := self.poll()) is None:
            select.select([self._status], [], [])
        return code

    def send_signal(self, signum: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@dataclass(frozen=True)
class MasterInputs:
    """What a master depends on. A kernel with other inputs needs another master."""

    interpreter: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    code: tuple[tuple[str, int, int], ...]


def master_inputs(interpreter: tuple[str, ...], env: dict[str, str]) -> MasterInputs:
    """For a kernel started now: interpreter and options, environment, source of this package, installed packages."""
    shared = {
        name: value
        for name, value in env.items()
        if name not in _PER_KERNEL and not name.startswith(_PER_KERNEL_PREFIX)
    }
    package = Path(taphuan.__file__).parent
    sources = [*sorted(package.rglob("*.py")), package / "words.toml"]
    states = [(str(path), path.stat()) for path in (*sources, Path(sysconfig.get_path("purelib")))]
    return MasterInputs(
        interpreter,
        tuple(sorted(shared.items())),
        tuple((name, state.st_mtime_ns, state.st_size) for name, state in states),
    )


class Master:
    """A started master process."""

    def __init__(self, inputs: MasterInputs) -> None:
        self.inputs = inputs
        self._kernels: list[WarmProcess] = []
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # one that does not read must not hold its user up
        self._channel.settimeout(FORK_TIMEOUT)
        with theirs:
            # in a session of its own, so that Ctrl-C at the terminal reaches only the client
            self.process = subprocess.Popen(
                [*inputs.interpreter, "-m", "taphuan.run.warm_master"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=dict(inputs.env),
                cwd="/",
                start_new_session=True,
            )

    async def fork(self, request: warm_wire.Request, stdout: int, stderr: int) -> WarmProcess:
        """A kernel that leads its own process group. Raises MasterDied or NoWarmKernel."""
        status, theirs = os.pipe()
        os.set_blocking(status, False)
        try:
            try:
                self._send(request, (theirs, stdout, stderr))
            finally:
                os.close(theirs)
            try:
                await asyncio.wait_for(_readable(status), FORK_TIMEOUT)
            except TimeoutError:
                raise NoWarmKernel(f"the master did not answer within {FORK_TIMEOUT:g} s") from None
            started = warm_wire.receive_status(status)
            if started is None:
                raise MasterDied
            if started[0] != warm_wire.STARTED:
                raise NoWarmKernel("a library started a thread in the master")
        except BaseException:
            # the master kills a kernel whose status pipe is closed
            os.close(status)
            raise
        kernel = WarmProcess(status, started[1])
        self._kernels = [*(other for other in self._kernels if other.returncode is None), kernel]
        return kernel

    def retire(self) -> None:
        """Let it end with its last kernel; kill it at once if it has none."""
        if all(kernel.poll() is not None for kernel in self._kernels):
            self.process.kill()
            self.process.wait()
            return
        with suppress(MasterDied, NoWarmKernel):
            self._send(warm_wire.Request(last=True))

    def close_channel(self) -> None:
        """Close the channel. The master ends when no process holds it any more."""
        self._channel.close()

    def _send(self, request: warm_wire.Request, descriptors: tuple[int, ...] = ()) -> None:
        try:
            warm_wire.send(self._channel, request, descriptors)
        except (BrokenPipeError, ConnectionResetError):
            raise MasterDied from None
        except OSError as error:
            raise NoWarmKernel(f"the request could not be sent to the master: {error}") from None


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)


class _Masters:
    """The current master of this process, and former ones that still have kernels."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: Master | None = None
        self._former: list[Master] = []
        # inputs with which a master has died twice
        self._failing: set[MasterInputs] = set()

    def get(self, inputs: MasterInputs) -> Master:
        """The current master if it has these inputs, else a new one. Raises NoWarmKernel if such a master has died twice."""
        with self._lock:
            if inputs in self._failing:
                raise NoWarmKernel("its master dies")
            if self._current is None or self._current.inputs != inputs:
                self._replace(Master(inputs))
            assert self._current is not None
            return self._current

    def drop(self, master: Master, failing: bool = False) -> None:
        """Do not use this master again; with `failing` none with its inputs."""
        with self._lock:
            if failing:
                self._failing.add(master.inputs)
            if self._current is master:
                self._replace(None)

    def _replace(self, successor: Master | None) -> None:
        if self._current is not None:
            self._current.retire()
            self._former.append(self._current)
        self._current = successor
        for master in [master for master in self._former if master.process.poll() is not None]:
            master.close_channel()
            self._former.remove(master)

    def forget(self) -> None:
        """In a fork of this process: the masters belong to its parent and must notice the parent's end."""
        for master in (self._current, *self._former):
            if master is not None:
                master.close_channel()
        self.__init__()  # type: ignore[misc]


_masters = _Masters()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _masters.forget())


def get_ready(interpreter: tuple[str, ...], env: dict[str, str]) -> None:
    """Start the master for such kernels; it does its imports meanwhile."""
    if not why_not():
        _masters.get(master_inputs(interpreter, env))


async def fork_kernel(
    interpreter: tuple[str, ...], request: warm_wire.Request, stdout: int, stderr: int
) -> WarmProcess:
    """A kernel forked from the right master; a master that died is replaced once. Raises NoWarmKernel."""
    if reason := why_not():
        raise NoWarmKernel(reason)
    inputs = master_inputs(interpreter, request.env or {})
    for attempt in (1, 2):
        master = _masters.get(inputs)
        try:
            return await master.fork(request, stdout, stderr)
        except MasterDied:
            _masters.drop(master, failing=attempt == 2)
        except NoWarmKernel:
            _masters.drop(master)
            raise
    raise NoWarmKernel("its master died twice")
