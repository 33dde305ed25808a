"""The notebooks as they are committed: valid, without outputs, with names that stay, short code, no paths."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from taphuan import paths
from taphuan.compose.source import read_source

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_valid_and_has_never_run(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert notebook.metadata == {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        ran = [
            cell.id for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
        ]
        assert ran == []

    def test_cells_have_names_that_stay(self, path: Path) -> None:
        """Names given by a person: a diff shows which slide changed, and composed ids come from them."""
        cells = nbformat.read(path, as_version=4).cells
        assert [cell.id for cell in cells if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell.id)] == []
        assert len({cell.id for cell in cells}) == len(cells)

    def test_headings_and_slide_types_are_in_step(self, path: Path) -> None:
        source = read_source(path)
        assert source.slides
        for slide in source.slides:
            types = [cell.slide_type for cell in slide.body]
            # a briefing is no deck: JupyterLab shows none of its cells as a slide
            assert slide.heading.slide_type == ("skip" if path.parent == paths.REPORT_NOTEBOOKS else "slide")
            assert set(types) <= {"-", "fragment", "notes", "skip"}, slide.heading.id
            assert "notes" not in types or types.index("notes") >= len(types) - types.count("notes"), slide.heading.id

    def test_has_one_typed_parameters_cell_first(self, path: Path) -> None:
        cells = nbformat.read(path, as_version=4).cells
        assert cells[0].metadata.tags == ["parameters"]
        declared = ast.parse(cells[0].source).body
        assert all(isinstance(line, ast.AnnAssign) and ast.unparse(line.annotation) == "str" for line in declared)
        call = ast.parse(cells[1].source).body[-1].value  # type: ignore[attr-defined]
        options = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        named = {target.target.id for target in declared}  # type: ignore[attr-defined]
        assert {name for name, value in options.items() if name == value} == named
        # its own name, with which it runs by itself
        assert options["notebook"] == repr(f"{path.parent.name}/{path.stem}")

    def test_code_is_short_and_reads_no_files(self, path: Path) -> None:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            for node in ast.walk(tree):
                assert not (isinstance(node, ast.Attribute) and node.attr.startswith("read_")), cell.id
                assert not (isinstance(node, ast.Call) and ast.unparse(node.func) == "open"), cell.id
                if isinstance(node, ast.FunctionDef):
                    assert (node.end_lineno or 0) - node.lineno < 10, cell.id
            assert len(cell.source.splitlines()) <= 12, cell.id

    def test_names_no_absolute_path(self, path: Path) -> None:
        for cell in nbformat.read(path, as_version=4).cells:
            assert not re.search(r"""["'(](?:/|~/|[A-Z]:[\\/]|file:)\w""", cell.source), cell.id
