"""A plot as SVG on a canvas of the house: letters of 18 px at least, nothing cut, this province red, the same bytes each time."""

from __future__ import annotations

import colorsys
import hashlib
import io
import re
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from taphuan.charts.own.legends import uncover
from taphuan.charts.own.marks import MANY_MARKS
from taphuan.charts.own.model import Marks
from taphuan.charts.own.read import Reading
from taphuan.charts.own.style import house_settings, write_as_vietnamese
from taphuan.charts.style import BOLD, RED, RED_TEXT, SIZES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LEAST_LETTERS = 18  # px
_UPRIGHT = 0.55  # height to width from which a plot fits half a slide, beside text
# a plot on paper is laid out on this canvas, in px, and then made smaller: its letters have 13 px there
_PAPER_SCALE = 21 / 13
_LINE = 1.2  # of the size of letters, from name to name
_PALER = 0.75  # of its saturation is what seaborn leaves of a colour in bars
_SLANT = 30  # degrees of names that have no room beside each other


def size_of(figure: Figure) -> str:
    """The canvas for the proportions of the figure: its `figsize` says no more than those."""
    width, height = figure.get_size_inches()
    return "half" if height > _UPRIGHT * width else "wide"


def fit(figure: Figure, size: str) -> None:
    """Give the figure the canvas, numbers with a decimal comma and letters that can be read."""
    from matplotlib.text import Text

    canvas = SIZES[size]
    width, height = figure.get_size_inches()
    scale = _PAPER_SCALE if size == "print" else 1.0
    across = canvas.width * scale
    # as high as its proportions say, where the canvas has that room
    down = min(canvas.height * scale, across * height / width)
    figure.set_dpi(72)
    figure.set_size_inches(across / 72, down / 72)
    _lay_out_again(figure)
    write_as_vietnamese(figure)
    face = house_settings()["font.family"]
    for text in figure.findobj(Text):
        if not isinstance(text, Text):
            continue
        if float(text.get_fontsize()) < LEAST_LETTERS:
            text.set_fontsize(LEAST_LETTERS)
        if text.get_fontfamily() not in (face, ["monospace"]):
            # a theme of seaborn that the cell sets
            text.set_fontfamily(face)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            for which in ("major", "minor"):
                size = axis.get_tick_params(which=which).get("labelsize", LEAST_LETTERS)
                if isinstance(size, int | float) and size < LEAST_LETTERS:
                    axis.set_tick_params(which=which, labelsize=LEAST_LETTERS)
        for artist in (*axes.lines, *axes.collections):
            if _marks_of(artist) > MANY_MARKS:
                artist.set_rasterized(True)


def _lay_out_again(figure: Figure) -> None:
    """The layout of the house after `tight_layout`, which settled places before the letters had their size."""
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    if isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine) and not figure.legends:
        # matplotlib refuses it beside a bar of colours that another layout placed
        with suppress(RuntimeError):
            figure.set_layout_engine("constrained")


def _marks_of(artist: Any) -> int:
    return len(artist.get_xdata()) if hasattr(artist, "get_xdata") else len(artist.get_offsets())


def show_own(figure: Figure, reading: Reading | None, name: str) -> Reading | None:
    """Draw what is of the unit red, where the author chose no colour for it; the reading with those colours."""
    from matplotlib.text import Annotation

    if not name:
        return reading
    for axes in figure.axes:
        for text in axes.texts:
            if isinstance(text, Annotation) and text.get_text().strip() == name:
                text.set(color=RED_TEXT, weight=BOLD)
    if reading is None:
        return None
    usual = _usual_colours()
    at = [n for n, category in enumerate(reading.categories) if category == name]
    for axes in figure.axes:
        _mark_in_legend(axes.get_legend(), name, usual)
    own = [_in_red(one, at, one.name == name, usual, reading) for one in reading.series]
    return Reading(**{**reading.__dict__, "series": tuple(own)})


def _usual_colours() -> set[str]:
    """The colours of series whose colour nobody chose: those of the style, and the same as seaborn fills bars with them."""
    import matplotlib as mpl
    from matplotlib.colors import to_hex, to_rgb

    found: set[str] = set()
    for colour in mpl.rcParams["axes.prop_cycle"].by_key().get("color", []):
        hue, light, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
        found |= {to_hex(colour), to_hex(colorsys.hls_to_rgb(hue, light, saturation * _PALER))}
    return found


def _mark_in_legend(legend: Any, name: str, usual: set[str]) -> None:
    """The key of the unit's own series in red, as the series."""
    from matplotlib.colors import to_hex

    for text, handle in zip(*(legend.get_texts(), legend.legend_handles), strict=False) if legend else ():
        colour = handle.get_color() if hasattr(handle, "get_color") else handle.get_facecolor()
        if text.get_text() == name and to_hex(colour if isinstance(colour, str) else tuple(colour)) in usual:
            handle.set_color(RED)


def _in_red(one: Marks, at: list[int], whole: bool, usual: set[str], reading: Reading) -> Marks:
    """The marks of the unit in red: a whole series of its name, or those at its category."""
    if not one.artists or len(set(one.colours)) != 1 or one.colours[0] not in usual:
        return one
    if whole:
        for artist in one.artists:
            artist.set_color(RED)
        return Marks(one.name, one.shape, one.at, one.values, (RED,), one.artists)
    if not at or one.shape == "line" or len(reading.series) != 1:
        return one
    if one.shape == "point":
        colours = [RED if n in at else one.colours[0] for n in range(len(one.values))]
        (points,) = one.artists
        if hasattr(points, "set_facecolor"):
            points.set_facecolor(colours)
        return Marks(one.name, one.shape, one.at, one.values, tuple(colours), one.artists)
    return _bars_in_red(one, at)


def _bars_in_red(one: Marks, at: list[int]) -> Marks:
    colours = [RED if n in at else one.colours[0] for n in range(len(one.values))]
    for bar in one.artists:
        centre = {round(bar.get_x() + bar.get_width() / 2, 6), round(bar.get_y() + bar.get_height() / 2, 6)}
        if any(round(one.at[n], 6) in centre for n in at):
            bar.set_facecolor(RED)
    return Marks(one.name, one.shape, one.at, one.values, tuple(colours), one.artists)


def svg_of(figure: Figure, size: str, name: str = "") -> str:
    """The figure as SVG, `fit` for its canvas; `name` on an axis is the unit's and bold. Text stays text, its ids are its own."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            for label in axis.get_ticklabels():
                if name and label.get_text() == name:
                    label.set(color=RED_TEXT, weight=BOLD)
    engine = figure.get_layout_engine() if figure.axes else None
    if engine is not None:
        engine.execute(figure)
    changed = [_make_room(axes.xaxis) for axes in figure.axes]
    if engine is not None:
        if any(changed):
            engine.execute(figure)
        for step in (uncover, _make_lines):
            changed = [step(axes) for axes in figure.axes]
            if any(changed):
                engine.execute(figure)
    # places are settled: laid out once more when it is written, a figure would take half as long again
    figure.set_layout_engine("none")
    whole = None if isinstance(engine, ConstrainedLayoutEngine) else _whole(figure)
    buffer = io.StringIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    # pictures in the drawing (of very many marks) have two pixels for one of the slide
    figure.set_dpi(144)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "taphuan", "savefig.bbox": None}):
        if whole is None:
            # savefig would draw everything twice
            FigureCanvasSVG(figure).print_svg(buffer, metadata=metadata)  # type: ignore[no-untyped-call]
        else:
            figure.savefig(buffer, format="svg", metadata=metadata, bbox_inches=whole)
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = _sized(svg, size)
    prefix = "o" + hashlib.sha256(svg.encode()).hexdigest()[:10]
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    return re.sub(r'(url\(#|href="#)', rf"\1{prefix}-", svg).strip()


def _sized(svg: str, size: str) -> str:
    """The root with px instead of points, the unit of all other figures."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert match is not None
    scale = 1 / _PAPER_SCALE if size == "print" else 1.0
    width, height = (round(float(side) * scale) for side in match.groups())
    for side, value in (("width", width), ("height", height)):
        svg = re.sub(rf'(<svg\b[^>]*?\s){side}="[\d.]+pt"', rf'\g<1>{side}="{value}"', svg, count=1)
    return svg


def _whole(figure: Figure) -> Any:
    """None, or the box in inches that holds what stands out of the canvas: an author's own places have no layout."""
    from matplotlib.transforms import Bbox

    canvas = Bbox.from_bounds(0, 0, *figure.get_size_inches())
    drawn = figure.get_tightbbox()
    inside = drawn is None or (
        drawn.x0 >= -0.02 and drawn.y0 >= -0.02 and drawn.x1 <= canvas.x1 + 0.02 and drawn.y1 <= canvas.y1 + 0.02
    )
    return None if inside else Bbox.union([canvas, drawn.padded(0.1)])


def _make_room(axis: Axis) -> bool:
    """Names below the plot that would run into each other are set at a slant; whether any name was turned."""
    labels = [label for label in axis.get_ticklabels() if label.get_text() and label.get_visible()]
    upright = all(label.get_rotation() in (0.0, 90.0) for label in labels)
    if len(labels) < 2 or not upright:
        return False
    turned = labels[0].get_rotation() == 90.0
    if turned:
        # pandas turns every name, whether it has room or not
        for label in labels:
            label.set_rotation(0)
    if _collide(labels):
        for label in labels:
            label.set(rotation=_SLANT, ha="right", rotation_mode="anchor")
        return True
    return turned


def _make_lines(axes: Axes) -> bool:
    """Names beside the plot that would touch are set in the smallest letters; whether they were."""
    labels = [label for label in axes.yaxis.get_ticklabels() if label.get_text() and label.get_visible()]
    middles = sorted(label.get_window_extent().y0 for label in labels)
    least = min((after - before for before, after in pairwise(middles)), default=0.0)
    if not labels or least > _LINE * float(labels[0].get_fontsize()):
        return False
    axes.yaxis.set_tick_params(labelsize=LEAST_LETTERS)
    return True


def _collide(labels: list[Text]) -> bool:
    boxes = sorted((label.get_window_extent() for label in labels), key=lambda box: float(box.x0))
    return any(before.x1 + 4 > after.x0 for before, after in pairwise(boxes))
