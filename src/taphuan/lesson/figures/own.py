"""A trainer's own figure, with what every figure must have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taphuan.charts.figure import Figure
from taphuan.charts.matplotlib_figure import own_svg
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as MatplotlibFigure


def own(
    lesson: Lesson,
    figure: MatplotlibFigure,
    *,
    alt: str,
    caption: str,
    source: str,
    data: pd.DataFrame,
    size: str = "wide",
) -> Figure:
    """A figure drawn by the trainer with matplotlib (inside `house_style()`).

    `alt` and the figure itself must name the unit; `data` is the table behind the picture.
    """
    rows = [[None if value != value else value for value in row] for row in data.to_numpy(dtype=object).tolist()]
    table = {"columns": [str(name) for name in data.columns], "rows": rows}
    return Described("own", alt, caption, source, table).figure(own_svg(figure, size), size, lesson.profile)
