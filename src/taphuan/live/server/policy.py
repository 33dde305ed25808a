"""The Content-Security-Policy of a live deck: that of the deck itself, with the client's scripts by path added.

The hashes are those of the scripts that the deck's template writes today, not of the scripts in the file: a script added to
a built deck does not run.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from taphuan.export.html.deck import deck_scripts
from taphuan.export.html.policy import policy_text, rules

# for every response but a deck: no script, no request
BARE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def deck_policy(host: str, deck: Mapping[str, str]) -> str:
    """The header's value for a deck with these rules of its own that is served at `host` ("127.0.0.1:8642")."""
    server = {
        "script-src": f"'self' {deck['script-src']}",
        "style-src": f"'self' {deck['style-src']}",
        "img-src": f"'self' {deck['img-src']}",
        "connect-src": f"'self' ws://{host}",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "worker-src": "'self'",
    }
    return policy_text({**deck, **server})


@cache
def deck_rules() -> dict[str, str]:
    """Of every deck. Computed once, after the server has started."""
    return rules(deck_scripts())
