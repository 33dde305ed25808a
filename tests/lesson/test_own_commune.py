"""What a commune is called, what it was formed from, what its page may be called: for all of them, on several days."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from taphuan.known.communes import communes_on, resolve_commune
from taphuan.lesson.own_commune import OwnCommune, filled
from taphuan.text import NBSP

TODAY = date(2026, 11, 21)


def own(code: str, day: date = TODAY) -> OwnCommune:
    return OwnCommune(resolve_commune(code, day), day)


@pytest.mark.parametrize(
    ("code", "formed"),
    [
        ("01969", "Xã ta gồm bốn đơn vị cũ của huyện Bạch Thông"),
        # a namesake of another province is not taken for one of its own
        ("29869", "Phường ta gồm chín đơn vị cũ của thành phố Cao Lãnh"),
        ("00226", "Phường ta gồm ba đơn vị cũ và một phần của tám đơn vị khác"),
        ("00859", "Xã ta giữ nguyên địa bàn sau sắp xếp"),
        ("26732", "Đặc khu Côn Đảo lập trên địa bàn huyện Côn Đảo"),
        ("21997", "Xã ta lập từ một phần xã Canh Liên"),
        ("27007", "Phường ta lập từ một phần phường 15"),
    ],
)
def test_the_title_says_what_it_was_formed_from(code: str, formed: str) -> None:
    assert own(code).formed.replace(NBSP, " ") == formed


def test_the_title_counts_what_the_figure_draws() -> None:
    words = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    for commune in communes_on(TODAY):
        one = OwnCommune(commune, TODAY)
        whole, parts = [p for p in one.predecessors if p.whole], [p for p in one.predecessors if not p.whole]
        title = one.formed.replace(NBSP, " ")
        if found := re.search(r"gồm (\w+) đơn vị cũ", title):
            assert (words.index(found[1]) if found[1] in words else int(found[1])) == len(whole), commune
        if found := re.search(r"một phần của (\w+) đơn vị", title):
            assert (words.index(found[1]) if found[1] in words else int(found[1])) == len(parts), commune
        if re.search(r" của (huyện|quận|thị xã|thành phố) ", title):
            assert len(one.districts) == 1, commune


def test_where_it_belonged_and_what_is_no_more() -> None:
    one = own("01969")
    assert one.before.replace(NBSP, " ") == "Trước 01/7/2025 thuộc huyện Bạch Thông, tỉnh Bắc Kạn"
    assert one.gone.replace(NBSP, " ") == "Nay không còn: huyện Bạch Thông, tỉnh Bắc Kạn"
    # Hà Nội goes on
    assert "Hà Nội" not in own("00226").gone
    assert "huyện Côn Đảo" in own("26732").gone


def test_the_domain_is_made_by_the_rule_and_left_out_where_it_would_be_another_s() -> None:
    assert own("01969").domain == "phuthong.thainguyen.gov.vn"
    # point b of khoản 4 of Điều 11 names it
    assert own("27592").domain == "badiem.hochiminhcity.gov.vn"
    assert own("26732").domain == ""
    domains = Counter(OwnCommune(commune, TODAY).domain for commune in communes_on(TODAY))
    assert domains.pop("") == 13 + 20
    assert set(domains.values()) == {1}
    assert all(re.fullmatch(r"[a-z0-9]+\.[a-z]+\.gov\.vn", domain) for domain in domains)


def test_its_kind_is_that_of_the_day() -> None:
    code = next(c.code for c in communes_on(TODAY) if c.valid_from == date(2026, 9, 20))
    assert own(code, date(2026, 9, 19)).kind == "xã"
    after = own(code)
    assert (after.kind, after.hamlet) == ("phường", "tổ dân phố")
    assert after.became.replace(NBSP, " ") == "Là phường từ 20/9/2026"
    assert own("01969").became == ""


def test_no_text_keeps_a_brace_and_no_population_is_known() -> None:
    one = own("01969")
    assert filled("{Xã} ở {thôn}, {tỉnh}, {trưởng thôn}", one) == "Xã ở thôn, tỉnh, trưởng thôn"
    assert filled("{xã} của {tỉnh}", own("00226")) == "phường của thành phố"
    assert not hasattr(one.details, "population")


def test_old_names_are_rows_once_each_whole_ones_first() -> None:
    assert [name.replace(NBSP, " ") for name in own("01969").names] == [
        "Thị trấn Phủ Thông",
        "Xã Vi Hương",
        "Xã Lục Bình",
        "Xã Tân Tú",
    ]
    assert own("00859").names == ()
    for commune in communes_on(TODAY):
        one = OwnCommune(commune, TODAY)
        assert len(set(one.names)) == len(one.names), commune
        if one.names:
            assert len(one.names) == len(one.predecessors)
