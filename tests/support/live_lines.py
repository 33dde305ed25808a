"""Requests to a running server with any path and header, and the WebSocket of a page, without a browser."""

from __future__ import annotations

import contextlib
import http.client
import json
from pathlib import Path

import pytest
import websocket

from live_server import CONFERENCE, PROVINCE, Live

PAGE = f"/taphuan/{CONFERENCE}/{PROVINCE}"
STAGE = f"/taphuan/kernel/{CONFERENCE}/{PROVINCE}"


class Answer:
    """A response of the server that was read completely."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")


def ask(served: Live, path: str, method: str = "GET", token: str | None = None, **headers: str) -> Answer:
    """Send a request with the unchanged path and with the token of the server, or with `token` ("": without a token)."""
    sent_token = served.token if token is None else token
    sent_headers = {"Authorization": f"token {sent_token}"} if sent_token else {}
    sent_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    with contextlib.closing(connection):
        connection.request(method, path, headers=sent_headers)
        return Answer(connection.getresponse())


def socket(served: Live, path: str = STAGE, **options: object) -> websocket.WebSocket:
    """An open WebSocket. Raises WebSocketBadStatusException if the server refuses it, with the status code."""
    options.setdefault("header", {"Authorization": f"token {served.token}"})
    address = f"ws://127.0.0.1:{served.port}{path}"
    return websocket.create_connection(address, timeout=15, suppress_origin="origin" not in options, **options)


def refusal(served: Live, path: str = STAGE, **options: object) -> int:
    """The status code with which the server refuses a WebSocket."""
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        socket(served, path, **options)
    return int(refused.value.status_code)


def next_message(connection: websocket.WebSocket, **wanted: str) -> dict[str, object]:
    """The next message that has these values; other messages are skipped."""
    while True:
        message: dict[str, object] = json.loads(connection.recv())
        if all(message.get(name) == value for name, value in wanted.items()):
            return message


def family(pid: int) -> list[int]:
    """The ids of a process and of all its descendants."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    members = [pid]
    for member in members:
        members += parents.get(member, [])
    return members
