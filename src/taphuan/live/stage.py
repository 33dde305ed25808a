"""One page's kernel: runs the cells of its deck one after the other and hands back the slide's own markup.

A stage belongs to one page of one deck, so no name or value of another province is ever in its kernel.
"""

from __future__ import annotations

import asyncio
import copy
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError

from taphuan.export.deck import slide_markup
from taphuan.live.kernel import LiveKernel
from taphuan.live.talk import NOTEBOOK, Part, Talk

Send = Callable[[dict[str, Any]], None]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_LINE = 300
# seconds between two looks whether an idle kernel still lives
_WATCH = 1.0


class Stage:
    """`send` gets messages for the page; they and the requests are described in docs/live.md. Call it on one event loop."""

    def __init__(self, talk: Talk, part: Part, folder: Path, send: Send) -> None:
        self._talk, self._part, self._folder, self._send = talk, part, folder, send
        self._built = nbformat.read(part.folder / NOTEBOOK, as_version=4)
        self._cells = {cell.id: number for number, cell in enumerate(self._built.cells) if cell.cell_type == "code"}
        self._queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._kernel: LiveKernel | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._running = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the cells whose outputs stand on a slide, in the order of the deck."""
        return tuple(id_ for id_, n in self._cells.items() if _ours(self._built.cells[n]).get("document") == "deck")

    def open(self) -> None:
        """Start the kernel and begin to work off requests."""
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._watch())]

    async def close(self) -> None:
        """End the kernel and everything that waits for it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._end_kernel()

    def run(self, cells: list[str]) -> None:
        """Run these cells (none: every one that is on a slide), in this order; unknown ids are told and left out."""
        for cell in cells or self.shown:
            if cell in self.shown:
                self._queue.put_nowait((cell, ""))
            else:
                self._send({"type": "refused", "cell": str(cell)[:80], "line": "ô mã này không có trong bài"})

    def compare(self, cell: str, province: str) -> None:
        """Run one cell beside another participant; an empty slug takes the comparison back."""
        if cell not in self.shown or (province and province not in self._talk.provinces):
            self._send({"type": "refused", "cell": str(cell)[:80], "line": "không có địa phương này trong hội nghị"})
            return
        self._queue.put_nowait((cell, province))

    async def interrupt(self) -> None:
        """Break off the running cell and forget those that wait."""
        while not self._queue.empty():
            self._queue.get_nowait()
        if self._kernel is not None and self._running:
            await self._kernel.interrupt()

    # --- the kernel ---------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        await self._surely(self._start_kernel())
        while True:
            if self._queue.empty() and self._kernel is not None:
                self._status("idle")
            cell, beside = await self._queue.get()
            await self._surely(self._run_one(cell, beside))

    async def _surely(self, work: Awaitable[None]) -> None:
        """Do it; a kernel that dies over it, or cannot even open its lesson, is told and never ends the stage."""
        try:
            await work
        except DeadKernelError:
            await self._lost("")
        except CellExecutionError as error:
            await self._lost(_line(error))
        finally:
            self._running = ""

    async def _start_kernel(self) -> None:
        """A kernel in which the deck's first cells have run: the parameters and the lesson."""
        self._status("starting")
        self._running = "start"
        self._kernel = kernel = LiveKernel(self._built, self._folder)
        await kernel.start()
        for number, cell in enumerate(self._built.cells):
            if cell.cell_type == "code" and not _ours(cell):
                await kernel.execute(number)

    async def _run_one(self, id_: str, beside: str) -> None:
        if self._kernel is None:
            await self._start_kernel()
        kernel = self._kernel
        assert kernel is not None
        began = monotonic()
        number = self._cells[id_]
        self._running = id_
        self._send({"type": "running", "cell": id_})
        self._status("busy")
        try:
            if beside:
                await kernel.say(_reopened(beside))
            try:
                cell = await kernel.execute(number)
            finally:
                if beside:
                    await kernel.say(_reopened(""))
        except CellExecutionError as error:
            broken_off = error.ename == "KeyboardInterrupt"
            self._send({"type": "failed", "cell": id_, "line": _line(error), "interrupted": broken_off})
            return
        if foreign := self._foreign(cell, beside):
            self._send({"type": "failed", "cell": id_, "line": f"hình của {foreign}, không phải của bài này"})
            return
        self._send(
            {
                "type": "figure",
                "cell": id_,
                "html": self._markup(number, cell),
                "same": _data(cell) == _data(self._built.cells[number]),
                "beside": beside,
                "milliseconds": round((monotonic() - began) * 1000),
            }
        )

    def _markup(self, number: int, cell: Any) -> str:
        shown = copy.copy(self._built)
        shown.cells = [*self._built.cells[:number], cell, *self._built.cells[number + 1 :]]
        return slide_markup(shown, _ours(cell)["slide"])

    def _foreign(self, cell: Any, beside: str) -> str:
        """The name of a unit that has no place in this deck; empty where all is right."""
        own = self._built.metadata["taphuan"]["unit"]["slug"]
        for bundle in _data(cell):
            for twin in bundle.values():
                unit = twin.get("unit") if isinstance(twin, dict) else None
                if unit and unit["slug"] != own:
                    return str(unit["name"])
                drawn = twin.get("beside") if isinstance(twin, dict) else None
                if drawn and drawn["slug"] != beside:
                    return str(drawn["name"])
        return ""

    async def _watch(self) -> None:
        """An idle kernel that dies is told too; while a cell runs, nbclient looks."""
        while True:
            await asyncio.sleep(_WATCH)
            kernel = self._kernel
            if kernel is not None and not self._running and not await kernel.alive():
                await self._lost("")

    async def _lost(self, line: str) -> None:
        await self._end_kernel()
        while not self._queue.empty():
            self._queue.get_nowait()
        self._send({"type": "status", "kernel": "lost", "line": line})

    async def _end_kernel(self) -> None:
        kernel, self._kernel = self._kernel, None
        if kernel is not None:
            await kernel.end()

    def _status(self, kernel: str) -> None:
        self._send({"type": "status", "kernel": kernel})


def _ours(cell: Any) -> dict[str, Any]:
    found = cell.metadata.get("taphuan")
    return found if found else {}


def _line(error: CellExecutionError) -> str:
    """What a cell raised, in one line for the slide."""
    return _ANSI.sub("", f"{error.ename}: {error.evalue}").strip().partition("\n")[0][:_LONGEST_LINE]


def _data(cell: Any) -> list[dict[str, Any]]:
    """What the cell put out, without the counts of its run."""
    return [output.get("data") or {"text": output.get("text", "")} for output in cell.outputs]


def _reopened(beside: str) -> str:
    """The line that opens the deck's lesson anew. `beside` comes from the register of participants."""
    told = f", beside={beside!r}" if beside else ""
    return f"lesson = open_lesson(conference=conference, province=province, as_of=as_of{told})"
