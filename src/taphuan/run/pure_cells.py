"""Cells that are nothing but one call of `lesson.figures` or `lesson.tables`: pure functions of the lesson, so that their output is
known without a kernel.

A notebook of such cells alone is the deck of a commune, of which there are thousands; its outputs are those that a kernel
would give, byte for byte.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.lesson.lesson import Lesson

_DOORS = ("figures", "tables")
# what a kernel has for cells that show nothing
_SILENT = ("parameters", "lesson")

# door, method, arguments, options
Call = tuple[str, str, list[Any], dict[str, Any]]


def pure_call(source: str) -> Call | None:
    """The call that a cell is, such as `lesson.figures.league(size="half")`; None for a cell that is anything else."""
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Attribute):
        return None
    door = tree.func.value
    if not isinstance(door, ast.Attribute) or door.attr not in _DOORS:
        return None
    if not isinstance(door.value, ast.Name) or door.value.id != "lesson":
        return None
    options = {keyword.arg: keyword.value for keyword in tree.keywords}
    try:
        arguments = [ast.literal_eval(argument) for argument in tree.args]
        named = {name: ast.literal_eval(value) for name, value in options.items() if name}
    except ValueError:
        return None
    return (door.attr, tree.func.attr, arguments, named) if None not in options else None


def shown_by(lesson: Lesson, call: Call) -> dict[str, Any]:
    """The MIME bundle that the cell shows. Raises whatever the call raises."""
    door, name, arguments, options = call
    bundle: dict[str, Any] = getattr(getattr(lesson, door), name)(*arguments, **options)._repr_mimebundle_()
    return bundle


# what a cell that reads nothing but frames may import
_OTHERS = frozenset({"datetime", "math", "matplotlib", "numpy", "pandas", "seaborn"})


def frames_taken(source: str) -> tuple[str, ...] | None:
    """The tables of a cell that takes frames of `lesson.data` and uses the lesson for nothing but those, its unit and
    `describe`; None for any other cell."""
    from taphuan.lesson.frames.data import TABLES

    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return None
    imports = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    imports += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    uses = [node for node in nodes if isinstance(node, ast.Name) and node.id == "lesson"]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and _is_lesson(node.value)]
    known = all(node.attr in ("data", "describe", "unit") for node in attributes) and len(uses) == len(attributes)
    data = [node for node in attributes if node.attr == "data"]
    taken = [
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value in data
    ]
    # a frame read by another name than its own, or a file
    reads = any(isinstance(node, ast.Name) and node.id in ("open", "getattr", "eval", "exec") for node in nodes)
    reads |= any(isinstance(node, ast.Attribute) and node.attr.startswith("read_") for node in nodes)
    if not data or len(taken) != len(data) or not known or reads:
        return None
    if any(name.partition(".")[0] not in _OTHERS for name in imports):
        return None
    return tuple(sorted({name for name in taken if name in TABLES}))


def _is_lesson(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "lesson"


def filled(notebook: NotebookNode, lesson: Lesson) -> NotebookNode | None:
    """The notebook with the outputs that a kernel would give; None where it has a cell that only a kernel can run, or that fails
    there.

    `lesson` is what the notebook's own cells open.
    """
    # reading a notebook takes imports that the process which hands out the work does without
    from nbformat import from_dict

    from taphuan.run.execute import strip

    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(cells, start=1):
        if not set(_SILENT) & set(cell.metadata.get("tags", ())):
            call = pure_call(cell.source)
            if call is None:
                return None
            try:
                bundle = shown_by(lesson, call)
            except Exception:
                # whatever the cell raises is the trainer's to read, and the kernel names the cell
                return None
            # as it comes back from a kernel: through JSON
            output = {"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": bundle}
            cell.outputs = [from_dict(json.loads(json.dumps(output, ensure_ascii=False)))]
        cell.execution_count = count
    return strip(notebook)
