"""The MIME types of figures and tables in the outputs of a notebook; every reader imports them from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

# what a figure shows: kind, caption, source, alt text, unit, day and the rows that are drawn
CHART: Final = "application/vnd.taphuan.chart+json"
# what a table shows: caption, source, columns, rows, unit and day
TABLE: Final = "application/vnd.taphuan.table+json"
SVG: Final = "image/svg+xml"
# how the class or id of an HTML table begins whose texts are finished Vietnamese: nothing in it is to be read as a number
FINISHED: Final = "taphuan"

# the kind of a figure that a notebook drew with matplotlib; its data may be empty
PLOT: Final = "plot"


def without_returned(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The outputs of a cell without the printed value of its last line where the cell plots: `ax.set(…)`, `df.plot()` and
    `plt.hist(…)` return objects and numbers that nobody means to show."""
    plots = any(output.get("data", {}).get(CHART, {}).get("kind") == PLOT for output in outputs)
    return [
        output
        for output in outputs
        if not (plots and output["output_type"] == "execute_result" and set(output["data"]) == {"text/plain"})
    ]
