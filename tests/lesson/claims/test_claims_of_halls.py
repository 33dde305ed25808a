"""What is said of all participants together is true: held against a reckoning of its own from the rows of data/."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from all_lessons import ALL, said
from index_rows import INDICES, POINT, Rows, csv_rows, printed
from taphuan.known import dti
from taphuan.known.conferences import conference, conference_slugs
from taphuan.known.dti import Score
from taphuan.known.units import WHOLE
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.drawn import ENDS, MOVES, RANK_LINE, Drawn, Moves
from taphuan.lesson.lesson import Lesson, open_lesson

# a day on which the two newest editions are of one method, so that ranks may be compared: no conference is on such a day
ONE_METHOD = "2025-03-01"
# one lesson of each hall on each day; a province's lesson has the same claims
HALLS = (
    *{(lesson.conference.slug, lesson.as_of): lesson for lesson in ALL}.values(),
    *(
        open_lesson(slug, WHOLE, ONE_METHOD)
        for slug in conference_slugs()
        if conference(slug).as_of.isoformat() <= ONE_METHOD
    ),
)
# the one unit whose name on a slide is not that of the tables of the index
SHORT = {"Hồ Chí Minh": "TP. Hồ Chí Minh"}


def editions_of(lesson: Lesson) -> list[tuple[str, Rows]]:
    """(year, rows by unit) of each complete edition over the participants' units that is public, oldest first."""
    premerger = lesson.as_of.isoformat() < "2025-07-01"
    found = []
    for edition in csv_rows("dti/publications.csv"):
        if edition["complete"] != "yes" or edition["published_on"] > lesson.as_of.isoformat():
            continue
        year = edition["year"]
        file = "dti/dti_2024_premerger63.csv" if premerger and year == "2024" else "dti/dti.csv"
        rows = {row["province_slug"]: row for row in csv_rows(file) if row["year"] == year}
        if len(rows) == (63 if premerger else 34):
            found.append((year, rows))
    return sorted(found, key=lambda each: each[0])


def of_the_hall(lesson: Lesson, rows: Rows) -> list[tuple[str, dict[str, str]]]:
    """(region, row) of each participant, best first."""
    named = {row["slug"]: row["name"] for row in csv_rows("units/regions.csv")}
    region = {(row["slug"], row["valid_from"]): named[row["region"]] for row in csv_rows("units/provinces.csv")}
    found = []
    for unit in lesson.profile.gathering.participants:
        row = rows.get(unit.slug) or rows.get(unit.geo_slug)
        if row is not None:
            found.append((region[unit.slug, unit.valid_from.isoformat()], row))
    return sorted(found, key=lambda each: int(each[1]["rank"]))


def name(row: dict[str, str]) -> str:
    return SHORT.get(row["province_name"], row["province_name"])


def text(claim: Claim) -> str:
    return claim.text.replace("\u00a0", " ").replace("\u2060", "")


def in_words(names: list[str]) -> str:
    return " và ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def group(lesson: Lesson) -> str:
    count = len(lesson.profile.gathering.participants)
    return f"{count} tỉnh, thành phố" + ("" if count in (34, 63) else " dự hội nghị")


@pytest.mark.parametrize("name", ["hall-league", "hall-map", "hall-widest", "hall-movement"])
def test_it_is_said_in_several_halls_and_not_in_all(name: str) -> None:
    assert 2 < sum(name in said(lesson) for lesson in HALLS) < len(HALLS)


def test_the_first_and_the_last() -> None:
    for lesson in HALLS:
        editions = editions_of(lesson)
        rows = [row for _, row in of_the_hall(lesson, editions[-1][1])] if editions else []
        ranks = [int(row["rank"]) for row in rows]
        claim = said(lesson).get("hall-league")
        if len(rows) < 2 or min(ranks) == max(ranks):
            assert claim is None, lesson
            continue
        names = [
            in_words([f"{name(row)} ({rank}/{len(editions[-1][1])})" for row in rows if int(row["rank"]) == rank])
            for rank in (min(ranks), max(ranks))
        ]
        assert claim is not None
        assert text(claim) == (f"DTI năm {editions[-1][0]}: {names[0]} đứng đầu {group(lesson)}, {names[1]} đứng cuối")


def test_regions_or_ends_of_the_values() -> None:
    for lesson in HALLS:
        editions = editions_of(lesson)
        hall = of_the_hall(lesson, editions[-1][1]) if editions else []
        claim = said(lesson).get("hall-map")
        if len(hall) < 2:
            assert claim is None, lesson
            continue
        assert claim is not None, lesson
        values = [Fraction(row["pdti"]) for _, row in hall]
        of_region = {name: [Fraction(row["pdti"]) for region, row in hall if region == name] for name, _ in hall}
        means = sorted((sum(some) / len(some), name) for name, some in of_region.items() if len(some) > 1)
        if len(means) > 1 and means[-1][0] - means[0][0] >= POINT:
            assert claim.id == "hall-map/regions"
            (low, bottom), (high, top) = means[0], means[-1]
            assert f"cao nhất ở vùng {top} ({printed(high)}), thấp nhất ở vùng {bottom} ({printed(low)})" in text(claim)
        elif max(values) - min(values) >= POINT:
            assert claim.id == "hall-map/ends"
            ends = [
                next(name(row) for _, row in hall if Fraction(row["pdti"]) == value)
                for value in (min(values), max(values))
            ]
            assert (
                f"từ {printed(min(values))} (thấp nhất, {ends[0]}) đến {printed(max(values))} (cao nhất, {ends[1]})"
                in (text(claim))
            )
        else:
            assert claim.id == "hall-map/level"
        assert text(claim).startswith(f"{group(lesson)}: ") and f"DTI năm {editions[-1][0]}" in text(claim)


def test_where_they_are_furthest_apart() -> None:
    for lesson in HALLS:
        editions = editions_of(lesson)
        hall = [row for _, row in of_the_hall(lesson, editions[-1][1])] if editions else []
        claim = said(lesson).get("hall-widest")
        if len(hall) < 2:
            assert claim is None, lesson
            continue
        spans = {}
        for key in INDICES:
            if all(row[key] for row in editions[-1][1].values()):
                values = [Fraction(row[key]) for row in hall]
                spans[key] = (max(values) - min(values), min(values), max(values))
        widest = max(spans, key=lambda key: spans[key][0])
        span, low, high = spans[widest]
        assert (claim is not None) == (span >= POINT), lesson
        if claim is not None:
            assert {cell.column for cell in claim.evidence} == set(spans)
            for value, word in ((low, "thấp nhất"), (high, "cao nhất")):
                names = [name(row) for row in hall if Fraction(row[widest]) == value]
                told = in_words(names) if len(names) <= 3 else f"{len(names)} tỉnh, thành phố"
                assert f"{word} {printed(value)} ({told})" in text(claim), (lesson, claim)


def test_who_gained_and_who_lost_places() -> None:
    breaks = {row["year"]: row["method"] for row in csv_rows("dti/publications.csv")}
    for lesson in HALLS:
        editions = editions_of(lesson)
        claim = said(lesson).get("hall-movement")
        if len(editions) < 2 or breaks[editions[-1][0]] != breaks[editions[-2][0]]:
            assert claim is None, lesson
            continue
        then, now = ({row["province_slug"]: row for _, row in of_the_hall(lesson, rows)} for _, rows in editions[-2:])
        steps = {slug: int(then[slug]["rank"]) - int(now[slug]["rank"]) for slug in now if slug in then}
        if len(steps) < 2:
            assert claim is None, lesson
            continue
        assert claim is not None, lesson
        counts = {
            "tăng hạng": sum(step > 0 for step in steps.values()),
            "giảm hạng": sum(step < 0 for step in steps.values()),
            "giữ hạng": sum(step == 0 for step in steps.values()),
        }
        said_counts = re.findall(r"(\d+)(?: tỉnh, thành phố)? (tăng hạng|giảm hạng|giữ hạng)", text(claim))
        assert [(word, int(count)) for count, word in said_counts] == [each for each in counts.items() if each[1]]
        furthest = max(steps.values())
        assert (claim.id == "hall-movement/risen") == (furthest > 0)
        if furthest > 0:
            risen = [
                f"{name(row)} (từ {then[slug]['rank']} lên {row['rank']})"
                for slug, row in now.items()
                if steps.get(slug) == furthest
            ]
            assert text(claim).endswith(f"tăng nhiều bậc nhất: {in_words(risen)}"), (lesson, claim)


def moves_of(shift: int) -> tuple[tuple[Score, Score], ...]:
    """(before, now) of ten units that stand next to each other in the table of 2023."""
    before = {score.slug: score for score in dti.table(2022, 63)}
    return tuple((before[now.slug], now) for now in dti.table(2023, 63)[shift : shift + 10])


@pytest.mark.parametrize("shift", range(0, 54, 3))
def test_the_furthest_moves_of_a_figure(shift: int) -> None:
    rows = moves_of(shift)
    for some in (
        rows,
        rows[:1],
        [row for row in rows if row[0].rank > row[1].rank],
        [row for row in rows if row[0].rank < row[1].rank],
    ):
        steps = {now.name: then.rank - now.rank for then, now in some}
        told = {now.name: f"{now.name} (từ hạng {then.rank} đến hạng {now.rank})" for then, now in some}
        wanted = []
        for head, furthest in (("ăng", max(steps.values(), default=0)), ("iảm", min(steps.values(), default=0))):
            if (furthest > 0) == (head == "ăng") and furthest:
                who = in_words([told[each] for each, step in steps.items() if step == furthest])
                wanted.append(f"{head} nhiều bậc nhất: {who}")
        claim = MOVES.claim(Moves(tuple(some)))
        assert (claim and text(claim)[1:].replace("; g", "; ")) == ("; ".join(wanted) or None)


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_ends_of_the_rows_that_are_drawn(year: int) -> None:
    table = dti.table(year, 63)
    for at in range(62):
        scores = table[at : at + 7]
        values = {score.name: Fraction(str(score.value)) for score in scores}
        claim = ENDS.claim(Drawn(scores))
        if len(set(values.values())) == 1:
            assert claim is None
            continue
        parts = [
            f"{in_words([each for each in values if values[each] == end])} ({printed(end)})"
            for end in (max(values.values()), min(values.values()))
        ]
        assert claim is not None
        assert text(claim) == f"Cao nhất: {parts[0]}; thấp nhất: {parts[1]}"
    assert ENDS.claim(Drawn(table[:1])) is None and RANK_LINE.claim(Drawn(())) is None
    line = RANK_LINE.claim(Drawn((dti.table(2022, 63)[0], table[0])))
    assert line is not None and text(line) == f"{table[0].name}: hạng 1/63 năm 2022 và 1/63 năm {year}"
