"""Calls `quarto`: finds it, checks its version, renders one format after the other, each with a time limit."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from taphuan.errors import EnvironmentLacks, NotComposed
from taphuan.export.formats import Written
from taphuan.export.quarto.prepare import Target, target_of
from taphuan.export.quarto.project import prepare
from taphuan.files import scratch

LEAST = (1, 6)
INSTALL_HINT = (
    "install Quarto 1.6 or newer (https://quarto.org/docs/get-started/, or `conda env create -f environment.yml`) "
    "and put it on PATH, or build without --renderer quarto"
)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"^\s*\[?WARN(?:ING)?\]?[\s:]+")
# lines of Quarto's log in a failure: the reason is at the end
_TAIL_LINES = 8
_VERSION_SECONDS = 60


@cache
def find_quarto() -> str:
    """The path of the program. Raises EnvironmentLacks where it is not on PATH or too old."""
    program = shutil.which("quarto")
    if program is None:
        raise EnvironmentLacks(f"Quarto is not on this machine; {INSTALL_HINT}")
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentLacks(f"{program} does not give its version: {error}; {INSTALL_HINT}") from error
    match = re.search(r"(\d+)\.(\d+)", answer.stdout)
    if match is None:
        raise EnvironmentLacks(f"{program} gives no version (found: {answer.stdout.strip()!r}); {INSTALL_HINT}")
    if (int(match.group(1)), int(match.group(2))) < LEAST:
        raise EnvironmentLacks(f"{program} is Quarto {answer.stdout.strip()}, which is too old; {INSTALL_HINT}")
    return program


def render(executed: Any, names: tuple[str, ...], timeout: int) -> Written:
    """Render the files `names` of a composed, executed notebook, each within `timeout` seconds.

    A format that fails or takes too long is among the failures of the result; the others are rendered.
    Raises EnvironmentLacks without Quarto, NotComposed when the notebook or a figure of it cannot be prepared.
    """
    program = find_quarto()
    targets = tuple(target_of(name) for name in names)
    files: dict[str, bytes] = {}
    failures: list[str] = []
    warnings: list[str] = []
    with scratch() as folder:
        prepare(folder, executed, targets)
        for target in targets:
            failure, warned = _render(program, folder, target, timeout)
            if failure:
                failures.append(f"{target.name}: {failure}")
            else:
                files[target.name] = (folder / target.name).read_bytes()
            warnings += [f"{target.name}: {warning}" for warning in warned]
    return Written(files, tuple(failures), tuple(dict.fromkeys(warnings)))


def preview(built: Path) -> int:
    """Show the deck of a built document set in Quarto's preview until Ctrl-C; returns Quarto's exit code.

    Raises NotComposed where nothing is built, EnvironmentLacks without Quarto.
    """
    import nbformat

    notebook = built / "notebook.ipynb"
    if not notebook.is_file():
        raise NotComposed(f"{built} holds no notebook.ipynb; build a document set and name its folder")
    program = find_quarto()
    target = target_of("deck.quarto.html")
    with scratch() as folder:
        prepare(folder, nbformat.read(notebook, as_version=4), (target,))
        return subprocess.run([program, "preview", target.notebook, "--to", target.to], cwd=folder).returncode


def _render(program: str, folder: Path, target: Target, timeout: int) -> tuple[str, list[str]]:
    """(the reason why there is no file, or ""; the warnings)."""
    command = [program, "render", target.notebook, "--to", target.to, "--output", target.name]
    log = folder / f"{target.name}.log"
    # a file, not a pipe: processes that Quarto leaves behind would keep a pipe open
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            return f"Quarto did not end within {timeout} s; try a longer --timeout{_tail(log)}", []
        except BaseException:
            _end(process)
            raise
    warnings = [_WARNING.sub("", line) for line in _lines(log) if _WARNING.match(line)]
    if code != 0:
        return f"Quarto failed (exit {code}){_tail(log)}", warnings
    made = folder / target.name
    if not made.is_file() or not made.stat().st_size:
        return f"Quarto ended without an error and wrote no file{_tail(log)}", warnings
    return "", warnings


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill Quarto, a script that starts other programs; where there are process groups, kill those too."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _tail(log: Path) -> str:
    lines = _lines(log)[-_TAIL_LINES:]
    return "".join(f"\n      {line}" for line in lines)


def _lines(log: Path) -> list[str]:
    text = _ANSI.sub("", log.read_text(encoding="utf-8", errors="replace"))
    return [line.rstrip() for line in text.splitlines() if line.strip()]
