"""One page's kernel: runs the cells of its deck one after the other and hands back the slide's own markup.

A stage belongs to one page of one deck, so no name or value of another province is ever in its kernel.
"""

from __future__ import annotations

import asyncio
import copy
import re
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from tornado.log import app_log

from taphuan.export.html.deck import slide_markup
from taphuan.live.server.decks_of_talk import NOTEBOOK, Part, Talk
from taphuan.live.server.kernel import LiveKernel

Send = Callable[[dict[str, Any]], None]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_LINE = 300
# seconds between two looks whether an idle kernel still lives
_WATCH = 1.0
# seconds an interrupted cell has to end in
_PATIENCE = 2.0
# what runs while a kernel comes to life; from then on it is the id of a cell
_START = "start"


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
        # cells that wait for their turn, each once, and who is to stand beside: as many as there are, whoever asks
        self._waiting: dict[str, str] = {}
        self._wanted = asyncio.Event()
        self._kernel: LiveKernel | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = ""
        # set when what runs now has ended
        self._over = asyncio.Event()
        # who stands beside in the lesson that the kernel has open; None where that is not known
        self._beside: str | None = ""
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
                self._want(cell, "")
            else:
                self._refuse(cell, "ô mã này không có trong bài")

    def compare(self, cell: str, province: str) -> None:
        """Run one cell beside another participant; an empty slug takes the comparison back."""
        if cell not in self.shown:
            self._refuse(cell, "ô mã này không có trong bài")
        elif province and province not in self._talk.provinces:
            self._refuse(cell, "không có địa phương này trong hội nghị")
        else:
            self._want(cell, province)

    def _want(self, cell: str, beside: str) -> None:
        """A cell that waits already keeps its place; what was asked for last counts."""
        self._waiting[cell] = beside
        self._wanted.set()

    def _refuse(self, cell: str, line: str) -> None:
        self._send({"type": "refused", "cell": cell[:80], "line": line})

    def interrupt(self) -> None:
        """Break off the running cell and forget those that wait; a kernel that is only starting goes on."""
        self._waiting.clear()
        if self._kernel is not None and self._running in self._cells:
            self._begin(self._break_off(self._kernel, self._over))

    async def _break_off(self, kernel: LiveKernel, over: asyncio.Event) -> None:
        """A cell can swallow the interrupt, and one that strikes between two lines of ipykernel's own takes the answer
        along with it: what has not ended in a moment ends with its kernel.
        """
        if over.is_set():
            return
        await kernel.interrupt()
        try:
            await asyncio.wait_for(over.wait(), _PATIENCE)
        except TimeoutError:
            await kernel.kill()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- the kernel ---------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        await self._surely(self._start_kernel())
        # nbclient, and asyncio.wait_for of Python 3.11, can swallow that we are cancelled
        while not self._closed:
            if not self._waiting and self._kernel is not None:
                self._status("idle")
            await self._surely(self._run_one(*await self._next()))

    async def _next(self) -> tuple[str, str]:
        while not self._waiting:
            self._wanted.clear()
            await self._wanted.wait()
        id_ = next(iter(self._waiting))
        return id_, self._waiting.pop(id_)

    async def _surely(self, work: Awaitable[None]) -> None:
        """Do it; a kernel that dies over it, or cannot even open its lesson, is told and never ends the stage."""
        self._over = asyncio.Event()
        try:
            await work
        except DeadKernelError:
            # or we are cancelled, which nbclient takes for the same
            await self._lost("")
        except CellExecutionError as error:
            await self._lost(_line(error))
        except Exception as error:
            # a defect of ours must not leave the page waiting for ever
            app_log.exception("a defect in a live page")
            await self._lost(f"lỗi của chương trình: {type(error).__name__}")
        finally:
            self._running = ""
            self._over.set()

    async def _start_kernel(self) -> None:
        """A kernel in which the deck's first cells have run: the parameters and the lesson."""
        self._running = _START
        self._status("starting")
        self._kernel = kernel = LiveKernel(self._built, self._folder)
        await kernel.start()
        for id_, number in self._cells.items():
            if not _ours(self._built.cells[number]):
                self._running = id_
                await kernel.execute(number)
        self._beside = ""

    async def _run_one(self, id_: str, beside: str) -> None:
        self._running = _START
        if self._kernel is not None and not await self._kernel.alive():
            await self._end_kernel()
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
            if self._beside != beside:
                self._beside = None
                await kernel.say(_reopened(beside))
                self._beside = beside
            cell = await kernel.execute(number)
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
            if kernel is None or self._running or await kernel.alive():
                continue
            if self._kernel is kernel and not self._running:
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
        return "đã ngắt theo yêu cầu"
    return _ANSI.sub("", f"{error.ename}: {error.evalue}").strip().partition("\n")[0][:_LONGEST_LINE]


def _data(cell: Any) -> list[dict[str, Any]]:
    """What the cell put out, without the counts of its run."""
    return [output.get("data") or {"text": output.get("text", "")} for output in cell.outputs]


def _reopened(beside: str) -> str:
    """The line that opens the deck's lesson anew. `beside` comes from the register of participants."""
    told = f", beside={beside!r}" if beside else ""
    return f"lesson = open_lesson(conference=conference, province=province, as_of=as_of{told})"
