"""What nobody plans for, in every format that PowerPoint's own tests do not cover: shown as text, kept whole, or told."""

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
from briefings import chart, code, heading, notebook, table, text
from deck_sample import UNIT, Notebook
from pdf_reading import page_text, tight
from taphuan.document.model import Agenda, Document, Session
from taphuan.document.reading import read_document
from taphuan.export.docx.agenda import write_agenda
from taphuan.export.docx.docx import write_docx
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.pdf import write_pdf
from taphuan.export.pdf.slides import write_deck_pdf, write_handout_pdf
from taphuan.export.plain.deck_md import write_deck_md

TITLE = "Tiêu đề dài hai trăm chữ cái " * 7 + "hết"
ENDLESS = "x" * 300
ODD = "Vui 😀 và 漢"
# As data may hold it; a cell of Markdown would have its marks escaped by the lesson.
CODE = (
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
def shown(request: pytest.FixtureRequest) -> Callable[[Notebook], str]:
    """All letters of a deck in one format, without blanks: a PDF moves instead of setting them."""
    return lambda book: tight(DECKS[request.param](book.nb))


def deck_of(title: str = "Một trang") -> Notebook:
    book = Notebook()
    book.slide("cover", "Bìa", kind="cover")
    book.slide("one", title)
    return book


def columns() -> list[dict[str, Any]]:
    return [{"name": name, "align": align, "weight": weight} for name, align, weight in COLUMNS]


def test_a_deck_keeps_sixty_rows(shown: Callable[[Notebook], str]) -> None:
    book = deck_of()
    book.table(columns(), ROWS, 41, "Bảng dài")
    said = shown(book)
    assert [row for row in ROWS if tight(row[0]) not in said] == []


def test_a_deck_keeps_a_long_title_and_an_endless_word(shown: Callable[[Notebook], str]) -> None:
    book = deck_of(TITLE)
    book.text(f"- https://vanban.chinhphu.vn/{ENDLESS}")
    book.table(columns(), [["y" * 300, "1"]], None, "Bảng")
    said = shown(book)
    assert tight(TITLE) in said
    assert ENDLESS in said and "y" * 300 in said


def test_a_deck_shows_code_as_letters(shown: Callable[[Notebook], str]) -> None:
    book = deck_of()
    book.table(columns(), [[one, "1"] for one in CODE], None, "; ".join(CODE))
    said = shown(book)
    for one in CODE:
        assert said.count(tight(one.replace("\u202e", ""))) >= 2, one
    assert "\u202e" not in said


def test_a_deck_without_figures_keeps_letters_that_its_font_lacks(shown: Callable[[Notebook], str]) -> None:
    book = deck_of(ODD)
    book.text(f"- {ODD}")
    said = shown(book)
    assert said.count(tight(ODD)) >= 2


def test_a_deck_tells_of_a_broken_picture(shown: Callable[[Notebook], str]) -> None:
    book = deck_of("Ảnh hỏng")
    book.output({"image/png": png(60, 60)[:80], "text/plain": "x"})
    book.slide("after", "Trang sau")
    book.text("Còn nguyên.")
    said = shown(book)
    assert tight("Không đọc được hình ảnh") in said
    assert tight("Còn nguyên.") in said


@pytest.mark.parametrize("write", [write_deck, lambda nb: write_handout_pdf(read_document(nb, "deck"))])
def test_a_picture_of_8000_pixels_is_shown_and_stays_small(write: Callable[[Any], bytes]) -> None:
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
def printed(request: pytest.FixtureRequest) -> Callable[..., str]:
    return lambda *cells, **changes: PAPERS[request.param](read_document(notebook(list(cells), **changes), "briefing"))


def test_a_paper_keeps_a_long_title_and_an_endless_word(printed: Callable[..., str]) -> None:
    header = {"authority": TITLE, "agency": TITLE, "place": "Quảng Nam", "type": "Báo cáo", "abstract": TITLE}
    body = [
        heading("a", TITLE),
        text("a", f"{ENDLESS} {TITLE}", "1"),
        code("a", "2", table(COLUMNS, [["y" * 300, "1"]], caption=TITLE)),
    ]
    said = printed(*body, header=header)
    assert said.casefold().count(tight(TITLE).casefold()) >= 6
    assert ENDLESS in said and "y" * 300 in said


def test_a_paper_keeps_sixty_rows_and_shows_code_as_letters(printed: Callable[..., str]) -> None:
    rows = [*ROWS, *([one, "0"] for one in CODE)]
    said = printed(heading("a", "Một"), code("a", "1", table(COLUMNS, rows, caption="; ".join(CODE))))
    assert [row for row in ROWS if tight(row[0]) not in said] == []
    for one in CODE:
        assert said.count(tight(one.replace("\u202e", ""))) == 2, one
    assert "\u202e" not in said


def test_a_paper_says_what_a_foreign_picture_is(printed: Callable[..., str]) -> None:
    cell = code("a", "1", chart("<svg", alt="a", caption="c", source="s", unit=UNIT, as_of="2024-10-31"))
    for data in (png(8000, 900), png(60, 60)[:80]):
        cell.outputs[0]["data"] = {"image/png": data, "text/plain": "<Figure size 8000x5000>"}
        said = printed(heading("a", "Một"), cell, text("a", "Còn nguyên.", "2"))
        assert tight("Còn nguyên.") in said and "Figuresize" in said


# --- the programme ----------------------------------------------------------------------------------------------------


def test_the_programme_shows_every_letter_it_is_given() -> None:
    hard = (*CODE[:3], TITLE, ENDLESS, ODD)
    agenda = Agenda(
        facts=tuple((one, one) for one in hard),
        sessions=tuple(Session(one, 5, one, one) for one in hard),
        speakers=tuple((one, one) for one in hard),
        notes=hard,
    )
    said = words_of(write_agenda(replace(quiz_samples.document("quang-nam-2024", "2024-10-31"), agenda=agenda)))
    for one in hard:
        assert said.count(tight(one)) == 8, one


def test_a_programme_without_sessions_is_still_one() -> None:
    agenda = Agenda(facts=(("Thời gian", "Bài gốc không nêu"),), sessions=(), speakers=(), notes=())
    document = replace(quiz_samples.document("quang-nam-2024", "2024-10-31"), agenda=agenda)
    assert tight("Bài gốc không nêu") in words_of(write_agenda(document))
