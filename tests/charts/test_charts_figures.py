"""Charts of one province: what they say is right, and every word can be read, for every province and size."""

from __future__ import annotations

import pytest

from charts_page import faults, texts
from taphuan.charts.cards.rank_card import draw_rank_card
from taphuan.charts.plots.bars import draw_index
from taphuan.charts.plots.merger import Group, Territory, draw_merger

SCREEN_AND_PAPER = ("wide", "half", "print")


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


BEFORE = (
    Territory("Bình Dương", "29/63", 0.7),
    Territory("Hồ Chí Minh (trước sắp xếp)", "1/63", 0.8373),
    Territory("Bà Rịa – Vũng Tàu", "", None),
)


@pytest.mark.parametrize("size", (*SCREEN_AND_PAPER, "phone"))
@pytest.mark.parametrize("own", [(Territory("Hồ Chí Minh", "4/34", 0.7861),), ()], ids=["with its row", "without"])
def test_predecessors_stand_beside_the_merged_unit(size: str, own: tuple[Territory, ...]) -> None:
    groups = (
        Group("Theo 34 tỉnh, thành phố", 0.7005, own, own=True),
        Group("Theo 63 tỉnh, thành phố trước sắp xếp", 0.6961, BEFORE),
    )
    svg = draw_merger(groups=groups, size=size)
    assert faults(svg, size) == []
    # each group with the mean of its own table, and no line through both; from high to low, what is missing last
    order = [*(("trung bình 70,1", "78,6") if own else ()), "trung bình 69,6", "83,7", "70,0", "không có số liệu"]
    assert [texts(svg).index(part) for part in order] == sorted(texts(svg).index(part) for part in order)
    assert ("trung bình 70,1" in texts(svg)) is bool(own)
    assert "stroke-dasharray" not in svg and "29/63" in texts(svg)


def test_eight_predecessors_fit_a_slide() -> None:
    rows = tuple(Territory(f"Bà Rịa – Vũng Tàu {n}", f"{n}/63", 1 - n / 20) for n in range(1, 9))
    group = Group("Theo 63 tỉnh, thành phố trước sắp xếp", 0.6961, rows)
    assert faults(draw_merger(groups=(group,), size="wide"), "wide") == []


def test_nothing_to_draw_is_an_error_not_an_empty_picture() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        draw_index(rows=(), mean=0.5, mean_label="", size="half")
