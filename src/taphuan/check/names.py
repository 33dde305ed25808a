"""Names of files and folders that not every system can have: Windows would not unpack the project, or a build of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from taphuan import paths
from taphuan.errors import Problem, TaphuanError

# of Windows, with any ending: CON.yaml is the console as well
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³")}
)
_FORBIDDEN = frozenset('<>:"/\\|?*')
# letters of a name, and of a path below the project: Windows has 260 for a whole path, and a build adds folders of its own
LONGEST_NAME = 80
LONGEST_PATH = 150
_RENAME = "Rename it, and what names it: short, of letters, digits and hyphens."


class BadFolderName(TaphuanError):
    """A folder to build into has a name that not every system can have."""


def name_fault(name: str) -> str:
    """Why not every system can have a file or folder of this name; "" if all can."""
    if name.split(".")[0].rstrip().lower() in _DEVICES:
        return "is a device on Windows, whatever its ending"
    if signs := sorted({sign for sign in name if sign in _FORBIDDEN or ord(sign) < 32}):
        return f"holds what no name on Windows may hold: {' '.join(map(repr, signs))}"
    if name.endswith((".", " ")):
        return "ends in a dot or a space, which Windows drops"
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} letters; some systems take no more than {LONGEST_NAME} here"
    return ""


def name_problems() -> tuple[Problem, ...]:
    """Every such name in data/, notebooks/ and slides/, and those that differ only in capitals or in the form of their letters."""
    return tuple(problem for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES) for problem in _problems(folder))


def _problems(folder: Path) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(paths.ROOT).as_posix()
        # a name that is no UTF-8 is printed with its bytes
        shown = name.encode("utf-8", "backslashreplace").decode()
        if fault := name_fault(path.name):
            yield Problem(
                shown,
                "",
                "",
                path.name.encode("utf-8", "backslashreplace").decode(),
                f"the name {fault}",
                _RENAME,
                code="TH121",
            )
        elif len(name) > LONGEST_PATH:
            yield Problem(
                shown, "", "", str(len(name)), f"the path has more than {LONGEST_PATH} letters", _RENAME, code="TH122"
            )
        twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), shown)
        if twin != shown:
            yield Problem(
                shown,
                "",
                "",
                twin,
                "Windows and macOS take both names for one file",
                "Rename one of them.",
                code="TH123",
            )


def buildable(out: Path | None) -> Path | None:
    """The folder to build into. Raises BadFolderName where one that has yet to be made could not be everywhere."""
    for folder in () if out is None else (out, *out.parents):
        if folder.name not in ("", "..") and not folder.exists() and (fault := name_fault(folder.name)):
            raise BadFolderName(
                f"--out {out}: the name {folder.name!r} {fault}; choose one of letters, digits and hyphens (OUT=…, --out)",
                code="TH121",
            )
    return out
