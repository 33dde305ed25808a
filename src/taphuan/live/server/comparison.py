"""A slide of another participant's deck, for a page that shows its figure next to its own.

The slide is cut from that participant's built deck, a file that was checked when it was built. No kernel runs for it, so no
value of one province enters the kernel of another.
"""

from __future__ import annotations

from typing import Any

from taphuan.document.cleaning import clean_slide
from taphuan.export.html.deck import slide_of
from taphuan.live.server.page_kernel import NOT_SAFE
from taphuan.live.server.presentation import DECK, Presentation
from taphuan.text import say


def compared(presentation: Presentation, slide: str, province: str) -> dict[str, Any]:
    """The message `compared` of docs/live.md: the slide's markup, or in `line` the reason why there is none."""
    deck = presentation.provinces.get(province)
    markup, line = "", ""
    if deck is None:
        line = say("live.server.comparison.no_province")
    elif not deck.built:
        line = say("live.server.comparison.not_built", label=deck.label)
    elif not (section := slide_of((deck.folder / DECK).read_text(encoding="utf-8"), slide)):
        line = say("live.server.comparison.no_slide", label=deck.label)
    elif not (cleaned := clean_slide(section)).complete:
        line = NOT_SAFE
    else:
        markup = cleaned.markup
    return {"type": "compared", "slide": slide[:80], "province": province[:80], "html": markup, "line": line}
