"""A quotation slide: dark and large in every form of a deck, with name and office below the words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation

from deck_sample import Notebook
from taphuan import paths
from taphuan.check.language.quoted import quoted_wrongly
from taphuan.document.reading import read_document
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.slide_content import content
from taphuan.export.pptx.pptx import write_pptx

WORDS = "Chuyển đổi số là chưa có tiền lệ, chúng ta cùng nhau làm cái mới"


def deck(words: str = WORDS) -> Notebook:
    built = Notebook()
    built.slide("loi", "Cùng làm cái mới", "quotation")
    built.text(f"**“{words}”**")
    built.text("Ông Nguyễn Huy Dũng\n\nThứ trưởng Bộ Thông tin và Truyền thông, ngày 06/4/2022")
    return built


def test_powerpoint_has_the_words_large_on_ink_and_the_name_below() -> None:
    data = write_pptx(read_document(deck().nb, "deck"))
    (slide,) = Presentation(io.BytesIO(data)).slides
    assert slide.slide_layout.name == "Trích dẫn"
    (place,) = [shape for shape in slide.placeholders if WORDS in shape.text_frame.text]
    words, name, office = place.text_frame.paragraphs
    sizes = [paragraph.runs[0].font.size.pt for paragraph in (words, name, office)]
    assert sizes == [34.5, 21, 18] and not words.runs[0].font.bold and name.runs[0].font.bold
    assert office.text.startswith("Thứ trưởng")


def test_pdf_sets_it_on_a_page_of_its_own_face_and_too_long_words_as_text() -> None:
    (slide,) = content(read_document(deck().nb, "deck"), True)[0]["slides"]
    assert slide["face"] == "quotation" and slide["width"] <= 1080
    (slide,) = content(read_document(deck(" ".join([WORDS] * 6)).nb, "deck"), True)[0]["slides"]
    assert slide["face"] == "content"


def test_html_says_what_it_is() -> None:
    page = write_deck(deck().nb).decode()
    assert 'class="slide quotation dark"' in page and WORDS in page


def test_a_quotation_of_ninety_words_is_refused_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (paths.NOTEBOOKS / "frame" / "programme.ipynb").read_text(encoding="utf-8")
    file = tmp_path / "frame" / "programme.ipynb"
    file.parent.mkdir()
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    file.write_text(source, encoding="utf-8")
    assert not list(quoted_wrongly(file))
    long = " ".join(["nhau"] * 90)
    file.write_text(
        source.replace("**“Chuyển đổi số là chưa", f"**“{long}” và “Chuyển đổi số là chưa"), encoding="utf-8"
    )
    (problem,) = [found for found in quoted_wrongly(file) if "words on a quotation slide" in found.what]
    assert problem.what == "90 words on a quotation slide, which holds 45"
