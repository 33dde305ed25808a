"""The user's side: the master process that fits the next kernel, and the kernels it forked."""

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

# seconds a fork may take; the first one waits for the master's imports
FORK_TIMEOUT = 20.0

# what may differ from kernel to kernel, because it is read when one starts and not when a library is imported
_OWN_TO_A_KERNEL = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "PWD", "OLDPWD", "PYTEST_CURRENT_TEST")
_OWN_PREFIX = "JPY_"


class NoWarmKernel(Exception):
    """No kernel could be forked; says why. The caller starts one from nothing."""


class MasterDied(Exception):
    """The master went away before it answered."""


def why_not() -> str:
    """Why this machine cannot fork kernels; empty where it can."""
    return "" if sys.platform == "linux" else "kernels are forked on Linux only"


class WarmProcess:
    """A forked kernel, with the part of `subprocess.Popen` that jupyter_client uses; its real parent is the master."""

    stdin = stdout = stderr = None

    def __init__(self, news: int, pid: int) -> None:
        self._news = news
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                heard = warm_wire.hear(self._news)
                os.close(self._news)
                if heard:
                    self.returncode = heard[1]
                else:
                    # the master died and the kernel with it; what the kernel had started did not
                    self.returncode = -signal.SIGKILL
                    with suppress(ProcessLookupError):
                        os.killpg(self.pid, signal.SIGKILL)
        return self.returncode

    async def ended(self) -> None:
        """Return when it has ended."""
        while self.poll() is None:
            # two that wait for one descriptor: only the later is woken
            with suppress(TimeoutError):
                await asyncio.wait_for(_readable(self._news), 1)

    def wait(self) -> int:
        """Block until it has ended."""
        while (code := self.poll()) is None:
            select.select([self._news], [], [])
        return code

    def send_signal(self, signum: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@dataclass(frozen=True)
class Fitness:
    """What a master took in when it started: a kernel that would have taken in something else needs another master."""

    interpreter: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    code: tuple[tuple[str, int, int], ...]


def fitness(interpreter: tuple[str, ...], env: dict[str, str]) -> Fitness:
    """For a kernel started now: its interpreter and options, its environment, this package's source, what is installed."""
    shared = {
        name: value for name, value in env.items() if name not in _OWN_TO_A_KERNEL and not name.startswith(_OWN_PREFIX)
    }
    sources = sorted(Path(taphuan.__file__).parent.rglob("*.py"))
    states = [(str(path), path.stat()) for path in (*sources, Path(sysconfig.get_path("purelib")))]
    return Fitness(
        interpreter,
        tuple(sorted(shared.items())),
        tuple((name, state.st_mtime_ns, state.st_size) for name, state in states),
    )


class Master:
    """A started master process."""

    def __init__(self, fits: Fitness) -> None:
        self.fits = fits
        self._kernels: list[WarmProcess] = []
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # one that does not read must not hold its user up
        self._channel.settimeout(FORK_TIMEOUT)
        with theirs:
            # a session of its own: Ctrl-C at the terminal is the user's to handle
            self.process = subprocess.Popen(
                [*fits.interpreter, "-m", "taphuan.run.warm_master"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=dict(fits.env),
                cwd="/",
                start_new_session=True,
            )

    async def fork(self, request: warm_wire.Request, stdout: int, stderr: int) -> WarmProcess:
        """A kernel that leads its own process group. Raises MasterDied or NoWarmKernel."""
        news, theirs = os.pipe()
        os.set_blocking(news, False)
        try:
            try:
                self._send(request, (theirs, stdout, stderr))
            finally:
                os.close(theirs)
            try:
                await asyncio.wait_for(_readable(news), FORK_TIMEOUT)
            except TimeoutError:
                raise NoWarmKernel(f"the master did not answer within {FORK_TIMEOUT:g} s") from None
            heard = warm_wire.hear(news)
            if heard is None:
                raise MasterDied
            if heard[0] != warm_wire.STARTED:
                raise NoWarmKernel("a library started a thread in the master")
        except BaseException:
            # the master kills a kernel whose news nobody reads
            os.close(news)
            raise
        kernel = WarmProcess(news, heard[1])
        self._kernels = [*(known for known in self._kernels if known.returncode is None), kernel]
        return kernel

    def retire(self) -> None:
        """End with the last kernel it still has; at once if it has none, for it may not be listening."""
        if all(kernel.poll() is not None for kernel in self._kernels):
            self.process.kill()
            self.process.wait()
            return
        with suppress(MasterDied, NoWarmKernel):
            self._send(warm_wire.Request(last=True))

    def leave(self) -> None:
        """Let go of the channel; the master takes that for its user's end when nobody else holds it."""
        self._channel.close()

    def _send(self, request: warm_wire.Request, descriptors: tuple[int, ...] = ()) -> None:
        try:
            warm_wire.send(self._channel, request, descriptors)
        except (BrokenPipeError, ConnectionResetError):
            raise MasterDied from None
        except OSError as error:
            raise NoWarmKernel(f"the master could not be asked: {error}") from None


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    seen = asyncio.Event()
    loop.add_reader(descriptor, seen.set)
    try:
        await seen.wait()
    finally:
        loop.remove_reader(descriptor)


class _Masters:
    """The master of this process, and former ones that still have kernels."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: Master | None = None
        self._former: list[Master] = []
        # a master that dies twice over one kernel would do so over the next one, too
        self._hopeless: set[Fitness] = set()

    def fit(self, wanted: Fitness) -> Master:
        """The current master if it fits, else a new one. Raises NoWarmKernel where it would only die again."""
        with self._lock:
            if wanted in self._hopeless:
                raise NoWarmKernel("its master dies")
            if self._current is None or self._current.fits != wanted:
                self._replace(Master(wanted))
            assert self._current is not None
            return self._current

    def drop(self, master: Master, hopeless: bool = False) -> None:
        """Never ask this one again."""
        with self._lock:
            if hopeless:
                self._hopeless.add(master.fits)
            if self._current is master:
                self._replace(None)

    def _replace(self, successor: Master | None) -> None:
        if self._current is not None:
            self._current.retire()
            self._former.append(self._current)
        self._current = successor
        for master in [master for master in self._former if master.process.poll() is not None]:
            master.leave()
            self._former.remove(master)

    def forget(self) -> None:
        """In a fork of this process: they are its parent's, and must see that one's end."""
        for master in (self._current, *self._former):
            if master is not None:
                master.leave()
        self.__init__()  # type: ignore[misc]


_masters = _Masters()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _masters.forget())


def get_ready(interpreter: tuple[str, ...], env: dict[str, str]) -> None:
    """Start the master that fits such kernels; it does its imports while its user does something else."""
    if not why_not():
        _masters.fit(fitness(interpreter, env))


async def fork_kernel(
    interpreter: tuple[str, ...], request: warm_wire.Request, stdout: int, stderr: int
) -> WarmProcess:
    """A kernel forked from the master that fits it; a master that died is replaced once. Raises NoWarmKernel."""
    if reason := why_not():
        raise NoWarmKernel(reason)
    wanted = fitness(interpreter, request.env or {})
    for attempt in (1, 2):
        master = _masters.fit(wanted)
        try:
            return await master.fork(request, stdout, stderr)
        except MasterDied:
            _masters.drop(master, hopeless=attempt == 2)
        except NoWarmKernel:
            _masters.drop(master)
            raise
    raise NoWarmKernel("its master died twice")
