"""Running a composed notebook: papermill with the stock kernel, in a folder of its own, with a time limit."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from taphuan.errors import ExecutionFailed

KERNEL = "python3"

_STOCK_MANAGER = "jupyter_client.manager.AsyncKernelManager"

# What papermill and nbclient stamp with clocks; without it two runs give the same bytes
_STAMPS = ("papermill", "execution", "collapsed", "scrolled")


def execute(notebook: NotebookNode, timeout: int) -> NotebookNode:
    """The notebook with its outputs. `timeout` is seconds a cell may take.

    Raises ExecutionFailed where a cell raises, never ends, or the kernel dies; the message names the cell and its slide.
    Call it in a process that runs one notebook at a time: papermill changes the working folder of the whole process.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    # short: the path of a Unix socket may have 107 letters
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        scratch = Path(folder)
        source, target = scratch / "composed.ipynb", scratch / "executed.ipynb"
        nbformat.write(notebook, source)
        with _kernel_environment(scratch):
            try:
                papermill.execute_notebook(
                    str(source),
                    str(target),
                    kernel_name=KERNEL,
                    cwd=str(scratch),
                    execution_timeout=timeout,
                    progress_bar=False,
                    log_output=False,
                    kernel_manager_class="taphuan.kernels.LocalKernelManager" if os.name == "posix" else _STOCK_MANAGER,
                )
            except PapermillExecutionError as error:
                cell = notebook.cells[error.cell_index]
                raise ExecutionFailed(f"cell {_name(cell)} raised {error.ename}: {error.evalue}") from None
            except CellTimeoutError:
                raise ExecutionFailed(
                    f"{_running(target)} did not end within {timeout} s; shorten the cell or raise --timeout"
                ) from None
            except DeadKernelError:
                raise ExecutionFailed(f"the kernel died at {_running(target)}") from None
        executed = nbformat.read(target, as_version=4)
    return strip(executed)


def strip(notebook: NotebookNode) -> NotebookNode:
    """The notebook without the marks of its run: times, durations and papermill's own metadata."""
    for holder in (notebook, *notebook.cells):
        for key in _STAMPS:
            holder.metadata.pop(key, None)
    for cell in notebook.cells:
        # papermill adds an empty list to every cell; ours have tags only where they mean something
        if cell.metadata.get("tags") == []:
            del cell.metadata["tags"]
    # the language version of the machine says nothing about the document
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


class _kernel_environment:
    """What a kernel sees: no user start-up files, a fixed hash seed, one thread, the non-interactive backend."""

    def __init__(self, scratch: Path) -> None:
        self._set = {
            "IPYTHONDIR": str(scratch / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        self._before = {key: os.environ.get(key) for key in self._set}
        os.environ.update(self._set)

    def __exit__(self, *_: object) -> None:
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def _name(cell: NotebookNode) -> str:
    slide = cell.metadata.get("taphuan", {}).get("slide", "")
    return f"'{cell.id}'" + (f" (slide {slide})" if slide else "")


def _running(target: Path) -> str:
    """The cell that was running when it all stopped: the last one papermill started (it calls it completed all the same)."""
    cells = nbformat.read(target, as_version=4).cells if target.exists() else []
    started = [
        cell for cell in cells if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return f"cell {_name(started[-1])}" if started else "its start"
