"""A live kernel: a warm kernel in which single cells of an executed notebook run again."""

from __future__ import annotations

import asyncio
import copy
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from traitlets.config import Config

from taphuan.run.execute import KERNEL, kernel_manager
from taphuan.run.warm_client import get_ready

# imported by every deck, so the warm process imports them first
LIBRARIES = ("pandas", "taphuan.lesson.figures.figures", "taphuan.live.server.interrupts")

# nbclient logs a dead kernel; here the page is told instead
_SILENT = logging.getLogger(__name__)
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


def warm_up() -> None:
    """Start the process that kernels are forked from, so that it is ready when the first page needs one."""
    spec = kernel_manager(Config()).kernel_spec
    assert spec is not None
    # the interpreter's options as jupyter_client will pass them
    options = spec.argv[1 : spec.argv.index("-m")]
    get_ready((sys.executable, *options), os.environ | spec.env)


class _CellClient(NotebookClient):
    """`executing` is set once the kernel has reported that it executes the code of the requested cell."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.executing = asyncio.Event()

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] == "execute_input":
            self.executing.set()
        return super().process_message(msg, cell, cell_index)


class LiveKernel:
    """`notebook` is an executed notebook, which is not changed. The kernel's working folder is `folder`."""

    def __init__(self, notebook: Any, folder: Path) -> None:
        self._folder = folder
        self._manager = kernel_manager(Config({"WarmProvisioner": {"libraries": list(LIBRARIES)}}))
        self._client = _CellClient(
            copy.deepcopy(notebook),
            km=self._manager,
            kernel_name=KERNEL,
            timeout=None,
            coalesce_streams=True,
            extra_arguments=["--IPKernelApp.extra_extensions=taphuan.live.server.interrupts"],
            log=_SILENT,
        )

    async def start(self) -> None:
        """Raises DeadKernelError if the kernel does not start."""
        try:
            await self._client.async_start_new_kernel(cwd=str(self._folder))
            await self._client.async_start_new_kernel_client()
        except RuntimeError:
            raise DeadKernelError("Kernel died") from None

    async def execute(self, number: int) -> Any:
        """Execute the cell of this number and return it. Raises CellExecutionError or DeadKernelError."""
        self._client.executing.clear()
        return await self._client.async_execute_cell(self._client.nb.cells[number], number)

    async def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the code of the cell that is executed.

        The signal is sent once the kernel executes the cell. Earlier it would have no effect, because ipykernel ignores
        SIGINT between two requests, and the cell would run on.
        """
        await self._client.executing.wait()
        await self._manager.interrupt_kernel()

    async def kill(self) -> None:
        """Kill the process: `execute` and `start` raise DeadKernelError. `end` must still be called."""
        if self._manager.provisioner is not None:
            await self._manager.provisioner.kill()

    async def is_alive(self) -> bool:
        return bool(await self._manager.is_alive())

    async def end(self) -> None:
        """Kill the process and release its sockets and files."""
        if self._client.kc is not None:
            self._client.kc.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        with suppress(FileNotFoundError):
            self._manager.cleanup_connection_file()
