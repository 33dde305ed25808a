"""Where the `taphuan` command begins: that a build has nothing to do is said before click is imported."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from taphuan.errors import EXIT_ENVIRONMENT, EXIT_INTERRUPTED, EXIT_READER_GONE


def main() -> None:
    """Run the command line, or end at once where the last build is still fresh."""
    signal.signal(signal.SIGINT, _interrupted)
    _open_standard_streams()
    try:
        Path.cwd()
    except FileNotFoundError:
        print(
            "error: the folder that you are in does not exist any more; change to another one [TH917]", file=sys.stderr
        )
        sys.exit(EXIT_ENVIRONMENT)
    _name_project()
    arguments = sys.argv[1:]
    if arguments[:1] == ["build"] and not {"--force", "--verify", "--dry-run", "--help", "-h"} & set(arguments):
        from taphuan.build import nothing_to_do

        line = nothing_to_do.summary_if_fresh(arguments)
        if line is not None:
            print(line)
            return
    from taphuan.cli import main as command

    command()


def _name_project() -> None:
    """`--project DIR` before the command is for all that is imported from here on, and for processes that are started."""
    while len(sys.argv) > 1 and sys.argv[1].split("=")[0] == "--project":
        _, equals, folder = sys.argv[1].partition("=")
        if not equals and len(sys.argv) < 3:
            # click says what is missing
            return
        os.environ["TAPHUAN_ROOT"] = str(Path(folder if equals else sys.argv[2]).absolute())
        del sys.argv[1 : 2 if equals else 3]


def _open_standard_streams() -> None:
    """Give a stream that the caller closed (`>&-`) to the null device: the next file opened would take its number, and what
    other processes print would land in that file."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    for name, failed in (("stdout", _unprinted), ("stderr", _unheard)):
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper):
            setattr(sys, name, _Printed(stream, failed))


class _Printed(io.TextIOWrapper):
    """A standard stream that ends the process where nothing can be written to it: an exception would reach a library that takes
    it for its own, and what is left in the buffer would be tried again when Python ends."""

    def __init__(self, stream: io.TextIOWrapper, failed: Callable[[OSError], None]) -> None:
        encoding, errors, by_line = stream.encoding, stream.errors, stream.line_buffering
        super().__init__(stream.detach(), encoding, errors, line_buffering=by_line)
        self._failed = failed

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            self._failed(error)
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._failed(error)


def _unprinted(error: OSError) -> NoReturn:
    """Standard output cannot be written: its reader is gone (`| head`), or a disk is full."""
    if error.errno == errno.EPIPE:
        os._exit(EXIT_READER_GONE)
    what = f"error: what this command says cannot be written: {error.strerror}; send it to another place [TH918]"
    with suppress(OSError):
        os.write(2, f"{what}\n".encode())
    os._exit(EXIT_ENVIRONMENT)


def _unheard(error: OSError) -> None:
    """Standard error cannot be written: nobody can be told, and the exit code says it."""
    # what is left in the buffer goes nowhere
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _interrupted(signum: int, frame: FrameType | None) -> None:
    """Ctrl-C. No exception: one that is raised inside a library's `except:` or a callback is lost, and the run goes on.

    Workers and browsers end with this process, what is published is whole, and nobody waits for the jobs that have begun.
    """
    if sys.stdout.isatty():
        # a progress bar hides the cursor
        os.write(1, b"\033[?25h\n")
    os.write(2, b"\ninterrupted; what was finished stays, the same command goes on from there\n")
    os._exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
