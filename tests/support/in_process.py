"""Cells of notebooks evaluated in this process, without a kernel."""

from __future__ import annotations

import ast
from typing import Any

from taphuan.lesson.lesson import Lesson


def shown_by(source: str, lesson: Lesson) -> dict[str, Any]:
    """The MIME bundle of what a cell shows: the value of its last line, or the figure that it plots."""
    names: dict[str, Any] = {"lesson": lesson}
    *before, last = ast.parse(source).body
    if not before and isinstance(last, ast.Expr):
        bundle: dict[str, Any] = eval(source, names)._repr_mimebundle_()
        return bundle
    import matplotlib.pyplot as plt

    from taphuan.charts.own.style import use_house_style
    from taphuan.lesson.plots import bundle as plotted

    plt.switch_backend("agg")
    use_house_style()
    plt.close("all")
    exec(source, names)
    shown = plotted(plt.gcf(), lesson)
    plt.close("all")
    return shown
