"""Claims about where a unit stands: its rank, its place in a group, its value beside the means, the ranks beside its own."""

from __future__ import annotations

from taphuan.known.dti import Score
from taphuan.lesson.claims.cells import VALUE, cell, cells, ends, points_of, provinces, whole_column
from taphuan.lesson.claims.claim import ABOVE, BELOW, LEVEL, ONE_POINT, Facts, Form, Kind, compared
from taphuan.lesson.profile import Profile
from taphuan.lesson.wording import table_label
from taphuan.text import NBSP, listing

_WORDS = {ABOVE: "above", LEVEL: "level", BELOW: "below"}
_WHEN = {
    ABOVE: "at least one point more than",
    LEVEL: "less than one point from",
    BELOW: "at least one point less than",
}


def _group(profile: Profile, scores: tuple[Score, ...]) -> Facts | None:
    """The place of the unit in a group by published rank, best first; the others of the group that share its rank."""
    score, standing = profile.score, profile.standing(scores)
    if score is None or standing is None or standing.of < 2:
        return None
    same = [other.name for other in scores if other.rank == score.rank and other.slug != score.slug]
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "rank": score.rank,
        "of": score.of,
        "place": standing.place,
        "n": standing.of,
        "same": listing(same),
        "region": profile.region.name,
        "evidence": cells(scores, "rank"),
    }


def _rank(profile: Profile) -> Facts | None:
    score = profile.score
    if score is None:
        return None
    alone = {"unit": profile.unit.name, "year": score.year, "rank": score.rank, "of": score.of, "n": 0, "same": ""}
    facts = _group(profile, profile.league) or {**alone, "evidence": (cell(score, "rank"),)}
    n = facts["n"]
    group = f"{n} nơi dự hội nghị" if profile.league_is_of_participants else f"vùng ({provinces(n)})"
    return {**facts, "group": group}


_RANKED = "{unit} xếp {rank}/{of} năm {year}"

RANK: Kind[Profile] = Kind(
    "rank",
    "the published rank, and the place among the participants or, where they are no league, in the region",
    "the rank of each unit of the group",
    _rank,
    (
        Form("alone", _RANKED, "the unit's rank is known, and no group to compare with", lambda f: f["n"] == 0),
        Form(
            "first",
            f"{_RANKED}, đứng đầu {{group}}",
            "no unit of the group has a better rank or the same",
            lambda f: f["n"] > 0 and f["place"] == 1 and not f["same"],
        ),
        Form(
            "last",
            f"{_RANKED}, đứng cuối {{group}}",
            "every other unit of the group has a better rank",
            lambda f: f["n"] > 0 and f["place"] == f["n"] and not f["same"],
        ),
        Form(
            "between",
            f"{_RANKED}, thứ{NBSP}{{place}} trong {{group}}",
            "some of the group rank better, some worse, none the same; {place} = 1 + number of better ones",
            lambda f: f["n"] > 0 and 1 < f["place"] < f["n"] and not f["same"],
        ),
        Form(
            "tie",
            f"{_RANKED}, cùng hạng với {{same}}, thứ{NBSP}{{place}} trong {{group}}",
            "others of the group, {same}, have the same rank; {place} = 1 + number of better ones",
            lambda f: f["n"] > 0 and bool(f["same"]),
        ),
    ),
)

_IN_REGION = "Trong vùng {region} ({n} tỉnh, thành phố), {unit}"

REGION: Kind[Profile] = Kind(
    "region",
    "the place within the region",
    "the rank of each unit of the region",
    lambda profile: _group(profile, profile.region_scores),
    (
        Form(
            "first",
            f"{_IN_REGION} đứng đầu về DTI năm {{year}}",
            "no other unit of the region has a better rank or the same",
            lambda f: f["place"] == 1 and not f["same"],
        ),
        Form(
            "last",
            f"{_IN_REGION} đứng cuối về DTI năm {{year}}",
            "every other unit of the region has a better rank",
            lambda f: f["place"] == f["n"] and not f["same"],
        ),
        Form(
            "between",
            f"{_IN_REGION} đứng thứ{NBSP}{{place}} về DTI năm {{year}}",
            "some rank better, some worse, none the same; {place} = 1 + number of better ones",
            lambda f: 1 < f["place"] < f["n"] and not f["same"],
        ),
        Form(
            "tie",
            f"{_IN_REGION} đứng thứ{NBSP}{{place}} về DTI năm {{year}}, cùng hạng với {{same}}",
            "others of the region, {same}, have the same rank; {place} = 1 + number of better ones",
            lambda f: bool(f["same"]),
        ),
    ),
)


def _region_ends(profile: Profile) -> Facts | None:
    scores = profile.region_scores
    values = [(score.name, points_of(score.value)) for score in scores if score.value is not None]
    if len(values) < 2 or len(values) < len(scores):
        return None
    low, low_names, high, high_names = ends(values)
    return {
        "region": profile.region.name,
        "year": scores[0].year,
        "n": len(scores),
        "low": low,
        "low_names": low_names,
        "high": high,
        "high_names": high_names,
        "evidence": cells(scores, VALUE),
    }


REGION_ENDS: Kind[Profile] = Kind(
    "region-ends",
    "the lowest and the highest value within the region",
    "the value of each unit of the region",
    _region_ends,
    (
        Form(
            "apart",
            "DTI năm {year} vùng {region}: thấp nhất {low} ({low_names}), cao nhất {high} ({high_names})",
            "every unit of the region has a value, and the ends are at least one point apart",
            lambda f: f["high"] - f["low"] >= ONE_POINT,
        ),
        Form(
            "level",
            "DTI năm {year} vùng {region}: {n} tỉnh, thành phố ngang nhau, từ {low} đến {high}",
            "every unit of the region has a value, and the ends are less than one point apart",
            lambda f: f["high"] - f["low"] < ONE_POINT,
        ),
    ),
)


def beside_means(head: str, of_what: str) -> tuple[Form, ...]:
    """The forms of a sentence that sets a value beside the mean of the table and, where the region has several units, beside the
    mean of the region. Facts: value, mean, region_mean (None for none), and what the head needs."""
    forms = [
        Form(
            word,
            f"{head}, {said} {{label}} ({{mean}})",
            f"{of_what} is {_WHEN[said]} the mean of the table; the region has no mean of several units",
            lambda f, said=said: f["region_mean"] is None and compared(f["value"], f["mean"]) == said,  # type: ignore[misc]
        )
        for said, word in _WORDS.items()
    ]
    for table, table_word in _WORDS.items():
        for region, region_word in _WORDS.items():
            second = "và vùng" if table == region else f", {region} trung bình vùng"
            text = f"{head}, {table} {{label}} ({{mean}}) {second} ({{region_mean}})".replace(" ,", ",")
            forms.append(
                Form(
                    f"{table_word}-{region_word}",
                    text,
                    f"{of_what} is {_WHEN[table]} the mean of the table and {_WHEN[region]} that of the region",
                    lambda f, table=table, region=region: (  # type: ignore[misc]
                        f["region_mean"] is not None
                        and compared(f["value"], f["mean"]) == table
                        and compared(f["value"], f["region_mean"]) == region
                    ),
                )
            )
    return tuple(forms)


def _position(profile: Profile) -> Facts | None:
    score, mean, region_mean = profile.score, profile.table_mean, profile.region_mean
    if score is None or score.value is None or mean is None:
        return None
    return {
        "unit": profile.unit.name,
        "year": score.year,
        "value": points_of(score.value),
        "mean": points_of(mean),
        "region_mean": None if region_mean is None else points_of(region_mean),
        "label": table_label(score.of),
        "evidence": (cell(score, VALUE), whole_column(score, VALUE)),
    }


POSITION: Kind[Profile] = Kind(
    "position",
    "the value beside the mean of its table and of its region",
    "the value of the unit; those of the whole table",
    _position,
    beside_means("DTI năm {year} của {unit} là {value}", "the value"),
)


def _neighbours(profile: Profile) -> Facts | None:
    score, table = profile.score, profile.table
    if score is None or score.value is None or any(row.value is None for row in table) or len(table) < 2:
        return None
    better = [row for row in table if row.rank < score.rank]
    worse = [row for row in table if row.rank > score.rank]
    above = [row for row in better if row.rank == better[-1].rank]
    below = [row for row in worse if row.rank == worse[0].rank]
    same = [row for row in table if row.rank == score.rank and row.slug != score.slug]

    def named(rows: list[Score]) -> str:
        return f"{listing([row.name for row in rows])} ({points_of(rows[0].value or 0.0)})" if rows else ""

    return {
        "unit": profile.unit.name,
        "year": score.year,
        "of": score.of,
        "value": points_of(score.value),
        "above": named(above),
        "below": named(below),
        "same": listing([row.name for row in same]),
        "evidence": (*cells((score, *above, *same, *below), VALUE), whole_column(score, "rank")),
    }


_OWN = "{unit} ({value})"
_TABLE = "bảng {of} tỉnh, thành phố năm {year}"

NEIGHBOURS: Kind[Profile] = Kind(
    "neighbours",
    "the units right above and right below in the table",
    "the values of the unit and of those named; the ranks of the whole table",
    _neighbours,
    (
        Form(
            "first",
            f"{_OWN} đứng đầu {_TABLE}, ngay sau là {{below}}",
            "no unit of the table has a better rank or the same; {below} have the next rank",
            lambda f: not f["above"] and not f["same"],
        ),
        Form(
            "last",
            f"{_OWN} đứng cuối {_TABLE}, ngay trên là {{above}}",
            "every other unit of the table has a better rank; {above} have the one before",
            lambda f: not f["below"] and not f["same"],
        ),
        Form(
            "between",
            f"{_OWN} đứng giữa {{above}} và {{below}} trong {_TABLE}",
            "{above} have the next better rank, {below} the next worse one, none the same",
            lambda f: bool(f["above"] and f["below"]) and not f["same"],
        ),
        Form(
            "tie-first",
            f"{_OWN} cùng {{same}} đứng đầu {_TABLE}, ngay sau là {{below}}",
            "no unit has a better rank, {same} have the same",
            lambda f: bool(f["same"]) and not f["above"],
        ),
        Form(
            "tie-last",
            f"{_OWN} cùng {{same}} đứng cuối {_TABLE}, ngay trên là {{above}}",
            "no unit has a worse rank, {same} have the same",
            lambda f: bool(f["same"] and f["above"]) and not f["below"],
        ),
        Form(
            "tie",
            f"{_OWN} cùng hạng với {{same}}, giữa {{above}} và {{below}} trong {_TABLE}",
            "{same} have the same rank, {above} the next better one, {below} the next worse one",
            lambda f: bool(f["same"] and f["above"] and f["below"]),
        ),
    ),
)


def _next_above(profile: Profile) -> Facts | None:
    """In the league: who has the next higher value, and for the first who has the next lower one."""
    score, league = profile.score, profile.league
    if score is None or score.value is None or any(row.value is None for row in league):
        return None
    value = points_of(score.value)
    others = [(row.name, points_of(row.value or 0.0)) for row in league if row.slug != score.slug]
    higher = min((other for _, other in others if other > value), default=None)
    lower = max((other for _, other in others if other < value), default=None)
    return {
        "unit": profile.unit.name,
        "value": value,
        "higher": higher,
        "lower": lower,
        "above": listing([name for name, other in others if other == higher]),
        "below": listing([name for name, other in others if other == lower]),
        "same": any(other == value for _, other in others),
        "evidence": cells(league, VALUE),
    }


NEXT_ABOVE: Kind[Profile] = Kind(
    "next-above",
    "who stands right above in the chart of the participants or the region; for the first, who stands right below",
    "the value of each unit of the group",
    _next_above,
    (
        Form(
            "above",
            "Ngay trên {unit} trong hình là {above}: {higher} so với {value}",
            "{above} have the lowest of the values higher than the unit's",
            lambda f: f["higher"] is not None,
        ),
        Form(
            "first",
            "{unit} đứng đầu trong hình; ngay sau là {below}: {lower} so với {value}",
            "no other unit of the group has the unit's value or a higher one; {below} have the highest of the lower ones",
            lambda f: f["higher"] is None and f["lower"] is not None and not f["same"],
        ),
    ),
)
