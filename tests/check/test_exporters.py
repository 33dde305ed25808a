"""nbconvert's exporters: the same bytes as a build, and of what a build refuses one message instead of a file."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from projects import execute_in_process
from taphuan.errors import AuditFailed
from taphuan.export.formats import Source
from taphuan.export.html.deck import write_deck
from taphuan.lesson.lesson import open_lesson

FILES = {
    "taphuan-deck": "deck.html",
    "taphuan-pptx": "deck.pptx",
    "taphuan-deck-pdf": "deck.pdf",
    "taphuan-handout-pdf": "handout.pdf",
    "taphuan-report-docx": "briefing.docx",
    "taphuan-report-pdf": "briefing.pdf",
}


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    executed = execute_in_process(open_lesson("bac-kan-2020", "bac-kan", "2020-12-18"))
    return nbformat.from_dict(executed)


def exporter(name: str) -> Any:
    (entry,) = entry_points(group="nbconvert.exporters", name=name)
    return entry.load()()


def with_long_print(notebook: NotebookNode) -> NotebookNode:
    changed = deepcopy(notebook)
    cell = next(c for c in changed.cells if c.get("outputs") and c.metadata["taphuan"].get("document") == "deck")
    text = "\n".join(f"dòng {number}" for number in range(500))
    cell.outputs = [NotebookNode(output_type="stream", name="stdout", text=text)]
    return changed


@pytest.mark.parametrize("name", FILES)
def test_an_exporter_gives_the_file_of_a_build(notebook: NotebookNode, name: str) -> None:
    data, resources = exporter(name).from_notebook_node(deepcopy(notebook))
    body = data if isinstance(data, bytes) else data.encode("utf-8")
    assert body == (write_deck(notebook) if name == "taphuan-deck" else Source(notebook).write(FILES[name]))
    assert resources["output_extension"] == Path(FILES[name]).suffix


@pytest.mark.parametrize("name", FILES)
def test_what_a_build_refuses_no_exporter_writes(notebook: NotebookNode, name: str) -> None:
    with pytest.raises(AuditFailed, match="500 lines of printed text need 500 on the slide"):
        exporter(name).from_notebook_node(with_long_print(notebook))


def test_the_command_says_it_in_a_line_without_a_traceback(notebook: NotebookNode, tmp_path: Path) -> None:
    file = tmp_path / "dài.ipynb"
    nbformat.write(with_long_print(notebook), file)
    command = [sys.executable, "-m", "nbconvert", "--to", "taphuan-deck", str(file)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "500 lines of printed text need 500 on the slide" in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == [file]
