"""`python -m taphuan.live.rehearse.offline …`: the `taphuan` command as in a hall without a network.

Every look-up of a name and every connection to another machine fails at once, so that whoever needs one shows it.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

_THIS_MACHINE = (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1")


def closed(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook. Raises OSError where the event leaves this machine; sockets that are files have no host."""
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
