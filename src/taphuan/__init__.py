"""Tập huấn CĐS: training decks and briefings per province, right for a given day."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "open_lesson"]

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson


def open_lesson(
    conference: str, province: str, as_of: str, module: str = "", commune: str = "", notebook: str = ""
) -> Lesson:
    """The one door from a notebook to the data; see `taphuan.lesson.lesson.open_lesson`.

    `notebook`: the name of the source notebook that calls ("modules/dau-tu-cntt"), so that it runs by itself; see
    `taphuan.compose.alone`.
    """
    from taphuan.lesson.lesson import open_lesson as open_

    lesson = open_(conference=conference, province=province, as_of=as_of, module=module, commune=commune)
    if notebook:
        from taphuan.compose.alone import run_alone

        run_alone(lesson, notebook)
    return lesson
