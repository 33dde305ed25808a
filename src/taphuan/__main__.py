"""Where the `taphuan` command begins: a build with nothing to do is told so before click is imported."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from taphuan.errors import EXIT_INTERRUPTED


def main() -> None:
    """Run the command line, or end at once where the last build is still fresh."""
    signal.signal(signal.SIGINT, _interrupted)
    arguments = sys.argv[1:]
    if arguments[:1] == ["build"] and not {"--force", "--verify", "--dry-run", "--help", "-h"} & set(arguments):
        from taphuan.build import nothing_to_do

        line = nothing_to_do.summary_if_fresh(arguments)
        if line is not None:
            print(line)
            return
    from taphuan.cli import main as command

    command()


def _interrupted(signum: int, frame: FrameType | None) -> None:
    """Ctrl-C. No exception: one that is raised inside a library's `except:` or a callback is lost, and the run goes on.

    Workers end with this process, what is published is whole, and nobody waits for the jobs that have begun.
    """
    if sys.stdout.isatty():
        # a progress bar hides the cursor
        os.write(1, b"\033[?25h\n")
    os.write(2, b"\ninterrupted; what was finished stays, the same command goes on from there\n")
    os._exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
