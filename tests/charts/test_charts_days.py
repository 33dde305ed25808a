"""Days on a line: every event is written whole and apart at every size, in its order, with the days left to it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from charts_page import faults, texts
from taphuan.charts.plots.days import MOST_DAYS, Event, alt_days, draw_days
from taphuan.charts.plots.stems import Block, place, spread
from taphuan.text import day

SIZES = ("wide", "half", "print", "phone")
NAMES = (
    "Luật Bảo vệ dữ liệu cá nhân và Luật Công nghiệp công nghệ số",
    "NĐ 45/2026",
    "QĐ 1726/QĐ-BTTTT",
    "Luật Dữ liệu",
)
EFFECTS = ("thay NĐ 73/2019 và NĐ 82/2024", "có hiệu lực", "hết giai đoạn", "")


def events(count: int, apart: int, first: date = date(2019, 3, 7)) -> tuple[Event, ...]:
    return tuple(((first + timedelta(days=n * apart)).isoformat(), NAMES[n % 4], EFFECTS[n % 3]) for n in range(count))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("apart", [1, 40, 500])
@pytest.mark.parametrize("count", [1, 2, 5, MOST_DAYS])
def test_every_event_is_whole_and_apart(count: int, apart: int, size: str) -> None:
    given = events(count, apart)
    for as_of in ("2019-03-01", given[count // 2][0], "2031-01-01"):
        svg = draw_days(events=given, as_of=as_of, size=size)
        assert faults(svg, size) == []
        shown = texts(svg).replace("\n", " ")
        for iso, name, effect in given:
            assert day(iso) in shown and name in shown and effect in shown
        assert "hôm nay" in shown


def test_the_past_is_filled_and_what_is_to_come_is_hollow_with_the_days_left() -> None:
    given = (("2026-07-01", "NĐ 224/2026", "thay NĐ 45/2026"), ("2026-12-31", "NĐ 278/2025", "xong kết nối dữ liệu"))
    for size in SIZES:
        svg = draw_days(events=given, as_of="2026-11-21", size=size)
        assert re.findall(r'<circle[^>]* fill="(#\w+)"', svg) == ["#14263B", "#FFFFFF"]
        assert "40" in texts(svg).replace("còn ", "").replace(" ", "\n").split("\n")
        assert "#C8102E" not in svg


def test_an_event_of_the_day_itself_has_happened() -> None:
    svg = draw_days(events=(("2026-07-01", "NĐ 224/2026", "có hiệu lực"),), as_of="2026-07-01", size="wide")
    assert "còn" not in texts(svg) and "\nngày" not in texts(svg)


def test_marks_are_in_the_order_of_their_days_and_to_scale() -> None:
    given = (("2020-01-01", "A", ""), ("2021-01-01", "B", ""), ("2024-01-01", "C", ""))
    svg = draw_days(events=given, as_of="2026-01-01", size="wide")
    a, b, c = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg))
    assert (c - b) / (b - a) == pytest.approx(3, rel=0.02)


def test_events_of_one_day_share_their_mark() -> None:
    given = (("2026-07-01", "A", "có hiệu lực"), ("2026-07-01", "B", "có hiệu lực"), ("2026-07-01", "C", "thay D"))
    svg = draw_days(events=given, as_of="2026-11-21", size="wide")
    assert svg.count("<circle") == 1 and {"A và B", "C", "thay D"} <= set(texts(svg).split("\n"))


def test_too_many_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="one to 8 days, not 9"):
        draw_days(events=events(9, 30), as_of="2026-11-21", size="wide")
    long = (("2026-07-01", " ".join(["Nghị định"] * 300), ""),)
    with pytest.raises(ValueError, match="1 days do not fit a figure of size 'print'"):
        draw_days(events=long, as_of="2026-11-21", size="print")


def test_words_are_on_stems_that_run_through_no_words() -> None:
    found = place([100, 130, 160], [Block(150, 60)] * 3, 400, 400, stem=40, gap=10)
    assert found is not None
    for one in found:
        for other in found:
            if one is not other and one.side == other.side:
                crossed = other.left < one.x < other.left + other.width and one.near > other.near
                apart = (
                    one.left >= other.left + other.width
                    or other.left >= one.left + one.width
                    or one.near >= other.far
                    or other.near >= one.far
                )
                assert apart and not crossed
    assert place([100, 130], [Block(500, 60)] * 2, 400, 400, stem=40, gap=10) is None


def test_places_are_spread_within_their_limits() -> None:
    assert spread([0, 1, 2], 10, 0, 100) == [0, 10, 20]
    assert spread([98, 99, 100], 10, 0, 100) == [80, 90, 100]
    assert spread([50] * 5, 100, 0, 100) == [0, 25, 50, 75, 100]


def test_alt_text_has_every_day_and_what_is_left() -> None:
    text = alt_days((("2026-12-31", "NĐ 278/2025", "xong"), ("2026-07-01", "NĐ 224/2026", "có hiệu lực")), "2026-11-21")
    assert text == (
        "Đường thời gian 2 mốc, tính đến ngày 21/11/2026. 01/7/2026: NĐ 224/2026 có hiệu lực. "
        "31/12/2026 (còn 40 ngày): NĐ 278/2025 xong."
    )
