"""The built deck as a page of the server: the file itself and, at its end, the client that makes it live."""

from __future__ import annotations

import json

from taphuan.known.units import WHOLE
from taphuan.live.server.decks_of_talk import Part, Talk

BASE = "/taphuan"
ASSETS = f"{BASE}/assets"
STAGE = f"{BASE}/stage"

_END = "</body>"


def live_page(deck: str, talk: Talk, part: Part) -> str:
    """The deck's HTML with the client; the deck itself is not touched, so it looks as it does without a server."""
    told = {
        "conference": talk.title,
        "asOf": talk.as_of,
        "place": part.place,
        "label": part.label,
        "province": part.province,
        "whole": WHOLE,
        "stage": f"{STAGE}/{part.place}",
        "base": BASE,
        "parts": [
            {"place": p.place, "label": p.label, "province": p.province, "module": p.module}
            for p in talk.parts.values()
        ],
    }
    # inside a script element nothing but "</" and "<!--" means anything to a browser
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    client = (
        f'<link rel="stylesheet" href="{ASSETS}/live.css">\n'
        f'<script type="application/json" id="taphuan-live">{data}</script>\n'
        f'<script type="module" src="{ASSETS}/live.js"></script>\n'
    )
    place = deck.rindex(_END)
    return deck[:place] + client + deck[place:]
