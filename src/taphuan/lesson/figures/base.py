"""What all figures of a lesson share: whose they are, and the bundle a drawing becomes."""

from __future__ import annotations

from typing import Any

from taphuan.charts.figure import Figure
from taphuan.known.dti import Edition, Score
from taphuan.lesson.profile import Profile
from taphuan.lesson.teaching import Teaching
from taphuan.text import hold


def mean_of(label: str, value: float | None) -> dict[str, Any] | None:
    """The comparator that a figure draws beside its rows, for the table behind it."""
    return None if value is None else {"label": label, "value": value}


class FigureMaker:
    """Holds the lesson's data; the figures stand in the classes built on it."""

    def __init__(self, profile: Profile, teaching: Teaching) -> None:
        self._profile, self._teaching = profile, teaching

    def _figure(
        self,
        kind: str,
        svg: str,
        alt_text: str,
        caption: str,
        source: str,
        size: str,
        data: dict[str, Any],
        note: str = "",
    ) -> Figure:
        return Figure(
            kind=kind,
            svg=svg,
            alt=alt_text,
            caption=hold(caption),
            source=hold(source),
            size=size,
            data=data,
            unit=self._profile.unit.reference(),
            as_of=self._profile.as_of.isoformat(),
            note=note,
        )

    def _score(self) -> tuple[Score, Edition]:
        score, edition = self._profile.score, self._profile.edition
        if score is None or edition is None:
            raise ValueError(
                f"{self._profile.unit.name} has no index on {self._profile.as_of}; guard the slide with `when`"
            )
        return score, edition
