"""The kernel of one page: it runs cells of the page's deck one after the other and sends the markup of their slides.

Every page has a kernel of its own, so no name or value of another province is ever in it.
"""

from __future__ import annotations

import asyncio
import copy
import os
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from tornado.log import app_log

from taphuan.document.cleaning import clean_slide
from taphuan.errors import TaphuanError
from taphuan.export.html.deck import slide_markup
from taphuan.live.server.kernel import LiveKernel
from taphuan.live.server.presentation import NOTEBOOK, ServedDeck
from taphuan.text import say

Send = Callable[[dict[str, Any]], None]

NOT_SAFE = say("live.server.page_kernel.refused_drawing")


class BadSetting(TaphuanError):
    """An environment variable of this program whose value it cannot use."""


def _seconds(variable: str, default: float) -> float:
    """The seconds that an environment variable sets. Raises BadSetting for what is no number above 0."""
    text = os.environ.get(variable, "")
    try:
        seconds = float(text or default)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < float("inf"):
        raise BadSetting(f"{variable} is '{text}'; give it a number of seconds above 0, or leave it out", code="TH873")
    return seconds


_INTERRUPTED = say("live.server.page_kernel.interrupted")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_MAX_LINE = 300
# seconds between two checks that an idle kernel is alive
_CHECK_INTERVAL = 1.0
# seconds after an interrupt until the kernel of whatever has not ended is killed; longer where the machine is slow
_INTERRUPT_TIMEOUT = _seconds("TAPHUAN_INTERRUPT_TIMEOUT", 3.0)


class CannotRun(Exception):
    """The notebook of a deck is missing or invalid. The message is one line for the slide."""


class PageKernel:
    """`send` sends a message to the page; docs/live.md lists messages and requests. All methods run on one event loop.

    Raises CannotRun.
    """

    def __init__(self, deck: ServedDeck, folder: Path, send: Send) -> None:
        self._folder, self._send = folder, send
        self._notebook = _read(deck)
        self._numbers = {cell.id: n for n, cell in enumerate(self._notebook.cells) if cell.cell_type == "code"}
        # ids of the cells whose outputs stand on a slide, in the order of the deck
        self.cells = tuple(
            id_ for id_, n in self._numbers.items() if _metadata(self._notebook.cells[n]).get("document") == "deck"
        )
        # ids of requested cells, each once, in the order of the requests
        self._queue: dict[str, None] = {}
        self._requested = asyncio.Event()
        self._kernel: LiveKernel | None = None
        # why there is no kernel
        self._lost_because = ""
        self._tasks: set[asyncio.Task[None]] = set()
        # the current step: a start of the kernel or a cell
        self._busy = False
        self._executes_cell = False
        self._interrupted = False
        self._step_ended = asyncio.Event()
        self._closed = False

    def open(self) -> None:
        """Start the kernel, then work through the queue."""
        self._create_task(self._work())
        self._create_task(self._check_idle_kernel())

    async def close(self) -> None:
        """Cancel all work and end the kernel."""
        self._closed = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end_kernel()

    def run(self, cells: list[str]) -> None:
        """Queue these cells, or every cell of the deck where the list is empty. Unknown ids are refused."""
        for cell in cells or self.cells:
            if cell in self.cells:
                # a cell that waits already keeps its place
                self._queue.setdefault(cell)
                self._requested.set()
            else:
                self._send({"type": "refused", "cell": cell[:80], "line": say("live.server.page_kernel.no_cell")})

    def interrupt(self) -> None:
        """Interrupt the current step and empty the queue."""
        self._queue.clear()
        if not self._busy:
            # the queue may have held cells that no step has taken up: the page must learn that they will not run
            self._send_state()
        elif not self._interrupted:
            # only once a step: a second signal could strike a cell that is already ending, and prevent its reply
            self._interrupted = True
            self._create_task(self._interrupt_step())

    async def _interrupt_step(self) -> None:
        """Interrupt the cell; kill the kernel if the step does not end within `_INTERRUPT_TIMEOUT`.

        A cell can ignore the interrupt. An interrupt outside of the cell's code, in ipykernel's own, prevents the reply. A
        kernel that is starting is not interrupted, only killed when the time is up.
        """
        ended = self._step_ended
        with suppress(TimeoutError):
            async with asyncio.timeout(_INTERRUPT_TIMEOUT):
                if self._executes_cell and self._kernel is not None:
                    await self._kernel.interrupt()
                await ended.wait()
        if not ended.is_set() and self._kernel is not None:
            await self._kernel.kill()

    def _create_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- steps --------------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        await self._step(self._start_kernel())
        # nbclient, and asyncio.wait_for of Python 3.11, can swallow a cancellation
        while not self._closed:
            if self._queue:
                await self._step(self._run_next())
                continue
            if self._kernel is not None:
                self._send_state()
            self._requested.clear()
            await self._requested.wait()

    async def _step(self, work: Awaitable[None]) -> None:
        """Await the work. A kernel that dies or cannot open its lesson is reported to the page; later steps go on."""
        self._busy, self._executes_cell, self._interrupted = True, False, False
        self._step_ended = asyncio.Event()
        try:
            try:
                await work
            finally:
                self._step_ended.set()
        except DeadKernelError:
            # nbclient raises it for a cancellation, too
            await self._lose_kernel(_INTERRUPTED if self._interrupted else "")
        except CellExecutionError as error:
            await self._lose_kernel(_error_line(error))
        except Exception as error:
            # a defect in this program: without a message the page would wait for ever
            app_log.exception("defect in a live page")
            await self._lose_kernel(say("live.server.page_kernel.program_error", error=type(error).__name__))
        finally:
            self._busy = False

    async def _start_kernel(self) -> None:
        """Start a kernel and run the cells of no document in it: the parameters, the lesson, what later cells need."""
        self._send({"type": "status", "kernel": "starting"})
        self._kernel = kernel = LiveKernel(self._notebook, self._folder)
        await kernel.start()
        for number in self._numbers.values():
            if not _metadata(self._notebook.cells[number]).get("document"):
                await kernel.execute(number)

    async def _run_next(self) -> None:
        """Run the first cell of the queue, in a new kernel if the old one is dead."""
        if self._kernel is not None and not await self._kernel.is_alive():
            await self._end_kernel()
        if self._kernel is None:
            await self._start_kernel()
        if not self._queue:
            # interrupted while the kernel started
            return
        kernel = self._kernel
        assert kernel is not None
        started = monotonic()
        id_ = next(iter(self._queue))
        del self._queue[id_]
        number = self._numbers[id_]
        self._executes_cell = True
        self._send({"type": "running", "cell": id_})
        self._send({"type": "status", "kernel": "busy"})
        try:
            cell = await kernel.execute(number)
        except CellExecutionError as error:
            self._send_failed(id_, _error_line(error), error.ename == "KeyboardInterrupt")
            return
        except DeadKernelError:
            if self._closed or not self._interrupted:
                raise
            # killed, because the cell did not end after the interrupt
            self._send_failed(id_, _INTERRUPTED, True)
            await self._end_kernel()
            await self._start_kernel()
            return
        finally:
            self._executes_cell = False
        if unit := self._foreign_unit(cell):
            self._send_failed(id_, say("live.server.page_kernel.foreign", unit=unit), False)
            return
        cleaned = clean_slide(self._slide(number, cell))
        if not cleaned.complete:
            self._send_failed(id_, NOT_SAFE, False)
            return
        self._send(
            {
                "type": "figure",
                "cell": id_,
                "html": cleaned.markup,
                "same": _data(cell) == _data(self._notebook.cells[number]),
                "milliseconds": round((monotonic() - started) * 1000),
            }
        )

    def _slide(self, number: int, cell: Any) -> str:
        """The markup of the cell's slide, with this executed cell in the place of the built one."""
        notebook = copy.copy(self._notebook)
        notebook.cells = [*self._notebook.cells[:number], cell, *self._notebook.cells[number + 1 :]]
        return slide_markup(notebook, _metadata(cell)["slide"])

    def _foreign_unit(self, cell: Any) -> str:
        """The name of a unit in the cell's figures that is not the deck's; empty where there is none."""
        own = self._notebook.metadata["taphuan"]["unit"]["slug"]
        for bundle in _data(cell):
            for content in bundle.values():
                unit = content.get("unit") if isinstance(content, dict) else None
                if unit and unit["slug"] != own:
                    return str(unit["name"])
        return ""

    # --- the kernel ---------------------------------------------------------------------------------------------------

    async def _check_idle_kernel(self) -> None:
        """Report the death of an idle kernel; while a cell runs, nbclient checks."""
        while True:
            await asyncio.sleep(_CHECK_INTERVAL)
            kernel = self._kernel
            if kernel is None or self._busy or await kernel.is_alive():
                continue
            if self._kernel is kernel and not self._busy:
                await self._lose_kernel("")

    async def _lose_kernel(self, because: str) -> None:
        """Tell the page that there is no kernel, and end what is left of it."""
        self._queue.clear()
        kernel, self._kernel = self._kernel, None
        self._lost_because = because
        self._send_state()
        if kernel is not None:
            await kernel.end()

    async def _end_kernel(self) -> None:
        kernel, self._kernel = self._kernel, None
        if kernel is not None:
            await kernel.end()

    def _send_state(self) -> None:
        if self._kernel is not None:
            self._send({"type": "status", "kernel": "idle"})
        else:
            self._send({"type": "status", "kernel": "lost", "line": self._lost_because})

    def _send_failed(self, cell: str, line: str, interrupted: bool) -> None:
        self._send({"type": "failed", "cell": cell, "line": line, "interrupted": interrupted})


def _read(deck: ServedDeck) -> Any:
    """The executed notebook of a built deck. Raises CannotRun."""
    try:
        notebook = nbformat.read(deck.folder / NOTEBOOK, as_version=4)
        # needed by `_foreign_unit`
        str(notebook.metadata["taphuan"]["unit"]["slug"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # missing, no JSON, or the JSON of something else
        raise CannotRun(say("live.server.page_kernel.no_notebook", notebook=NOTEBOOK)) from None
    return notebook


def _metadata(cell: Any) -> dict[str, Any]:
    """The cell's metadata of this program; empty for the parameters and the lesson."""
    return cell.metadata.get("taphuan") or {}


def _error_line(error: CellExecutionError) -> str:
    """The error as one line for the slide."""
    if error.ename == "KeyboardInterrupt":
        return _INTERRUPTED
    return _ANSI.sub("", f"{error.ename}: {error.evalue}").strip().partition("\n")[0][:_MAX_LINE]


def _data(cell: Any) -> list[dict[str, Any]]:
    """The cell's outputs without execution counts."""
    return [output.get("data") or {"text": output.get("text", "")} for output in cell.outputs]
