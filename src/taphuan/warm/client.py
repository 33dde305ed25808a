"""The user's side of a master process: start it, keep it fit for the next kernel, and watch over the kernels it forked."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

import taphuan
from taphuan.warm import wire

# seconds a fork may take; the first one waits for the master's imports
FORK_TIMEOUT = 20

# what may differ from kernel to kernel, because it is read when one starts and not when a library is imported
_OWN_TO_A_KERNEL = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "PWD", "OLDPWD", "PYTEST_CURRENT_TEST")
_OWN_PREFIX = "JPY_"

_PACKAGE = Path(taphuan.__file__).parent
_LIBRARIES = Path(asyncio.__file__).parents[1] / "site-packages", Path(select.__file__ or sys.prefix).parent


class NoWarmKernel(Exception):
    """No kernel could be forked; says why. The caller starts one from nothing."""


class _MasterDied(Exception):
    """The master went away before it answered."""


def why_not() -> str:
    """Why this machine cannot fork kernels; empty where it can."""
    if sys.platform != "linux":
        return "kernels are forked on Linux only"
    return ""


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
                heard = wire.hear(self._news)
                os.close(self._news)
                if heard:
                    self.returncode = heard[1]
                else:
                    # the master died and the kernel with it; what the kernel had started did not
                    self.returncode = -signal.SIGKILL
                    with suppress(ProcessLookupError):
                        os.killpg(self.pid, signal.SIGKILL)
        return self.returncode

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


class Master:
    """A started master process; `key` says what it was started with, and so which kernels it can fork."""

    def __init__(self, key: object, interpreter: tuple[str, ...], env: dict[str, str]) -> None:
        self.key = key
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # a master that does not read must not hold its user up
        self._channel.settimeout(FORK_TIMEOUT)
        with theirs:
            # a session of its own: Ctrl-C at the terminal is the user's to handle
            self._process = subprocess.Popen(
                [*interpreter, "-m", "taphuan.warm.master"],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                env=env,
                cwd="/",
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    async def fork(self, request: wire.Request, stdout: int, stderr: int) -> WarmProcess:
        """Raises _MasterDied or NoWarmKernel."""
        news, theirs = os.pipe()
        try:
            wire.send(self._channel, request, (theirs, stdout, stderr))
            os.close(theirs)
            ...
        except (BrokenPipeError, ConnectionResetError):
            raise _MasterDied from None
