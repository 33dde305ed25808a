"""How many connections are open at once and how long one may take: nobody takes the server from the presenter by being slow or many.

Every user of the machine can connect to 127.0.0.1, with the token or without. A connection has `LONGEST` seconds from its
opening, or from its last answer, until its next answer has been taken whole; this holds for one that asks nothing, for
headers and bodies that trickle in and for answers that nobody reads. When more than `MOST` are open, the oldest is closed
that has never shown the token. A WebSocket is no longer counted here: the server closes one that answers no ping.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from socket import socket
from time import monotonic
from typing import Any
from weakref import WeakSet

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream

# seconds; the largest deck is read over loopback in a tenth of one
LONGEST = 20.0
# a browser opens six; the others are for strangers, so that one who has just come is not the oldest before he has asked
MOST = 400
# files that the process must be able to open: the connections, and a dozen for each kernel
_FILES = 1024
_SWEEP_MILLISECONDS = 1000


class BoundedServer(HTTPServer):
    """`known` holds the streams of those who have shown the token; the handlers add them."""

    def initialize(self, *args: Any, known: WeakSet[IOStream], **kwargs: Any) -> None:  # type: ignore[override]
        super().initialize(*args, **kwargs)
        self._streams_known = known
        # when each open connection began to wait for its request, the longest first
        self._waits_since: dict[HTTP1ServerConnection, float] = {}
        self._sweeper = PeriodicCallback(self._sweep, _SWEEP_MILLISECONDS)

    def add_sockets(self, sockets: Iterable[socket]) -> None:
        _allow_files()
        super().add_sockets(sockets)
        self._sweeper.start()

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """A connection was opened, or an answer was taken whole."""
        assert isinstance(server_conn, HTTP1ServerConnection)
        self._waits_since.pop(server_conn, None)
        self._waits_since[server_conn] = monotonic()
        if len(self._waits_since) > MOST:
            strangers = (conn for conn in self._waits_since if conn.stream not in self._streams_known)
            self._drop(next(strangers, server_conn))
        return super().start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        """A connection was closed, or has become a WebSocket."""
        assert isinstance(server_conn, HTTP1ServerConnection)
        self._waits_since.pop(server_conn, None)
        super().on_close(server_conn)

    def _sweep(self) -> None:
        last = monotonic() - LONGEST
        for conn in [conn for conn, since in self._waits_since.items() if since < last]:
            self._drop(conn)

    def _drop(self, conn: HTTP1ServerConnection) -> None:
        del self._waits_since[conn]
        conn.stream.close()


def _allow_files() -> None:
    """Some systems give a process 256 open files unless it asks for more."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < _FILES:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, hard) if hard > 0 else _FILES, hard))
