"""From a fork to a kernel: make the process what a freshly started `python -m ipykernel_launcher` would be."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from taphuan.run.warm_wire import Request

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def cut_off(master: int) -> None:
    """Lead a session of its own, as a started kernel does, and die with the master, which alone can tell of its end."""
    os.setsid()
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != master:
        # the master died before it was asked to take us along
        os._exit(1)


def settle(request: Request, defaults: dict[str, str], stdout: int, stderr: int) -> None:
    """Take over folder, environment, output and arguments; part with what the master's forks would else share.

    `defaults` are variables the request need not name.
    """
    for source, target in ((stdout, 1), (stderr, 2)):
        os.dup2(source, target)
        os.close(source)
    os.chdir(request.cwd)
    # the parent that ipykernel watches: it took this number when it was imported
    env = defaults | (request.env or {}) | {"JPY_PARENT_PID": os.environ["JPY_PARENT_PID"]}
    os.environ.clear()
    os.environ.update(env)
    sys.argv = list(request.argv)
    sys.orig_argv = [sys.executable, "-m", "ipykernel_launcher", *sys.argv[1:]]
    # the standard library seeds itself anew in a fork, numpy does not
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()
