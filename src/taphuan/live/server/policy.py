"""The Content-Security-Policy of a live deck: the deck's scripts by hash, the client's by path, no others.

The hashes are those of the scripts that the deck's template writes today, not of the scripts in the file: a script added to
a built deck does not run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from taphuan.export.html.deck import deck_scripts
from taphuan.export.html.reveal import speaker_script

# for every response but a deck: no script, no request
BARE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def deck_policy(host: str) -> str:
    """The header's value for a page served at `host` ("127.0.0.1:8642")."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {' '.join(script_hashes())}",
        # the deck's styles and those of SVG are inline; they can fetch only what is allowed below
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "data:",
        "connect-src": f"'self' ws://{host}",
        # the speaker view has two frames with the deck
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@cache
def script_hashes() -> tuple[str, ...]:
    """Of every script in a deck. Computed once, after the server has started."""
    digests = (hashlib.sha256(script.encode()).digest() for script in (*deck_scripts(), speaker_script()))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
