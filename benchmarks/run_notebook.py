"""Run one composed notebook K times in one process: `run_notebook.py plain|warm|stock NOTEBOOK K`."""

from __future__ import annotations

import json
import sys
from typing import Any

import nbformat


def plain(notebook: nbformat.NotebookNode) -> None:
    """The floor: run the cells without a kernel and compute the MIME bundle of every displayed object as Jupyter does."""
    namespace: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.metadata.get("taphuan", {}).get("document"):
            json.dumps(eval(cell.source, namespace)._repr_mimebundle_())
        else:
            exec(cell.source, namespace)


def main() -> None:
    mode, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    notebook = nbformat.read(path, as_version=4)
    for _ in range(count):
        if mode == "plain":
            plain(notebook)
        else:
            from taphuan.run.execute import execute

            execute(nbformat.from_dict(notebook), timeout=120, engine=mode)


if __name__ == "__main__":
    main()
