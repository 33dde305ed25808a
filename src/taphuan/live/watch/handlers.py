"""What a browser is answered: the deck as it was made last, and over one WebSocket a page all that is new."""

from __future__ import annotations

import json
from typing import Any

from tornado import web

from taphuan.live.server.handlers import PLACE, Guarded, LineHandler, Rules, rules
from taphuan.live.server.page import BASE, with_client
from taphuan.live.server.policy import deck_policy
from taphuan.live.watch.loop import Watch
from taphuan.theme import forms

SOCKET = f"{BASE}/watch"
# what is served until there is a deck
_EMPTY = (
    '<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">\n'
    "<style>{colours}</style></head>\n"
    '<body class="no-deck"></body>\n</html>\n'
)


def handlers() -> Rules:
    """Every handler of a watch. They read the setting `taphuan_watch`."""
    return rules((SOCKET, WatchLine, {}), (rf"{BASE}/{PLACE}", WatchedPage, {}))


class WatchedPage(Guarded):
    """The deck with the client that exchanges its slides."""

    @web.authenticated
    def get(self, place: str) -> None:
        watch: Watch = self.settings["taphuan_watch"]
        if place != watch.place:
            raise web.HTTPError(404)
        if self.shows_token():
            return
        page = watch.page
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", deck_policy(self.request.host, page.policy if page else _NO_SCRIPTS))
        settings = {
            "socket": SOCKET,
            "place": watch.place,
            "shell": page.shell if page else "",
            "style": page.style if page else "",
            "digests": page.digests if page else {},
        }
        self.finish(
            with_client(page.html if page else _EMPTY.format(title=watch.title, colours=forms.css()), settings, "watch")
        )

    def compute_etag(self) -> None:
        """None: nothing may be kept of a page."""

    @web.authenticated
    def head(self, place: str) -> None:
        watch: Watch = self.settings["taphuan_watch"]
        self.set_status(200 if place == watch.place else 404)
        self.finish()


_NO_SCRIPTS = {
    "default-src": "'none'",
    "script-src": "",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "font-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}


class WatchLine(LineHandler):
    """The WebSocket of a page; docs/live.md lists its messages."""

    # what the page has: a digest a slide, of its styles, and of all else
    _has: tuple[dict[str, str], str, str] | None = None

    def on_message(self, message: str | bytes) -> None:
        """The only request: what the page has."""
        has = _request(message)
        if has is None:
            self.close(1003, "unknown request")
            return
        self._has = has
        self.tell(self.settings["taphuan_watch"])

    def tell(self, watch: Watch) -> None:
        """Send what the page lacks, and how things stand."""
        if self._has is None:
            return
        digests, style, shell = self._has
        page = watch.page
        if page is not None and page.shell != shell:
            self.send({"type": "reload"})
            return
        if page is not None and (digests, style) != (page.digests, page.style):
            self.send({"type": "deck", **page.update(digests, style)})
            self._has = page.digests, page.style, shell
        self.send({"type": "state", **watch.state()})


def _request(message: str | bytes) -> tuple[dict[str, str], str, str] | None:
    if isinstance(message, bytes):
        return None
    try:
        request: Any = json.loads(message)
    except (ValueError, RecursionError):
        return None
    match request:
        case {"do": "have", "digests": dict(digests), "style": str(style), "shell": str(shell)}:
            return digests, style, shell
    return None
