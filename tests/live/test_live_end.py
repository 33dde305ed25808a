"""The end of the live server, however it comes: nothing is left; and settings with which it does not even begin."""

from __future__ import annotations

import contextlib
import re
import signal
import tempfile
from pathlib import Path

import pytest
import websocket

from live_kernels import ENDLESS, Page, gone
from live_lines import family
from live_server import CELL, CONFERENCE, BuiltTalk, live, with_cell


@pytest.mark.parametrize(
    "end",
    [
        signal.SIGINT,
        *(pytest.param(one, marks=pytest.mark.slow) for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)),
    ],
)
def test_the_end_of_the_server_leaves_nothing(
    talk: BuiltTalk, monkeypatch: pytest.MonkeyPatch, end: signal.Signals
) -> None:
    """A page is open with an endless cell, another one is only starting."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as temporary:
        monkeypatch.setenv("TMPDIR", temporary)
        with live(talk) as served:
            with with_cell(served.talk, source=ENDLESS):
                busy = Page(served).ready()
            busy.asks(do="run", cells=[CELL])
            busy.until("busy")
            starting = Page(served)
            below = family(served.process.pid)[1:]
            assert len(below) >= 2
            served.process.send_signal(end)
            said, _ = served.process.communicate(timeout=30)
            gone(*below)
            for page in (busy, starting):
                with contextlib.suppress(websocket.WebSocketException, OSError):
                    page.close()
            left = list(Path(temporary).iterdir())
            if end is signal.SIGKILL:
                assert served.process.returncode == -end and len(left) == 1
                with live(talk):
                    assert left[0] not in Path(temporary).iterdir()
            else:
                assert (served.process.returncode, left) == (0, [])
                assert said.splitlines()[-1] == "the server has ended; decks and slides are as they were built"
                assert not re.sub(r"(presenting|without this server|Ctrl-C ends it|the server has ended).*\n", "", said)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("seconds", ["abc", "0", "-1", "nan", "inf"])
def test_a_time_that_is_none_is_bad_input(talk: BuiltTalk, seconds: str) -> None:
    process = talk.run("present", CONFERENCE, "--no-browser", TAPHUAN_INTERRUPT_TIMEOUT=seconds)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 2
    assert (
        f"TAPHUAN_INTERRUPT_TIMEOUT is '{seconds}'; give it a number of seconds above 0" in said
        and "Traceback" not in said
    )
