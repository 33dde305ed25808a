"""`taphuan lab` as a server: who may come in, what it exports, whose settings it reads, how it ends."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import nbformat
import pytest

from live_lab import Lab, lab
from live_server import PROVINCE, BuiltTalk
from projects import Run

# name: (first bytes, extension, kind)
EXPORTS = {
    "taphuan-deck": (b"<!DOCTYPE html>", ".html", "text/html"),
    "taphuan-pptx": (b"PK", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "taphuan-deck-pdf": (b"%PDF", ".pdf", "application/pdf"),
    "taphuan-handout-pdf": (b"%PDF", ".pdf", "application/pdf"),
    "taphuan-report-docx": (b"PK", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "taphuan-report-pdf": (b"%PDF", ".pdf", "application/pdf"),
}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's own Jupyter folder that says so where it is read, and would open the server to the net."""
    folder = tmp_path_factory.mktemp("jupyter")
    for name in ("jupyter_server_config.py", "jupyter_config.py", "jupyter_lab_config.py"):
        said = folder / f"{name}.was-read"
        (folder / name).write_text(f"open({str(said)!r}, 'w').close()\nc.ServerApp.ip = '0.0.0.0'\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(talk: BuiltTalk, foreign: Path) -> Iterator[Lab]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(foreign))
        patch.setenv("JUPYTER_TOKEN", "known-to-everybody")
        with lab(talk) as running:
            yield running


def get(opened: Lab, path: str, token: str = "") -> Any:
    return urlopen(Request(f"{opened.origin}{path}", headers={"Authorization": f"token {token or opened.token}"}))


def test_it_opens_a_copy_that_no_build_owns(opened: Lab, talk: BuiltTalk) -> None:
    assert opened.copy == talk.out / "lab" / f"{talk.conference}-{PROVINCE}.ipynb"
    built = talk.out / talk.conference / PROVINCE / "notebook.ipynb"
    assert nbformat.read(opened.copy, as_version=4).cells == nbformat.read(built, as_version=4).cells


def test_nobody_comes_in_without_its_own_token(opened: Lab) -> None:
    for token in ("known-to-everybody", "x"):
        with pytest.raises(HTTPError) as refused:
            get(opened, "/api/contents", token)
        assert refused.value.code == 403
    assert opened.token != "known-to-everybody"


def test_the_users_own_jupyter_is_neither_read_nor_written(opened: Lab, foreign: Path) -> None:
    assert sorted(path.name for path in foreign.iterdir()) == [
        "jupyter_config.py",
        "jupyter_lab_config.py",
        "jupyter_server_config.py",
    ]


@pytest.mark.slow
def test_every_exporter_of_ours_is_listed_and_works_from_the_menu(opened: Lab) -> None:
    listed = json.load(get(opened, "/api/nbconvert"))
    ours = {name: kind["output_mimetype"] for name, kind in listed.items() if name.startswith("taphuan-")}
    assert ours == {name: kind for name, (_, _, kind) in EXPORTS.items()}
    for name, (begin, extension, kind) in EXPORTS.items():
        # as JupyterLab asks for it
        answer = get(opened, f"/nbconvert/{name}/{opened.copy.name}?download=true")
        assert answer.read(len(begin)) == begin, name
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        assert f"{opened.copy.stem}{extension}" in answer.headers["Content-Disposition"]


def test_a_refused_export_is_a_page_that_says_what_to_mend(opened: Lab) -> None:
    notebook = nbformat.read(opened.copy, as_version=4)
    notebook.cells[0].source += '\nprovince = "da-nang"'
    other = opened.copy.with_name("khác.ipynb")
    nbformat.write(notebook, other)
    with pytest.raises(HTTPError) as refused:
        get(opened, f"/nbconvert/taphuan-pptx/{quote(other.name)}?download=true")
    page = refused.value.read().decode()
    assert (refused.value.code, refused.value.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "Chưa xuất được tài liệu" in page
    assert "“da-nang” (Đà Nẵng), còn lời trong sổ tay soạn cho" in page
    other.write_text(
        json.dumps(
            {
                **notebook,
                "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "## Của ai\n\nChữ"}],
                "metadata": {},
            }
        )
    )
    assert "Của ai" in get(opened, f"/nbconvert/taphuan-deck/{quote(other.name)}").read().decode()
    other.unlink()


def test_the_menu_calls_them_by_their_names(opened: Lab) -> None:
    answer = json.load(get(opened, "/lab/api/settings/@jupyterlab/mainmenu-extension:plugin"))
    (menu,) = answer["schema"]["properties"]["menus"]["default"]
    (own,) = menu["items"]
    assert {item["args"]["format"] for item in own["submenu"]["items"]} == set(EXPORTS)
    assert all(item["args"]["label"].startswith("Tập huấn: ") for item in own["submenu"]["items"])


def test_ctrl_c_ends_it_without_a_question(talk: BuiltTalk) -> None:
    with lab(talk) as running:
        running.process.send_signal(signal.SIGINT)
        out, _ = running.process.communicate(timeout=20)
    assert running.process.returncode == 0
    assert "Traceback" not in out


def test_a_name_nobody_knows_is_told_before_anything_starts(run_cli: Any) -> None:
    done: Run = run_cli("lab", "bac-gian", "--no-browser")
    assert (done.code, done.out) == (2, "")
    assert "did you mean bac-giang" in done.err
