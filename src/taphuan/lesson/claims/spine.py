"""The spine: the one sentence about a unit that a leader keeps. The first of its forms that is true, in the order of docs/claims.md.

What it is made from, the best first: the newest table of the index that has all units; of a merged unit without an own row
the last ranks of those it was put together from; the own row of an edition of which not all units are known; the newest
complete and confirmed edition of PAPI. A measure read from a copy alone is never in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taphuan.charts.text_measure import text_width
from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.known.units import predecessors
from taphuan.lesson.claims.cells import cell, cells, whole_column
from taphuan.lesson.claims.citizens import ONE_TENTH, citizens
from taphuan.lesson.claims.citizens import evidence as papi_evidence
from taphuan.lesson.claims.claim import ONE_POINT, Evidence, Facts, Form, Kind
from taphuan.lesson.profile import Comparison, Profile
from taphuan.lesson.wording import pillar_name
from taphuan.text import exact, hold, listing, lower_first, rounded
from taphuan.theme import theme

# A sheet has one line for the sentence: of two wordings the first that fits it is taken.
_WIDTH, _WEIGHT = 1168.0, 600
# what is near in a table: a rank in its first third, in its second half, in its last three tenths
_FIRST, _SECOND_HALF, _LAST = Fraction(1, 3), Fraction(1, 2), Fraction(7, 10)
# ranks that a unit must have gained or lost, or that a pillar must lie ahead or behind, to be what is told of it
_MOVED = _APART = 10

PAPI_NAMES = {
    "participation": "tham gia của người dân",
    "transparency": "công khai, minh bạch",
    "vertical_accountability": "trách nhiệm giải trình",
    "control_of_corruption": "kiểm soát tham nhũng",
    "administrative_procedures": "thủ tục hành chính công",
    "public_service_delivery": "cung ứng dịch vụ công",
    "environmental_governance": "quản trị môi trường",
    "e_governance": "quản trị điện tử",
}
COUNTS = ("Không", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")


@dataclass(frozen=True)
class Weak:
    """The indices that a spine of a complete table is about. `weak` has the most negative gap to the mean among those that are
    a point or more below it and in the second half of the table; `best` the best rank, `full` are at the maximum."""

    weak: Comparison | None
    lowest: Comparison
    best: Comparison
    full: tuple[Comparison, ...]


def gap(row: Comparison) -> Fraction:
    """Points of an index above the mean of its table, exact."""
    return exact(row.value) - exact(row.table_mean)


def indices_told(profile: Profile) -> Weak | None:
    """None where fewer than two indices can be compared."""
    rows = profile.comparisons
    if len(rows) < 2 or profile.score is None:
        return None
    half = _SECOND_HALF * profile.score.of
    by_gap = sorted(rows, key=lambda row: (gap(row), -row.rank))
    weak = next((row for row in by_gap if gap(row) <= -ONE_POINT and row.rank > half), None)
    best = min(rows, key=lambda row: (row.rank, -gap(row)))
    return Weak(weak, by_gap[0], best, tuple(row for row in rows if exact(row.value) == 1))


def _place(row: Comparison, profile: Profile) -> str:
    """ "đứng thứ 27/34", or that nobody has less."""
    of = len(profile.table)
    same = sum(score.index(row.key) == row.value for score in profile.table)
    if row.rank + same - 1 == of and same < of:
        return "đứng cuối cả nước" if same == 1 else "cùng đứng cuối cả nước"
    return f"đứng thứ {row.rank}/{of}"


def _of_table(profile: Profile) -> Facts | None:
    score, told = profile.score, indices_told(profile)
    if score is None or told is None:
        return None
    of, weak, lowest = score.of, told.weak, told.lowest
    moved = _moved(profile)
    rows = profile.comparisons
    place = _place(weak, profile) if weak else ""
    whole = len(rows) == len(dti.INDICES)
    evidence = [cell(score, "rank"), *(whole_column(score, row.key) for row in rows)]
    if moved:
        evidence.append(cell(moved, "rank"))
    # a count of the indices at the maximum may be told only where all of them are known
    full = len(told.full) if len(score.indices) == len(dti.INDICES) else min(len(told.full), 1)
    return {
        "from": "table",
        "rank": score.rank,
        "of": of,
        "front": score.rank <= _FIRST * of,
        "weak": _name(weak),
        "weak_rank": weak.rank if weak else 0,
        "weak_place": place,
        "weak_rank_place": place.replace("đứng thứ", "hạng"),
        "behind": weak is not None and weak.rank >= _LAST * of,
        "full": full,
        "count": COUNTS[full],
        "one": told.full[0].label if told.full else "",
        "best": told.best.label,
        "best_rank": told.best.rank,
        "lowest": _name(lowest),
        "lowest_rank": lowest.rank,
        "below": gap(lowest) <= -ONE_POINT,
        "under": gap(lowest) < 0,
        "n": COUNTS[len(rows)].lower(),
        "compared": "chỉ số" if whole else "chỉ số so sánh được",
        "whole": whole,
        "moved": abs(moved.rank - score.rank) >= _MOVED if moved else False,
        "from_rank": moved.rank if moved else 0,
        "verb": "lên" if moved and moved.rank > score.rank else "xuống",
        "years": COUNTS[score.year - moved.year].lower() if moved else "",
        "from_year": moved.year if moved else 0,
        "year": score.year,
        "evidence": tuple(evidence),
    }


def _name(row: Comparison | None) -> str:
    return lower_first(row.label) if row is not None else ""


def _moved(profile: Profile) -> Score | None:
    """The own row of the edition before the newest, where both have one table and one method."""
    return profile.comparable_history[-2] if len(profile.comparable_history) > 1 else None


def _of_predecessors(profile: Profile) -> Facts | None:
    rows, parts = sorted(profile.before_merger, key=lambda row: row.rank), predecessors(profile.unit)
    if profile.score is not None or len(rows) < 2 or len(rows) < len(parts):
        return None
    return {
        "from": "predecessors",
        "count": COUNTS[len(rows)],
        "ranks": listing([str(row.rank) for row in rows[:-1]] + [f"{rows[-1].rank}/{rows[-1].of}"]),
        "apart": rows[-1].rank - rows[0].rank,
        "year": rows[0].year,
        "evidence": cells(rows, "rank"),
    }


def _of_own_row(profile: Profile) -> Facts | None:
    """What was published of the unit itself, where the edition is not known of all units."""
    score = profile.score
    if score is None:
        return None
    pillars = [pillar for pillar in profile.pillars if pillar.rank is not None and not pillar.derived]
    ranks = sorted((pillar.rank or 0, pillar.label) for pillar in pillars)
    evidence = [cell(score, "rank")]
    for pillar in pillars:
        key = f"year={score.year};province_slug={score.slug};pillar={pillar.key}"
        evidence.append(Evidence("dti/dti_pillars.csv", key, "rank"))
    worst, best = (ranks[-1], ranks[0]) if ranks else ((0, ""), (0, ""))
    moved = _moved(profile)
    if moved:
        evidence.append(cell(moved, "rank"))
    return {
        "from": "own row",
        "rank": score.rank,
        "of": score.of,
        "year": score.year,
        "worst_rank": worst[0],
        "worst": lower_first(pillar_name(worst[1])) if ranks else "",
        "best_rank": best[0],
        "best": lower_first(pillar_name(best[1])) if ranks else "",
        "pillars": len(ranks),
        "moved": moved is not None and moved.rank != score.rank,
        "from_rank": moved.rank if moved else 0,
        "from_year": moved.year if moved else 0,
        "verb": "lên" if moved and moved.rank > score.rank else "xuống",
        "evidence": tuple(evidence),
    }


def _of_papi(profile: Profile) -> Facts | None:
    told = citizens(profile, whole=True)
    if told is None:
        return None
    low = told.rows[0]
    return {
        "from": "papi",
        "year": told.edition.key,
        "low": PAPI_NAMES[low.key],
        "low_value": rounded(low.value, 2),
        "low_gap": low.gap,
        "evidence": papi_evidence(told, profile),
    }


def _spine(profile: Profile) -> Facts | None:
    """What the sentence is made from: see the head of this file."""
    if profile.unit.is_everyone:
        return None
    for read in (_of_table, _of_predecessors, _of_own_row, _of_papi):
        if (facts := read(profile)) is not None:
            return facts
    return None


def _fits(text: str, facts: Facts) -> bool:
    return text_width(hold(text.format_map(dict(facts))), theme().sizes.title, _WEIGHT) <= _WIDTH


def _contrast(f: Facts) -> bool:
    return bool(f["from"] == "table" and f["front"] and f["behind"])


def _year_moved(f: Facts) -> bool:
    return bool(f["from"] == "table" and not _contrast(f) and f["moved"])


def _story(f: Facts) -> bool:
    """A table with a weak index, and no stronger story."""
    return bool(f["from"] == "table" and not _contrast(f) and not f["moved"] and f["weak"])


def _no_weak(f: Facts) -> bool:
    return bool(f["from"] == "table" and not f["moved"] and not f["weak"])


_A = "Hạng {rank}/{of} về chuyển đổi số, hạng {weak_rank}/{of} về {weak}"
_B = "{count} chỉ số đạt điểm tối đa, {weak} {weak_place}"
_C = "{one} đạt điểm tối đa, {weak} {weak_place}"
_C_SHORT = "{one} đạt điểm tối đa, {weak} hạng {weak_rank}/{of}"
_D = "{best} hạng {best_rank}/{of}, {weak} {weak_rank_place}"
_SHORT = "Hạng {rank}/{of} chung, {weak} {weak_rank_place}"
_BEST = "Chỉ số cao nhất hạng {best_rank}/{of}, {weak} {weak_rank_place}"
_MOVE = "Từ hạng {from_rank} năm {from_year} {verb} hạng {rank}/{of}, {weak} {weak_rank_place}"
_MOVE_SHORT = "Từ hạng {from_rank} {verb} {rank}/{of}, {weak} {weak_rank_place}"
_LOWEST = "Hạng {rank}/{of}; {compared} hụt nhất là {lowest}, hạng {lowest_rank}/{of}"
_OWN_SHORT = "Hạng {rank}/{of} về chuyển đổi số năm {year}"


def _pillar_behind(f: Facts) -> bool:
    return bool(f["from"] == "own row" and f["worst_rank"] - f["rank"] >= _APART)


def _pillar_ahead(f: Facts) -> bool:
    ahead = f["from"] == "own row" and f["pillars"] and f["rank"] - f["best_rank"] >= _APART
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
    _spine,
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
            "as `spine/moved`, where its sentence does not fit one line",
            lambda f: _year_moved(f) and bool(f["weak"]) and not _fits(_MOVE, f),
        ),
        Form(
            "moved-alone",
            "Từ hạng {from_rank}/{of} {verb} hạng {rank}/{of} sau {years} năm",
            "as `spine/moved`, without such an index",
            lambda f: _year_moved(f) and not f["weak"],
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
            f"none of the above; {{best}} has the unit's best rank; {_WEAK}",
            lambda f: _story(f) and f["full"] == 0 and f["best"] != f["weak"] and _fits(_D, f),
        ),
        Form(
            "best-and-weak-short",
            _BEST,
            "as `spine/best-and-weak`, where its sentence does not fit one line and all eight indices can be compared",
            lambda f: _story(f) and f["full"] == 0 and not _fits(_D, f) and f["whole"] and _fits(_BEST, f),
        ),
        Form(
            "rank-and-weak",
            _SHORT,
            "as `spine/best-and-weak`, where neither sentence fits or not all eight indices can be compared",
            lambda f: _story(f) and f["full"] == 0 and not _fits(_D, f) and not (f["whole"] and _fits(_BEST, f)),
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
            "PAPI {year}: {low} {low_value}/10, dưới mức trung bình",
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
