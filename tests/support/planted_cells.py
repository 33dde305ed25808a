"""Faults planted into the notebooks of a copy of the project, composed for a real conference: what became of each."""

from __future__ import annotations

import base64
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from PIL import Image, ImageDraw

from projects import Project
from taphuan.check.content import check_notebook
from taphuan.compose import compose
from taphuan.errors import TaphuanError, with_code
from taphuan.lesson.lesson import Lesson, open_lesson

NOTEBOOK, AFTER = "frame/closing.ipynb", "mo-dau-loi"
Of = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """A cell with a fault: its Markdown, or code with the outputs that a kernel returns for it. `notes`: as speaker notes;
    `title`: it is the title of its slide; `pasted`: a picture in it; `cites`: its option of that name."""

    source: str
    outputs: Callable[[Lesson], list[dict[str, Any]]] | None = None
    notes: bool = False
    title: bool = False
    pasted: bytes = b""
    cites: tuple[str, ...] = field(default=())


def judged(project: Project, of: Of, faults: dict[str, Cell]) -> dict[str, list[str]]:
    """What is said of each fault, by compose or before publishing, in the set `of`."""
    path = project.root / "notebooks" / NOTEBOOK
    original = path.read_text(encoding="utf-8")
    said: dict[str, list[str]] = defaultdict(list)
    waiting = dict(faults)
    ids = {name: f"thu-{at}" for at, name in enumerate(faults)}
    lesson = open_lesson(*of)
    while True:
        _plant(path, original, {ids[name]: cell for name, cell in waiting.items()})
        try:
            composed = compose(lesson, full=True)
            break
        except TaphuanError as error:
            before = len(waiting)
            for line in str(error).splitlines():
                words = set(re.findall(r"[\w-]+", line))
                for name in [
                    name for name in waiting if words & {ids[name], f"{ids[name]}-than", f"closing-{ids[name]}-than"}
                ]:
                    said[name].append(with_code(line, error.code))
                    del waiting[name]
            if len(waiting) == before:
                raise
    path.write_text(original, encoding="utf-8")
    planted = {f"closing-{ids[name]}-than": name for name in waiting} | {
        f"closing-{ids[name]}": name for name in waiting
    }
    for cell in composed.cells:
        fault = waiting.get(planted.get(cell.id, ""))
        if cell.cell_type == "code" and fault is not None and fault.outputs is not None:
            cell["outputs"] = [NotebookNode(_as_nodes(output)) for output in fault.outputs(lesson)]
    for finding in check_notebook(composed):
        for id_, name in planted.items():
            if f"cell {id_}," in finding or f"cell {id_} (" in finding or f"slide {id_}:" in finding:
                said[name].append(finding)
    return {name: said[name] for name in faults}


def _plant(path: Any, original: str, cells: dict[str, Cell]) -> None:
    content = json.loads(original)
    place = next(i for i, cell in enumerate(content["cells"]) if cell["id"] == AFTER) + 1
    for id_, cell in cells.items():
        made = [_made(id_, cell.source if cell.title else f"## Trang thử {id_[4:]}", "markdown", "slide")]
        if cell.title:
            made.append(_made(f"{id_}-than", "Một dòng.", "markdown", "-"))
        else:
            kind = "code" if cell.outputs is not None else "markdown"
            if cell.notes:
                made.append(_made(f"{id_}-dong", "Một dòng.", "markdown", "-"))
            # two cells with the same code would be refused
            source = f"{cell.source}  # {id_}" if kind == "code" else cell.source
            made.append(_made(f"{id_}-than", source, kind, "notes" if cell.notes else "-"))
            if cell.pasted:
                made[-1]["attachments"] = {"a.png": {"image/png": base64.b64encode(cell.pasted).decode()}}
            if cell.cites:
                made[-1]["metadata"]["taphuan"]["cites"] = list(cell.cites)
        content["cells"][place:place] = made
        place += len(made)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _made(id_: str, source: str, kind: str, slide_type: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"id": id_, "cell_type": kind, "source": source}
    cell["metadata"] = {"slideshow": {"slide_type": slide_type}, "taphuan": {}}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _as_nodes(output: dict[str, Any]) -> dict[str, Any]:
    return {**output, "data": NotebookNode(output["data"])} if "data" in output else output


# --- outputs, as a kernel returns them --------------------------------------------------------------------------------


def display(metadata: dict[str, Any] | None = None, /, **data: Any) -> list[dict[str, Any]]:
    """One displayed bundle; the names are png, jpeg, svg, html, markdown, text."""
    mimes = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml", "html": "text/html", "markdown": "text/markdown", "text": "text/plain"}  # fmt: skip
    return [
        {
            "output_type": "display_data",
            "metadata": metadata or {},
            "data": {
                mimes[name]: base64.b64encode(value).decode() if isinstance(value, bytes) else value
                for name, value in data.items()
            },
        }
    ]


def printed(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}]


def frame(rows: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
    """A DataFrame as its cell shows it."""
    import pandas as pd

    table = pd.DataFrame(rows, **options)
    return display(html=table._repr_html_(), text=repr(table))


def bundle(figure: Any) -> dict[str, Any]:
    """The MIME bundle of a figure or table of the house."""
    made: dict[str, Any] = figure._repr_mimebundle_()
    return made


def raster(ground: tuple[int, ...], mark: tuple[int, ...] | None = None, mode: str = "RGB", kind: str = "PNG", size: tuple[int, int] = (320, 200)) -> bytes:  # fmt: skip
    """A picture of one colour, with a rectangle of another one if `mark` is given."""
    image = Image.new(mode, size, ground)
    if mark is not None:
        ImageDraw.Draw(image).rectangle((40, 40, 160, 120), fill=mark)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def plotted(draw: Callable[[Any], None], fonttype: str = "none", kind: str = "svg") -> Any:
    """A figure of plain matplotlib as its inline backend shows it: SVG as text, PNG as bytes."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": fonttype}):
        from matplotlib.figure import Figure

        figure = Figure()
        draw(figure)
        out = io.BytesIO()
        figure.savefig(out, format=kind)
    return out.getvalue() if kind != "svg" else out.getvalue().decode()
