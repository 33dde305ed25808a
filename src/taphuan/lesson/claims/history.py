"""Claims about ranks over several editions, of a unit and of the units it was put together from, and about its pillars."""

from __future__ import annotations

from taphuan.known.dti import Score
from taphuan.known.units import predecessors
from taphuan.lesson.claims.cells import cells, province_set
from taphuan.lesson.claims.claim import Evidence, Facts, Form, Kind
from taphuan.lesson.measures import predecessor_history
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, listing, lower_first


def _listed(scores: tuple[Score, ...]) -> str:
    return listing([f"{score.rank}/{score.of} năm {score.year}" for score in scores])


def _history(profile: Profile) -> Facts | None:
    rows = profile.comparable_history
    if len(rows) < 2:
        return None
    return {
        "unit": profile.unit.name,
        "first": rows[0].rank,
        "first_year": rows[0].year,
        "last": rows[-1].rank,
        "last_year": rows[-1].year,
        "of": rows[-1].of,
        "constant": len({row.rank for row in rows}) == 1,
        "evidence": cells(rows, "rank"),
    }


_FROM = "{unit} từ hạng {first}/{of} năm {first_year}"
_COMPARABLE = "over the newest own ranks of one table and one method, "

HISTORY: Kind[Profile] = Kind(
    "history",
    "what became of the rank over editions that can be compared",
    "the unit's rank in each of those editions",
    _history,
    (
        Form(
            "up",
            f"{_FROM} lên hạng {{last}}/{{of}} năm {{last_year}}",
            _COMPARABLE + "the last is better than the first",
            lambda f: f["last"] < f["first"],
        ),
        Form(
            "down",
            f"{_FROM} xuống hạng {{last}}/{{of}} năm {{last_year}}",
            _COMPARABLE + "the last is worse than the first",
            lambda f: f["last"] > f["first"],
        ),
        Form(
            "constant",
            "{unit} giữ hạng {last}/{of} từ năm {first_year} đến năm {last_year}",
            _COMPARABLE + "all are the same",
            lambda f: f["constant"],
        ),
        Form(
            "back",
            "{unit} năm {last_year} trở lại hạng {last}/{of} của năm {first_year}",
            _COMPARABLE + "the last is that of the first, one between is not",
            lambda f: f["last"] == f["first"] and not f["constant"],
        ),
    ),
)


def _ranks(profile: Profile) -> Facts | None:
    if len(profile.history) < 2:
        return None
    listed = _listed(profile.history)
    return {"unit": profile.unit.name, "ranks": listed, "evidence": cells(profile.history, "rank")}


RANKS: Kind[Profile] = Kind(
    "ranks",
    "all own ranks known on the day",
    "the unit's rank in each edition",
    _ranks,
    (
        Form(
            "listed",
            "Thứ hạng DTI đã công bố của {unit}: {ranks}",
            "the unit has ranks of at least two editions",
            lambda f: True,
        ),
    ),
)


def _movement(profile: Profile) -> Facts | None:
    before = predecessor_history(profile)
    if len(profile.history) < 2 and not any(len(scores) > 1 for _, scores in before):
        return None
    last = [scores[-1] for _, scores in before]
    return {
        "unit": profile.unit.name,
        "own": _listed(profile.history) if profile.history else "",
        "before": listing([f"{score.name} {score.rank}/{score.of}" for score in last]),
        "before_year": last[0].year if last else 0,
        "complete": len(last) == len(predecessors(profile.unit)) and len({score.year for score in last}) < 2,
        "evidence": (*cells(profile.history, "rank"), *cells(last, "rank")),
    }


MOVEMENT: Kind[Profile] = Kind(
    "movement",
    "the ranks over the editions; a merged unit's after its predecessors' last ones",
    "the ranks that are named",
    _movement,
    (
        Form("own", "{unit}: hạng {own}", "the unit is not merged", lambda f: not f["before"]),
        Form(
            "merged",
            "Trước sắp xếp, năm {before_year}: {before}; sau sắp xếp: {own}",
            "every predecessor has a rank in the last edition of their era, and the unit has one of its own",
            lambda f: bool(f["before"] and f["own"]) and f["complete"],
        ),
        Form(
            "before",
            "Trước sắp xếp, năm {before_year}: {before}",
            "every predecessor has a rank in the last edition of their era, the unit has none of its own",
            lambda f: bool(f["before"]) and not f["own"] and f["complete"],
        ),
    ),
)


def _predecessors(profile: Profile) -> Facts | None:
    rows = sorted(profile.before_merger, key=lambda row: row.rank)
    if len(rows) < 2:
        return None
    return {
        "unit": profile.unit.name,
        "year": rows[0].year,
        "ranks": listing([f"{row.name} {row.rank}/{row.of}" for row in rows]),
        "missing": len(predecessors(profile.unit)) - len(rows),
        "rows": len(rows),
        "parts": len(predecessors(profile.unit)),
        "evidence": cells(rows, "rank"),
    }


PREDECESSORS: Kind[Profile] = Kind(
    "predecessors",
    "the ranks of the units that a merged one was put together from, in their last common edition",
    "the rank of each of them",
    _predecessors,
    (
        Form(
            "all",
            "Trước sắp xếp, năm {year}: {ranks}",
            "every predecessor has a rank in the edition",
            lambda f: f["missing"] == 0,
        ),
        Form(
            "part",
            "Trước sắp xếp, năm {year}, {rows} trong {parts} đơn vị hợp thành {unit}: {ranks}",
            "some predecessor has no rank in the edition",
            lambda f: f["missing"] > 0,
        ),
    ),
)


def _pillars(profile: Profile) -> Facts | None:
    score, ranked = profile.score, [pillar for pillar in profile.pillars if pillar.rank is not None]
    if score is None or not ranked:
        return None
    evidence = []
    for pillar in ranked:
        key = f"year={score.year};province_slug={score.slug};pillar={pillar.key}"
        if pillar.derived:
            key = f"{key};province_set={province_set(score)}"
            file, column = "dti/dti_pillars_derived.csv", "rank_derived"
        else:
            file, column = "dti/dti_pillars.csv", "rank"
        evidence.append(Evidence(file, key, column))
    named = [f"{lower_first(p.label)}{NBSP}{p.rank}/{score.of}" for p in ranked]
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "ranks": ", ".join(named),
        "derived": sum(pillar.derived for pillar in ranked),
        "n": len(ranked),
        "evidence": tuple(evidence),
    }


_PILLARS = "Hạng trụ cột DTI {year} của {unit}: {ranks}"

PILLARS: Kind[Profile] = Kind(
    "pillars",
    "the ranks of the unit in the pillars",
    "the rank of the unit in each pillar that is named",
    _pillars,
    (
        Form("published", _PILLARS, "all ranks that are named were published", lambda f: f["derived"] == 0),
        Form(
            "derived",
            f"{_PILLARS} (tính từ chỉ số đã công bố)",
            "all ranks that are named were computed from published indices",
            lambda f: f["derived"] == f["n"],
        ),
        Form(
            "mixed",
            f"{_PILLARS} (một phần tính từ chỉ số đã công bố)",
            "some were published, some computed",
            lambda f: 0 < f["derived"] < f["n"],
        ),
    ),
)
