"""`taphuan rehearse`: green on a build that is in order, and red, with its remedy, for everything that can be wrong."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from live_server import PROVINCE, BuiltTalk, free_port
from projects import Project, Run
from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium
from taphuan.export.html.policy import META

NO_BROWSER = {"TAPHUAN_CHROMIUM": "/nonexistent"}
Rehearsal = Callable[..., "Told"]


class Told:
    """What a rehearsal said: `lines` is the note of each name, `red` the names of the red ones."""

    def __init__(self, done: Run) -> None:
        self.code, self.out = done.code, done.out
        found = re.findall(r"^(green|RED|hint) +([^:]+): (.*)$", done.out, re.MULTILINE)
        self.lines = {name: note for _, name, note in found}
        self.red = [name for state, name, _ in found if state == "RED"]


@pytest.fixture(scope="module")
def built(talk: BuiltTalk) -> BuiltTalk:
    """The small talk; the versions of its build are those of the lock."""
    shutil.copy(paths.LOCK, talk.root)
    with_lock = talk.run(
        "build", "--conference", talk.conference, "--format", "deck.html", "--format", "notebook.ipynb"
    )
    out, _ = with_lock.communicate(timeout=120)
    assert with_lock.returncode == 0, out
    return talk


@pytest.fixture
def rehearsal(built: BuiltTalk, run_cli: Callable[..., Run], tmp_path: Path) -> Rehearsal:
    """Rehearse on a copy of the build that a test may spoil."""
    shutil.copytree(built.out, tmp_path / "build")

    def run(root: Path = built.root, port: int | None = None, **env: str) -> Told:
        chosen = ("--province", PROVINCE, "--port", str(port or free_port()), "--out", str(tmp_path / "build"))
        return Told(run_cli("rehearse", built.conference, *chosen, root=root, env=env))

    return run


@pytest.fixture
def province(tmp_path: Path, rehearsal: Rehearsal, built: BuiltTalk) -> Path:
    return tmp_path / "build" / built.conference / PROVINCE


@pytest.mark.slow
@pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine: {INSTALL_HINT}")
def test_everything_is_green_where_everything_is_in_order(rehearsal: Rehearsal, province: Path) -> None:
    told = rehearsal()
    assert (told.code, told.red) == (0, []), told.out
    wanted = ["port", "decks", "slides fit", "fallback", "server", "first live cell", "live cells", "page", "keys"]
    assert [name for name in told.lines if name in wanted] == wanted
    assert {"speaker view", "another deck", "net", "Ctrl-C", "screen"} <= told.lines.keys()
    assert str(province / "deck.html") in told.lines["fallback"]
    assert "opens at the same slide" in told.lines["another deck"]
    assert told.out.splitlines()[-1].startswith("all green: make present CONFERENCE=bac-giang")


@pytest.mark.slow
def test_a_machine_without_a_browser_and_with_a_taken_port(rehearsal: Rehearsal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = rehearsal(port=port, **NO_BROWSER)
    assert told.code == 3
    assert told.red == ["port", "slides fit", "fallback", "page"]
    assert f"{port} is taken" in told.lines["port"]
    assert INSTALL_HINT in told.lines["page"]
    # what needs no browser was tried all the same
    assert re.match(r"all \d+ run", told.lines["live cells"])


@pytest.mark.slow
def test_decks_that_are_missing_old_or_edited(
    rehearsal: Rehearsal, built: BuiltTalk, province: Path, tmp_path: Path
) -> None:
    hall = province.parent
    (hall / "deck.html").unlink()
    deck = province / "deck.html"
    # the policy of the deck would keep it from asking
    page = re.sub(rf"{META}[^>]*>", "", deck.read_text(encoding="utf-8"), count=1)
    deck.write_text(
        page.replace("</section>", '<img src="http://192.0.2.1/x.png" alt=""></section>', 1), encoding="utf-8"
    )
    root = tmp_path / "changed"
    shutil.copytree(built.root, root)
    sentence = "Quét giấy tờ lên máy đã là chuyển đổi số chưa"
    notebook = "notebooks/modules/tong-quan-cds.ipynb"
    Project(root).edit(notebook, sentence, f"{sentence} xa")
    told = rehearsal(root=root)
    assert told.code == (1 if find_chromium() else 3)
    assert {"decks", "edited by hand", "live"} <= set(told.red)
    assert "4 of 4 are not up to date" in told.lines["decks"]
    assert "make slides CONFERENCE=bac-giang" in told.lines["decks"]
    assert f"{built.conference}/{PROVINCE}/deck.html" in told.lines["edited by hand"]
    if find_chromium():
        assert "asks the net for http://192.0.2.1/x.png" in told.lines["fallback"]
        assert "asks the net for http://192.0.2.1/x.png" in told.lines["slides fit"]
    # nothing was built on the way
    assert not (hall / "deck.html").exists()


@pytest.mark.slow
def test_cells_that_raise_or_draw_something_else(rehearsal: Rehearsal, province: Path) -> None:
    path = province / "notebook.ipynb"
    notebook = nbformat.read(path, as_version=4)
    of_deck = [cell for cell in notebook.cells if (cell.metadata.get("taphuan") or {}).get("document") == "deck"]
    shown = [cell for cell in of_deck if cell.cell_type == "code"]
    raising, other, source = shown[0], shown[1], shown[2].source
    raising.source, other.source = "1 / 0", source
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    told = rehearsal(**NO_BROWSER)
    assert f"cell '{raising.id}' raised ZeroDivisionError: division by zero" in told.lines["first live cell"]
    assert f"cell '{other.id}' draws something else than the built deck shows" in told.lines["live cells"]
    assert {"first live cell", "live cells", "edited by hand"} <= set(told.red)
    assert "bac-giang/bac-giang/notebook.ipynb" in told.lines["edited by hand"]
    assert "Ctrl-C" not in told.red


def test_a_name_nobody_knows_is_bad_input(run_cli: Callable[..., Run]) -> None:
    done = run_cli("rehearse", "bac-giang", "--province", "bac-gian")
    assert (done.code, done.out) == (2, "")
    assert "did you mean bac-giang" in done.err
