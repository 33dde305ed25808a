"""A slide of another participant's deck, for a page that shows its figure next to its own.

It comes from that participant's built deck, a file that was checked when it was built: no kernel is asked, so no value
of one province ever enters the kernel of another.
"""

from __future__ import annotations

from typing import Any

from taphuan.document.cleaning import clean_markup
from taphuan.export.html.deck import slide_of
from taphuan.live.server.decks_of_talk import DECK, Talk
from taphuan.live.server.page_kernel import NOT_SAFE


def compared(talk: Talk, slide: str, province: str) -> dict[str, Any]:
    """The message `compared` of docs/live.md: the slide's markup, or in `line` why there is none."""
    part = talk.provinces.get(province)
    markup, line = "", ""
    if part is None:
        line = "không có địa phương này trong hội nghị"
    elif not part.built:
        line = f"bài của {part.label} chưa được dựng"
    elif not (markup := slide_of((part.folder / DECK).read_text(encoding="utf-8"), slide)):
        line = f"bài của {part.label} không có trang này"
    elif not (cleaned := clean_markup(markup)).complete:
        markup, line = "", NOT_SAFE
    else:
        markup = cleaned.markup
    return {"type": "compared", "slide": slide[:80], "province": province[:80], "html": markup, "line": line}
