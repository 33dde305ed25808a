"""notebook.ipynb: the executed notebook that all other files are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


def write_notebook(notebook: NotebookNode) -> bytes:
    """The notebook as JSON, UTF-8, with a line end at its end."""
    import nbformat

    return f"{nbformat.writes(notebook)}\n".encode()
