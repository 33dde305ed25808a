"""Where the `taphuan` command begins: that a build has nothing to do is said before click is imported."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from taphuan.errors import EXIT_ENVIRONMENT, EXIT_INTERRUPTED


def main() -> None:
    """Run the command line, or end at once where the last build is still fresh."""
    signal.signal(signal.SIGINT, _interrupted)
    _open_standard_streams()
    try:
        Path.cwd()
    except FileNotFoundError:
        print("error: the folder that you are in does not exist any more; change to another one", file=sys.stderr)
        sys.exit(EXIT_ENVIRONMENT)
    arguments = sys.argv[1:]
    if arguments[:1] == ["build"] and not {"--force", "--verify", "--dry-run", "--help", "-h"} & set(arguments):
        from taphuan.build import nothing_to_do

        line = nothing_to_do.summary_if_fresh(arguments)
        if line is not None:
            print(line)
            return
    from taphuan.cli import main as command

    command()


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
