"""The output of a cell that draws a figure: the picture, its alt text, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from taphuan.charts.mime import CHART, SVG
from taphuan.charts.style import SIZES


@dataclass(frozen=True)
class Figure:
    """`data` is the table twin {"columns": [...], "rows": [[...]]}, `unit` {"slug", "valid_from", "name"}, `as_of` ISO;
    `claims` are the sentences of its texts that compare, with what proves them.

    Raises ValueError if the picture, its alt text or its data are missing: an empty figure is a failure.
    """

    kind: str
    svg: str
    alt: str
    caption: str
    source: str
    size: str
    data: dict[str, Any] = field(hash=False)
    unit: dict[str, str] = field(hash=False)
    as_of: str
    note: str = ""
    claims: tuple[dict[str, Any], ...] = field(default=(), hash=False)

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"figure '{self.kind}': unknown size '{self.size}'; known: {', '.join(SIZES)}")
        if not self.svg.startswith("<svg") or not self.alt.strip():
            raise ValueError(f"figure '{self.kind}': no picture or no alt text")
        if not self.data.get("columns") or not self.data.get("rows"):
            raise ValueError(f"figure '{self.kind}': no data behind the picture")
        columns = len(self.data["columns"])
        if any(len(row) != columns for row in self.data["rows"]):
            raise ValueError(f"figure '{self.kind}': a row of its data has not {columns} cells")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """What Jupyter stores as this figure's output."""
        twin: dict[str, Any] = {
            "kind": self.kind,
            "alt": self.alt,
            "caption": self.caption,
            "source": self.source,
            "size": self.size,
            "unit": self.unit,
            "as_of": self.as_of,
            "data": self.data,
            "note": self.note,
            "claims": list(self.claims),
        }
        return {SVG: self.svg, CHART: twin, "text/plain": self.alt}
