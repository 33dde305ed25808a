"""What is still to be written: one line a module that is being written; in any other notebook it is a problem."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan import paths
from taphuan.compose.source import SourceCell, SourceNotebook, read_source
from taphuan.data.documents import read_document
from taphuan.data.drafts import TO_WRITE, to_write
from taphuan.errors import Problem, coded
from taphuan.known.conferences import module, module_slugs


@coded("TH548")
def drafts() -> Iterator[Problem]:
    """A line for each module that is being written: which fields and cells are still to be written, or that none is."""
    for slug in module_slugs():
        found = module(slug)
        if found.written or not found.has_notebook:
            continue
        file = paths.MODULES / f"{slug}.yaml"
        name = file.relative_to(paths.ROOT).as_posix()
        left = [*_fields(file.read_text(encoding="utf-8"), name), *_cells(slug)]
        if left:
            remedy = "Replace each «BẢN NHÁP …», then delete `written: false`."
            yield Problem(name, "", "written", "false", f"still to be written: {'; '.join(left)}", remedy)
        else:
            remedy = "Delete the line `written: false`."
            yield Problem(name, "", "written", "false", "nothing is left to be written", remedy)


def _fields(text: str, file: str) -> Iterator[str]:
    """The fields of the file with their lines; those of a list as one."""
    document = read_document(text, file, [])
    assert document is not None  # the data are in order
    lines: dict[str, list[int]] = {}
    for path, _ in to_write(document.value):
        lines.setdefault(str(path[0]), []).append(document.lines[path])
    for name, at in lines.items():
        yield f"{name} (line {at[0]})" if len(at) == 1 else f"{name} ({len(at)} places, lines {at[0]}–{at[-1]})"


def _cells(slug: str) -> Iterator[str]:
    path = paths.MODULE_NOTEBOOKS / f"{slug}.ipynb"
    ids = [cell.id for cell in _of(read_source(path)) if TO_WRITE.search(cell.text)]
    if ids:
        yield f"{path.relative_to(paths.ROOT).as_posix()} (cells {', '.join(ids)})"


@coded("TH461")
def left_to_write(notebook: SourceNotebook) -> Iterator[Problem]:
    """Every cell of a notebook that is no draft in which something is still to be written."""
    for cell in _of(notebook):
        if mark := TO_WRITE.search(cell.text):
            remedy = "Write it, or set `written: false` in the file of the module until all is written."
            yield Problem(notebook.name, f"cell {cell.id}", "", mark[0], "still to be written", remedy)


def _of(notebook: SourceNotebook) -> Iterator[SourceCell]:
    for slide in notebook.slides:
        yield from (slide.heading, *slide.body)
