"""The request handlers: the pages of the presentation, the files of the client, one WebSocket a page to its kernel.

`Guarded`, `AssetHandler` and `LineHandler` serve `taphuan watch` too.
"""

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
from tornado.http1connection import HTTP1Connection
from tornado.iostream import IOStream, StreamBufferFullError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from taphuan import paths
from taphuan.live.server.comparison import compared
from taphuan.live.server.decisions import Decisions
from taphuan.live.server.page import ASSETS, BASE, SOCKET, page_bytes
from taphuan.live.server.page_kernel import CannotRun, PageKernel
from taphuan.live.server.policy import BARE, deck_policy, deck_rules
from taphuan.live.server.presentation import Presentation, ServedDeck
from taphuan.text import say
from taphuan.theme import theme

# open pages with a kernel each; a presenter has two or three
MAX_PAGES = 8
# open WebSockets, those of pages without a kernel too
MAX_SOCKETS = 24
# bytes that may wait for a page that does not read them; a page of ours reads at once
MAX_UNREAD = 4 << 20
# bytes; a request with the ids of all cells of a long deck has a tenth of it
MAX_REQUEST = 1 << 16

_KINDS = {".js": "text/javascript", ".css": "text/css"}
PLACE = r"([a-z0-9-]+(?:/[a-z0-9-]+){1,2})"
_NO_ENTRY = say("live.server.handlers.no_entry")

_ERROR_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 20px/1.5 sans-serif; color: {ink}; max-width: 36em; margin: 15vh auto; padding: 0 1em; }}</style>
</head><body><h1>{title}</h1><p>{line}</p></body></html>
"""
_TITLES = {403: say("live.server.handlers.forbidden"), 404: say("live.server.handlers.not_found")}


Rules = list[tuple[str, type, dict[str, Any]]]


def handlers() -> Rules:
    """Every handler of a presentation. They read the setting `taphuan_presentation`."""
    return rules(
        # the scope of a service worker is its own folder, so it lies above the pages
        (rf"{BASE}/(worker\.js)", AssetHandler, {"files": _assets()}),
        (rf"{SOCKET}/{PLACE}", SocketHandler, {}),
        (rf"{BASE}/{PLACE}", PageHandler, {}),
    )


def rules(*pages: tuple[str, type, dict[str, Any]]) -> Rules:
    """The handlers of a server with these pages: the files of the client before them, and 404 for all else."""
    return [(rf"{ASSETS}/([a-z.]+)", AssetHandler, {"files": _assets()}), *pages, (r".*", NotFoundHandler, {})]


def _assets() -> dict[str, Path]:
    return {path.name: path for path in sorted(paths.LIVE_CLIENT.iterdir()) if path.suffix in _KINDS}


class Guarded(JupyterHandler):
    """Common to all handlers: only with the token or its cookie, and nothing for other sites."""

    async def prepare(self, **options: Any) -> None:
        await super().prepare(**options)
        if self.current_user and isinstance(self.request.connection, HTTP1Connection):
            # such connections are kept when there are too many
            self.settings["taphuan_known"].add(self.request.connection.stream)

    @property
    def content_security_policy(self) -> str:
        return BARE

    def shows_token(self) -> bool:
        """Whether the address holds a key. Then the page is asked for again without it, because the cookie is set now: the address
        bar is projected and must not show it."""
        if not {"token", "ticket"} & self.request.query_arguments.keys():
            return False
        self.redirect(self.request.path)
        return True

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def set_cors_headers(self) -> None:
        """No headers: with the token Jupyter would let every site read the response."""

    def skip_check_origin(self) -> bool:
        """False: with the token Jupyter would let every site open a socket."""
        return False

    def get_login_url(self) -> str:
        """Raises HTTPError 403: there is no login form."""
        raise web.HTTPError(403, _NO_ENTRY)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A page in Vietnamese with the error in one line and no details."""
        error = kwargs.get("exc_info", (None, None))[1]
        line = (error.log_message or "") if isinstance(error, web.HTTPError) else ""
        title = _TITLES.get(status_code, say("live.server.handlers.error", status=status_code))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", BARE)
        self.finish(_ERROR_PAGE.format(title=title, line=escape(line), ink=theme().colours.ink))

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """Log defects without the query of the address, which may contain the token."""
        if not isinstance(value, web.HTTPError):
            self.log.error("defect at %s", self.request.path, exc_info=(kind, value, trace))


class _OfPresentation(Guarded):
    @property
    def presentation(self) -> Presentation:
        presentation: Presentation = self.settings["taphuan_presentation"]
        return presentation

    def deck(self, place: str) -> ServedDeck:
        """Raises HTTPError 404 for an unknown place."""
        deck = self.presentation.decks.get(place)
        if deck is None:
            raise web.HTTPError(404, say("live.server.handlers.no_deck"))
        return deck


class NotFoundHandler(Guarded):
    """404 for every other path and method."""

    async def prepare(self, **options: Any) -> None:
        await super().prepare(**options)
        raise web.HTTPError(404)


class PageHandler(_OfPresentation):
    """A deck of the presentation with the live client."""

    @web.authenticated
    def get(self, place: str) -> None:
        deck = self.deck(place)
        if self.shows_token():
            return
        if not deck.built:
            line = say("live.server.handlers.not_built", label=deck.label)
            raise web.HTTPError(404, line)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", deck_policy(self.request.host, deck_rules()))
        self.finish(page_bytes(self.presentation, deck))

    def compute_etag(self) -> None:
        """None: nothing may be kept of a page, and its digest would cost more than all else."""

    @web.authenticated
    def head(self, place: str) -> None:
        self.set_status(200 if self.deck(place).built else 404)
        self.finish()


class AssetHandler(Guarded):
    """The files of the client, by name."""

    def initialize(self, files: dict[str, Path]) -> None:
        self._files = files

    @property
    def content_security_policy(self) -> str:
        """For the service worker, the only file whose own policy counts: requests to this server alone."""
        return "default-src 'none'; connect-src 'self'"

    @web.authenticated
    def get(self, name: str) -> None:
        if name not in self._files:
            raise web.HTTPError(404)
        path = self._files[name]
        self.set_header("Content-Type", f"{_KINDS[path.suffix]}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(path.read_bytes())


class LineHandler(WebSocketMixin, WebSocketHandler, Guarded):
    """The WebSocket of a page: bounded in number, and in what waits for a page that does not read."""

    @property
    def _pages(self) -> set[LineHandler]:
        """All open pages."""
        pages: set[LineHandler] = self.settings["taphuan_pages"]
        return pages

    @ws_authenticated
    async def get(self, *place: str) -> None:
        if len(self._pages) >= MAX_SOCKETS:
            raise web.HTTPError(503)
        await super().get()

    def open(self) -> None:
        super().open()
        if self._stream is not None:
            self._stream.max_write_buffer_size = MAX_UNREAD
        self._pages.add(self)

    def on_close(self) -> None:
        super().on_close()
        self._pages.discard(self)

    @property
    def _stream(self) -> IOStream | None:
        return self.ws_connection.stream if self.ws_connection is not None else None

    def send(self, message: dict[str, Any]) -> None:
        try:
            sent = self.write_message(json.dumps(message, ensure_ascii=False))
        except WebSocketClosedError:
            # the page was closed meanwhile
            return
        except StreamBufferFullError:
            # it does not read; a page of ours would ask again when it is back
            if self._stream is not None:
                self._stream.close()
            return
        # a page that is closed while this is sent is no error
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())


class SocketHandler(LineHandler, _OfPresentation):
    """The WebSocket between a page and its kernel; docs/live.md lists requests and messages."""

    _page_kernel: PageKernel | None = None
    _cannot_run = ""

    @property
    def _open_kernels(self) -> set[PageKernel]:
        """Of all pages."""
        kernels: set[PageKernel] = self.settings["taphuan_kernels"]
        return kernels

    def _create_task(self, work: Coroutine[Any, Any, None]) -> None:
        """Start it without waiting. The loop holds only weak references to tasks."""
        tasks: set[asyncio.Task[None]] = self.settings["taphuan_tasks"]
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    @ws_authenticated
    async def get(self, *place: str) -> None:
        self._deck = self.deck(*place)
        await super().get(*place)

    @property
    def _decisions(self) -> Decisions:
        decisions: Decisions = self.settings["taphuan_decisions"]
        return decisions

    def open(self) -> None:
        super().open()
        try:
            self._page_kernel = PageKernel(self._deck, self.settings["taphuan_folder"], self.send)
        except CannotRun as reason:
            self._cannot_run = str(reason)
        cells = list(self._page_kernel.cells) if self._page_kernel else []
        self.send({"type": "hello", "cells": cells, "decided": self._decisions.rows})
        self._opened_kernel()

    def _opened_kernel(self) -> PageKernel | None:
        """The page's kernel, opened if it is not; otherwise the page gets the reason. Every request tries again."""
        kernel, line = self._page_kernel, self._cannot_run
        if kernel is not None and kernel not in self._open_kernels:
            if len(self._open_kernels) >= MAX_PAGES:
                kernel, line = None, say("live.server.handlers.too_many", pages=MAX_PAGES)
            else:
                self._open_kernels.add(kernel)
                kernel.open()
        if kernel is None:
            self.send({"type": "status", "kernel": "lost", "line": line})
        return kernel

    async def on_message(self, message: str | bytes) -> None:
        """The next message of this page is read when this one is done; in between others have their turn."""
        await asyncio.sleep(0)
        request = _request(message)
        if request is None:
            self.close(1003, "unknown request")
            return
        # neither of these needs a kernel
        if request["do"] == "compare":
            self.send(compared(self.presentation, request["slide"], request["province"]))
            return
        if request["do"] in ("decide", "undo"):
            self._decide(request)
            return
        kernel = self._opened_kernel()
        if kernel is None:
            return
        match request:
            case {"do": "run", "cells": [*cells]}:
                kernel.run(cells)
            case {"do": "interrupt"}:
                kernel.interrupt()

    def _decide(self, request: dict[str, Any]) -> None:
        """Keep what was typed, and show it on every page."""
        line = ""
        try:
            if request["do"] == "undo":
                self._decisions.undo()
            else:
                line = self._decisions.change(*(request[key] for key in ("row", "field", "text", "stroke")))
        except OSError as error:
            line = say("live.server.handlers.not_written", reason=error.strerror)
        if line:
            self.send({"type": "not-decided", "line": line})
        for page in tuple(self._pages):
            page.send({"type": "decided", "rows": self._decisions.rows})

    def on_close(self) -> None:
        super().on_close()
        if self._page_kernel is not None:
            kernel, self._page_kernel = self._page_kernel, None
            self._create_task(self._close(kernel))

    async def _close(self, kernel: PageKernel) -> None:
        await kernel.close()
        # counts as open until its process has ended
        self._open_kernels.discard(kernel)


def _request(message: str | bytes) -> dict[str, Any] | None:
    """The request as data; None if docs/live.md does not list it."""
    if isinstance(message, bytes):
        return None
    try:
        request = json.loads(message)
        # a lone surrogate could not be sent back
        json.dumps(request, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    match request:
        case {"do": "run", "cells": [*cells]} if all(isinstance(cell, str) for cell in cells):
            return dict(request)
        case {"do": "compare", "slide": str(), "province": str()} | {"do": "interrupt" | "undo"}:
            return dict(request)
        case {"do": "decide", "row": int(row), "field": str(), "text": str(), "stroke": str()} if row is not True:
            return dict(request)
    return None
