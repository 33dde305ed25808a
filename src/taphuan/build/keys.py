"""What a job's files are made from, as digests: unchanged content is neither executed nor exported again.

What a cell shows is asked for directly: a cell that only calls `lesson.figures` or `lesson.tables` is a pure function,
so its result is its dependency on the data, exact to the row. A cell that does more may read anything: it depends on
all of data/.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taphuan import paths

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.lesson.lesson import Lesson

PACKAGE = paths.PACKAGE
# Code that runs after the notebook has been executed: a change here exports anew and executes nothing.
_AFTER = ("export", "document", "check")
# Code around the work: no document passes through it.
_AROUND = frozenset(["cli.py", "__main__.py", "files.py", "build", "live"])
_DOORS = ("figures", "tables")


@dataclass(frozen=True)
class Keys:
    """Digests of everything a document set is made from, one for each thing that can change."""

    text: str
    shown: str
    code: str
    lock: str
    python: str
    writers: str
    templates: str

    def recorded(self) -> dict[str, str]:
        return asdict(self)


# What the executed notebook depends on; the others touch only the files made from it.
EXECUTION = ("text", "shown", "code", "lock", "python")
# What a changed digest means to a person
MEANINGS = {
    "text": "text of its notebook",
    "shown": "data it shows",
    "code": "code",
    "lock": "locked packages",
    "python": "Python version",
    "writers": "code of the writers",
    "templates": "templates in slides/",
}


def keys_of(lesson: Lesson, composed: NotebookNode) -> Keys:
    """The keys of a job's document set."""
    cells = [cell for cell in composed.cells if cell.metadata.get("taphuan", {}).get("document")]
    return Keys(
        text=_digest([json.dumps(composed, sort_keys=True, ensure_ascii=False)]),
        shown=_digest(_shown(lesson, cell.source) for cell in cells if cell.cell_type == "code"),
        code=_code(after=False),
        lock=_files([paths.LOCK], paths.ROOT) if paths.LOCK.exists() else "",
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        writers=_code(after=True),
        templates=_templates(),
    )


def _shown(lesson: Lesson, source: str) -> str:
    call = _pure_call(source)
    if call is None:
        return _data()
    door, name, arguments, options = call
    try:
        result = getattr(getattr(lesson, door), name)(*arguments, **options)
    except Exception as error:
        # whatever a cell raises is the trainer's to read, and the kernel will tell it with the cell's name
        return repr(error)
    return json.dumps(result._repr_mimebundle_(), sort_keys=True, ensure_ascii=False)


def _pure_call(source: str) -> tuple[str, str, list[Any], dict[str, Any]] | None:
    """(door, method, arguments, options) of a cell that is nothing but `lesson.figures.league(size="half")`."""
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Attribute):
        return None
    door = tree.func.value
    if not isinstance(door, ast.Attribute) or door.attr not in _DOORS:
        return None
    if not isinstance(door.value, ast.Name) or door.value.id != "lesson":
        return None
    options = {keyword.arg: keyword.value for keyword in tree.keywords}
    try:
        arguments = [ast.literal_eval(argument) for argument in tree.args]
        named = {name: ast.literal_eval(value) for name, value in options.items() if name}
    except ValueError:
        return None
    return (door.attr, tree.func.attr, arguments, named) if None not in options else None


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=2)
def _code(after: bool) -> str:
    """Digest of the code before (all that documents pass through but the writers) or after the execution."""
    chosen: list[Path] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        first = path.relative_to(PACKAGE).parts[0]
        if first not in _AROUND and (first in _AFTER) is after:
            chosen.append(path)
    return _files(chosen, PACKAGE)


@lru_cache(maxsize=1)
def _templates() -> str:
    chosen = [path for path in sorted(paths.SLIDES.rglob("*")) if path.is_file() and path.suffix != ".md"]
    return _files(chosen, paths.SLIDES)


@lru_cache(maxsize=1)
def _data() -> str:
    return _files([path for path in sorted(paths.DATA.rglob("*")) if path.is_file()], paths.DATA)


def _files(chosen: list[Path], root: Path) -> str:
    return _digest(
        f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in chosen
    )
