"""What stands with a drawing, and the figure that both become."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from taphuan.charts.figure import Figure
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.profile import Profile
from taphuan.text import hold, on_hundred


@dataclass(frozen=True)
class Described:
    """The words and the numbers of a figure. `data` is the table {"columns": [...], "rows": [[...]]} behind the drawing."""

    kind: str
    alt: str
    caption: str
    source: str
    data: dict[str, Any] = field(hash=False)
    note: str = ""
    # sentences that compare; those that the alt text had no room for are not kept
    claims: tuple[Claim | None, ...] = ()

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
            claims=tuple(
                claim.as_metadata() for claim in self.claims if claim is not None and hold(claim.text) in self._texts()
            ),
        )

    def _texts(self) -> str:
        labels = (str(cell) for row in self.data["rows"] for cell in row)
        return hold("\n".join((self.alt, self.caption, self.note, *labels)))


def texts(*claims: Claim | None) -> tuple[str, ...]:
    """The texts of the claims that are true here, for an alt text."""
    return tuple(claim.text for claim in claims if claim is not None)


def mean_of(label: str, value: float | None) -> dict[str, Any] | None:
    """The comparator that a figure draws beside its rows, for the table behind it."""
    return None if value is None else {"label": label, "value": on_hundred(value)}


def hundredth(value: float | Fraction | None) -> float | None:
    """A value for the table behind a figure: on the scale of 0 to 100, with all published decimals."""
    return None if value is None else on_hundred(value)
