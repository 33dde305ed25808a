"""One page's kernel: runs the cells of its deck one after the other and hands back the slide's own markup.

A stage belongs to one page of one deck, so no name or value of another province is ever in its kernel.
"""

from __future__ import annotations

import asyncio
import copy
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from tornado.log import app_log

from taphuan.document.cleaning import clean_markup
from taphuan.export.html.deck import slide_markup
from taphuan.live.server.decks_of_talk import NOTEBOOK, Part, Talk
from taphuan.live.server.kernel import LiveKernel

Send = Callable[[dict[str, Any]], None]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_LINE = 300
# seconds between two looks whether an idle kernel still lives
_WATCH = 1.0
# seconds from a stop until what has not ended is ended with its kernel
_PATIENCE = 3.0
_BROKEN_OFF = "đã ngắt theo yêu cầu"
NOT_SAFE = "hình có phần không được phép hiện"


class CannotRun(Exception):
    """The notebook of a deck is not there or is none; says so in one line for the slide."""


class Stage:
    """`send` gets messages for the page; they and the requests are described in docs/live.md. Call it on one event loop.

    Raises CannotRun.
    """

    def __init__(self, talk: Talk, part: Part, folder: Path, send: Send) -> None:
        self._talk, self._folder, self._send = talk, folder, send
        self._built = _read(part)
        self._cells = {cell.id: number for number, cell in enumerate(self._built.cells) if cell.cell_type == "code"}
        # ids of the cells whose outputs stand on a slide, in the order of the deck
        self.shown = tuple(
            id_ for id_, n in self._cells.items() if _ours(self._built.cells[n]).get("document") == "deck"
        )
        # cells that wait for their turn, each once: as many as there are, whoever asks
        self._waiting: dict[str, None] = {}
        self._wanted = asyncio.Event()
        self._kernel: LiveKernel | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        # a kernel starts or a cell runs
        self._busy = False
        # what runs is a cell that stands on a slide
        self._executing = False
        # what runs is being broken off
        self._stopped = False
        # set when what runs has ended
        self._ended = asyncio.Event()
        self._closed = False

    def open(self) -> None:
        """Start the kernel and begin to work off requests."""
        self._begin(self._work())
        self._begin(self._watch())

    async def close(self) -> None:
        """End the kernel and everything that waits for it."""
        self._closed = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end_kernel()

    def run(self, cells: list[str]) -> None:
        """Run these cells (none: every one that is on a slide), in this order; unknown ids are told and left out."""
        for cell in cells or self.shown:
            if cell in self.shown:
                # one that waits already keeps its place
                self._waiting.setdefault(cell)
                self._wanted.set()
            else:
                self._refuse(cell, "ô mã này không có trong bài")

    def _refuse(self, cell: str, line: str) -> None:
        self._send({"type": "refused", "cell": cell[:80], "line": line})

    def interrupt(self) -> None:
        """Break off what runs and forget the cells that wait."""
        self._waiting.clear()
        if not self._busy:
            # a request that nobody has taken up yet: the page must learn that it will not be
            self._wanted.set()
        elif not self._stopped:
            # once: a second signal could strike a cell that is already ending, and cost its answer
            self._stopped = True
            self._begin(self._break_off())

    async def _break_off(self) -> None:
        """Interrupt the cell; what has not ended `_PATIENCE` seconds later is ended with its kernel.

        A cell can ignore the interrupt. And one that strikes between two lines of ipykernel's own, outside of the cell's
        code, keeps ipykernel from answering. A kernel that is only starting is not interrupted, but has no more time either.
        """
        ended = self._ended
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                if self._executing and self._kernel is not None:
                    await self._kernel.interrupt()
                await ended.wait()
        if not ended.is_set() and self._kernel is not None:
            await self._kernel.kill()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- the kernel ---------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        await self._surely(self._start_kernel())
        # nbclient, and asyncio.wait_for of Python 3.11, can swallow that we are cancelled
        while not self._closed:
            if self._waiting:
                await self._surely(self._run_next())
                continue
            if self._kernel is not None:
                self._status("idle")
            self._wanted.clear()
            await self._wanted.wait()

    async def _surely(self, work: Awaitable[None]) -> None:
        """Do it; a kernel that dies over it, or cannot even open its lesson, is told and never ends the stage."""
        self._busy, self._executing, self._stopped = True, False, False
        self._ended = asyncio.Event()
        try:
            try:
                await work
            finally:
                self._ended.set()
        except DeadKernelError:
            # or we are cancelled, which nbclient takes for the same
            await self._lost(_BROKEN_OFF if self._stopped else "")
        except CellExecutionError as error:
            await self._lost(_line(error))
        except Exception as error:
            # a defect of ours must not leave the page waiting for ever
            app_log.exception("a defect in a live page")
            await self._lost(f"lỗi của chương trình: {type(error).__name__}")
        finally:
            self._busy = False

    async def _start_kernel(self) -> None:
        """A kernel in which the deck's first cells have run: the parameters and the lesson."""
        self._status("starting")
        self._kernel = kernel = LiveKernel(self._built, self._folder)
        await kernel.start()
        for number in self._cells.values():
            if not _ours(self._built.cells[number]):
                await kernel.execute(number)

    async def _run_next(self) -> None:
        """Run the cell that has waited longest; with a new kernel where the old one has died."""
        if self._kernel is not None and not await self._kernel.alive():
            await self._end_kernel()
        if self._kernel is None:
            await self._start_kernel()
        if not self._waiting:
            # forgotten while the kernel started
            return
        kernel = self._kernel
        assert kernel is not None
        began = monotonic()
        id_ = next(iter(self._waiting))
        del self._waiting[id_]
        number = self._cells[id_]
        self._executing = True
        self._send({"type": "running", "cell": id_})
        self._status("busy")
        try:
            cell = await kernel.execute(number)
        except CellExecutionError as error:
            self._fail(id_, _line(error), error.ename == "KeyboardInterrupt")
            return
        except DeadKernelError:
            if self._closed or not self._stopped:
                raise
            # killed, because the cell did not end when it was to stop
            self._fail(id_, _BROKEN_OFF, True)
            await self._end_kernel()
            await self._start_kernel()
            return
        finally:
            self._executing = False
        if foreign := self._foreign(cell):
            self._fail(id_, f"hình của {foreign}, không phải của bài này", False)
            return
        cleaned = clean_markup(self._markup(number, cell))
        if not cleaned.complete:
            self._fail(id_, NOT_SAFE, False)
            return
        self._send(
            {
                "type": "figure",
                "cell": id_,
                "html": cleaned.markup,
                "same": _data(cell) == _data(self._built.cells[number]),
                "milliseconds": round((monotonic() - began) * 1000),
            }
        )

    def _fail(self, cell: str, line: str, interrupted: bool) -> None:
        self._send({"type": "failed", "cell": cell, "line": line, "interrupted": interrupted})

    def _markup(self, number: int, cell: Any) -> str:
        shown = copy.copy(self._built)
        shown.cells = [*self._built.cells[:number], cell, *self._built.cells[number + 1 :]]
        return slide_markup(shown, _ours(cell)["slide"])

    def _foreign(self, cell: Any) -> str:
        """The name of a unit whose figure has no place in this deck; empty where all is right."""
        own = self._built.metadata["taphuan"]["unit"]["slug"]
        for bundle in _data(cell):
            for twin in bundle.values():
                unit = twin.get("unit") if isinstance(twin, dict) else None
                if unit and unit["slug"] != own:
                    return str(unit["name"])
        return ""

    async def _watch(self) -> None:
        """An idle kernel that dies is told too; while a cell runs, nbclient looks."""
        while True:
            await asyncio.sleep(_WATCH)
            kernel = self._kernel
            if kernel is None or self._busy or await kernel.alive():
                continue
            if self._kernel is kernel and not self._busy:
                await self._lost("")

    async def _lost(self, line: str) -> None:
        self._waiting.clear()
        self._send({"type": "status", "kernel": "lost", "line": line})
        await self._end_kernel()

    async def _end_kernel(self) -> None:
        kernel, self._kernel = self._kernel, None
        if kernel is not None:
            await kernel.end()

    def _status(self, kernel: str) -> None:
        self._send({"type": "status", "kernel": kernel})


def _read(part: Part) -> Any:
    """The executed notebook of a built deck. Raises CannotRun."""
    try:
        notebook = nbformat.read(part.folder / NOTEBOOK, as_version=4)
        # what this stage asks of it
        str(notebook.metadata["taphuan"]["unit"]["slug"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # not there, no JSON, or the JSON of something else
        raise CannotRun(f"không đọc được {NOTEBOOK} của bài này; hình trên trang là hình đã dựng") from None
    return notebook


def _ours(cell: Any) -> dict[str, Any]:
    found = cell.metadata.get("taphuan")
    return found if found else {}


def _line(error: CellExecutionError) -> str:
    """What a cell raised, in one line for the slide."""
    if error.ename == "KeyboardInterrupt":
        return _BROKEN_OFF
    return _ANSI.sub("", f"{error.ename}: {error.evalue}").strip().partition("\n")[0][:_LONGEST_LINE]


def _data(cell: Any) -> list[dict[str, Any]]:
    """What the cell put out, without the counts of its run."""
    return [output.get("data") or {"text": output.get("text", "")} for output in cell.outputs]
