"""What a job's files are made from, as digests: unchanged content is neither executed nor exported again.

The rooms say what a key covers: what execution reads is `EXECUTED`, what only the writers read is `EXPORTED`, and a
change anywhere else (check, build, live, the rules of the data) makes no document anew.

What a cell shows is asked for directly: a cell that only calls `lesson.figures` or `lesson.tables` is a pure function,
so its result is its dependency on the data, exact to the row. A cell that only takes frames of `lesson.data` depends on
their rows. A cell that does more may read anything: it depends on all of data/.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan import paths
from taphuan.check.as_composed import Composed, as_text, composed_as
from taphuan.export.pptx import faces
from taphuan.run.pure_cells import pure_call, shown_by

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from taphuan.lesson.lesson import Lesson

# files and folders of src/taphuan/
EXECUTED = (
    "__init__.py",
    "errors.py",
    "paths.py",
    "text.py",
    "files.py",
    "theme",
    "data/__init__.py",
    "data/load.py",
    "data/light_jsonschema.py",
    "known",
    "charts",
    "lesson",
    "compose",
    "run",
)
EXPORTED = ("document", "export")


@dataclass(frozen=True)
class Sources:
    """Digests of all that a run reads besides the notebooks: taken before the first of it is read, so that what changes
    meanwhile differs from them at the next build."""

    code: str
    writers: str
    templates: str
    face: str
    data: str
    theme: str
    lock: str
    python: str


@dataclass(frozen=True)
class Keys:
    """Digests of everything that a document set is made from, one for each thing that can change."""

    text: str
    shown: str
    code: str
    theme: str
    lock: str
    python: str
    writers: str
    templates: str
    face: str

    def recorded(self) -> dict[str, str]:
        return asdict(self)


# What the executed notebook depends on; the others touch only the files made from it.
EXECUTION = ("text", "shown", "code", "theme", "lock", "python")
# What a changed digest means to a person
MEANINGS = {
    "text": "text of its notebook",
    "shown": "data it shows",
    "code": "code",
    "theme": "the theme, slides/theme.toml",
    "lock": "locked packages",
    "python": "Python version",
    "writers": "code of the writers",
    "templates": "templates in slides/",
    "face": "face of deck.pptx",
}


def sources() -> Sources:
    """The digests of what lies there now."""
    return Sources(
        code=_digest([_files(_code(EXECUTED), paths.PACKAGE), _files([paths.HOUSE_STYLE], paths.SLIDES)]),
        writers=_files(_code(EXPORTED), paths.PACKAGE),
        templates=_files(
            (
                path
                for path in _below(paths.SLIDES)
                if path not in _themed() and path.suffix not in (".md", ".mplstyle")
            ),
            paths.SLIDES,
        ),
        face=faces.chosen(),
        data=_files(_below(paths.DATA), paths.DATA),
        theme=_files((path for path in _themed() if path.exists()), paths.SLIDES),
        lock=_files([paths.LOCK], paths.ROOT) if paths.LOCK.exists() else "",
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
    )


def keys_of(lesson: Lesson, composed: NotebookNode, read: Sources) -> tuple[Keys, Composed]:
    """The keys of a job's document set, and what its executed notebook is held against; `read` was taken before the lesson was
    opened."""
    cells = [cell for cell in composed.cells if cell.metadata.get("taphuan", {}).get("document")]
    shown = {cell.id: _shown(lesson, cell.source, read) for cell in cells if cell.cell_type == "code"}
    calls = {cell.id: shown[cell.id] for cell in cells if cell.id in shown and pure_call(cell.source) is not None}
    keys = Keys(
        text=_digest([json.dumps(composed, sort_keys=True, ensure_ascii=False)]),
        shown=_digest(shown.values()),
        code=read.code,
        theme=read.theme,
        lock=read.lock,
        python=read.python,
        writers=read.writers,
        templates=read.templates,
        face=read.face,
    )
    return keys, composed_as(composed, calls)


def _shown(lesson: Lesson, source: str, read: Sources) -> str:
    """What a cell shows, or the digest of all that it may show."""
    call = pure_call(source)
    if call is None:
        names = _frames_taken(source)
        return read.data if names is None else _rows(lesson, names)
    try:
        shown = shown_by(lesson, call)
    except Exception as error:
        # whatever a cell raises is the trainer's to read, and the kernel names the cell; the text of an error may hold an
        # address in memory, which would make the key new every time
        return f"raises {type(error).__module__}.{type(error).__qualname__}"
    return as_text(shown)


def _rows(lesson: Lesson, names: tuple[str, ...]) -> str:
    """The rows of these tables of `lesson.data`."""
    from taphuan.lesson.frames.data import TABLES

    rows = {name: [dict(row) for row in TABLES[name].rows(lesson)] for name in names}
    return json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str)


# what a cell that reads nothing but frames may import
_OTHERS = frozenset({"datetime", "math", "matplotlib", "numpy", "pandas", "seaborn"})


def _frames_taken(source: str) -> tuple[str, ...] | None:
    """The tables of a cell that takes frames of `lesson.data` and uses the lesson for nothing but those, its unit and
    `describe`; None for any other cell."""
    from taphuan.lesson.frames.data import TABLES

    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return None
    imports = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    imports += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    uses = [node for node in nodes if isinstance(node, ast.Name) and node.id == "lesson"]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and _is_lesson(node.value)]
    known = all(node.attr in ("data", "describe", "unit") for node in attributes) and len(uses) == len(attributes)
    data = [node for node in attributes if node.attr == "data"]
    taken = [
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value in data
    ]
    # a frame read by another name than its own, or a file
    reads = any(isinstance(node, ast.Name) and node.id in ("open", "getattr", "eval", "exec") for node in nodes)
    reads |= any(isinstance(node, ast.Attribute) and node.attr.startswith("read_") for node in nodes)
    if not data or len(taken) != len(data) or not known or reads:
        return None
    if any(name.partition(".")[0] not in _OTHERS for name in imports):
        return None
    return tuple(sorted({name for name in taken if name in TABLES}))


def _is_lesson(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "lesson"


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        # a file name need not be UTF-8
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _code(places: tuple[str, ...]) -> list[Path]:
    """The Python files at these places of the package."""
    return [
        path
        for place in places
        for path in (_below(paths.PACKAGE / place) if not place.endswith(".py") else [paths.PACKAGE / place])
        if path.suffix == ".py"
    ]


def _themed() -> tuple[Path, ...]:
    """What figures take from slides/."""
    return (paths.THEME, *(_below(paths.OWN_FONTS) if paths.OWN_FONTS.is_dir() else ()))


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _files(chosen: Iterable[Path], root: Path) -> str:
    return _digest(
        f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in chosen
    )
