"""A trainer's own matplotlib figure in the house style: same fonts, colours and size, reproducible SVG."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from taphuan.charts.style import GREY, GREY_TEXT, INK, RED, RULE, SIZES, TEAL, WEIGHTS
from taphuan.charts.text_measure import FAMILY, screen_font

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PX_PER_INCH = 96


@contextmanager
def house_style(size: str = "wide") -> Iterator[None]:
    """matplotlib's settings for figures drawn inside the `with`: house font, sizes in px of `size`, quiet axes."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in map(str, map(screen_font, WEIGHTS)):
        if path not in known:
            font_manager.fontManager.addfont(path)
    canvas = SIZES[size]
    points = 72 / _PX_PER_INCH
    settings: dict[str, Any] = {
        "figure.figsize": (canvas.width / _PX_PER_INCH, canvas.height / _PX_PER_INCH),
        "figure.dpi": _PX_PER_INCH,
        "font.family": FAMILY,
        "font.size": canvas.text * points,
        "axes.labelsize": canvas.text * points,
        "xtick.labelsize": canvas.text * points,
        "ytick.labelsize": canvas.text * points,
        "axes.edgecolor": RULE,
        "axes.labelcolor": GREY_TEXT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "text.color": INK,
        "xtick.color": GREY_TEXT,
        "ytick.color": GREY_TEXT,
        "axes.prop_cycle": cycler(color=[RED, GREY, TEAL]),
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield


def own_svg(figure: Figure, size: str) -> str:
    """The figure as SVG: text stays text, ids are prefixed by its content, no clock in it."""
    import matplotlib as mpl

    canvas = SIZES[size]
    _decimal_commas(figure)
    figure.set_size_inches(canvas.width / _PX_PER_INCH, canvas.height / _PX_PER_INCH)
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "taphuan"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches=None)
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    # points → px, the unit of all other figures
    svg = re.sub(
        r'width="[\d.]+pt" height="[\d.]+pt"|height="[\d.]+pt" width="[\d.]+pt"',
        f'width="{canvas.width}" height="{canvas.height}"',
        svg,
        count=1,
    )
    prefix = "o" + hashlib.sha256(svg.encode()).hexdigest()[:10]
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    return re.sub(r'(url\(#|href="#)', rf"\1{prefix}-", svg).strip()


def _decimal_commas(figure: Figure) -> None:
    """Ticks that matplotlib numbers itself are written as Vietnamese reads them; the locale of the machine has no say."""
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), ScalarFormatter):
                axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",")))
