"""Each rule takes a sentence that data bear out, and not the same sentence made false; the numbers are those of data/dti."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import hall_rules  # noqa: F401 - registers its rules
import law_rules
from context import RULES, Context, Figure
from published import editions, participants, table, tenth, units_on, vietnamese
from verify import check_sentence, unread, unread_number
from words import sentences

OCTOBER, MARCH, TODAY = date(2024, 10, 31), date(2025, 3, 1), date(2026, 11, 28)


def about(slug: str, on: date = OCTOBER, conference: str = "quang-nam-2024") -> Context:
    return Context(conference, on, slug)


SLOPE = Figure("slope", "", "", "", "", (), ())

# (whose document on what day, a true sentence, a false one, what data say of the false one)
PAIRS: list[tuple[Context, str, str, str]] = [
    (about("thanh-hoa"),
     "Thanh Hóa (63,5) cùng hạng với Yên Bái, giữa Hải Phòng (63,5) và Hậu Giang (63,4) trong bảng 63 tỉnh, thành phố năm 2022",
     "Thanh Hóa (63,5) đứng giữa Hải Phòng (63,5) và Hậu Giang (63,4) trong bảng 63 tỉnh, thành phố năm 2022",
     "the same rank 15 have: yen-bai"),
    (about("da-nang"),
     "Đà Nẵng (80,0) đứng đầu bảng 63 tỉnh, thành phố năm 2022, ngay sau là TP. Hồ Chí Minh (71,6)",
     "Đà Nẵng (80,0) đứng cuối bảng 63 tỉnh, thành phố năm 2022, ngay trên là TP. Hồ Chí Minh (71,6)",
     "is not the last"),
    (about("da-nang", MARCH), "Đà Nẵng giữ hạng 1/63 từ năm 2021 đến năm 2023", "Đà Nẵng giữ hạng 1/63 từ năm 2020 đến năm 2023", "cannot be compared"),
    (about("thanh-hoa", MARCH), "Thanh Hóa từ hạng 12/63 năm 2021 lên hạng 11/63 năm 2023", "Thanh Hóa năm 2023 trở lại hạng 12/63 của năm 2021", "11/63"),
    (about("ha-noi", MARCH), "Hà Nội từ hạng 24/63 năm 2022 lên hạng 6/63 năm 2023", "Hà Nội từ hạng 24/63 năm 2022 xuống hạng 6/63 năm 2023", "is not “xuống”"),
    (about("ha-noi", TODAY), "Thứ hạng DTI đã công bố của Hà Nội: 43/63 năm 2020, 24/63 năm 2022, 6/63 năm 2023 và 1/34 năm 2024",
     "Hà Nội từ hạng 6/63 năm 2023 lên hạng 1/34 năm 2024", "another territory or method"),
    (about("lam-dong"), "Thứ hạng DTI đã công bố của Lâm Đồng: 20/63 năm 2021 và 22/63 năm 2022", "Thứ hạng DTI đã công bố của Lâm Đồng: 22/63 năm 2022", "[2021, 2022]"),
    (about("lam-dong", TODAY), "Lâm Đồng xếp 24/34 về DTI năm 2024", "Thứ hạng DTI đã công bố của Lâm Đồng: 22/63 năm 2022 và 24/34 năm 2024", "no own row of Lâm Đồng of 2022"),
    (about("", MARCH), "Từ năm 2022 đến năm 2023, 9 tỉnh, thành phố tăng hạng, 7 giảm hạng, 3 giữ hạng; tăng nhiều bậc nhất: Hà Tĩnh (từ 37 lên 25)",
     "Từ năm 2022 đến năm 2023, 10 tỉnh, thành phố tăng hạng, 7 giảm hạng, 2 giữ hạng; tăng nhiều bậc nhất: Khánh Hòa (từ 41 lên 30)", "'tăng': 9"),
    (about("gia-lai", TODAY), "Gia Lai đi từ thứ hạng DTI 31/34", "Gia Lai đi từ thứ hạng DTI 30/34", "31/34"),
    (about("bac-ninh", TODAY, "bac-giang"), "Trước sắp xếp, năm 2024: Bắc Giang 13/63 và Bắc Ninh 21/63",
     "Trước sắp xếp, năm 2024, 1 trong 2 đơn vị hợp thành Bắc Ninh: Bắc Giang 13/63", "2 of 2 parts"),
    (about("bac-ninh", TODAY, "bac-giang"), "Trước sắp xếp, năm 2024: Bắc Giang 13/63 và Bắc Ninh 21/63; sau sắp xếp: 11/34 năm 2024",
     "Trước sắp xếp, năm 2024: Bắc Giang 13/63 và Bắc Ninh 21/63; sau sắp xếp: 16/34 năm 2024", "11/34"),
    (about("can-tho", OCTOBER, "ba-ria-vung-tau-2024"),
     "Ngang hoặc trên trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được; dư địa lớn nhất: hoạt động xã hội số (29,5, cao nhất 52,0)",
     "Ngang hoặc trên trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được; dư địa lớn nhất: hạ tầng số (29,5, cao nhất 52,0)",
     "digital_society"),
    (about("an-giang", OCTOBER, "ba-ria-vung-tau-2024"), "Gần trung bình 63 tỉnh, thành phố nhất: hoạt động xã hội số (25,8 so với 27,8)",
     "Gần trung bình 63 tỉnh, thành phố nhất: hạ tầng số (25,8 so với 27,8)", "digital_society"),
    (about("an-giang", OCTOBER, "ba-ria-vung-tau-2024"), "An Giang thấp hơn trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được năm 2022",
     "An Giang cao hơn trung bình 63 tỉnh, thành phố ở cả 4 chỉ số so sánh được năm 2022", "'thấp hơn': 4"),
    (about("da-nang"), "Đà Nẵng kém mức cao nhất bảng chưa tới 1 điểm ở cả 4 chỉ số so sánh được năm 2022",
     "Đà Nẵng cao nhất bảng ở cả 4 chỉ số so sánh được năm 2022", "below the highest"),
    (about("da-nang", date(2025, 9, 1)), "Đến ngày 01/9/2025 chưa có kết quả DTI của Đà Nẵng theo địa giới mới", "Đà Nẵng xếp 17/34 về DTI năm 2024", "published on 2025-10-21"),
    (about("da-nang", TODAY), "Đà Nẵng được hợp thành từ Quảng Nam và Đà Nẵng", "Đến ngày 28/11/2026 chưa có kết quả DTI của Đà Nẵng theo địa giới mới", "published 2025-10-21"),
    (about("ho-chi-minh", TODAY, "tp-hcm-2025"), "Nguồn: Bộ KH&CN, DTI 2024 (công bố 21/10/2025)", "Nguồn: Bộ KH&CN, DTI 2024 (công bố 20/10/2025)", "2025-10-21"),
    (about("da-nang", TODAY), "NĐ 73/2019 hết hiệu lực từ 01/3/2026, thay bằng NĐ 45/2026", "NĐ 73/2019 hết hiệu lực từ 01/3/2026, thay bằng NĐ 224/2026", "ended by nd-45-2026"),
    (about("quang-nam"), "NĐ 73/2019 còn hiệu lực, đã sửa đổi", "NĐ 82/2024 còn hiệu lực, đã sửa đổi", "no change in force"),
    (about("ha-tinh", MARCH), "Hà Tĩnh từ hạng 37 lên hạng 25/63 sau một năm", "Hà Tĩnh từ hạng 37 lên hạng 26/63 sau một năm", "(37, 25)"),
    (about("son-la", MARCH), "Sơn La từ hạng 44 xuống hạng 49/63 sau một năm", "Sơn La từ hạng 44 lên hạng 49/63 sau một năm", "is not “lên”"),
    (about("da-nang", MARCH), "Đà Nẵng giữ hạng 1/63 sau một năm", "Đà Nẵng giữ hạng 2/63 sau một năm", "(1, 1)"),
    (about("ho-chi-minh", TODAY, "tp-hcm-2025"), "Chỉ một năm, cả ba địa bàn của TP. Hồ Chí Minh đã ở nhóm 10/63",
     "Chỉ một năm, cả hai địa bàn của TP. Hồ Chí Minh đã ở nhóm 10/63", "3 territories"),
    (about("an-giang", TODAY), "DTI năm 2023: An Giang giảm 5 bậc, Kiên Giang giảm 8 bậc", "DTI năm 2023: An Giang giảm 5 bậc, Kiên Giang tăng 8 bậc", "kien-giang"),
    (replace(about("an-giang", TODAY), figure=SLOPE),
     "Tăng nhiều bậc nhất: Cà Mau (từ hạng 58 đến hạng 35); giảm nhiều bậc nhất: Vĩnh Phúc (từ hạng 18 đến hạng 44)",
     "Tăng nhiều bậc nhất: Hà Tĩnh (từ hạng 37 đến hạng 25); giảm nhiều bậc nhất: Vĩnh Phúc (từ hạng 18 đến hạng 44)", "gained most: ca-mau"),
    (about("quang-nam"), "Luật Giao dịch điện tử còn hiệu lực từ 01/7/2024", "Luật Giao dịch điện tử còn hiệu lực từ 01/8/2024", "effective_date 2024-07-01"),
]  # fmt: skip


@pytest.mark.parametrize(("context", "true", "false", "data"), PAIRS, ids=[pair[2][:60] for pair in PAIRS])
def test_a_rule_tells_a_true_sentence_from_a_false_one(context: Context, true: str, false: str, data: str) -> None:
    assert [fault for said in sentences(true) for fault in check_sentence(said, context)] == []
    assert not any(unread(said) or unread_number(said) for said in sentences(true))
    faults = [fault for said in sentences(false) for _, fault in check_sentence(said, context)]
    assert any(data in fault for fault in faults), faults


@pytest.mark.parametrize(
    "sentence",
    [
        "Việc thứ ba quan trọng nhất: phải có một người theo dõi",
        "Hỏi: thứ hạng của Quảng Nam tụt xuống vì đâu?",
        "Chọn thủ tục có nhiều hồ sơ nhất",
        "Với tỉnh Quảng Nam: thử ở bộ phận bị hỏi nhiều nhất",
        "Biểu đồ thanh ngang: giá trị DTI của Quảng Nam",
        "Người đứng đầu chịu trách nhiệm ở Quảng Nam",
        "Mục tiêu của Quảng Nam: ít nhất 2,5% tổng chi",
    ],
)
def test_a_sentence_that_compares_no_unit_needs_no_rule(sentence: str) -> None:
    assert not unread(sentence)
    assert not unread_number(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Quảng Nam dẫn đầu vùng",
        "Quảng Nam cao hơn trung bình",
        "Quảng Nam kém Đà Nẵng",
        "DTI của Quảng Nam thuộc nhóm đầu",
        "Nên học từ Đà Nẵng",
        "Chỉ số hạ tầng số hơn trung bình vùng",
        "Quảng Nam tăng 10 bậc",
    ],
)
def test_a_sentence_that_compares_units_needs_a_rule(sentence: str) -> None:
    assert unread(sentence)


def test_names_of_cities_and_lists_end_no_sentence() -> None:
    text = "Cao nhất: TP. Hồ Chí Minh (71,6). Thấp nhất: Gia Lai.\n- Dòng **hai**"
    assert sentences(text) == ("Cao nhất: TP Hồ Chí Minh (71,6)", "Thấp nhất: Gia Lai", "Dòng hai")


def test_numbers_are_rounded_half_up_from_published_decimals() -> None:
    from fractions import Fraction

    assert [tenth(Fraction(text)) for text in ("36.15", "36.149", "-0.04", "99.95")] == ["36,2", "36,1", "0,0", "100,0"]


def test_tables_rank_as_many_units_as_were_in_force() -> None:
    assert {edition.year: edition.of for edition in editions()} == {2020: 63, 2021: 63, 2022: 63, 2023: 63, 2024: 34}
    assert [len(table(2024, of)) for of in (34, 63, 62)] == [34, 63, 0]
    assert len(units_on(OCTOBER)) == 63 and len(units_on(TODAY)) == 34


def test_participants_of_a_later_day_are_their_successors() -> None:
    assert len(participants("quang-nam-2024", OCTOBER)) == 19
    assert participants("bac-giang", TODAY) == {"bac-ninh"}
    assert "quang-nam" not in participants("quang-nam-2024", TODAY)


def test_days_are_printed_as_documents_print_them() -> None:
    assert vietnamese(date(2023, 7, 12)) == "12/7/2023"
    assert vietnamese(date(2025, 2, 6)) == "06/02/2025"


def test_rules_have_names_of_their_own() -> None:
    names = [name for name, *_ in RULES]
    assert len(names) == len(set(names)) >= 30


def test_the_check_shares_no_code_with_what_it_checks() -> None:
    """Only the tests and their helper may import the package, to compose what they change."""
    own = {path.stem for path in Path(__file__).parent.glob("*.py")}
    checked = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem.startswith("test_"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        foreign = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names and name not in own}
        assert foreign <= {"yaml"}, path.name
        assert "import_module" not in path.read_text(encoding="utf-8")
        checked.append(path.name)
    assert len(checked) >= 8


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("NĐ 82/2024: từ 10/7/2024, còn hiệu lực. NĐ 73/2019 và NĐ 82/2024", [("NĐ 82/2024", "còn hiệu lực")]),
        ("Nghị định 82 về quản lý đầu tư vẫn còn hiệu lực", [("Nghị định 82", "còn hiệu lực")]),
        ("NĐ 73/2019 [còn hiệu lực, đã sửa đổi]", [("NĐ 73/2019", "còn hiệu lực, đã sửa đổi")]),
        ("NĐ 45/2026 hết hiệu lực từ 01/7/2026 · NĐ 82/2024 hết hiệu lực từ 01/3/2026",
         [("NĐ 45/2026", "hết hiệu lực từ 01/7/2026"), ("NĐ 82/2024", "hết hiệu lực từ 01/3/2026")]),
        ("NĐ 73/2019 không còn hiệu lực", []),
        ("NĐ 73/2019, theo đó hồ sơ đang áp dụng", []),
    ],
)  # fmt: skip
def test_a_state_of_law_is_read_with_the_document_before_it(text: str, states: list[tuple[str, str]]) -> None:
    assert [(name, state[0]) for name, state in law_rules.said_of(text)] == states
