"""What a presenter sees in the browser: the bar of a live page, the slide that is shown, what page and server said."""

from __future__ import annotations

import json
from typing import Any

READY = "Nhân tính toán: sẵn sàng"


def listen(page: Any, line: Any) -> None:
    line.on("framereceived", lambda frame: page.said.append(json.loads(frame)))
    line.on("framesent", lambda frame: page.asked.append(json.loads(frame)))


def until(page: Any, part: str, words: str) -> None:
    """Wait until the bar's line about `part` (kernel, figures) holds these words."""
    from playwright.sync_api import expect

    expect(page.locator(f"#live-bar [data-status={part}]")).to_contain_text(words, timeout=20_000)


def says(page: Any, part: str) -> str:
    return str(page.locator(f"#live-bar [data-status={part}]").text_content())


def here(page: Any) -> str:
    return str(page.evaluate("() => Reveal.getCurrentSlide().id"))
