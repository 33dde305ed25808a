"""The built deck as a page of the server: the file itself and, at its end, the client that makes it live."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from taphuan.export.html.policy import META
from taphuan.known.units import WHOLE
from taphuan.live.server.presentation import DECK, Presentation, ServedDeck
from taphuan.text import words_below

BASE = "/taphuan"
ASSETS = f"{BASE}/assets"
SOCKET = f"{BASE}/kernel"

_END = "</body>"


def page_bytes(presentation: Presentation, deck: ServedDeck) -> bytes:
    """The page of a deck that is built, made anew only when its file is another one. Raises OSError, UnicodeDecodeError."""
    # taken before the file is read, so that a file written in between is seen by the next request
    state = (deck.folder / DECK).stat()
    return _page_bytes(presentation, deck, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))


@lru_cache(maxsize=8)
def _page_bytes(presentation: Presentation, deck: ServedDeck, _state: tuple[int, ...]) -> bytes:
    return live_page((deck.folder / DECK).read_text(encoding="utf-8"), presentation, deck).encode()


def live_page(html: str, presentation: Presentation, deck: ServedDeck) -> str:
    """`html` of a deck with the client added at its end and without its own policy, for which the server sends a header."""
    settings = {
        "conference": presentation.title,
        "asOf": presentation.as_of,
        "place": deck.place,
        "label": deck.label,
        "province": deck.province,
        "commune": deck.commune,
        "whole": WHOLE,
        "socket": f"{SOCKET}/{deck.place}",
        "base": BASE,
        "decks": [
            {"place": p.place, "label": p.label, "province": p.province, "module": p.module, "commune": p.commune}
            for p in presentation.decks.values()
        ],
    }
    return with_client(html, settings, "live")


def with_client(html: str, settings: dict[str, Any], name: str) -> str:
    """`html` with its settings and words, the script and the style of the client `name` at its end, without a policy of its own."""
    said = {"words": words_below(f"live.client.{name}")}
    # "</" and "<!--" would end the script element
    data = json.dumps(settings | said, ensure_ascii=False).replace("<", "\\u003c")
    client = (
        f'<link rel="stylesheet" href="{ASSETS}/{name}.css">\n'
        f'<script type="application/json" id="taphuan-live">{data}</script>\n'
        f'<script type="module" src="{ASSETS}/{name}.js"></script>\n'
    )
    policy = html.find(META)
    if policy >= 0:
        html = html[:policy] + html[html.index(">", policy) + 1 :]
    end = html.rindex(_END)
    return html[:end] + client + html[end:]
