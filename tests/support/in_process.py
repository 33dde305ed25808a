"""Cells of notebooks evaluated in this process, without a kernel."""

from __future__ import annotations

import ast
import copy
from typing import Any

from taphuan import paths
from taphuan.lesson.lesson import Lesson


def shown_by(source: str, lesson: Lesson) -> dict[str, Any]:
    """The MIME bundle of what a cell shows: the value of its last line, a table too, or the figure that it plots."""
    names: dict[str, Any] = {"lesson": lesson}
    *before, last = ast.parse(source).body
    if not before and isinstance(last, ast.Expr):
        bundle: dict[str, Any] = eval(source, names)._repr_mimebundle_()
        return bundle
    # the same plot of the same data, half a second of work, is in the decks of many tests
    key = (source, repr(lesson), lesson.module, _states())
    if key not in _PLOTTED:
        _PLOTTED[key] = _plotted(source, names, lesson)
    return copy.deepcopy(_PLOTTED[key])


_PLOTTED: dict[tuple[object, ...], dict[str, Any]] = {}


def _states() -> tuple[tuple[str, int, int], ...]:
    """The times and sizes of what a plot can show: data and the theme."""
    files = (*paths.DATA.rglob("*.*"), *paths.SLIDES.glob("*.*"))
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def _plotted(source: str, names: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    import matplotlib.pyplot as plt
    import pandas as pd

    from taphuan.charts.own.style import use_house_style
    from taphuan.lesson.frames.shown import show_frame
    from taphuan.lesson.plots import bundle as plotted

    plt.switch_backend("agg")
    use_house_style()
    plt.close("all")
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    value = eval(ast.unparse(last), names) if isinstance(last, ast.Expr) else exec(ast.unparse(last), names)
    shown: dict[str, Any] = show_frame(value) if isinstance(value, pd.DataFrame) else plotted(plt.gcf(), lesson)
    plt.close("all")
    return shown
