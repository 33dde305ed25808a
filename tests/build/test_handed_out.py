"""The command builds the questions and the programme where they belong."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from projects import Project, Run

Cli = Callable[..., Run]

QUIZ = ("quiz.docx", "quiz-key.docx", "quiz.xml", "quiz.gift.txt")


@pytest.mark.slow
def test_a_conference_its_modules_and_its_stated_times(run_cli: Cli, project_copy: Project, tmp_path: Path) -> None:
    slot = "  speaker: Hà Văn Tiến\n  day: '2020-12-16'\n  start: '08:00'\n  end: '09:30'\n"
    project_copy.edit("data/conferences/bac-kan-2020.yaml", "  speaker: Hà Văn Tiến\n", slot)
    # without a deck no browser starts
    formats = [part for name in (*QUIZ, "agenda.docx") for part in ("--format", name)]
    out = tmp_path / "out"
    arguments = ("build", "--conference", "bac-kan-2020", "--out", str(out), *formats)
    done = run_cli(*arguments, root=project_copy.root)
    assert (done.code, done.err) == (0, "")
    folder = out / "bac-kan-2020"
    modules = [folder / "modules" / slug for slug in ("tong-quan-cds", "chinh-quyen-dien-tu-cap-xa")]
    for own in (folder, *modules):
        names = {path.name for path in own.iterdir() if path.suffix in (".docx", ".xml", ".txt")}
        assert names == {*QUIZ, *(["agenda.docx"] if own == folder else [])}
    asked = [len(ElementTree.parse(own / "quiz.xml").findall("question/questiontext")) for own in (folder, *modules)]
    assert asked[0] == sum(asked[1:]) and min(asked) >= 5
    table = docx.Document(io.BytesIO((folder / "agenda.docx").read_bytes())).tables[0]
    assert "08:00–09:30, 16/12/2020" in [cell.text for cell in table.columns[1].cells]
    assert not (folder / "bac-kan").exists()  # a province has none of these
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "Phiếu kiểm tra" in page and "agenda.docx" in page
