"""Claims at the head of the panels of a checkup: where the ranks stand, which index is furthest below its mean."""

from __future__ import annotations

from fractions import Fraction

from taphuan.known import dti
from taphuan.lesson import measures
from taphuan.lesson.claims.cells import cell, cells, whole_column
from taphuan.lesson.claims.claim import ONE_POINT, Facts, Form, Kind
from taphuan.lesson.claims.spine_facts import COUNTS, gap
from taphuan.lesson.profile import Profile
from taphuan.text import lower_first

_FRONT, _THIRD, _BACK = Fraction(1, 4), Fraction(1, 3), Fraction(9, 10)


def _ranks(profile: Profile) -> Facts | None:
    own = next((line for line in measures.rank_lines(profile) if line.own), None)
    if own is None or profile.score is None or len(own.scores) < 2:
        return None
    places = [Fraction(score.rank, score.of) for score in own.scores]
    return {"places": places, "now": places[-1], "evidence": cells(own.scores, "rank")}


def _middle(place: Fraction) -> bool:
    return _THIRD < place <= 2 * _THIRD


RANKS_HEAD: Kind[Profile] = Kind(
    "ranks-head",
    "where the ranks of the unit stand, at the head of a panel; a place, never a movement",
    "the ranks of the unit, and of the predecessor with its name, in the tables that are drawn",
    _ranks,
    (
        Form(
            "front",
            "Hạng DTI: vẫn ở nhóm đầu",
            "the rank is in the first quarter of each table that is drawn",
            lambda f: all(place <= _FRONT for place in f["places"]),
        ),
        Form(
            "front-now",
            "Hạng DTI: ở nhóm đầu",
            "the newest rank is in the first quarter of its table, an earlier one is not",
            lambda f: f["now"] <= _FRONT and any(place > _FRONT for place in f["places"]),
        ),
        Form(
            "back",
            "Hạng DTI: ở cuối bảng",
            "the newest rank is in the last tenth of its table",
            lambda f: f["now"] > _BACK,
        ),
        Form(
            "middle-now",
            "Hạng DTI: nay ở giữa bảng",
            "the newest rank is in the middle third of its table, an earlier one is not",
            lambda f: _middle(f["now"]) and not all(map(_middle, f["places"])),
        ),
        Form(
            "middle",
            "Hạng DTI: ở giữa bảng",
            "the rank is in the middle third of each table that is drawn",
            lambda f: all(map(_middle, f["places"])),
        ),
    ),
)


def _indices(profile: Profile) -> Facts | None:
    rows, score = profile.comparisons, profile.score
    if len(rows) < 2 or score is None:
        return None
    lowest = min(rows, key=gap)
    count = COUNTS[len(rows)]
    whole = len(rows) == len(dti.INDICES)
    return {
        "head": f"{count} chỉ số" if whole else f"{count} chỉ số so sánh được",
        "lowest": lower_first(lowest.label),
        "below": gap(lowest) <= -ONE_POINT,
        "evidence": (
            *(cell(score, row.key) for row in rows),
            *(whole_column(score, row.key) for row in rows),
        ),
    }


INDICES_HEAD: Kind[Profile] = Kind(
    "indices-head",
    "which index is furthest below its mean, at the head of a panel",
    "the unit's values and the whole columns of the comparable indices",
    _indices,
    (
        Form(
            "below",
            "{head}: hụt nhất là {lowest}",
            "some comparable index is at least a point below its mean; {lowest} has the most negative gap",
            lambda f: f["below"],
        ),
        Form(
            "none",
            "{head}: không chỉ số nào hụt",
            "no comparable index is a point below its mean",
            lambda f: not f["below"],
        ),
    ),
)
