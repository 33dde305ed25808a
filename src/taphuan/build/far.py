"""What runs on a worker of a cluster, which may be another machine with a checkout of its own.

A worker lives longer than a run: it keeps the code it has imported and the data it has read. So it says what it had when
it began, and does no job for a caller who has something else.
"""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from taphuan import paths
from taphuan.build.fingerprint import Fingerprint, differing, fingerprint, pieces_of

# taken before anything else of ours is imported here
LOADED = fingerprint()


class Unlike(Exception):
    """This worker is not one that may do the caller's jobs. `address` is its own, `why` says what differs."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(address, why)
        self.address, self.why = address, why


@dataclass(frozen=True)
class Standing:
    """What a worker says of itself: what it loaded, what lies on its disk now, and where that is."""

    loaded: Fingerprint
    now: Fingerprint
    host: str
    root: str


class Order:
    """A call that is made where this is unpickled.

    The scheduler unpickles the tasks that it hands on. What it is given is `pickle.loads` and the bytes of an order, so it
    needs no code of ours and cannot hold an old one.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._function, self._arguments = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._function, self._arguments


def ordered(function: Callable[..., Any], *arguments: Any) -> bytes:
    return pickle.dumps(Order(function, *arguments), protocol=5)


def standing() -> Standing:
    return Standing(LOADED, fingerprint(), socket.gethostname(), str(paths.ROOT))


def pieces(parts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return pieces_of(parts)


def perform(expected: Fingerprint, settings: dict[str, str], work: bytes) -> Any:
    """The result of the work, another order, if this worker is like the caller. Raises Unlike before it unpickles anything
    of ours, and what the work raises. `settings` are environment variables that its process has to have."""
    from distributed import get_worker

    worker = get_worker()
    if differs := differing(expected, LOADED):
        raise Unlike(worker.address, f"it has other {', '.join(differs)}")
    if worker.state.nthreads != 1:
        raise Unlike(worker.address, f"it has {worker.state.nthreads} threads")
    for name, value in settings.items():
        os.environ[name] = value
    return pickle.loads(work)
