"""Plain lines to a running server: requests of any path and header, and the socket of a page."""

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
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")


def ask(served: Live, path: str, method: str = "GET", token: str | None = None, **headers: str) -> Answer:
    """The path as it stands, with the token unless another one is given (empty: none)."""
    shown = served.token if token is None else token
    said = {"Authorization": f"token {shown}"} if shown else {}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    with contextlib.closing(connection):
        connection.request(method, path, headers=said)
        return Answer(connection.getresponse())


def socket(served: Live, path: str = STAGE, **options: object) -> websocket.WebSocket:
    """Raises WebSocketBadStatusException where the server refuses; its `status_code` says how."""
    options.setdefault("header", {"Authorization": f"token {served.token}"})
    address = f"ws://127.0.0.1:{served.port}{path}"
    return websocket.create_connection(address, timeout=15, suppress_origin="origin" not in options, **options)


def refusal(served: Live, path: str = STAGE, **options: object) -> int:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        socket(served, path, **options)
    return int(refused.value.status_code)


def heard(line: websocket.WebSocket, **wanted: str) -> dict[str, object]:
    """The next message that has these values."""
    while True:
        message: dict[str, object] = json.loads(line.recv())
        if all(message.get(name) == value for name, value in wanted.items()):
            return message


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for member in found:
        found += parents.get(member, [])
    return found
