"""The briefing as a Word document, read back with python-docx."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn

import briefings
from briefing_cells import HOSTILE, PROVENANCE, chart, code, heading, notebook, table, text
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.errors import NotComposed
from taphuan.export.docx.docx import write_docx
from taphuan.export.shared.raster import png_of
from taphuan.export.shared.zip import rezip


def written(nb: Any) -> bytes:
    return write_docx(read_document(nb, "briefing"))


def opened(nb: Any) -> Any:
    return docx.Document(io.BytesIO(written(nb)))


@pytest.fixture(scope="module")
def word() -> Any:
    return opened(briefings.quang_nam())


@pytest.fixture(scope="module")
def sample() -> Any:
    return opened(briefings.ho_chi_minh())


def all_text(container: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in container.iter(qn("w:p")))


def test_the_letterhead(word: Any) -> None:
    left, right = word.tables[0].rows[0].cells
    names = [p.text for p in left.paragraphs if p.text]
    assert names == ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NAM", "SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG"]
    assert [p.runs[0].bold for p in left.paragraphs if p.text] == [False, False, True, True]
    state, motto = right.paragraphs[:2]
    assert (state.text, state.runs[0].font.size.pt, state.runs[0].bold) == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        12,
        True,
    )
    assert (motto.text, motto.runs[0].font.size.pt, motto.runs[0].bold) == ("Độc lập - Tự do - Hạnh phúc", 13, True)
    number, dateline = (cell.paragraphs[0] for cell in word.tables[0].rows[1].cells)
    assert re.fullmatch(r"Số:\s+/BC-STTTT", number.text)
    assert re.fullmatch(r"Quảng Nam, ngày\s+tháng\s+năm 2024", dateline.text)
    assert dateline.runs[0].italic


def test_the_grid_of_the_letterhead_has_the_widths_of_its_cells(word: Any) -> None:
    table = word.tables[0]
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    # 88 mm for the name of the state in one line
    assert grid[1] > 88 * 56.7
    assert [cell.width.twips for cell in table.rows[0].cells] == grid


def test_draft_provenance_and_open_places(word: Any) -> None:
    draft = next(p for p in word.tables[0].rows[1].cells[0].paragraphs if p.text.strip("\u00a0") == "DỰ THẢO")
    assert draft.runs[0]._r.rPr.find(qn("w:bdr")) is not None
    for footer in (word.sections[0].first_page_footer, word.sections[0].footer):
        assert footer.paragraphs[0].text == f"{PROVENANCE}."
    left, right = word.tables[-1].rows[0].cells
    assert [p.text for p in left.paragraphs] == ["Nơi nhận:", "- ……;", "- Lưu: VT, ……"]
    assert [set(p.text) for p in right.paragraphs] == [{"…"}, {"…"}]
    assert "(Theo quy định và số liệu đến ngày 31/10/2024)" in all_text(word.element.body)


def test_type_and_abstract(word: Any) -> None:
    styles = {p.style.name: p for p in word.paragraphs}
    assert styles["Title"].text == "BÁO CÁO"
    assert styles["Subtitle"].text.startswith("Tóm tắt về chuyển đổi số tỉnh Quảng Nam")
    assert word.styles["Title"].font.bold
    assert word.styles["Subtitle"].font.bold


def layout_rules() -> dict[str, dict[str, Any]]:
    file = paths.DATA / "law" / "nd30_layout.yaml"
    return {rule["id"]: rule for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]}


def test_the_layout_follows_the_rules_of_the_decree(word: Any) -> None:
    rules = layout_rules()
    section = word.sections[0]
    for rule, margin in (
        ("le-tren", section.top_margin),
        ("le-duoi", section.bottom_margin),
        ("le-trai", section.left_margin),
        ("le-phai", section.right_margin),
    ):
        assert rules[rule]["min_mm"] <= round(margin.mm, 1) <= rules[rule]["max_mm"]
    paper = rules["kho-giay"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (paper["width_mm"], paper["height_mm"])
    body = word.styles["Body Text"]
    assert body.font.name == rules["phong-chu"]["font_family"]
    assert rules["noi-dung"]["min_pt"] <= body.font.size.pt <= rules["noi-dung"]["max_pt"]
    assert body.paragraph_format.alignment == ALIGN.JUSTIFY
    assert round(body.paragraph_format.first_line_indent.cm, 2) in rules["thut-dong"]["allowed_cm"]
    assert body.paragraph_format.space_after.pt >= rules["cach-doan"]["min_pt"]
    assert rules["cach-dong"]["min_lines"] <= body.paragraph_format.line_spacing <= rules["cach-dong"]["max_lines"]
    header = word.styles["Header"]
    assert rules["so-trang"]["min_pt"] <= header.font.size.pt <= rules["so-trang"]["max_pt"]


def test_margins_and_body_style(word: Any) -> None:
    section = word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [22, 20, 30, 15]
    body = word.styles["Body Text"]
    assert (body.font.name, body.font.size.pt) == ("Times New Roman", 13)
    assert all(style.font.color.rgb in (None, (0, 0, 0)) for style in word.styles if style.type == 1)


def test_the_page_number_stands_in_the_header_from_page_two(word: Any) -> None:
    section = word.sections[0]
    assert section.different_first_page_header_footer
    later = section.header._element
    assert [i.text.strip() for i in later.iter(qn("w:instrText"))] == ["PAGE"]
    assert word.styles["Header"].paragraph_format.alignment == ALIGN.CENTER
    assert not list(section.first_page_header._element.iter(qn("w:instrText")))
    assert not list(section.footer._element.iter(qn("w:instrText")))


def test_a_sample_is_marked_on_every_page_and_a_real_conference_is_not(word: Any, sample: Any) -> None:
    for header in (sample.sections[0].first_page_header, sample.sections[0].header):
        assert "MẪU – không phải sự kiện có thật" in [p.text for p in header.paragraphs]
        # and very light behind the text
        assert header._element.xml.count('string="MẪU"') == 1
    assert "MẪU" not in word.sections[0].header._element.xml


def test_the_longest_names_are_broken_where_they_read_well(sample: Any) -> None:
    left = sample.tables[0].rows[0].cells[0]
    assert [p.text for p in left.paragraphs if p.text] == [
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HỒ CHÍ MINH",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "THÀNH PHỐ HỒ CHÍ MINH",
    ]


def test_headings_are_headings_and_numbered(word: Any) -> None:
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["I. Hội nghị tập huấn", "II. Quảng Nam xếp 31/63 năm 2022"]
    assert headings[5] == "VI. Nguồn"


def test_titles_with_numbers_of_their_own_get_no_second_one() -> None:
    word = opened(notebook([heading("a", "1. Một"), heading("b", "2. Hai")]))
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 1"] == ["1. Một", "2. Hai"]


def test_captions_are_fields_that_count(word: Any) -> None:
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    assert [p.text for p in captions] == [
        "Bảng 1. Các tỉnh liền kề Quảng Nam trong bảng xếp hạng năm 2022",
        "Hình 1. DTI năm 2022 của Quảng Nam so với các tỉnh trong khu vực",
        "Hình 2. Bốn chỉ số thành phần năm 2022 của Quảng Nam",
        "Bảng 2. Điểm mới của Nghị định 82/2024/NĐ-CP",
    ]
    assert all("SEQ" in "".join(i.text for i in p._p.iter(qn("w:instrText"))) for p in captions)
    sources = [p.text for p in word.paragraphs if p.style.name == "Source Line"]
    assert sources[0] == "Nguồn: Bộ Thông tin và Truyền thông, DTI 2022 (công bố 12/7/2023)"


def test_every_picture_has_words_for_those_who_do_not_see_it(word: Any) -> None:
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 2
    assert pictures[0].get("descr").startswith("Biểu đồ thanh DTI năm 2022")
    assert all(len(picture.get("descr")) > 40 for picture in pictures)
    assert all(shape.width.mm <= 165.1 for shape in word.inline_shapes)


def test_tables_repeat_their_header_and_mark_this_province(word: Any) -> None:
    neighbours = word.tables[1]
    assert neighbours.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    ours = neighbours.rows[3].cells
    assert [cell.text for cell in ours] == ["31", "Quảng Nam", "0,5808"]
    assert all(cell.paragraphs[0].runs[0].bold for cell in ours)
    assert all(cell._tc.tcPr.find(qn("w:shd")) is not None for cell in ours)
    assert not neighbours.rows[1].cells[0].paragraphs[0].runs[0].bold
    assert [cell.paragraphs[0].alignment for cell in ours] == [ALIGN.RIGHT, ALIGN.LEFT, ALIGN.RIGHT]


def test_a_narrow_column_keeps_its_words_whole() -> None:
    columns = [("STT", "right", 0.1), ("Chuyên đề", "left", 8.0), ("Tài liệu", "left", 1.0)]
    word = opened(
        notebook([heading("a", "Một"), code("a", "1", table(columns, [["1", "Dữ liệu số", "có"]], caption="c"))])
    )
    widths = [cell.width.mm for cell in word.tables[1].rows[0].cells]
    assert widths[0] > 12
    assert sum(widths) == pytest.approx(165, abs=0.2)


def test_a_source_that_a_table_names_is_not_named_again() -> None:
    source = "Bộ TT&TT, DTI 2022"
    shown = table([("a", "left", 1)], [["1"]], caption="c", source=source)
    cells = [heading("a", "Một"), code("a", "1", shown), text("a", f"{source}; Báo Quảng Nam", "2", role="sources")]
    word = opened(notebook(cells))
    assert [p.text for p in word.paragraphs if p.text.startswith("Nguồn")] == [
        f"Nguồn: {source}",
        "Nguồn: Báo Quảng Nam",
    ]


def test_what_announces_a_list_stays_with_it(word: Any) -> None:
    opening = next(p for p in word.paragraphs if p.text.endswith("năm nội dung:"))
    assert opening.paragraph_format.keep_with_next


def test_the_signer_is_never_alone_on_a_page(word: Any) -> None:
    body = list(word.element.body)
    before = body[body.index(word.tables[-1]._tbl) - 2]
    assert before.pPr.find(qn("w:keepNext")) is not None


def test_badges_stand_in_brackets(sample: Any) -> None:
    runs = [run for p in sample.paragraphs for run in p.runs if run.text.startswith("[")]
    assert [run.text for run in runs] == [
        "[hết hiệu lực từ 01/3/2026]",
        "[hết hiệu lực từ 01/7/2026]",
        "[còn hiệu lực]",
    ]
    # in the size of the text: the decree knows no smaller one there
    assert all(run.bold and run.font.size is None for run in runs)


def test_every_numbered_list_begins_at_one() -> None:
    word = opened(
        notebook([heading("a", "Một"), text("a", "1. x\n2. y", "1"), heading("b", "Hai"), text("b", "1. z", "1")])
    )
    used = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert used[0] == used[1] != used[2]
    starts = {
        int(num.get(qn("w:numId"))): [o.get(qn("w:val")) for o in num.iter(qn("w:startOverride"))]
        for num in word.part.numbering_part.element.findall(qn("w:num"))
    }
    assert starts[used[0]] == starts[used[2]] == ["1"]


def test_properties_name_the_content_and_no_clock(word: Any) -> None:
    said = word.core_properties
    assert (said.title, said.language) == ("Chuyển đổi số tỉnh Quảng Nam", "vi-VN")
    assert said.created.isoformat() == said.modified.isoformat() == "2024-10-31T00:00:00+00:00"
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"


def test_hostile_text_is_shown_as_text() -> None:
    nb = notebook(
        [
            heading("a", 'Tiêu đề `#eval("x")` {{ a }}'),
            text("a", HOSTILE, "1"),
            code("a", "2", table([("<b>Cột</b>", "left", 1)], [['"</w:t>&#x202e;']], caption="{{ chú thích }}")),
        ],
        title='<script>&"',
    )
    word = opened(nb)
    shown = all_text(word.element.body)
    assert 'I. Tiêu đề #eval("x") {{ a }}' in shown
    assert '#eval("x") {{ lesson.secret }} đảo chiều' in shown
    assert "<b>Cột</b>" in shown
    assert '"</w:t>&#x202e;' in shown
    assert "\u202e" not in shown
    assert word.core_properties.title == '<script>&"'


def test_a_briefing_without_figures_and_tables() -> None:
    word = opened(notebook([heading("a", "Một"), text("a", "Chưa có số liệu.", "1")]))
    assert len(word.inline_shapes) == 0
    assert "Chưa có số liệu." in all_text(word.element.body)


def test_a_figure_that_is_no_svg_is_named() -> None:
    figure = chart("<svg", alt="a", caption="c", source="s", unit={}, as_of="2024-10-31")
    with pytest.raises(NotComposed, match="SVG cannot be drawn"):
        written(notebook([heading("a", "Một"), code("a", "1", figure)]))


def test_the_same_content_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import briefings; from taphuan.document.reading import read_document; from taphuan.export.docx.docx import write_docx\n"
        "sys.stdout.buffer.write(write_docx(read_document(briefings.quang_nam(), 'briefing')))"
    )
    here = str(paths.ROOT / "tests/support")
    other = subprocess.run([sys.executable, "-c", program, here], capture_output=True, check=True, cwd=tmp_path).stdout
    assert other == written(briefings.quang_nam())


def test_nothing_of_this_machine_is_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(written(briefings.quang_nam()))) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name or "customXml" in name]
        inside = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
    assert str(paths.ROOT).encode() not in inside
    assert b"Macintosh" not in inside


def test_rezip_forgets_order_and_dates() -> None:
    def package(names: list[str], year: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            for name in names:
                file.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name)
        return out.getvalue()

    first = rezip(package(["b.xml", "[Content_Types].xml", "a.xml"], 2001))
    assert first == rezip(package(["[Content_Types].xml", "a.xml", "b.xml"], 2020))
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert file.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]
        assert file.read("b.xml") == b"b.xml"


def test_a_picture_cut_off_in_the_cache_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
    whole = png_of(svg)
    (kept,) = tmp_path.rglob("*.png")
    kept.write_bytes(whole[:50])
    assert png_of(svg) == whole
    assert kept.read_bytes() == whole
    assert int.from_bytes(whole[16:20], "big") == 80  # two pixels for one
