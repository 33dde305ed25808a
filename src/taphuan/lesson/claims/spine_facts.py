"""What the spine of a unit is made from: its indices in a complete table, its predecessors' ranks, its own row, PAPI."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.known.units import predecessors
from taphuan.lesson.claims.cells import cell, cells, whole_column
from taphuan.lesson.claims.citizens import citizens
from taphuan.lesson.claims.citizens import evidence as papi_evidence
from taphuan.lesson.claims.claim import ONE_POINT, Evidence, Facts, Points
from taphuan.lesson.profile import Comparison, Profile
from taphuan.lesson.wording import pillar_name
from taphuan.text import exact, listing, lower_first, rounded

# what is near in a table: a rank in its first third, in its second half, in its last three tenths
_FIRST, _SECOND_HALF, _LAST = Fraction(1, 3), Fraction(1, 2), Fraction(7, 10)
# ranks that a unit must have gained or lost, or that a pillar must lie ahead or behind, to be what is told of it
MOVED = APART = 10

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
        "weak_gap": Points(-gap(weak)) if weak else Points(0),
        "weak_last": place.endswith("cuối cả nước"),
        "behind": weak is not None and weak.rank >= _LAST * of,
        "full": full,
        "count": COUNTS[full],
        "one": told.full[0].label if told.full else "",
        "best": told.best.label,
        "best_rank": told.best.rank,
        "other": told.best is not weak,
        "lowest": _name(lowest),
        "lowest_rank": lowest.rank,
        "below": gap(lowest) <= -ONE_POINT,
        "under": gap(lowest) < 0,
        "n": COUNTS[len(rows)].lower(),
        "compared": "chỉ số" if whole else "chỉ số so sánh được",
        "whole": whole,
        "moved": abs(moved.rank - score.rank) >= MOVED if moved else False,
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


def spine_facts(profile: Profile) -> Facts | None:
    """What the sentence is made from: see the head of this file."""
    if profile.unit.is_everyone:
        return None
    for read in (_of_table, _of_predecessors, _of_own_row, _of_papi):
        if (facts := read(profile)) is not None:
            return facts
    return None
