"""A legend that lies over marks or letters is set beside them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend
    from matplotlib.transforms import Bbox

# with more marks looking at each takes longer than drawing them
_MOST_MARKS = 2000


def uncover(axes: Axes) -> bool:
    """Set the legend of the axes below or above them if it covers something; whether it was moved."""
    legend = axes.get_legend()
    if legend is None or not legend.get_visible():
        return False
    box = legend.get_window_extent()
    if not any(box.overlaps(other) for other in _drawn(axes, box)):
        return False
    handles: Any = legend.legend_handles
    for place in _places(axes, len(legend.get_texts())):
        moved = axes.legend(
            *(handles, [text.get_text() for text in legend.get_texts()]),
            title=legend.get_title().get_text() or None,
            borderaxespad=0.2,
            **place,
        )
        if _has_room(axes, moved):
            break
    return True


def _places(axes: Axes, count: int) -> Iterator[dict[str, Any]]:
    """Beside the name of the axis, which costs no height; above the plot, in as few lines as have room."""
    from matplotlib.transforms import ScaledTranslation

    figure = axes.figure
    if axes.get_xlabel() and figure is not None:
        down = axes.xaxis.label.get_window_extent().y1 - axes.get_window_extent().y0
        at = axes.transAxes + ScaledTranslation(0, down / figure.dpi, figure.dpi_scale_trans)
        yield {"loc": "upper right", "bbox_to_anchor": (1, 0), "bbox_transform": at, "ncols": count, "borderpad": 0}
    for columns in dict.fromkeys((count, ceil(count / 2), 1)):
        yield {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": columns}


def _has_room(axes: Axes, legend: Legend) -> bool:
    box, label = legend.get_window_extent(), axes.xaxis.label.get_window_extent()
    return box.x0 >= 0 and box.x1 <= axes.figure.bbox.x1 and not (axes.get_xlabel() and box.overlaps(label))


def _drawn(axes: Axes, box: Bbox) -> Iterator[Any]:
    """The boxes of the bars, letters and points of the axes; of a line that crosses the box, the box itself."""
    from matplotlib.transforms import Bbox

    for patch in axes.patches:
        yield patch.get_window_extent()
    for text in axes.texts:
        if text.get_text():
            yield text.get_window_extent()
    line: Any
    for line in axes.lines:
        if len(line.get_xdata()) <= _MOST_MARKS and line.get_transform().transform_path(line.get_path()).intersects_bbox(box, filled=False):  # fmt: skip
            yield box
    collection: Any
    for collection in axes.collections:
        offsets = collection.get_offsets()
        if len(offsets) <= _MOST_MARKS:
            for x, y in collection.get_offset_transform().transform(offsets):
                yield Bbox.from_bounds(x - 4, y - 4, 8, 8)
