"""The kernel of one page: a warm one in which the deck's first cells have run, and any of its cells can run again."""

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

# what every deck imports; the warm process has it ready
LIBRARIES = ("pandas", "taphuan.lesson.figures.figures")

# what nbclient would say of a kernel that dies, the page is told
_UNHEARD = logging.getLogger(__name__)
_UNHEARD.addHandler(logging.NullHandler())
_UNHEARD.propagate = False


def warm_up() -> None:
    """Start the process that kernels are forked from: it is ready when the first page asks for one."""
    spec = kernel_manager(Config()).kernel_spec
    assert spec is not None
    # as jupyter_client will start it
    options = spec.argv[1 : spec.argv.index("-m")]
    get_ready((sys.executable, *options), os.environ | spec.env)


class _CellClient(NotebookClient):
    """A client that notices when the kernel has begun on the cell that it was sent."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.begun = asyncio.Event()

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] == "execute_input":
            self.begun.set()
        return super().process_message(msg, cell, cell_index)


class LiveKernel:
    """`notebook` is the executed notebook of a built deck; it stays as it is. Kernels work in `folder`."""

    def __init__(self, notebook: Any, folder: Path) -> None:
        self._folder = folder
        self._manager = kernel_manager(Config({"WarmProvisioner": {"libraries": list(LIBRARIES)}}))
        self._client = _CellClient(
            copy.deepcopy(notebook),
            km=self._manager,
            kernel_name=KERNEL,
            timeout=None,
            coalesce_streams=True,
            log=_UNHEARD,
        )

    async def start(self) -> None:
        """Raises DeadKernelError where none comes to life."""
        try:
            await self._client.async_start_new_kernel(cwd=str(self._folder))
            await self._client.async_start_new_kernel_client()
        except RuntimeError:
            raise DeadKernelError("Kernel died") from None

    async def execute(self, number: int) -> Any:
        """The cell of this number, executed. Raises CellExecutionError or DeadKernelError."""
        self._client.begun.clear()
        return await self._client.async_execute_cell(self._client.nb.cells[number], number)

    async def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the code of the cell that is executed, as Ctrl-C would.

        The signal waits until the kernel has begun on the cell. Before that ipykernel ignores it (it does so between two
        requests), and the cell would run on.
        """
        await self._client.begun.wait()
        await self._manager.interrupt_kernel()

    async def kill(self) -> None:
        """What runs raises DeadKernelError; `end` is still to be called."""
        if self._manager.provisioner is not None:
            await self._manager.provisioner.kill()

    async def alive(self) -> bool:
        return bool(await self._manager.is_alive())

    async def end(self) -> None:
        """At once, whatever it is doing."""
        if self._client.kc is not None:
            self._client.kc.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        with suppress(FileNotFoundError):
            self._manager.cleanup_connection_file()
