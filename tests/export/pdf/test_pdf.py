"""The briefing as a PDF, read back with pikepdf."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import briefings
from briefing_cells import HOSTILE, PROVENANCE, chart, code, heading, notebook, table, text
from pdf_reading import lines, page_text, problems, tags, tight
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.errors import NotComposed
from taphuan.export.pdf.pdf import write_pdf


def written(nb: Any) -> bytes:
    return write_pdf(read_document(nb, "briefing"))


def opened(nb: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(written(nb)))


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return opened(briefings.quang_nam())


@pytest.fixture(scope="module")
def pages(pdf: pikepdf.Pdf) -> list[str]:
    return [page_text(page) for page in pdf.pages]


def test_it_is_tagged_and_says_its_language_and_title(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "vi-VN"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.docinfo["/Title"]) == "Chuyển đổi số tỉnh Quảng Nam"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    kinds = {str(tag.S) for tag in tags(pdf)}
    assert {"/H1", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= kinds


def test_nothing_of_it_is_shut_to_a_screen_reader(pdf: pikepdf.Pdf) -> None:
    assert problems(pdf) == []


def test_every_figure_has_words_for_those_who_do_not_see_it(pdf: pikepdf.Pdf) -> None:
    pictures = [str(tag.Alt) for tag in tags(pdf) if str(tag.S) == "/Figure" and "/Alt" in tag]
    assert [words[:20] for words in pictures] == ["Biểu đồ thanh DTI nă", "Bốn chỉ số năm 2022 "]


def test_the_dates_are_those_of_the_content(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20241031")
    with pdf.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"].startswith("2024-10-31")


def test_a4_in_two_to_four_pages(pdf: pikepdf.Pdf) -> None:
    assert 2 <= len(pdf.pages) <= 4
    for page in pdf.pages:
        assert [round(float(edge) / 72 * 25.4) for edge in page.mediabox] == [0, 0, 210, 297]


def test_the_first_page(pages: list[str]) -> None:
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ THÔNG TIN",
        "DỰ THẢO",
        "Số: /BC-STTTT",
        "Quảng Nam, ngày tháng năm 2024",
        "BÁO CÁO",
        "Tóm tắt về chuyển đổi số tỉnh Quảng Nam",
        "(Theo quy định và số liệu đến ngày 31/10/2024)",
        "I. HỘI NGHỊ TẬP HUẤN",
    ):
        assert tight(words) in pages[0], words


def test_every_page_says_what_the_document_is_not(pages: list[str]) -> None:
    assert all(tight(PROVENANCE) in page for page in pages)


def test_captions_badges_and_what_is_left_open(pages: list[str]) -> None:
    whole = "".join(pages)
    for words in (
        "Hình 1. DTI năm 2022 của Quảng Nam so với các tỉnh trong khu vực",
        "Hình 2. Bốn chỉ số thành phần",
        "Bảng 1. Các tỉnh liền kề",
        "Bảng 2. Điểm mới",
        "Nguồn: Bộ Thông tin và Truyền thông, DTI 2022 (công bố 12/7/2023)",
        "[theo bản đăng lại]",
        "Nơi nhận:",
        "- Lưu: VT, ……",
    ):
        assert tight(words) in whole, words


def test_page_numbers_begin_on_the_second_page(pdf: pikepdf.Pdf) -> None:
    """The first letters drawn in the top margin (above 277 mm) of each page."""
    assert [number_in_top_margin(page) for page in pdf.pages] == ["", "2", "3"][: len(pdf.pages)]


def number_in_top_margin(page: pikepdf.Page) -> str:
    return "".join(letters for height, letters in lines(page) if height > (297 - 20) / 25.4 * 72 and letters.isdigit())


def test_a_sample_is_marked_on_every_page_and_a_real_conference_is_not(pages: list[str]) -> None:
    nb = briefings.ho_chi_minh()
    nb.cells += [text("phap-luat", "Đoạn văn dài. " * 60, f"long-{i}") for i in range(6)]
    marked = [page_text(page) for page in opened(nb).pages]
    assert len(marked) > 1
    assert all(tight("MẪU – không phải sự kiện có thật") in page for page in marked)
    assert not any("MẪU" in page for page in pages)


def test_a_long_table_goes_on_over_pages_under_its_header() -> None:
    rows = [[str(rank), f"Tỉnh {rank}", "0,5000"] for rank in range(1, 61)]
    columns = [("Hạng", "right", 1.0), ("Tỉnh, thành phố", "left", 3.0), ("DTI", "right", 1.0)]
    nb = notebook([heading("a", "Bảng"), code("a", "1", table(columns, rows, caption="Sáu mươi hàng", highlight=30))])
    long = [page_text(page) for page in opened(nb).pages]
    with_rows = [page for page in long if "0,5000" in page]
    assert len(with_rows) >= 2
    assert all(tight("Tỉnh, thành phố") in page for page in with_rows)
    assert "Tỉnh60" in "".join(long)


def test_the_caption_of_a_long_table_is_never_alone_at_the_foot_of_a_page() -> None:
    rows = [[f"Hàng{n}.", "1"] for n in range(1, 41)]
    lines = [text("a", f"Dòng {n} viết ở đây.", f"p{n}") for n in range(26)]
    for count in range(14, 26):
        cells = [
            heading("a", "Một"),
            *lines[:count],
            code("a", "t", table([("Hàng", "left", 1), ("Số", "right", 1)], rows, caption="Bảng dài")),
        ]
        pages = [page_text(page) for page in opened(notebook(cells)).pages]
        (first,) = (page for page in pages if "Bảng1." in page)
        assert "Hàng1." in first, count


def test_a_number_of_a_document_is_not_broken_at_its_stroke() -> None:
    numbers = ("1425/QĐ-TTg", "41/2026/TT-BKHCN", "02-KH/BCĐTW")
    # so many words before it that it meets the end of a line
    rows = [[f"{'tám ' * before}{number}"] for number in numbers for before in range(18, 26)]
    document = opened(
        notebook([heading("a", "Một"), code("a", "1", table([("Văn bản", "left", 1)], rows, caption="c"))])
    )
    heights: dict[tuple[int, float], str] = {}
    for at, page in enumerate(document.pages):
        for height, letters in lines(page):
            heights[at, height] = heights.get((at, height), "") + tight(letters)
    whole = [number for line in heights.values() for number in numbers if number in line]
    assert len(whole) == len(rows)


def test_the_signer_is_never_alone_on_a_page() -> None:
    for count in range(12, 30):
        body = [text("a", f"Dòng {i} viết ở đây.", str(i)) for i in range(count)]
        document = opened(notebook([heading("a", "Một"), *body]))
        assert f"Dòng{count - 1}viếtởđây." in page_text(document.pages[-1]), count


def test_hostile_text_is_shown_as_text() -> None:
    nb = notebook(
        [
            heading("a", 'Tiêu đề `#eval("x")` {{ a }}'),
            text("a", HOSTILE, "1"),
            text("a", "$ a^2 $ \\#panic() @label <nhan> // lời", "2"),
            code("a", "3", table([("#panic()", "left", 1)], [["[*x*] #eval(1)"]], caption="#{1+1}")),
        ],
        title='#panic() <script>&"',
    )
    document = opened(nb)
    shown = "".join(page_text(page) for page in document.pages)
    for words in (
        '#EVAL("X") {{ A }}',
        '#eval("x") {{ lesson.secret }} đảo chiều',
        "$ a^2 $ #panic() @label <nhan> // lời",
        "[*x*] #eval(1)",
        "Bảng 1. #{1+1}",
    ):
        assert tight(words) in shown, words
    assert str(document.docinfo["/Title"]) == '#panic() <script>&"'


def test_a_briefing_without_figures_and_tables() -> None:
    document = opened(notebook([heading("a", "Một"), text("a", "Chưa có số liệu.", "1")]))
    assert tight("Chưa có số liệu.") in page_text(document.pages[0])
    assert "/Figure" not in {str(tag.S) for tag in tags(document)}


def test_papers_are_set_in_the_face_from_the_packages_and_figures_in_theirs(pdf: pikepdf.Pdf) -> None:
    shown = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.resources.Font.values()}
    styles = ("Regular", "Bold", "Italic", "BoldItalic")
    papers = {f"TeXGyreTermes-{style}-Identity-H" for style in styles}
    assert papers <= shown
    assert all(name.startswith("BeVietnamPro-") for name in shown - papers)


def test_symbols_of_a_figure_are_shown_and_letters_that_no_font_has_are_boxes() -> None:
    def paper_with(words: str) -> Any:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 90"><text y="50">{words}</text></svg>'
        figure = chart(svg, alt="a", caption="c", source="s", unit={}, as_of="2024-10-31")
        return notebook([heading("a", "Một"), code("a", "1", figure)])

    paper = opened(paper_with("Tăng ▲ ✓"))
    assert tight("Tăng ▲ ✓") in page_text(paper.pages[0])
    boxed = opened(paper_with("một chữ 漢 thôi"))
    assert tight("một chữ □ thôi") in page_text(boxed.pages[0])


def test_a_figure_that_is_no_svg_is_named() -> None:
    figure = chart("<svg", alt="a", caption="c", source="s", unit={}, as_of="2024-10-31")
    with pytest.raises(NotComposed, match="cannot become a PDF"):
        written(notebook([heading("a", "Một"), code("a", "1", figure)]))


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import briefings; from taphuan.document.reading import read_document; from taphuan.export.pdf.pdf import write_pdf\n"
        "sys.stdout.buffer.write(write_pdf(read_document(briefings.quang_nam(), 'briefing')))"
    )
    here = str(paths.ROOT / "tests/support")
    other = subprocess.run([sys.executable, "-c", program, here], capture_output=True, check=True, cwd=tmp_path).stdout
    written(briefings.ho_chi_minh())  # what was set before must not show
    assert other == written(briefings.quang_nam())


def test_nothing_of_this_machine_is_inside(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        said = str(metadata) + str(dict(pdf.docinfo))
    assert str(paths.ROOT) not in said
    assert str(Path.home()) not in said


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
def test_many_briefings_need_no_more_memory_than_a_few() -> None:
    code = """
import json, re, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import briefings, nbformat
from taphuan.export.pdf.pdf import write_pdf
from taphuan.document.reading import read_report

drawn = json.dumps(briefings.quang_nam())
for number in range(20):
    other = re.sub(r"(\\d),(\\d\\d)", rf"\\1,{number:02}", drawn)
    write_pdf(read_report(nbformat.from_dict(json.loads(other))))
    if number in (3, 19):
        print(int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024)
"""
    command = [sys.executable, "-c", code, str(paths.ROOT / "tests/support")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    few, many = map(int, done.stdout.split())
    # MB; kept, the documents would take some 20 more
    assert many - few < 8, done.stdout
