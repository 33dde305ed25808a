"""Charts of one province: what they say is right, and every word can be read, for every province and size."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from charts_page import faults, texts, words
from taphuan.charts.cards.rank_card import draw_rank_card
from taphuan.charts.plots.bars import draw_index, draw_predecessors
from taphuan.charts.plots.timeline import draw_law_timeline

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


LAW = (
    ("Nghị định 73/2019/NĐ-CP", "2020-01-01", "2026-03-01", "het-hieu-luc", "hết hiệu lực 01/3/2026"),
    ("Nghị định 82/2024/NĐ-CP", "2024-07-10", "2026-03-01", "het-hieu-luc", "sửa đổi Nghị định 73/2019/NĐ-CP"),
    ("Nghị định 45/2026/NĐ-CP", "2026-03-01", "2026-07-01", "het-hieu-luc", "hết hiệu lực 01/7/2026"),
    ("Nghị định 224/2026/NĐ-CP", "2026-07-01", None, "con-hieu-luc", ""),
    ("Quyết định 749/QĐ-TTg", "2020-06-03", "2026-01-01", "het-giai-doan", ""),
    ("Luật 67/2006/QH11", "2007-01-01", "2026-07-01", "het-hieu-luc", "thay thế bởi Luật 148/2025/QH15 từ 01/7/2026"),
    ("Luật 148/2025/QH15", "2026-07-01", None, "con-hieu-luc", ""),
)
EARLIER = (
    ("Nghị định 73/2019/NĐ-CP", "2020-01-01", None, "da-sua-doi", "sửa đổi bởi Nghị định 82/2024/NĐ-CP"),
    ("Nghị định 82/2024/NĐ-CP", "2024-07-10", None, "con-hieu-luc", ""),
    ("Luật 60/2024/QH15", "2025-07-01", None, "chua-hieu-luc", ""),
    ("Chỉ thị 34/CT-TTg", "2024-09-16", None, "khong-xet", "ban hành ngày 16/9/2024"),
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize(
    ("docs", "as_of"),
    [(LAW[:4], "2026-11-21"), (LAW, "2026-11-21"), (EARLIER, "2024-12-31"), (LAW[3:4], "2026-07-01")],
    ids=["four", "seven", "before", "first day"],
)
def test_law_timeline_labels_are_whole_and_apart(
    docs: tuple[tuple[str, str, str | None, str, str], ...], as_of: str, size: str
) -> None:
    svg = draw_law_timeline(docs=docs, as_of=as_of, size=size)
    assert faults(svg, size) == []
    for label, *_ in docs:
        assert label in texts(svg)


@pytest.mark.parametrize("size", ["wide", "half", "print"])
@pytest.mark.parametrize("year", range(2006, 2026))
def test_law_timeline_keeps_the_years_of_its_axis_apart(year: int, size: str) -> None:
    docs = (("NĐ 1", f"{year}-07-01", None, "con-hieu-luc", ""),)
    svg = draw_law_timeline(docs=docs, as_of="2026-06-15", size=size)
    shown = [word for word in words(svg) if word.text.isdigit()]
    assert shown[0].text == str(year)
    assert all(after.left - before.right >= 4 for before, after in pairwise(shown))


def test_law_timeline_of_one_year_names_its_quarters() -> None:
    docs = (("NĐ 82/2024", "2024-07-10", None, "con-hieu-luc", ""),)
    shown = texts(draw_law_timeline(docs=docs, as_of="2024-10-31", size="wide"))
    assert [name for name in ("01/2024", "4/2024", "7/2024", "10/2024") if name in shown.split("\n")] == [
        "01/2024",
        "4/2024",
        "7/2024",
        "10/2024",
    ]


def test_law_timeline_says_every_state_in_words() -> None:
    shown = texts(draw_law_timeline(docs=EARLIER, as_of="2024-12-31", size="wide"))
    assert "chưa có hiệu lực" in shown and "còn hiệu lực" in shown and "ban hành ngày 16/9/2024" in shown
    assert "31/12/2024" in shown


def test_law_timeline_ends_its_bars_on_the_day() -> None:
    """A document in force is not drawn into a future nobody knew on that day."""
    svg = draw_law_timeline(docs=(LAW[3],), as_of="2026-11-21", size="wide")
    bar_end = max(float(x) + float(w) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg))
    day_line = float(re.search(r'<line x1="([\d.]+)"[^>]*stroke="#C8102E"', svg)[1])  # type: ignore[index]
    assert bar_end == pytest.approx(day_line, abs=0.2)


def test_nothing_to_draw_is_an_error_not_an_empty_picture() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        draw_index(rows=(), mean=0.5, mean_label="", size="half")
