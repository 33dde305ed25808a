"""The house style for matplotlib, from slides/house.mplstyle: fonts, colours and sizes in px of the slide."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.charts.own.words import decimal
from taphuan.charts.text_measure import screen_font
from taphuan.theme.forms import matplotlib_colours, matplotlib_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

# the weights and slants that a plot may name
_FACES = ((400, False), (400, True), (500, False), (600, False), (700, False), (700, True))
# settings that are no look: they belong to the process that draws
_OF_THE_PROCESS = (
    *("backend", "interactive", "toolbar", "timezone", "webagg", "tk.", "docstring", "date.epoch", "savefig.directory"),
    *("figure.max_open_warning", "figure.raise_window"),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@cache
def house_settings() -> dict[str, Any]:
    """Every setting of matplotlib in the house style; its own defaults, not those of the machine, for what the style leaves open.

    Settings of the process (backend, interactive mode) are not among them. Registers the house font, and the names of its colours.
    """
    import matplotlib as mpl
    from matplotlib import colors, font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for weight, italic in _FACES:
        if (path := str(screen_font(weight, italic))) not in known:
            font_manager.fontManager.addfont(path)
    file = mpl.rc_params_from_file(str(paths.taken(paths.HOUSE_STYLE)), use_default_template=False)
    colors.get_named_colors_mapping().update(matplotlib_colours())
    # the file has them, too, for other programs: what the theme says now is never older than what it says there
    themed = mpl.RcParams(matplotlib_settings())
    settings = {**mpl.rcParamsDefault, **file, **themed}
    return {name: value for name, value in settings.items() if not name.startswith(_OF_THE_PROCESS)}


def use_house_style() -> None:
    """Put the house style in force, whatever was set before."""
    import matplotlib as mpl

    # the values were checked when the style was read: checking some 300 of them again for each cell takes 10 ms
    dict.update(mpl.rcParams, house_settings())  # type: ignore[misc]


def write_as_vietnamese(figure: Figure) -> None:
    """Numbers on axes and at marks with a decimal comma; the locale of the machine has no say. Whole years stay whole."""
    import re

    from matplotlib.text import Annotation, Text

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            _write_axis(axes, axis)
    for text in figure.findobj(Text):
        # what `bar_label` and `annotate` write of a number
        if isinstance(text, Text) and (match := re.fullmatch(r"([-\u2212+]?\d+\.(\d+))( ?%?)", text.get_text())):
            digits, (plain, _, sign) = len(match[2]), match.groups()
            for value in text.xy if isinstance(text, Annotation) else ():
                if f"{float(value):.{digits}f}" == plain:
                    # of the number itself: Python rounds 60.25 to 60.2, the charts of ours to 60,3
                    plain = decimal(float(value), digits)
            text.set_text(plain.replace(".", ",").replace("-", "\u2212") + sign)


def _write_axis(axes: Axes, axis: Axis) -> None:
    from matplotlib.ticker import (
        FixedLocator,
        FuncFormatter,
        LogFormatter,
        MaxNLocator,
        NullFormatter,
        PercentFormatter,
        ScalarFormatter,
    )

    formatter = axis.get_major_formatter()
    if isinstance(formatter, ScalarFormatter | LogFormatter):
        if is_years(axis):
            single = _single_year(axis)
            axis.set_major_locator(MaxNLocator(integer=True) if single is None else FixedLocator([single]))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
        else:
            axis.set_major_formatter(FuncFormatter(lambda value, _: as_number(value)))
    elif isinstance(formatter, PercentFormatter):
        axis.set_major_formatter(FuncFormatter(lambda value, at: formatter(value, at).replace(".", ",")))
    if axis.get_scale() == "log":
        axis.set_minor_formatter(NullFormatter())


def is_years(axis: Axis) -> bool:
    """Whether an axis shows years: all of it lies in 1900 … 2100, or it is that of the points of one year."""
    low, high = sorted(axis.get_view_interval())
    if _single_year(axis) is not None:
        return True
    return axis.get_scale() == "linear" and low > _FIRST_YEAR and high < _LAST_YEAR and high - low > 0


def _single_year(axis: Axis) -> float | None:
    """The year of a plot of one year, about which matplotlib opens two centuries."""
    first, last = map(float, axis.get_data_interval())
    years = axis is axis.axes.xaxis and axis.get_scale() == "linear" and first == last == round(first)
    return first if years and _FIRST_YEAR < first < _LAST_YEAR else None


def as_number(value: float) -> str:
    """A number of an axis: `12.500`, `0,25`, `−3`."""
    whole, _, rest = f"{round(value, 10):.10f}".rstrip("0").rstrip(".").partition(".")
    sign = "\u2212" if whole.startswith("-") and (whole, rest) != ("-0", "") else ""
    grouped = f"{int(whole.lstrip('-')):,}".replace(",", ".")
    return f"{sign}{grouped}{',' if rest else ''}{rest}"
