"""The doors of a lesson: `lesson.figures` and `lesson.tables` call functions of other modules with their lesson."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from taphuan.lesson.lesson import Lesson

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Door:
    """Holds the lesson; its methods are made by `with_lesson`."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson


def with_lesson(
    function: Callable[Concatenate[Lesson, Arguments], Result],
) -> Callable[Concatenate[Door, Arguments], Result]:
    """The method of a door that calls `function` with the door's lesson; name, signature and docstring are the function's."""

    @wraps(function)
    def method(door: Door, /, *arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        return function(door._lesson, *arguments, **options)

    return method
