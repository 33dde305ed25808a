"""docs/spine-sentences.md: the sentence of every unit on every day of a conference, to be read aloud (`make reference`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from taphuan.known.conferences import conferences
from taphuan.known.units import Unit, units_on
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.spine import SPINE
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, day

# the last day of the data, on which old conferences are taught again
LATEST = date(2026, 11, 28)

_HEAD = """\
# Spine sentences

Made from the data by `make reference`. The one sentence about each unit, by the kind `spine` of [claims.md](claims.md), on the day of
every conference and with all that is known today; “–” where nothing of the unit was public. Days on which nothing differs share a
table. After a change of data or of a form, read those aloud that changed.
"""


def days() -> tuple[date, ...]:
    """The days of the conferences and the last day of the data."""
    return tuple(sorted({*(conf.as_of for conf in conferences()), LATEST}))


def spine_on(unit: Unit, on: date) -> Claim | None:
    """The sentence of a unit; which conference it takes part in changes nothing in it."""
    return SPINE.claim(Profile(unit, conferences()[0], on, ()))


def page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for rows, same in groupby(days(), key=_rows):
        yield f"## {', '.join(map(day, same))}: {len(rows)} tỉnh, thành phố\n"
        yield "| unit | form | sentence |\n| --- | --- | --- |"
        for row in rows:
            yield f"| {' | '.join(row)} |"
        yield ""


def _rows(on: date) -> tuple[tuple[str, str, str], ...]:
    """Name, form and sentence of every unit of a day."""
    claims = ((unit.name, spine_on(unit, on)) for unit in units_on(on))
    return tuple(
        (name, claim.id.split("/")[1], claim.text.replace(NBSP, " ")) if claim else (name, "–", "–")
        for name, claim in claims
    )


if __name__ == "__main__":
    print(page(), end="")
