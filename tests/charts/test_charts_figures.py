"""Charts of one province: what they say is right, and every word can be read, for every province and size."""

from __future__ import annotations

import pytest

from charts_page import faults, texts
from taphuan.charts.cards.rank_card import draw_rank_card
from taphuan.charts.plots.bars import draw_index, draw_predecessors

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
        draw_index(rows=(), mean=0.5, mean_label="", size="half")
