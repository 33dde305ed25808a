"""A process that keeps what it has read and does one thing after the other for this one; it can be ended in the middle of it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from taphuan.build.workers import initialize, sigint_blocked

P = ParamSpec("P")
T = TypeVar("T")


class HandLost(Exception):
    """The process ended before it answered."""


class Hand:
    """One process. `prepare` is called in it before all else, while the caller goes on; `calm`: others come first."""

    def __init__(self, prepare: Callable[[], None], calm: bool = False) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        # a process that works for another must be able to have children of its own, its kernels
        self._process = context.Process(target=_serve, args=(theirs, prepare, calm))
        with sigint_blocked():
            self._process.start()
        theirs.close()

    async def do(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What the work gives there. Raises HandLost."""
        try:
            self._line.send((work, arguments, options))
            # not in the threads of asyncio, which the end of the program would wait for
            answer: T = await _in_thread(self._line.recv)
        except (EOFError, OSError):
            raise HandLost from None
        return answer

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._process.join()
        self._line.close()


async def _in_thread(receive: Callable[[], Any]) -> Any:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()

    def wait() -> None:
        try:
            give, value = answer.set_result, receive()
        except (EOFError, OSError) as error:
            give, value = answer.set_exception, error
        # a loop that is closed asks for no answer any more
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: answer.done() or give(value))

    threading.Thread(target=wait, daemon=True).start()
    return await answer


def _serve(line: Any, prepare: Callable[[], None], calm: bool) -> None:
    initialize()
    if calm and hasattr(os, "nice"):
        os.nice(5)
    prepare()
    while True:
        try:
            work, arguments, options = line.recv()
        except EOFError:
            return
        line.send(work(*arguments, **options))
