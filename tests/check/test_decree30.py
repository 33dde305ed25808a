"""The layout audit on our own papers, on papers with one planted deviation each, and on files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from click.testing import CliRunner
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

import briefings
from taphuan import paths
from taphuan.check.decree30 import CHECKS, NOT_CHECKED, Finding, NoDocx, audit, grouped
from taphuan.cli import main
from taphuan.document.reading import read_document
from taphuan.export.docx.docx import write_docx

Plant = Callable[[Any], None]


@cache
def clean() -> bytes:
    return write_docx(read_document(briefings.quang_nam(), "briefing"))


def with_change(plant: Plant) -> bytes:
    word = docx.Document(io.BytesIO(clean()))
    plant(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def findings(plant: Plant, stage: Any = "draft") -> tuple[Finding, ...]:
    return audit(with_change(plant), "x.docx", stage).findings


# --- the parts of the paper that deviations are planted in ------------------------------------------------------------


def left(word: Any, row: int = 0) -> Any:
    return word.tables[0].rows[row].cells[0]


def right(word: Any, row: int = 0) -> Any:
    return word.tables[0].rows[row].cells[1]


def styled(word: Any, style: str) -> Any:
    return next(p for p in word.paragraphs if p.style.name == style)


def say(paragraph: Any, text: str, **look: Any) -> Any:
    """The paragraph with one run of this text; what its first run looked like stays."""
    first = paragraph.runs[0] if paragraph.runs else None
    kept = (first.bold, first.italic, first.font.size) if first is not None else (None, None, None)
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = kept
    for name, value in look.items():
        setattr(run.font, name, value)
    return paragraph


def first_text(word: Any) -> Any:
    return styled(word, "Heading 1")


def added(word: Any, text: str, style: str = "Body Text", align: Any = None, **look: Any) -> Any:
    """A paragraph before the first heading of the text."""
    paragraph = first_text(word).insert_paragraph_before("", style)
    if align is not None:
        paragraph.alignment = align
        paragraph.paragraph_format.first_line_indent = Mm(0)
    return say(paragraph, text, **look)


def signed(word: Any, post: str = "GIÁM ĐỐC", name: str = "Nguyễn Văn An", **look: Any) -> None:
    cell = word.tables[-1].rows[0].cells[1]
    say(cell.paragraphs[0], post, **look)
    say(cell.paragraphs[1], name)


def without_rule(container: Any) -> None:
    for border in list(container._element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def margin(side: str, millimetres: float) -> Plant:
    return lambda word: setattr(word.sections[0], f"{side}_margin", Mm(millimetres))


def style(which: str, /, **values: Any) -> Plant:
    def plant(word: Any) -> None:
        for key, value in values.items():
            of = word.styles[which]
            setattr(of.font if hasattr(of.font, key) else of.paragraph_format, key, value)

    return plant


def landscape(word: Any) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    word.add_paragraph("Không có bảng nào ở đây.", style="Body Text")


def number_below(word: Any) -> None:
    field = word.sections[0].header.paragraphs[0]
    word.sections[0].footer.paragraphs[0]._p.extend(list(field._p.iter(qn("w:r"))))


def theme_font(word: Any) -> None:
    fonts = styled(word, "Body Text").runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    fonts.set(qn("w:hAnsiTheme"), "minorHAnsi")


def swapped_head(word: Any) -> None:
    one, other = left(word)._tc, right(word)._tc
    one.addprevious(other)


def urgent(word: Any) -> None:
    added(word, "KHẨN", bold=True)


def letter(word: Any) -> None:
    for name in ("Title", "Subtitle"):
        paragraph = styled(word, name)
        paragraph._p.getparent().remove(paragraph._p)
    about = left(word, 1).add_paragraph()
    about.alignment = ALIGN.CENTER
    say(about, "V/v tập huấn chuyển đổi số", size=Pt(14))


def appendix(word: Any) -> None:
    label = word.add_paragraph(style="Subtitle")
    say(label, "Phụ lục", size=Pt(14), bold=True)
    say(word.add_paragraph(style="Subtitle"), "Danh sách đại biểu", bold=True)


def contact(word: Any) -> None:
    say(word.sections[0].first_page_footer.paragraphs[0], "Điện thoại: 0235 000 000", size=Pt(10), italic=False)


PLANTED: list[tuple[str, Plant, str, str]] = [
    ("kho-giay", lambda w: setattr(w.sections[0], "page_width", Mm(216)), "216 × 297 mm", "A4, 210 × 297 mm"),
    ("huong-giay", landscape, "landscape", "portrait"),
    ("le-tren", margin("top", 15), "15.0 mm", "20–25 mm"),
    ("le-duoi", margin("bottom", 30), "30.0 mm", "20–25 mm"),
    ("le-trai", margin("left", 25.4), "25.4 mm", "30–35 mm"),
    ("le-phai", margin("right", 25.4), "25.4 mm", "15–20 mm"),
    ("phong-chu", style("Body Text", name="Arial"), "Arial", "Times New Roman"),
    ("phong-chu", theme_font, "Cambria", "Times New Roman"),
    ("bo-ma", style("Body Text", name=".VnTime"), ".VnTime", "Unicode"),
    ("bo-ma", lambda w: added(w, "Ngu\u0302ồn mở"), "letters with loose marks", "one code for a letter"),
    ("mau-chu", lambda w: _blue(w), "#1F497D", "black"),
    ("so-trang", style("Header", alignment=ALIGN.RIGHT), "aligned right", "aligned center"),
    ("so-trang", style("Header", size=Pt(11)), "11 pt", "13–14 pt"),
    ("so-trang", number_below, "bottom margin", "top margin"),
    (
        "so-trang-dau",
        lambda w: setattr(w.sections[0], "different_first_page_header_footer", False),
        "a number on page 1",
        "none",
    ),
    ("quoc-hieu", lambda w: say(right(w).paragraphs[0], "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "HOÀ", "HÒA"),
    ("quoc-hieu", lambda w: setattr(right(w).paragraphs[0].runs[0], "bold", False), "not bold", "bold"),
    ("quoc-hieu", lambda w: setattr(right(w).paragraphs[0].runs[0].font, "size", Pt(14)), "14 pt", "12–13 pt"),
    ("tieu-ngu", lambda w: say(right(w).paragraphs[1], "Độc lập – Tự do – Hạnh phúc"), "–", "Độc lập - Tự do"),
    ("tieu-ngu", lambda w: setattr(right(w).paragraphs[1], "alignment", ALIGN.LEFT), "aligned left", "center"),
    ("tieu-ngu-ke", lambda w: without_rule(right(w)), "no line", "56 mm"),
    ("tieu-ngu-ke", lambda w: _indented(right(w).paragraphs[2], 45), "a line of", "as long as the motto"),
    ("co-quan-chu-quan", lambda w: setattr(left(w).paragraphs[0].runs[0].font, "size", Pt(14)), "14 pt", "12–13 pt"),
    ("co-quan-ban-hanh", lambda w: say(left(w).paragraphs[3], "Và Truyền thông"), "small letters", "capitals"),
    ("co-quan-ke", lambda w: without_rule(left(w)), "no line", "1/3 to 1/2"),
    ("co-quan-ke", lambda w: _indented(left(w).paragraphs[4], 5), "a line of 56 mm", "1/3 to 1/2"),
    ("so-ky-hieu", lambda w: say(left(w, 1).paragraphs[0], "Số 12/BC-STTTT"), "“Số 12/BC-STTTT”", "Số: …/BC-…"),
    ("so-ky-hieu", lambda w: setattr(left(w, 1).paragraphs[0].runs[0], "bold", True), "bold", "not bold"),
    ("dia-danh-ngay", lambda w: setattr(right(w, 1).paragraphs[0].runs[0], "italic", False), "upright", "italic"),
    (
        "dia-danh-ngay",
        lambda w: say(right(w, 1).paragraphs[0], "Quảng Nam ngày 05 tháng 11 năm 2024"),
        "no comma",
        "a comma",
    ),
    (
        "dia-danh-ngay",
        lambda w: say(right(w, 1).paragraphs[0], "Quảng Nam, ngày 5 tháng 2 năm 2024"),
        "month 2",
        "month 02",
    ),
    ("ten-loai", style("Title", size=Pt(16)), "16 pt", "13–14 pt"),
    ("viet-tat-bao-cao", lambda w: say(left(w, 1).paragraphs[0], "Số:      /KH-STTTT"), "KH", "BC for “Báo cáo”"),
    ("trich-yeu", style("Subtitle", bold=False), "not bold", "bold"),
    ("trich-yeu", lambda w: _indented(_abstract_rule(w), 10), "a line of 145 mm", "1/3 to 1/2"),
    ("trich-yeu-cong-van", letter, "14 pt", "12–13 pt"),
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
    ("chuc-vu", lambda w: signed(w, post="GIÁM ĐỐC", size=Pt(12)), "12 pt", "13–14 pt"),
    ("ho-ten-ky", lambda w: (signed(w), _unbold(w))[0], "not bold", "bold"),
    ("quyen-han-ky", lambda w: signed(w, post="T/M. ỦY BAN NHÂN DÂN"), "“T/M.”", "TM."),
    ("khong-hoc-ham", lambda w: signed(w, name="TS. Nguyễn Văn An"), "“TS.”", "the name alone"),
    ("kinh-gui", lambda w: added(w, "Kính gửi: Ủy ban nhân dân tỉnh", size=Pt(12)), "12 pt", "13–14 pt"),
    ("noi-nhan-nhan", lambda w: setattr(_recipients(w)[0].runs[0], "italic", False), "upright", "italic"),
    ("noi-nhan-ds", lambda w: setattr(_recipients(w)[2].runs[0].font, "size", Pt(13)), "13 pt", "11 pt"),
    ("noi-nhan-ds", lambda w: say(_recipients(w)[2], "- Như trên."), "“- Như trên.”", "“Lưu: VT, …”"),
    (
        "thanh-phan-chinh",
        lambda w: [say(p, "") for cell in w.tables[-1].rows[0].cells for p in cell.paragraphs],
        "no Nơi nhận",
        "Điều 8",
    ),
    ("o-vi-tri", swapped_head, "the national title on the left", "right of the agency"),
    ("muc-do-khan", urgent, "no frame", "a single frame"),
    ("muc-do-khan", urgent, "not red", "red"),
    ("chuong-muc-dieu", style("Heading 1", all_caps=False), "small letters", "capitals"),
    ("chuong-muc-dieu", lambda w: added(w, "Chương 1", bold=True, align=ALIGN.CENTER), "“1”", "Roman numerals"),
    ("chuong-muc-dieu", lambda w: added(w, "a. Mục thứ nhất"), "“a.”", "“a)”"),
    ("so-trang-phu-luc", appendix, "small letters", "capitals"),
    ("so-trang-phu-luc", appendix, "page numbers that run on", "from 1"),
    ("hinh-thuc-sao", lambda w: added(w, "SAO Y BẢN CHÍNH"), "SAO Y BẢN CHÍNH", "SAO Y"),
    ("dia-chi-cuoi-trang", contact, "10 pt", "11–12 pt"),
    ("dia-chi-cuoi-trang", contact, "no line above", "165 mm"),
]


def _blue(word: Any) -> None:
    styled(word, "Body Text").runs[0].font.color.rgb = RGBColor(0x1F, 0x49, 0x7D)


def _indented(paragraph: Any, millimetres: float) -> None:
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(millimetres)


def _abstract_rule(word: Any) -> Any:
    return next(p for p in word.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None)


def _recipients(word: Any) -> Any:
    return word.tables[-1].rows[0].cells[0].paragraphs


def _unbold(word: Any) -> None:
    word.tables[-1].rows[0].cells[1].paragraphs[1].runs[0].bold = False


# --- our own papers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nb", [briefings.quang_nam, briefings.ho_chi_minh])
def test_our_papers_are_clean_as_drafts(nb: Callable[[], Any]) -> None:
    report = audit(write_docx(read_document(nb(), "briefing")), "briefing.docx")
    assert [str(finding) for finding in report.findings] == []


def test_a_draft_is_not_fit_to_be_issued() -> None:
    found = {finding.rule for finding in audit(clean(), "briefing.docx", "issued").findings}
    assert found == {"so-ky-hieu", "dia-danh-ngay", "chuc-vu", "ho-ten-ky", "noi-nhan-ds"}


def test_a_paper_that_was_filled_in_may_be_issued() -> None:
    def fill(word: Any) -> None:
        say(left(word, 1).paragraphs[0], "Số: 05/BC-STTTT")
        say(right(word, 1).paragraphs[0], "Quảng Nam, ngày 05 tháng 11 năm 2024")
        signed(word, post="KT. GIÁM ĐỐC")
        say(_recipients(word)[1], "- Ủy ban nhân dân tỉnh;")
        say(_recipients(word)[2], "- Lưu: VT, CĐS.")

    assert [str(finding) for finding in findings(fill, "issued")] == []


def test_every_rule_is_checked_or_says_why_not() -> None:
    file = paths.DATA / "law" / "nd30_layout.yaml"
    seen = {rule["id"] for rule in yaml.safe_load(file.read_text("utf-8"))["rules"] if rule["seen"]}
    assert set(CHECKS) | set(NOT_CHECKED) == seen
    assert not set(CHECKS) & set(NOT_CHECKED)
    report = audit(clean(), "briefing.docx")
    assert set(report.checked) == set(CHECKS)
    assert dict(report.not_checked) == NOT_CHECKED


# --- planted deviations -----------------------------------------------------------------------------------------------


def test_every_checked_rule_has_a_deviation_that_it_finds() -> None:
    assert {rule for rule, *_ in PLANTED} == set(CHECKS)


@pytest.mark.parametrize(("rule", "plant", "found", "wanted"), PLANTED)
def test_a_planted_deviation_is_found(rule: str, plant: Plant, found: str, wanted: str) -> None:
    said = [finding for finding in findings(plant) if finding.rule == rule]
    assert any(found in finding.found and wanted in finding.wanted for finding in said), [str(f) for f in said]


def test_a_finding_says_where() -> None:
    (finding,) = (
        f for f in findings(lambda w: added(w, "Một câu ngắn bằng chữ rất nhỏ bé.", size=Pt(8))) if f.rule == "noi-dung"
    )
    assert finding.where.endswith("“Một câu ngắn bằng chữ rất…”")
    number = int(finding.where.split()[1])
    word = docx.Document(io.BytesIO(with_change(lambda w: added(w, "Một câu ngắn bằng chữ rất nhỏ bé.", size=Pt(8)))))
    assert "".join(t.text for t in list(word.element.body.iter(qn("w:p")))[number - 1].iter(qn("w:t"))).startswith(
        "Một câu"
    )


def test_findings_that_differ_in_their_place_only_are_one_line() -> None:
    lines = list(grouped(findings(style("Body Text", size=Pt(12)))))
    (line,) = (line for line in lines if line.startswith("noi-dung: found 12 pt"))
    assert " more)" in line


# --- how Word's formatting comes together -----------------------------------------------------------------------------


def test_bold_inside_a_bold_style_is_not_bold() -> None:
    def plant(word: Any) -> None:
        strong = word.styles.add_style("Manh", 2)
        strong.font.bold = True
        styled(word, "Title").runs[0].style = strong

    assert any(f.rule == "ten-loai" and f.found == "not bold" for f in findings(plant))


def test_the_indent_of_a_list_counts() -> None:
    def plant(word: Any) -> None:
        for indent in word.part.numbering_part.element.iter(qn("w:ind")):
            indent.set(qn("w:firstLine"), "0")

    assert any(f.rule == "thut-dong" and f.found == "0.00 cm" for f in findings(plant))


def test_a_list_that_a_paragraph_names_counts_more_than_its_style() -> None:
    def plant(word: Any) -> None:
        word.part.numbering_part.element.find(f".//{qn('w:ind')}").set(qn("w:firstLine"), "0")
        number = added(word, "Một việc phải làm.")._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_numId().val = 1

    assert any(f.rule == "thut-dong" and "Một việc" in f.where for f in findings(plant))


def test_a_drawn_line_and_an_underline_count_as_lines() -> None:
    def underline(word: Any) -> None:
        without_rule(right(word))
        right(word).paragraphs[1].runs[0].underline = True

    def shape(word: Any) -> None:
        without_rule(right(word))
        right(word).paragraphs[1].add_run()._r.append(
            parse_xml(
                f"<w:drawing {nsdecls('w', 'wp', 'a')}><wp:anchor><wp:extent cx='2019600' cy='0'/><a:graphic>"
                "<a:graphicData><a:prstGeom prst='line'/></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            )
        )

    for plant in (underline, shape):
        assert [str(f) for f in findings(plant)] == []


def test_text_that_was_deleted_or_hidden_is_not_there() -> None:
    def plant(word: Any) -> None:
        hidden = added(word, "Ẩn").runs[0]
        hidden.font.hidden, hidden.font.size = True, Pt(30)
        body = styled(word, "Body Text")
        for gone in ("del", "moveFrom"):
            said = "<w:r><w:rPr><w:sz w:val='8'/></w:rPr><w:t>thừa</w:t></w:r>"
            body._p.append(parse_xml(f"<w:{gone} {nsdecls('w')}>{said}</w:{gone}>"))

    assert [str(f) for f in findings(plant)] == []


# --- what others write ------------------------------------------------------------------------------------------------


def foreign() -> bytes:
    word = docx.Document()
    word.add_heading("Báo cáo kết quả tập huấn", 0)
    for _ in range(6):
        word.add_paragraph("Hội nghị có 120 đại biểu tham dự, gồm cán bộ các xã và các phòng chuyên môn. " * 4)
    word.add_paragraph("Một mục", style="List Bullet")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_foreign_paper_gets_sensible_findings() -> None:
    found = {(f.rule, f.found) for f in audit(foreign(), "x.docx").findings}
    assert {
        ("kho-giay", "216 × 279 mm"),
        ("le-phai", "31.8 mm"),
        ("phong-chu", "Cambria"),
        ("mau-chu", "#17365D"),
        ("so-trang", "no page number"),
        ("ten-loai", "26 pt"),
        ("noi-dung", "11 pt"),
        ("noi-dung", "aligned left"),
        ("thut-dong", "0.00 cm"),
    } <= found
    (missing,) = (f for f in audit(foreign(), "x.docx").findings if f.rule == "thanh-phan-chinh")
    assert "no Quốc hiệu và Tiêu ngữ" in missing.found
    assert "Nội dung" not in missing.found


def package(**parts: bytes) -> bytes:
    """The clean paper with some of its parts replaced; names without their folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(clean())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BROKEN = {
    "text": (b"no package", "no ZIP package"),
    "cut": (lambda: clean()[:4000], "no ZIP package, or was cut short"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc or is locked by a password"),
    "empty": (b"", "no ZIP package"),
    "bomb": (lambda: package(styles=b"<a>" + b" " * (70 * 2**20) + b"</a>"), "more than 64 MB"),
    "entities": (lambda: package(document=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities"),
    "unclosed": (lambda: package(document=b"<a><b>"), "is broken"),
    "not-word": (lambda: package(document=b"<a/>"), "is no Word text"),
    "measure": (
        lambda: package(
            document=f'<w:document xmlns:w="{W}"><w:body><w:sectPr><w:pgSz w:w="x"/></w:sectPr></w:body></w:document>'.encode()
        ),
        "a measure that is none",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_word_document_is_named(name: str) -> None:
    data, message = BROKEN[name]
    with pytest.raises(NoDocx, match=message) as raised:
        audit(data() if callable(data) else data, "x.docx")
    assert str(raised.value).startswith("x.docx cannot be read")


def test_a_package_without_word_in_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "a")
    with pytest.raises(NoDocx, match="list of contents"):
        audit(out.getvalue(), "x.docx")


@pytest.mark.parametrize(("data", "stage", "code", "said"), [
    (clean, "draft", 0, "x.docx, stage draft: 0 findings"),
    (clean, "issued", 1, "chuc-vu: found none, wanted the post of the signer"),
    (lambda: b"text", "draft", 2, "error: x.docx cannot be read as a Word document"),
])  # fmt: skip
def test_the_command(tmp_path: Path, data: Callable[[], bytes], stage: str, code: int, said: str) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(data())
    run = CliRunner().invoke(main, ["audit", "--layout", str(file), "--stage", stage])
    assert run.exit_code == code
    assert said in run.output
