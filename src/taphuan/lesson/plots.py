"""Figures that a notebook draws with matplotlib, pandas or seaborn: in a kernel that opened a lesson they come out in the
house style, as SVG, with the table read back from their axes and an alt text.

Nothing is imported for it: the style is put in force when the notebook imports matplotlib, the formatter waits for its type.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import CHART, PLOT, SVG
from taphuan.text import hold

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from taphuan.lesson.lesson import Lesson

_WORDS = "_taphuan_words"


@dataclass(frozen=True)
class Words:
    """What an author says of a figure; "" for what is to be read from its axes."""

    alt: str = ""
    title: str = ""
    source: str = ""
    size: str = ""


def describe(
    lesson: Lesson,
    figure: Figure | Axes | Any = None,
    *,
    alt: str = "",
    title: str = "",
    source: str = "",
    size: str = "",
) -> None:
    """Say what a figure of matplotlib shows; by default the one that is drawn last.

    `alt` is read aloud in place of the picture, and needed where its numbers cannot be read from its axes (images, areas,
    several plots, very many points). `title` stands below it (by default the title of its axes), `source` behind that.
    `size`: "wide", "half" (beside text) or "print" (in a report); by default its proportions decide between the first two.

    Raises ValueError for an unknown size and TypeError for what is no figure.
    """
    from matplotlib.figure import Figure as AnyFigure

    from taphuan.charts.style import SIZES

    if figure is None:
        from matplotlib import pyplot

        figure = pyplot.gcf()
    whole = figure if isinstance(figure, AnyFigure) else getattr(figure, "figure", None)
    if not isinstance(whole, AnyFigure):
        raise TypeError(f"describe() needs a figure or axes of matplotlib, not {type(figure).__name__}")
    if size and size not in SIZES:
        raise ValueError(f"unknown size '{size}'; known: {', '.join(SIZES)}")
    setattr(whole, _WORDS, Words(alt.strip(), title.strip(), source.strip(), size))


def bundle(figure: Figure, lesson: Lesson) -> dict[str, Any]:
    """The MIME bundle of a figure: SVG, twin, alt text. The twin of a figure that must be refused has no alt text, and says
    in `fault` what is wrong and what to do."""
    from taphuan.charts.own.draw import fit, show_own, size_of, svg_of
    from taphuan.charts.own.model import Unreadable, Unusable
    from taphuan.charts.own.read import read
    from taphuan.charts.own.words import alt_text

    words = getattr(figure, _WORDS, Words())
    title = words.title or _title(figure)
    name = "" if lesson.unit.is_everyone else lesson.unit.name
    size = words.size or size_of(figure)
    fit(figure, size)
    reading, fault = None, ""
    try:
        reading = read(figure)
    except Unreadable as reason:
        if not words.alt:
            fault = (
                f"the figure {reason}, so its numbers cannot be read; say what it shows: "
                'lesson.describe(alt="…") at the end of the cell'
            )
    except Unusable as reason:
        fault = str(reason)
    reading = show_own(figure, reading, name)
    data = reading.table() if reading else {"columns": [], "rows": []}
    alt = "" if fault else words.alt or alt_text(data, title, name)
    svg = svg_of(figure, size, name)
    twin: dict[str, Any] = {
        "kind": PLOT,
        "alt": alt,
        "caption": hold(title),
        "source": hold(words.source),
        "size": size,
        "unit": lesson.unit.reference(),
        "as_of": lesson.as_of.isoformat(),
        "data": data,
        "note": "",
        "claims": [],
        "fault": fault,
    }
    return {SVG: svg, CHART: twin, "text/plain": alt or fault}


def _title(figure: Figure) -> str:
    """The title of the figure, or of its only axes. It is taken off the drawing: each form sets it as the caption."""
    title = figure.get_suptitle()
    if title:
        figure.suptitle("")
        return " ".join(title.split())
    if len(figure.axes) != 1:
        return ""
    axes = figure.axes[0]
    for place in ("left", "center", "right"):
        if title := axes.get_title(loc=place):
            axes.set_title("", loc=place)
            return " ".join(title.split())
    return ""


# --- in a kernel ------------------------------------------------------------------------------------------------------


def dress(lesson: Lesson) -> None:
    """Make the kernel, if this is one, show figures of matplotlib as figures of this lesson."""
    shell = _shell()
    if shell is None:
        return
    formatter = shell.display_formatter.mimebundle_formatter
    formatter.for_type_by_name("matplotlib.figure", "Figure", lambda figure, **_: _shown(figure, lesson))
    # the inline backend would add a PNG to each figure
    shell.config.InlineBackend.figure_formats = set()
    # said of `tight_layout()`, which many write at the end of a plot; the figure is laid out anew anyway
    warnings.filterwarnings("ignore", "The figure layout has changed to tight", UserWarning)
    if _begin not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", _begin)
    if "matplotlib" in sys.modules:
        _without_pictures(shell)
        _begin()
    elif not any(isinstance(finder, _WhenImported) for finder in sys.meta_path):
        sys.meta_path.insert(0, _WhenImported())


def _shell() -> Any:
    ipython = sys.modules.get("IPython.core.getipython")
    return ipython.get_ipython() if ipython else None


def _shown(figure: Figure, lesson: Lesson) -> dict[str, Any]:
    from matplotlib._pylab_helpers import Gcf

    shown = bundle(figure, lesson)
    # shown once: the inline backend shows at the end of a cell what is still open
    Gcf.destroy_fig(figure)
    return shown


def _begin(*_: object) -> None:
    """Each cell begins in the house style: what another cell set, perhaps one of another notebook, is not its own."""
    if "matplotlib" in sys.modules:
        from taphuan.charts.own.style import use_house_style

        use_house_style()


def _without_pictures(shell: Any) -> None:
    """Take off the formatters that the inline backend registered before the lesson was opened."""
    if (inline := sys.modules.get("matplotlib_inline.config")) and inline.InlineBackend.initialized():
        inline.InlineBackend.instance(parent=shell).figure_formats = set()


class _WhenImported(MetaPathFinder):
    """Puts the house style in force as soon as matplotlib is imported, in the cell that imports it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "matplotlib":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def run_and_dress(module: ModuleType) -> None:
            run(module)
            _begin()

        spec.loader.exec_module = run_and_dress  # type: ignore[method-assign]
        return spec
