"""Running a composed notebook: papermill with a kernel of its own, in a folder of its own, with a time limit."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from taphuan.errors import ExecutionFailed
from taphuan.files import scratch

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from traitlets.config import Config

KERNEL = "python3"

# how a kernel comes to life: forked from a process that has done its imports, or started from nothing
ENGINES = {"warm": "taphuan.run.kernels.WarmKernelManager", "stock": "taphuan.run.kernels.LocalKernelManager"}
_STOCK_MANAGER = "jupyter_client.manager.AsyncKernelManager"

# costly to import; a warm process takes in those that a notebook names
LIBRARIES = ("numpy", "pandas", "matplotlib.pyplot")

# What papermill and nbclient stamp with clocks; without it two runs give the same bytes
_STAMPS = ("papermill", "execution", "collapsed", "scrolled")


def execute(notebook: NotebookNode, timeout: int, engine: str = "warm") -> NotebookNode:
    """The notebook with its outputs. `timeout` is seconds a cell may take, `engine` one of ENGINES.

    Raises ExecutionFailed where a cell raises, never ends, or the kernel dies; the message names the cell and its slide.
    Call it in a process that runs one notebook at a time: papermill changes the working folder of the whole process.
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
                # where a kernel cuts what it prints depends on its timers
                coalesce_streams=True,
                # all it had to say is here; a kernel that is asked to end may take seconds over its own threads
                shutdown_kernel="immediate",
            )
        except PapermillExecutionError as error:
            cell = notebook.cells[error.cell_index]
            raise ExecutionFailed(f"cell {_name(cell)} raised {error.ename}: {error.evalue}") from None
        except CellTimeoutError:
            raise ExecutionFailed(
                f"{running} did not end within {timeout} s; shorten the cell or raise --timeout"
            ) from None
        except DeadKernelError:
            raise ExecutionFailed(f"the kernel died at {running or 'its start'}") from None
    return strip(executed)


def _libraries(notebook: NotebookNode) -> list[str]:
    """Those of LIBRARIES that its code names."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return [name for name in LIBRARIES if re.search(rf"\b{name.partition('.')[0]}\b", code)]


def kernel_manager(config: Config) -> AsyncKernelManager:
    """A manager whose kernel is warm where the system allows it; `config` reaches its provisioner."""
    from traitlets.utils.importstring import import_item

    name = ENGINES["warm"] if os.name == "posix" else _STOCK_MANAGER
    manager: AsyncKernelManager = import_item(name)(kernel_name=KERNEL, config=config)
    return manager


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


class kernel_environment:
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
