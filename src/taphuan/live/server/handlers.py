"""What the server answers: the pages of the talk, the files of the client, and one socket a page to its kernel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from html import escape
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from taphuan import paths
from taphuan.live.server.comparison import compared
from taphuan.live.server.decks_of_talk import DECK, Part, Talk
from taphuan.live.server.page import ASSETS, BASE, STAGE, live_page
from taphuan.live.server.page_kernel import CannotRun, Stage
from taphuan.live.server.policy import BARE, deck_policy

# more open pages than a presenter has; each holds a kernel
MOST_STAGES = 8
# bytes; the ids of all cells of a long deck are a tenth of it
LARGEST_REQUEST = 1 << 16

_KINDS = {".js": "text/javascript", ".css": "text/css"}
_PLACE = r"([a-z0-9-]+(?:/[a-z0-9-]+){1,2})"
_NO_ENTRY = "Hãy mở trang này bằng địa chỉ mà lệnh trình chiếu đã in ra."

_ERROR_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 20px/1.5 sans-serif; color: #14263B; max-width: 36em; margin: 15vh auto; padding: 0 1em; }}</style>
</head><body><h1>{title}</h1><p>{line}</p></body></html>
"""
_TITLES = {403: "Chưa được phép vào", 404: "Không có trang này"}


def handlers() -> list[tuple[str, type, dict[str, Any]]]:
    """All that the server answers; what they serve is in its setting `taphuan_talk`."""
    return [
        (rf"{ASSETS}/([a-z.]+)", AssetHandler, {"files": _assets()}),
        # a worker rules over the paths below its own: it must stand above the pages
        (rf"{BASE}/(worker\.js)", AssetHandler, {"files": _assets()}),
        (rf"{STAGE}/{_PLACE}", StageHandler, {}),
        (rf"{BASE}/{_PLACE}", PageHandler, {}),
        (r".*", NothingHandler, {}),
    ]


def _assets() -> dict[str, Path]:
    return {path.name: path for path in sorted(paths.LIVE_CLIENT.iterdir()) if path.suffix in _KINDS}


class _OfTheTalk(JupyterHandler):
    """What all have in common: who may ask, and what other sites are told, which is nothing."""

    @property
    def talk(self) -> Talk:
        talk: Talk = self.settings["taphuan_talk"]
        return talk

    def part(self, place: str) -> Part:
        """The deck of this place; 404 for every other path."""
        found = self.talk.parts.get(place)
        if found is None:
            raise web.HTTPError(404, "Không có bài này trong hội nghị đang trình chiếu.")
        return found

    @property
    def content_security_policy(self) -> str:
        return BARE

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def set_cors_headers(self) -> None:
        """None: Jupyter would let every site read what was asked for with the token."""

    def skip_check_origin(self) -> bool:
        """Never: Jupyter would let every site open a socket with the token."""
        return False

    def get_login_url(self) -> str:
        """There is no password to type in; raised where Jupyter would lead to its form."""
        raise web.HTTPError(403, _NO_ENTRY)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A page in the language of the audience, with nothing of ours in it but one line."""
        error = kwargs.get("exc_info", (None, None))[1]
        line = (error.log_message or "") if isinstance(error, web.HTTPError) else ""
        title = _TITLES.get(status_code, f"Lỗi {status_code}")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", BARE)
        self.finish(_ERROR_PAGE.format(title=title, line=escape(line)))

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """As tornado does, but without the address: it may have the token in it."""
        if not isinstance(value, web.HTTPError):
            self.log.error("a defect at %s", self.request.path, exc_info=(kind, value, trace))


class NothingHandler(_OfTheTalk):
    """Every other path, whatever is done to it."""

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        raise web.HTTPError(404)


class PageHandler(_OfTheTalk):
    """A deck of the talk, live."""

    @web.authenticated
    def get(self, place: str) -> None:
        part = self.part(place)
        if {"token", "ticket"} & self.request.query_arguments.keys():
            # the cookie is set now; the address bar is projected too
            self.redirect(f"{BASE}/{place}")
            return
        if not part.built:
            line = f"Bài của {part.label} chưa được dựng; hãy dừng và chạy lại lệnh trình chiếu."
            raise web.HTTPError(404, line)
        deck = (part.folder / DECK).read_text(encoding="utf-8")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", deck_policy(self.request.host))
        self.finish(live_page(deck, self.talk, part))

    @web.authenticated
    def head(self, place: str) -> None:
        self.set_status(200 if self.part(place).built else 404)
        self.finish()


class AssetHandler(_OfTheTalk):
    """The files of the client, by name."""

    def initialize(self, files: dict[str, Path]) -> None:
        self._files = files

    @property
    def content_security_policy(self) -> str:
        """For the worker, the one file with a policy of its own: it asks nobody but this server."""
        return "default-src 'none'; connect-src 'self'"

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
    _why_not = ""

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
        self._part = self.part(place)
        await super().get()

    def open(self) -> None:
        super().open()
        try:
            self._stage = Stage(self.talk, self._part, self.settings["taphuan_folder"], self._send)
        except CannotRun as reason:
            self._why_not = str(reason)
        self._send({"type": "hello", "cells": list(self._stage.shown) if self._stage else []})
        self._opened()

    def _opened(self) -> Stage | None:
        """The stage with its kernel; where there is none the page is told why, and the next request tries again."""
        stage, line = self._stage, self._why_not
        if stage is not None and stage not in self.stages:
            if len(self.stages) >= MOST_STAGES:
                stage, line = None, f"đã mở {MOST_STAGES} trang trình chiếu; hãy đóng bớt trang cũ"
            else:
                self.stages.add(stage)
                stage.open()
        if stage is None:
            self._send({"type": "status", "kernel": "lost", "line": line})
        return stage

    def on_message(self, message: str | bytes) -> None:
        asked = _request(message)
        if asked is None:
            self.close(1003, "unknown request")
            return
        if asked["do"] == "compare":
            # no kernel has a part in it
            self._send(compared(self.talk, asked["slide"], asked["province"]))
            return
        stage = self._opened()
        if stage is None:
            return
        match asked:
            case {"do": "run", "cells": [*cells]}:
                stage.run(cells)
            case {"do": "interrupt"}:
                stage.interrupt()

    def on_close(self) -> None:
        super().on_close()
        if self._stage is not None:
            stage, self._stage = self._stage, None
            self._soon(self._end(stage))

    async def _end(self, stage: Stage) -> None:
        await stage.close()
        # until now it held a kernel
        self.stages.discard(stage)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            sent = self.write_message(json.dumps(message, ensure_ascii=False))
        except WebSocketClosedError:
            # the page went away while its cell ran; on_close ends the kernel
            return
        # or goes away now, which nobody waits to hear
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())


def _request(message: str | bytes) -> dict[str, Any] | None:
    """The request as data; None where it is none that docs/live.md knows."""
    if isinstance(message, bytes):
        return None
    try:
        asked = json.loads(message)
        # half a surrogate pair could not be said back
        json.dumps(asked, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    match asked:
        case {"do": "run", "cells": [*cells]} if all(isinstance(cell, str) for cell in cells):
            return dict(asked)
        case {"do": "compare", "slide": str(), "province": str()} | {"do": "interrupt"}:
            return dict(asked)
    return None
