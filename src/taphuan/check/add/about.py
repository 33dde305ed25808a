"""What is said about numbers beside the numbers: which edition, published when, by whom, under which terms, read where."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taphuan.check.add.registers import METHODS, register_of
from taphuan.data.load import rows
from taphuan.errors import with_code
from taphuan.known.law import documents
from taphuan.known.measures import DTI


@dataclass(frozen=True)
class About:
    """What the file does not say. `decimal`, `era` and `sheet` are "" or 0 where the file decides. `whole`: every unit must
    have its number; an edition that lacks some is refused."""

    measure: str
    name: str
    edition: str
    published: date
    producer: str
    licence: str
    title: str
    url: str
    source: str
    method: str
    status: str
    accessed: date
    decimal: str = ""
    era: int = 0
    sheet: str = ""
    columns: tuple[str, ...] = ()
    whole: bool = False


def last_day(edition: str) -> date:
    year, month = int(edition[:4]), int(edition[5:] or 12)
    return date(year, month, monthrange(year, month)[1])


def faults_of(about: About, today: date) -> Iterator[str]:
    """What no number can make right: a day of publication that is still to come, a method that nobody has registered."""
    if about.published > today:
        yield with_code(
            f"published on {about.published.isoformat()}, after today, {today.isoformat()}; write the day on which the "
            "numbers became public",
            "TH848",
        )
    known = {row["method"] for row in rows(METHODS)}
    if about.measure == DTI and about.method not in known and about.method not in documents():
        yield with_code(
            f"unknown method {about.method} of the DTI; take one of {', '.join(sorted(known))}, or register the decision "
            "that sets the new one first: taphuan new law NUMBER",
            "TH848",
        )


def editions_before(about: About) -> dict[str, dict[str, str]]:
    """The editions of the measure that are registered, by period."""
    return register_of(about.measure).editions(about.measure)
