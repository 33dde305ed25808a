"""Claims about a number of any measure: the unit beside the mean of all units, and beside its own number of the edition before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taphuan.data.load import rows
from taphuan.known import measures
from taphuan.known.measures import DTI, Edition, Part, Reading
from taphuan.known.units import in_force, territory
from taphuan.lesson.claims.claim import Evidence, Facts, Form, Kind
from taphuan.lesson.profile import Profile
from taphuan.lesson.wording import table_label
from taphuan.text import NBSP, exact, number, rounded


@dataclass(frozen=True)
class OneMeasure:
    """A unit in one part of a measure: what a claim about a single number is about."""

    profile: Profile
    measure: str
    part: Part


@dataclass(frozen=True)
class _Own:
    """A number of the unit as it was published, and the row that it stands in."""

    reading: Reading
    published: str
    slug: str

    @property
    def edition(self) -> Edition:
        return self.reading.edition

    @property
    def value(self) -> Fraction:
        return Fraction(self.published)


def parts() -> dict[str, tuple[str, Part]]:
    """(measure, part) by the name that a notebook gives it: "tiem_du" for the main part, "tiem_du.dung_hen" for another. The index
    has claims of its own."""
    return {
        measure.key if part.main else f"{measure.key}.{part.key}": (measure.key, part)
        for measure in measures.measures()
        if measure.key != DTI
        for part in measure.parts
    }


def _column(edition: Edition, part: Part) -> dict[str, str]:
    """The numbers of an edition as its table has them, by the slug there; blank ones are left out."""
    table = rows(measures.measure(edition.measure).table)
    return {row["province_slug"]: row[part.key] for row in table if row["edition"] == edition.key and row[part.key]}


def _own(subject: OneMeasure) -> tuple[_Own, ...]:
    """What is public of the unit and may be compared, oldest first."""
    profile, found = subject.profile, []
    for reading in measures.own(subject.measure, profile.unit, profile.as_of, subject.part.key):
        if reading.comparable:
            (unit,) = territory(profile.unit, reading.edition.units_on)
            column = _column(reading.edition, subject.part)
            slug = unit.slug if unit.slug in column else unit.geo_slug
            found.append(_Own(reading, column[slug], slug))
    return tuple(found)


def _cell(own: _Own) -> Evidence:
    return Evidence(_file(own.edition), f"edition={own.edition.key};province_slug={own.slug}", own.reading.part.key)


def _file(edition: Edition) -> str:
    return f"{measures.measure(edition.measure).table}.csv"


def _sign(part: Part) -> str:
    return f"{NBSP}{part.unit}" if part.unit and part.unit != "%" else part.unit


def _period(edition: Edition) -> str:
    year, _, month = edition.key.partition("-")
    return f"tháng{NBSP}{int(month)}/{year}" if month else f"năm{NBSP}{year}"


def _printed(value: Fraction, decimals: int) -> str:
    sign = "−" if value < 0 else ""
    if not decimals:
        return f"{sign}{number(int(abs(value) + Fraction(1, 2)))}"
    whole, _, fraction = rounded(abs(value), decimals).partition(",")
    return f"{sign}{number(whole)},{fraction}"


def _beside_mean(subject: OneMeasure) -> Facts | None:
    """The newest edition with a number of the unit, where it is known of all units of the unit's own era."""
    known = _own(subject)
    if not known:
        return None
    newest = known[-1]
    edition, part = newest.edition, subject.part
    readings = measures.table(edition, part.key)
    unit = subject.profile.unit
    of_its_era = edition.of == unit.table or in_force(unit.valid_from, unit.valid_to, edition.units_on)
    if not edition.complete or not of_its_era or len(readings) != edition.of:
        return None
    if not all(reading.comparable for reading in readings):
        return None
    column = _column(edition, part)
    decimals = max(len(value.partition(".")[2]) for value in column.values())
    values = [exact(reading.value) for reading in readings if reading.value is not None]
    mean = sum(values, Fraction(0)) / len(values)
    return {
        "label": part.label,
        "period": _period(edition),
        "unit": unit.name,
        "own": newest.value,
        "mean": mean,
        # a gap that the printed numbers do not show is none
        "apart": _printed(newest.value, decimals) != _printed(mean, decimals),
        "value": f"{number(newest.published)}{_sign(part)}",
        "table": table_label(edition.of),
        "beside": f"{_printed(mean, decimals)}{_sign(part)}",
        "evidence": (_cell(newest), Evidence(_file(edition), f"edition={edition.key}", part.key)),
    }


def _beside_before(subject: OneMeasure) -> Facts | None:
    """The two newest numbers of the unit, where both were reckoned in the same way."""
    known = _own(subject)
    if len(known) < 2:
        return None
    before, newest = known[-2:]
    if measures.crosses_break(subject.measure, before.edition.key, newest.edition.key):
        return None
    return {
        "label": subject.part.label,
        "unit": subject.profile.unit.name,
        "own": newest.value,
        "other": before.value,
        "value": f"{number(newest.published)}{_sign(subject.part)}",
        "earlier": f"{number(before.published)}{_sign(subject.part)}",
        "period": _period(newest.edition),
        "before": _period(before.edition),
        "evidence": (_cell(before), _cell(newest)),
    }


_WHOLE = "the newest edition with a number of the unit is confirmed and known of all units of its era; {table}: their unweighted mean"
_SAME = "the two newest numbers of the unit are confirmed, and no edition between them changed the method"

MEASURE: Kind[OneMeasure] = Kind(
    "measure",
    "a number of any measure of data/measures but the index: the unit beside the mean of all units",
    "the unit's cell and the whole column of the edition",
    _beside_mean,
    (
        Form(
            "above",
            "{label} {period}: {unit} {value}, cao hơn {table} ({beside})",
            f"{_WHOLE}; the unit has more, and the printed numbers show it",
            lambda f: f["apart"] and f["own"] > f["mean"],
        ),
        Form(
            "level",
            "{label} {period}: {unit} {value}, ngang {table} ({beside})",
            f"{_WHOLE}; with the decimals of the table the two are the same",
            lambda f: not f["apart"],
        ),
        Form(
            "below",
            "{label} {period}: {unit} {value}, thấp hơn {table} ({beside})",
            f"{_WHOLE}; the unit has less, and the printed numbers show it",
            lambda f: f["apart"] and f["own"] < f["mean"],
        ),
    ),
)

CHANGE: Kind[OneMeasure] = Kind(
    "change",
    "a number of any measure of data/measures but the index: the unit beside its own number of the edition before",
    "the unit's two cells",
    _beside_before,
    (
        Form(
            "rose",
            "{label} {period}: {unit} {value}, tăng so với {before} ({earlier})",
            f"{_SAME}; the newest is higher",
            lambda f: f["own"] > f["other"],
        ),
        Form(
            "same",
            "{label} {period}: {unit} {value}, không đổi so với {before}",
            f"{_SAME}; they are equal",
            lambda f: f["own"] == f["other"],
        ),
        Form(
            "fell",
            "{label} {period}: {unit} {value}, giảm so với {before} ({earlier})",
            f"{_SAME}; the newest is lower",
            lambda f: f["own"] < f["other"],
        ),
    ),
)
