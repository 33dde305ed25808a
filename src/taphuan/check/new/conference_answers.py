"""What somebody said of a new conference: everything that is wrong with it, what is assumed where nothing was said, what comes next."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from taphuan.check.new.conference_lessons import is_lesson
from taphuan.check.new.files import NotNew, slug_fault
from taphuan.errors import BadDate, TaphuanError
from taphuan.known.conferences import conferences, module_slugs
from taphuan.known.sources import source_titles
from taphuan.known.units import all_units, parse_day, region_of, regions_on, resolve, successor_on, units_on

FEWEST, MOST = 20, 960
# of the audience: provinces; people who work in communes, by province; communes
LEVELS = ("province", "cap-xa", "commune")
# a module of a hall takes so many minutes, as a rule
_OF_A_MODULE = 30


@dataclass(frozen=True)
class Answers:
    """What was said; "" and () where nothing was. `day` is the day whose knowledge the documents show."""

    slug: str
    title: str
    short_title: str
    date_start: str
    date_end: str
    as_of: str
    day: date
    today: date
    place: str
    organiser: str
    audience: str
    plan: str
    source: str
    minutes: int
    regions: tuple[str, ...]
    provinces: tuple[str, ...]
    everyone: bool
    level: str
    modules: tuple[str, ...]
    sample: bool

    @property
    def last_day(self) -> str:
        return self.date_end or self.date_start

    @property
    def lies_ahead(self) -> bool:
        return self.last_day > self.today.isoformat()


def day_of(as_of: str, last_day: str, today: date) -> date:
    """The day that was named, or the last of the conference where that is over, or today."""
    for text in (as_of, last_day):
        with suppress(BadDate):
            if text and (as_of or parse_day(text) <= today):
                return parse_day(text)
    return today


def day_fault(text: str) -> str:
    try:
        parse_day(text)
    except BadDate as error:
        return error.told()
    return ""


def minutes_fault(text: str) -> str:
    if text.isdecimal() and FEWEST <= int(text) <= MOST:
        return ""
    return f"{text} minutes: give a whole number from {FEWEST} to {MOST}; 240 are a day, 120 half a day"


def level_fault(text: str) -> str:
    return "" if text in LEVELS else f"'{text}': give one of {', '.join(LEVELS)}"


def region_slugs(day: date) -> tuple[str, ...]:
    return tuple(region.slug for region in regions_on(day))


def region_fault(slug: str, day: date) -> str:
    """Why no region has this slug on the day: the regions of the day, and those that have its provinces now."""
    known = region_slugs(day)
    if slug in known:
        return ""
    of_day = f"regions of {day.isoformat()}: {', '.join(known)}"
    units = [unit for unit in all_units() if unit.region_slug == slug]
    if not units:
        return f"no region '{slug}'{_near(slug, known)}; {of_day}"
    if earlier := [unit for unit in units if unit.valid_to and unit.valid_to < day]:
        heirs = dict.fromkeys(region_of(successor_on(unit, day)).slug for unit in earlier)
        return f"'{slug}' is a region of another era; its provinces are now in {', '.join(heirs)}; {of_day}"
    return (
        f"'{slug}' is a region of another era, from {min(unit.valid_from for unit in units).isoformat()} on; {of_day}"
    )


def province_fault(slug: str, day: date) -> str:
    """Why no province has this slug on the day; names its successor, or those that are like it."""
    try:
        resolve(slug, day)
    except TaphuanError as error:
        return str(error)
    return ""


def module_fault(slug: str) -> str:
    known = module_slugs()
    return "" if slug in known else f"no module '{slug}'{_near(slug, known)}; all: taphuan list modules"


def _source_fault(id_: str) -> str:
    known = tuple(source_titles())
    return "" if id_ in known else f"no source '{id_}' in data/sources.csv{_near(id_, known)}"


def _near(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"; did you mean {', '.join(near)}?" if near else ""


def suggested_modules(day: date, level: str, minutes: int) -> tuple[str, ...]:
    """As many modules as fit the minutes and are lessons on the day: those of the latest conference of the level that has
    so many, or of the one that has most. Without any such conference those of all modules."""
    wanted = max(1, minutes // _OF_A_MODULE)
    held = [conf for conf in reversed(conferences()) if conf.as_of <= day]
    alike = [conf.modules for conf in held if conf.for_communes == (level != LEVELS[0])]
    best: tuple[str, ...] = ()
    for slugs in alike:
        best = max(best, _lessons(slugs, day, wanted), key=len)
        if len(best) == wanted:
            break
    return best or _lessons(module_slugs(), day, wanted)


def _lessons(slugs: tuple[str, ...], day: date, most: int) -> tuple[str, ...]:
    return tuple(islice((slug for slug in slugs if is_lesson(slug, day)), most))


def must_be_possible(given: Answers) -> None:
    """Raises NotNew with everything that cannot be."""
    if faults := list(_faults(given)):
        raise NotNew("\n".join(["nothing was written:", *(f"  {line}" for line in faults)]), code="TH856")


def _faults(given: Answers) -> Iterator[str]:
    if fault := slug_fault(given.slug, "conference"):
        yield fault
    options = {"--date": given.date_start, "--until": given.date_end, "--as-of": given.as_of}
    for option, text in options.items():
        if text and (fault := day_fault(text)):
            yield f"{option}: {fault}"
    if given.date_end and not given.date_start:
        yield "--until: a last day without a first one; give --date"
    elif given.date_end and given.date_end < given.date_start:
        yield f"--until: {given.date_end} is before the first day, {given.date_start}"
    if given.day > given.today:
        yield f"--as-of: {given.as_of} lies ahead; what will be known on that day is not known today"
    if given.sample and (given.date_start or given.place or given.organiser):
        yield "--sample: no real event has no day, place or organiser; leave them out"
    if given.source and (fault := _source_fault(given.source)):
        yield f"--source: {fault}"
    if sum(map(bool, (given.plan, given.source, given.sample))) > 1:
        yield "--plan, --source, --sample: give one of the three"
    if sum(map(bool, (given.regions, given.provinces, given.everyone))) > 1:
        yield "--region, --province, --all: give one of the three"
    if not units_on(given.day):
        yield f"--as-of: no provinces are known on {given.day.isoformat()}"
    for option, slugs, fault_of in (
        ("--region", given.regions, lambda slug: region_fault(slug, given.day)),
        ("--province", given.provinces, lambda slug: province_fault(slug, given.day)),
        ("--module", given.modules, module_fault),
    ):
        for slug in dict.fromkeys(slugs):
            if fault := fault_of(slug):
                yield f"{option}: {fault}"
            elif slugs.count(slug) > 1:
                yield f"{option}: {slug} is there {slugs.count(slug)} times"
    if fault := minutes_fault(str(given.minutes)):
        yield f"--minutes: {fault}"
    if not given.modules:
        yield f"--module: no module teaches anything that was known on {given.day.isoformat()}; name one, or a later --as-of"


def assumed(given: Answers) -> Iterator[str]:
    """What the file says because nobody said anything else."""
    if not given.title:
        yield "the title, which is a plain one; write the conference's own"
    if not given.as_of and given.day == given.today:
        yield f"the documents show what is known today, {given.day.isoformat()} (as_of)"
    if not (given.regions or given.provinces or given.everyone):
        yield "all provinces take part (participants)"
    if not (given.plan or given.source or given.sample):
        yield "the particulars stand in the organisers' plan (plan)"


def next_steps(given: Answers) -> tuple[str, str, str]:
    """What to do next, three lines with commands."""
    province = (
        given.provinces or tuple(unit.slug for unit in units_on(given.day) if _takes_part(given, unit.region_slug))
    )[0]
    build = f"taphuan build --conference {given.slug}"
    return (
        f"fill in what is null in data/conferences/{given.slug}.yaml, as far as it is known, then: taphuan check",
        f"the hall's set: {build} --province hoi-nghi",
        f"everything: {build}"
        if given.level == "commune"
        else f"a province's set: {build} --province {province}; everything: {build}",
    )


def _takes_part(given: Answers, region: str) -> bool:
    return not given.regions or region in given.regions
