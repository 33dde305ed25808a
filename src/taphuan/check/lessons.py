"""Whether each module is a lesson on each day on which it is taught: objectives, a case, an exercise, a sheet and one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from taphuan import paths
from taphuan.compose import compose
from taphuan.errors import Problem
from taphuan.known.conferences import Module, conference, conference_slugs
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson

_NAMES = {"case": "a worked case", "exercise": "an exercise", "sheet": "a sheet to fill", "decision": "a decision"}


def lesson_problems() -> Iterator[Problem]:
    """What a module lacks on the day of a conference. The data and the notebooks have no other problem."""
    for slug in conference_slugs():
        day = conference(slug).as_of.isoformat()
        for module in open_lesson(slug, WHOLE, day).teaching.modules:
            yield from _of_module(open_lesson(slug, WHOLE, day, module.slug), module)


def _of_module(lesson: Lesson, module: Module) -> Iterator[Problem]:
    name = (paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb").relative_to(paths.ROOT).as_posix()
    day = f"{lesson.conference.slug}, {lesson.as_of.isoformat()}"
    if not any(item.usable(lesson.as_of) for item in module.of_kind("objective")):
        remedy = f"Give data/modules/{module.slug}.yaml three objectives that hold on this day."
        yield Problem(name, "", "objectives", day, "no objectives on the day of the conference", remedy)
    headings = [
        cell.metadata["taphuan"] for cell in compose(lesson).cells if cell.metadata["taphuan"].get("role") == "heading"
    ]
    counts = Counter(heading.get("block", "") for heading in headings)
    for block, what in _NAMES.items():
        if not counts[block]:
            remedy = f'Mark a slide that is shown on this day with "block": "{block}".'
            yield Problem(name, "", "block", day, f"no slide with {what} on the day of the conference", remedy)
    if counts["decision"] > 1:
        slides = ", ".join(str(heading["slide"]) for heading in headings if heading.get("block") == "decision")
        yield Problem(name, "", "block", slides, f"{counts['decision']} decisions on one day ({day})", "Keep one.")
