"""Claims about all participants of a conference together, none of them singled out but the first, the last and the furthest."""

from __future__ import annotations

from taphuan.known import dti, units
from taphuan.known.dti import Score
from taphuan.lesson.claims.cells import VALUE, cells, ends, points_of, provinces
from taphuan.lesson.claims.claim import ONE_POINT, Facts, Form, Kind
from taphuan.lesson.participants_scores import Gathering
from taphuan.text import listing, lower_first


def group(gathering: Gathering) -> str:
    """ "19 tỉnh, thành phố dự hội nghị", "34 tỉnh, thành phố" where the whole country takes part."""
    count = provinces(len(gathering.participants))
    return count if gathering.is_everywhere else f"{count} dự hội nghị"


def _league(gathering: Gathering) -> Facts | None:
    scores = gathering.scores
    if not scores or scores[0].rank == scores[-1].rank:
        return None

    def named(rank: int) -> str:
        return listing([f"{score.name} ({score.rank}/{score.of})" for score in scores if score.rank == rank])

    return {
        "year": scores[0].year,
        "group": group(gathering),
        "first": named(scores[0].rank),
        "last": named(scores[-1].rank),
        "evidence": cells(scores, "rank"),
    }


LEAGUE: Kind[Gathering] = Kind(
    "hall-league",
    "who has the best and who the worst published rank among the participants",
    "the rank of each participant",
    _league,
    (
        Form(
            "ends",
            "DTI năm {year}: {first} đứng đầu {group}, {last} đứng cuối",
            "{first} have the best rank of the participants, {last} the worst, and they differ",
            lambda f: True,
        ),
    ),
)


def _regions(gathering: Gathering) -> tuple[tuple[str, float], ...]:
    """The mean of the participants of each region that has at least two of them, in the order of the regions."""
    scores = {score.slug: score for score in gathering.scores}
    by_region: dict[str, list[Score]] = {}
    for unit in gathering.participants:
        score = scores.get(unit.slug) or scores.get(unit.geo_slug)
        if score is not None:
            by_region.setdefault(units.region_of(unit).name, []).append(score)
    means = [(name, dti.mean(tuple(rows))) for name, rows in by_region.items() if len(rows) > 1]
    return tuple((name, mean) for name, mean in means if mean is not None)


def _values(gathering: Gathering) -> Facts | None:
    scores = gathering.scores
    if not scores or any(score.value is None for score in scores):
        return None
    low, low_names, high, high_names = ends((score.name, points_of(score.value or 0.0)) for score in scores)
    regions = [(name, points_of(mean)) for name, mean in _regions(gathering)]
    bottom, bottom_name, top, top_name = ends(regions) if len(regions) > 1 else (low, "", low, "")
    return {
        "year": scores[0].year,
        "group": group(gathering),
        "low": low,
        "low_names": low_names,
        "high": high,
        "high_names": high_names,
        "bottom": bottom,
        "bottom_name": bottom_name,
        "top": top,
        "top_name": top_name,
        "evidence": cells(scores, VALUE),
    }


MAP: Kind[Gathering] = Kind(
    "hall-map",
    "the means of the participants of each region; where they are of one region, the lowest and the highest value",
    "the value of each participant",
    _values,
    (
        Form(
            "regions",
            "{group}: trung bình DTI năm {year} cao nhất ở vùng {top_name} ({top}), thấp nhất ở vùng {bottom_name} ({bottom})",
            "at least two regions have two participants or more each; {top_name} has the highest mean of its participants, "
            "{bottom_name} the lowest, and they are at least one point apart",
            lambda f: f["top"] - f["bottom"] >= ONE_POINT,
        ),
        Form(
            "ends",
            "{group}: DTI năm {year} từ {low} (thấp nhất, {low_names}) đến {high} (cao nhất, {high_names})",
            "no two regions with two participants or more are a point apart, the lowest and the highest value are",
            lambda f: f["top"] - f["bottom"] < ONE_POINT <= f["high"] - f["low"],
        ),
        Form(
            "level",
            "{group}: DTI năm {year} ngang nhau, từ {low} đến {high}",
            "the lowest and the highest value are less than one point apart",
            lambda f: f["top"] - f["bottom"] < ONE_POINT and f["high"] - f["low"] < ONE_POINT,
        ),
    ),
)


def _widest(gathering: Gathering) -> Facts | None:
    scores = gathering.scores
    spans = []
    for key in dti.common_indices(gathering.table) if scores else ():
        low, low_names, high, high_names = ends((s.name, points_of(s.index(key) or 0.0)) for s in scores)
        spans.append((high - low, key, low, low_names, high, high_names))
    if not spans:
        return None
    span = max(entry[0] for entry in spans)
    _, key, low, low_names, high, high_names = next(entry for entry in spans if entry[0] == span)
    return {
        "year": scores[0].year,
        "group": group(gathering),
        "span": span,
        "index": lower_first(dti.INDICES[key]),
        "low": low,
        "low_names": low_names,
        "high": high,
        "high_names": high_names,
        "evidence": tuple(evidence for entry in spans for evidence in cells(scores, entry[1])),
    }


WIDEST: Kind[Gathering] = Kind(
    "hall-widest",
    "the index in which the participants are furthest apart",
    "the values of the participants in each index that every unit of the table has",
    _widest,
    (
        Form(
            "apart",
            "Chênh nhau nhiều nhất ở {index}: thấp nhất {low} ({low_names}), cao nhất {high} ({high_names})",
            "of the comparable indices, {index} has the greatest highest − lowest value of the participants, at least one point; "
            "of several such, the first in the official order",
            lambda f: f["span"] >= ONE_POINT,
        ),
    ),
)


def _movement(gathering: Gathering) -> Facts | None:
    before = {score.slug: score for score in gathering.earlier}
    moves = [
        (before[score.slug].rank - score.rank, before[score.slug], score)
        for score in gathering.scores
        if score.slug in before
    ]
    if len(moves) < 2:
        return None
    furthest = max(step for step, _, _ in moves)
    risen = [f"{now.name} (từ {then.rank} lên {now.rank})" for step, then, now in moves if step == furthest]
    counts = {
        "tăng hạng": sum(step > 0 for step, _, _ in moves),
        "giảm hạng": sum(step < 0 for step, _, _ in moves),
        "giữ hạng": sum(step == 0 for step, _, _ in moves),
    }
    parts = [
        f"{provinces(count) if n == 0 else count} {word}"
        for n, (word, count) in enumerate((w, c) for w, c in counts.items() if c)
    ]
    return {
        "first_year": moves[0][1].year,
        "last_year": moves[0][2].year,
        "counts": ", ".join(parts),
        "furthest": furthest,
        "risen": listing(risen),
        "evidence": (*cells((then for _, then, _ in moves), "rank"), *cells((now for _, _, now in moves), "rank")),
    }


_MOVED = "Từ năm {first_year} đến năm {last_year}, {counts}"

MOVED: Kind[Gathering] = Kind(
    "hall-movement",
    "how many participants have a better, a worse or the same rank than in the edition before, and who gained most",
    "the rank of each participant in both editions",
    _movement,
    (
        Form(
            "risen",
            f"{_MOVED}; tăng nhiều bậc nhất: {{risen}}",
            "two complete editions of one method and one territory; {counts}: in this order, how many rank better, worse and "
            "the same, a count of 0 is left out; {risen} gained most places, at least one",
            lambda f: f["furthest"] > 0,
        ),
        Form("none-risen", _MOVED, "the same, and no participant gained a place", lambda f: f["furthest"] <= 0),
    ),
)
