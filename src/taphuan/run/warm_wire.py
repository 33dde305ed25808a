"""What goes between a user process and its master: requests on a packet socket, news of each kernel on a pipe of its own.

A request is one JSON packet. One that asks for a kernel carries three file descriptors: the pipe for the news, and the
kernel's stdout and stderr. The news are STARTED with the kernel's process id, then ENDED with its exit code as
`subprocess` counts it. ENDED alone means that no kernel could be forked; a pipe that closes without it means that the
master is gone, and its kernels with it.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from dataclasses import asdict, dataclass

STARTED = b"s"
ENDED = b"e"
_NEWS = struct.Struct("=ci")

# beyond the largest packet a socket takes by default (208 KiB)
_PACKET = 1 << 20
_DESCRIPTORS = 3


@dataclass(frozen=True)
class Request:
    """`argv` is the kernel's sys.argv, empty if no kernel is asked for; `modules` are imported before the fork.

    `last` says that no request follows: the master ends with its last kernel.
    """

    argv: tuple[str, ...] = ()
    env: dict[str, str] | None = None
    cwd: str = ""
    modules: tuple[str, ...] = ()
    last: bool = False


def send(channel: socket.socket, request: Request, descriptors: tuple[int, ...] = ()) -> None:
    """Raises OSError where the master is gone, does not read, or the environment is too large for a packet."""
    socket.send_fds(channel, [json.dumps(asdict(request)).encode()], descriptors)


def receive(channel: socket.socket) -> tuple[Request, list[int]] | None:
    """The next request and its descriptors; None where the other end is closed."""
    packet, descriptors, _, _ = socket.recv_fds(channel, _PACKET, _DESCRIPTORS)
    if not packet:
        return None
    fields = json.loads(packet)
    fields |= {name: tuple(fields[name]) for name in ("argv", "modules")}
    return Request(**fields), list(descriptors)


def tell(pipe: int, news: bytes, number: int) -> None:
    """Raises BrokenPipeError where nobody listens any more."""
    os.write(pipe, _NEWS.pack(news, number))


def hear(pipe: int) -> tuple[bytes, int] | None:
    """The next piece of news; None where the pipe is closed. Raises BlockingIOError where there is none yet."""
    packet = os.read(pipe, _NEWS.size)
    return _NEWS.unpack(packet) if packet else None
