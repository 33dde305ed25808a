"""What the server answers: the pages of the talk, the files of the client, and one socket a page to its kernel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from taphuan import paths
from taphuan.errors import EnvironmentLacks
from taphuan.live.page import ASSETS, BASE, STAGE, live_page
from taphuan.live.policy import deck_policy
from taphuan.live.stage import Stage
from taphuan.live.talk import DECK, Part, Talk

# more open pages than a presenter has; each holds a kernel
MOST_STAGES = 8
_LARGEST_REQUEST = 4096

_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}
_PLACE = r"([a-z0-9-]+(?:/[a-z0-9-]+){1,2})"


def handlers() -> list[tuple[str, type, dict[str, Any]]]:
    """The rules for the server's application; everything they serve is in its setting `taphuan_talk`."""
    return [
        (rf"{ASSETS}/([a-z.]+)", AssetHandler, {"files": _assets()}),
        (rf"{STAGE}/{_PLACE}", StageHandler, {}),
        (rf"{BASE}/{_PLACE}", PageHandler, {}),
    ]


def _assets() -> dict[str, Path]:
    own = {path.name: path for path in sorted(paths.LIVE_CLIENT.iterdir()) if path.suffix in _KINDS}
    return own | {"purify.mjs": purifier()}


@cache
def purifier() -> Path:
    """DOMPurify as an installed package carries it."""
    package = find_spec("nicegui")
    if package is None or package.origin is None:
        raise EnvironmentLacks("DOMPurify is missing: run `make` to install requirements.lock")
    found = Path(package.origin).parent / "static/dompurify.mjs"
    if not found.is_file():
        raise EnvironmentLacks("the package nicegui has no DOMPurify in it: install requirements.lock again")
    return found


class _OfTheTalk(JupyterHandler):
    @property
    def talk(self) -> Talk:
        talk: Talk = self.settings["taphuan_talk"]
        return talk

    def part(self, place: str) -> Part:
        """The deck of this place; 404 for every other path."""
        found = self.talk.parts.get(place)
        if found is None:
            raise web.HTTPError(404, "không có bài này trong hội nghị đang trình chiếu")
        return found


class PageHandler(_OfTheTalk):
    """A deck of the talk, live."""

    @property
    def content_security_policy(self) -> str:
        return deck_policy(self.request.host)

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    @web.authenticated
    def get(self, place: str) -> None:
        part = self.part(place)
        if "token" in self.request.query_arguments:
            # the cookie is set now; the address bar is projected too
            self.redirect(f"{BASE}/{place}")
            return
        deck = part.folder / DECK
        if not deck.is_file():
            raise web.HTTPError(404, f"bài của {part.label} chưa được dựng; hãy dừng và chạy lại lệnh trình chiếu")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(live_page(deck.read_text(encoding="utf-8"), self.talk, part))

    @web.authenticated
    def head(self, place: str) -> None:
        deck = self.part(place).folder / DECK
        self.set_status(200 if deck.is_file() else 404)
        self.finish()


class AssetHandler(JupyterHandler):
    """The files of the client, by name."""

    def initialize(self, files: dict[str, Path]) -> None:
        self._files = files

    @web.authenticated
    def get(self, name: str) -> None:
        if name not in self._files:
            raise web.HTTPError(404)
        path = self._files[name]
        self.set_header("Content-Type", f"{_KINDS[path.suffix]}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(path.read_bytes())


class StageHandler(WebSocketMixin, WebSocketHandler, _OfTheTalk):
    """One page's line to its kernel; JSON both ways, as docs/live.md says."""

    _stage: Stage | None = None

    @property
    def stages(self) -> set[Stage]:
        stages: set[Stage] = self.settings["taphuan_stages"]
        return stages

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it without waiting; the loop itself holds tasks but loosely."""
        tasks: set[asyncio.Task[None]] = self.settings["taphuan_tasks"]
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    @ws_authenticated
    async def get(self, place: str) -> None:
        part = self.part(place)
        if len(self.stages) >= MOST_STAGES:
            raise web.HTTPError(503, f"đã mở {MOST_STAGES} trang; đóng bớt trang cũ")
        self._part = part
        await super().get()

    def open(self) -> None:
        super().open()
        self._stage = Stage(self.talk, self._part, self.settings["taphuan_folder"], self._send)
        self.stages.add(self._stage)
        self._send({"type": "hello", "cells": list(self._stage.shown)})
        self._stage.open()

    def on_message(self, message: str | bytes) -> None:
        stage, asked = self._stage, _request(message)
        if stage is None:
            return
        match asked:
            case {"do": "run", "cells": [*cells]}:
                stage.run([str(cell) for cell in cells])
            case {"do": "compare", "cell": str(cell), "province": str(province)}:
                stage.compare(cell, province)
            case {"do": "interrupt"}:
                self._soon(stage.interrupt())
            case _:
                self.close(1003, "unknown request")

    def on_close(self) -> None:
        super().on_close()
        if self._stage is not None:
            stage, self._stage = self._stage, None
            self.stages.discard(stage)
            self._soon(stage.close())

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self.write_message(json.dumps(message, ensure_ascii=False))
        except WebSocketClosedError:
            # the page went away while its cell ran; on_close ends the kernel
            return


def _request(message: str | bytes) -> Any:
    """The request as data; None where it is none."""
    if len(message) > _LARGEST_REQUEST:
        return None
    try:
        return json.loads(message)
    except ValueError:
        return None
