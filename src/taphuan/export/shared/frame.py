"""What stands at the edges of every slide, alike in every form: the right end of the top line and the line at the foot.

Each is one line. Where two texts do not fit side by side, words are left out; letters are never set smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from taphuan import text
from taphuan.charts.text_measure import text_width
from taphuan.text import say
from taphuan.theme import theme

SAMPLE = say("export.shared.frame.sample")
# px: the badge of a sample, and its distance from what follows
BADGE, _BADGE_APART = 62.0, 12.0
# a program may set a line a little wider than the sum of its letters
_SLACK = 1.02
_COUNTED = re.compile(r"\svà\s(\d+)\snguồn\skhác$")
_HOUSE = theme()


def standing(as_of: str) -> str:
    """ "Quy định, số liệu đến 21/11/2026"; empty without a day."""
    return say("export.shared.frame.standing", as_of=text.day(as_of)) if as_of else ""


def right_end(place: str, conference: str, kicker: str, sample: bool) -> str:
    """The right end of the top line: the province and the conference, one of them where both leave the part's name no room."""
    room = _HOUSE.spacing.measure - _width(kicker, _HOUSE.sizes.floor, 600) - _HOUSE.spacing.apart
    room -= BADGE + _BADGE_APART if sample else 0.0
    both = " · ".join(part for part in (place, conference) if part)
    return _first_fitting((both, place, conference), room)


def foot_source(sources: str, where: str, number: int | str) -> str:
    """The sources in one line left of day and number: as many as fit, the rest counted."""
    room = _HOUSE.spacing.measure - _HOUSE.spacing.apart - _width(foot_end(where, number), _HOUSE.sizes.small)
    counted = _COUNTED.search(sources)
    parts = sources[: counted.start() if counted else None].split("; ")
    # those that the slide itself counts, and those that are left out here
    others = len(parts) + (int(counted[1]) if counted else 0)
    shorter = [
        say("export.shared.frame.and_others", sources="; ".join(parts[:kept]), others=others - kept)
        for kept in range(len(parts) - 1, 0, -1)
    ]
    return _first_fitting((sources, *shorter), room) or _cut(parts[0], room)


def foot_end(where: str, number: int | str) -> str:
    """The right end of the foot: the day and the number of the slide."""
    return " · ".join(part for part in (where, str(number)) if part)


def _first_fitting(candidates: Iterable[str], room: float) -> str:
    return next((line for line in candidates if line and _width(line, _HOUSE.sizes.small) <= room), "")


def _cut(line: str, room: float) -> str:
    words = line.split(" ")
    for kept in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:kept]).rstrip(",;:") + " …"
        if _width(shorter, _HOUSE.sizes.small) <= room:
            return shorter
    return line


def _width(line: str, size: float, weight: int = 400) -> float:
    return text_width(line, size, weight) * _SLACK
