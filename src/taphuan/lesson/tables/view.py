"""The output of a cell that shows a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from taphuan.charts.mime import TABLE
from taphuan.lesson.profile import Profile
from taphuan.text import hold


@dataclass(frozen=True)
class TableView:
    """A finished table. `columns` are (name, align, weight); `highlight` is this province's row. `to_fill`: somebody writes in
    its empty cells. `bare`: the heading right above says what it is, so that a paper prints no caption."""

    kind: str
    columns: tuple[tuple[str, str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str
    unit: dict[str, str] = field(hash=False)
    as_of: str
    highlight: int | None = None
    note: str = ""
    to_fill: bool = False
    bare: bool = False

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError(f"table '{self.kind}' has no rows for this job; guard its slide with `when`")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table '{self.kind}': a row has not {len(self.columns)} cells")

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
            **({"to_fill": True} if self.to_fill else {}),
            **({"bare": True} if self.bare else {}),
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
        said = ". ".join(filter(None, (self.caption, self.source)))
        caption = f"<caption>{escape(said)}</caption>" if said else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _plain(self) -> str:
        lines = [" | ".join(name for name, _, _ in self.columns), *(" | ".join(row) for row in self.rows)]
        return "\n".join([self.caption, *lines, self.source])


def table(
    profile: Profile,
    kind: str,
    columns: tuple[tuple[str, str, float], ...],
    rows: Iterable[tuple[str, ...]],
    caption: str,
    source: str,
    *,
    highlight: int | None = None,
    note: str = "",
    to_fill: bool = False,
    bare: bool = False,
) -> TableView:
    """The table of the profile's unit and day, with no-break spaces where a line must not end."""
    return TableView(
        kind=kind,
        columns=columns,
        rows=tuple(tuple(hold(cell) for cell in row) for row in rows),
        caption=hold(caption),
        source=hold(source),
        unit=profile.unit.reference(),
        as_of=profile.as_of.isoformat(),
        highlight=highlight,
        note=note,
        to_fill=to_fill,
        bare=bare,
    )
