"""What provinces decided and published of themselves, as far as it was known on a day. Source: data/provincial.

Figures are not comparable between provinces: each source counts in its own way. What a unit of before the merger decided
belongs to the territory of the unit of today, and is told with the name of the unit that decided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from taphuan.data.load import rows
from taphuan.known.units import MERGER, Unit, predecessors

# how the number of a document says its type
_TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "KL": "Kết luận",
}


@dataclass(frozen=True)
class OwnDocument:
    """A resolution, plan, decision or directive. `unit` issued it; `ended` says that the unit no longer is."""

    unit: Unit
    ended: bool
    number: str
    issued: date | None
    issuer: str
    title: str
    source_ids: tuple[str, ...]

    @property
    def named(self) -> str:
        """ "Nghị quyết 12-NQ/TU"."""
        sign = next((part for part in re.split(r"[^A-Za-zĐđ]+", self.number) if part in _TYPES), "")
        return f"{_TYPES.get(sign, 'Văn bản')} {self.number}"


@dataclass(frozen=True)
class OwnFigure:
    """A figure that a unit published. `period` is the year or month that it describes; `qualifier` as data/provincial has it."""

    unit: Unit
    ended: bool
    label: str
    period: str
    value: Fraction
    of: int | None
    qualifier: str
    measured_in: str
    source_ids: tuple[str, ...]


def _owners(unit: Unit) -> dict[tuple[str, str], tuple[Unit, bool]]:
    """(slug, era) in the files → (unit, whether it has ended) for the unit and those that it was put together from."""
    if unit.is_everyone:
        return {}
    own_era = "63" if unit.valid_from < MERGER else "34"
    owners = {(slug, own_era): (unit, False) for slug in (unit.slug, unit.geo_slug)}
    before = predecessors(unit)
    for part in before:
        # a unit of unchanged territory goes on; it has not ended
        owners |= {(slug, "63"): (part, len(before) > 1) for slug in (part.slug, part.geo_slug)}
    return owners


def documents(unit: Unit, as_of: date) -> tuple[OwnDocument, ...]:
    """The documents of the unit and of its predecessors known on `as_of`: the own ones first, the youngest first."""
    owners = _owners(unit)
    found = []
    for row in rows("provincial/documents"):
        owner = owners.get((row["province_slug"], row["era"]))
        if owner is None or row["known_from"] > as_of.isoformat():
            continue
        issued = date.fromisoformat(row["issued_date"]) if row["issued_date"] else None
        sources = tuple(row["source_id"].split(";"))
        found.append(OwnDocument(*owner, row["number"], issued, row["issuer"], row["title_vi"], sources))
    return tuple(sorted(found, key=lambda doc: (doc.ended, -(doc.issued or date.min).toordinal(), doc.number)))


def figures(unit: Unit, as_of: date) -> tuple[OwnFigure, ...]:
    """The figures of the unit and of its predecessors known on `as_of`: the own ones first, the youngest first."""
    owners = _owners(unit)
    names = {row["indicator"]: row for row in rows("provincial/indicator_names")}
    found = []
    for row in rows("provincial/indicators"):
        owner = owners.get((row["province_slug"], row["era"]))
        if owner is None or row["known_from"] > as_of.isoformat():
            continue
        about = names[row["indicator"]]
        found.append(
            OwnFigure(
                *owner,
                about["label_vi"],
                row["period"],
                Fraction(row["value"]),
                int(row["of"]) if row["of"] else None,
                row["qualifier"],
                about["unit_vi"],
                tuple(row["source_id"].split(";")),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.ended, _youngest(each.period), each.label)))


def _youngest(period: str) -> int:
    """A key that sorts "2024", "2025-Q3", "2025-10" and "2019-2024" with the latest first."""
    parts = period.split("-")
    year = max(int(part) for part in parts if len(part) == 4)
    month = next((3 * int(part[1]) if part[0] == "Q" else int(part) for part in parts if len(part) == 2), 12)
    return -(12 * year + month)


def last_day(unit: Unit) -> date:
    """The last day of a unit that the merger ended."""
    return unit.valid_to or MERGER - timedelta(days=1)
