"""A run on many machines: an executor whose calls are made by the workers of a Dask scheduler.

A worker may do a job if it has one thread and the caller's code, data, packages and Python, to the letter (`welcome`). A
worker is given one call at a time, so that one that dies takes no other call's chances with it.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from concurrent.futures import CancelledError as Cancelled
from contextlib import contextmanager, suppress
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.build import far
from taphuan.build.fingerprint import Fingerprint, differing, fingerprint, in_words, pieces_of
from taphuan.errors import EnvironmentLacks, TaphuanError
from taphuan.export.pptx import faces

if TYPE_CHECKING:
    from distributed import Client

# seconds for which a run waits for a worker, at its start and where all are gone; a queue may take longer
PATIENCE = "TAPHUAN_PATIENCE"
_PATIENCE = 60.0
# seconds until a scheduler must have answered
_ANSWER = 10.0
# seconds between two looks at the workers
_LOOK = 1.0
# times that a call is given out anew where nothing about it was at fault
_AGAIN = 5
_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://\S+:\d+")


class NoAddress(TaphuanError):
    """What was given as a scheduler cannot be the address of one."""


class NoCluster(EnvironmentLacks):
    """The scheduler cannot be reached, has no workers, or has workers that differ from this machine."""


class Lost(BrokenExecutor):
    """A call has no result because its workers died or the scheduler went away; the message says which."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Workers, int]]:
    """The workers of the scheduler at this address, and how many they are. Raises NoAddress and NoCluster."""
    if not _ADDRESS.fullmatch(address):
        raise NoAddress(
            f"'{address}' is no address of a scheduler; it has the form tcp://HOST:8786 (or tls://…)", code="TH821"
        )
    expected = fingerprint()
    client = _connected(address)
    workers: Workers | None = None
    try:
        size = welcome(client, address, expected)
        workers = Workers(client, address, expected, size)
        yield workers, size
    finally:
        if workers:
            workers.shutdown()
        with suppress(Exception):
            # a scheduler that is gone cannot say goodbye
            client.close(timeout=_ANSWER)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster(
            "the package 'distributed' is missing, which --scheduler needs; `make` installs it with the lock, elsewhere: "
            "pip install 'taphuan[cluster]'",
            code="TH822",
        ) from None
    # what it logs about a worker or a scheduler that died comes back as a failure; printed as well it only hides the recap
    for name in [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("distributed", "tornado")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # `welcome` compares more, and says it in words
    warnings.filterwarnings("ignore", module="distributed")
    try:
        return Client(address, timeout=min(_ANSWER, patience()), set_as_default=False)
    except Exception as error:
        # whatever another version, another program behind the port or a certificate makes of it
        raise NoCluster(
            f"no scheduler answers at {address} ({_reason(error)}); start one (docs/cluster.md), or leave --scheduler out",
            code="TH823",
        ) from None


def patience() -> float:
    """Seconds to wait for a worker."""
    text = os.environ.get(PATIENCE, "")
    try:
        return float(text) if text else _PATIENCE
    except ValueError:
        raise NoAddress(f"{PATIENCE}={text}: it is a number of seconds", code="TH873") from None


def welcome(client: Client, address: str, expected: Fingerprint) -> int:
    """How many workers there are, all of them like this machine. One that loaded an older state of its files is restarted.

    Raises NoCluster, which names each worker that may not take part and what differs.
    """
    seconds = patience()
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise NoCluster(
            f"the scheduler at {address} has no worker after {seconds:g} s; start some with: "
            f"dask worker {address} --nthreads 1",
            code="TH824",
        ) from None
    stale = _look_at(client, address, expected)
    if stale:
        try:
            client.restart_workers(stale, timeout=seconds)
        except Exception as error:
            raise NoCluster(
                f"{_listed(stale)} loaded files that have changed since and cannot be restarted from here ({_reason(error)}); stop "
                "and start them, with a nanny if possible",
                code="TH825",
            ) from None
        if still := _look_at(client, address, expected):
            raise NoCluster(f"{_listed(still)} loaded files that have changed since; stop and start them", code="TH825")
    return len(client.scheduler_info()["workers"])


def _look_at(client: Client, address: str, expected: Fingerprint) -> list[str]:
    """The workers to restart. Raises NoCluster for those that no restart would help."""
    known = client.scheduler_info()["workers"]
    threads = {name: info["nthreads"] for name, info in known.items()}
    refused = {
        name: f"has {count} threads; start it with --nthreads 1" for name, count in threads.items() if count != 1
    }
    stale: list[str] = []
    answers = client.run(pickle.loads, far.ordered(far.standing), on_error="return")
    left = client.scheduler_info()["workers"]
    for name, said in answers.items():
        if name in refused or name not in left:
            # said already, or gone meanwhile
            continue
        if not isinstance(said, far.Standing):
            refused[name] = f"has no code of ours that can answer ({type(said).__name__}: {said})"
        elif parts := differing(expected, said.now):
            refused[name] = f"({said.host}, {said.root}) differs from this machine: {_named(client, name, parts)}"
        elif said.loaded != said.now:
            stale.append(name)
    if refused:
        lines = [f"  worker {name} {why}" for name, why in sorted(refused.items())]
        raise NoCluster(
            "\n".join(
                [
                    f"{len(refused)} of {len(known)} workers at {address} cannot do the jobs of this machine:",
                    *lines,
                    "bring them to the same commit, the same requirements.lock and the same Python, or stop them",
                ]
            ),
            code="TH826",
        )
    return stale


def _named(client: Client, name: str, parts: tuple[str, ...]) -> str:
    there = client.run(pickle.loads, far.ordered(far.pieces, parts), workers=[name], on_error="return")[name]
    return in_words(pieces_of(parts), there) if isinstance(there, dict) else ", ".join(parts)


def _reason(error: Exception) -> str:
    """Its first line, or what it is."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _listed(names: list[str]) -> str:
    return f"worker{'s' if len(names) > 1 else ''} {', '.join(names)}"


class _Call:
    """A call under way: the bytes that order it, and its future."""

    def __init__(self, order: bytes) -> None:
        self.order = order
        self.done: Future[Any] = Future()
        self.again = 0


class Workers(Executor):
    """The workers of a scheduler. A call whose worker dies is made again by another; `notes` are for the recap."""

    def __init__(self, client: Client, address: str, expected: Fingerprint, size: int) -> None:
        self._client, self._address, self._expected = client, address, expected
        self._settings = {paths.FONT_SETTING: faces.chosen()}
        self._patience = patience()
        self._lock = Lock()
        # results that are on their way here, and who waits for none to be
        self._fetched, self._none_fetched = 0, Condition(self._lock)
        self._room = size
        self._waiting: deque[_Call] = deque()
        self._under_way: dict[_Call, Any] = {}
        self._lost = ""
        self._over = Event()
        self.notes: list[str] = []
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        """The future of `function(*arguments)`; what it fails with, Lost too, comes by the future alone."""
        assert not options
        work = far.ordered(function, *arguments)
        call = _Call(far.ordered(far.perform, self._expected, self._settings, work))
        with self._lock:
            self._waiting.append(call)
        self._send()
        return call.done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give out nothing more. A result on its way here needs the client, and its thread would wait for ever for one that is
        closed: whoever closes it does so behind this."""
        with self._lock:
            self._over.set()
            self._none_fetched.wait_for(lambda: not self._fetched, timeout=_ANSWER)

    def _send(self) -> None:
        """Give out calls while there are workers without one."""
        while True:
            with self._lock:
                if self._lost or not self._waiting or len(self._under_way) >= self._room:
                    break
                call = self._waiting.popleft()
                self._under_way[call] = None
            try:
                sent = self._client.submit(pickle.loads, call.order, pure=False)
            except Exception as error:
                self._lose(f"the scheduler at {self._address} takes no more jobs ({type(error).__name__}: {error})")
                break
            with self._lock:
                self._under_way[call] = sent
            sent.add_done_callback(lambda ended, call=call: self._ended(call, ended))
        if self._lost:
            self._fail_all()

    def _ended(self, call: _Call, sent: Any) -> None:
        with self._lock:
            self._under_way.pop(call, None)
            if self._over.is_set():
                return
            self._fetched += 1
        # the worker's next call is on its way while the result of this one travels
        self._send()
        try:
            self._fetch(call, sent)
        finally:
            with self._lock:
                self._fetched -= 1
                self._none_fetched.notify_all()

    def _fetch(self, call: _Call, sent: Any) -> None:
        from distributed import KilledWorker

        try:
            result = sent.result()
        except KilledWorker as error:
            last = error.last_worker.address if error.last_worker else "unknown"
            self._fail(
                call,
                Lost(
                    f"the worker that ran it died {error.allowed_failures + 1} times (KilledWorker), the last was {last}; "
                    "give its machine more memory, or run it again alone"
                ),
            )
        except far.Unlike as error:
            self._send_away(error)
            self._give_again(call, f"worker {error.address} could not do it: {error.why}")
        except Cancelled as error:
            if getattr(error, "reason", "") == "scheduler-connection-lost" or self._client.status != "running":
                self._lose(f"the scheduler at {self._address} was lost")
                self._fail(call, Lost(self._lost))
            else:
                # somebody else restarted the workers
                self._give_again(call, f"the scheduler at {self._address} dropped it")
        except Exception as error:
            # of the job itself: it is for whoever waits for it
            self._fail(call, error)
        else:
            with suppress(Exception):
                call.done.set_result(result)

    def _give_again(self, call: _Call, reason: str) -> None:
        call.again += 1
        if call.again > _AGAIN:
            self._fail(call, Lost(f"{reason} (given out {call.again} times)"))
            return
        with self._lock:
            self._waiting.appendleft(call)
        self._send()

    def _send_away(self, unlike: far.Unlike) -> None:
        """A worker that came during the run and is not like this machine."""
        note = f"worker {unlike.address} came during the run and was sent away: {unlike.why}"
        if note not in self.notes:
            self.notes.append(note)
        with suppress(Exception):
            # it may be gone by itself
            self._client.retire_workers([unlike.address])

    def _lose(self, reason: str) -> None:
        """Nothing more can be done there."""
        with self._lock:
            self._lost = self._lost or reason
        self._fail_all()

    def _fail_all(self) -> None:
        with self._lock:
            calls = [*self._waiting, *self._under_way]
            self._waiting.clear()
            self._under_way.clear()
        for call in calls:
            self._fail(call, Lost(self._lost))

    def _fail(self, call: _Call, error: BaseException) -> None:
        # of two ways to learn that a scheduler is gone the first one counts
        with suppress(InvalidStateError):
            call.done.set_exception(error)

    def _watch(self) -> None:
        """How many workers there are, and whether there are any at all."""
        alone = 0.0
        while not self._over.wait(_LOOK):
            if self._client.status != "running":
                self._lose(f"the scheduler at {self._address} was lost")
                return
            try:
                size = len(self._client.scheduler_info()["workers"])
            except Exception:
                # the next look knows whether the connection is gone
                continue
            alone = 0.0 if size else alone + _LOOK
            if alone > self._patience:
                self._lose(f"no worker has been left at {self._address} for {self._patience:g} s")
                return
            with self._lock:
                self._room = max(1, size)
            self._send()
