"""A table on its way into a notebook, and what all tables of a lesson share."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import TABLE
from taphuan.lesson.profile import Profile
from taphuan.lesson.teaching import Teaching
from taphuan.text import hold

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class TableView:
    """A table on its way into a notebook. `columns` are (name, align, weight); `highlight` is this province's row."""

    kind: str
    columns: tuple[tuple[str, str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str
    unit: dict[str, str] = field(hash=False)
    as_of: str
    highlight: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError(f"table '{self.kind}' has no rows for this job; guard its slide with `when`")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table '{self.kind}': a row has not {len(self.columns)} cells")

    def to_frame(self) -> pd.DataFrame:
        """The same cells as a DataFrame, for work in a notebook."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[name for name, _, _ in self.columns])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        twin = {
            "kind": self.kind,
            "columns": [{"name": name, "align": align, "weight": weight} for name, align, weight in self.columns],
            "rows": [list(row) for row in self.rows],
            "caption": self.caption,
            "source": self.source,
            "highlight": self.highlight,
            "unit": self.unit,
            "as_of": self.as_of,
            "note": self.note,
        }
        return {TABLE: twin, "text/html": self._html(), "text/plain": self._plain()}

    def _html(self) -> str:
        head = "".join(f'<th style="text-align:{align}">{escape(name)}</th>' for name, align, _ in self.columns)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{column[1]}">{escape(cell)}</td>'
                for column, cell in zip(self.columns, row, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape(self.caption)}. {escape(self.source)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _plain(self) -> str:
        lines = [" | ".join(name for name, _, _ in self.columns), *(" | ".join(row) for row in self.rows)]
        return "\n".join([self.caption, *lines, self.source])


class TableMaker:
    """Holds the lesson's data; the tables stand in the classes built on it."""

    def __init__(self, profile: Profile, teaching: Teaching) -> None:
        self._profile, self._teaching = profile, teaching

    def _view(
        self,
        kind: str,
        columns: tuple[tuple[str, str, float], ...],
        rows: tuple[tuple[str, ...], ...],
        caption: str,
        source: str,
        highlight: int | None = None,
        note: str = "",
    ) -> TableView:
        held = tuple(tuple(hold(cell) for cell in row) for row in rows)
        return TableView(
            kind,
            columns,
            held,
            hold(caption),
            hold(source),
            self._profile.unit.reference(),
            self._profile.as_of.isoformat(),
            highlight,
            note,
        )
