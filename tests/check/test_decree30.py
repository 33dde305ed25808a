"""The layout audit on the project's own papers, and on papers with one planted deviation from each rule."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import briefings
from taphuan import paths
from taphuan.check.decree30 import CHECKS, NOT_CHECKED, audit, grouped
from taphuan.document.reading import read_document
from taphuan.export.docx.docx import write_docx
from word_papers import (
    Change,
    abstract_line,
    added,
    appendix,
    as_letter,
    blue,
    clean,
    contact,
    findings,
    indent,
    landscape,
    left,
    margin,
    number_in_footer,
    recipients,
    remove_lines,
    right,
    set_text,
    sign,
    style,
    swap_letterhead,
    theme_font,
    unbold_name,
    urgent,
    with_change,
)

# id of the rule, change, part of what is found, part of what is wanted
DEVIATIONS: list[tuple[str, Change, str, str]] = [
    ("kho-giay", lambda w: setattr(w.sections[0], "page_width", Mm(216)), "216 × 297 mm", "A4, 210 × 297 mm"),
    ("huong-giay", landscape, "landscape", "portrait"),
    ("le-tren", margin("top", 15), "15.0 mm", "20–25 mm"),
    ("le-duoi", margin("bottom", 30), "30.0 mm", "20–25 mm"),
    ("le-trai", margin("left", 25.4), "25.4 mm", "30–35 mm"),
    ("le-phai", margin("right", 25.4), "25.4 mm", "15–20 mm"),
    ("phong-chu", style("Body Text", name="Arial"), "Arial", "Times New Roman"),
    ("phong-chu", theme_font, "Cambria", "Times New Roman"),
    ("bo-ma", style("Body Text", name=".VnTime"), ".VnTime", "Unicode"),
    ("bo-ma", lambda w: added(w, "Ngu\u0302ồn mở"), "decomposed letters", "composed letters"),
    ("mau-chu", blue, "#1F497D", "black"),
    ("so-trang", style("Header", alignment=ALIGN.RIGHT), "aligned right", "aligned center"),
    ("so-trang", style("Header", size=Pt(11)), "11 pt", "13–14 pt"),
    ("so-trang", number_in_footer, "bottom margin", "top margin"),
    (
        "so-trang-dau",
        lambda w: setattr(w.sections[0], "different_first_page_header_footer", False),
        "a number on page 1",
        "none",
    ),
    ("quoc-hieu", lambda w: set_text(right(w).paragraphs[0], "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "HOÀ", "HÒA"),
    ("quoc-hieu", lambda w: setattr(right(w).paragraphs[0].runs[0], "bold", False), "not bold", "bold"),
    ("quoc-hieu", lambda w: setattr(right(w).paragraphs[0].runs[0].font, "size", Pt(14)), "14 pt", "12–13 pt"),
    ("tieu-ngu", lambda w: set_text(right(w).paragraphs[1], "Độc lập – Tự do – Hạnh phúc"), "–", "Độc lập - Tự do"),
    ("tieu-ngu", lambda w: setattr(right(w).paragraphs[1], "alignment", ALIGN.LEFT), "aligned left", "center"),
    ("tieu-ngu-ke", lambda w: remove_lines(right(w)), "no line", "56 mm"),
    ("tieu-ngu-ke", lambda w: indent(right(w).paragraphs[2], 45), "a line of", "as long as the motto"),
    ("co-quan-chu-quan", lambda w: setattr(left(w).paragraphs[0].runs[0].font, "size", Pt(14)), "14 pt", "12–13 pt"),
    ("co-quan-ban-hanh", lambda w: set_text(left(w).paragraphs[3], "Và Truyền thông"), "small letters", "capitals"),
    ("co-quan-ke", lambda w: remove_lines(left(w)), "no line", "1/3 to 1/2"),
    ("co-quan-ke", lambda w: indent(left(w).paragraphs[4], 5), "a line of 56 mm", "1/3 to 1/2"),
    ("so-ky-hieu", lambda w: set_text(left(w, 1).paragraphs[0], "Số 12/BC-STTTT"), "“Số 12/BC-STTTT”", "Số: …/BC-…"),
    ("so-ky-hieu", lambda w: setattr(left(w, 1).paragraphs[0].runs[0], "bold", True), "bold", "not bold"),
    ("dia-danh-ngay", lambda w: setattr(right(w, 1).paragraphs[0].runs[0], "italic", False), "upright", "italic"),
    (
        "dia-danh-ngay",
        lambda w: set_text(right(w, 1).paragraphs[0], "Quảng Nam ngày 05 tháng 11 năm 2024"),
        "no comma",
        "a comma",
    ),
    (
        "dia-danh-ngay",
        lambda w: set_text(right(w, 1).paragraphs[0], "Quảng Nam, ngày 5 tháng 2 năm 2024"),
        "month 2",
        "month 02",
    ),
    ("ten-loai", style("Title", size=Pt(16)), "16 pt", "13–14 pt"),
    ("viet-tat-bao-cao", lambda w: set_text(left(w, 1).paragraphs[0], "Số:      /KH-STTTT"), "KH", "BC for “Báo cáo”"),
    ("trich-yeu", style("Subtitle", bold=False), "not bold", "bold"),
    ("trich-yeu", lambda w: indent(abstract_line(w), 10), "a line of 145 mm", "1/3 to 1/2"),
    ("trich-yeu-cong-van", as_letter, "14 pt", "12–13 pt"),
    (
        "can-cu",
        lambda w: added(w, "Căn cứ Luật Giao dịch điện tử số 20/2023/QH15.", italic=True),
        "number",
        "name only",
    ),
    ("can-cu", lambda w: added(w, "Căn cứ Luật Giao dịch điện tử", italic=True), "“ử” at the end", "“.”"),
    ("noi-dung", style("Body Text", size=Pt(12)), "12 pt", "13–14 pt"),
    ("noi-dung", style("Body Text", alignment=ALIGN.LEFT), "aligned left", "aligned justify"),
    ("noi-dung", style("Body Text", italic=True), "italic", "upright"),
    ("thut-dong", style("Body Text", first_line_indent=Mm(5)), "0.50 cm", "1 cm or 1.27 cm"),
    ("thut-dong", style("List Bullet", first_line_indent=Mm(0)), "0.00 cm", "1 cm or 1.27 cm"),
    ("cach-doan", style("Body Text", space_after=Pt(3)), "3 pt", "at least 6 pt"),
    ("cach-dong", style("Body Text", line_spacing=2.0), "2 lines", "1–1.5 lines"),
    ("cach-dong", style("Body Text", line_spacing=Pt(12)), "0.8 lines", "1–1.5 lines"),
    ("chuc-vu", lambda w: sign(w, post="GIÁM ĐỐC", size=Pt(12)), "12 pt", "13–14 pt"),
    ("ho-ten-ky", lambda w: (sign(w), unbold_name(w)), "not bold", "bold"),
    ("quyen-han-ky", lambda w: sign(w, post="T/M. ỦY BAN NHÂN DÂN"), "“T/M.”", "TM."),
    ("khong-hoc-ham", lambda w: sign(w, name="TS. Nguyễn Văn An"), "“TS.”", "the name alone"),
    ("kinh-gui", lambda w: added(w, "Kính gửi: Ủy ban nhân dân tỉnh", size=Pt(12)), "12 pt", "13–14 pt"),
    ("noi-nhan-nhan", lambda w: setattr(recipients(w)[0].runs[0], "italic", False), "upright", "italic"),
    ("noi-nhan-ds", lambda w: setattr(recipients(w)[2].runs[0].font, "size", Pt(13)), "13 pt", "11 pt"),
    ("noi-nhan-ds", lambda w: set_text(recipients(w)[2], "- Như trên."), "“- Như trên.”", "“Lưu: VT, …”"),
    (
        "thanh-phan-chinh",
        lambda w: [set_text(p, "") for cell in w.tables[-1].rows[0].cells for p in cell.paragraphs],
        "no Nơi nhận",
        "Điều 8",
    ),
    ("o-vi-tri", swap_letterhead, "the national title on the left", "right of the agency"),
    ("muc-do-khan", urgent, "no frame", "a single frame"),
    ("muc-do-khan", urgent, "not red", "red"),
    ("chuong-muc-dieu", style("Heading 1", all_caps=False), "small letters", "capitals"),
    ("chuong-muc-dieu", lambda w: added(w, "Chương 1", bold=True, align=ALIGN.CENTER), "“1”", "Roman numerals"),
    ("chuong-muc-dieu", lambda w: added(w, "a. Mục thứ nhất"), "“a.”", "“a)”"),
    ("so-trang-phu-luc", appendix, "small letters", "capitals"),
    ("so-trang-phu-luc", appendix, "page numbers that continue", "from 1"),
    ("hinh-thuc-sao", lambda w: added(w, "SAO Y BẢN CHÍNH"), "SAO Y BẢN CHÍNH", "SAO Y"),
    ("dia-chi-cuoi-trang", contact, "10 pt", "11–12 pt"),
    ("dia-chi-cuoi-trang", contact, "no line above", "165 mm"),
]


# --- the project's own papers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", [briefings.quang_nam, briefings.ho_chi_minh])
def test_the_papers_of_the_project_have_no_findings_as_drafts(notebook: Callable[[], Any]) -> None:
    report = audit(write_docx(read_document(notebook(), "briefing")), "briefing.docx")
    assert [str(finding) for finding in report.findings] == []


def test_a_draft_has_findings_at_the_stage_issued() -> None:
    rules = {finding.rule for finding in audit(clean(), "briefing.docx", "issued").findings}
    assert rules == {"so-ky-hieu", "dia-danh-ngay", "chuc-vu", "ho-ten-ky", "noi-nhan-ds"}


def test_a_paper_without_blanks_has_no_findings_at_the_stage_issued() -> None:
    def fill(word: Any) -> None:
        set_text(left(word, 1).paragraphs[0], "Số: 05/BC-STTTT")
        set_text(right(word, 1).paragraphs[0], "Quảng Nam, ngày 05 tháng 11 năm 2024")
        sign(word, post="KT. GIÁM ĐỐC")
        set_text(recipients(word)[1], "- Ủy ban nhân dân tỉnh;")
        set_text(recipients(word)[2], "- Lưu: VT, CĐS.")

    assert [str(finding) for finding in findings(fill, "issued")] == []


def test_every_rule_is_checked_or_has_a_reason_why_not() -> None:
    file = paths.DATA / "law" / "nd30_layout.yaml"
    seen = {rule["id"] for rule in yaml.safe_load(file.read_text("utf-8"))["rules"] if rule["seen"]}
    assert set(CHECKS) | set(NOT_CHECKED) == seen
    assert not set(CHECKS) & set(NOT_CHECKED)
    report = audit(clean(), "briefing.docx")
    assert set(report.checked) == set(CHECKS)
    assert dict(report.not_checked) == NOT_CHECKED


# --- planted deviations -----------------------------------------------------------------------------------------------


def test_every_checked_rule_has_a_planted_deviation() -> None:
    assert {rule for rule, *_ in DEVIATIONS} == set(CHECKS)


@pytest.mark.parametrize(("rule", "change", "found", "wanted"), DEVIATIONS)
def test_a_planted_deviation_is_found(rule: str, change: Change, found: str, wanted: str) -> None:
    of_rule = [finding for finding in findings(change) if finding.rule == rule]
    assert any(found in finding.found and wanted in finding.wanted for finding in of_rule), [str(f) for f in of_rule]


def test_a_finding_names_the_number_and_the_first_words_of_the_paragraph() -> None:
    def change(word: Any) -> None:
        added(word, "Một câu ngắn bằng chữ rất nhỏ bé.", size=Pt(8))

    (finding,) = (finding for finding in findings(change) if finding.rule == "noi-dung")
    assert finding.where.endswith("“Một câu ngắn bằng chữ rất…”")
    number = int(finding.where.split()[1])
    paragraphs = list(docx.Document(io.BytesIO(with_change(change))).element.body.iter(qn("w:p")))
    assert "".join(text.text for text in paragraphs[number - 1].iter(qn("w:t"))).startswith("Một câu")


def test_findings_that_differ_only_in_their_place_are_one_line() -> None:
    lines = list(grouped(findings(style("Body Text", size=Pt(12)))))
    (line,) = (line for line in lines if line.startswith("noi-dung: found 12 pt"))
    assert " more)" in line
