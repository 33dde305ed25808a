"""The worker processes of a run: started anew, given one task at a time, ended with the process that started them."""

from __future__ import annotations

import logging
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from typing import ParamSpec, TypeVar

from taphuan.errors import EXIT_ENVIRONMENT, TaphuanError, with_code

P = ParamSpec("P")
T = TypeVar("T")


class WorkerDied(TaphuanError):
    """A worker was killed before anything was written, by hand or because the machine had no memory left."""

    exit_code = EXIT_ENVIRONMENT


@dataclass(frozen=True)
class Crew:
    """Who does the jobs of a run. `far`: they may be on other machines and see no folder of this one."""

    pool: Executor
    size: int
    far: bool = False
    # what happened to workers, for the person; may grow until the end of the run
    notes: Sequence[str] = ()


@contextmanager
def crew(workers: int, tasks: int, scheduler: str = "") -> Iterator[Crew]:
    """Processes of this machine, or the workers of the scheduler at this address."""
    if scheduler:
        from taphuan.build.cluster import cluster

        with cluster(scheduler) as (pool, size):
            yield Crew(pool, size, far=True, notes=pool.notes)
    else:
        with worker_pool(workers, tasks) as processes:
            yield Crew(processes, workers)


@contextmanager
def worker_pool(workers: int, tasks: int) -> Iterator[ProcessPoolExecutor]:
    """At most one worker a task; they import while the caller goes on. On an error no task is begun that is still queued.

    The workers are spawned, not forked: threads of Typst and zmq do not survive a fork.
    """
    size = max(1, min(workers, tasks))
    pool = ProcessPoolExecutor(max_workers=size, mp_context=get_context("spawn"), initializer=initialize)
    try:
        with sigint_blocked():
            # the pool starts a worker for a task, and only while none is idle
            for _ in range(size):
                submit(pool, _import_libraries)
        yield pool
    except BaseException:
        # a plain shutdown would wait for the tasks under way and queued, and for a worker that started while the pool broke
        for worker in active_children():
            worker.terminate()
        # the pool's own thread has ended before the interpreter does, which would wake it through a pipe that it is just closing
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def why_lost(error: BrokenExecutor) -> str:
    """Why a job has no result: its worker died, or the cluster that had it is gone."""
    own = isinstance(error, BrokenProcessPool)
    return (
        "its worker process died before it could be run; run it again alone [TH814]"
        if own
        else with_code(str(error), "TH829")
    )


def why_not_begun(error: BrokenExecutor) -> str:
    """The same for a run that has written nothing yet."""
    if isinstance(error, BrokenProcessPool):
        return "a worker process died before anything was written; run it again, with --jobs 1 if memory is short"
    return f"{error}; nothing was written"


def submit(pool: Executor, task: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> Future[T]:
    """The task's future; whenever a worker died, BrokenProcessPool is raised by the future alone."""
    try:
        return pool.submit(task, *arguments, **options)
    except RuntimeError as error:
        # the pool's thread marks the pool as broken, then as shut down, and no lock keeps `submit` from looking between the two
        broken: Future[T] = Future()
        broken.set_exception(error if isinstance(error, BrokenProcessPool) else BrokenProcessPool(str(error)))
        return broken


def _import_libraries() -> None:
    """Import what nearly every task needs."""
    import taphuan.build.keys
    import taphuan.check.content
    import taphuan.compose
    import taphuan.document.reading  # noqa: F401


@contextmanager
def sigint_blocked() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal, and a worker that is still starting would print a traceback. While
    SIGINT is masked here, it waits, and processes that are started inherit the mask (Windows has no such mask)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def initialize() -> None:
    """Before the first task of a worker."""
    # what libraries log about a failing kernel comes back as the job's failure; printed as well it only hides the recap
    logging.disable(logging.ERROR)
    # the process that was started by hand handles Ctrl-C for all; kernels must not inherit the mask
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A run that is killed can tell its workers nothing, and they would wait for their next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
