"""The places along an axis where bars or the points of lines stand, and their names: texts, years, days, ranges or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import TYPE_CHECKING

from taphuan.charts.own.model import Marks
from taphuan.charts.own.style import as_number, is_years

if TYPE_CHECKING:
    from matplotlib.axis import Axis

_NEAR = 1e-6


class Categories:
    """The places along an axis where categories stand, and their names."""

    def __init__(self, axis: Axis, series: Sequence[Marks]) -> None:
        from matplotlib.category import StrCategoryFormatter
        from matplotlib.ticker import FixedLocator, ScalarFormatter

        self._axis = axis
        self.days = has_days(axis)
        formatter = axis.get_major_formatter()
        self._names: dict[float, str] = {}
        locator = axis.get_major_locator()
        # names given beside their places, as pandas does
        self.given = isinstance(locator, FixedLocator) and not isinstance(formatter, ScalarFormatter)
        if self.given or isinstance(formatter, StrCategoryFormatter):
            ticks = [float(tick) for tick in locator()]
            self._names = dict(zip(ticks, map(str, formatter.format_ticks(ticks)), strict=True))
        self.named = any(self._names.values())
        groups = [one.at for one in series if one.shape == "bar"]
        self._step = _step_of_touching_bars(series)
        self._grouped = len(groups) > 1 and len({tuple(round(at, 6) for at in places) for places in groups}) > 1

    def __call__(self, at: float) -> float:
        """The place of the category to which a mark belongs."""
        if self.named:
            return min(self._names, key=lambda tick: abs(tick - at))
        return float(round(at)) if self._grouped else at

    def name(self, place: float) -> str:
        if self.named:
            return self._names[place]
        if self.days:
            from matplotlib.dates import num2date

            return f"{num2date(place):%d/%m/%Y}"  # type: ignore[no-untyped-call]
        if self._step:
            # as many digits as tell the ends of a range apart
            digits = max(0, 1 - floor(log10(self._step)))
            low, high = (round(place + side * self._step / 2, digits) for side in (-1, 1))
            return f"{as_number(low)}–{as_number(high)}"
        return f"{place:.0f}" if is_years(self._axis) and place == round(place) else as_number(place)


def _step_of_touching_bars(series: Sequence[Marks]) -> float:
    """The width of the bars of a histogram, which stand for ranges; 0 where bars stand apart."""
    if len(series) != 1 or series[0].shape != "bar" or len(series[0].at) < 2:
        return 0.0
    bars = series[0].artists
    horizontal = len({bar.get_x() for bar in bars}) == 1
    widths = [bar.get_height() if horizontal else bar.get_width() for bar in bars]
    steps = [after - before for before, after in pairwise(series[0].at)]
    return widths[0] if all(abs(step - widths[0]) < _NEAR * max(1.0, abs(step)) for step in steps) else 0.0


def has_days(axis: Axis) -> bool:
    from matplotlib.dates import DateConverter, _SwitchableDateConverter

    converter = axis.get_converter()
    return isinstance(converter, DateConverter | _SwitchableDateConverter) or type(converter).__module__.startswith(
        "pandas.plotting"
    )
