"""The decision card: both rules, the day, the papers, at every size; what it must not be made of."""

from __future__ import annotations

from datetime import date

import pytest

from charts_page import faults, texts, words
from taphuan.charts.cards.decision import Side, alt_decision, draw_decision, when

BEFORE = Side("Trước", "NĐ 45/2026, hết hiệu lực từ 01/7/2026", "Chủ quản lập lộ trình nâng cấp trước cuối năm")
AFTER = Side("Từ 01/7/2027", "Điều 27 khoản 2 NĐ 224/2026", "Nền tảng vận hành từ ngày này phải đạt yêu cầu ngay")
LEFT = when(date(2027, 7, 1), date(2026, 11, 21))
PAPERS, WHO = ("Lộ trình nâng cấp", "Dự toán"), ("Chủ quản nền tảng số",)


def drawn(size: str = "wide", **changed: object) -> str:
    arguments = {"before": BEFORE, "after": AFTER, "papers": PAPERS, "who": WHO, "at": LEFT} | changed
    return draw_decision(**arguments, size=size)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", ["wide", "full", "half", "print", "phone"])
@pytest.mark.parametrize("papers", [(), PAPERS])
def test_a_card_is_readable_at_every_size(size: str, papers: tuple[str, ...]) -> None:
    svg = drawn(size, papers=papers, who=WHO if papers else ())
    assert faults(svg, size) == []
    shown = texts(svg).replace("\n", " ")
    for part in ("Trước", "Từ 01/7/2027", "222", "ngày", "tính từ 21/11/2026", "Hồ sơ phải sửa", "Ai làm", *papers):
        assert part in shown, part


def test_the_days_left_are_the_largest_of_the_card() -> None:
    largest = max(words(drawn()), key=lambda word: word.px)
    assert largest.text == "222" and largest.px > 80


def test_a_past_day_has_no_count() -> None:
    at = when(date(2026, 7, 1), date(2026, 7, 1))
    assert (at.lead, at.large, at.unit, at.counted) == ("Đã áp dụng từ", "01/7/2026", "", "")
    assert "ngày" not in texts(drawn(at=at)).split("\n")
    assert when(date(2026, 7, 1), date(2026, 6, 30)).text == "Còn 1 ngày, tính từ 30/6/2026"


def test_what_is_not_known_is_a_blank_on_warm_ground() -> None:
    def fields(svg: str) -> int:
        return svg.count('fill="#FAF7F1"')

    assert fields(drawn(papers=(), who=())) == 2
    # the name of who follows it is always to be filled in
    assert fields(drawn()) == 1


def test_a_card_without_a_rule_or_with_too_much_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs the rule before"):
        drawn(before=Side("Trước", "", ""))
    with pytest.raises(ValueError, match="at most 4 papers, not 5"):
        drawn(papers=tuple("abcde"))
    with pytest.raises(ValueError, match="do not fit a figure of size 'wide'; shorten both rules"):
        drawn(after=AFTER._replace(text=" ".join(["quy định mới"] * 40)))


def test_the_alt_text_tells_both_rules_and_the_day() -> None:
    text = alt_decision("Nền tảng số", BEFORE, AFTER, PAPERS, WHO, LEFT)
    assert text.startswith("Thẻ quyết định: Nền tảng số. Trước (NĐ 45/2026, hết hiệu lực từ 01/7/2026): Chủ quản")
    assert "Còn 222 ngày, tính từ 21/11/2026." in text
