"""The protocol between a client process and its master: requests on a packet socket, a status pipe for each kernel.

A request is one JSON packet. A request for a kernel carries three file descriptors: the status pipe, and the kernel's stdout
and stderr. The status is STARTED with the kernel's process id, then ENDED with its exit code as in `subprocess`. ENDED alone
means that no kernel could be forked; a pipe that closes without ENDED means that the master and its kernels are dead.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from dataclasses import asdict, dataclass

STARTED = b"s"
ENDED = b"e"
_STATUS = struct.Struct("=ci")

# bytes; more than the largest packet of a socket by default (208 KiB)
_PACKET = 1 << 20
_DESCRIPTORS = 3


@dataclass(frozen=True)
class Request:
    """`argv` is the kernel's sys.argv, empty if no kernel is requested; `modules` are imported before the fork.

    `last`: no request follows, and the master ends with its last kernel.
    """

    argv: tuple[str, ...] = ()
    env: dict[str, str] | None = None
    cwd: str = ""
    modules: tuple[str, ...] = ()
    last: bool = False


def send(channel: socket.socket, request: Request, descriptors: tuple[int, ...] = ()) -> None:
    """Raises OSError if the master is dead or does not read, or if the environment is too large for a packet."""
    socket.send_fds(channel, [json.dumps(asdict(request)).encode()], descriptors)


def receive(channel: socket.socket) -> tuple[Request, list[int]] | None:
    """The next request and its descriptors; None if the other end is closed."""
    packet, descriptors, _, _ = socket.recv_fds(channel, _PACKET, _DESCRIPTORS)
    if not packet:
        return None
    fields = json.loads(packet)
    fields |= {name: tuple(fields[name]) for name in ("argv", "modules")}
    return Request(**fields), list(descriptors)


def send_status(pipe: int, status: bytes, number: int) -> None:
    """Raises BrokenPipeError if the other end is closed."""
    os.write(pipe, _STATUS.pack(status, number))


def receive_status(pipe: int) -> tuple[bytes, int] | None:
    """The next status and its number; None if the pipe is closed. Raises BlockingIOError if there is none yet."""
    packet = os.read(pipe, _STATUS.size)
    return _STATUS.unpack(packet) if packet else None
