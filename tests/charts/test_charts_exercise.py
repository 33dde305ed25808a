"""The exercise field: readable at every size, with every card and bin, and refused where it is none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from charts_page import faults, texts
from taphuan.charts.cards.exercise import draw_exercise
from taphuan.lesson.lesson import Lesson, open_lesson

CARDS = (
    "Mua 5 máy quét hồ sơ", "Thuê phần mềm họp bán sẵn, 3 năm", "Đặt viết phần mềm riêng cho xã", "Sửa phần mềm một cửa",
    "Tập huấn tổ công nghệ số", "Mua bàn ghế", "Thuê đường truyền", "Số hóa sổ hộ tịch",
)  # fmt: skip
BINS = (("Không phải chi chuyển đổi số", "Điều 32"), ("Chi luôn, không lập dự án", ""), ("Lập dự án", "Điều 65"))
FACTS = ("10 phút", "viết chữ cái vào ô", "phiếu A4, một phiếu một nhóm")
SAID: dict[str, Any] = {"minutes": 10, "task": FACTS[1], "hand_in": FACTS[2]}


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return open_lesson("ke-hoach-2027", "da-nang", "2026-11-21")


# a sheet beside text has room for six cards
SHEETS = [
    *((count, size) for count in (3, 6) for size in ("full", "wide", "half", "print", "phone")),
    *((8, size) for size in ("full", "wide", "phone")),
]


@pytest.mark.parametrize(("count", "size"), SHEETS)
def test_every_card_and_bin_is_readable(count: int, size: str) -> None:
    svg = draw_exercise(cards=CARDS[:count], bins=BINS, facts=FACTS, size=size)
    assert faults(svg, size) == []
    shown = texts(svg).replace("\n", " ")
    assert [text for text in (*CARDS[:count], *(name for name, _ in BINS), *FACTS) if text not in shown] == []
    assert len(re.findall("stroke-dasharray", svg)) >= 3 * min(count, 3), "room for letters in every bin"


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="8 cards and 3 bins do not fit a figure of size 'low'; shorten"):
        draw_exercise(cards=(" ".join(["dài"] * 30),) * 8, bins=BINS, facts=FACTS, size="low")
    with pytest.raises(ValueError, match="3 to 8 cards, not 2"):
        draw_exercise(cards=CARDS[:2], bins=BINS, facts=FACTS, size="wide")
    with pytest.raises(ValueError, match="2 to 5 bins, not 1"):
        draw_exercise(cards=CARDS, bins=BINS[:1], facts=FACTS, size="wide")


def test_the_numbers_behind_it_and_the_alt_text_have_everything(lesson: Lesson) -> None:
    figure = lesson.figures.exercise(CARDS[:3], ("Lập dự án: điều 65", "Chi luôn"), **SAID)
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in figure.data["rows"]]
    assert rows == [
        ["Thẻ A", CARDS[0], ""], ["Thẻ B", CARDS[1], ""], ["Thẻ C", CARDS[2], ""],
        ["Ô 1", "Lập dự án", "Điều 65"], ["Ô 2", "Chi luôn", ""],
        ["Thời gian", "10 phút", ""], ["Làm gì", FACTS[1], ""], ["Nộp gì", FACTS[2], ""],
    ]  # fmt: skip
    said = figure.alt.replace("\u00a0", " ")
    assert said.startswith("Bài tập xếp 3 thẻ vào 2 ô. Thẻ A: Mua 5 máy quét hồ sơ.")
    assert "Ô Lập dự án: Điều 65." in said and said.endswith("Nộp gì: phiếu A4, một phiếu một nhóm.")


@pytest.mark.parametrize(
    "cards, bins, more, told",
    [
        ((" ".join(["chữ"] * 11), *CARDS[:2]), ("Một", "Hai"), {}, "has 11 words; a card is read at a glance"),
        ((CARDS[0], CARDS[1], CARDS[0].upper()), ("Một", "Hai"), {}, "card C “MUA 5 MÁY QUÉT HỒ SƠ” is there twice"),
        (CARDS[:3], (CARDS[0], "Hai"), {}, "is the name of a bin, so its place is given away"),
        (CARDS[:3], ("Một", "một"), {}, "the bin “Một” is there twice"),
        (CARDS[:3], ("Một", ": ghi chú"), {}, "is there without a name"),
        (CARDS[:3], ("Một", "Hai"), {"minutes": 0}, "an exercise of 0 minutes is none"),
        (CARDS[:3], ("Một", "Hai"), {"minutes": 90}, "of 90 minutes is none; give 2 to 60"),
        (CARDS[:3], ("Một", "Hai"), {"hand_in": " "}, "`hand_in` of the exercise has 0 words"),
        (CARDS[:3], ("Một", "Hai"), {"caption": "Ba bước lập dự án"}, "use `lesson.figures.steps`"),
    ],
)
def test_what_is_no_exercise_is_refused(
    lesson: Lesson, cards: tuple[str, ...], bins: tuple[str, ...], more: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        lesson.figures.exercise(cards, bins, **(SAID | more))
