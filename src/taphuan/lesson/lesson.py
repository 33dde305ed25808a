"""The only door from notebooks to the data: a lesson of a conference, a province and a day shows nothing published later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from taphuan.data.project import need_project
from taphuan.errors import UnitNotValid, UnknownName
from taphuan.known.communes import Commune, resolve_commune
from taphuan.known.conferences import Conference, conference, participants
from taphuan.known.units import WHOLE, Unit, everyone, parse_day, resolve
from taphuan.lesson.frames import display
from taphuan.lesson.measured import LessonMeasures
from taphuan.lesson.plots import describe, dress
from taphuan.lesson.profile import Profile
from taphuan.lesson.teaching import Teaching

if TYPE_CHECKING:
    from taphuan.lesson.figures.figures import LessonFigures
    from taphuan.lesson.frames.data import LessonData
    from taphuan.lesson.tables.tables import LessonTables

__all__ = ["Lesson", "open_lesson"]


@dataclass(frozen=True)
class Lesson:
    """The data of (conference, unit, as_of) for a notebook.

    `whole`: it is for all participants; `unit` is then the only one of them, or the stand-in `units.everyone`.
    `module`: only this one is taught (a speaker's part); empty for all. `commune`: the one of the unit that it is for.
    """

    conference: Conference
    unit: Unit
    as_of: date
    participants: tuple[Unit, ...]
    whole: bool = False
    module: str = ""
    commune: Commune | None = None

    @cached_property
    def profile(self) -> Profile:
        """What the index says of the unit."""
        return Profile(self.unit, self.conference, self.as_of, self.participants, self.commune)

    @cached_property
    def teaching(self) -> Teaching:
        """Modules, questions and law of the conference on the day."""
        return Teaching(self.conference, self.as_of, self.module)

    @cached_property
    def measures(self) -> LessonMeasures:
        """The published numbers of the unit and of the units it may be compared with."""
        return LessonMeasures(self)

    @cached_property
    def tables(self) -> LessonTables:
        from taphuan.lesson.tables.tables import LessonTables

        return LessonTables(self)

    @cached_property
    def figures(self) -> LessonFigures:
        # drawing needs fonts and geometry; composing does not
        from taphuan.lesson.figures.figures import LessonFigures

        return LessonFigures(self)

    @cached_property
    def data(self) -> LessonData:
        # pandas is imported by those who use it
        from taphuan.lesson.frames.data import LessonData

        return LessonData(self)

    describe = describe

    def __repr__(self) -> str:
        who = WHOLE if self.whole else f"{self.unit.slug}/{self.commune.code}" if self.commune else self.unit.slug
        return f"Lesson({self.conference.slug}, {who}, {self.as_of.isoformat()})"


def open_lesson(conference: str, province: str, as_of: str, module: str = "", commune: str = "") -> Lesson:
    """The lesson of a participating unit, or of all with `province="hoi-nghi"`. Slugs and an ISO date, all strings;
    mistakes are errors at once. `module` narrows what is taught to one module of the conference; `commune` is the
    five-digit code of a commune of the province.

    Raises UnknownName (conference, province, module, commune), BadDate, or UnitNotValid (no unit on that day, none of the
    participants, or a commune of another province).
    """
    need_project()
    display.register()
    conf = _conference(conference)
    for name, value in (("province", province), ("as_of", as_of), ("commune", commune)):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string in quotes, not {type(value).__name__} ({value!r})")
    day = parse_day(as_of)
    if module and module not in conf.modules:
        raise UnknownName(f"module of {conf.slug}", module, conf.modules)
    taking_part = participants(conf, day)
    if province == WHOLE:
        of_all = taking_part[0] if len(taking_part) == 1 else everyone(day)
        return _opened(Lesson(conf, of_all, day, taking_part, True, module))
    unit = resolve(province, day)
    if unit not in taking_part:
        raise UnitNotValid(
            f"'{province}' does not take part in '{conf.slug}'; participants: {', '.join(u.slug for u in taking_part)}",
            code="TH362",
        )
    return _opened(
        Lesson(conf, unit, day, taking_part, False, module, _commune(commune, unit, day) if commune else None)
    )


def _commune(code: str, province: Unit, day: date) -> Commune:
    found = resolve_commune(code, day)
    if found.province_slug != province.slug:
        raise UnitNotValid(
            f"'{code}' ({found.full_name}) belongs to '{found.province_slug}', not to '{province.slug}', on {day.isoformat()}",
            code="TH363",
        )
    return found


def _opened(lesson: Lesson) -> Lesson:
    dress(lesson)
    return lesson


def _conference(slug: str) -> Conference:
    if not isinstance(slug, str):
        raise TypeError(f"conference must be a string in quotes, not {type(slug).__name__} ({slug!r})")
    return conference(slug)
