"""The set of a copy as it is composed today, from the source notebooks of today or from those that an import would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from taphuan.compose import compose
from taphuan.compose.origin import notebook_of
from taphuan.compose.source import read_instead
from taphuan.lesson import placeholders
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.live.lab.base import Base, Cell, cell_of, source_json

RawCell = dict[str, Any]


@dataclass(frozen=True)
class Today:
    """`notebooks`: the JSON of each source notebook by its path; `composed`: each composed cell by its origin, in order."""

    lesson: Lesson
    minutes: int
    notebooks: Mapping[Path, dict[str, Any]]
    composed: Mapping[str, Cell]

    @cached_property
    def cells(self) -> dict[str, RawCell]:
        """The source cells by origin."""
        return {
            f"{path.parent.name}/{path.stem}#{cell['id']}": cell
            for path, raw in self.notebooks.items()
            for cell in raw["cells"]
        }

    def value(self, name: str) -> str:
        """What a placeholder shows; "" where that is not known."""
        found = self._values.get(name, None)
        return found.text if found is not None else ""

    @cached_property
    def _values(self) -> Mapping[str, Any]:
        return placeholders.values(self.lesson.profile, self.lesson.teaching)

    def with_notebooks(self, changed: Mapping[Path, dict[str, Any]]) -> Mapping[str, Cell]:
        """What would be composed from these notebooks. Raises what `compose` raises."""
        with read_instead(changed):
            return _composed(self.lesson, self.minutes)


def today_of(base: Base) -> Today:
    """Raises NotImported where a source is gone, UnknownName where the set is none of this checkout, NotComposed."""
    chosen = dict(base.chosen)
    minutes = int(chosen.pop("minutes"))
    lesson = open_lesson(**chosen)
    paths = dict.fromkeys(notebook_of(cell.origin) for cell in base.cells if cell.origin)
    notebooks = {path: source_json(path) for path in paths}
    return Today(lesson, minutes, notebooks, _composed(lesson, minutes))


def _composed(lesson: Lesson, minutes: int) -> dict[str, Cell]:
    cells = map(cell_of, compose(lesson, minutes=minutes).cells)
    return {cell.origin: cell for cell in cells if cell.origin}
