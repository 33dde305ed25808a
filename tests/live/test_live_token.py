"""The token of the live server is kept: it stands in no log, no file, no list of processes; a browser gets a ticket."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from live_lines import PAGE, STAGE, ask, family, next_message, socket
from live_server import CONFERENCE, PROVINCE, BuiltTalk, Live, free_port, live


def test_the_token_is_in_no_log_no_file_and_no_process_list(
    talk: BuiltTalk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deck that is no text at all makes the server itself fail, which it logs."""
    monkeypatch.setenv("TMPDIR", str(folder))
    with live(talk) as served:
        with contextlib.closing(socket(served, f"{STAGE}?token={served.token}", header={})) as line:
            next_message(line, kernel="idle")
            for pid in family(served.process.pid):
                assert served.token not in Path(f"/proc/{pid}/cmdline").read_text()
                if pid != served.process.pid:
                    assert served.token not in Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
            (scratch,) = folder.glob("taphuan-*")
            assert stat.S_IMODE(scratch.stat().st_mode) == 0o700
            files = [path for path in scratch.rglob("*") if path.is_file()]
            assert files and not [path for path in files if served.token.encode() in path.read_bytes()]
        deck = talk.deck(PROVINCE)
        whole = deck.read_bytes()
        try:
            deck.write_bytes(b"\xff\xfe" + whole)
            assert ask(served, PAGE).status == 500
        finally:
            deck.write_bytes(whole)
        for path in ("/nothing", PAGE):
            ask(
                served,
                f"{path}?token={served.token}&token={served.token}",
                Referer=f"{served.origin}/?token={served.token}",
            )
            ask(served, f"{path}?token={served.token}", Host="evil.example")
        served.process.terminate()
        said, _ = served.process.communicate(timeout=60)
    assert "defect at" in said
    assert served.token not in said
    secret = talk.cache / "live-cookie-secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_browser_is_started_with_a_ticket_that_is_good_once(
    talk: BuiltTalk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, seen = folder / "browser", folder / "seen"
    os.mkfifo(seen)
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    process = talk.run("present", CONFERENCE, "--province", PROVINCE, "--port", str(free_port()))
    try:
        address = seen.read_text().strip()
        url = urlsplit(address)
        assert url.path == PAGE and "token" not in url.query
        assert url.port is not None
        served = Live(address, url.port, "", process, talk)
        first, second = (ask(served, f"{url.path}?{url.query}") for _ in range(2))
        assert (first.status, first.headers["Location"]) == (302, PAGE)
        assert ask(served, PAGE, Cookie=first.headers["Set-Cookie"].partition(";")[0]).status == 200
        assert second.status == 403 and "Hãy mở trang này bằng địa chỉ" in second.text
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=60)
    token = re.search(r"token=(\w+)", said)
    assert token is not None and token[1] not in address
