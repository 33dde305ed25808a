"""The processes that do the work: started anew, given one task at a time, gone when the run that started them is gone."""

from __future__ import annotations

import logging
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import ParamSpec, TypeVar

from taphuan.errors import EXIT_ENVIRONMENT, TaphuanError

P = ParamSpec("P")
T = TypeVar("T")


class WorkerDied(TaphuanError):
    """A worker was killed before anything was written, by hand or because the machine had no memory left."""

    exit_code = EXIT_ENVIRONMENT


@contextmanager
def crew(workers: int, tasks: int) -> Iterator[ProcessPoolExecutor]:
    """At most one worker a task; they import while the caller goes on. On an error nothing that is queued is begun.

    Started anew, not forked: Typst and zmq threads do not survive a fork.
    """
    size = max(1, min(workers, tasks))
    pool = ProcessPoolExecutor(max_workers=size, mp_context=get_context("spawn"), initializer=_begin)
    try:
        with _born_deaf():
            # a worker is born with a task, and only while none is idle
            for _ in range(size):
                hand(pool, _settle_in)
        yield pool
    except BaseException:
        # a plain shutdown would wait for every task that is queued
        pool.shutdown(wait=False, cancel_futures=True)
        # one that was born while the pool broke was told nothing, and the interpreter would wait for it at its end
        for worker in active_children():
            worker.terminate()
        raise
    pool.shutdown()


def hand(pool: Executor, task: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> Future[T]:
    """The task's future; BrokenProcessPool is told by the future alone, whenever the worker died."""
    try:
        return pool.submit(task, *arguments, **options)
    except BrokenProcessPool as error:
        told: Future[T] = Future()
        told.set_exception(error)
        return told


def _settle_in() -> None:
    """Import what nearly every task needs."""
    import taphuan.build.keys
    import taphuan.check.content
    import taphuan.compose
    import taphuan.document.reading  # noqa: F401


@contextmanager
def _born_deaf() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal, and a worker that is still starting would print a traceback. Blocked,
    it waits for this process and is inherited as blocked by those started meanwhile (Windows has no such mask)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin() -> None:
    """What libraries log about a failing kernel comes back as the job's failure; said twice it only hides the recap."""
    logging.disable(logging.ERROR)
    # the process that was started by hand speaks for all; kernels must not be born with the mask
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed run can tell its workers nothing, and they would wait for their next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
