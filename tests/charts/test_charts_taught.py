"""Figures of what is taught: numbers and steps can be read at every size, and say what stands in the data."""

from __future__ import annotations

import re
from datetime import date

import pytest

from charts_page import faults, texts, words
from taphuan.charts.cards.numbers import alt_numbers, draw_numbers
from taphuan.charts.cards.quantities import draw_quantities
from taphuan.charts.cards.steps import alt_steps, draw_steps
from taphuan.known.conferences import all_items
from taphuan.lesson.quantities import phrase, printed, year_line
from taphuan.text import hold

TODAY = date(2026, 11, 21)
SCREEN_AND_PAPER = ("wide", "half", "print")

# every quantity of the modules: the longest label, the longest unit, days, shares, spans of years are among them
QUANTITIES = tuple(
    (*map(hold, printed(item)), hold(item.text), year_line(item, TODAY))
    for item in all_items()
    if item.kind == "figure"
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_number_of_the_modules_is_readable(count: int, size: str) -> None:
    assert len(QUANTITIES) > 100
    for at in range(0, len(QUANTITIES) - count, count):
        cards = QUANTITIES[at : at + count]
        svg = draw_numbers(cards=cards, size=size)
        assert faults(svg, size) == [], cards
        for value, *_ in cards:
            assert value.replace("\u00a0", " ") in texts(svg)


def test_numbers_of_one_slide_have_one_size() -> None:
    svg = draw_numbers(cards=(("622", "hộ", "A", ""), ("2.626", "người", "B", "")), size="wide")
    assert len({word.px for word in words(svg) if word.text in ("622", "2.626")}) == 1
    assert max(word.px for word in words(svg)) > 80


def test_labels_take_three_lines_at_most_where_words_allow() -> None:
    label = "Đề án 146, đến 2025: đào tạo ít nhất 1.000 chuyên gia chuyển đổi số làm lực lượng nòng cốt dẫn dắt"
    svg = draw_numbers(cards=(("7", "nhóm", label, ""), ("100%", "", "Ngắn", "")), size="wide")
    assert sum(word.text in label for word in words(svg)) == 3


def test_another_number_of_cards_or_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="one to 4 numbers, not 0"):
        draw_numbers(cards=(), size="wide")
    with pytest.raises(ValueError, match="3 to 5 steps, not 2"):
        draw_steps(steps=(("A", ""), ("B", "")), size="wide")


SHORT = ("Mỗi việc một đầu mối, một thời hạn", "Chọn ba việc có người chịu trách nhiệm và có số đo")
LONG = (
    "Rà soát kế hoạch năm nay, ghi lại căn cứ pháp lý, nguồn kinh phí, đơn vị phối hợp và rủi ro chính của từng việc, "
    "để năm sau người khác đọc lại vẫn hiểu"
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("kind", ["bare", "short", "long"])
def test_steps_are_readable_in_their_order(kind: str, count: int, size: str) -> None:
    name = "Thẩm định, phê duyệt" if kind != "long" else "Rà soát"
    text = {"bare": ("",) * 5, "short": (*SHORT, *SHORT, SHORT[0]), "long": (LONG,) * 5}[kind]
    steps = tuple((f"{name} {place}", text[place]) for place in range(count))
    if kind == "long" and (count, size) in ((5, "half"), (5, "wide")):
        with pytest.raises(ValueError, match=f"steps do not fit a figure of size '{size}'; shorten them"):
            draw_steps(steps=steps, size=size)
        return
    svg = draw_steps(steps=steps, size=size)
    assert faults(svg, size) == []
    places = [word.text for word in words(svg) if word.text in "12345"]
    assert places == [str(place + 1) for place in range(count)]
    assert texts(svg).replace("\n", " ").count("hẩm định" if kind != "long" else "Rà soát") >= count


@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("text", ["", SHORT[0], SHORT[1]])
def test_steps_with_a_slide_to_themselves_fill_it(text: str, count: int) -> None:
    steps = tuple((f"Thẩm định, phê duyệt {place}", text) for place in range(count))
    svg = draw_steps(steps=steps, size="full")
    assert faults(svg, "full") == []
    beside = draw_steps(steps=steps, size="wide")
    assert height(svg) >= max(300, height(beside))
    assert min(word.px for word in words(svg)) >= min(word.px for word in words(beside))


def test_steps_too_long_for_a_whole_slide_are_an_error() -> None:
    with pytest.raises(ValueError, match="steps do not fit a figure of size 'full'; shorten them"):
        draw_steps(steps=tuple((f"Rà soát {place}", f"{LONG}; {LONG}") for place in range(4)), size="full")


def height(svg: str) -> float:
    return float(re.search(r'viewBox="0 0 \d+ (\d+)"', svg)[1])  # type: ignore[index]


def test_short_steps_are_set_larger_than_long_ones() -> None:
    def largest(text: str) -> float:
        svg = draw_steps(steps=tuple((f"Bước {n}", text) for n in range(4)), size="wide")
        return min(word.px for word in words(svg))

    assert largest(SHORT[0]) > largest(LONG) == 21


def test_alt_texts_tell_every_number_and_step() -> None:
    text = alt_numbers((("2.626", "người", "Nhân khẩu xã Vi Hương", "năm 2020"), ("91%", "", "Đúng hạn", "")))
    assert text == "2 thẻ số. Nhân khẩu xã Vi Hương: 2.626 người, năm 2020. Đúng hạn: 91%."
    text = alt_steps((("Chọn việc", "Ba việc."), ("Giao việc", "")))
    assert text == "Sơ đồ 2 bước nối tiếp. Bước 1: Chọn việc – Ba việc. Bước 2: Giao việc."


ROWS = tuple(
    (hold(item.text), year_line(item, TODAY), hold(phrase(item))) for item in all_items() if item.kind == "figure"
)


@pytest.mark.parametrize("size", SCREEN_AND_PAPER)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_quantities_to_scale_are_readable(count: int, size: str) -> None:
    for at in range(0, len(ROWS) - count, count):
        shares = (0.0, 1.0, 0.3, 0.5)
        rows = tuple((*row, share) for row, share in zip(ROWS[at : at + count], shares, strict=False))
        svg = draw_quantities(rows=rows, size=size)
        assert faults(svg, size) == [], rows
        for *_, value, _ in rows:
            assert value.replace("\u00a0", " ") in texts(svg)


def bars_of(svg: str, colour: str = "#00778B") -> list[float]:
    return [float(width) for width in re.findall(rf'width="([\d.]+)" height="[\d.]+" fill="{colour}"', svg)]


def test_bars_are_drawn_to_scale() -> None:
    rows = (("A", "", "12 tháng", 0.5), ("B", "", "24 tháng", 1.0))
    short, long = bars_of(draw_quantities(rows=rows, size="wide"))
    assert long == pytest.approx(2 * short, abs=0.2)


def test_too_many_quantities_are_an_error() -> None:
    with pytest.raises(ValueError, match="one to 6 quantities, not 7"):
        draw_quantities(rows=(("A", "", "1", 1.0),) * 7, size="wide")
    with pytest.raises(ValueError, match="6 quantities do not fit a figure of size 'print'; make two slides"):
        draw_quantities(rows=((" ".join(["Mục tiêu"] * 20), "", "1", 1.0),) * 6, size="print")
