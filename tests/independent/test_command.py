"""The command line over a folder of built sets: what it reads, what it prints, how it ends."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from projects import execute_in_process
from taphuan.document.reading import read_document
from taphuan.export.plain.deck_md import write_deck_md
from taphuan.lesson.lesson import open_lesson

VERIFY = Path(__file__).with_name("verify.py")


def run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(VERIFY), *arguments], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notebook and deck.md of one province, as a build lays them."""
    folder = tmp_path_factory.mktemp("build")
    notebook: Any = execute_in_process(open_lesson("bac-giang", "bac-ninh", "2026-11-28"), full=True)
    place = folder / "bac-giang" / "bac-ninh"
    place.mkdir(parents=True)
    (place / "notebook.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    (place / "deck.md").write_bytes(write_deck_md(read_document(notebook, "deck")))
    return folder


def changed(made: Path, to: Path, old: str, new: str, file: str = "deck.md") -> Path:
    shutil.copytree(made, to, dirs_exist_ok=True)
    path = to / "bac-giang" / "bac-ninh" / file
    text = path.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return to


def test_it_says_how_many_sets_it_read(made: Path) -> None:
    _, said = run(str(made))
    assert "1 sets read against data/" in said


def test_a_falsehood_in_a_deck_ends_with_1_and_is_named(made: Path, tmp_path: Path) -> None:
    before = run(str(made))[1]
    code, said = run(str(changed(made, tmp_path, "xếp 11/34 năm 2024", "xếp 12/34 năm 2024")))
    assert code == 1
    found = said.removesuffix(before.splitlines()[-1])
    assert "bac-giang/bac-ninh/deck.md · Bắc Ninh xếp 12/34" in found
    assert "rank: dti.csv 2024 bac-ninh: rank 11" in found


def test_a_row_of_a_deck_that_its_notebook_does_not_have_is_found(made: Path, tmp_path: Path) -> None:
    code, said = run(str(changed(made, tmp_path, "| Thái Nguyên | 8 |", "| Thái Nguyên | 7 |")))
    assert code == 1
    assert "row of a table: stands in no table of notebook.ipynb" in said


def test_a_number_of_a_slide_is_no_rank(made: Path, tmp_path: Path) -> None:
    deck = (made / "bac-giang" / "bac-ninh" / "deck.md").read_text(encoding="utf-8")
    line = next(line for line in deck.splitlines() if line.startswith("*Trang") and "Bắc Ninh" in line)
    numbered = re.sub(r"\d+/\d+", "31/63", line)
    assert run(str(changed(made, tmp_path, line, numbered)))[1] == run(str(made))[1]


def test_a_falsehood_in_a_notebook_is_named_with_its_slide(made: Path, tmp_path: Path) -> None:
    code, said = run(str(changed(made, tmp_path, "Bắc Giang 13/63", "Bắc Giang 14/63", "notebook.ipynb")))
    assert code == 1
    assert "bac-giang/bac-ninh deck · profile-truoc-sap-xep" in said
    assert "predecessors: DTI 2024 over 63 units, bac-giang: rank 13" in said


@pytest.mark.parametrize("arguments", [(), ("nowhere",)])
def test_without_a_folder_it_says_how_it_is_called(arguments: tuple[str, ...]) -> None:
    code, said = run(*arguments)
    assert code == 2
    assert "usage: verify.py FOLDER" in said


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    code, said = run(str(tmp_path))
    assert code == 2
    assert "build first: make" in said
