"""nbconvert's exporters on notebooks of anybody: each output is shown or named in every form, nothing ends in a traceback."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from any_notebooks import ALONE, EXPORTERS, KINDS, exporter, notebook_of, png, shipped, words
from taphuan.check.exporters import MOST_CELLS
from taphuan.document.opening import opened
from taphuan.errors import NotComposed

TOGETHER = tuple(kind for kind in KINDS if kind not in ALONE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a notebook, with a picture below it."""
    folder = tmp_path_factory.mktemp("sổ tay")
    (folder / "anh").mkdir()
    (folder / "anh" / "b.png").write_bytes(png())
    return folder


def exported(name: str, nb: Any, folder: Path) -> Any:
    data, _ = exporter(name).from_notebook_node(nb, {"metadata": {"name": "tệp", "path": str(folder)}})
    return data


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_kind_of_output_is_shown_or_named(name: str, folder: Path) -> None:
    said = words(exported(name, notebook_of(*TOGETHER), folder))
    for kind in TOGETHER:
        _, shown, hidden = KINDS[kind]
        assert [word for word in shown if word not in said] == [], kind
        assert [word for word in hidden if word in said] == [], kind


@pytest.mark.parametrize("name", ["taphuan-deck", "taphuan-report-docx"])
@pytest.mark.parametrize("kind", ALONE)
def test_what_changes_how_a_notebook_is_read(kind: str, name: str, folder: Path) -> None:
    said = words(exported(name, notebook_of(kind), folder))
    _, shown, hidden = KINDS[kind]
    assert [word for word in shown if word.replace(" ", "") not in said] == []
    assert [word for word in hidden if word in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_alone(kind: str, name: str, folder: Path) -> None:
    said = words(exported(name, notebook_of(kind), folder))
    assert [word for word in KINDS[kind][1] if word.replace(" ", "") not in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("file", tuple(shipped()), ids=lambda file: file.stem)
def test_notebooks_that_packages_ship_pass_or_show_nothing(file: Path, folder: Path) -> None:
    notebook = opened(file.read_text(encoding="utf-8"))
    printed = [o.text.split()[0] for c in notebook.cells for o in c.get("outputs", ()) if o.get("text", "").split()]
    for name in EXPORTERS:
        try:
            said = words(exported(name, notebook, folder))
        except NotComposed as error:
            assert "shows nothing" in str(error)
            assert not printed
        else:
            assert [word for word in printed if word not in said] == []


def test_pictures_of_a_cell_and_of_the_folder_are_in_the_file(folder: Path) -> None:
    data = exported("taphuan-report-docx", notebook_of("attachment", "relative picture", "png", "svg"), folder)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert len([name for name in file.namelist() if name.startswith("word/media/")]) == 2, (
            "one picture thrice, and the SVG"
        )
    outside = new_notebook(cells=[new_markdown_cell("![Ngoài](../a.png)", id="a")])
    (folder.parent / "a.png").write_bytes(png())
    assert "khôngcótrongsổtay" in words(exported("taphuan-deck", outside, folder)), "nothing outside the folder is read"


def test_a_paper_of_anybody_has_no_head_number_day_or_signature(folder: Path) -> None:
    data = exported(
        "taphuan-report-docx",
        new_notebook(cells=[new_markdown_cell("# Tên\n\nChữ.\n\n## Mục\n\nNữa.", id="a")]),
        folder,
    )
    paper = docx.Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in paper.paragraphs] == ["Tên", "Chữ.", "Mục", "Nữa."]
    assert paper.tables == []
    assert paper.core_properties.created is None
    for name in ("taphuan-report-pdf", "taphuan-deck-pdf", "taphuan-handout-pdf", "taphuan-pptx"):
        said = words(exported(name, notebook_of("link"), folder))
        assert not any(word in said for word in ("CỘNGHÒA", "DỰTHẢO", "Sốliệu", "tháng")), name


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_notebook_gives_the_same_bytes(name: str, folder: Path) -> None:
    nb = notebook_of("svg", "table", "link")
    assert exported(name, nb, folder) == exported(name, nb, folder)


def test_what_is_longer_than_a_page_goes_on_in_the_handout(folder: Path) -> None:
    nb = new_notebook(cells=[new_markdown_cell("## Dài", id="a")])
    text = "\n".join(f"dòng-{n}" for n in range(300))
    nb.cells.append(new_code_cell("x", outputs=[new_output("stream", text=text)], execution_count=1, id="b"))
    nb.cells.append(new_markdown_cell(" ".join(f"từ-{n}" for n in range(4000)), id="c"))
    nb.cells.append(new_markdown_cell("| a |\n|---|\n" + "\n".join(f"| hàng-{n} |" for n in range(120)), id="d"))
    data = exported("taphuan-handout-pdf", nb, folder)
    said = words(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # what lies below the edge of a page would still be found as text
        assert len(pdf.pages) >= 10
    assert [word for word in ("dòng-299", "từ-3999", "hàng-119", "hàng-60") if word not in said] == []


@pytest.mark.slow
def test_a_notebook_of_ten_thousand_cells_is_one_clear_line(folder: Path) -> None:
    nb = new_notebook(cells=[new_markdown_cell("## x", id=f"c{n}") for n in range(10_000)])
    with pytest.raises(NotComposed, match=f"has 10000 cells; a document has room for {MOST_CELLS}"):
        exported("taphuan-deck", nb, folder)


def test_a_source_with_names_in_braces_is_no_deck(folder: Path) -> None:
    nb = opened(Path("notebooks/frame/story.ipynb").read_text(encoding="utf-8"))
    with pytest.raises(NotComposed, match="the notebook is a source"):
        exported("taphuan-deck", nb, folder)


@pytest.mark.slow
def test_the_command_says_in_a_line_that_a_file_is_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    command = [sys.executable, "-m", "nbconvert", "--to", "taphuan-pptx", "a.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "the file is no notebook: line 1, column 2 is not JSON" in done.stderr.splitlines()[-1]
