"""Words, numbers and lines that became others, and what nobody expects of them."""

from __future__ import annotations

import pytest

from taphuan.build.diff.matching import ADDED, CHANGED, MOVED, ORDER, REMOVED, Pair, compare_document
from taphuan.build.diff.pages import Page
from taphuan.build.diff.reasons import written
from taphuan.build.diff.unexpected import of_page
from taphuan.build.diff.words import numbers, pieces, value
from taphuan.build.normal.form import BULLET, TEXT, Line, Part, row


def page(id_: str, *lines: str, title: str = "", document: str = "deck", **more: object) -> Page:
    """A page of these lines of text."""
    texts = tuple(Line(TEXT, text) for text in lines)
    return Page(document, Part(id_, title or id_, texts), **more)  # type: ignore[arg-type]


def compared(old: list[Page], new: list[Page]) -> list[Pair]:
    return list(compare_document(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Chỉ số 77,7 điểm", "Chỉ số 78,1 điểm", ("77,7", "78,1", "number")),
        ("có 48.000 tổ", "có 52.500 tổ", ("48.000", "52.500", "number")),
        ("ngày 06/4/2022", "ngày 16/4/2022", ("06/4/2022", "16/4/2022", "day")),
        ("hạng 5/63", "hạng 25/63", ("5/63", "25/63", "rank")),
        ("xếp thứ 8 trong 19 tỉnh", "xếp thứ 9 trong 19 tỉnh", ("8", "9", "rank")),
        ("Nghị định 82/2024/NĐ-CP", "Nghị định 73/2019/NĐ-CP", ("82/2024/NĐ-CP", "73/2019/NĐ-CP", "law")),
        ("đạt 80%", "đạt 85%", ("80%", "85%", "number")),
        ("ST-235 có 3 việc", "ST-235 có 4 việc", ("3", "4", "number")),
        ("giảm −3 bậc", "giảm −4 bậc", ("−3", "−4", "number")),
    ],
)
def test_a_number_is_one_word_as_papers_write_it(old: str, new: str, expected: tuple[str, str, str]) -> None:
    (number,) = numbers(old, new)
    assert (number.old, number.new, number.kind) == expected


def test_the_pieces_of_a_text_make_both_texts_again() -> None:
    old, new = "Quảng Nam cao hơn ở 6, ngang ở 1.", "Quảng Nam cao hơn ở 5, ngang ở 2 chỉ số."
    found = pieces(old, new)
    assert "".join(piece.old for piece in found) == old
    assert "".join(piece.new for piece in found) == new
    assert [(piece.old.strip(), piece.new.strip()) for piece in found if piece.kind != "same"] == [
        ("6", "5"),
        ("1", "2 chỉ số"),
    ]


@pytest.mark.parametrize(
    ("text", "number"), [("77,7", 77.7), ("48.000", 48000.0), ("5/63", 5.0), ("80%", 80.0), ("−3", -3.0), ("x", None)]
)
def test_a_number_has_its_value(text: str, number: float | None) -> None:
    assert value(text) == number


def test_a_value_of_data_is_known_in_the_forms_of_documents() -> None:
    assert {"77,7", "0,7765"} <= set(written("0.7765"))
    assert "06/4/2022" in written("2022-04-06")
    assert "48.000" in written("48000")


def test_a_page_is_added_removed_moved_and_changed() -> None:
    old = [page("a", "một"), page("b", "hai"), page("c", "ba"), page("d", "bốn")]
    new = [page("a", "một"), page("c", "ba"), page("b", "hai và nữa"), page("e", "khác hẳn mọi trang")]
    states = {pair.page.part.id: pair.states for pair in compared(old, new)}
    assert states["e"] == (ADDED,)
    assert states["d"] == (REMOVED,)
    assert {MOVED} == {state for id_ in ("b", "c") for state in states.get(id_, ()) if state == MOVED}
    assert CHANGED in states["b"]
    assert "a" not in states


def test_a_page_that_only_counts_on_has_not_moved() -> None:
    old = [page(name, f"nội dung {name}") for name in "abc"]
    new = [page("x", "trang mới hẳn"), *old]
    assert [(pair.page.part.id, pair.states) for pair in compared(old, new)] == [("x", (ADDED,))]


def test_a_page_with_another_id_is_found_by_its_words() -> None:
    old = [page("cu", "Chọn một thủ tục", "Bỏ một giấy", title="Quét giấy chưa phải chuyển đổi số")]
    new = [page("moi", "Chọn một thủ tục", "Bỏ hai giấy", title="Quét giấy chưa phải chuyển đổi số")]
    (pair,) = compared(old, new)
    assert pair.states == (CHANGED,)
    assert [(change.old, change.new) for change in pair.changes] == [("Bỏ một giấy", "Bỏ hai giấy")]


def test_lines_in_another_order_are_told() -> None:
    old, new = page("a", "một", "hai", "ba"), page("a", "hai", "một", "ba")
    (pair,) = compared([old], [new])
    assert [change.mark for change in pair.changes] == [ORDER]


def test_a_row_that_moved_in_its_table_is_paired_by_its_name() -> None:
    old = Page("deck", Part("a", "a", (row(["Huế", "3,1"]), row(["Đà Nẵng", "2,9"]), Line(BULLET, "x"))))
    new = Page("deck", Part("a", "a", (row(["Đà Nẵng", "4,0"]), row(["Huế", "3,1"]), Line(BULLET, "x"))))
    (pair,) = compared([old], [new])
    assert [(number.old, number.new) for change in pair.changes for number in change.numbers] == [("2,9", "4,0")]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Huế cao hơn trung bình ở 6 chỉ số", "Huế thấp hơn trung bình ở 6 chỉ số", "flipped"),
        ("từ hạng 5 lên hạng 3", "từ hạng 5 xuống hạng 3", "flipped"),
        ("Đơn vị đạt mức đề ra", "Đơn vị chưa đạt mức đề ra", "flipped"),
        ("Huế xếp 10/63", "Huế xếp 21/63", "rank"),
        ("Có 48.000 tổ công nghệ", "Có 480.000 tổ công nghệ", "tenfold"),
        ("3 + 4 = 7 việc", "3 + 5 = 7 việc", "total"),
    ],
)
def test_what_nobody_expects_is_found(old: str, new: str, rule: str) -> None:
    (pair,) = compared([page("a", old)], [page("a", new)])
    assert rule in {finding.rule for finding in of_page(pair)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Huế xếp 10/63", "Huế xếp 20/63"),
        ("Huế cao hơn ở 6 chỉ số", "Huế cao hơn ở 5 chỉ số"),
        ("năm 2022 có 3 việc", "năm 2023 có 3 việc"),
        ("3 + 4 = 7 việc", "3 + 5 = 8 việc"),
        ("Giá trị 0,3019", "Hạng 14/63"),
        ("đạt 80% việc", "đạt 2 việc"),
        ("một câu về việc chung", "một câu về việc riêng"),
    ],
)
def test_what_is_expected_is_not_told_as_unexpected(old: str, new: str) -> None:
    (pair,) = compared([page("a", old)], [page("a", new)])
    assert of_page(pair) == ()


def test_claims_on_the_same_values_that_say_the_opposite_flipped() -> None:
    old = page("a", "x", claims=(("mean/above", "Huế cao hơn trung bình", ("dti.csv year=2022 pdti",)),))
    new = page("a", "y", claims=(("mean/below", "Huế thấp hơn trung bình", ("dti.csv year=2022 pdti",)),))
    (pair,) = compared([old], [new])
    assert [finding.rule for finding in of_page(pair)] == ["flipped"]


def test_claims_that_stay_beside_each_other_on_the_same_values_did_not_flip() -> None:
    claims = tuple(
        (f"mean/{name}", f"Huế {name} trung bình", ("dti.csv year=2022 pdti",)) for name in ("cao hơn", "thấp hơn")
    )
    (pair,) = compared([page("a", "x", claims=claims)], [page("a", "y", claims=claims)])
    assert of_page(pair) == ()


def test_a_total_that_no_longer_adds_up_a_state_of_law_and_a_page_that_is_backup_are_unexpected() -> None:
    table = (("Việc", "Số"), ("a", "3"), ("b", "4"), ("Tổng", "7"))
    wrong = (*table[:2], ("b", "5"), table[3])
    old = page("a", "x", tables=(table,), law={"nd-47-2020": "còn hiệu lực"})
    new = page("a", "y", tables=(wrong,), law={"nd-47-2020": "hết hiệu lực"})
    (pair,) = compared([old], [new])
    assert {finding.rule for finding in of_page(pair)} == {"total", "law"}
    hidden = Page("deck", Part("a", "a", old.part.lines, hidden=True), law=old.law, tables=old.tables)
    (pair,) = compared([old], [hidden])
    assert [finding.rule for finding in of_page(pair)] == ["backup"]
