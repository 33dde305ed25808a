"""What a process that was killed leaves behind (parts of files, scratch folders), known by its number in the name."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "taphuan-"
_PART = ".part"


def alive(pid: int) -> bool:
    """Whether a process of this number runs; where one cannot ask without harm (Windows), it is taken to."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or none of it, whoever else writes it meanwhile; the part bears the number of its process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sweep_parts(folder: Path) -> None:
    """Remove what a process that was killed left half-written in the folder; what another one is writing stays."""
    for part in folder.glob(f".*{_PART}"):
        pid = part.name.removesuffix(_PART).rpartition(".")[2]
        if not alive(int(pid)):
            part.unlink(missing_ok=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this process below the system's for temporary files; those of this user's dead processes are removed.

    Its path is short: that of a Unix socket may have 107 letters.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = left.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not alive(int(pid)) and _ours(left):
            # another process may be at it, too
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        yield Path(folder)


def _ours(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.getuid()
    except FileNotFoundError:
        return False
