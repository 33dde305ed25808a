"""The layout audit: effective formats of Word, documents of other authors, files that are not Word documents, the command."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from taphuan.check.decree30 import NotWordFile, audit
from taphuan.cli import main
from word_papers import added, clean, findings, remove_lines, right, styled

# --- effective formats ------------------------------------------------------------------------------------------------


def test_bold_in_a_bold_style_is_not_bold() -> None:
    def change(word: Any) -> None:
        strong = word.styles.add_style("Manh", 2)
        strong.font.bold = True
        styled(word, "Title").runs[0].style = strong

    assert any(f.rule == "ten-loai" and f.found == "not bold" for f in findings(change))


def test_the_indent_of_a_list_level_is_effective() -> None:
    def change(word: Any) -> None:
        for indent in word.part.numbering_part.element.iter(qn("w:ind")):
            indent.set(qn("w:firstLine"), "0")

    assert any(f.rule == "thut-dong" and f.found == "0.00 cm" for f in findings(change))


def test_the_list_of_a_paragraph_has_precedence_over_its_style() -> None:
    def change(word: Any) -> None:
        word.part.numbering_part.element.find(f".//{qn('w:ind')}").set(qn("w:firstLine"), "0")
        number = added(word, "Một việc phải làm.")._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_numId().val = 1

    assert any(f.rule == "thut-dong" and "Một việc" in f.where for f in findings(change))


def test_a_drawn_line_and_an_underline_are_lines() -> None:
    def underline(word: Any) -> None:
        remove_lines(right(word))
        right(word).paragraphs[1].runs[0].underline = True

    def shape(word: Any) -> None:
        remove_lines(right(word))
        right(word).paragraphs[1].add_run()._r.append(
            parse_xml(
                f"<w:drawing {nsdecls('w', 'wp', 'a')}><wp:anchor><wp:extent cx='2019600' cy='0'/><a:graphic>"
                "<a:graphicData><a:prstGeom prst='line'/></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            )
        )

    for change in (underline, shape):
        assert [str(f) for f in findings(change)] == []


def test_deleted_and_hidden_text_is_ignored() -> None:
    def change(word: Any) -> None:
        hidden = added(word, "Ẩn").runs[0]
        hidden.font.hidden, hidden.font.size = True, Pt(30)
        body = styled(word, "Body Text")
        for tag in ("del", "moveFrom"):
            run = "<w:r><w:rPr><w:sz w:val='8'/></w:rPr><w:t>thừa</w:t></w:r>"
            body._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}>{run}</w:{tag}>"))

    assert [str(f) for f in findings(change)] == []


# --- documents of other authors ---------------------------------------------------------------------------------------


def foreign() -> bytes:
    """A document in the default template of python-docx."""
    word = docx.Document()
    word.add_heading("Báo cáo kết quả tập huấn", 0)
    for _ in range(6):
        word.add_paragraph("Hội nghị có 120 đại biểu tham dự, gồm cán bộ các xã và các phòng chuyên môn. " * 4)
    word.add_paragraph("Một mục", style="List Bullet")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_the_findings_in_a_foreign_document() -> None:
    findings_in_it = {(f.rule, f.found) for f in audit(foreign(), "x.docx").findings}
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
    } <= findings_in_it
    (missing,) = (f for f in audit(foreign(), "x.docx").findings if f.rule == "thanh-phan-chinh")
    assert "no Quốc hiệu và Tiêu ngữ" in missing.found
    assert "Nội dung" not in missing.found


def package(**parts: bytes) -> bytes:
    """The clean paper with some of its parts replaced; the names are those of the files without folder and suffix."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(clean())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# name → (content of the file, part of the message)
UNREADABLE = {
    "text": (b"no package", "not a ZIP package"),
    "incomplete": (lambda: clean()[:4000], "not a ZIP package or is incomplete"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc or protected by a password"),
    "empty": (b"", "not a ZIP package"),
    "bomb": (lambda: package(styles=b"<a>" + b" " * (70 * 2**20) + b"</a>"), "more than 64 MB"),
    "entities": (lambda: package(document=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities"),
    "unclosed": (lambda: package(document=b"<a><b>"), "is not valid XML"),
    "not-word": (lambda: package(document=b"<a/>"), "is not a Word text"),
    "measure": (
        lambda: package(
            document=f'<w:document xmlns:w="{W}"><w:body><w:sectPr><w:pgSz w:w="x"/></w:sectPr></w:body></w:document>'.encode()
        ),
        "an invalid measure",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_the_error_of_an_unreadable_file_says_why(name: str) -> None:
    data, message = UNREADABLE[name]
    with pytest.raises(NotWordFile, match=message) as raised:
        audit(data() if callable(data) else data, "x.docx")
    assert str(raised.value).startswith("x.docx cannot be read")


def test_a_zip_file_that_is_not_a_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "a")
    with pytest.raises(NotWordFile, match="list of contents"):
        audit(out.getvalue(), "x.docx")


@pytest.mark.parametrize(("data", "stage", "code", "line"), [
    (clean, "draft", 0, "x.docx, stage draft: 0 findings"),
    (clean, "issued", 1, "chuc-vu: found none, wanted the post of the signer"),
    (lambda: b"text", "draft", 2, "error: x.docx cannot be read as a Word document"),
])  # fmt: skip
def test_the_command(tmp_path: Path, data: Callable[[], bytes], stage: str, code: int, line: str) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(data())
    run = CliRunner().invoke(main, ["audit", "--layout", str(file), "--stage", stage])
    assert run.exit_code == code
    assert line in run.output
