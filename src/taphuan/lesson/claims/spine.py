"""The spine: the one sentence about a unit that a leader keeps. The first of its forms that is true, in the order of docs/claims.md.

What it is made from, the best first: the newest table of the index that has all units; of a merged unit without an own row
the last ranks of those it was put together from; the own row of an edition of which not all units are known; the newest
complete and confirmed edition of PAPI. A measure read from a copy alone is never in it.
"""

from __future__ import annotations

from taphuan.charts.text_measure import text_width
from taphuan.lesson.claims.citizens import ONE_TENTH
from taphuan.lesson.claims.claim import Facts, Form, Kind
from taphuan.lesson.claims.spine_facts import APART, spine_facts
from taphuan.lesson.profile import Profile
from taphuan.text import hold
from taphuan.theme import theme

# A sheet has one line for the sentence: of two wordings the first that fits it is taken.
_WIDTH, _WEIGHT = 1168.0, 600


def _fits(text: str, facts: Facts) -> bool:
    return text_width(hold(text.format_map(dict(facts))), theme().sizes.title, _WEIGHT) <= _WIDTH


def _contrast(f: Facts) -> bool:
    return bool(f["from"] == "table" and f["front"] and f["behind"])


def _year_moved(f: Facts) -> bool:
    return bool(f["from"] == "table" and not _contrast(f) and f["moved"])


def _story(f: Facts) -> bool:
    """A table with a weak index, and no stronger story."""
    return bool(f["from"] == "table" and not _contrast(f) and not f["moved"] and f["weak"])


def _beside_best(f: Facts) -> str:
    """Which sentence of the best index beside the weak one fits the line; empty where none does, or where they are one index."""
    if not f["other"]:
        return ""
    return _D if _fits(_D, f) else _BEST if f["whole"] and _fits(_BEST, f) else ""


def _rank_and_weak(f: Facts) -> bool:
    return _story(f) and f["full"] == 0 and not _beside_best(f)


def _far_apart(f: Facts) -> bool:
    """The weak index stands far behind the unit's own rank, or last of all: its rank says more than its points."""
    return bool(f["weak_last"] or f["weak_rank"] - f["rank"] >= APART)


def _no_weak(f: Facts) -> bool:
    return bool(f["from"] == "table" and not f["moved"] and not f["weak"])


_A = "Hạng {rank}/{of} về chuyển đổi số, hạng {weak_rank}/{of} về {weak}"
_B = "{count} chỉ số đạt điểm tối đa, {weak} {weak_place}"
_C = "{one} đạt điểm tối đa, {weak} {weak_place}"
_C_SHORT = "{one} đạt điểm tối đa, {weak} hạng {weak_rank}/{of}"
_D = "{best} hạng {best_rank}/{of}, {weak} {weak_rank_place}"
_SHORT = "Hạng {rank}/{of} chung, {weak} {weak_rank_place}"
_GAP = "Hạng {rank}/{of}; {weak} dưới trung bình {weak_gap} điểm"
_BEST = "Chỉ số cao nhất hạng {best_rank}/{of}, {weak} {weak_place}"
_MOVE = "Từ hạng {from_rank} năm {from_year} {verb} hạng {rank}/{of}, {weak} {weak_rank_place}"
_MOVE_SHORT = "Từ hạng {from_rank} {verb} {rank}/{of}, {weak} {weak_rank_place}"
_LOWEST = "Hạng {rank}/{of}; {compared} hụt nhất là {lowest}, hạng {lowest_rank}/{of}"
_OWN_SHORT = "Hạng {rank}/{of} về chuyển đổi số năm {year}"


def _pillar_behind(f: Facts) -> bool:
    return bool(f["from"] == "own row" and f["worst_rank"] - f["rank"] >= APART)


def _pillar_ahead(f: Facts) -> bool:
    ahead = f["from"] == "own row" and f["pillars"] and f["rank"] - f["best_rank"] >= APART
    return bool(ahead and not _pillar_behind(f))


def _own_move(f: Facts) -> bool:
    return bool(f["from"] == "own row" and not _pillar_behind(f) and not _pillar_ahead(f) and f["moved"])


def _own_only(f: Facts) -> bool:
    return bool(f["from"] == "own row" and not (_pillar_behind(f) or _pillar_ahead(f) or f["moved"]))


_WEAK = "of the comparable indices at least one point below the mean and in the second half of the table, {weak} has the most negative gap"

SPINE: Kind[Profile] = Kind(
    "spine",
    "the one sentence about the unit: the first of these forms that is true",
    "the rank of the unit and the whole columns of the comparable indices; ranks of predecessors; PAPI's whole columns",
    spine_facts,
    (
        Form(
            "contrast",
            _A,
            f"the rank is in the first third of the table; {_WEAK}, and its rank is in the last three tenths",
            lambda f: _contrast(f) and _fits(_A, f),
        ),
        Form(
            "contrast-short",
            "Hạng {rank}/{of} chung, hạng {weak_rank}/{of} về {weak}",
            "as `spine/contrast`, where its sentence does not fit one line",
            lambda f: _contrast(f) and not _fits(_A, f),
        ),
        Form(
            "moved",
            _MOVE,
            f"no contrast; the rank changed by at least ten since the edition before, which has the same table and method; {_WEAK}",
            lambda f: _year_moved(f) and bool(f["weak"]) and _fits(_MOVE, f),
        ),
        Form(
            "moved-short",
            _MOVE_SHORT,
            "as `spine/moved`, where its sentence does not fit one line and this does",
            lambda f: _year_moved(f) and bool(f["weak"]) and not _fits(_MOVE, f) and _fits(_MOVE_SHORT, f),
        ),
        Form(
            "moved-alone",
            "Từ hạng {from_rank}/{of} {verb} hạng {rank}/{of} sau {years} năm",
            "as `spine/moved`, without such an index, or where neither sentence with it fits one line",
            lambda f: _year_moved(f) and not (f["weak"] and (_fits(_MOVE, f) or _fits(_MOVE_SHORT, f))),
        ),
        Form(
            "several-full",
            _B,
            f"none of the above; all eight indices are known and {{count}} of them, two or more, are at the maximum; {_WEAK}",
            lambda f: _story(f) and f["full"] > 1,
        ),
        Form(
            "one-full",
            _C,
            f"none of the above; {{one}} is at the maximum; {_WEAK}",
            lambda f: _story(f) and f["full"] == 1 and _fits(_C, f),
        ),
        Form(
            "one-full-short",
            _C_SHORT,
            "as `spine/one-full`, where its sentence does not fit one line",
            lambda f: _story(f) and f["full"] == 1 and not _fits(_C, f),
        ),
        Form(
            "best-and-weak",
            _D,
            f"none of the above; {{best}}, another index, has the unit's best rank; {_WEAK}",
            lambda f: _story(f) and f["full"] == 0 and _beside_best(f) == _D,
        ),
        Form(
            "best-and-weak-short",
            _BEST,
            "as `spine/best-and-weak`, where its sentence does not fit one line and all eight indices can be compared",
            lambda f: _story(f) and f["full"] == 0 and _beside_best(f) == _BEST,
        ),
        Form(
            "rank-and-weak",
            _SHORT,
            f"none of the above; neither sentence of another index fits, or {{weak}} has the unit's best rank as well; {_WEAK}, and "
            "its rank is at least ten worse than that of the unit, or the last",
            lambda f: _rank_and_weak(f) and _far_apart(f),
        ),
        Form(
            "rank-and-gap",
            _GAP,
            "as `spine/rank-and-weak`, where the rank of {weak} is nearer to that of the unit, or better",
            lambda f: _rank_and_weak(f) and not _far_apart(f),
        ),
        Form(
            "lowest-in-front",
            _LOWEST,
            "no index is both a point or more below the mean and in the second half; {lowest}, with the most negative gap, is a "
            "point or more below it",
            lambda f: _no_weak(f) and f["below"] and _fits(_LOWEST, f),
        ),
        Form(
            "lowest-in-front-short",
            "Hạng {rank}/{of} chung, {lowest} hạng {lowest_rank}/{of}",
            "as `spine/lowest-in-front`, where its sentence does not fit one line",
            lambda f: _no_weak(f) and f["below"] and not _fits(_LOWEST, f),
        ),
        Form(
            "none-below",
            "Hạng {rank}/{of}; cả {n} {compared} đều từ trung bình trở lên",
            "no comparable index is below the mean",
            lambda f: _no_weak(f) and not f["under"],
        ),
        Form(
            "level",
            "Hạng {rank}/{of}; {n} {compared} đều ngang hoặc trên trung bình",
            "some comparable index is below the mean, none by a point",
            lambda f: _no_weak(f) and f["under"] and not f["below"],
        ),
        Form(
            "predecessors",
            "{count} địa bàn cũ cách nhau {apart} bậc: hạng {ranks} năm {year}",
            "a merged unit without an own row; each predecessor has a rank in the newest edition of their era; {apart} lie between "
            "the best and the worst",
            lambda f: f["from"] == "predecessors" and f["apart"] > 0,
        ),
        Form(
            "predecessors-level",
            "{count} địa bàn cũ cùng hạng năm {year}: {ranks}",
            "a merged unit without an own row; all predecessors have the same rank in the newest edition of their era",
            lambda f: f["from"] == "predecessors" and f["apart"] == 0,
        ),
        Form(
            "pillar-behind",
            "Hạng {rank}/{of} về chuyển đổi số, hạng {worst_rank}/{of} về {worst}",
            "the edition is not known of all units; {worst} has the worst of the published ranks in the pillars, at least ten "
            "worse than the rank of the index",
            _pillar_behind,
        ),
        Form(
            "pillar-ahead",
            "Hạng {rank}/{of} về chuyển đổi số, riêng {best} hạng {best_rank}/{of}",
            "the edition is not known of all units; no pillar is ten ranks behind; {best} is at least ten ranks ahead",
            _pillar_ahead,
        ),
        Form(
            "own-move",
            "Từ hạng {from_rank}/{of} năm {from_year} {verb} hạng {rank}/{of} năm {year}",
            "the edition is not known of all units; none of the two above; the rank changed since the edition before, which has "
            "the same table and method",
            _own_move,
        ),
        Form(
            "own-rank",
            _OWN_SHORT,
            "the edition is not known of all units; none of the three above",
            _own_only,
        ),
        Form(
            "papi-below",
            "PAPI {year}: {low} đạt {low_value}/10, dưới mức trung bình",
            "no index of the unit is public; of the dimensions of PAPI {low} has the most negative gap to the mean of all units, "
            "at least a tenth of a point",
            lambda f: f["from"] == "papi" and f["low_gap"] <= -ONE_TENTH,
        ),
        Form(
            "papi-above",
            "PAPI {year}: không nội dung nào dưới mức trung bình",
            "no index of the unit is public; no dimension of PAPI is below the mean of all units",
            lambda f: f["from"] == "papi" and f["low_gap"] >= 0,
        ),
        Form(
            "papi-level",
            "PAPI {year}: mọi nội dung ngang hoặc trên mức trung bình",
            "no index of the unit is public; some dimension of PAPI is below the mean, none by a tenth of a point",
            lambda f: f["from"] == "papi" and -ONE_TENTH < f["low_gap"] < 0,
        ),
    ),
)
