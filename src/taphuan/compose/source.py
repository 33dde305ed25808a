"""Reads a source notebook: checks its structure and groups its cells into slides."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.errors import NotComposed

PARAMETERS = ("conference", "province", "as_of")
KNOWN_KEYS = frozenset({"when", "unless", "minutes", "kind", "layout", "history", "window", "cites", "conference"})
_HEADING = re.compile(r"^(#{1,3}) (.+)", re.MULTILINE)
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

    @property
    def is_notes(self) -> bool:
        return self.slide_type == "notes"

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


def read_source(path: Path) -> SourceNotebook:
    """The notebook with its cells grouped into slides. Raises NotComposed with every fault of its structure."""
    name = SourceNotebook(path, ()).name
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        cells = tuple(_cell(cell) for cell in raw["cells"])
    except FileNotFoundError:
        raise NotComposed(
            f"{name}: the notebook is missing; every module in data/modules that is taught needs one"
        ) from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise NotComposed(
            f"{name}: not a Jupyter notebook of format 4.5 ({error}); open it in JupyterLab and save it again"
        ) from None
    faults = _faults(cells)
    if faults:
        raise NotComposed("\n".join(f"{name}: {fault}" for fault in faults))
    content = [cell for cell in cells if not {"parameters", "lesson"} & set(cell.tags)]
    slides: list[SourceSlide] = []
    for cell in content:
        if cell.is_heading:
            slides.append(SourceSlide(cell, ()))
        elif slides:
            slides[-1] = SourceSlide(slides[-1].heading, (*slides[-1].body, cell))
    return SourceNotebook(path, tuple(slides))


def _cell(raw: dict[str, Any]) -> SourceCell:
    source = raw["source"]
    metadata = raw.get("metadata", {})
    return SourceCell(
        id=raw["id"],
        type=raw["cell_type"],
        text="".join(source) if isinstance(source, list) else source,
        slide_type=metadata.get("slideshow", {}).get("slide_type", ""),
        tags=tuple(metadata.get("tags", ())),
        options=metadata.get("taphuan", {}),
    )


def _faults(cells: tuple[SourceCell, ...]) -> list[str]:
    """The faults of the cells, each with the cell's id and a remedy."""
    faults: list[str] = []
    parameters = [cell for cell in cells if "parameters" in cell.tags]
    if len(parameters) != 1:
        ids = ", ".join(cell.id for cell in parameters) or "none"
        faults.append(f"needs exactly one cell tagged `parameters`, has {len(parameters)} ({ids}); keep one")
    else:
        declared = tuple(name for name, _ in _ASSIGNMENT.findall(parameters[0].text))
        if declared != PARAMETERS:
            faults.append(
                f"cell {parameters[0].id}: must declare {', '.join(PARAMETERS)} in this order, declares {', '.join(declared) or 'nothing'}"
            )
    if sum("lesson" in cell.tags for cell in cells) != 1:
        faults.append("needs exactly one cell tagged `lesson` that calls open_lesson(...)")
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
        if cell.is_heading and cell.slide_type not in ("slide", "skip"):
            faults.append(
                f"cell {cell.id}: a heading starts a slide, so its slide type must be `slide`, not `{cell.slide_type or 'none'}`"
            )
        if not cell.is_heading and cell.slide_type in ("slide", "subslide"):
            faults.append(
                f"cell {cell.id}: slide type `{cell.slide_type}` without a heading; begin the cell with `## `"
            )
    return faults
