"""Turn a fork of the master into what a new `python -m ipykernel_launcher` would be."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from taphuan.run.warm_wire import Request

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def detach(master: int) -> None:
    """Start a session, as a started kernel does, and die with the master, which alone can report the kernel's end."""
    os.setsid()
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != master:
        # the master died before prctl was called
        os._exit(1)


def set_up(request: Request, defaults: dict[str, str], stdout: int, stderr: int) -> None:
    """Set folder, environment, output, arguments and random seeds of the kernel.

    `defaults` are environment variables that the request may leave out.
    """
    for source, target in ((stdout, 1), (stderr, 2)):
        os.dup2(source, target)
        os.close(source)
    os.chdir(request.cwd)
    # ipykernel has read the pid of its parent when it was imported
    env = defaults | (request.env or {}) | {"JPY_PARENT_PID": os.environ["JPY_PARENT_PID"]}
    os.environ.clear()
    os.environ.update(env)
    sys.argv = list(request.argv)
    sys.orig_argv = [sys.executable, "-m", "ipykernel_launcher", *sys.argv[1:]]
    # the standard library reseeds in a fork, numpy does not
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()
