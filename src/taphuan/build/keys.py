"""What a job's files are made from, as digests: unchanged content is neither executed nor exported again.

The rooms say what a key covers: what execution reads is `EXECUTED`, what only the writers read is `EXPORTED`, and a
change anywhere else (check, build, live, the rules of the data) makes no document anew. The fixed words of a room, its
tables of words.toml, are covered with its code.

What a cell shows is asked for directly: a cell that only calls `lesson.figures` or `lesson.tables` is a pure function,
so its result is its dependency on the data, exact to the row. A cell that only takes frames of `lesson.data` depends on
their rows. A cell that does more may read anything: it depends on all of data/.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan import paths
from taphuan.build.fingerprint import installed
from taphuan.check.as_composed import Composed, as_text, composed_as
from taphuan.export.pptx import faces
from taphuan.run.pure_cells import frames_taken, pure_call, shown_by
from taphuan.text import words_of

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
    "data/drafts.py",
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
    # sha256 by path below the project
    files: Mapping[str, str] = field(default_factory=dict, hash=False)


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
    "lock": "versions of packages",
    "python": "Python version",
    "writers": "code of the writers",
    "templates": "templates in slides/",
    "face": "face of deck.pptx",
}


def sources() -> Sources:
    """The digests of what lies there now."""
    slides = paths.all_taken()
    fonts = f"{paths.OWN_FONTS.name}/"
    themed = {name: path for name, path in slides.items() if name == paths.THEME.name or name.startswith(fonts)}
    templates = {
        name: path for name, path in slides.items() if name not in themed and path.suffix not in (".md", ".mplstyle")
    }
    lock = [paths.LOCK] if paths.LOCK.exists() else []
    asked = [path for folder in (paths.DATA, paths.NOTEBOOKS, paths.RECORDS) for path in _below(folder)]
    known = {
        path: _sha256(path)
        for path in (*asked, *templates.values(), *themed.values(), *lock)
        if os.access(path, os.R_OK)
    }
    return Sources(
        code=_digest(
            [
                _files(_code(EXECUTED), paths.PACKAGE),
                _words(EXECUTED),
                _named({paths.HOUSE_STYLE.name: paths.taken(paths.HOUSE_STYLE)}),
            ]
        ),
        writers=_digest([_files(_code(EXPORTED), paths.PACKAGE), _words(EXPORTED)]),
        templates=_named(templates, known),
        face=faces.chosen(),
        data=_files(_below(paths.DATA), paths.DATA, known),
        theme=_named(themed, known),
        # where no lock says the versions, those that are installed do
        lock=_files(lock, paths.ROOT, known) if lock else _digest(map(" ".join, sorted(installed().items()))),
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        files={paths.named(path): digest for path, digest in known.items()},
    )


def made_from(asked: Iterable[str], composed: NotebookNode, read: Sources) -> dict[str, str]:
    """sha256 by path of the files that a set is made from: those that its lesson `asked` for, all of data/ where one of its
    cells may read anything, the templates, the theme and the lock. Code is a digest among the keys."""
    names = {paths.named(Path(path)) for path in asked}
    everything = [f"{paths.DATA.name}/"] if any(_may_read_all(cell) for cell in composed.cells) else []
    shared = (f"{paths.SLIDES.name}/", paths.LOCK.name, *everything)
    drawings = paths.named(paths.DRAWINGS)
    return {
        name: digest
        for name, digest in sorted(read.files.items())
        if name in names or (name.startswith(shared) and not name.startswith(drawings))
    }


def _may_read_all(cell: NotebookNode) -> bool:
    """Whether it is code whose dependency on the data is not known to the row (see `_shown`)."""
    if cell.cell_type != "code" or not cell.metadata.get("taphuan", {}).get("document"):
        return False
    return pure_call(cell.source) is None and frames_taken(cell.source) is None


def changed_files(made: Mapping[str, str], now: Sources, below: tuple[str, ...]) -> tuple[str, ...]:
    """The files of `made_from` in these folders that are no longer what they were."""
    return tuple(
        name
        for name, digest in made.items()
        if name.startswith(tuple(f"{folder}/" for folder in below)) and now.files.get(name) != digest
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
        names = frames_taken(source)
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


def _words(places: tuple[str, ...]) -> str:
    """The fixed words that the code at these places says."""
    return words_of(*dict.fromkeys(place.partition("/")[0].removesuffix(".py") for place in places))


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _files(chosen: Iterable[Path], root: Path, known: Mapping[Path, str] | None = None) -> str:
    """The digest of names and contents; `known`: sha256 of files that were read already."""
    return _named({path.relative_to(root).as_posix(): path for path in chosen}, known)


def _named(files: Mapping[str, Path], known: Mapping[Path, str] | None = None) -> str:
    """The same of files by name."""
    read = known or {}
    return _digest(f"{name} {read.get(path) or _sha256(path)}" for name, path in files.items())
