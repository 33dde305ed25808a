"""PowerPoint decks of notebooks that hold what nobody plans for: nothing is lost, cut off or run, or a clear error."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from pptx.oxml.ns import qn

import pptx_readback as back
from briefing_cells import HOSTILE
from deck_sample import Notebook, sample_notebook
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.export.pptx.house_template import house_template
from taphuan.export.pptx.pptx import write_pptx
from taphuan.export.pptx.template import DeckTemplateUnfit


def slides(notebook: Notebook) -> list[Any]:
    return slides_of(notebook.nb)


def slides_of(nb: Any) -> list[Any]:
    found = list(back.opened(write_pptx(read_document(nb, "deck"))).slides)
    for slide in found:
        for shape in slide.shapes:
            box = back.box(shape)
            assert min(box.left, box.top) >= 0, (back.title(slide), shape.name)
            assert box.right <= 1280.5, (back.title(slide), shape.name)
            assert box.bottom <= 720.5, (back.title(slide), shape.name)
            if shape.has_text_frame and shape.name not in ("Mẫu", "Số trang"):
                title = shape.name == "Tiêu đề"
                high = back.text_height(shape.text_frame, box.right - box.left, bold=title)
                assert high <= box.bottom - box.top + 1, (back.title(slide), shape.name)
        assert min(back.sizes(slide.element)) >= 1350
    return found


def pictures(found: list[Any]) -> Iterator[Any]:
    return (shape for slide in found for shape in slide.shapes if shape._element.tag == qn("p:pic"))


def png(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#00778b").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


COLUMNS = [{"name": "Tỉnh", "align": "left", "weight": 2}, {"name": "Hạng", "align": "right", "weight": 1}]


def test_one_slide_of_every_layout() -> None:
    found = slides_of(sample_notebook(sample=True))
    assert {slide.slide_layout.name for slide in found} == {
        "Bìa", "Phần", "Nội dung", "Hình", "Bảng", "Hai cột", "Câu hỏi", "Nguồn",
    }  # fmt: skip


def test_a_table_of_60_rows_goes_on_with_its_header() -> None:
    b = Notebook()
    b.slide("t", "Sáu mươi dòng")
    b.table(COLUMNS, [[f"Tỉnh số {n}", str(n)] for n in range(60)], 41, "Bảng dài")
    found = slides(b)
    tables = [shape.table for slide in found for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(found) > 2
    assert [cell.text for table in tables for cell in [row.cells[0] for row in table.rows][1:]] == [
        f"Tỉnh số {n}" for n in range(60)
    ]
    assert all([cell.text for cell in table.rows[0].cells] == ["Tỉnh", "Hạng"] for table in tables)
    assert [back.title(slide) for slide in found][:3] == [
        "Sáu mươi dòng",
        "Sáu mươi dòng (tiếp)",
        "Sáu mươi dòng (tiếp 2)",
    ]
    marked = [row for table in tables for row in table.rows if row.cells[0]._tc.xpath(".//a:rPr[@b='1']")]
    assert [row.cells[0].text for row in marked if row.cells[0].text != "Tỉnh"] == ["Tỉnh số 41"]


def test_a_cell_higher_than_a_slide_is_broken_between_its_lines() -> None:
    b = Notebook()
    b.slide("t", "Ô rất dài")
    long = " ".join(f"chữ{n}" for n in range(900))
    b.table(COLUMNS, [[long, "1"], ["cuối", "2"]], None, "Bảng")
    texts = [
        row.cells[0].text
        for slide in slides(b)
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert " ".join(texts) == f"{long} cuối"


@pytest.mark.parametrize("length", [200, 700])
def test_a_long_title_is_shrunk_or_cut_and_kept_whole_in_the_notes(length: int) -> None:
    title = ("Kế hoạch chuyển đổi số của tỉnh " * 40)[:length].strip()
    b = Notebook()
    b.slide("t", title)
    b.text("- Một việc")
    b.slide("u", title)
    b.text("- Hai việc")
    first, second = slides(b)
    if length == 200:
        assert back.title(first) == title
        assert back.title(second) == f"{title} (nhắc lại)"
    else:
        assert back.title(first).endswith("…")
        assert f"Tiêu đề đầy đủ: {title}" in back.notes(first)
        assert back.title(second).endswith("… (nhắc lại)")


def test_text_that_does_not_fit_goes_on_and_keeps_counting() -> None:
    b = Notebook()
    b.slide("t", "Ba mươi việc")
    b.text("\n".join(f"{n}. Việc thứ {n} phải làm xong trước khi trình kế hoạch của năm sau" for n in range(1, 31)))
    found = slides(b)
    assert len(found) == 3
    numbers = [int(mark.get("startAt")) for slide in found for mark in slide.element.iter(qn("a:buAutoNum"))]
    assert numbers == list(range(1, 31))
    assert back.notes(found[1]) == "Tiếp theo trang “Ba mươi việc”."


def test_a_word_without_an_end_is_broken() -> None:
    b = Notebook()
    word = "khôngthểngắt" * 120
    b.slide("t", "Một từ")
    b.text(f"- {word}")
    b.table(COLUMNS, [[word, "1"]], None, "Bảng")
    shapes = [shape for slide in slides(b) for shape in slide.shapes]
    listed = "".join(shape.text_frame.text for shape in shapes if shape.name == "Nội dung")
    cells = "".join(row.cells[0].text for shape in shapes if shape.has_table for row in list(shape.table.rows)[1:])
    assert listed.replace(" ", "") == cells.replace(" ", "") == word


def test_a_huge_picture_is_shrunk_and_a_broken_one_is_told() -> None:
    b = Notebook()
    b.slide("huge", "Hình lớn")
    b.output({"image/png": png(8000, 5000), "text/plain": "<Figure>"})
    b.slide("broken", "Hình hỏng")
    b.output({"image/png": png(600, 400)[:200], "text/plain": "<Figure>"})
    b.slide("none", "Không phải hình")
    b.output({"image/png": "đây không phải base64", "text/plain": "<Figure>"})
    found = slides(b)
    (shape,) = pictures(found)
    assert max(Image.open(io.BytesIO(shape.image.blob)).size) <= 2560
    assert abs(shape.width / shape.height - 1.6) < 0.01
    for slide in found[1:]:
        assert "Không đọc được hình ảnh ở đây." in back.words(slide)


def test_a_deck_without_any_figure() -> None:
    b = Notebook()
    b.slide("cover", "Bìa không hình", kind="cover", part="")
    b.slide("t", "Chỉ có chữ")
    b.text("- Một ý")
    cover, text = slides(b)
    assert back.box(cover.shapes.title).right > 1200
    assert back.notes(text) == ""


def test_a_slide_with_nothing_on_it_has_no_empty_placeholder() -> None:
    b = Notebook()
    b.slide("t", "Trang trống")
    (slide,) = slides(b)
    assert all(shape.text_frame.text for shape in slide.placeholders)


def test_letters_the_font_lacks_stay() -> None:
    b = Notebook()
    b.slide("t", "Chữ lạ 🙂 漢字")
    b.text("- 🇻🇳 → ① ﷽")
    (slide,) = slides(b)
    assert back.title(slide) == "Chữ lạ 🙂 漢字"
    assert "🇻🇳 → ① ﷽" in back.words(slide)


def test_markup_and_code_are_text_and_never_formulas() -> None:
    evil = ['<script>alert("1")</script>', "{{ lesson.secret }}", '=cmd|" /C calc"!A1', "]]> & <a:t>", "{value}{name}"]
    b = Notebook()
    b.slide("t", "Mã & <dấu>")
    b.table(COLUMNS, [[text, "1"] for text in evil], None, 'Bảng "đặc biệt"')
    b.slide("u", "Chữ nguy hiểm")
    b.text(HOSTILE)
    first, second = slides(b)
    assert back.title(first) == "Mã & <dấu>"
    for text in evil:
        assert text in back.words(first)
    assert '#eval("x") {{ lesson.secret }} đảo chiều' in back.words(second)
    assert "\u202e" not in back.words(second)


def test_names_in_a_chart_are_no_formulas() -> None:
    b = Notebook()
    b.slide("t", "Biểu đồ")
    names = ['=cmd|" /C calc"!A1', "{value}", 'Quảng "Nam"', "A&B"]
    rows = [[name, n + 1, 80.0 - 10 * n] for n, name in enumerate(names)]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1152 480"><text font-size="20">x</text></svg>'
    b.figure("wide", svg, "Mô tả của biểu đồ", kind="league")
    twin = b.nb.cells[-1].outputs[0]["data"]["application/vnd.taphuan.chart+json"]
    twin["data"] = {"columns": ["Tỉnh", "Hạng", "DTI"], "rows": rows, "mean": {"label": '=trung "bình"', "value": 60.0}}
    twin["unit"] = {"slug": "x", "valid_from": "2008-08-01", "name": names[2]}
    (slide,) = slides(b)
    (chart,) = back.charts(slide)
    assert list(chart.plots[0].categories) == [f"{n}. {name}: {90 - 10 * n},0" for n, name in enumerate(names, start=1)]
    sheet = back.parts(chart.part.chart_workbook.xlsx_part.blob)
    formulas = [text.split("</f>")[0] for text in sheet["xl/worksheets/sheet1.xml"].decode().split("<f>")[1:]]
    # a formula for the label of each bar, of its own value alone
    assert len(formulas) == 4 and formulas[0].startswith('IF(B2&gt;0,"+"') and "cmd" not in "".join(formulas)
    words = sheet["xl/sharedStrings.xml"].decode()
    assert '=cmd|" /C calc"!A1' in words and '=trung "bình"' in words and "A&amp;B" in words


def test_a_template_that_lacks_layouts_is_refused_with_all_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    presentation = back.opened(house_template())
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    layouts["Câu hỏi"].element.cSld.set("name", "Quiz")
    layouts["Phần"].element.cSld.set("name", "Section")
    for shape in [s for s in layouts["Hai cột"].placeholders if s.name == "Hình"]:
        shape._element.getparent().remove(shape._element)
    monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
    presentation.save(str(paths.DECK_PPTX))
    with pytest.raises(DeckTemplateUnfit) as error:
        slides_of(sample_notebook())
    for said in ("no layout 'Phần'", "no layout 'Câu hỏi'", "no placeholder 'Hình' on layout 'Hai cột'", "Quiz, Nguồn"):
        assert said in str(error.value)


@pytest.mark.parametrize("content", [b"", b"kein pptx", b"PK\x03\x04cut off"])
def test_a_template_that_is_no_powerpoint_file_is_refused(
    content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
    paths.DECK_PPTX.write_bytes(content)
    with pytest.raises(DeckTemplateUnfit, match=r"slides/deck-template\.pptx is no PowerPoint file"):
        slides_of(sample_notebook())


def test_a_ministrys_template_decides_the_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Another size and place of the body, no place for part, conference and sources, and a slide left in the file."""
    presentation = back.opened(house_template())
    for layout in presentation.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.name in ("Chuyên đề", "Hội nghị", "Nguồn"):
                shape._element.getparent().remove(shape._element)
            elif shape.name == "Nội dung" and layout.name != "Bìa":
                shape.left, shape.width = 150 * back.EMU, 400 * back.EMU
    presentation.slides.add_slide(presentation.slide_layouts[2])
    monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
    presentation.save(str(paths.DECK_PPTX))
    found = slides_of(sample_notebook())
    text = next(slide for slide in found if back.title(slide).startswith("Sáu việc"))
    boxes = {shape.name: back.box(shape) for shape in text.shapes}
    assert (boxes["Nội dung"].left, boxes["Nội dung"].right) == (150, 550)
    assert "Nguồn: NĐ 73/2019/NĐ-CP; NĐ 82/2024/NĐ-CP" in back.words(text)
    assert len(found) == len({back.title(slide) for slide in found})
