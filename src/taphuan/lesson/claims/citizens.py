"""Claims about PAPI, what people say of the province: beside the mean of all units, or beside the year before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taphuan.known import measures
from taphuan.known.measures import Edition
from taphuan.lesson.claims.claim import Evidence, Facts, Form, Kind
from taphuan.lesson.profile import Profile
from taphuan.text import exact, listing

PAPI = "papi"
DIMENSIONS = (
    "participation",
    "transparency",
    "vertical_accountability",
    "control_of_corruption",
    "administrative_procedures",
    "public_service_delivery",
    "environmental_governance",
    "e_governance",
)
# points of ten from which a dimension is more or less than what it stands beside
ONE_TENTH = Fraction(1, 10)


@dataclass(frozen=True)
class Dimension:
    """A dimension of PAPI: the unit's points and those it stands beside, both of ten."""

    key: str
    value: Fraction
    beside: Fraction

    @property
    def gap(self) -> Fraction:
        return self.value - self.beside


@dataclass(frozen=True)
class Citizens:
    """The unit in the eight dimensions of an edition, the lowest gap first, beside the mean of all units; beside its own
    points of the edition `before` where the edition is not known of all units."""

    edition: Edition
    before: Edition | None
    rows: tuple[Dimension, ...]


def citizens(profile: Profile, *, whole: bool = False) -> Citizens | None:
    """The newest confirmed edition over the units of the unit's own era in which it has all dimensions; `whole`: only an edition
    that is known of all units. None where there is none, or nothing to stand beside it."""
    if profile.unit.is_everyone or not measures.has(PAPI):
        return None
    known = [e for e in measures.editions(PAPI, profile.as_of) if e.confirmed and e.of == profile.unit.table]
    for at in range(len(known) - 1, -1, -1):
        edition = known[at]
        own = _own(profile, edition)
        if own is None or (whole and not edition.complete):
            continue
        before = None if edition.complete or not at else known[at - 1]
        if before is not None and measures.crosses_break(PAPI, before.key, edition.key):
            return None
        beside = _means(edition) if edition.complete else before and _own(profile, before)
        if not beside:
            return None
        rows = [Dimension(key, own[key], beside[key]) for key in DIMENSIONS]
        return Citizens(edition, before, tuple(sorted(rows, key=lambda row: row.gap)))
    return None


def _own(profile: Profile, edition: Edition) -> dict[str, Fraction] | None:
    found: dict[str, Fraction] = {}
    for key in DIMENSIONS:
        for reading in measures.own(PAPI, profile.unit, profile.as_of, key):
            if reading.edition == edition and reading.comparable and reading.value is not None:
                found[key] = exact(reading.value)
    return found if len(found) == len(DIMENSIONS) else None


def _means(edition: Edition) -> dict[str, Fraction] | None:
    found: dict[str, Fraction] = {}
    for key in DIMENSIONS:
        values = [reading.value for reading in measures.table(edition, key) if reading.comparable]
        if len(values) != edition.of or any(value is None for value in values):
            return None
        found[key] = sum((exact(value) for value in values if value is not None), Fraction(0)) / edition.of
    return found


def evidence(told: Citizens, profile: Profile) -> tuple[Evidence, ...]:
    """The unit's cells of the dimensions and what they stand beside."""
    own = (f"edition={told.edition.key};province_slug={_slug(profile)}", *(_beside(told, profile),))
    return tuple(Evidence("measures/papi/papi.csv", key, row.key) for row in told.rows for key in own)


def _beside(told: Citizens, profile: Profile) -> str:
    if told.before is None:
        return f"edition={told.edition.key}"
    return f"edition={told.before.key};province_slug={_slug(profile)}"


def _slug(profile: Profile) -> str:
    readings = measures.own(PAPI, profile.unit, profile.as_of, DIMENSIONS[0])
    slugs = {row["province_slug"] for row in _rows()}
    return next(slug for slug in (profile.unit.slug, profile.unit.geo_slug, readings[-1].slug) if slug in slugs)


def _rows() -> tuple[dict[str, str], ...]:
    from taphuan.data.load import rows

    return rows("measures/papi/papi")


def _citizens(profile: Profile) -> Facts | None:
    told = citizens(profile)
    if told is None:
        return None
    more = sum(row.gap >= ONE_TENTH for row in told.rows)
    less = sum(row.gap <= -ONE_TENTH for row in told.rows)
    words = ("cao hơn", "ngang", "thấp hơn") if told.before is None else ("tăng", "gần như giữ nguyên", "giảm")
    counts = (more, len(told.rows) - more - less, less)
    return {
        "unit": profile.unit.name,
        "year": told.edition.key,
        "before": told.before.key if told.before else "",
        "of": told.edition.of,
        "n": len(told.rows),
        "counts": listing([f"{word} ở {count}" for word, count in zip(words, counts, strict=True) if count]),
        "evidence": evidence(told, profile),
    }


CITIZENS: Kind[Profile] = Kind(
    "papi",
    "in how many of the eight dimensions of PAPI the unit is above, level with and below the mean of all units, or its own year before",
    "the unit's dimensions; the whole columns, or its dimensions of the year before",
    _citizens,
    (
        Form(
            "mean",
            "PAPI {year} của {unit}: {counts} trong {n} nội dung so với trung bình {of} tỉnh, thành phố",
            "the newest confirmed edition of the unit is known of all units; {counts}: how many are a tenth of a point or more "
            "above the mean, less than that from it, as much below it",
            lambda f: not f["before"],
        ),
        Form(
            "before",
            "PAPI {year} của {unit}: {counts} trong {n} nội dung so với năm {before}",
            "the newest confirmed edition of the unit is not known of all units, the one before has the same method; {counts}: how "
            "many rose by a tenth of a point or more, changed by less, fell by as much",
            lambda f: bool(f["before"]),
        ),
    ),
)
