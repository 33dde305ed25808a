"""The MIME types of figures and tables in the outputs of a notebook; every reader imports them from here."""

from __future__ import annotations

from typing import Final

# what a figure shows: kind, caption, source, alt text, unit, day and the rows that are drawn
CHART: Final = "application/vnd.taphuan.chart+json"
# what a table shows: caption, source, columns, rows, unit and day
TABLE: Final = "application/vnd.taphuan.table+json"
SVG: Final = "image/svg+xml"
# how the class or id of an HTML table begins whose texts are finished Vietnamese: nothing in it is to be read as a number
FINISHED: Final = "taphuan"
