"""Every claim of every lesson: all units at all conferences on all days on which they may be taught."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b

from taphuan.known.conferences import conference, conference_slugs, participants
from taphuan.known.units import WHOLE
from taphuan.lesson.claims.briefing import PLACE
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.indices import BEST, INDEX, OneIndex, teachers
from taphuan.lesson.claims.register import HALL_KINDS, PROFILE_KINDS
from taphuan.lesson.lesson import Lesson, open_lesson
from taught_days import DAYS


def lessons() -> Iterator[Lesson]:
    """Every unit at every conference on every day on which it may be taught."""
    for slug in conference_slugs():
        for day in DAYS:
            if day >= conference(slug).as_of:
                for province in (*(unit.slug for unit in participants(conference(slug), day)), WHOLE):
                    yield open_lesson(slug, province, day.isoformat())


ALL = tuple(lessons())


_SAID: dict[int, dict[str, Claim]] = {}


def said(lesson: Lesson) -> dict[str, Claim]:
    """The claims of a lesson of `ALL` by the id of their kind; the teachers numbered, an index by its key. Made once for all tests."""
    return _SAID[id(lesson)] if id(lesson) in _SAID else _SAID.setdefault(id(lesson), _said(lesson))


def _said(lesson: Lesson) -> dict[str, Claim]:
    profile = lesson.profile
    found = {kind.id: kind.claim(profile.gathering) for kind in HALL_KINDS}
    if not profile.unit.is_everyone:
        found |= {kind.id: kind.claim(profile) for kind in PROFILE_KINDS}
        found |= {f"teacher {n}": claim for n, claim in enumerate(teachers(profile))}
        found |= {f"index {row.key}": INDEX.claim(OneIndex(profile, row)) for row in profile.comparisons}
    return {name: claim for name, claim in found.items() if claim is not None}


def said_of_all() -> str:
    """A line for each form of a claim: how many lessons have it, a digest of their sentences and evidence, and the first of them."""
    found: defaultdict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for lesson in ALL:
        profile = lesson.profile
        of_bars = [] if profile.unit.is_everyone else [OneIndex(profile, row) for row in profile.comparisons]
        told = [
            (f"index {bar.row.key}", claim)
            for bar in of_bars
            for kind in (BEST, PLACE)
            if (claim := kind.claim(bar)) is not None
        ]
        for name, claim in (*said(lesson).items(), *told):
            by = name.rstrip("0123456789 ")
            of_index = f" {by.removeprefix('index ')}" if by.startswith("index ") else ""
            found[claim.id + of_index].append((f"{lesson.conference.slug} {lesson.unit.slug} {lesson.as_of}", claim))
    lines = ["claim\tlessons\tdigest\tfirst\tsentence"]
    for key, all_of_it in sorted(found.items()):
        digest = blake2b(repr([(where, claim.as_metadata()) for where, claim in all_of_it]).encode(), digest_size=6)
        where, claim = all_of_it[0]
        lines.append("\t".join([key, str(len(all_of_it)), digest.hexdigest(), where, claim.text]))
    return "\n".join(lines) + "\n"
