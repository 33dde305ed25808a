"""Runs a notebook with one of our kernel managers and makes what came of it comparable."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from taphuan.run.execute import LIBRARIES, execute, strip
from taphuan.run.kernels import LocalKernelManager, WarmKernelManager

MANAGERS = {"warm": WarmKernelManager, "stock": LocalKernelManager}

# what differs between any two runs with the same kind of kernel, too: addresses, process ids and random file names
_ACCIDENTS = (
    (re.compile(r"\b0x[0-9a-f]{6,16}\b"), "0x…"),
    (re.compile(r"/ipykernel_\d+/"), "/ipykernel_…/"),
    (re.compile(r"\b(kernel-|tmp)[-\w]+\.json\b"), "….json"),
)


def normalise(notebook: NotebookNode) -> str:
    """The one normalisation under which warm and stock kernels must agree byte for byte."""
    text = nbformat.writes(strip(notebook))
    for accident, same in _ACCIDENTS:
        text = accident.sub(same, text)
    return text


def run_all_cells(notebook: NotebookNode, engine: str, work: Path) -> NotebookNode:
    """Every cell, whatever raises, in the emptied folder `work`; the environment is this process's."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    client = NotebookClient(
        nbformat.from_dict(notebook),
        kernel_name="python3",
        kernel_manager_class=MANAGERS[engine],
        config=Config({"WarmProvisioner": {"libraries": list(LIBRARIES)}}),
        resources={"metadata": {"path": str(work)}},
        allow_errors=True,
        timeout=60,
        shutdown_kernel="immediate",
    )
    client.execute()
    return client.nb


def outputs(engine: str, *sources: str) -> list[str]:
    """What each cell printed or returned, in one kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    done = execute(notebook, timeout=60, engine=engine)
    return [
        "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in done.cells
    ]
