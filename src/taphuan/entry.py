"""Where the `taphuan` command begins: a build with nothing to do is told so before click is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or end at once where the last build is still fresh."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["build"] and not {"--force", "--verify", "--dry-run", "--help", "-h"} & set(arguments):
        from taphuan import noop

        line = noop.summary_if_fresh(arguments)
        if line is not None:
            print(line)
            return
    from taphuan.cli import main as command

    command()


if __name__ == "__main__":
    main()
