"""The clock times of a programme: its sessions one after the other from a start, with opening, breaks and lunch between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taphuan.text import say

OPENING, BREAK, LUNCH = say("compose.timetable.opening"), say("compose.timetable.break"), say("compose.timetable.lunch")
_OPENING, _BREAK = 15, 15
# minutes after which a break is due before the next session, where the session would make them more than `_LONGEST`
_SITTING, _LONGEST = 45, 105
# a session that would end after the first is held after lunch, if the morning has lasted until the second; what is over by `_LATEST`
# needs no lunch
_NOON, _LATE_MORNING, _AFTERNOON, _LATEST = 11 * 60 + 45, 10 * 60 + 45, 13 * 60 + 30, 12 * 60 + 30
_STEP = 5


@dataclass(frozen=True)
class Timed:
    """An entry with its time, "08:15–08:40". `session` is its place among the sessions, None for what stands between them."""

    title: str
    time: str
    minutes: int
    session: int | None = None


def timed(sessions: Iterable[tuple[str, int]], start: str) -> tuple[Timed, ...]:
    """The sessions (title, minutes) from `start` ("08:00") on, each lasting a multiple of five minutes. Sessions of no minutes
    get no time of their own."""
    return tuple(_timed(tuple((title, -(-minutes // _STEP) * _STEP) for title, minutes in sessions), start))


def _timed(sessions: tuple[tuple[str, int], ...], start: str) -> Iterator[Timed]:
    hours, minutes = map(int, start.split(":"))
    now = hours * 60 + minutes
    yield Timed(OPENING, _span(now, _OPENING), _OPENING)
    now += _OPENING
    sat = 0
    for at, (title, length) in enumerate(sessions):
        left = sum(minutes for _, minutes in sessions[at:])
        if _LATE_MORNING <= now < _AFTERNOON and now + length > _NOON and now + left > _LATEST:
            yield Timed(LUNCH, _span(now, _AFTERNOON - now), 0)
            now, sat = _AFTERNOON, 0
        elif sat >= _SITTING and sat + length > _LONGEST:
            yield Timed(BREAK, _span(now, _BREAK), _BREAK)
            now, sat = now + _BREAK, 0
        yield Timed(title, _span(now, length) if length else "", length, at)
        now, sat = now + length, sat + length


def _span(start: int, minutes: int) -> str:
    return f"{_clock(start)}–{_clock(start + minutes)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
