"""`python -m taphuan.live.rehearse.offline …`: the `taphuan` command without a network.

Every name look-up and every connection to another machine fails at once.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

_THIS_MACHINE = (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1")


def closed(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook. Raises OSError for a connection to another machine; Unix sockets have no host."""
    host: Any = None
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    if host not in _THIS_MACHINE:
        raise OSError(f"the network is closed: {host} was asked for")


if __name__ == "__main__":
    sys.addaudithook(closed)
    runpy.run_module("taphuan", run_name="__main__")
