"""The warm process: imports what kernels need, then forks one for each request. Run as `python -m taphuan.run.warm_master`.

It stays single-threaded and opens no zmq socket: neither survives a fork. Its channel is standard input; when that
closes, its user is gone, and it takes its kernels along.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import io
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from taphuan.run import warm_wire
from taphuan.run.warm_child import cut_off, settle

# what every kernel loads in its first half second, late or early, and what every notebook of ours asks for
PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "faulthandler",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
    "taphuan.lesson.figures.figures",
)


@dataclass(frozen=True)
class Kernel:
    """A living fork: `news` is the pipe to its user, `handle` (a pidfd) can be read when it has ended."""

    pid: int
    news: int
    handle: int


class Master:
    """Forks kernels and tells of their ends; nothing else happens here."""

    def __init__(self, channel: socket.socket, started_with: frozenset[str]) -> None:
        self._channel = channel
        self._started_with = started_with
        self._pid = os.getpid()
        self._poller = select.poll()
        self._poller.register(channel, select.POLLIN)
        self._by_handle: dict[int, Kernel] = {}
        self._by_news: dict[int, Kernel] = {}
        self._last = False

    def serve(self) -> bool:
        """Answer until the user is gone, or wants no more and the last kernel ended. True in a fork: be a kernel."""
        while not self._last or self._by_handle:
            # one at a time: the number of a descriptor closed here may stand for another one a moment later
            descriptor, _ = self._poller.poll()[0]
            if descriptor in self._by_handle:
                self._bury(self._by_handle[descriptor])
            elif descriptor in self._by_news:
                # nobody listens: the user gave up waiting for it
                self._kill(self._by_news[descriptor])
                self._poller.unregister(descriptor)
            else:
                received = warm_wire.receive(self._channel)
                if received is None:
                    for kernel in self._by_handle.values():
                        self._kill(kernel)
                    return False
                if self._answer(*received):
                    return True
        return False

    def _answer(self, request: warm_wire.Request, descriptors: list[int]) -> bool:
        """True in the fork that the request asked for."""
        take_in(request.modules)
        self._last = self._last or request.last
        if not request.argv:
            return False
        news, stdout, stderr = descriptors
        if len(list(Path("/proc/self/task").iterdir())) > 1:
            # of several threads a fork keeps one, and the locks that the others held stay locked
            os.close(stdout)
            os.close(stderr)
            self._tell_end(news, 1)
            return False
        pid = os.fork()
        if pid == 0:
            cut_off(self._pid)
            self._channel.close()
            for kernel in self._by_handle.values():
                os.close(kernel.news)
                os.close(kernel.handle)
            try:
                warm_wire.tell(news, warm_wire.STARTED, os.getpid())
            except BrokenPipeError:
                # the user gave up waiting for it
                os._exit(1)
            os.close(news)
            settle(request, self._set_by_imports(), stdout, stderr)
            return True
        os.close(stdout)
        os.close(stderr)
        self._watch(Kernel(pid, news, os.pidfd_open(pid)))
        return False

    def _set_by_imports(self) -> dict[str, str]:
        """Variables that libraries set when they are imported, as they would in a kernel."""
        return {name: value for name, value in os.environ.items() if name not in self._started_with}

    def _watch(self, kernel: Kernel) -> None:
        self._by_handle[kernel.handle] = self._by_news[kernel.news] = kernel
        self._poller.register(kernel.handle, select.POLLIN)
        # no events asked for: what is reported is that the other end was closed
        self._poller.register(kernel.news, 0)

    def _bury(self, kernel: Kernel) -> None:
        # what it started and left behind; its number stands for its group until it has been waited for
        self._kill(kernel)
        _, status = os.waitpid(kernel.pid, 0)
        self._poller.unregister(kernel.handle)
        with suppress(KeyError):
            # not there any more if its user gave up on it
            self._poller.unregister(kernel.news)
        del self._by_handle[kernel.handle], self._by_news[kernel.news]
        os.close(kernel.handle)
        self._tell_end(kernel.news, os.waitstatus_to_exitcode(status))

    def _tell_end(self, news: int, code: int) -> None:
        with suppress(BrokenPipeError):
            warm_wire.tell(news, warm_wire.ENDED, code)
        os.close(news)

    def _kill(self, kernel: Kernel) -> None:
        """The kernel and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(kernel.pid, signal.SIGKILL)
        # its group does not exist until it has cut itself off
        with suppress(ProcessLookupError):
            os.kill(kernel.pid, signal.SIGKILL)


def take_in(modules: tuple[str, ...]) -> None:
    """Import what is not there yet, and keep the garbage collector from writing to the pages that forks share."""
    missing = [name for name in modules if name not in sys.modules]
    if not missing:
        return
    with _like_a_kernel():
        for name in missing:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


@contextmanager
def _like_a_kernel() -> Iterator[None]:
    """What libraries look at when they are imported, as it is in a kernel: pandas sets its display options by it."""
    stdout, shell = sys.stdout, SimpleNamespace(kernel=None)
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="UTF-8")
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    try:
        yield
    finally:
        sys.stdout = stdout
        del builtins.get_ipython  # type: ignore[attr-defined]


def main() -> bool:
    """True in a fork, which is to become a kernel."""
    # as ipykernel_launcher does; a kernel puts its own folder there
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]
    # numpy's threads would forbid to fork; a kernel that loads numpy itself keeps them
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    started_with = frozenset(os.environ) - {"JPY_PARENT_PID"}
    channel = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    # ipykernel reads the pid of the parent it watches when it is imported
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    # and sets this before a notebook can import matplotlib, which reads it then
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    take_in(PRELOAD)
    return Master(channel, started_with).serve()


if __name__ == "__main__" and main():
    # here and no deeper: a notebook's recursion ends as many calls down as under ipykernel_launcher
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
