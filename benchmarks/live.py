"""Measures the live deck in Chromium: time until the server is ready, until a slide is visible, until figures are live.

The results are medians in seconds, each with the limit below which a presenter does not notice it. The decks are built
before the measurement.
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
# the slide that stays open when the province changes, and the prefix of the cells of what is told of the province
SLIDE, STORY = "story-dung-o-dau", "story-"

LIMITS = {
    "server ready": 3.0,
    "first slide": 1.0,
    "the story live, after load": 2.5,
    "another province at its slide": 1.0,
    "another province live": 2.5,
    "one chart again": 0.5,
}

# records when the page shows a slide and when it receives which message
_RECORDER = """
window.bench = { messages: [] };
window.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address);
    this.addEventListener("message", (event) => {
      const { type, cell } = JSON.parse(event.data);
      bench.messages.push({ at: performance.now(), type, cell });
    });
  }
};
(function look() {
  if (document.querySelector(".reveal.ready .slides section.present")) bench.shown = performance.now();
  else requestAnimationFrame(look);
})();
"""


def live_times(folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """(median of `runs` in seconds, limit) for every key of LIMITS."""
    from playwright.sync_api import sync_playwright

    seconds_by_name: dict[str, list[float]] = {name: [] for name in LIMITS}
    with served(folder):
        # the first start builds the decks
        pass
    for _ in range(runs):
        start = monotonic()
        with served(folder) as address, urlopen(Request(address, method="HEAD")):
            seconds_by_name["server ready"].append(monotonic() - start)
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        for _ in range(runs):
            for name, seconds in _one_session(browser, address).items():
                seconds_by_name[name].append(seconds)
        browser.close()
    return {name: (median(times), LIMITS[name]) for name, times in seconds_by_name.items()}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "taphuan", "present", CONFERENCE, "--province", PROVINCE, "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--out", str(folder / "live")],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        yield next(match[0] for line in process.stdout if (match := re.search(r"http://\S+", line)))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def _one_session(browser: Any, address: str) -> dict[str, float]:
    """The seconds of one session in a new page: open the deck, run a chart again, change to another province."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(_RECORDER)
    page.goto(f"{address}#/{SLIDE}")
    _wait_for_idle_kernel(page)
    times = {
        "first slide": page.evaluate("() => bench.shown"),
        "the story live, after load": _time_of_last_figure(page)
        - page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd"),
    }
    key_press = page.evaluate("() => { bench.messages = []; return performance.now(); }")
    page.keyboard.press("r")
    _wait_for_idle_kernel(page)
    while not page.evaluate("() => bench.messages.some(({ type }) => type === 'figure')"):
        page.wait_for_timeout(50)
    times["one chart again"] = _time_of_last_figure(page) - key_press
    page.keyboard.press("t")
    page.keyboard.type(OTHER.replace("-", " "))
    key_press = page.evaluate("() => Date.now()")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _wait_for_idle_kernel(page)
    assert page.url.partition("#")[0].endswith(OTHER)
    until_navigation = page.evaluate("() => performance.timeOrigin") - key_press
    times["another province at its slide"] = until_navigation + page.evaluate("() => bench.shown")
    times["another province live"] = until_navigation + _time_of_last_figure(page)
    page.close()
    return {name: milliseconds / 1000 for name, milliseconds in times.items()}


def _wait_for_idle_kernel(page: Any) -> None:
    page.locator("#live-bar [data-status=kernel][data-mood=idle]").wait_for(state="attached")


def _time_of_last_figure(page: Any) -> float:
    """When the page received the last figure of the story, in ms after its navigation started."""
    times: Sequence[float] = page.evaluate(
        "prefix => bench.messages.filter(m => m.type === 'figure' && m.cell.startsWith(prefix)).map(m => m.at)", STORY
    )
    return max(times)


def live_table(times: dict[str, tuple[float, float]]) -> list[str]:
    """The lines of a Markdown table of `live_times`."""
    rows = [f"| {name} | {seconds:.2f} | {limit:.1f} |" for name, (seconds, limit) in times.items()]
    return ["| what | s | limit s |", "| --- | --- | --- |", *rows]
