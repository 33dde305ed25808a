"""`taphuan watch`: the deck of one set as the files make it now, on a page that follows them, until Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

# before the server's libraries import jsonschema
import taphuan.data.light_jsonschema  # noqa: F401
from taphuan.build.plan import MODULES_FOLDER, ConferenceNotReady
from taphuan.errors import DataError, UnknownName
from taphuan.files import scratch
from taphuan.known.conferences import conference_slugs
from taphuan.live.present import launch_browser
from taphuan.live.watch.loop import Watch
from taphuan.live.watch.rebuild import Asked, job_of
from taphuan.run.execute import kernel_environment

Tell = Callable[[str], None]


def watch(conference: str, province: str, module: str, port: int, open_browser: bool, tell: Tell) -> None:
    """Serve the deck until Ctrl-C. Raises UnknownName and what else `plan` raises of the names, EnvironmentLacks where the server
    cannot start; data and notebooks that are not in order are told on the page."""
    asked = Asked(conference, province, module)
    if conference not in conference_slugs():
        raise UnknownName("conference", conference, conference_slugs())
    try:
        job_of(asked)
    except (DataError, ConferenceNotReady) as error:
        tell(f"not yet: {error.told()}")
    place = "/".join((conference, MODULES_FOLDER, module) if module else (conference, province))
    with scratch() as folder, kernel_environment(folder):
        from taphuan.live.server.server import Served, live_server
        from taphuan.live.watch.handlers import handlers

        settings: dict[str, object] = {}
        running: list[asyncio.Task[None]] = []

        async def begin() -> None:
            running.append(asyncio.create_task(watched.run()))
            # it runs until the server ends; where it ends before, the server does too, and the error is told
            running[0].add_done_callback(lambda _: server.stop())

        server = live_server(Served(handlers(), settings, begin), folder, port)
        watched = Watch(asked, place, conference, server.web_app.settings["taphuan_pages"], tell)
        server.web_app.settings["taphuan_watch"] = watched
        watched.begin()
        try:
            if server.port != port:
                tell(f"port {port} is in use; this server is on {server.port}")
            tell(f"watching {asked.conference}: {server.address(place)}")
            tell("save a notebook, a table, a YAML file, a template or the theme, and the page follows; Ctrl-C ends it")
            if open_browser:
                launch_browser(server.address(place, ticket=True), tell)
            server.start()
        finally:
            watched.end()
        for task in running:
            if task.done() and not task.cancelled():
                task.result()
    tell("the watch has ended; nothing was built")
