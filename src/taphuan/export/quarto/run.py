"""Calls `quarto`: finds it, checks its version, renders one format after the other, each with a time limit."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

from taphuan.errors import EnvironmentLacks, NotComposed
from taphuan.export.formats import Written
from taphuan.export.quarto.prepare import Target, target_of
from taphuan.export.quarto.project import prepare
from taphuan.export.quarto.references import finished
from taphuan.files import scratch

# the first whose Typst knows what slides/report.typ asks of it
LEAST = [1, 9]
INSTALL_HINT = (
    "install Quarto 1.9 or newer (`make quarto`, https://quarto.org/docs/get-started/, or `conda env create -f "
    "environment.yml`), or build without --renderer quarto"
)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"^\s*\[?WARN(?:ING)?\]?[\s:]+")
_TRACE = re.compile(r" {4}at ")
# lines of Quarto's log in a failure
_REASON_LINES = 8
_VERSION_SECONDS = 60


@cache
def find_quarto() -> str:
    """The path of the program, in the environment of this Python or on PATH. Raises EnvironmentLacks without one, or where it
    is too old."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    program = shutil.which("quarto", path=places)
    if program is None:
        raise EnvironmentLacks(f"Quarto is not on this machine; {INSTALL_HINT}", code="TH903")
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentLacks(f"{program} does not give its version: {error}; {INSTALL_HINT}", code="TH903") from error
    version = answer.stdout.strip()
    if [int(part) for part in re.findall(r"\d+", version)[:2]] < LEAST:
        raise EnvironmentLacks(
            f"{program} is too old or gives no version (found: {version!r}); {INSTALL_HINT}", code="TH903"
        )
    return program


def render(executed: Any, names: tuple[str, ...], timeout: int) -> Written:
    """Render the files `names` of a composed, executed notebook, each within `timeout` seconds.

    A format that fails or takes too long is among the failures of the result; the others are rendered.
    Raises EnvironmentLacks without Quarto, NotComposed when the notebook or a figure of it cannot be prepared.
    """
    find_quarto()
    targets = tuple(target_of(name) for name in names)
    files: dict[str, bytes] = {}
    failures: list[str] = []
    warnings: list[str] = []
    with scratch() as folder:
        prepare(folder, executed, targets)
        of_set = executed.metadata["taphuan"]
        for target in targets:
            failure, warned = _render(folder, target, timeout, of_set["as_of"])
            if failure:
                failures.append(f"{target.name}: {failure} [TH883]")
            else:
                made = (folder / target.name).read_bytes()
                files[target.name] = finished(made, of_set["title"]) if target.to in ("pptx", "docx") else made
            warnings += [f"{target.name}: {warning}" for warning in warned]
    return Written(files, tuple(failures), tuple(dict.fromkeys(warnings)))


def preview(built: Path) -> int:
    """Show the deck of a built document set in Quarto's preview until Ctrl-C, which leaves nothing behind; returns Quarto's
    exit code.

    Raises NotComposed where nothing is built, EnvironmentLacks without Quarto.
    """
    import nbformat

    notebook = built / "notebook.ipynb"
    if not notebook.is_file():
        raise NotComposed(f"{built} holds no notebook.ipynb; build a document set and name its folder", code="TH813")
    find_quarto()
    target = target_of("deck.quarto.html")
    # elsewhere Ctrl-C ends this process at once
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    with scratch() as folder:
        prepare(folder, nbformat.read(notebook, as_version=4), (target,))
        with _started(folder, "preview", target.notebook, "--to", target.to) as process:
            return process.wait()


def _stop(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    sys.exit()


def _render(folder: Path, target: Target, timeout: int, day: str) -> tuple[str, list[str]]:
    """(the reason why there is no file, or ""; the warnings)."""
    log = folder / f"{target.name}.log"
    arguments = ("render", target.notebook, "--to", target.to, "--output", target.name)
    # a file, not a pipe: processes that Quarto leaves behind would keep a pipe open
    with log.open("wb") as stream, _started(folder, *arguments, log=stream, day=day) as process:
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            return f"Quarto did not end within {timeout} s; try a longer --timeout{_reason(log)}", []
    warnings = [_WARNING.sub("", line) for line in _lines(log) if _WARNING.match(line)]
    if code != 0:
        return f"Quarto failed (exit {code}){_reason(log)}", warnings
    made = folder / target.name
    if not made.is_file() or not made.stat().st_size:
        return f"Quarto ended without an error and wrote no file{_reason(log)}", warnings
    return "", warnings


@contextmanager
def _started(
    folder: Path, *arguments: str, log: IO[bytes] | None = None, day: str = "2000-01-01"
) -> Iterator[subprocess.Popen[bytes]]:
    """Quarto at work in `folder`, where its temporary files are too; `day` takes the place of the clock. It is a script that
    starts other programs: at the end all of them are killed where there are process groups."""
    noon = datetime.fromisoformat(f"{day}T12:00Z").timestamp()
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        (find_quarto(), *arguments),
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": f"{noon:.0f}"},
        stdin=subprocess.DEVNULL if log else None,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None and os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _reason(log: Path) -> str:
    """What Quarto says of a failure: from its first ERROR, or its last lines, without the trace of its own code."""
    lines = [line for line in _lines(log) if not _TRACE.match(line)]
    first = next((at for at, line in enumerate(lines) if line.startswith("ERROR")), max(0, len(lines) - _REASON_LINES))
    return "".join(f"\n      {line}" for line in lines[first : first + _REASON_LINES])


def _lines(log: Path) -> list[str]:
    text = _ANSI.sub("", log.read_text(encoding="utf-8", errors="replace"))
    return [line.rstrip() for line in text.splitlines() if line.strip()]
