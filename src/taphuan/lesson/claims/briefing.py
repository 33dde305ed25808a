"""Claims of a briefing in the words of official papers: the result, the indices above, level with and below the mean, and where
an index is better."""

from __future__ import annotations

from fractions import Fraction

from taphuan.known import dti
from taphuan.lesson.claims.cells import VALUE, cell, cells, points_of, whole_column
from taphuan.lesson.claims.claim import ABOVE, BELOW, LEVEL, Facts, Form, Kind, compared
from taphuan.lesson.claims.indices import OneIndex, taught_by
from taphuan.lesson.claims.spine_facts import COUNTS
from taphuan.lesson.profile import Comparison, Profile
from taphuan.lesson.wording import table_label
from taphuan.text import listing, lower_first

_FULL = Fraction(1)


def below_mean(profile: Profile) -> tuple[Comparison, ...]:
    """The comparable indices at least a point below the mean, the furthest below first."""
    rows = [row for row in profile.comparisons if _word(row) == BELOW]
    return tuple(sorted(rows, key=lambda row: points_of(row.value) - points_of(row.table_mean)))


def _word(row: Comparison) -> str:
    return compared(points_of(row.value), points_of(row.table_mean))


def _result(profile: Profile) -> Facts | None:
    score, mean = profile.score, profile.table_mean
    if score is None or score.value is None or mean is None:
        return None
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "value": points_of(score.value),
        "rank": score.rank,
        "of": score.of,
        "tied": sum(other.rank == score.rank for other in profile.table) > 1,
        "mean": points_of(mean),
        "evidence": (cell(score, "rank"), cell(score, VALUE), whole_column(score, VALUE)),
    }


_RESULT = (
    "Chỉ số chuyển đổi số cấp tỉnh (DTI) của {{unit}} năm {{year}} đạt {{value}} điểm, {} {{rank}}/{{of}} tỉnh, thành phố "
    "(trung bình {{mean}} điểm)"
)

RESULT: Kind[Profile] = Kind(
    "briefing-result",
    "value and rank of the unit in the table of its newest edition, and the mean of that table",
    "the rank and the value of the unit; the values of the whole table",
    _result,
    (
        Form(
            "alone",
            _RESULT.format("xếp thứ"),
            "the edition is complete, no other unit has the same rank",
            lambda f: not f["tied"],
        ),
        Form(
            "tie",
            _RESULT.format("cùng xếp thứ"),
            "the edition is complete, others have the same rank",
            lambda f: f["tied"],
        ),
    ),
)


def _before(profile: Profile) -> Facts | None:
    scores = profile.before_merger
    if len(scores) < 2:
        return None
    return {
        "year": scores[0].year,
        "of": scores[0].of,
        "named": ", ".join(f"{score.name} xếp thứ {score.rank}" for score in sorted(scores, key=lambda s: s.rank)),
        "evidence": cells(scores, "rank"),
    }


BEFORE: Kind[Profile] = Kind(
    "briefing-before",
    "the ranks of the units that a merged one was put together from, side by side",
    "the ranks of those units in the newest complete table that has them",
    _before,
    (
        Form(
            "ranks",
            "Trước sắp xếp, trong bảng DTI năm {year} của {of} tỉnh, thành phố, {named}",
            "{named}: each with its rank, the best first",
            lambda f: True,
        ),
    ),
)


def _groups(profile: Profile) -> Facts | None:
    rows, score = profile.comparisons, profile.score
    if not rows or score is None:
        return None
    full = [row for row in rows if points_of(row.value) == _FULL]
    rest = sorted((row for row in rows if row not in full), key=lambda row: row.rank)

    def named(row: Comparison) -> str:
        same = sum(other.index(row.key) == row.value for other in profile.table)
        return f"{lower_first(row.label)} ({points_of(row.value)} điểm, {'cùng thứ' if same > 1 else 'thứ'} {row.rank})"

    above, level = ([row for row in rest if _word(row) == word] for word in (ABOVE, LEVEL))
    below = below_mean(profile)
    return {
        "label": table_label(score.of),
        "other": " khác" if full else "",
        "full": listing([lower_first(row.label) for row in full]),
        "fulls": COUNTS[len(full)],
        "above": listing([named(row) for row in above]),
        "aboves": COUNTS[len(above)],
        "level": listing([named(row) for row in level]),
        "levels": COUNTS[len(level)],
        "belows": COUNTS[len(below)],
        "below": len(below),
        "n": COUNTS[len(rows)].lower(),
        "compared": "chỉ số" if len(rows) == len(dti.INDICES) else "chỉ số so sánh được",
        "all": len(below) == len(rows),
        "evidence": (
            *(cell(score, row.key) for row in rows),
            *(whole_column(score, row.key) for row in rows),
        ),
    }


_PROOF = "the unit's values and the whole columns of the comparable indices"

FULL: Kind[Profile] = Kind(
    "briefing-full",
    "the indices in which the unit has all points there are",
    _PROOF,
    _groups,
    (
        Form(
            "full",
            "{fulls} chỉ số đạt điểm tối đa: {full}",
            "{full}: the comparable indices with a value of 100, {fulls} of them",
            lambda f: bool(f["full"]),
        ),
    ),
)

HIGHER: Kind[Profile] = Kind(
    "briefing-above",
    "the indices in which the unit is above the mean of its table, each with value and rank",
    _PROOF,
    _groups,
    (
        Form(
            "above",
            "{aboves} chỉ số{other} cao hơn {label}: {above}",
            "{above}: the comparable indices at least one point more than their mean and not at 100, the best rank first; "
            "marked where others have the same value",
            lambda f: bool(f["above"]),
        ),
    ),
)

EVEN: Kind[Profile] = Kind(
    "briefing-level",
    "the indices in which the unit is level with the mean of its table, each with value and rank",
    _PROOF,
    _groups,
    (
        Form(
            "level",
            "{levels} chỉ số ngang {label}: {level}",
            "{level}: the comparable indices less than one point from their mean and not at 100, the best rank first; "
            "marked where others have the same value",
            lambda f: bool(f["level"]),
        ),
    ),
)

LOWER: Kind[Profile] = Kind(
    "briefing-below",
    "in how many indices the unit is below the mean of its table",
    _PROOF,
    _groups,
    (
        Form(
            "all",
            "Cả {n} {compared} thấp hơn {label} từ 1 điểm trở lên",
            "every comparable index is at least one point less than its mean",
            lambda f: f["all"],
        ),
        Form(
            "some",
            "{belows} trong {n} {compared} thấp hơn {label} từ 1 điểm trở lên",
            "{belows} of the comparable indices, at least one and not all, are at least one point less than their mean",
            lambda f: f["below"] and not f["all"],
        ),
    ),
)


def _place(subject: OneIndex) -> Facts | None:
    taught, score = taught_by(subject), subject.profile.score
    if taught is None or score is None:
        return None
    return {
        "index": lower_first(taught.row.label),
        "unit": subject.profile.unit.name,
        "value": points_of(taught.row.value),
        "top": taught.value,
        "names": listing(taught.names[:2]),
        "both": " đều" if len(taught.names) > 1 else "",
        "evidence": (cell(score, taught.row.key), whole_column(score, taught.row.key)),
    }


PLACE: Kind[OneIndex] = Kind(
    "briefing-place",
    "where an index is better in which the unit is below the mean of its table",
    "the whole column of the index",
    _place,
    (
        Form(
            "better",
            "trao đổi cách làm với {names}, nơi chỉ số {index}{both} đạt {top} điểm ({unit}: {value})",
            "the unit is at least one point below the mean of the table, and {names} have the highest value, at least five points "
            "more than the unit, of the six units that are most like it by population, urban share and GRDP per head; of its "
            "region where it was not known on the day which they are",
            lambda f: True,
        ),
    ),
)
