"""Measures the live server under load: requests a second, their latency, and how long a cell takes meanwhile.

Everything runs on this machine: the load has its share of the same processors. Each line is measured twice, with nobody else
and with slow clients held (silent ones, headers and bodies that trickle in). The table is that of docs/live.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import websocket

from live import CONFERENCE, PROVINCE, served
from live_load import Answers, Asked, flood, hold, loaded, silent, slow_body, slow_head

PAGE = f"/taphuan/{CONFERENCE}/{PROVINCE}"
SOCKET = f"/taphuan/kernel/{CONFERENCE}/{PROVINCE}"
# the cell of a chart
CELL = "story-dung-o-dau-hinh"
SLOW, CLIENTS, RATE, SECONDS, RUNS = 300, 48, 1000, 5, 15


def held_table(folder: Path) -> list[str]:
    """The lines of a Markdown table; the decks are built before."""
    with served(folder):
        # the first start builds the decks
        pass
    columns = []
    with served(folder) as address:
        url = urlsplit(address)
        token, port = parse_qs(url.query)["token"][0], url.port
        assert port is not None
        for slow in (0, SLOW):
            kinds = (silent, slow_head, slow_body)
            held = loaded(hold(port, kinds, slow // len(kinds))) if slow else nullcontext()
            with held, _page(port, token) as page:
                columns.append(_column(port, token, page))
    head = [
        "| on one machine, the load on it too | nobody else | " + f"{SLOW} slow clients held |",
        "| --- | --- | --- |",
    ]
    return [*head, *(f"| {name} | {one[name]} | {two[name]} |" for one, two in [columns] for name in one)]


def _column(port: int, token: str, page: websocket.WebSocket) -> dict[str, str]:
    known, stranger = Asked(PAGE, token, "HEAD"), Asked(PAGE)
    figures = {"a chart again, nothing asked": f"{_cell(page) * 1000:.0f} ms"}
    with loaded(flood(port, [known, stranger], CLIENTS, RATE * SECONDS, RATE)) as load:
        cell = _cell(page)
        answers: Answers = load.result()
    figures[f"{RATE} requests a second offered: answered"] = f"{answers.rate:.0f}/s"
    figures["– their latency, median and 99 of 100"] = _latency(answers)
    figures["– a chart again meanwhile"] = f"{cell * 1000:.0f} ms"
    for name, asks in (
        ("as many requests as are answered", [known, stranger]),
        ("as many whole decks", [Asked(PAGE, token)]),
    ):
        with loaded(flood(port, asks, CLIENTS, RATE * 2)) as load:
            answers = load.result()
        figures[name] = f"{answers.rate:.0f}/s; {_latency(answers)}"
    return figures


def _latency(answers: Answers) -> str:
    ordered = sorted(answers.seconds)
    return f"{median(ordered) * 1000:.1f} and {ordered[len(ordered) * 99 // 100] * 1000:.0f} ms"


@contextmanager
def _page(port: int, token: str) -> Iterator[websocket.WebSocket]:
    header = {"Authorization": f"token {token}"}
    address = f"ws://127.0.0.1:{port}{SOCKET}"
    with closing(websocket.create_connection(address, timeout=120, header=header, suppress_origin=True)) as page:
        _until(page, kernel="idle")
        yield page


def _cell(page: websocket.WebSocket) -> float:
    """The median of the seconds from asking for the chart until it is there."""
    seconds = []
    for _ in range(RUNS):
        began = monotonic()
        page.send(json.dumps({"do": "run", "cells": [CELL]}))
        _until(page, type="figure")
        seconds.append(monotonic() - began)
    return median(seconds)


def _until(page: websocket.WebSocket, **wanted: Any) -> None:
    while True:
        message = json.loads(page.recv())
        if message["type"] in ("refused", "failed", "lost"):
            raise RuntimeError(f"the page waits for {wanted} in vain: {message}")
        if all(message.get(name) == value for name, value in wanted.items()):
            return


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("\n".join(held_table(Path(name))) + "\n")
