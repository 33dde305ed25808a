"""Runs a notebook with one of the package's kernel managers and normalises the result for comparisons."""

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

# what differs between two runs even with the same kind of kernel: addresses, process ids and random file names
_VARYING = (
    (re.compile(r"\b0x[0-9a-f]{6,16}\b"), "0x…"),
    (re.compile(r"/ipykernel_\d+/"), "/ipykernel_…/"),
    (re.compile(r"\b(kernel-|tmp)[-\w]+\.json\b"), "….json"),
)


def normalise(notebook: NotebookNode) -> str:
    """The notebook as text without what varies between runs; for warm and stock kernels it must be equal."""
    text = nbformat.writes(strip(notebook))
    for pattern, replacement in _VARYING:
        text = pattern.sub(replacement, text)
    return text


def run_all_cells(notebook: NotebookNode, engine: str, work: Path) -> NotebookNode:
    """Run all cells, also after an error, in the folder `work`, which is emptied before; with this process's environment."""
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
        # kernels send what is printed every 0.2 s: on a busy machine one print can come in two messages
        coalesce_streams=True,
    )
    client.execute()
    return client.nb


def outputs(engine: str, *sources: str) -> list[str]:
    """Run the sources as cells of one kernel and return what each of them printed or returned."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    done = execute(notebook, timeout=60, engine=engine)
    return [
        "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in done.cells
    ]
