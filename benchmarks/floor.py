"""The floor of a cold build: all distinct figures are drawn and all documents written by plain function calls.

`floor.py collect OUT FILE` writes the distinct figures of the document sets in OUT to FILE. `floor.py work FILE SHARE OF`
draws the figures and writes the documents of one of OF shares, in one process and without a cache; bench.py times it.
`floor.py draw FILE` only draws and prints as JSON the CPU seconds of all figures, and of the maps among them.
"""

from __future__ import annotations

import json
import pickle
import sys
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import taphuan.compose  # noqa: F401 - before anything else imports nbformat

import nbformat  # isort: skip

Drawing = tuple[str, str, dict[str, Any]]
_MAPS = "taphuan.charts.map."


def distinct_figures(notebooks: list[Path]) -> list[Drawing]:
    """(module, name of the function, arguments) of every figure in the cells of the notebooks, each once."""
    from taphuan.charts import cache

    drawings: dict[Path, Drawing] = {}
    original = cache._entry

    def recording_entry(draw: Any, arguments: dict[str, Any]) -> Path:
        file = original(draw, arguments)
        drawings[file] = (draw.__module__, draw.__qualname__, arguments)
        return file

    cache._entry = recording_entry
    for path in notebooks:
        namespace: dict[str, Any] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, namespace)
    return [drawings[file] for file in sorted(drawings)]


def work(drawings: list[Drawing], folders: list[Path]) -> None:
    """Draw the figures and write the documents of the sets in these folders, without storing the results."""
    from taphuan.build.publish import read_manifest
    from taphuan.export.formats import Source

    for module, name, arguments in drawings:
        getattr(import_module(module), name)(**arguments)
    for folder in folders:
        source = Source(nbformat.read(folder / "notebook.ipynb", as_version=4))
        manifest = read_manifest(folder)
        assert manifest is not None, f"{folder} is not a finished document set"
        for name in manifest.files:
            source.write(name)


def draw(drawings: list[Drawing]) -> dict[str, float]:
    """The CPU seconds of drawing every figure once, without the imports."""
    calls = [(module, getattr(import_module(module), name), arguments) for module, name, arguments in drawings]
    totals = {"all figures": 0.0, "the maps among them": 0.0}
    for module, function, arguments in calls:
        start = process_time()
        function(**arguments)
        seconds = process_time() - start
        totals["all figures"] += seconds
        totals["the maps among them"] += seconds if module.startswith(_MAPS) else 0.0
    return totals


def main() -> None:
    if sys.argv[1] == "collect":
        notebooks = sorted(Path(sys.argv[2]).rglob("notebook.ipynb"))
        record = (distinct_figures(notebooks), [path.parent for path in notebooks])
        Path(sys.argv[3]).write_bytes(pickle.dumps(record))
        print(f"{len(record[0])} distinct figures, {len(notebooks)} document sets")
    elif sys.argv[1] == "draw":
        print(json.dumps(draw(pickle.loads(Path(sys.argv[2]).read_bytes())[0])))
    else:
        drawings, folders = pickle.loads(Path(sys.argv[2]).read_bytes())
        share, of = int(sys.argv[3]), int(sys.argv[4])
        work(drawings[share::of], folders[share::of])


if __name__ == "__main__":
    main()
