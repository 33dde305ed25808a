"""The Jupyter server of a talk: this machine only, a token always, nothing served but the talk."""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
import signal
import socket
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.serverapp import ServerApp
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import RequestHandler
from traitlets.config import Config

from taphuan import paths
from taphuan.errors import EnvironmentLacks
from taphuan.live.server.decks_of_talk import Talk
from taphuan.live.server.handlers import LARGEST_REQUEST, handlers
from taphuan.live.server.page import BASE
from taphuan.live.server.page_kernel import Stage
from taphuan.live.server.policy import script_hashes

ADDRESS = "127.0.0.1"
# how many ports are tried, one after the other
PORTS = 10

# what cookies are signed with; only its owner can read it
_COOKIES = "live-cookie-secret"
_COOKIE_DAYS = 1
# seconds the kernels have to end in; whoever is left goes with this process
_PATIENCE = 5


class TalkIdentity(IdentityProvider):
    """The token, or once a ticket: the address that a browser is started with is seen in the list of processes."""

    def __init__(self, **kwargs: Any) -> None:
        # named here, so that nothing in the environment is asked for another one
        super().__init__(token=secrets.token_hex(24), **kwargs)
        self._ticket = ""

    def ticket(self) -> str:
        """Good for one page that is opened with it; the one before is good no more."""
        self._ticket = secrets.token_hex(24)
        return self._ticket

    async def get_user_token(self, handler: RequestHandler) -> User | None:
        shown = handler.get_argument("ticket", "")
        if shown and secrets.compare_digest(shown.encode(), self._ticket.encode()):
            self._ticket = ""
            return self.generate_anonymous_user(handler)
        return await super().get_user_token(handler)


class LiveServer(ServerApp):
    """jupyter_server without its pages, its files and its services."""

    name = "taphuan"
    default_services = ()  # type: ignore[assignment]

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """A user's Jupyter configuration is for other servers: it could open this one to the net."""

    def init_logging(self) -> None:
        """Failures only: Jupyter says at its highest level what `taphuan present` says in its own words."""
        super().init_logging()
        self.log.addFilter(lambda record: record.levelno == logging.ERROR)

    def init_signal(self) -> None:
        """Ctrl-C or a closed terminal ends the talk at once; nobody is asked in front of an audience."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._signal_stop)

    def init_webapp(self) -> None:
        """An allow-list: of what Jupyter would answer, from /files to /metrics, our last rule hides all."""
        super().init_webapp()
        self.web_app.add_handlers(".*$", handlers())  # type: ignore[no-untyped-call]

    def write_server_info_file(self) -> None:
        """The token stands in no file, here and below."""

    def write_browser_open_files(self) -> None:
        """A browser is started with a ticket."""

    async def _post_start(self) -> None:
        # while the browser starts
        script_hashes()

    async def _cleanup(self) -> None:
        stages: set[Stage] = self.web_app.settings["taphuan_stages"]
        if ending := [asyncio.create_task(stage.close()) for stage in stages]:
            await asyncio.wait(ending, timeout=_PATIENCE)
        await super()._cleanup()

    def address(self, place: str, ticket: bool = False) -> str:
        """Where this part is shown, with the token, or with a ticket that is good once."""
        identity = self.identity_provider
        assert isinstance(identity, TalkIdentity)
        key = f"ticket={identity.ticket()}" if ticket else f"token={identity.token}"
        return f"http://{ADDRESS}:{self.port}{BASE}/{place}?{key}"


def live_server(talk: Talk, folder: Path, port: int) -> LiveServer:
    """A server that listens already and answers when it is started; `folder` is where kernels work.

    `port` is the first one tried. Raises EnvironmentLacks where none is free.
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
    # a page that was opened with the token stays known to a server that is started again, for a day
    paths.CACHE.mkdir(parents=True, exist_ok=True)
    config.ServerApp.cookie_secret_file = str(paths.CACHE / _COOKIES)
    config.ServerApp.identity_provider_class = TalkIdentity
    config.TalkIdentity.cookie_options = {"expires_days": _COOKIE_DAYS, "samesite": "Lax"}
    config.TalkIdentity.get_secure_cookie_kwargs = {"max_age_days": _COOKIE_DAYS}
    config.ServerApp.tornado_settings = {
        "taphuan_talk": talk,
        "taphuan_folder": folder,
        "taphuan_stages": set(),
        "taphuan_tasks": set(),
        "websocket_max_message_size": LARGEST_REQUEST,
        # addresses have the token in them
        "log_function": lambda handler: None,
    }
    server = LiveServer.instance(config=config)
    server.initialize(argv=[], find_extensions=False, new_httpserver=False)
    HTTPServer(server.web_app, max_body_size=LARGEST_REQUEST).add_sockets(sockets)
    return server


def _listen(port: int) -> tuple[list[socket.socket], int]:
    last = min(port + PORTS, 1 << 16) - 1
    for candidate in range(port, last + 1):
        try:
            return bind_sockets(candidate, ADDRESS), candidate
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise EnvironmentLacks(f"the ports {port} to {last} are all in use; choose another one with --port")
