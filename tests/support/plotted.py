"""A composed notebook whose slides plot: one slide for each piece of code."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

from taphuan.charts.mime import CHART, SVG
from taphuan.compose import compose
from taphuan.lesson.lesson import open_lesson
from taphuan.run.execute import execute

START = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\n"


def plotted(
    codes: dict[str, str], province: str = "quang-nam", document: str = "deck", start: str = START
) -> NotebookNode:
    """The notebook, not executed, with a slide for each of the codes under its name."""
    notebook = compose(open_lesson("quang-nam-2024", province, "2024-10-31"))
    notebook.cells = [cell for cell in notebook.cells if cell.id in ("parameters", "lesson")]
    for name, code in codes.items():
        common: dict[str, Any] = {"document": document, "part": "plots", "part_title": "Hình", "slide": name}
        common |= {"slide_kind": "content" if document == "deck" else "part"}
        mark = "##" if document == "deck" else "#"
        for id_, source, role in ((f"{name}-title", f"{mark} Trang {name}", "heading"), (name, start + code, "body")):
            make: Any = nbformat.v4.new_markdown_cell if role == "heading" else nbformat.v4.new_code_cell
            slide = {"slide_type": "slide" if role == "heading" else "-"}
            notebook.cells.append(
                make(source, id=id_, metadata={"slideshow": slide, "taphuan": {**common, "role": role}})
            )
    return notebook


def run(codes: dict[str, str], engine: str = "warm", **options: str) -> NotebookNode:
    """The notebook of these codes, executed."""
    return execute(plotted(codes, **options), 120, engine)


def outputs(notebook: NotebookNode, name: str) -> list[Any]:
    return list(next(cell for cell in notebook.cells if cell.id == name).outputs)


def twin(notebook: NotebookNode, name: str) -> dict[str, Any]:
    """The only output of the slide, which is a figure with its twin; `svg` is added to it."""
    (output,) = outputs(notebook, name)
    return {**output.data[CHART], "svg": output.data[SVG]}
