"""What all figures of a lesson share: whose they are, and the bundle a drawing becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from taphuan.charts.figure import Figure
from taphuan.known.dti import Edition, Score
from taphuan.lesson import wording
from taphuan.lesson.profile import Profile
from taphuan.lesson.teaching import Teaching
from taphuan.text import hold


def mean_of(label: str, value: float | None) -> dict[str, Any] | None:
    """The comparator that a figure draws beside its rows, for the table behind it."""
    return None if value is None else {"label": label, "value": value}


class FigureMaker:
    """Holds the lesson's data; the figures stand in the classes built on it. `beside` is the second province, if any."""

    def __init__(self, profile: Profile, teaching: Teaching, beside: Profile | None = None) -> None:
        self._profile, self._teaching, self._beside = profile, teaching, beside

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
        second: Sequence[Sequence[Any]] | None = None,
        second_columns: Sequence[str] = (),
    ) -> Figure:
        """`second` is None where the figure can show no second province, else its rows (none where the table has none),
        under the columns of the figure's own data unless it has others."""
        beside = self._beside.unit if self._beside and second is not None else None
        if beside:
            caption += wording.beside_caption(beside, shown=bool(second))
            table = {"columns": list(second_columns or data["columns"]), "rows": [list(row) for row in second or ()]}
            data = {**data, "beside": {"name": beside.name, **table}}
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
            beside=None if second is None else beside.reference() if beside else {},
        )

    def _second(self, score: Score) -> Score | None:
        """The second province's row of the same edition and the same table: of no other year, method or era."""
        return self._beside.row_of(score.year, score.of) if self._beside else None

    def _score(self) -> tuple[Score, Edition]:
        score, edition = self._profile.score, self._profile.edition
        if score is None or edition is None:
            raise ValueError(
                f"{self._profile.unit.name} has no index on {self._profile.as_of}; guard the slide with `when`"
            )
        return score, edition
