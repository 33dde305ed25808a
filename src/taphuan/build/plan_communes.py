"""The jobs of communes, which are built on request only: those that are named, or all of the provinces that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from taphuan.build.plan import (
    ConferenceNotReady,
    Job,
    day_of,
    formats_of,
    need_level,
    not_ready_reason,
    planned_from_data,
)
from taphuan.errors import TaphuanError, UnitNotValid, UnknownName
from taphuan.export.formats import COMMUNE
from taphuan.export.renderers import TAPHUAN
from taphuan.known.commune_names import find_commune, key
from taphuan.known.communes import Commune, communes_of
from taphuan.known.conferences import Conference, conference, conference_slugs, conferences, participants
from taphuan.known.units import MERGER, Unit, resolve
from taphuan.text import day as vietnamese_day


class NotForCommunes(TaphuanError):
    """Something was asked for that a commune's set does not have, or a day before communes had sets."""


@planned_from_data()
def plan_communes(
    chosen_conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    communes: tuple[str, ...],
    formats: tuple[str, ...],
    as_of: str | None,
    out: Path,
    timeout: int,
    today: date,
) -> tuple[Job, ...]:
    """The jobs of the named communes (codes or names), or of all communes of the named provinces; of all participants where
    neither is named. Without a conference each province has the newest one in which it takes part.

    Raises UnknownName, UnitNotValid, BadDate, AmbiguousName, NotForCommunes and ConferenceNotReady before anything runs.
    """
    need_level(COMMUNE)
    known = formats_of("", "", TAPHUAN, commune="all")
    for name in formats:
        if name not in known:
            raise UnknownName("format", name, known, "(of a commune's set)")
    for slug in chosen_conferences:
        if slug not in conference_slugs():
            raise UnknownName("conference", slug, conference_slugs())
    picked = tuple(name for name in known if not formats or name in formats)
    jobs: dict[str, Job] = {}
    for conf, day, commune in _chosen(chosen_conferences, provinces, communes, as_of, today):
        if reason := not_ready_reason(conf):
            raise ConferenceNotReady(f"conference '{conf.slug}' cannot be built: {reason}", code="TH808")
        day_folder = conf.slug if day == conf.as_of else f"{conf.slug}@{day.isoformat()}"
        job = Job(
            *(conf.slug, commune.province_slug, day.isoformat(), picked, out, day_folder, timeout),
            commune_folder=folder_name(commune),
        )
        jobs.setdefault(job.name, job)
    return tuple(jobs.values())


def folder_name(commune: Commune) -> str:
    """ "01969-phu-thong"."""
    return f"{commune.code}-{re.sub(r'[^a-z0-9]+', '-', key(commune.name)).strip('-')}"


def _chosen(
    slugs: tuple[str, ...], provinces: tuple[str, ...], communes: tuple[str, ...], as_of: str | None, today: date
) -> Iterator[tuple[Conference, date, Commune]]:
    for text in communes:
        # the code of a commune means the same on all days since the merger; its kind may change in between
        named = find_commune(text, _since_merger(day_of(as_of, today) or today, "today"))
        if provinces and named.province_slug not in provinces:
            raise UnitNotValid(
                f"'{named.code}' ({named.full_name}) is in '{named.province_slug}', not in {', '.join(provinces)}",
                code="TH363",
            )
        for conf, day in _conferences(slugs, resolve(named.province_slug, max(today, MERGER)), as_of, today):
            yield conf, day, find_commune(named.code, day)
    if communes:
        return
    if provinces:
        for slug in provinces:
            unit = resolve(slug, day_of(as_of, today) or max(today, MERGER))
            for conf, day in _conferences(slugs, unit, as_of, today):
                yield from ((conf, day, commune) for commune in communes_of(unit, day))
        return
    for conf in map(conference, slugs) if slugs else (_newest(None, as_of, today),):
        day = _since_merger(day_of(as_of, today, conf) or conf.as_of, conf.slug)
        for unit in participants(conf, day):
            yield from ((conf, day, commune) for commune in communes_of(unit, day))


def _conferences(
    slugs: tuple[str, ...], unit: Unit, as_of: str | None, today: date
) -> Iterator[tuple[Conference, date]]:
    """The named conferences with their days, or the newest one in which the province takes part."""
    for conf in map(conference, slugs) if slugs else (_newest(unit, as_of, today),):
        day = _since_merger(day_of(as_of, today, conf) or conf.as_of, conf.slug)
        if unit.slug not in {other.slug for other in participants(conf, day)}:
            raise UnitNotValid(
                f"'{unit.slug}' does not take part in '{conf.slug}'; see `taphuan list provinces --conference {conf.slug}`",
                code="TH362",
            )
        yield conf, day


def _newest(unit: Unit | None, as_of: str | None, today: date) -> Conference:
    """The conference with the latest day in which the province takes part (None: the one with the most participants)."""
    found = [
        (conf.as_of, len(taking_part), conf)
        for conf in conferences()
        for taking_part in (participants(conf, max(conf.as_of, MERGER)),)
        if conf.as_of >= MERGER and not not_ready_reason(conf)
        if unit is None or unit.slug in {other.slug for other in taking_part}
    ]
    if not found:
        who = f" in which '{unit.slug}' takes part" if unit else ""
        raise NotForCommunes(
            f"no conference since {MERGER.isoformat()}{who}; name one with --conference (CONFERENCE=)", code="TH811"
        )
    return max(found, key=lambda each: each[:2])[2]


def _since_merger(day: date, what: str) -> date:
    if day < MERGER:
        raise NotForCommunes(
            f"communes have sets from {MERGER.isoformat()} on, when they became the second level of government; "
            f"{what} is on {vietnamese_day(day)}: choose a later conference, or --as-of today",
            code="TH811",
        )
    return day
