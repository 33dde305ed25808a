"""Whatever may stand in data is shown or told in a PDF: hostile text, letters no face has, pictures, what is no drawing."""

from __future__ import annotations

import base64
import io
import re

import pikepdf
import pytest
from PIL import Image

from deck_pdfs import deck, handout, one_slide, overlaps, pages_of
from deck_sample import ALT, CAPTION, SOURCE, Notebook, bars
from pdf_reading import page_text, problems, tags, tight
from taphuan.document.reading import read_document
from taphuan.errors import NotComposed
from taphuan.export.pdf.slides import write_deck_pdf

HOSTILE = (
    '#eval("x") <script>alert(1)</script> {{ lesson.secret }} $ a^2 $ #panic() @label <label> // lời -- ... =cmd|x'
)


def png(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def test_hostile_text_is_shown_as_text() -> None:
    book = one_slide("`" + HOSTILE + "`")
    book.text(f"`{HOSTILE}` \u202eđảo chiều")
    book.table([{"name": "#panic()", "align": "left", "weight": 1}], [["[*x*] #eval(1) $x$"]], None, "#{1+1}")
    book.figure("half", bars(640, 480), '#panic() "<&', CAPTION, "#eval(2)")
    book.nb.metadata["taphuan"]["title"] = '#panic() <script>&"'
    for made in (deck(book.nb), handout(book.nb)):
        whole = "".join(pages_of(made))
        assert whole.count(tight(HOSTILE)) == 2
        for words in ("đảochiều", "#panic()", "[*x*]#eval(1)$x$", "#{1+1}", "#eval(2)"):
            assert words in whole, words
        assert str(made.docinfo["/Title"]) == '#panic() <script>&"'
        assert problems(made) == []


def test_letters_that_the_font_lacks_are_drawn_by_another() -> None:
    book = one_slide("Ký hiệu 🦄 và 漢字")
    book.text("- → ✓ ☺\n- \u0378 \ue000 कि")
    made = deck(book.nb)
    shown = pages_of(made)[1]
    for letter in "🦄漢→✓☺क":
        assert letter in shown, letter
    names = {str(font.BaseFont) for font in made.pages[1].resources.Font.values()}
    assert any("DejaVu" in name for name in names)
    assert any("LastResort" in name for name in names)


@pytest.mark.slow
def test_pictures_of_any_size_are_shown_and_broken_ones_told() -> None:
    book = one_slide("Ảnh 8000 px")
    book.output({"image/png": png(8000, 5000), "text/plain": "x"})
    book.slide("tall", "Ảnh rất cao")
    book.text("- bên cạnh")
    book.output({"image/png": png(100, 4000), "text/plain": "x"})
    book.slide("broken", "Ảnh hỏng")
    book.output({"image/png": png(60, 60)[:80], "text/plain": "x"})
    assert overlaps(book.nb) == "()"
    data = write_deck_pdf(read_document(book.nb, "deck"))
    made = pikepdf.open(io.BytesIO(data))
    assert len(data) < 1_000_000
    assert [len([tag for tag in tags(made) if str(tag.S) == "/Figure"]), problems(made)] == [2, []]
    assert "Khôngđọcđượchìnhảnh" in page_text(made.pages[3])


def test_a_figure_that_is_no_svg_is_named() -> None:
    book = one_slide()
    book.figure("wide", "<svg", ALT, CAPTION, SOURCE)
    with pytest.raises(NotComposed, match="Chuyển đổi số tỉnh Quảng Nam"):
        deck(book.nb)


def test_slides_without_title_or_content_and_a_deck_that_begins_lower() -> None:
    book = Notebook()
    book.slide("one", "Bắt đầu ở cấp hai")
    book.slide("two", "Trống")
    made = deck(book.nb)
    assert len(made.pages) == 2
    assert problems(made) == []
    assert [str(tag.S) for tag in tags(made) if re.fullmatch(r"/H\d", str(tag.S))] == ["/H1", "/H2"]
