"""The Jupyter server of a presentation: on 127.0.0.1 only, with a token, without any other service."""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.serverapp import ServerApp
from tornado.netutil import bind_sockets
from tornado.web import RequestHandler
from traitlets.config import Config

from taphuan import paths
from taphuan.errors import EnvironmentLacks
from taphuan.live.server.connections import BoundedServer
from taphuan.live.server.decisions import Decisions
from taphuan.live.server.handlers import MAX_REQUEST, Rules, handlers
from taphuan.live.server.page import BASE
from taphuan.live.server.page_kernel import PageKernel
from taphuan.live.server.policy import deck_rules
from taphuan.live.server.presentation import Presentation

ADDRESS = "127.0.0.1"
# number of ports that are tried
PORTS = 10

# file with the key that signs cookies, readable by its owner alone
_COOKIE_SECRET = "live-cookie-secret"
_COOKIE_DAYS = 1
# seconds until the server ends without waiting for its kernels, which end with its process
_CLOSE_TIMEOUT = 5


class PresentationIdentity(IdentityProvider):
    """Accepts the token, or a ticket once: the list of processes shows the address that a browser is started with."""

    def __init__(self, **kwargs: Any) -> None:
        # a given token, so that no environment variable can set one
        super().__init__(token=secrets.token_hex(24), **kwargs)
        self._ticket = ""

    def ticket(self) -> str:
        """A new ticket, valid for one request; the previous one becomes invalid."""
        self._ticket = secrets.token_hex(24)
        return self._ticket

    async def get_user_token(self, handler: RequestHandler) -> User | None:
        ticket = handler.get_argument("ticket", "")
        if ticket and secrets.compare_digest(ticket.encode(), self._ticket.encode()):
            self._ticket = ""
            return self.generate_anonymous_user(handler)
        return await super().get_user_token(handler)


class LiveServer(ServerApp):
    """jupyter_server without its pages, files and services."""

    name = "taphuan"
    default_services = ()  # type: ignore[assignment]

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Nothing is read: a user's Jupyter configuration could open this server to the network."""

    def init_logging(self) -> None:
        """Log errors only. Jupyter logs its address as critical; `taphuan present` prints its own lines."""
        super().init_logging()
        self.log.addFilter(lambda record: record.levelno == logging.ERROR)

    def init_signal(self) -> None:
        """Ctrl-C or a closed terminal ends the server at once, without Jupyter's question."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._signal_stop)

    def init_webapp(self) -> None:
        """Serve our paths only: our last rule answers 404 for every path that Jupyter would serve."""
        super().init_webapp()
        self.web_app.add_handlers(".*$", self.web_app.settings["taphuan_rules"])  # type: ignore[no-untyped-call]

    def write_server_info_file(self) -> None:
        """No file: it would contain the token."""

    def write_browser_open_files(self) -> None:
        """No file: it would contain the token."""

    async def _post_start(self) -> None:
        await self.web_app.settings["taphuan_begin"]()

    async def _cleanup(self) -> None:
        kernels: set[PageKernel] = self.web_app.settings["taphuan_kernels"]
        if closing := [asyncio.create_task(kernel.close()) for kernel in kernels]:
            await asyncio.wait(closing, timeout=_CLOSE_TIMEOUT)
        await super()._cleanup()

    def address(self, place: str, ticket: bool = False) -> str:
        """The URL of the deck at `place`, with the token or with a ticket."""
        identity = self.identity_provider
        assert isinstance(identity, PresentationIdentity)
        key = f"ticket={identity.ticket()}" if ticket else f"token={identity.token}"
        return f"http://{ADDRESS}:{self.port}{BASE}/{place}?{key}"


@dataclass(frozen=True)
class Served:
    """What a server serves: its handlers, the settings that they read, and what begins once it answers."""

    rules: Rules
    settings: dict[str, Any]
    begin: Callable[[], Awaitable[None]]


def presenting(presentation: Presentation, folder: Path) -> Served:
    """The decks of a conference. Kernels work in `folder`."""

    async def begin() -> None:
        # computed while the browser starts
        deck_rules()

    settings = {
        "taphuan_presentation": presentation,
        "taphuan_folder": folder,
        "taphuan_decisions": Decisions(presentation.conference),
        "taphuan_tasks": set(),
    }
    return Served(handlers(), settings, begin)


def live_server(served: Served, folder: Path, port: int) -> LiveServer:
    """A server that listens already and answers once it is started; `folder` is its own.

    `port` is the first port that is tried. Raises EnvironmentLacks if none is free.
    """
    sockets, port = _listen(port)
    config = Config()
    config.ServerApp.ip = ADDRESS
    config.ServerApp.port = port
    config.ServerApp.open_browser = False
    config.ServerApp.allow_root = True
    config.ServerApp.allow_remote_access = False
    config.ServerApp.allow_unauthenticated_access = False
    config.ServerApp.allow_origin = ""
    config.ServerApp.root_dir = str(folder)
    config.ServerApp.jpserver_extensions = {}
    config.ServerApp.log_level = logging.ERROR
    # for a day a cookie is also valid on a server that was started again
    paths.CACHE.mkdir(parents=True, exist_ok=True)
    config.ServerApp.cookie_secret_file = str(paths.CACHE / _COOKIE_SECRET)
    config.ServerApp.identity_provider_class = PresentationIdentity
    config.PresentationIdentity.cookie_options = {"expires_days": _COOKIE_DAYS, "samesite": "Lax"}
    config.PresentationIdentity.get_secure_cookie_kwargs = {"max_age_days": _COOKIE_DAYS}
    config.ServerApp.tornado_settings = {
        **served.settings,
        "taphuan_rules": served.rules,
        "taphuan_begin": served.begin,
        "taphuan_kernels": set(),
        "taphuan_pages": set(),
        "taphuan_known": WeakSet(),
        "websocket_max_message_size": MAX_REQUEST,
        # addresses contain the token
        "log_function": lambda handler: None,
    }
    server = LiveServer.instance(config=config)
    server.initialize(argv=[], find_extensions=False, new_httpserver=False)
    # what is configured is copied, so that only this one is that of the handlers
    known = server.web_app.settings["taphuan_known"]
    BoundedServer(server.web_app, known=known, max_body_size=MAX_REQUEST).add_sockets(sockets)
    return server


def _listen(port: int) -> tuple[list[socket.socket], int]:
    last = min(port + PORTS, 1 << 16) - 1
    for candidate in range(port, last + 1):
        try:
            return bind_sockets(candidate, ADDRESS), candidate
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise EnvironmentLacks(f"the ports {port} to {last} are all in use; choose another one with --port", code="TH907")
