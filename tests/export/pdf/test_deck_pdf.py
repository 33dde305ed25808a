"""The deck and the handout as PDF, read back with pikepdf; and whether what was planned beforehand holds in Typst."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import typst
from nbformat import NotebookNode

from deck_pdfs import deck, handout, one_slide, overlaps, pages_of
from deck_sample import ALT, Notebook, bars, sample_notebook
from pdf_reading import lines, problems, tags, tight
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.export.pdf.handout import write_handout_pdf
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.lesson.lesson import Lesson, open_lesson

COLUMNS = [{"name": name, "align": align, "weight": 1} for name, align in (("Hạng", "right"), ("Tỉnh", "left"))]


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return deck(sample_notebook())


@pytest.fixture(scope="module")
def pages(pdf: pikepdf.Pdf) -> list[str]:
    return pages_of(pdf)


@pytest.fixture(scope="module")
def sheets() -> pikepdf.Pdf:
    return handout(sample_notebook())


@pytest.fixture(scope="module")
def real(executed: Callable[[Lesson], NotebookNode]) -> list[NotebookNode]:
    """A province that is no more, one of three merged ones at a sample conference, the hall, and a speaker's part."""
    asked = (
        ("quang-nam-2024", "quang-nam", "2024-10-31", ""),
        ("ke-hoach-2027", "ho-chi-minh", "2026-11-21", ""),
        ("truc-tuyen-2022", "hoi-nghi", "2022-04-06", ""),
        ("quang-nam-2024", "hoi-nghi", "2024-10-31", "dau-tu-cntt"),
    )
    return [executed(open_lesson(*one)) for one in asked]


# --- what every reader gets -------------------------------------------------------------------------------------------


def test_nothing_of_a_deck_or_a_handout_is_shut_to_a_screen_reader(pdf: pikepdf.Pdf, sheets: pikepdf.Pdf) -> None:
    assert problems(pdf) == []
    assert problems(sheets) == []
    assert str(pdf.Root.Lang) == "vi-VN"
    assert str(pdf.docinfo["/Title"]) == "Chuyển đổi số tỉnh Quảng Nam"


def test_figures_have_their_words_and_tables_their_headers(pdf: pikepdf.Pdf) -> None:
    found = tags(pdf)
    assert [str(tag.Alt) for tag in found if str(tag.S) == "/Figure"] == [ALT] * 4
    headers = [tag for tag in found if str(tag.S) == "/TH"]
    assert len(headers) == 10


def test_real_decks_are_open_to_screen_readers_and_small(real: list[NotebookNode]) -> None:
    for nb in real:
        document = read_document(nb, "deck")
        for write in (write_deck_pdf, write_handout_pdf):
            data = write(document)
            assert problems(pikepdf.open(io.BytesIO(data))) == [], document.title
            assert len(data) <= 1024 * (100 + 11 * len(document.sections)), document.title


def test_a_page_a_slide_with_the_same_numbers_as_on_the_screen(real: list[NotebookNode]) -> None:
    document = read_document(real[0], "deck")
    shown = pages_of(pikepdf.open(io.BytesIO(write_deck_pdf(document))))
    assert len(shown) == len(document.sections)
    for number, page in enumerate(shown[1:], start=2):
        assert tight(f"Quy định, số liệu đến 31/10/2024 · {number}") in page


def test_a_deck_is_16_by_9_and_a_handout_a4_without_what_only_leads_through_the_talk(
    pdf: pikepdf.Pdf, sheets: pikepdf.Pdf
) -> None:
    assert [float(edge) for edge in pdf.pages[0].mediabox] == [0, 0, 960, 540]
    assert [round(float(edge) / 72 * 25.4) for edge in sheets.pages[0].mediabox] == [0, 0, 210, 297]
    assert len(pdf.pages) == 12
    handed = "".join(pages_of(sheets))
    assert tight("Câu 1.") not in handed and tight("Nguồn tham khảo") not in handed
    for number, page in enumerate(pages_of(sheets), start=1):
        assert tight(f"Trang {number}/{len(sheets.pages)}") in page
        assert tight("Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên") in page
        assert tight("Quy định, số liệu đến 31/10/2024") in page
        assert tight("không phải văn bản do cơ quan nhà nước phát hành") in page


def test_the_deck_shows_the_questions_with_their_answers_and_the_handout_neither(
    pages: list[str], sheets: pikepdf.Pdf
) -> None:
    for words in ("Đáp án: B.", "Hai nguyên lý"):
        assert tight(words) in "".join(pages)
        assert tight(words) not in "".join(pages_of(sheets))


def test_a_sample_says_so_on_every_page() -> None:
    nb = sample_notebook(sample=True)
    assert all("MẪU" in page for page in pages_of(deck(nb)))
    assert all("MẪU" in page for page in pages_of(handout(nb)))
    assert not any("MẪU" in page for page in pages_of(deck(sample_notebook())))


def test_sources_that_go_on_keep_their_numbers() -> None:
    book = one_slide()
    book.slide("sources", "Nguồn (2/2)", kind="sources")
    book.text("41. Nghị định một\n42. Nghị định hai")
    assert "41.Nghịđịnhmột" in pages_of(deck(book.nb))[-1]
    assert "42.Nghịđịnhhai" in pages_of(deck(book.nb))[-1]


# --- what does not fit ------------------------------------------------------------------------------------------------


def test_what_was_reckoned_beforehand_holds_when_typst_measures_it(real: list[NotebookNode]) -> None:
    for nb in (*real, sample_notebook(), sample_notebook(sample=True)):
        assert overlaps(nb) == "()"
        assert overlaps(nb, answers=False) == "()"


def test_no_real_slide_has_to_be_measured(real: list[NotebookNode]) -> None:
    for nb in real:
        doc, _ = content(read_document(nb, "deck"), answers=True)
        assert [slide["number"] for slide in doc["slides"] if slide["face"] == "content" and not slide["plan"]] == []


def test_a_table_of_sixty_rows_goes_on_under_its_header() -> None:
    book = one_slide("Sáu mươi hàng")
    book.table(COLUMNS, [[str(rank), f"Tỉnh thứ {rank}."] for rank in range(1, 61)], 30, "Bảng dài")
    assert overlaps(book.nb) == "()"
    pdf = deck(book.nb)
    shown = pages_of(pdf)[1:]
    assert len(shown) >= 3
    assert all("HạngTỉnh" in page for page in shown)
    assert all("Sáumươihàng(tiếp)" in page for page in shown[1:])
    for rank in range(1, 61):
        assert any(f"Tỉnhthứ{rank}." in page for page in shown), rank
    assert problems(pdf) == []


def test_nothing_of_a_long_text_is_lost() -> None:
    book = one_slide("Danh sách dài")
    book.text("\n".join(f"- Điểm thứ {n}, viết đủ dài để chiếm hơn một dòng trên trang chiếu này" for n in range(30)))
    book.slide("two", "Một đoạn dài")
    book.text(" ".join(f"chữ{n}" for n in range(900)))
    book.slide("three", "Một điểm dài")
    book.text("1. " + " ".join(f"từ{n}" for n in range(900)) + "\n2. điểm hai")
    assert overlaps(book.nb) == "()"
    whole = "".join(re.sub(r"Quảng Nam·.*?·\d+", "", page) for page in pages_of(deck(book.nb)))
    for wanted in (*(f"Điểmthứ{n}," for n in range(30)), *(f"chữ{n}" for n in range(900)), "từ899", "2.điểmhai"):
        assert wanted in whole, wanted


def test_a_title_of_two_hundred_letters_and_a_word_without_end() -> None:
    book = one_slide("Tiêu đề " + "dài hai trăm chữ cái " * 9)
    book.text("- https://vanban.chinhphu.vn/" + "x" * 400)
    book.table(COLUMNS, [["1", "y" * 300]], None, "w" * 200)
    assert overlaps(book.nb) == "()"
    page = pages_of(deck(book.nb))[1]
    assert page.count("x") >= 400
    assert page.count("y") >= 300


def test_a_row_higher_than_a_page_is_told_cell_by_cell() -> None:
    book = one_slide("Hàng cao")
    book.table(COLUMNS, [["1", " ".join(f"câu{n}" for n in range(900))], ["2", "hàng sau"]], 1, "Bảng")
    assert overlaps(book.nb) == "()"
    whole = "".join(pages_of(deck(book.nb)))
    for wanted in ("Tỉnh:câu0", "câu899", "hàngsau"):
        assert wanted in whole, wanted


def test_a_cover_with_too_much_text_goes_on() -> None:
    book = Notebook()
    book.slide("cover", "Chuyển đổi số " + "tên rất dài " * 16, kind="cover")
    book.text("Một câu mở đầu. " * 40)
    book.figure("cover", bars(560, 600), ALT)
    shown = pages_of(deck(book.nb))
    assert len(shown) == 2
    assert "Mộtcâumởđầu." not in shown[0]
    assert shown[1].count("Mộtcâumởđầu.") == 40


def test_the_right_option_is_marked_where_the_answer_stands_and_nowhere_else() -> None:
    document = read_document(sample_notebook(), "deck")
    for answers, wanted in ((True, 2), (False, 0)):
        (right,) = [s["right"] for s in content(document, answers)[0]["slides"] if s["answer"] or s["write-in"]]
        assert right == wanted


def test_a_quiz_that_does_not_fit_has_its_answer_on_the_next_page() -> None:
    book = one_slide()
    book.slide("quiz", "Câu hỏi dài", kind="quiz")
    book.text("1. " + "một " * 250 + "\n2. " + "hai " * 200 + "\n3. ba\n4. bốn")
    book.text("**Đáp án: B.** " + "vì " * 300, fragment=True)
    assert overlaps(book.nb) == "()"
    shown = pages_of(deck(book.nb))
    assert "Đápán" in shown[-1]
    assert "Đápán" not in "".join(pages_of(handout(book.nb)))


# --- the same file everywhere -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from deck_sample import sample_notebook; from taphuan.document.reading import read_document;"
        "from taphuan.export.pdf.handout import write_handout_pdf; from taphuan.export.pdf.slides import write_deck_pdf;"
        "d = read_document(sample_notebook(), 'deck');"
        "sys.stdout.buffer.write(write_deck_pdf(d) + write_handout_pdf(d))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(paths.ROOT / 'tests/support')!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    document = read_document(sample_notebook(), "deck")
    assert done.stdout == write_deck_pdf(document) + write_handout_pdf(document)


def test_the_dates_are_those_of_the_content(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20241031")


def test_no_letter_is_smaller_than_it_may_be(pdf: pikepdf.Pdf) -> None:
    """14 pt: what the footer has; letters inside drawings are the drawings' own."""
    for number, page in enumerate(pdf.pages, start=1):
        sizes = [
            float(operands[1]) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "Tf"
        ]
        assert min(sizes) >= 13.5, number
        assert all(0 < height < 540 for height, _ in lines(page))


def test_numbers_stand_in_figures_of_one_width(pdf: pikepdf.Pdf) -> None:
    names = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[7].resources.Font.values()}
    assert "BeVietnamProDigits" in names
    names = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[5].resources.Font.values()}
    assert "BeVietnamProDigits" not in names


@pytest.mark.slow
def test_many_decks_need_no_more_memory_than_a_few() -> None:
    code = (
        "import resource; from deck_sample import sample_notebook; from taphuan.document.reading import read_document;"
        "from taphuan.export.pdf.slides import write_deck_pdf\n"
        "def most(n):\n"
        "    for at in range(n):\n"
        "        nb = sample_notebook(); nb.cells[3].source = f'## Tiêu đề {at}'\n"
        "        nb.metadata['taphuan']['title'] = f'Tỉnh {at}'; write_deck_pdf(read_document(nb, 'deck'))\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "first = most(4); print(most(16) / first)"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(paths.ROOT / 'tests/support')!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(done.stdout) < 1.15


def test_what_is_shut_to_a_screen_reader_is_found() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    files = {"main.typ": b'== A\n#image("a.svg")\n#table(columns: 2)[a][b]', "a.svg": svg.encode()}
    told = problems(pikepdf.open(io.BytesIO(typst.Compiler(input=files).compile(format="pdf"))))
    for words in (
        "language",
        "PDF/UA-1",
        "no title",
        "a figure without alt text",
        "without headers",
        "level 2 after level 0",
    ):
        assert any(words in problem for problem in told), (words, told)
    bare = problems(pikepdf.open(io.BytesIO(typst.Compiler(input=files).compile(format="pdf", pdf_tags=False))))
    for words in ("not tagged", "no reading order", "neither tagged nor an artifact"):
        assert any(words in problem for problem in bare), (words, bare)


def test_a_title_held_together_is_divided_where_it_may_be_and_in_no_number() -> None:
    """Half of the room is less than the longer part: lines of equal length would cut it, in its decimal comma."""
    parts = "PAPI 2020: quản trị môi trường đạt 3,23/10,", "dưới mức trung bình"
    book = one_slide()
    book.slide("sentence", " ".join(part.replace(" ", "\u00a0") for part in parts), kind="spine")
    book.text("Một câu.")
    pdf = deck(book.nb)
    drawn: dict[int, str] = {}
    for y, text in lines(pdf.pages[-1]):
        drawn[round(y)] = drawn.get(round(y), "") + text
    assert {tight(part) for part in parts} <= {tight(text) for text in drawn.values()}
