"""Opens notebooks of anybody: what nbformat leaves as it is, or would refuse with a traceback, is mended or said in a line."""

from __future__ import annotations

import json
import re
from itertools import chain, count
from typing import Any

from taphuan.errors import NotComposed

_OLDEST = 2
_CELL_TYPES = ("markdown", "code", "raw")
_OUTPUTS = ("stream", "error", "display_data", "execute_result")
_NO_ID, _LONGEST_ID = re.compile(r"[^A-Za-z0-9_-]"), 60


def opened(text: str) -> Any:
    """The notebook in the text of a file, in the present format.

    Raises NotComposed for a text that is no notebook.
    """
    import nbformat

    try:
        raw = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise NotComposed(
            f"the file is no notebook: line {error.lineno}, column {error.colno} is not JSON ({error.msg}); "
            "take the last saved copy (.ipynb_checkpoints), or save it anew",
            code="TH534",
        ) from None
    except RecursionError:
        raise NotComposed(
            "the file is no notebook: its JSON is nested too deeply; save it anew in JupyterLab", code="TH534"
        ) from None
    version = raw.get("nbformat") if isinstance(raw, dict) else None
    cells = raw.get("cells", raw.get("worksheets")) if isinstance(raw, dict) else None
    if not isinstance(version, int) or not isinstance(cells, list):
        raise NotComposed(
            "the file is no notebook: it has no cells or no number nbformat; open it in JupyterLab and save it",
            code="TH534",
        )
    if not _OLDEST <= version <= nbformat.current_nbformat:
        raise NotComposed(
            f"the notebook is of format {version}; open it in JupyterLab and save it, "
            f"which makes it one of format {nbformat.current_nbformat}",
            code="TH534",
        )
    if version < nbformat.current_nbformat:
        try:
            notebook = nbformat.convert(nbformat.reader.reads(json.dumps(raw)), nbformat.current_nbformat)
        except (nbformat.ValidationError, KeyError, AttributeError, TypeError, ValueError) as error:
            why = str(error).splitlines()[0]
            raise NotComposed(
                f"the notebook of format {version} cannot be read ({why}); open it in JupyterLab and save it",
                code="TH534",
            ) from None
        for cell in notebook.cells:
            cell.pop("id", None)  # made by chance
        return mended(notebook)
    return mended(nbformat.from_dict(raw))


def mended(notebook: Any) -> Any:
    """The notebook, whose cells have what each cell must have: type, text, metadata, tags, outputs, an id of its own.

    Raises NotComposed for a cell that is none.
    """
    import nbformat

    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        _mend(cell, number)
        given = _NO_ID.sub("-", str(cell.get("id") or ""))[:_LONGEST_ID] or f"cell-{number}"
        names = chain((given,), (f"{given}-{n}" for n in count(2)))
        cell.id = next(name for name in names if name not in seen)
        seen.add(cell.id)
    if not isinstance(notebook.get("metadata"), dict):
        notebook.metadata = nbformat.NotebookNode()
    for key in ("kernelspec", "language_info"):
        told = notebook.metadata.get(key)
        if told is not None and not (isinstance(told, dict) and isinstance(told.get("name"), str)):
            notebook.metadata.pop(key)
    notebook.nbformat, notebook.nbformat_minor = 4, max(5, int(notebook.get("nbformat_minor") or 0))
    return notebook


def _mend(cell: Any, number: int) -> None:
    import nbformat

    if not isinstance(cell, dict) or cell.get("cell_type") not in _CELL_TYPES:
        raise NotComposed(
            f"cell {number} of the notebook is neither text nor code; delete it in JupyterLab", code="TH534"
        )
    cell["source"] = _text(cell.get("source"))
    if not isinstance(cell.get("metadata"), dict):
        cell["metadata"] = nbformat.NotebookNode()
    for key, kind in (("tags", list), ("slideshow", dict)):
        if not isinstance(cell["metadata"].get(key, kind()), kind):
            cell["metadata"].pop(key)
    if cell["cell_type"] == "code":
        outputs = cell.get("outputs")
        shown = [one for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
        cell["outputs"] = [_output(one) for one in shown if one.get("output_type") in _OUTPUTS]
        cell.setdefault("execution_count", None)


def _output(output: Any) -> Any:
    """An output with what its type must have."""
    kind = output.get("output_type")
    if kind == "stream":
        output.setdefault("name", "stdout")
        output.text = _text(output.get("text"))
    elif kind == "error":
        for key in ("ename", "evalue"):
            output[key] = _text(output.get(key))
        output.setdefault("traceback", [])
    else:
        for key in ("data", "metadata"):
            if not isinstance(output.get(key), dict):
                output[key] = type(output)()
        if kind == "execute_result":
            output.setdefault("execution_count", None)
        for mime, value in output.data.items():
            if isinstance(value, list) and all(isinstance(line, str) for line in value):
                output.data[mime] = "".join(value)
    return output


def _text(value: Any) -> str:
    """A text, which a file may hold as a list of its lines."""
    if isinstance(value, str):
        return value
    return "".join(map(str, value)) if isinstance(value, list) else ""
