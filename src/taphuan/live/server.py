"""The Jupyter server of a talk: this machine only, a token always, nothing served but the talk."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

from taphuan.live.handlers import handlers
from taphuan.live.page import BASE
from taphuan.live.talk import Talk


class LiveServer(ServerApp):
    """jupyter_server without its services for files, contents and kernels of any kind."""

    name = "taphuan"
    default_services = ("auth", "security")  # type: ignore[assignment]

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """A user's Jupyter configuration is for other servers: it could open this one to the net."""

    def init_logging(self) -> None:
        """Failures only: Jupyter says at its highest level what `taphuan present` says in its own words."""
        super().init_logging()
        self.log.addFilter(lambda record: record.levelno == logging.ERROR)

    def init_signal(self) -> None:
        """Ctrl-C ends the talk at once; nobody is asked in front of an audience."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signal_stop)

    def init_webapp(self) -> None:
        super().init_webapp()
        self.web_app.add_handlers(".*$", handlers())  # type: ignore[no-untyped-call]


def live_server(talk: Talk, place: str, folder: Path, port: int, open_browser: bool) -> LiveServer:
    """A server that is ready to start. `folder` is where kernels work; `port` is the first one tried."""
    config = Config()
    config.ServerApp.ip = "127.0.0.1"
    config.ServerApp.port = port
    config.ServerApp.open_browser = open_browser
    config.ServerApp.allow_root = True
    config.ServerApp.allow_remote_access = False
    config.ServerApp.allow_origin = ""
    config.ServerApp.root_dir = str(folder)
    config.ServerApp.default_url = f"{BASE}/{place}"
    config.ServerApp.jpserver_extensions = {}
    config.ServerApp.log_level = logging.ERROR
    config.ServerApp.tornado_settings = {
        "taphuan_talk": talk,
        "taphuan_folder": folder,
        "taphuan_stages": set(),
        "taphuan_tasks": set(),
    }
    # a token of its own for every talk, whatever the environment says
    for name in ("JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE"):
        os.environ.pop(name, None)
    server = LiveServer.instance(config=config)
    server.initialize(argv=[], find_extensions=False)
    return server
