"""The slope between two editions: every unit drawn, own and furthest moves named apart, claims true for every unit and day."""

from __future__ import annotations

import pytest

from charts_page import faults, texts
from taphuan import open_lesson
from taphuan.charts.plots.slope import FALL, OWN, PART, RISE, draw_slope
from taphuan.known.conferences import conferences
from taphuan.lesson.claims.slope import SLOPE, own_rows, two_editions

SIZES = ("wide", "half", "print", "phone")
TODAY = "2026-11-28"


def units() -> list[str]:
    return [unit.slug for unit in open_lesson("ke-hoach-2027", "hoi-nghi", TODAY).profile.participants]


def test_every_unit_of_today_has_a_readable_slope_at_every_size() -> None:
    assert len(units()) == 34
    for slug in units():
        lesson = open_lesson("ke-hoach-2027", slug, TODAY)
        for size in SIZES:
            figure = lesson.figures.slope(size=size)
            assert faults(figure.svg, size) == [], (slug, size)
            assert len(figure.data["rows"]) == 63 and figure.svg.count("<circle") >= 126
            for then, now in own_rows(lesson.profile):
                assert f"{now.rank} {now.name}" in texts(figure.svg).split("\n")
                assert f"{now.name}: {then.rank} và {now.rank}" in figure.alt.replace("\u00a0", " ")


def test_the_claim_is_true_of_every_territory_on_every_day() -> None:
    """Read back against the ranks; for all conferences on their own day and today."""
    seen = set()
    for conference in conferences():
        for day in (conference.as_of.isoformat(), TODAY):
            hall = open_lesson(conference.slug, "hoi-nghi", day)
            for unit in hall.profile.participants:
                profile = open_lesson(conference.slug, unit.slug, day).profile
                claim, rows = SLOPE.claim(profile), own_rows(profile)
                if day < "2025-02-06":
                    assert claim is None and two_editions(profile) is None
                    continue
                assert claim is not None and rows
                form = claim.id.split("/")[1]
                seen.add(form)
                text = claim.text.replace("\u00a0", " ")
                if form == "top":
                    assert all(now.rank <= 10 for _, now in rows) and any(then.rank > 10 for then, _ in rows)
                    continue
                for then, now in rows:
                    step = then.rank - now.rank
                    if len(rows) == 1:
                        word = {1: " lên ", 0: " giữ ", -1: " xuống "}[(step > 0) - (step < 0)]
                        assert word in text and f"hạng {now.rank}/63" in text
                    else:
                        word = f"tăng {step} bậc" if step > 0 else f"giảm {-step} bậc" if step < 0 else "giữ hạng"
                        assert f"{now.name} {word}" in text
    assert {"up", "down", "top", "steps"} <= seen


@pytest.mark.parametrize("size", SIZES)
def test_neighbouring_ranks_and_the_longest_names_are_named_apart(size: str) -> None:
    rows = tuple(
        (f"Bà Rịa – Vũng Tàu {n}", n, n + 1, role)
        for n, role in enumerate((OWN, PART, PART, RISE, RISE, RISE, FALL, FALL, FALL), 1)
    )
    assert faults(draw_slope(rows=rows, years=(2022, 2023), size=size), size) == []
    one = draw_slope(rows=(("Huế", 1, 1, OWN),), years=(2022, 2023), size=size)
    assert faults(one, size) == [] and "1 Huế" in texts(one)


def test_without_an_own_row_there_is_no_slope() -> None:
    with pytest.raises(ValueError, match="at least one own row"):
        draw_slope(rows=(("Huế", 1, 2, ""),), years=(2022, 2023), size="wide")
    with pytest.raises(ValueError, match=r"guard the slide with `claim\.slope`"):
        open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").figures.slope()
