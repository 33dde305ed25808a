"""Code that runs and is in no document comes back from a copy as it went there: once, with its tag."""

from __future__ import annotations

import json
from pathlib import Path

from lab_edits import JupyterLab, made_copy, quietly
from projects import Project
from taphuan.live.lab.importing import import_copy

NAME = "modules/tong-quan-cds.ipynb"


def test_code_that_is_in_no_document_comes_back_as_it_was(project: Project, tmp_path: Path) -> None:
    project.add(NAME, "vi-du-1", {"id": "lap", "type": "code", "source": "so = 3"})
    project.cell(NAME, "lap", tags=["remove-cell"])
    before = (project.root / "notebooks" / NAME).read_text(encoding="utf-8")
    lab = JupyterLab(made_copy(tmp_path / "build", "quang-nam-2024", "hoi-nghi", "2024-10-31"))
    assert "tong-quan-cds-lap" in [cell["id"] for cell in lab.cells]
    lab.edit("modules/tong-quan-cds#vi-du-1", "chọn bước trước, chọn phần mềm sau", "chọn bước trước đã")
    lab.save()
    lines: list[str] = []
    assert import_copy(lab.file, quietly(lines), dry_run=False) == 0, "\n".join(lines)
    cells = json.loads((project.root / "notebooks" / NAME).read_text(encoding="utf-8"))["cells"]
    expected = json.loads(before)["cells"]
    assert [cell["id"] for cell in cells] == [cell["id"] for cell in expected]
    (cell,) = [cell for cell in cells if cell["id"] == "lap"]
    assert ("".join(cell["source"]), cell["metadata"]["tags"]) == ("so = 3", ["remove-cell"])
