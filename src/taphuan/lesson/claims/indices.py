"""Claims about the indices of a unit beside the mean of its table, and whom to learn from in an index."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taphuan.lesson.claims.cells import cell, few, points_of, province_set, whole_column
from taphuan.lesson.claims.claim import (
    ABOVE,
    BELOW,
    LEVEL,
    ONE_POINT,
    Claim,
    Evidence,
    Facts,
    Form,
    Kind,
    Points,
    compared,
)
from taphuan.lesson.claims.standing import beside_means
from taphuan.lesson.measures import has_pillar_means, pillar_rows
from taphuan.lesson.peers import similar
from taphuan.lesson.profile import Comparison, Profile
from taphuan.lesson.wording import table_label
from taphuan.text import NBSP, listing, lower_first

MOST_TEACHERS = 3
# how much better a teacher is
FIVE_POINTS = 5 * ONE_POINT


@dataclass(frozen=True)
class OneIndex:
    """One index of a unit that every unit of its table has: what a claim about a single index is about."""

    profile: Profile
    row: Comparison


@dataclass(frozen=True)
class _Gap:
    key: str
    label: str
    value: Points
    mean: Points

    @property
    def gap(self) -> Fraction:
        return self.value - self.mean

    @property
    def word(self) -> str:
        return compared(self.value, self.mean)


def _gaps(profile: Profile) -> tuple[_Gap, ...]:
    return tuple(_Gap(r.key, r.label, points_of(r.value), points_of(r.table_mean)) for r in profile.comparisons)


def _named(rows: list[_Gap]) -> str:
    """ "hạ tầng số (58,1 so với 57,9)", several with the same gap one after the other."""
    return listing([f"{lower_first(row.label)} ({row.value} so với {row.mean})" for row in rows])


def _indices(profile: Profile) -> Facts | None:
    rows, score = _gaps(profile), profile.score
    if not rows or score is None:
        return None
    counts = {word: sum(row.word == word for row in rows) for word in (ABOVE, LEVEL, BELOW)}
    parts = [f"{word} ở {count}" for word, count in counts.items() if count]
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "n": len(rows),
        "label": table_label(score.of),
        "counts": ", ".join(parts),
        "kinds": len(parts),
        "above": counts[ABOVE],
        "level": counts[LEVEL],
        "below": counts[BELOW],
        "evidence": (*(cell(score, row.key) for row in rows), *(whole_column(score, row.key) for row in rows)),
    }


INDICES: Kind[Profile] = Kind(
    "indices",
    "in how many of the comparable indices the unit is above, level with and below the mean of its table",
    "the unit's values and the whole columns of the indices that every unit of the table has",
    _indices,
    (
        Form(
            "above",
            "{unit} cao hơn {label} ở cả {n} chỉ số so sánh được năm {year}",
            "every comparable index is at least one point more than its mean",
            lambda f: f["above"] == f["n"],
        ),
        Form(
            "level",
            "{unit} ngang {label} ở cả {n} chỉ số so sánh được năm {year}",
            "every comparable index is less than one point from its mean",
            lambda f: f["level"] == f["n"],
        ),
        Form(
            "below",
            "{unit} thấp hơn {label} ở cả {n} chỉ số so sánh được năm {year}",
            "every comparable index is at least one point less than its mean",
            lambda f: f["below"] == f["n"],
        ),
        Form(
            "mixed",
            "{unit} so với {label} năm {year}: {counts} trong {n} chỉ số so sánh được",
            "{counts}: in this order, how many are at least one point more than their mean, less than one point from it, at "
            "least one point less; a count of 0 is left out",
            lambda f: f["kinds"] > 1,
        ),
    ),
)


def _weakest(profile: Profile) -> Facts | None:
    rows, score = _gaps(profile), profile.score
    if not rows or score is None:
        return None
    lowest = min(row.gap for row in rows)
    # the distance to the highest value of the table, for units that are below the mean nowhere
    tops = {row.key: max(points_of(s.index(row.key) or 0.0) for s in profile.table) for row in rows}
    room = max(tops[row.key] - row.value for row in rows)
    far = next(row for row in rows if tops[row.key] - row.value == room)
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "label": table_label(score.of),
        "n": len(rows),
        "below": any(row.word == BELOW for row in rows),
        "lowest": _named([row for row in rows if row.gap == lowest]),
        "room": room,
        "index": lower_first(far.label),
        "value": far.value,
        "top": Points(tops[far.key]),
        "evidence": (*(cell(score, row.key) for row in rows), *(whole_column(score, row.key) for row in rows)),
    }


WEAKEST: Kind[Profile] = Kind(
    "weakest",
    "the index furthest below the mean of the table; where none is below it, the one furthest from the highest value",
    "the unit's values and the whole columns of the comparable indices",
    _weakest,
    (
        Form(
            "below",
            "Thấp hơn {label} nhiều nhất: {lowest}",
            "some comparable index is at least one point less than its mean; {lowest}: those with the least value − mean",
            lambda f: f["below"],
        ),
        Form(
            "room",
            "Ngang hoặc trên {label} ở cả {n} chỉ số so sánh được; dư địa lớn nhất: {index} ({value}, cao nhất {top})",
            "no comparable index is a point or more less than its mean; {index} has the greatest (highest of the table − value), "
            "at least one point",
            lambda f: not f["below"] and f["room"] >= ONE_POINT,
        ),
    ),
)

TOP: Kind[Profile] = Kind(
    "top",
    "that the unit has the highest values of its table, or is next to them",
    "the unit's values and the whole columns of the comparable indices",
    _weakest,
    (
        Form(
            "highest",
            "{unit} cao nhất bảng ở cả {n} chỉ số so sánh được năm {year}",
            "in every comparable index no unit of the table has a higher value",
            lambda f: f["room"] == 0,
        ),
        Form(
            "next",
            "{unit} kém mức cao nhất bảng chưa tới 1 điểm ở cả {n} chỉ số so sánh được năm {year}",
            "in every comparable index the unit is less than one point below the highest value, in some it is below it",
            lambda f: 0 < f["room"] < ONE_POINT,
        ),
    ),
)


def _strongest(profile: Profile) -> Facts | None:
    rows, score = _gaps(profile), profile.score
    if len(rows) < 2 or score is None or len({row.gap for row in rows}) == 1:
        return None
    highest, nearest = max(row.gap for row in rows), min(abs(row.gap) for row in rows)
    return {
        "label": table_label(score.of),
        "gap": highest,
        "highest": _named([row for row in rows if row.gap == highest]),
        "nearest": _named([row for row in rows if abs(row.gap) == nearest]),
        "evidence": (*(cell(score, row.key) for row in rows), *(whole_column(score, row.key) for row in rows)),
    }


STRONGEST: Kind[Profile] = Kind(
    "strongest",
    "the index furthest above the mean of the table; where none is above it, the one nearest to it",
    "the unit's values and the whole columns of the comparable indices",
    _strongest,
    (
        Form(
            "above",
            "Cao hơn {label} nhiều nhất: {highest}",
            "some comparable index is at least one point more than its mean; {highest}: those with the greatest value − mean",
            lambda f: f["gap"] >= ONE_POINT,
        ),
        Form(
            "nearest",
            "Gần {label} nhất: {nearest}",
            "no comparable index is a point or more above its mean; {nearest}: those with the least distance to it",
            lambda f: f["gap"] < ONE_POINT,
        ),
    ),
)


@dataclass(frozen=True)
class Taught:
    """Whom to learn from in an index: the row of the unit, those with the highest value of `group`, and the value. `alike`:
    the group are the units most like the unit, else those of its region."""

    row: Comparison
    names: tuple[str, ...]
    value: Points
    alike: bool


def taught_by(subject: OneIndex) -> Taught | None:
    """The best of the units most like the unit, or of its region where it is not known which they are; None unless the unit is
    a point below the mean and they are five points better."""
    profile, row = subject.profile, subject.row
    score, value = profile.score, points_of(row.value)
    if score is None or compared(value, points_of(row.table_mean)) != BELOW:
        return None
    alike = similar(profile)
    group = alike.scores if alike is not None else profile.region_scores
    values = {other.name: points_of(other.index(row.key) or 0.0) for other in group if other.slug != score.slug}
    top = max(values.values(), default=Points(0))
    if top - value < FIVE_POINTS:
        return None
    return Taught(row, tuple(who for who, other in values.items() if other == top), top, alike is not None)


def _teacher(subject: OneIndex) -> Facts | None:
    taught, score = taught_by(subject), subject.profile.score
    if taught is None or score is None:
        return None
    return {
        "index": taught.row.label,
        "value": points_of(taught.row.value),
        "top": taught.value,
        "names": listing(taught.names[:2]),
        "alike": taught.alike,
        "evidence": (cell(score, taught.row.key), whole_column(score, taught.row.key)),
    }


_LEARN = "the unit is at least one point below the mean of the table, and {names} have the highest value of"

TEACHER: Kind[OneIndex] = Kind(
    "teacher",
    "whom to learn from in an index in which the unit is below the mean of its table",
    "the whole column of the index",
    _teacher,
    (
        Form(
            "similar",
            "{index} ({value}): học cách làm của {names} ({top}), tỉnh tương đồng°",
            f"{_LEARN} the six units that are most like the unit by population, urban share and GRDP per head, at least five "
            "points more than the unit",
            lambda f: f["alike"],
        ),
        Form(
            "region",
            "{index} ({value}): học cách làm của {names} cùng vùng ({top})",
            f"{_LEARN} the other units of its region, at least five points more than the unit; which units are like it was not "
            "known on the day",
            lambda f: not f["alike"],
        ),
    ),
)


def weak_indices(profile: Profile) -> tuple[Comparison, ...]:
    """The indices at least a point below the mean, the furthest below first, at most MOST_TEACHERS."""
    rows = sorted(profile.comparisons, key=lambda row: points_of(row.value) - points_of(row.table_mean))
    return tuple(r for r in rows if compared(points_of(r.value), points_of(r.table_mean)) == BELOW)[:MOST_TEACHERS]


def teachers(profile: Profile) -> tuple[Claim, ...]:
    """Whom to learn from in each of the weak indices."""
    claims = [TEACHER.claim(OneIndex(profile, row)) for row in weak_indices(profile)]
    return tuple(claim for claim in claims if claim is not None)


def _pillar_means(profile: Profile) -> Facts | None:
    score = profile.score
    if score is None or not has_pillar_means(profile):
        return None
    rows = [
        (row.key, lower_first(row.label), compared(points_of(row.value or 0.0), points_of(row.mean or 0.0)))
        for row in pillar_rows(profile)
    ]
    parts = [
        f"{word} ở trụ cột {listing(labels)}"
        for word in (ABOVE, LEVEL, BELOW)
        if (labels := [label for _, label, said in rows if said == word])
    ]
    table = f"year={score.year};province_set={province_set(score)}"
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "label": table_label(score.of),
        "said": ", ".join(parts),
        "evidence": tuple(
            Evidence("dti/dti_pillars_derived.csv", f"{table};pillar={key}", "value_derived") for key, _, _ in rows
        ),
    }


PILLAR_MEANS: Kind[Profile] = Kind(
    "pillar-means",
    "each pillar of the unit beside the mean of its table",
    "the derived values of the three pillars of the whole table; a value of the unit that was published takes the place of its own",
    _pillar_means,
    (
        Form(
            "each",
            "{unit} so với {label} năm {year}: {said}",
            "every unit of the table has a derived value in each pillar; {said} names, in this order, the "
            "pillars at least one point more than the mean, less than one point from it, at least one point less",
            lambda f: True,
        ),
    ),
)


def _index(subject: OneIndex) -> Facts | None:
    profile, row, score = subject.profile, subject.row, subject.profile.score
    if score is None:
        return None
    return {
        "index": row.label,
        "unit": profile.unit.name,
        "year": score.year,
        "value": points_of(row.value),
        "mean": points_of(row.table_mean),
        "region_mean": None if row.region_mean is None else points_of(row.region_mean),
        "label": table_label(score.of),
        "evidence": (cell(score, row.key), whole_column(score, row.key)),
    }


INDEX: Kind[OneIndex] = Kind(
    "index",
    "one index of the unit beside the mean of its table and of its region",
    "the whole column of the index",
    _index,
    beside_means(f"{{index}} của {{unit}} năm{NBSP}{{year}} đạt {{value}}", "the value of the index"),
)


def _best(subject: OneIndex) -> Facts | None:
    profile, key, score = subject.profile, subject.row.key, subject.profile.score
    if score is None:
        return None
    values = {s.name: points_of(s.index(key) or 0.0) for s in profile.table}
    top = max(values.values())
    return {
        "unit": profile.unit.name,
        "leaders": few([name for name, value in values.items() if value == top], 2),
        "own": points_of(subject.row.value) == top,
        "evidence": (whole_column(score, key),),
    }


BEST: Kind[OneIndex] = Kind(
    "best",
    "the label of the bar with the highest value of the table in one index",
    "the whole column of the index",
    _best,
    (
        Form("own", "{unit} (cao nhất)", "no unit of the table has a higher value than the unit", lambda f: f["own"]),
        Form(
            "others",
            "{leaders} (cao nhất)",
            "{leaders} have the highest value, the unit has not",
            lambda f: not f["own"],
        ),
    ),
)
