"""Installs Quarto beside this Python: `make quarto`. PyPI's package holds no program; its installation downloads it.

One line and exit code 3 where that does not succeed, or takes longer than SECONDS.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile

from taphuan.errors import EXIT_ENVIRONMENT, EnvironmentLacks
from taphuan.export.quarto.run import find_quarto

PACKAGE = "quarto-cli==1.10.19"
SECONDS = 600


def main() -> None:
    pip = (sys.executable, "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check", "-qq")
    with tempfile.TemporaryFile() as log:
        # a session of its own: pip starts the process that downloads, which would outlive it
        process = subprocess.Popen(
            (*pip, "--retries", "1", PACKAGE), stdout=log, stderr=log, start_new_session=os.name == "posix"
        )
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            fail(f"that took longer than {SECONDS} s")
        finally:
            if process.poll() is None and os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
        if code:
            fail("it cannot be downloaded from here")
    try:
        print(f"Quarto is ready: {find_quarto()}; build with RENDERER=quarto")
    except EnvironmentLacks as error:
        fail(str(error))


def fail(why: str) -> None:
    print(
        f"error: Quarto was not installed: {why}; everything but RENDERER=quarto works without it",
        file=sys.stderr,
    )
    sys.exit(EXIT_ENVIRONMENT)


if __name__ == "__main__":
    main()
