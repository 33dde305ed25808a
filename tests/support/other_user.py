"""Another user of this machine, for tests of what he can do: a forked process that has given up being root."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

# nobody's number on every system
_OTHER = 65534


def missing() -> str:
    """Why no process can be another user's here; empty where one can."""
    return "" if hasattr(os, "setresuid") and os.geteuid() == 0 else "only root can be another user"


def as_other_user(work: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns to another user, who has none of our groups. It must import nothing that is not yet imported."""
    context = multiprocessing.get_context("fork")
    reading, writing = context.Pipe(duplex=False)

    def child() -> None:
        os.setgroups([])
        os.setresgid(_OTHER, _OTHER, _OTHER)
        os.setresuid(_OTHER, _OTHER, _OTHER)
        writing.send(work(*arguments))

    process = context.Process(target=child)
    process.start()
    writing.close()
    try:
        return reading.recv()
    finally:
        process.join(60)
        reading.close()


def attempt(work: Callable[..., Any], *arguments: Any) -> str:
    """The name of the error that a call ends in, or what it returned."""
    try:
        return repr(work(*arguments))
    except OSError as error:
        return type(error).__name__
