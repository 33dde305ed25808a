"""The set that a file belongs to, and whether it is still what the build made of these data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taphuan import paths
from taphuan.build.keys import EXECUTION, Sources, changed_files, sources
from taphuan.build.need import NOTEBOOK
from taphuan.build.plan import FULL_FOLDER
from taphuan.build.publish import MANIFEST, Manifest, file_state, read_manifest
from taphuan.errors import TaphuanError
from taphuan.export.formats import CHECKUP, FORMATS, PAPER

if TYPE_CHECKING:
    from nbformat import NotebookNode

_BESIDE = re.compile(r"\.new\.[^.]+$")
# what a file shows in place of slides, by the beginning of its name (`Trace.beside`)
_BESIDE_SLIDES = {
    "data.": "workbook",
    "quiz": "quiz",
    "test.": "quiz",
    "worksheet": "worksheets",
    "agenda.": "agenda",
    "plan.": "agenda",
    "sheet.": "sheet",
}
# changed files that a message names
_NAMED = 3


class NotTraceable(TaphuanError):
    """A file whose numbers cannot be told: it is of no build, was edited, or was made from other data or by other code."""

    code = "TH886"


@dataclass(frozen=True)
class Place:
    """A file of a finished set, its notebook, and what of the notebook it shows: documents ("deck", "briefing" …), or what stands
    `beside` them ("workbook", "quiz" …)."""

    file: Path
    manifest: Manifest
    notebook: NotebookNode
    documents: tuple[str, ...]
    beside: str
    full: bool


def place_of(file: Path) -> Place:
    """Raises NotTraceable, which says why and what to do."""
    folder = file.parent
    if not file.is_file():
        raise NotTraceable(f"{file}: there is no such file; name a file of a build, such as build/…/deck.html")
    manifest = read_manifest(folder)
    if manifest is None:
        raise NotTraceable(f"{file}: it is no file of a build: no {MANIFEST} of a finished set lies beside it")
    if _BESIDE.search(file.name):
        raise NotTraceable(f"{file}: it was written beside a file that was edited by hand; name the one without .new")
    if file.name not in manifest.files:
        raise NotTraceable(f"{file}: it is no file of this set; those are {', '.join(sorted(manifest.files))}")
    for name in (file.name, NOTEBOOK):
        if (state := file_state(folder, name, manifest)) != "whole":
            raise NotTraceable(f"{folder / name}: {_STATES[state]}; build the set again with --force to trace it")
    _refuse_other_version(file, manifest, sources())
    import nbformat

    return Place(
        file,
        manifest,
        nbformat.read(folder / NOTEBOOK, as_version=4),
        *_shown(file.name),
        _is_full(folder),
    )


_STATES = {
    "edited": "it was edited by hand since it was built (another sha256 than in its manifest)",
    "missing": "it is missing",
}


def _is_full(folder: Path) -> bool:
    return folder.name == FULL_FOLDER


def _refuse_other_version(file: Path, manifest: Manifest, now: Sources) -> None:
    """What would trace other numbers than those that were printed is not traced."""
    changed = [key for key in EXECUTION if key in ("code", "theme") and manifest.inputs.get(key) != getattr(now, key)]
    if changed or not manifest.made_from:
        raise NotTraceable(f"{file}: it was built by another version of taphuan; build it again")
    if files := changed_files(manifest.made_from, now, (paths.DATA.name, paths.NOTEBOOKS.name)):
        more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
        what = f"{', '.join(files[:_NAMED])}{more} changed since"
        raise NotTraceable(f"{file}: it was made from other data: {what}; build it again")


def _shown(name: str) -> tuple[tuple[str, ...], str]:
    """(documents, what stands beside them) that a file shows; all documents for the notebook itself."""
    beside = next((key for start, key in _BESIDE_SLIDES.items() if name.startswith(start)), "")
    kind = next((row.document for row in FORMATS if row.name == name), "")
    if name == NOTEBOOK:
        return ("deck", "briefing", "report", "checkup"), ""
    if beside:
        return (), beside
    return {PAPER: ("briefing", "report"), CHECKUP: ("checkup",)}.get(kind, ("deck",)), ""
