"""A legend that lies over marks or letters is set above the plot, in as few lines as have room."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

# with more marks looking at each takes longer than drawing them
_MOST_MARKS = 2000


def uncover(axes: Axes) -> bool:
    """Set the legend of the axes above them if it covers something; whether it was moved."""
    legend = axes.get_legend()
    if legend is None or not legend.get_visible():
        return False
    box = legend.get_window_extent()
    if not any(box.overlaps(other) for other in _drawn(axes, box)):
        return False
    handles, names, title = legend.legend_handles, [text.get_text() for text in legend.get_texts()], legend.get_title()
    room = axes.figure.bbox.width - axes.get_window_extent().x0
    for columns in dict.fromkeys((len(names), ceil(len(names) / 2), 1)):
        moved = axes.legend(
            *(handles, names),
            loc="lower left",
            bbox_to_anchor=(0, 1),
            borderaxespad=0.2,
            ncols=columns,
            title=title.get_text() or None,
        )
        if moved.get_window_extent().width <= room:
            break
    return True


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
