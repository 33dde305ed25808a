"""Reads a source notebook: checks its structure and groups its cells into slides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.compose.pictures import picture_files, with_pictures
from taphuan.compose.structure import LONGEST_ID, notebook_json, source_text
from taphuan.data.load import derived
from taphuan.errors import NotComposed

PARAMETERS = ("conference", "province", "as_of")
# those of a notebook of communes
COMMUNE_PARAMETERS = (*PARAMETERS, "commune")
KNOWN_KEYS = frozenset(
    {
        "when",
        "unless",
        "minutes",
        "priority",
        "block",
        "kind",
        "kicker",
        "layout",
        "history",
        "window",
        "cites",
        "conference",
    }
)
# which slides a deck shows that has no time for all: those that it must, the others in order, none of the backup
MUST, CORE, BACKUP = "must", "core", "backup"
# tags of the Jupyter world: a cell that is in no document, a code cell whose output is in none. That code stands nowhere
# (`remove-input`, `hide-input`) holds for every cell, and paper folds nothing, so that what is hidden is not there.
REMOVED = "removed"  # the role of such a cell
_REMOVED = frozenset({"remove-cell", "hide-cell"})
_SILENCED = _REMOVED | {"remove-output", "remove-all-outputs", "hide-output"}
_HEADING = re.compile(r"^(#{1,2}) (.+)", re.MULTILINE)
_CODE_SPAN = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_CALL, _FOOTNOTE = re.compile(r"\[\^([^\W_]+)\](?!:)"), re.compile(r"^ {0,4}\[\^([^\W_]+)\]:\s", re.MULTILINE)
_FENCED = re.compile(r"^( *)(```+|~~~+).*?^\1\2", re.MULTILINE | re.DOTALL)
# what composing adds to the id of a heading, at most
_ADDED = "-sources"
# the name of the notebook itself in the call of open_lesson
_NAMED = re.compile(r"""\bnotebook\s*=\s*["']([^"']*)["']""")
_ASSIGNMENT = re.compile(r"^\s*(\w+)\s*(?::\s*[\w\[\]| ]+)?\s*=\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class SourceCell:
    """A cell of a source notebook. `options` is its `taphuan` metadata, `slide_type` that of Jupyter ("" if none)."""

    id: str
    type: str
    text: str
    slide_type: str
    tags: tuple[str, ...]
    options: dict[str, Any] = field(hash=False)
    attachments: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)

    @property
    def python(self) -> str:
        """The code of a code cell as Python, IPython's own lines (`%matplotlib inline`, `!ls`) put in Python too.

        Raises SyntaxError for what is neither.
        """
        try:
            ast.parse(self.text)
        except SyntaxError:
            from IPython.core.inputtransformer2 import TransformerManager

            code: str = TransformerManager().transform_cell(self.text)  # type: ignore[no-untyped-call]
            ast.parse(code)
            return code
        return self.text

    @property
    def is_notes(self) -> bool:
        return self.slide_type == "notes"

    @property
    def is_removed(self) -> bool:
        """Whether the documents show nothing of it. Code runs all the same: later cells may need it."""
        tags = {tag.replace("_", "-") for tag in self.tags}
        return bool(tags & (_SILENCED if self.type == "code" else _REMOVED))

    @property
    def is_aside(self) -> bool:
        """Whether it is no content of the slide: notes, or in no document."""
        return self.is_notes or self.is_removed

    @property
    def is_heading(self) -> bool:
        return self.type == "markdown" and not self.is_notes and bool(_HEADING.match(self.text))

    @property
    def conferences(self) -> tuple[str, ...]:
        """The conferences in which alone the cell is shown; () for all."""
        only = self.options.get("conference", ())
        return (only,) if isinstance(only, str) else tuple(only)

    @property
    def level(self) -> int:
        """The level of the heading: 1 for `#`; 0 if the cell is not a heading."""
        match = _HEADING.match(self.text)
        return len(match.group(1)) if match else 0


@dataclass(frozen=True)
class SourceSlide:
    """A heading cell and the cells up to the next heading."""

    heading: SourceCell
    body: tuple[SourceCell, ...]


@dataclass(frozen=True)
class SourceNotebook:
    """A source notebook and its slides."""

    path: Path
    slides: tuple[SourceSlide, ...]

    @property
    def name(self) -> str:
        """The path relative to the project, or the name of a file outside of it."""
        return self.path.relative_to(paths.ROOT).as_posix() if self.path.is_relative_to(paths.ROOT) else self.path.name


# notebooks that are read in place of files: what `taphuan import` would write, composed and checked before it is written
_INSTEAD: ContextVar[Mapping[Path, SourceNotebook] | None] = ContextVar("_INSTEAD", default=None)


@contextmanager
def read_instead(notebooks: Mapping[Path, dict[str, Any]]) -> Iterator[None]:
    """Within the block the JSON of these is the notebook at its path, whatever lies there. Raises NotComposed."""
    token = _INSTEAD.set({path: _grouped(path, raw) for path, raw in notebooks.items()})
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def read_source(path: Path) -> SourceNotebook:
    """The notebook with its cells grouped into slides. Raises NotComposed with every fault of its structure.

    It is read again after it or a picture that it could show has changed.
    """
    if (instead := (_INSTEAD.get() or {}).get(path)) is not None:
        return instead
    if not path.is_file():
        name = SourceNotebook(path, ()).name
        raise NotComposed(
            f"{name}: the notebook is missing; every module in data/modules that is taught needs one", code="TH503"
        )
    return derived((path, *picture_files()), _read_source, path)


def _read_source(path: Path) -> SourceNotebook:
    return _grouped(path, notebook_json(path, SourceNotebook(path, ()).name))


def _grouped(path: Path, raw: dict[str, Any]) -> SourceNotebook:
    name = SourceNotebook(path, ()).name
    read = [_cell(cell, path) for cell in raw["cells"]]
    # a raw cell is for other programs: nbconvert leaves it out of HTML and slides
    cells = tuple(cell for cell, _ in read if cell.type != "raw")
    expected = COMMUNE_PARAMETERS if path.parent == paths.COMMUNE_NOTEBOOKS else PARAMETERS
    faults = [
        *_faults(cells, path, expected),
        *(f"cell {cell.id}: {fault}" for cell, faults in read for fault in faults),
    ]
    if faults:
        raise NotComposed("\n".join(f"{name}: {fault}" for fault in faults), code="TH504")
    content = [cell for cell in cells if not {"parameters", "lesson"} & set(cell.tags)]
    slides: list[SourceSlide] = []
    for cell in content:
        if cell.is_heading:
            slides.append(SourceSlide(cell, ()))
        elif slides and not (cell.is_removed and cell.type == "markdown"):
            slides[-1] = SourceSlide(slides[-1].heading, (*slides[-1].body, cell))
    return SourceNotebook(path, tuple(slides))


def _cell(raw: dict[str, Any], path: Path) -> tuple[SourceCell, list[str]]:
    """A cell and the faults of the pictures and links in it."""
    text = source_text(raw)
    attachments: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    metadata = raw.get("metadata", {})
    if raw["cell_type"] == "markdown":
        pasted = raw.get("attachments", {})
        text, attachments, faults = with_pictures(text, pasted, f"{path.stem}-{raw['id']}", path.parent)
    cell = SourceCell(
        id=raw["id"],
        type=raw["cell_type"],
        text=text,
        slide_type=metadata.get("slideshow", {}).get("slide_type", ""),
        tags=tuple(metadata.get("tags", ())),
        options=metadata.get("taphuan", {}),
        attachments=attachments,
    )
    return cell, faults


def _faults(cells: tuple[SourceCell, ...], path: Path, expected: tuple[str, ...]) -> list[str]:
    """The faults of the cells, each with the cell's id and a remedy."""
    faults: list[str] = []
    prefix = path.stem
    parameters = [cell for cell in cells if "parameters" in cell.tags]
    if len(parameters) != 1:
        ids = ", ".join(cell.id for cell in parameters) or "none"
        faults.append(f"needs exactly one cell tagged `parameters`, has {len(parameters)} ({ids}); keep one")
    else:
        declared = tuple(name for name, _ in _ASSIGNMENT.findall(parameters[0].text))
        if declared != expected:
            faults.append(
                f"cell {parameters[0].id}: must declare {', '.join(expected)} in this order, declares {', '.join(declared) or 'nothing'}"
            )
    if sum("lesson" in cell.tags for cell in cells) != 1:
        faults.append("needs exactly one cell tagged `lesson` that calls open_lesson(...)")
    name = f"{path.parent.name}/{path.stem}"
    for cell in cells:
        other = _NAMED.search(cell.text) if "lesson" in cell.tags else None
        if other and other[1] != name:
            faults.append(f'cell {cell.id}: names another notebook ({other[1]}); write notebook="{name}"')
    if len({cell.id for cell in cells}) != len(cells):
        faults.append("two cells have the same id; delete one `id` and save the notebook again")
    content = [cell for cell in cells if not {"parameters", "lesson"} & set(cell.tags)]
    if not content:
        faults.append("has no slide; begin one with a Markdown cell `## Title`")
    elif not content[0].is_heading:
        faults.append(f"cell {content[0].id}: the first cell after open_lesson must be a heading (`# …` or `## …`)")
    for cell in content:
        unknown = sorted(set(cell.options) - KNOWN_KEYS)
        if unknown:
            faults.append(
                f"cell {cell.id}: unknown taphuan metadata {', '.join(unknown)}; known: {', '.join(sorted(KNOWN_KEYS))}"
            )
        faults += (f"cell {cell.id}: {fault}" for fault in _text_faults(cell))
        if cell.is_heading and len(f"{prefix}-{cell.id}{_ADDED}") > LONGEST_ID:
            faults.append(
                f"cell {cell.id}: the id of a heading may have {LONGEST_ID - len(prefix) - len(_ADDED) - 1} letters here, "
                f"it has {len(cell.id)}; shorten it"
            )
        if cell.is_heading and cell.slide_type not in ("slide", "skip"):
            faults.append(
                f"cell {cell.id}: a heading starts a slide, so its slide type must be `slide`, not `{cell.slide_type or 'none'}`"
            )
        if cell.is_heading and cell.is_removed:
            faults.append(
                f"cell {cell.id}: a heading that is in no document would leave its slide without a title; delete the slide, or "
                "give the heading a condition (`when`)"
            )
        if not cell.is_heading and cell.slide_type in ("slide", "subslide"):
            faults.append(
                f"cell {cell.id}: slide type `{cell.slide_type}` without a heading; begin the cell with `## `"
            )
    return faults


def _text_faults(cell: SourceCell) -> Iterator[str]:
    if cell.type == "code":
        try:
            cell.python  # noqa: B018
        except SyntaxError as error:
            yield f"line {error.lineno} is no Python: {error.msg}; run the cell in JupyterLab and correct it"
        return
    if key := _without_footnote(cell.text):
        yield f"calls the footnote [^{key}], and the cell has none; write a last line `[^{key}]: …` in it"
    first, *others = _FENCED.sub("", cell.text).splitlines() or [""]
    if re.match(r"#{3,6} ", first) and not cell.is_notes:
        yield "begins with ###, which starts no slide; write `## ` for a slide, or **bold** for a line inside one"
    if not cell.is_notes and (line := next((line for line in others if re.match(r"#{1,2} ", line)), "")):
        yield f"has a second heading inside it ({line[:40]}); split the cell there (Ctrl+Shift+-), each slide has its own"


def _without_footnote(text: str) -> str:
    """The first footnote that a text calls and does not have; "" if there is none. Each cell is read by itself."""
    if "[^" not in text:
        return ""
    prose = _CODE_SPAN.sub("", _FENCED.sub("", text))
    written = {key.lower() for key in _FOOTNOTE.findall(prose)}
    return next((key for key in _CALL.findall(prose) if key.lower() not in written), "")
