"""Whether modules are whole lessons on a day, and fit the minutes of a hall, of a conference that has no file yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from taphuan.check.lessons import problems_of_lesson
from taphuan.compose import compose
from taphuan.errors import NotComposed
from taphuan.known.conferences import Conference, conference_of, module, participants
from taphuan.known.units import everyone
from taphuan.lesson.lesson import Lesson


def not_taught(conf: Conference) -> Iterator[str]:
    """What keeps its documents from being made: modules that are no lesson on its day, too few minutes for what must be shown."""
    for slug in conf.modules:
        if (found := module(slug)).written:
            yield from map(str, problems_of_lesson(_lesson(conf, slug), found))
    try:
        compose(_lesson(conf))
    except NotComposed as error:
        yield error.told()


@lru_cache(maxsize=256)
def is_lesson(slug: str, day: date) -> bool:
    """Whether a module that is written has objectives, a case, an exercise, a sheet and a decision on the day."""
    found = module(slug)
    if not found.written or not any(item.usable(day) for item in found.of_kind("objective")):
        return False
    stand_in = {
        **dict.fromkeys(("slug", "title", "short_title", "as_of_basis"), ""),
        "as_of": day.isoformat(),
        "participants": {"all": True},
        "minutes": 0,
        "modules": [slug],
    }
    return not any(problems_of_lesson(_lesson(conference_of(stand_in), slug), found))


def _lesson(conf: Conference, only: str = "") -> Lesson:
    units = participants(conf)
    return Lesson(conf, units[0] if len(units) == 1 else everyone(conf.as_of), conf.as_of, units, True, only)
