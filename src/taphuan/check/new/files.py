"""Names and files of something new: a name that every system can have and nothing else has, and files that all appear or none."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from taphuan import paths
from taphuan.check.names import name_fault
from taphuan.errors import TaphuanError
from taphuan.text import fold

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# a slug names folders of a build too, of which Windows has 260 letters for all
LONGEST_SLUG = 50
# what a conference cannot be called: the sets of the hall, folders and pages of build/
_OF_BUILD = frozenset({"hoi-nghi", "modules", "communes", "index", "lab", "review", "gallery", "diff", "full"})
# systems without links from one file to another: a drive in FAT, some network drives
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS})


class NotNew(TaphuanError):
    """Something new cannot be begun: its name is taken or impossible, a file is there, an answer is wrong; nothing was written."""

    code = "TH854"


def checked_slug(text: str, what: str) -> str:
    """The text, which is the slug of a new `what` ("conference", "module", …). Raises NotNew where it is none or taken."""
    if fault := slug_fault(text, what):
        raise NotNew(fault, code="TH855")
    return text


def slug_fault(text: str, what: str) -> str:
    """Why a new `what` cannot have this slug; "" if it can."""
    if not _SLUG.fullmatch(text):
        return f"'{text}' is no slug of a {what}: a–z, 0–9 and single hyphens between them{_instead(text)}"
    if fault := name_fault(text):
        return f"a {what} cannot be called '{text}': the name {fault}"
    if len(text) > LONGEST_SLUG:
        return f"the slug of a {what} has at most {LONGEST_SLUG} letters; '{text}' has {len(text)}"
    if what == "conference" and text in _OF_BUILD:
        return f"a conference cannot be called '{text}': a folder or a page of a build has this name"
    if there := [path for path in _files_of(text, what) if os.path.lexists(path)]:
        return f"the {what} '{text}' is there: {', '.join(map(shown, there))}; choose another slug"
    return ""


def _instead(text: str) -> str:
    """The slug that the text may mean: "Hội nghị 2027" → "; perhaps hoi-nghi-2027"."""
    near = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:LONGEST_SLUG].strip("-")
    return f"; perhaps {near}" if near else ""


def _files_of(slug: str, what: str) -> tuple[Path, ...]:
    """The files that a thing with this slug has."""
    if what == "conference":
        return (paths.CONFERENCES / f"{slug}.yaml",)
    if what == "module":
        return paths.MODULES / f"{slug}.yaml", paths.MODULE_NOTEBOOKS / f"{slug}.ipynb"
    return ()


def shown(path: Path) -> str:
    """The path as messages name it: from the root of the project where it lies in it."""
    return path.relative_to(paths.ROOT).as_posix() if path.is_relative_to(paths.ROOT) else str(path)


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write all files, or none where one of them is there or cannot be written; folders that are missing are made.

    Each is written whole under a name beside its place, and only when all are, they take their places in the given order; a
    place that somebody else took meanwhile is never overwritten. Whatever fails (a full disk too), what was begun is removed.
    Raises NotNew where a file is there, OSError where the machine cannot.
    """
    if there := [path for path in files if os.path.lexists(path)]:
        raise NotNew(f"nothing was written: {', '.join(map(shown, there))}: there already; nothing is overwritten")
    parts: dict[Path, Path] = {}
    placed: list[Path] = []
    folders: list[Path] = []
    try:
        for path, content in files.items():
            folders += _make_folders(path.parent)
            parts[path] = path.with_name(f".{path.name}.{os.urandom(6).hex()}.part")
            with parts[path].open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for path, part in parts.items():
            _place(part, path)
            placed.append(path)
    except BaseException as failure:
        for path in (*placed, *parts.values()):
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            # not empty where somebody else has put a file there
            with suppress(OSError):
                folder.rmdir()
        if isinstance(failure, FileExistsError):
            raise NotNew(
                f"nothing was written: {failure.filename2 or failure.filename}: there since a moment"
            ) from None
        raise
    for part in parts.values():
        part.unlink(missing_ok=True)


def _make_folders(folder: Path) -> Iterator[Path]:
    """Makes the folder and those above it that are missing; each as soon as it is there."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        yield one


def _place(part: Path, path: Path) -> None:
    """The part takes its place. Raises FileExistsError, whatever is there."""
    if os.name == "nt":
        # Windows renames over nothing
        part.rename(path)
        return
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.open("xb").close()
        try:
            part.replace(path)
        except BaseException:
            path.unlink()
            raise
