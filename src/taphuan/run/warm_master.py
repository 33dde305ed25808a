"""The warm process: it imports what kernels need, then forks one a request. Run as `python -m taphuan.run.warm_master`.

It stays single-threaded and opens no zmq socket: neither survives a fork. Its channel is standard input; when that closes, its
client has ended, and it kills its kernels.
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
from taphuan.run.warm_child import detach, set_up

# what every kernel imports in its first half second, and what every notebook of ours imports
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
    """A running fork: `status` is the status pipe to the client, `handle` a pidfd, readable when the process has ended."""

    pid: int
    status: int
    handle: int


class Master:
    """Forks kernels and reports their ends."""

    def __init__(self, channel: socket.socket, started_with: frozenset[str]) -> None:
        self._channel = channel
        self._started_with = started_with
        self._pid = os.getpid()
        self._poller = select.poll()
        self._poller.register(channel, select.POLLIN)
        self._by_handle: dict[int, Kernel] = {}
        self._by_status: dict[int, Kernel] = {}
        self._last = False

    def serve(self) -> bool:
        """Serve until the client ends, or until its last request and the last kernel end. True in a fork, which becomes a kernel."""
        while not self._last or self._by_handle:
            # one event at a time: a descriptor closed here may be reused by the next event
            descriptor, _ = self._poller.poll()[0]
            if descriptor in self._by_handle:
                self._reap(self._by_handle[descriptor])
            elif descriptor in self._by_status:
                # the client closed its end: it no longer waits for the kernel
                self._kill(self._by_status[descriptor])
                self._poller.unregister(descriptor)
            else:
                received = warm_wire.receive(self._channel)
                if received is None:
                    for kernel in self._by_handle.values():
                        self._kill(kernel)
                    return False
                if self._handle(*received):
                    return True
        return False

    def _handle(self, request: warm_wire.Request, descriptors: list[int]) -> bool:
        """True in the fork that was requested."""
        import_modules(request.modules)
        self._last = self._last or request.last
        if not request.argv:
            return False
        status, stdout, stderr = descriptors
        if len(list(Path("/proc/self/task").iterdir())) > 1:
            # a fork has one thread only, and the locks of the others stay locked
            os.close(stdout)
            os.close(stderr)
            self._send_end(status, 1)
            return False
        pid = os.fork()
        if pid == 0:
            detach(self._pid)
            self._channel.close()
            for kernel in self._by_handle.values():
                os.close(kernel.status)
                os.close(kernel.handle)
            try:
                warm_wire.send_status(status, warm_wire.STARTED, os.getpid())
            except BrokenPipeError:
                # the client no longer waits for the kernel
                os._exit(1)
            os.close(status)
            set_up(request, self._set_by_imports(), stdout, stderr)
            return True
        os.close(stdout)
        os.close(stderr)
        self._watch(Kernel(pid, status, os.pidfd_open(pid)))
        return False

    def _set_by_imports(self) -> dict[str, str]:
        """Environment variables that libraries set when they are imported."""
        return {name: value for name, value in os.environ.items() if name not in self._started_with}

    def _watch(self, kernel: Kernel) -> None:
        self._by_handle[kernel.handle] = self._by_status[kernel.status] = kernel
        self._poller.register(kernel.handle, select.POLLIN)
        # no events: poll reports only that the other end was closed
        self._poller.register(kernel.status, 0)

    def _reap(self, kernel: Kernel) -> None:
        # the processes that it started: its pid names their group until waitpid
        self._kill(kernel)
        _, status = os.waitpid(kernel.pid, 0)
        self._poller.unregister(kernel.handle)
        with suppress(KeyError):
            # unregistered already if the client closed its end
            self._poller.unregister(kernel.status)
        del self._by_handle[kernel.handle], self._by_status[kernel.status]
        os.close(kernel.handle)
        self._send_end(kernel.status, os.waitstatus_to_exitcode(status))

    def _send_end(self, status: int, code: int) -> None:
        with suppress(BrokenPipeError):
            warm_wire.send_status(status, warm_wire.ENDED, code)
        os.close(status)

    def _kill(self, kernel: Kernel) -> None:
        """Kill the kernel and the processes that it started."""
        with suppress(ProcessLookupError):
            os.killpg(kernel.pid, signal.SIGKILL)
        # its group does not exist before `detach`
        with suppress(ProcessLookupError):
            os.kill(kernel.pid, signal.SIGKILL)


def import_modules(modules: tuple[str, ...]) -> None:
    """Import modules, and keep the garbage collector from writing to the memory pages that forks share."""
    missing = [name for name in modules if name not in sys.modules]
    if not missing:
        return
    with _kernel_surroundings():
        for name in missing:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


@contextmanager
def _kernel_surroundings() -> Iterator[None]:
    """Standard output and `get_ipython` as in a kernel: pandas chooses display options by them when it is imported."""
    stdout, shell = sys.stdout, SimpleNamespace(kernel=None)
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="UTF-8")
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    try:
        yield
    finally:
        sys.stdout = stdout
        del builtins.get_ipython  # type: ignore[attr-defined]


def main() -> bool:
    """True in a fork, which becomes a kernel."""
    # as ipykernel_launcher does; a kernel inserts its own folder
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]
    # with the threads of numpy no fork would be possible
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    started_with = frozenset(os.environ) - {"JPY_PARENT_PID"}
    channel = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open() as devnull:
        os.dup2(devnull.fileno(), 0)
    # ipykernel reads the pid of its parent when it is imported
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    # a kernel sets this before a notebook imports matplotlib, which reads it at import
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    import_modules(PRELOAD)
    return Master(channel, started_with).serve()


if __name__ == "__main__" and main():
    # at this depth of the stack a notebook has the same recursion limit as under ipykernel_launcher
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
