"""What stands with a drawing, and the figure that both become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from taphuan.charts.figure import Figure
from taphuan.lesson.profile import Profile
from taphuan.text import hold


@dataclass(frozen=True)
class Described:
    """The words and the numbers of a figure. `data` is the table {"columns": [...], "rows": [[...]]} behind the drawing."""

    kind: str
    alt: str
    caption: str
    source: str
    data: dict[str, Any] = field(hash=False)
    note: str = ""

    def figure(self, svg: str, size: str, profile: Profile) -> Figure:
        """The figure of the profile's unit and day."""
        return Figure(
            kind=self.kind,
            svg=svg,
            alt=self.alt,
            caption=hold(self.caption),
            source=hold(self.source),
            size=size,
            data=self.data,
            unit=profile.unit.reference(),
            as_of=profile.as_of.isoformat(),
            note=self.note,
        )


def mean_of(label: str, value: float | None) -> dict[str, Any] | None:
    """The comparator that a figure draws beside its rows, for the table behind it."""
    return None if value is None else {"label": label, "value": value}
