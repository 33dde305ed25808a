"""The floor of a cold build: every distinct figure drawn and every document written, each as a plain function.

`floor.py collect OUT FILE` finds the distinct figures of the document sets in OUT; `floor.py work FILE SHARE OF` draws
and writes one share of them, in one process and without a cache. What is timed is the second, from outside.
`floor.py draw FILE` only draws: it prints the CPU seconds of all figures and of the maps among them, as JSON.
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
    """Module, name and arguments of every drawing that the cells of the notebooks ask for, each once."""
    from taphuan.charts import cache

    found: dict[Path, Drawing] = {}
    entry = cache._entry

    def noted(draw: Any, arguments: dict[str, Any]) -> Path:
        place = entry(draw, arguments)
        found[place] = (draw.__module__, draw.__qualname__, arguments)
        return place

    cache._entry = noted
    for path in notebooks:
        names: dict[str, Any] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
    return [found[place] for place in sorted(found)]


def work(drawings: list[Drawing], folders: list[Path]) -> None:
    """Draw and write, and keep nothing."""
    from taphuan.build.publish import read_manifest
    from taphuan.export.formats import Source

    for module, name, arguments in drawings:
        getattr(import_module(module), name)(**arguments)
    for folder in folders:
        source = Source(nbformat.read(folder / "notebook.ipynb", as_version=4))
        manifest = read_manifest(folder)
        assert manifest is not None, f"{folder} is no finished document set"
        for name in manifest.files:
            source.write(name)


def draw(drawings: list[Drawing]) -> dict[str, float]:
    """CPU seconds of drawing every figure once, without the imports."""
    drawn = [(module, getattr(import_module(module), name), arguments) for module, name, arguments in drawings]
    spent = {"all figures": 0.0, "the maps among them": 0.0}
    for module, function, arguments in drawn:
        start = process_time()
        function(**arguments)
        seconds = process_time() - start
        spent["all figures"] += seconds
        spent["the maps among them"] += seconds if module.startswith(_MAPS) else 0.0
    return spent


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
