"""A source notebook that runs by itself, by papermill's own command or in JupyterLab: what its documents leave out on that day
is not run, and a line says so in its place.

Only a notebook that names itself in `open_lesson(…, notebook="modules/…")` comes here. A composed notebook never does: what
it holds must be shown, and a figure that may not be is a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from taphuan import paths
from taphuan.compose.slide import compose_slide
from taphuan.compose.source import SourceNotebook, read_source
from taphuan.errors import UnknownName
from taphuan.lesson import placeholders
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import Lesson
from taphuan.text import day, say


class LeftOut:
    """An input transformer of IPython: in place of the code of a cell that is left out, it runs code that prints `line`.

    `cells` are (code, whether it is shown) in the order of the notebook. A kernel is not told which cell it runs: of cells with
    the same code it is the next one behind the cell that ran before. `count` numbers what is run: the code of one cell is
    transformed more than once.
    """

    def __init__(self, cells: tuple[tuple[str, bool], ...], line: str, count: Callable[[], int]) -> None:
        self._cells = cells
        self._line = line
        self._count = count
        self._at, self._run = -1, (-1, "")

    def __call__(self, lines: list[str]) -> list[str]:
        code = "".join(lines).strip()
        places = [at for at, (text, _) in enumerate(self._cells) if text == code]
        if not places:
            return lines
        if self._run != (run := (self._count(), code)):
            self._run, self._at = run, next((at for at in places if at > self._at), places[0])
        return lines if self._cells[self._at][1] else [f"print({self._line!r})\n"]


def run_alone(lesson: Lesson, notebook: str) -> None:
    """Let this kernel leave out the cells of a source notebook ("modules/dau-tu-cntt") that composing it for the lesson leaves
    out; does nothing outside of IPython. A cell whose code was changed since the file was saved is run as it is.

    Raises UnknownName (no such notebook), and NotComposed or UnknownName for a fault in it, which name the cell.
    """
    from IPython.core.getipython import get_ipython
    from IPython.core.inputtransformer2 import TransformerManager

    shell = get_ipython()
    if shell is None:
        return
    as_run = TransformerManager().transform_cell  # type: ignore[no-untyped-call]
    cells = tuple((as_run(code).strip(), shown) for code, shown in code_cells(lesson, _source(notebook)))
    # open_lesson may be run again, for another day
    others = [transform for transform in shell.input_transformers_post if not isinstance(transform, LeftOut)]
    shell.input_transformers_post = [*others, LeftOut(cells, not_shown_line(lesson), lambda: shell.execution_count)]


def not_shown_line(lesson: Lesson) -> str:
    """The line in place of what is left out."""
    who = (
        say("compose.alone.conference")
        if lesson.whole
        else lesson.commune.full_name
        if lesson.commune
        else lesson.unit.name
    )
    return say("compose.alone.not_shown", who=who, day=day(lesson.as_of))


def code_cells(lesson: Lesson, source: SourceNotebook) -> Iterator[tuple[str, bool]]:
    """The code of each cell below the headings, and whether the lesson's documents show it."""
    values = placeholders.values(lesson.profile, lesson.teaching)
    conditions = conditions_of(lesson.profile, lesson.teaching)
    for slide in source.slides:
        code = [cell for cell in slide.body if cell.type == "code"]
        composed = compose_slide(slide, source.name, lesson.profile, values, conditions) if code else None
        shown = {cell.id for cell in composed.cells} if composed else set()
        yield from ((cell.text, cell.id in shown) for cell in code)


def _source(notebook: str) -> SourceNotebook:
    files = {
        path.relative_to(paths.NOTEBOOKS).with_suffix("").as_posix(): path for path in paths.NOTEBOOKS.glob("*/*.ipynb")
    }
    if notebook not in files:
        raise UnknownName("notebook", notebook, tuple(sorted(files)), "(the name in open_lesson(…, notebook=…))")
    return read_source(files[notebook])
