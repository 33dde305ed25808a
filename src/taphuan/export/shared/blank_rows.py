"""How high a row is on a slide that somebody writes in by hand, alike in every form with slides of fixed height."""

from __future__ import annotations

from taphuan.document.model import TableBlock
from taphuan.theme import theme

# more rows than a slide has room for at their full height are lower, so that none goes on alone on another slide
_MOST, _LOWER = 8, 0.8


def blank_row(table: TableBlock) -> float:
    """px of height, at least, of a row with a cell to fill."""
    return theme().spacing.blank * (1.0 if len(table.rows) <= _MOST else _LOWER)
