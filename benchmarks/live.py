"""How fast the live deck is, in Chromium: from the command to the address, to a slide, to figures of a kernel.

Medians of seconds, each with the limit that a presenter should never notice. The decks are built before the clock runs.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any
from urllib.request import Request, urlopen

from taphuan.check.browser import find_chromium, launch_flags

CONFERENCE, PROVINCE, OTHER = "quang-nam-2024", "quang-nam", "da-nang"
# what is shown while provinces change, and the cells that stand on the profile's slides
SLIDE, PROFILE = "profile-vi-tri", "profile-"

LIMITS = {
    "server ready": 3.0,
    "first slide": 1.0,
    "profile's cells live, after load": 2.5,
    "another province at its slide": 1.0,
    "another province live": 2.5,
    "one chart again": 0.5,
}

# when the page shows a slide, and when its server said what
_NOTES = """
window.bench = { said: [] };
window.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address);
    this.addEventListener("message", (event) => {
      const { type, cell } = JSON.parse(event.data);
      bench.said.push({ at: performance.now(), type, cell });
    });
  }
};
(function look() {
  if (document.querySelector(".reveal.ready .slides section.present")) bench.shown = performance.now();
  else requestAnimationFrame(look);
})();
"""


def live_times(folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Seconds of every line of LIMITS, the median of `runs`, and the limit."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {name: [] for name in LIMITS}
    with _served(folder):
        # builds what is missing
        pass
    for _ in range(runs):
        began = monotonic()
        with _served(folder) as address, urlopen(Request(address, method="HEAD")):
            found["server ready"].append(monotonic() - began)
    with _served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        for _ in range(runs):
            for name, seconds in _one_session(browser, address).items():
                found[name].append(seconds)
        browser.close()
    return {name: (median(times), LIMITS[name]) for name, times in found.items()}


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    command = [sys.executable, "-m", "taphuan", "present", CONFERENCE, "--province", PROVINCE, "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--out", str(folder / "live")],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def _one_session(browser: Any, address: str) -> dict[str, float]:
    """A page of its own: opened, run again, left for another province."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(_NOTES)
    page.goto(f"{address}#/{SLIDE}")
    _rest(page)
    times = {
        "first slide": page.evaluate("() => bench.shown"),
        "profile's cells live, after load": _live(page)
        - page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd"),
    }
    pressed = page.evaluate("() => { bench.said = []; return performance.now(); }")
    page.keyboard.press("r")
    _rest(page)
    while not page.evaluate("() => bench.said.some(({ type }) => type === 'figure')"):
        page.wait_for_timeout(50)
    times["one chart again"] = _live(page) - pressed
    page.keyboard.press("t")
    page.keyboard.type(OTHER.replace("-", " "))
    asked = page.evaluate("() => Date.now()")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _rest(page)
    assert page.url.partition("#")[0].endswith(OTHER)
    asked = page.evaluate("() => performance.timeOrigin") - asked
    times["another province at its slide"] = asked + page.evaluate("() => bench.shown")
    times["another province live"] = asked + _live(page)
    page.close()
    return {name: milliseconds / 1000 for name, milliseconds in times.items()}


def _rest(page: Any) -> None:
    """Until its kernel has run everything."""
    page.locator("#live-bar [data-status=kernel][data-mood=idle]").wait_for(state="attached")


def _live(page: Any) -> float:
    """When the last figure of the profile came, in ms of the page."""
    times: Sequence[float] = page.evaluate(
        "prefix => bench.said.filter(m => m.type === 'figure' && m.cell.startsWith(prefix)).map(m => m.at)", PROFILE
    )
    return max(times)


def live_table(times: dict[str, tuple[float, float]]) -> list[str]:
    rows = [f"| {name} | {seconds:.2f} | {limit:.1f} |" for name, (seconds, limit) in times.items()]
    return ["| what | s | limit s |", "| --- | --- | --- |", *rows]
