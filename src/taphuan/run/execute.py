"""Running a composed notebook: papermill with a new kernel, in a new folder, with a time limit."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from taphuan import paths
from taphuan.charts.mime import without_returned
from taphuan.errors import ExecutionFailed
from taphuan.files import scratch

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from traitlets.config import Config

KERNEL = "python3"

# engine → kernel manager: kernels forked from a process that has done its imports, or started without a fork
ENGINES = {"warm": "taphuan.run.kernels.WarmKernelManager", "stock": "taphuan.run.kernels.LocalKernelManager"}
_STOCK_MANAGER = "jupyter_client.manager.AsyncKernelManager"

# slow to import; the warm process imports those whose pattern a notebook's code has
LIBRARIES = {
    "numpy": r"\bnumpy\b",
    "pandas": r"\bpandas\b|\blesson\.data\b",
    "taphuan.lesson.frames.shown": r"\blesson\.data\b",
    "pandas.io.formats.style": r"\.style\b",
    # matplotlib with the house style; pandas imports it when a frame is plotted
    "taphuan.charts.own.preload": r"\b(?:matplotlib|seaborn)\b|\.(?:plot|hist|boxplot)\b",
}

# metadata with times of the run; without them two runs give the same bytes
_TIMES = ("papermill", "execution", "collapsed", "scrolled")


def execute(notebook: NotebookNode, timeout: int, engine: str = "warm") -> NotebookNode:
    """The notebook with its outputs. `timeout` is seconds a cell may take, `engine` one of ENGINES.

    Raises ExecutionFailed if a cell raises or exceeds the time, or if the kernel dies; the message names cell and slide.
    Call it in a process that runs one notebook at a time: papermill changes the working folder of the process.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    running = ""

    def note(cell: NotebookNode, **_: object) -> None:
        nonlocal running
        running = f"cell {_name(cell)}"

    with scratch() as folder, kernel_environment(folder):
        try:
            # without a file to write to: papermill would save the whole notebook twice a cell
            executed = papermill.execute_notebook(
                notebook,
                None,
                kernel_name=KERNEL,
                cwd=str(folder),
                execution_timeout=timeout,
                progress_bar=False,
                log_output=False,
                kernel_manager_class=ENGINES[engine] if os.name == "posix" else _STOCK_MANAGER,
                config=Config({"WarmProvisioner": {"libraries": _libraries(notebook)}}),
                on_cell_execute=note,
                # a kernel splits printed text at times that depend on its timers
                coalesce_streams=True,
                # all outputs have arrived; a regular shutdown may wait seconds for threads of the kernel
                shutdown_kernel="immediate",
            )
        except PapermillExecutionError as error:
            cell = notebook.cells[error.cell_index]
            raise ExecutionFailed(f"cell {_name(cell)} raised {error.ename}: {error.evalue}", code="TH541") from None
        except CellTimeoutError:
            raise ExecutionFailed(
                f"{running} did not end within {timeout} s; shorten the cell or raise --timeout", code="TH542"
            ) from None
        except DeadKernelError:
            raise ExecutionFailed(f"the kernel died at {running or 'its start'}", code="TH543") from None
    return strip(executed)


def _libraries(notebook: NotebookNode) -> list[str]:
    """Those of LIBRARIES that the notebook's code needs."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return [name for name, pattern in LIBRARIES.items() if re.search(pattern, code)]


def kernel_manager(config: Config) -> AsyncKernelManager:
    """A manager whose kernel is warm if the system allows it; `config` is passed to its provisioner."""
    from traitlets.utils.importstring import import_item

    name = ENGINES["warm"] if os.name == "posix" else _STOCK_MANAGER
    manager: AsyncKernelManager = import_item(name)(kernel_name=KERNEL, config=config)
    return manager


def strip(notebook: NotebookNode) -> NotebookNode:
    """The notebook without times, durations and papermill's own metadata."""
    for holder in (notebook, *notebook.cells):
        for key in _TIMES:
            holder.metadata.pop(key, None)
    for cell in notebook.cells:
        # papermill adds an empty list to every cell; ours have tags only where they mean something
        if cell.metadata.get("tags") == []:
            del cell.metadata["tags"]
        # a printed object holds its address in memory
        if cell.cell_type == "code":
            cell.outputs = without_returned(cell.outputs)
    # the Python version of the machine is not part of the document
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


class kernel_environment:
    """Environment variables for kernels: no user start-up files, a fixed hash seed, one thread."""

    def __init__(self, scratch: Path) -> None:
        self._variables = {
            "IPYTHONDIR": str(scratch / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            # a kernel works in a folder of its own
            **paths.handed_on(),
        }
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        self._before = {key: os.environ.get(key) for key in self._variables}
        os.environ.update(self._variables)

    def __exit__(self, *_: object) -> None:
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def _name(cell: NotebookNode) -> str:
    slide = cell.metadata.get("taphuan", {}).get("slide", "")
    return f"'{cell.id}'" + (f" (slide {slide})" if slide else "")
