"""Load on a running server of the live deck, from a thread of its own: many requests, slow clients, sockets that never rest.

with loaded(flood(port, asks, clients=48, total=3000)) as done:
    ...  # the server is under load
print(done.result().statuses)
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic
from typing import Any

HOST = "127.0.0.1"
# seconds between two bytes of a slow client
PACE = 1.0
# what a server does to a client that it has had enough of
CUT_OFF = (ConnectionError, asyncio.IncompleteReadError)


@dataclass(frozen=True)
class Asked:
    """A request; without a token it comes from a stranger."""

    path: str
    token: str = ""
    method: str = "GET"

    def head(self, *fields: str) -> bytes:
        known = [f"Authorization: token {self.token}"] if self.token else []
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}", *known, *fields]
        return "\r\n".join(lines).encode() + b"\r\n"


@dataclass
class Answers:
    """How many answers had which status; the seconds that each took from the moment it was due; lost connections."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted


async def flood(port: int, asks: Sequence[Asked], clients: int, total: int, rate: float = 0.0) -> Answers:
    """Send `total` requests in turn over so many kept connections, `rate` a second or as fast as they are answered."""
    answers = Answers()
    numbers = iter(range(total))
    began = monotonic()

    async def client() -> None:
        reader = writer = None
        for number in numbers:
            due = began + number / rate if rate else monotonic()
            await asyncio.sleep(max(0.0, due - monotonic()))
            while True:
                try:
                    if writer is None or reader is None:
                        reader, writer = await asyncio.open_connection(HOST, port)
                    asked = asks[number % len(asks)]
                    writer.write(asked.head() + b"\r\n")
                    answers.statuses[await _answer(reader, asked)] += 1
                    answers.seconds.append(monotonic() - due)
                    break
                except CUT_OFF:
                    answers.lost += 1
                    reader = writer = None
        if writer is not None:
            writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    answers.lasted = monotonic() - began
    return answers


async def _answer(reader: asyncio.StreamReader, asked: Asked) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    status, _, fields = head.partition("\r\n")
    if asked.method != "HEAD":
        lengths = [line for line in fields.lower().splitlines() if line.startswith("content-length:")]
        await reader.readexactly(int(lengths[0].partition(":")[2]) if lengths else 0)
    return int(status.split()[1])


# --- slow clients -----------------------------------------------------------------------------------------------------

Slow = Callable[[int], Coroutine[Any, Any, None]]


async def silent(port: int) -> None:
    """Connects, and asks nothing."""
    await _held(port, b"", b"")


async def slow_head(port: int) -> None:
    """A request whose headers have no end."""
    await _held(port, Asked("/").head(), b"X-Slow: 1\r\n")


async def slow_body(port: int) -> None:
    """A request whose body comes in single bytes."""
    await _held(port, Asked("/", method="POST").head("Content-Length: 60000") + b"\r\n", b"x")


def unread(page: str, token: str) -> Slow:
    """Asks for a deck with the token and reads nothing of it."""

    async def ask(port: int) -> None:
        await _held(port, Asked(page, token).head() + b"\r\n", b"", reads=False)

    return ask


async def _held(port: int, first: bytes, then: bytes, reads: bool = True) -> None:
    """Keep one connection open until the server ends it."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.setblocking(False)
    loop = asyncio.get_running_loop()
    with line, suppress(ConnectionError):
        await loop.sock_connect(line, (HOST, port))
        await loop.sock_sendall(line, first)
        while True:
            if reads:
                with suppress(TimeoutError):
                    await asyncio.wait_for(loop.sock_recv(line, 4096), PACE)
                    return
            else:
                await asyncio.sleep(PACE)
            # a byte that cannot be sent any more says that the connection is closed, also to whom does not read
            await loop.sock_sendall(line, then or b"\r\n")


async def hold(port: int, kinds: Sequence[Slow], each: int) -> None:
    """Keep so many slow clients of each kind connected, with a new one for each that the server has closed."""

    async def one(kind: Slow) -> None:
        while True:
            await kind(port)
            await asyncio.sleep(PACE)

    await asyncio.gather(*(one(kind) for kind in kinds for _ in range(each)))


async def until_closed(port: int, kinds: Sequence[Slow], each: int) -> None:
    """Connect so many slow clients of each kind; ends when the server has closed them all."""
    await asyncio.gather(*(kind(port) for kind in kinds for _ in range(each)))


# --- the thread -------------------------------------------------------------------------------------------------------


@contextmanager
def loaded(work: Coroutine[Any, Any, Any]) -> Iterator[Future[Any]]:
    """Do the work in a thread while the block runs; its result as a future. What has not ended with the block is cancelled."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    done = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        yield done
    finally:
        done.cancel()
        asyncio.run_coroutine_threadsafe(_rest(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _rest() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
