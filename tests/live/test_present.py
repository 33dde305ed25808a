"""`taphuan present` before and around the talk: what it builds, what it says, and what it does not stop over."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from live_lines import PAGE, ask
from live_server import CONFERENCE, MODULE, OTHER, PROVINCE, BuiltTalk, free_port, live
from projects import Run


@pytest.fixture
def copy(talk: BuiltTalk, tmp_path: Path) -> BuiltTalk:
    """The same build in a folder that may be spoilt."""
    out = tmp_path / "build"
    shutil.copytree(talk.out, out)
    return replace(talk, out=out)


def said(talk: BuiltTalk, *arguments: str) -> tuple[int, str]:
    """What the command said until it ended by itself."""
    process = talk.run("present", *arguments)
    words, _ = process.communicate(timeout=60)
    assert "Traceback" not in words
    return process.returncode, words


@contextmanager
def words_until_the_address(talk: BuiltTalk, *arguments: str) -> Iterator[list[str]]:
    """The lines up to the address; the server runs while the block does."""
    process = talk.run("present", CONFERENCE, *arguments)
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("presenting"):
                break
        yield lines
    finally:
        process.terminate()
        # not by communicate(), which knows nothing of what was read ahead
        rest = process.stdout.read()
        lines += rest.splitlines()
        assert process.wait() == 0 and "Traceback" not in rest


def states(talk: BuiltTalk) -> dict[str, int]:
    return {
        str(path.relative_to(talk.out)): path.stat().st_mtime_ns
        for path in talk.out.rglob("*")
        if path.is_file() and path.name != "index.html" and ".cache" not in path.parts
    }


def test_what_is_there_is_shown_without_a_word_about_building(talk: BuiltTalk) -> None:
    # who finds a build in a new place says once that it is up to date
    with live(talk):
        pass
    before = states(talk)
    with words_until_the_address(talk, "--no-browser", "--port", str(free_port())) as lines:
        assert len(lines) == 1 and f"/taphuan/{CONFERENCE}/hoi-nghi?token=" in lines[0]
    assert states(talk) == before


@pytest.mark.slow
def test_what_is_missing_is_built_and_nothing_else(copy: BuiltTalk) -> None:
    shutil.rmtree(copy.deck(OTHER).parent)
    whole = copy.deck(PROVINCE).parent
    build = copy.run("build", "--conference", CONFERENCE, "--province", PROVINCE, "--format", "deck.md")
    build.communicate(timeout=60)
    manifest = json.loads((whole / "manifest.json").read_text())
    assert "deck.md" in manifest["files"]
    before = states(copy)
    (whole / "deck.html").unlink()
    with words_until_the_address(copy, "--no-browser", "--port", str(free_port())) as lines:
        assert next(line for line in lines if line.startswith("[")).endswith(": done")
    assert {path.name for path in copy.deck(OTHER).parent.iterdir()} == {"deck.html", "notebook.ipynb", "manifest.json"}
    # a set with more files keeps them
    assert {"deck.md", "deck.html", "notebook.ipynb"} <= json.loads((whole / "manifest.json").read_text())[
        "files"
    ].keys()
    after = states(copy)
    other_sets = {
        path for path in before if not path.startswith((f"{CONFERENCE}/{OTHER}", f"{CONFERENCE}/{PROVINCE}/"))
    }
    assert {path: after[path] for path in other_sets} == {path: before[path] for path in other_sets}


@pytest.mark.slow
def test_a_province_that_cannot_be_built_stops_nobody_else(copy: BuiltTalk) -> None:
    deck = copy.deck(OTHER)
    deck.unlink()
    (deck / "in the way").mkdir(parents=True)
    with live(copy) as served:
        assert ask(served, PAGE).status == 200
        assert ask(served, f"/taphuan/{CONFERENCE}/{OTHER}").status == 404
    code, words = said(copy, CONFERENCE, "--province", OTHER, "--no-browser")
    assert code == 1
    assert f"{CONFERENCE}/{OTHER}: could not be written" in words
    assert f"the deck of {CONFERENCE}/{OTHER} could not be built" in words


@pytest.mark.slow
def test_data_in_disorder_leave_what_was_built(copy: BuiltTalk) -> None:
    table = copy.root / "data/dti/dti.csv"
    content = table.read_bytes()
    try:
        table.write_bytes(content + b"spoilt\n")
        with words_until_the_address(copy, "--no-browser", "--port", str(free_port())) as lines:
            assert "nothing was built; shown is what was there before" in lines
            assert any("dti.csv" in line for line in lines)
        shutil.rmtree(copy.deck(PROVINCE).parent)
        assert said(copy, CONFERENCE, "--province", PROVINCE, "--no-browser")[0] == 1
    finally:
        table.write_bytes(content)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("name a conference (with make: CONFERENCE=…), one of: ", "bac-giang, bac-kan-2020")),
        (("",), ("name a conference",)),
        (("bac-gian",), ("unknown conference 'bac-gian'; did you mean bac-giang",)),
        (
            ("bac-giang", "--province", "bac-gian"),
            ("unknown province 'bac-gian'; did you mean bac-giang", "(of bac-giang)"),
        ),
        (("bac-giang", "--province", "hue"), ("unknown province 'hue'",)),
        (("bac-giang", "--module", "tong-quan"), (f"unknown module 'tong-quan'; did you mean {MODULE}",)),
        (("bac-giang", "--as-of", "today"), ("No such option '--as-of'",)),
        (("bac-giang", "--port", "80"), ("'--port'",)),
        (("bac-giang", "--port", "x"), ("'--port'",)),
    ],
)
def test_what_cannot_be_shown_is_said_before_anything_is_done(
    run_cli: Callable[..., Run], tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    done = run_cli("present", *arguments, "--no-browser", "--out", str(out))
    assert done.code == 2
    for word in words:
        assert word in done.err
    assert not out.exists()


def test_a_port_in_use_gives_way_to_the_next(talk: BuiltTalk) -> None:
    with ExitStack() as held:
        port = _hold_row(held, 2)
        with words_until_the_address(talk, "--no-browser", "--port", str(port)) as lines:
            assert lines[0].startswith(f"port {port} is in use; this server is on ")
            shown = int(lines[0].rpartition(" ")[2])
            assert port + 2 <= shown < port + 10
            assert f"http://127.0.0.1:{shown}/taphuan/" in lines[1]


def test_with_every_port_in_use_it_says_what_to_do(talk: BuiltTalk) -> None:
    with ExitStack() as held:
        port = _hold_row(held, 10)
        code, words = said(talk, CONFERENCE, "--no-browser", "--port", str(port))
    assert code == 3
    assert f"the ports {port} to {port + 9} are all in use; choose another one with --port" in words


def _hold_row(held: ExitStack, count: int) -> int:
    """Listen on this many ports in a row, and return the first."""
    for first in range(20_000, 60_000, 50):
        with ExitStack() as row:
            try:
                for port in range(first, first + count):
                    row.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            held.enter_context(row.pop_all())
            return first
    raise AssertionError("no row of free ports")


def test_a_machine_without_a_browser_gets_the_address(
    talk: BuiltTalk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with words_until_the_address(talk, "--port", str(free_port())) as lines:
        pass
    assert "no browser was found on this machine: open the address above by hand" in lines
