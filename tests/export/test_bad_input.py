"""Unusual content in every format but PowerPoint, which has tests of its own: no text is lost, markup becomes text, and
an invalid picture becomes a message."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pikepdf
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from PIL import Image

import quiz_samples
from briefing_cells import chart, code, heading, notebook, table, text
from deck_sample import UNIT, Notebook
from pdf_reading import page_text, tight
from taphuan.document.model import Agenda, Document, Session
from taphuan.document.reading import read_document
from taphuan.export.docx.agenda import write_agenda
from taphuan.export.docx.docx import write_docx
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.handout import write_handout_pdf
from taphuan.export.pdf.pdf import write_pdf
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.export.plain.deck_md import write_deck_md

TITLE = "Tiêu đề dài hai trăm chữ cái " * 7 + "hết"
ENDLESS = "x" * 300
ODD = "Vui 😀 và 漢"
# As it may be in data; in Markdown the lesson would escape it.
MARKUP = (
    "<script>alert(1)</script> {{ lesson.secret }} {% raw %}",
    '#eval("x") #panic() $x$ @nhan',
    "=cmd|' /C calc'!A0",
    "đảo \u202echiều",
)
COLUMNS = [("Tỉnh", "left", 2.0), ("Hạng", "right", 1.0)]
ROWS = [[f"Tỉnh số {n}.", str(n)] for n in range(1, 61)]
SHORT = [["Một tỉnh", "1"]]


def png(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#00778b").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


# --- decks ------------------------------------------------------------------------------------------------------------


def of_html(nb: Any) -> str:
    page = BeautifulSoup(write_deck(nb), "html.parser")
    assert len(page.find_all("script")) == 2  # reveal.js and what starts it
    return " ".join(section.get_text(" ") for section in page.select("section"))


def of_pdf(data: bytes) -> str:
    return "".join(page_text(page).replace("\u200b", "") for page in pikepdf.open(io.BytesIO(data)).pages)


DECKS: dict[str, Callable[[Any], str]] = {
    "html": of_html,
    "md": lambda nb: write_deck_md(read_document(nb, "deck")).decode().replace("\\", ""),
    "pdf": lambda nb: of_pdf(write_deck_pdf(read_document(nb, "deck"))),
    "handout": lambda nb: of_pdf(write_handout_pdf(read_document(nb, "deck"))),
}


@pytest.fixture(params=DECKS)
def deck_text(request: pytest.FixtureRequest) -> Callable[[Notebook], str]:
    """A function that returns the text of a deck in one format, without white space, which a PDF need not have."""
    return lambda book: tight(DECKS[request.param](book.nb))


def deck_of(title: str = "Một trang") -> Notebook:
    book = Notebook()
    book.slide("cover", "Bìa", kind="cover")
    book.slide("one", title)
    return book


def columns() -> list[dict[str, Any]]:
    return [{"name": name, "align": align, "weight": weight} for name, align, weight in COLUMNS]


def test_a_deck_keeps_sixty_rows(deck_text: Callable[[Notebook], str]) -> None:
    book = deck_of()
    book.table(columns(), ROWS, 41, "Bảng dài")
    actual = deck_text(book)
    assert [row for row in ROWS if tight(row[0]) not in actual] == []


def test_a_deck_keeps_a_long_title_and_an_endless_word(deck_text: Callable[[Notebook], str]) -> None:
    book = deck_of(TITLE)
    book.text(f"- https://vanban.chinhphu.vn/{ENDLESS}")
    book.table(columns(), [["y" * 300, "1"]], None, "Bảng")
    actual = deck_text(book)
    assert tight(TITLE) in actual
    assert ENDLESS in actual and "y" * 300 in actual


def test_markup_in_a_deck_becomes_text(deck_text: Callable[[Notebook], str]) -> None:
    book = deck_of()
    book.table(columns(), [[markup, "1"] for markup in MARKUP], None, "; ".join(MARKUP))
    actual = deck_text(book)
    for markup in MARKUP:
        assert actual.count(tight(markup.replace("\u202e", ""))) >= 2, markup
    assert "\u202e" not in actual


def test_a_deck_without_figures_keeps_characters_that_its_font_lacks(deck_text: Callable[[Notebook], str]) -> None:
    book = deck_of(ODD)
    book.text(f"- {ODD}")
    actual = deck_text(book)
    assert actual.count(tight(ODD)) >= 2


def test_a_deck_has_a_message_for_an_invalid_picture(deck_text: Callable[[Notebook], str]) -> None:
    book = deck_of("Ảnh hỏng")
    book.output({"image/png": png(60, 60)[:80], "text/plain": "x"})
    book.slide("after", "Trang sau")
    book.text("Còn nguyên.")
    actual = deck_text(book)
    assert tight("Không đọc được hình ảnh") in actual
    assert tight("Còn nguyên.") in actual


@pytest.mark.parametrize("write", [write_deck, lambda nb: write_handout_pdf(read_document(nb, "deck"))])
def test_a_picture_of_8000_pixels_is_scaled_down(write: Callable[[Any], bytes]) -> None:
    empty, book = deck_of("Ảnh lớn"), deck_of("Ảnh lớn")
    book.output({"image/png": png(8000, 900), "text/plain": "x"})
    assert 0 < len(write(book.nb)) - len(write(empty.nb)) < 300_000


# --- papers -----------------------------------------------------------------------------------------------------------


def words_of(data: bytes) -> str:
    word = docx.Document(io.BytesIO(data))
    parts = [word.element.body, *(section.header._element for section in word.sections)]
    return tight("\n".join("".join(t.text or "" for t in part.iter(qn("w:t"))) for part in parts))


PAPERS: dict[str, Callable[[Document], str]] = {
    "docx": lambda document: words_of(write_docx(document)),
    "pdf": lambda document: of_pdf(write_pdf(document)),
}


@pytest.fixture(params=PAPERS)
def paper_text(request: pytest.FixtureRequest) -> Callable[..., str]:
    """A function that returns the text of a paper with these cells and metadata in one format, without white space."""
    return lambda *cells, **changes: PAPERS[request.param](read_document(notebook(list(cells), **changes), "briefing"))


def test_a_paper_keeps_a_long_title_and_an_endless_word(paper_text: Callable[..., str]) -> None:
    header = {"authority": TITLE, "agency": TITLE, "place": "Quảng Nam", "type": "Báo cáo", "abstract": TITLE}
    body = [
        heading("a", TITLE),
        text("a", f"{ENDLESS} {TITLE}", "1"),
        code("a", "2", table(COLUMNS, [["y" * 300, "1"]], caption=TITLE)),
    ]
    actual = paper_text(*body, header=header)
    assert actual.casefold().count(tight(TITLE).casefold()) >= 6
    assert ENDLESS in actual and "y" * 300 in actual


def test_a_paper_keeps_sixty_rows_and_markup_becomes_text(paper_text: Callable[..., str]) -> None:
    rows = [*ROWS, *([markup, "0"] for markup in MARKUP)]
    actual = paper_text(heading("a", "Một"), code("a", "1", table(COLUMNS, rows, caption="; ".join(MARKUP))))
    assert [row for row in ROWS if tight(row[0]) not in actual] == []
    for markup in MARKUP:
        assert actual.count(tight(markup.replace("\u202e", ""))) == 2, markup
    assert "\u202e" not in actual


def test_a_paper_has_pictures_and_names_one_that_cannot_be_read(paper_text: Callable[..., str]) -> None:
    cell = code("a", "1", chart("<svg", alt="a", caption="c", source="s", unit=UNIT, as_of="2024-10-31"))
    for data in (png(8000, 900), png(60, 60)[:80]):
        cell.outputs[0]["data"] = {"image/png": data, "text/plain": "<Figure size 8000x5000>"}
        actual = paper_text(heading("a", "Một"), cell, text("a", "Còn nguyên.", "2"))
        assert tight("Còn nguyên.") in actual and "Figuresize" not in actual
        assert (tight("Không đọc được hình ảnh ở đây") in actual) == (data != png(8000, 900))


# --- the programme ----------------------------------------------------------------------------------------------------


def test_the_programme_keeps_all_texts() -> None:
    texts = (*MARKUP[:3], TITLE, ENDLESS, ODD)
    agenda = Agenda(
        facts=tuple((text, text) for text in texts),
        sessions=tuple(Session(text, 5, text, text) for text in texts),
        speakers=tuple((text, text) for text in texts),
        notes=texts,
    )
    actual = words_of(write_agenda(replace(quiz_samples.document("quang-nam-2024", "2024-10-31"), agenda=agenda)))
    for one in texts:
        assert actual.count(tight(one)) == 8, one


def test_a_programme_without_sessions_can_be_written() -> None:
    agenda = Agenda(facts=(("Thời gian", "Bài gốc không nêu"),), sessions=(), speakers=(), notes=())
    document = replace(quiz_samples.document("quang-nam-2024", "2024-10-31"), agenda=agenda)
    assert tight("Bài gốc không nêu") in words_of(write_agenda(document))
