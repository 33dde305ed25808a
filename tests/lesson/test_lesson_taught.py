"""`lesson.figures` of what is taught: real ids on real days, with their sources and their windows."""

from __future__ import annotations

from datetime import date

import pytest

from taphuan.data.load import rows
from taphuan.errors import UnknownName
from taphuan.known.conferences import all_items
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.quantities import label, phrase, year_line
from taphuan.text import NBSP, day


@pytest.fixture(scope="module")
def plans() -> Lesson:
    return open_lesson("ke-hoach-2027", "da-nang", "2026-11-21")


@pytest.fixture(scope="module")
def online() -> Lesson:
    return open_lesson("truc-tuyen-2022", "quang-nam", "2022-04-06")


def test_quantities_are_written_as_vietnamese_reads_them() -> None:
    items = {item.id: item for item in all_items()}
    said = {
        id_: phrase(items[id_]).replace(NBSP, " ")
        for id_ in (
            "chinh-quyen-dien-tu-cap-xa-g2", "tong-quan-cds-g8", "tong-quan-cds-g9", "tong-quan-cds-g12", "tong-quan-cds-g6",
            "lap-ke-hoach-cds-g5", "dich-vu-cong-truc-tuyen-g4", "truyen-thong-chinh-sach-g1", "ha-tang-so-g5",
            "dau-tu-cntt-g6", "bac-giang-f01", "truc-tuyen-2022-f09",
        )
    }  # fmt: skip
    assert list(said.values()) == [
        "2.626 người", "71/193 nước", "0,7955 điểm (0–1)", "14,5% GDP", "60%",
        "400/1.000 điểm", "15/8/2025", "2022–2027", "1,4 PUE",
        "2/2 thủ tục", "10/63 thứ hạng", "1.000 chuyên gia",
    ]  # fmt: skip
    bounds = {
        id_: (label(items[id_]), phrase(items[id_]).replace(NBSP, " "))
        for id_ in ("kinh-te-so-xa-hoi-so-g14", "dau-tu-cntt-g8", "du-lieu-so-g9", "to-cong-nghe-so-cong-dong-g4")
    }
    assert list(bounds.values()) == [
        ("Lao động được đào tạo kỹ năng số cơ bản", ">70%"),
        ("Thời hạn thẩm định kế hoạch thuê dịch vụ không sẵn có (NĐ 224/2026)", "≤ 20 ngày làm việc"),
        ("Sản phẩm, dịch vụ dữ liệu và mô hình AI được hỗ trợ đến 2030 (Quyết định 1308)", "≥ 150 sản phẩm"),
        ("Số tổ cuối năm 2022 (gần)", "69.000 tổ"),
    ]
    # the year is told once
    assert year_line(items["chinh-quyen-dien-tu-cap-xa-g2"], date(2024, 10, 31)) == f"năm{NBSP}2020"
    assert year_line(items["tong-quan-cds-g12"], date(2024, 10, 31)) == ""
    assert year_line(items["phuong-phap-luan-2-3-5-g1"], date(2024, 10, 31)) == ""


def test_numbers_leave_out_what_may_not_be_shown(plans: Lesson, online: Lesson) -> None:
    ids = ("lap-ke-hoach-cds-g1", "lap-ke-hoach-cds-g11", "lap-ke-hoach-cds-g6")
    figure = plans.figures.numbers(*ids)
    assert [row[0] for row in figure.data["rows"]] == [
        "Kinh tế số trong GDP, mục tiêu năm 2026",
        "Mức chi tối thiểu cho CĐS trong NSNN",
    ]
    assert "48.000" not in figure.svg and "14,5%" in figure.svg
    with pytest.raises(
        ValueError, match=r"may be shown on 2022-04-06: lap-ke-hoach-cds-g1 \(2024-10-31 to 2024-12-31\)"
    ):
        online.figures.numbers(*ids)


def test_numbers_name_who_reports_them_or_the_law_that_says_them(plans: Lesson, online: Lesson) -> None:
    assert online.figures.numbers("truc-tuyen-2022-f09").source.startswith("Nguồn: ")
    law = plans.figures.numbers("dau-tu-cntt-g12", "dau-tu-cntt-g8")
    assert law.source.replace(NBSP, " ") == "Nguồn: NĐ 224/2026 (Điều 59, 67)"
    assert law.note == ""


def test_unknown_and_unusable_ids_are_named(plans: Lesson) -> None:
    with pytest.raises(UnknownName, match="lap-ke-hoach-cds-g99"):
        plans.figures.numbers("lap-ke-hoach-cds-g99")
    with pytest.raises(UnknownName, match="khong-co-g1"):
        plans.figures.numbers("khong-co-g1")
    with pytest.raises(ValueError, match=r"'truc-tuyen-2022-f31' holds several values \(6;22\)"):
        plans.figures.numbers("truc-tuyen-2022-f31")
    with pytest.raises(ValueError, match="at most 4 numbers, not 5"):
        plans.figures.numbers(*(f"tong-quan-cds-g{n}" for n in range(1, 6)))


def test_steps_are_the_authors_own_words(plans: Lesson) -> None:
    figure = plans.figures.steps(
        "Rà soát: đối chiếu kế hoạch năm 2026", "Chọn việc", "Giao: hạn 15/12/2026: một đầu mối"
    )
    assert figure.data["rows"] == [
        [1, "Rà soát", f"Đối chiếu kế hoạch năm{NBSP}2026"],
        [2, "Chọn việc", ""],
        [3, "Giao", "Hạn 15/12/2026: một đầu mối"],
    ]
    assert (figure.caption, figure.source) == ("3 bước thực hiện", "")


def test_bars_compare_one_unit_to_scale(plans: Lesson) -> None:
    figure = plans.figures.bars("dau-tu-cntt-g10", "dau-tu-cntt-g11")
    assert [row[1].replace(NBSP, " ") for row in figure.data["rows"]] == ["12 tháng", "24 tháng"]
    assert figure.alt.startswith("Biểu đồ thanh ngang so sánh 2 số liệu. Bảo hành tối thiểu dự án nhóm B, C")
    with pytest.raises(ValueError, match="bars compare one unit, and these have %, tháng; use `numbers`"):
        plans.figures.bars("dau-tu-cntt-g10", "dau-tu-cntt-g12")
    with pytest.raises(ValueError, match="dau-tu-cntt-g6 cannot be drawn to scale"):
        plans.figures.bars("dau-tu-cntt-g6")


def test_targets_whose_day_is_past_are_left_out(online: Lesson) -> None:
    ids = tuple(f"nang-luc-quan-ly-g{n}" for n in range(1, 6))
    assert [row[2] for row in online.tables.targets(*ids).rows] == ["2025", "2025", "2030", "2030", "2030"]
    later = open_lesson("truc-tuyen-2022", "da-nang", "2026-11-21").tables.targets(*ids)
    assert [row[2] for row in later.rows] == ["2030", "2030", "2030"]
    values = [row[1] for row in later.rows]
    assert "90%" in values and not any("1.000" in value for value in values)
    assert later.source.startswith("Nguồn: ") and not any(row[0].startswith("Mục tiêu") for row in later.rows)


def test_a_name_stands_once_with_the_numbers_of_its_articles() -> None:
    labels = [("NĐ 1", "khoản 2 Điều 10"), ("Báo", ""), ("NĐ 1", "Điều 9, Điều 10"), ("NQ 2", "mục III.1")]
    assert wording.merged(labels) == ("NĐ 1 (Điều 9, 10)", "Báo", "NQ 2 (mục III.1)")


def test_a_decision_card_is_one_change_of_law(plans: Lesson) -> None:
    figure = plans.figures.decision("nd224", "Nền tảng số vận hành từ 01/7/2027")
    rows = [[cell.replace(NBSP, " ") for cell in row] for row in figure.data["rows"]]
    assert rows[2:] == [
        ["Còn", f"tính từ {day(plans.as_of)}", f"{(date(2027, 7, 1) - plans.as_of).days} ngày"],
        ["Hồ sơ phải sửa", "", "Lộ trình nâng cấp nền tảng số"],
        ["Ai làm", "", "Chủ quản nền tảng số"],
    ]
    past = plans.figures.decision("nd224", "Đánh giá tuân thủ kiến trúc").data["rows"]
    assert past[0][1].replace(NBSP, " ") == "NĐ 45/2026, hết hiệu lực từ 01/7/2026"
    assert past[0][2].startswith("Dự án phải tuân thủ"), "the document is not named twice"
    assert past[2] == ["Đã áp dụng từ", "", "01/7/2026"]


def test_no_card_is_made_of_a_change_without_a_rule_before_or_after_its_time(plans: Lesson) -> None:
    with pytest.raises(
        ValueError, match=r"nd224_changes\.csv, “Bảo hành”: the rule before is not known; show the change"
    ):
        plans.figures.decision("nd224", "Bảo hành")
    with pytest.raises(ValueError, match="NĐ 82/2024 is not issued or no longer applies on"):
        plans.figures.decision("nd82", "Công khai giá")
    with pytest.raises(UnknownName, match="topic"):
        plans.figures.decision("nd224", "Bảo hanh")
    early = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    with pytest.raises(
        ValueError,
        match=r"NĐ 224/2026 is not issued or no longer applies on 2024-10-31; guard the slide with `change\.nd224`",
    ):
        early.figures.decision("nd224", "Chuyển tiếp về ngân sách")
    assert early.figures.decision("nd82", "Công khai giá").data["rows"][0][1].startswith("NĐ")


def test_every_change_with_both_rules_fits_a_card(plans: Lesson) -> None:
    drawn = 0
    for row in rows("law/nd224_changes"):
        if row["before_law"]:
            drawn += bool(plans.figures.decision("nd224", row["topic"]).svg)
    assert drawn >= 9


def test_a_device_is_refused_where_it_says_something_else(plans: Lesson) -> None:
    three = ("Một: a", "Hai: b", "Ba: c")
    with pytest.raises(ValueError, match=r"says “tầng”, which `steps` does not show; use `lesson.figures.stack`"):
        plans.figures.steps(*three, caption="Ba tầng theo Điều 12")
    with pytest.raises(ValueError, match=r"use `lesson.figures.columns`"):
        plans.figures.steps(*three, caption="Ba trụ cột")
    with pytest.raises(ValueError, match=r"all of these are questions; use `lesson.figures.checklist`"):
        plans.figures.steps("Ai: ai làm?", "Khi nào: bao giờ xong?", "Tiền: ở đâu?")
    for device in (plans.figures.stack, plans.figures.columns, plans.figures.checklist):
        with pytest.raises(ValueError, match=r"says “bước”.*use `lesson.figures.steps`"):
            device(*three, caption="Ba bước lập kế hoạch")
    assert plans.figures.columns(*three).data["rows"][0] == ["Một", "A"]
    with pytest.raises(ValueError, match="needs what it changes"):
        plans.figures.big_number("dau-tu-cntt-g12", " ")
