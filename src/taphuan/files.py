"""Files that are written whole or not at all, files that are made once, and scratch folders that end with the process that uses them.

A part of a file and a scratch folder carry the host's name and a lock that their process holds. A lock ends with its
process however that ends, so what can be locked is a leftover and may be removed. Without such locks (Windows, some
network file systems), on another host, or under a name that is not ours nothing is removed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from taphuan.errors import EnvironmentLacks

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

_PREFIX = "taphuan-"
_LOCK = ".lock"
# bytes of the path in which scratch folders are made: what stands below one for a socket takes 60 more, of 104 (macOS) in all
_LONGEST = 44
# .deck.html.<host>-<random>.part
_PART = re.compile(r"\..+\.([0-9a-f]{8})-[0-9a-f]{12}\.part")


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or none of it, whoever else writes it meanwhile: a part of its own is renamed at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = _locked_part(path)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            if fcntl is not None:
                # while the lock is held: an unlocked part is a leftover
                part.replace(path)
        if fcntl is None:
            # Windows renames no open file
            part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def cached(path: Path, check: Callable[[bytes], bool], make: Callable[[], bytes]) -> bytes:
    """The content of a file that is made once: read where it is there and passes `check`, else made and written whole.

    The path, or what `check` looks for, must hold a digest of everything that the content is made from; a file that was
    cut off or damaged must not pass. A marker is an empty file that always passes.
    """
    with suppress(FileNotFoundError):
        if check(content := path.read_bytes()):
            return content
    content = make()
    write_whole(path, content)
    return content


def sweep_parts(folder: Path) -> None:
    """Remove the parts that killed processes of this host left in the folder; what is being written stays."""
    for part in folder.glob(".*.part"):
        match = _PART.fullmatch(part.name)
        if match and match[1] == _host():
            with _leftover(part) as is_leftover:
                if is_leftover:
                    part.unlink(missing_ok=True)


@contextmanager
def scratch(below: Path | None = None) -> Iterator[Path]:
    """A folder of this process in the system's folder for temporary files (or `below`), removed at the end; the folders
    that killed processes of this user and host left there are removed too.

    Raises EnvironmentLacks where no such folder can be made.
    """
    import shutil
    import tempfile

    try:
        parent = below or _short(Path(tempfile.gettempdir()))
        parent.mkdir(parents=True, exist_ok=True)
        sweep_scratch(parent)
        descriptor, folder = _locked_folder(parent)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        raise EnvironmentLacks(
            f"no folder for temporary files can be made ({error.strerror or error}{place}); free space there, or set "
            "TMPDIR to a folder that can be written",
            code="TH904",
        ) from None
    try:
        yield folder
    finally:
        # a process that ends meanwhile may remove its own files from it, too
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _short(folder: Path) -> Path:
    """The folder, or /tmp where its path is so long that no socket could be opened below it (macOS, a TMPDIR of one's own).
    Raises EnvironmentLacks where /tmp cannot be written either."""
    if os.name != "posix" or len(os.fsencode(folder)) <= _LONGEST:
        return folder
    if os.access("/tmp", os.W_OK | os.X_OK):
        return Path("/tmp")
    raise EnvironmentLacks(
        f"the path of the folder for temporary files is too long for the sockets of a kernel: {folder}; set TMPDIR to a "
        f"folder with a path of at most {_LONGEST} letters",
        code="TH904",
    )


def sweep_scratch(parent: Path) -> None:
    """Remove the scratch folders in `parent` whose processes, of this user and host, are gone."""
    import shutil

    for folder in parent.glob(f"{_PREFIX}{_host()}-*"):
        if _is_ours(folder):
            with _leftover(folder / _LOCK) as is_leftover:
                if is_leftover:
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One process at a time in this folder; the others wait. Without locks (Windows, some network file systems) nobody waits."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _locked_part(path: Path) -> tuple[int, Path]:
    """A new part beside `path`, opened and locked."""
    while True:
        part = path.with_name(f".{path.name}.{_host()}-{os.urandom(6).hex()}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        if _lock(descriptor):
            return descriptor, part
        os.close(descriptor)


def _locked_folder(parent: Path) -> tuple[int, Path]:
    """A new scratch folder and the descriptor that holds its lock."""
    import tempfile

    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{_host()}-", dir=parent))
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(descriptor):
            return descriptor, folder
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock an open file for as long as this process has it open; waits. False where it was removed meanwhile: in the moment
    before it was locked it looked like a leftover."""
    if fcntl is not None:
        # some network file systems have no locks: nothing is removed there
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    return os.fstat(descriptor).st_nlink > 0


@contextmanager
def _leftover(path: Path) -> Iterator[bool]:
    """Whether no living process has locked the file; until the end of the block none can. False where nobody can tell."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        yield False
        return
    try:
        yield _is_free(descriptor)
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, not a link to one, and belongs to this user."""
    try:
        return not folder.is_symlink() and folder.lstat().st_uid == os.getuid()
    except (FileNotFoundError, AttributeError):
        return False


@cache
def _host() -> str:
    """This host's name as eight hexadecimal digits: short, and good in every file name."""
    import socket

    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
