"""nbconvert's exporters: the same bytes as a build, and of what a build refuses one message instead of a file."""

from __future__ import annotations

import random
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from any_notebooks import exporter, words
from coded_lines import words_of
from deck_sample import sample_notebook
from projects import execute_in_process
from taphuan.check.parameters import other_parameters
from taphuan.errors import AuditFailed, TaphuanError
from taphuan.export.formats import Source
from taphuan.export.html.deck import write_deck
from taphuan.lesson.lesson import open_lesson
from taphuan.live.lab.said import in_vietnamese

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


def with_long_print(notebook: NotebookNode) -> NotebookNode:
    changed = deepcopy(notebook)
    cell = next(c for c in changed.cells if c.get("outputs") and c.metadata["taphuan"].get("document") == "deck")
    text = "\n".join(f"dòng {number}" for number in range(500))
    cell.outputs = [NotebookNode(output_type="stream", name="stdout", text=text)]
    return changed


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", FILES)
def test_an_exporter_gives_the_file_of_a_build(notebook: NotebookNode, name: str) -> None:
    data, resources = exporter(name).from_notebook_node(deepcopy(notebook))
    body = data if isinstance(data, bytes) else data.encode("utf-8")
    assert body == (write_deck(notebook) if name == "taphuan-deck" else Source(notebook).write(FILES[name]))
    assert resources["output_extension"] == Path(FILES[name]).suffix


def cell_of(notebook: NotebookNode, role: str = "body", document: str = "deck") -> int:
    """The place of the first cell of this role in the second slide of a document."""
    found = [
        (n, c.metadata["taphuan"]["slide"])
        for n, c in enumerate(notebook.cells)
        if (c.metadata.get("taphuan") or {}).get("document") == document and c.metadata["taphuan"]["role"] == role
    ]
    return found[1][0] if len(found) > 1 else found[0][0]


def added_cells(slide: bool) -> list[Any]:
    """Cells as a trainer adds them, the words "thêm-0", "thêm-1" … in them; with `slide` those of a new slide too."""
    table = new_output("display_data", data={"text/html": "<table><tr><td>thêm-1</td><td>5</td></tr></table>"})
    cells = [
        new_markdown_cell("- Gạch thêm-0"),
        new_code_cell("bảng", outputs=[table], execution_count=1),
        new_code_cell("x", outputs=[new_output("stream", text="thêm-2")], execution_count=2),
    ]
    more = [new_markdown_cell("## Trang thêm-3\n\nÝ thêm-4"), new_markdown_cell("Gạch thêm-5")]
    for number, cell in enumerate(cells := cells + more * slide):
        cell.id = f"them{number}"
    return cells


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", FILES)
def test_cells_that_a_trainer_adds_come_out_in_every_form(notebook: NotebookNode, name: str) -> None:
    changed = deepcopy(notebook)
    document = "briefing" if "report" in name else "deck"
    at = cell_of(changed, document=document) + 1
    changed.cells[at:at] = added_cells(slide=document == "deck")
    data, _ = exporter(name).from_notebook_node(changed)
    said = words(data)
    assert [n for n in range(6 if document == "deck" else 3) if f"thêm-{n}" not in said] == []


@pytest.mark.parametrize("where", ["the first cell", "a cell of papermill's"])
@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        (
            'province = "cao-bang"',
            ("“cao-bang” (Cao Bằng)", "“bac-kan” (Bắc Kạn)", "“cao-bang” không phải nơi dự"),
        ),
        ('province = "da-nang"', ("“da-nang” (Đà Nẵng)", "không phải nơi dự hội nghị này")),
        ('province = "khong-co"', ("không có trong dữ liệu",)),
        ('conference = "quang-nam-2024"', ("“quang-nam-2024” (", "“bac-kan-2020” (")),
        ('as_of = "2024-10-31"', ("“2024-10-31”", "“2020-12-18”", "--as-of")),
        ("province = p[0]", ("một biểu thức không đọc được",)),
    ],
)
def test_other_parameters_than_those_of_the_text_are_refused_with_both_names(
    notebook: NotebookNode, where: str, parameter: str, said: tuple[str, ...]
) -> None:
    changed = deepcopy(notebook)
    if where == "the first cell":
        changed.cells[0].source += f"\n{parameter}"
    else:
        changed.cells.insert(
            1, new_code_cell(f"# Parameters\n{parameter}\n", metadata={"tags": ["injected-parameters"]})
        )
    with pytest.raises(AuditFailed) as refused:
        exporter("taphuan-pptx").from_notebook_node(changed)
    (line,) = refused.value.findings
    assert [part for part in said if part not in line] == []


def test_for_a_province_that_is_invited_the_command_is_named_that_opens_its_set() -> None:
    sample = sample_notebook()
    cell = new_code_cell('province = "da-nang"', metadata={"tags": ["parameters"]})
    sample.cells.insert(0, cell)
    (line,) = other_parameters(sample)
    assert words_of(line).endswith("bằng lệnh taphuan lab quang-nam-2024 --province da-nang")


def test_the_same_parameters_in_a_cell_of_papermill_are_no_fault(notebook: NotebookNode) -> None:
    changed = deepcopy(notebook)
    cell = new_code_cell('province = "bac-kan"', metadata={"tags": ["injected-parameters"]}, execution_count=1)
    changed.cells.insert(1, cell)
    exporter("taphuan-deck").from_notebook_node(changed)


def test_a_figure_of_another_province_in_a_cell_that_was_added_is_refused_with_its_place(
    notebook: NotebookNode,
) -> None:
    changed = deepcopy(notebook)
    at = cell_of(changed)
    changed.cells.insert(at + 1, new_markdown_cell("- Đà Nẵng đạt 0,8", id="them"))
    with pytest.raises(AuditFailed) as refused:
        exporter("taphuan-deck").from_notebook_node(changed)
    (line,) = refused.value.findings
    assert line.startswith(f"ô số {at + 2} (“- Đà Nẵng đạt 0,8…”): slide ")
    assert words_of(in_vietnamese(line)).endswith("không phải địa phương của tài liệu này; hãy bỏ tên đó")


def test_metadata_that_somebody_broke_end_in_one_line(notebook: NotebookNode) -> None:
    """Whatever is missing or of another type in the metadata, as a notebook of another version may have it."""
    chance = random.Random(7)
    for _ in range(25):
        changed = deepcopy(notebook)
        cells = [cell.metadata["taphuan"] for cell in changed.cells if cell.metadata.get("taphuan")]
        place = chance.choice([changed.metadata["taphuan"], changed.metadata["taphuan"]["unit"], *cells])
        key = chance.choice(sorted(place))
        if chance.random() < 0.5:
            del place[key]
        else:
            place[key] = chance.choice([None, 5, "x", []])
        try:
            exporter("taphuan-deck").from_notebook_node(changed)
        except TaphuanError as error:
            assert str(error)


@pytest.mark.parametrize("name", FILES)
def test_what_a_build_refuses_no_exporter_writes(notebook: NotebookNode, name: str) -> None:
    with pytest.raises(AuditFailed, match="500 lines of printed text need 500 on the slide"):
        exporter(name).from_notebook_node(with_long_print(notebook))


@pytest.mark.slow
def test_the_command_says_it_in_a_line_without_a_traceback(notebook: NotebookNode, tmp_path: Path) -> None:
    file = tmp_path / "dài.ipynb"
    nbformat.write(with_long_print(notebook), file)
    command = [sys.executable, "-m", "nbconvert", "--to", "taphuan-deck", str(file)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "500 lines of printed text need 500 on the slide" in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.slow
def test_a_cell_that_raises_while_it_is_exported_is_one_line(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[new_code_cell("{}['khóa']")])
    nbformat.write(notebook, tmp_path / "so-tay.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "taphuan-report-pdf", "--execute", "so-tay.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "a cell ends in KeyError: 'khóa'; correct it" in done.stderr.splitlines()[-1]
