"""The Content-Security-Policy of a deck: its own scripts by hash and no others, no request.

A deck carries it in a `<meta>`; the live server sends the same rules, with its own address added, as a header.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache

from taphuan.document.markdown import clean
from taphuan.export.html.reveal import speaker_script

META = '<meta http-equiv="Content-Security-Policy" content="'


def rules(scripts: Iterable[str]) -> dict[str, str]:
    """The directives of a deck with these scripts; the speaker view's window inherits them and has a script of its own."""
    return {
        "default-src": "'none'",
        "script-src": " ".join((*map(script_hash, scripts), _speaker_hash())),
        # the deck's styles and those of SVG are inline; they can fetch only what is allowed below
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        # the speaker view has two frames with the deck, which is a file
        "frame-src": "'self' file:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def policy_text(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def page_policy(elements: Iterable[str]) -> str:
    """The policy of a page with these `<script>` elements."""
    return policy_text(rules(clean(element).removeprefix("<script>").removesuffix("</script>") for element in elements))


def script_hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@cache
def _speaker_hash() -> str:
    return script_hash(speaker_script())
