"""IPython extension of a live kernel: an interrupt strikes in the code of a cell, nowhere else.

ipykernel raises KeyboardInterrupt wherever a request has come to. In its own code, before the cell's first line or after
its last, that ends the request without a reply, and the page would wait for one.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython when the kernel starts; `shell` is its InteractiveShell."""
    interrupts = _Interrupts(shell)
    # ipykernel calls them before and after each request
    shell.kernel.pre_handler_hook = interrupts.begin
    shell.kernel.post_handler_hook = interrupts.end


class _Interrupts:
    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def begin(self) -> None:
        signal.signal(signal.SIGINT, self._strike)

    def end(self) -> None:
        # first, so that no signal sets it again
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.setprofile(None)

    def _strike(self, _number: int, frame: FrameType | None) -> None:
        if any(self._is_of_a_cell(caller) for caller in _stack(frame)):
            raise KeyboardInterrupt
        # a cell has one code object for each of its statements: the next one that begins is struck
        sys.setprofile(self._at_call)

    def _at_call(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and self._is_of_a_cell(frame):
            sys.setprofile(None)
            raise KeyboardInterrupt

    def _is_of_a_cell(self, frame: FrameType) -> bool:
        return frame.f_globals is self._shell.user_global_ns


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
