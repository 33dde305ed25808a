"""Charts of one province: what they say is right, and every word can be read, for every province and size."""

from __future__ import annotations

import re

import pytest

from charts_page import CENTRAL, dti, faults, mean, texts, words
from taphuan.charts.cards.rank_card import draw_rank_card
from taphuan.charts.plots.bars import draw_league, draw_predecessors
from taphuan.charts.plots.indices import draw_indices
from taphuan.charts.plots.position import draw_position
from taphuan.charts.plots.ranks import draw_ranks
from taphuan.text import points

SCREEN_AND_PAPER = ("wide", "half", "print")


def position(year: int, slug: str, size: str) -> str:
    values = dti(year)
    return draw_position(
        values=values,
        unit_slug=slug,
        mean=mean(values),
        mean_label=f"trung bình {len(values)} tỉnh, thành phố",
        rank_label=f"1/{len(values)}",
        size=size,
    )


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("year", [2022, 2024])
def test_position_names_every_province_readably(year: int, size: str) -> None:
    for slug, name, value in dti(year):
        svg = position(year, slug, size)
        assert faults(svg, size) == [], slug
        assert name in texts(svg)
        assert points(value) in texts(svg)


def test_position_leader_runs_through_no_word() -> None:
    for slug, _, _ in dti(2022):
        svg = position(2022, slug, "half")
        ((x, top, bottom),) = [
            (float(x), float(top), float(bottom))
            for x, top, bottom in re.findall(
                r'<line x1="([\d.]+)" y1="([\d.]+)" x2="\1" y2="([\d.]+)" stroke="#C8102E"', svg
            )
        ]
        crossed = [word.text for word in words(svg) if word.left < x < word.right and top < word.bottom < bottom]
        assert crossed == [], slug


def test_position_names_mean_highest_and_lowest() -> None:
    shown = texts(position(2022, "quang-nam", "half"))
    for part in ("Quảng Nam", "58,1", "trung bình: 57,9", "Đà Nẵng 80,0", "Bắc Kạn 39,4"):
        assert part in shown


def test_position_has_one_bar_a_unit_and_one_of_them_red() -> None:
    svg = position(2022, "quang-nam", "half")
    assert svg.count("<rect") == 63
    assert svg.count('fill="#C8102E"/>') == 1


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_position_with_ties_gaps_and_one_unit(size: str) -> None:
    tied = (("a", "Thừa Thiên Huế", 0.5), ("b", "Bà Rịa – Vũng Tàu", 0.5), ("c", "Thành phố Hồ Chí Minh", None))
    for slug in "abc":
        svg = draw_position(
            values=tied, unit_slug=slug, mean=0.5, mean_label="trung bình 2 tỉnh", rank_label="1/2", size=size
        )
        assert faults(svg, size) == []
    assert "Thành phố Hồ Chí Minh: không có số liệu" in texts(svg)
    alone = draw_position(values=tied[:1], unit_slug="a", mean=None, mean_label="", rank_label="", size=size)
    assert faults(alone, size) == []
    assert "50,0" in texts(alone)


def league(slug: str, size: str) -> str:
    values = dti(2022)
    own = tuple((name, value, s == slug) for s, name, value in values if s in CENTRAL)
    return draw_league(rows=own, mean=mean(values), mean_label="trung bình 63 tỉnh, thành phố", size=size)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_league_of_nineteen_is_readable_and_sorted(size: str) -> None:
    svg = league("quang-nam", size)
    assert faults(svg, size) == []
    named = [word for word in words(svg) if word.text in {name for _, name, _ in dti(2022)}]
    assert len(named) == 19
    downward = [word.text for word in sorted(named, key=lambda word: word.bottom)]
    assert downward[0] == "Đà Nẵng" and downward[7] == "Quảng Nam" and downward[-1] == "Gia Lai"


def test_league_axis_starts_at_zero() -> None:
    svg = draw_league(rows=(("A", 0.8, True), ("B", 0.4, False)), mean=None, mean_label="", size="half")
    widths = {
        colour: float(width)
        for width, colour in re.findall(r'width="([\d.]+)" height="[\d.]+" fill="(#C8102E|#8A94A2)"', svg)
    }
    assert widths["#C8102E"] == pytest.approx(2 * widths["#8A94A2"], abs=0.2)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_league_with_ties_gaps_and_one_row(size: str) -> None:
    rows = (
        ("Bà Rịa – Vũng Tàu", 0.5, False),
        ("Thành phố Hồ Chí Minh", 0.5, False),
        ("Thừa Thiên Huế", None, True),
    )
    svg = draw_league(rows=rows, mean=0.5, mean_label="trung bình 63 tỉnh, thành phố", size=size)
    assert faults(svg, size) == []
    assert "không có số liệu" in texts(svg)
    assert (
        faults(draw_league(rows=rows[:1], mean=0.5, mean_label="trung bình 63 tỉnh, thành phố", size=size), size) == []
    )


INDICES = (
    ("Nhận thức số", 1.0, 0.9583, 0.9657),
    ("Thể chế số", 1.0, 0.9111, 0.9382),
    ("Hạ tầng số", 0.8752, 0.8321, 0.8747),
    ("Nhân lực số", 0.4923, 0.638, 0.7413),
    ("An toàn thông tin mạng", 0.0, None, 0.8276),
    ("Hoạt động chính quyền số", None, 0.5722, 0.5732),
    ("Hoạt động kinh tế số", 0.7289, 0.5515, 0.5777),
    ("Hoạt động xã hội số", 0.5747, 0.5363, 0.5508),
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("count", [1, 4, 8])
def test_indices_are_readable(count: int, size: str) -> None:
    svg = draw_indices(
        rows=INDICES[:count],
        unit_name="Bà Rịa – Vũng Tàu",
        region_label="trung bình vùng Bắc Trung Bộ và duyên hải miền Trung",
        table_label="trung bình 34 tỉnh, thành phố",
        size=size,
    )
    assert faults(svg, size) == []
    assert "100,0" in texts(svg)
    # three shapes, so that colour does not stand alone: circle, diamond (a path), upright stroke (a rect)
    assert "<circle" in svg and "<path" in svg and "<rect" in svg


def test_indices_leave_out_a_comparator_nobody_has() -> None:
    svg = draw_indices(
        rows=(("Hạ tầng số", 0.5, None, 0.6),), unit_name="Huế", region_label="vùng", table_label="cả nước", size="wide"
    )
    assert "vùng" not in texts(svg) and "cả nước" in texts(svg)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("rank", [1, 31, None])
def test_rank_card_is_readable(rank: int | None, size: str) -> None:
    for pillars in (
        (),
        (("Chính quyền số", 7, 63),),
        (("Chính quyền số", 7, 63), ("Kinh tế số", 63, 63), ("Xã hội số", None, 63)),
    ):
        svg = draw_rank_card(
            label="Xếp hạng chuyển đổi số cấp tỉnh năm 2020",
            unit_name="Thành phố Hồ Chí Minh",
            rank=rank,
            of=63,
            value=0.5808 if rank else None,
            value_label="Giá trị DTI",
            pillars=pillars,
            size=size,
        )
        assert faults(svg, size) == []
        assert (f"{rank}\n/63" if rank else "không có số liệu") in texts(svg)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_ranks_never_draw_a_line_through_a_break(size: str) -> None:
    joined = draw_ranks(points=((2022, 31, 63, ""), (2023, 18, 63, "")), unit_name="Quảng Nam", size=size)
    broken = draw_ranks(points=((2023, 18, 63, ""), (2024, 17, 34, "đổi địa giới")), unit_name="Đà Nẵng", size=size)
    assert faults(joined, size) == [] and faults(broken, size) == []
    assert '" stroke="#C8102E"' in joined
    assert '" stroke="#C8102E"' not in broken
    assert "đổi địa giới" in texts(broken)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_ranks_of_five_editions_are_readable(size: str) -> None:
    for low in (1, 2, 32, 62, 63):
        points = (
            (2020, low, 63, ""),
            (2021, 10, 63, "đổi phương pháp"),
            (2022, low, 63, ""),
            (2023, 63, 63, ""),
            (2024, 1, 34, "đổi địa giới"),
        )
        assert faults(draw_ranks(points=points, unit_name="Bắc Giang", size=size), size) == []


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
def test_predecessors_stand_beside_the_merged_unit(size: str) -> None:
    svg = draw_predecessors(
        unit_rows=(("Hồ Chí Minh", 0.7861),),
        predecessor_rows=(
            ("Hồ Chí Minh (trước sắp xếp)", 0.8373),
            ("Bình Dương", 0.7),
            ("Bà Rịa – Vũng Tàu", None),
        ),
        unit_heading="Theo 34 tỉnh, thành phố",
        predecessor_heading="Theo 63 tỉnh, thành phố trước sắp xếp",
        unit_mean=0.7005,
        predecessor_mean=0.6961,
        size=size,
    )
    assert faults(svg, size) == []
    # each group with the mean of its own table, and no line through both
    order = ("(trung bình 70,1)", "78,6", "(trung bình 69,6)", "83,7", "70,0")
    assert [texts(svg).index(part) for part in order] == sorted(texts(svg).index(part) for part in order)
    assert "stroke-dasharray" not in svg


def test_nothing_to_draw_is_an_error_not_an_empty_picture() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        draw_league(rows=(), mean=None, mean_label="", size="half")
    with pytest.raises(ValueError, match="'hue' is none of the 63 units"):
        position(2022, "hue", "half")
