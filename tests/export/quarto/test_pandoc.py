"""What pandoc and Typst make of the project for Quarto, with our reference documents and rules. The rest of what Quarto does is not
seen here: its filters, its templates, its HTML."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from judges.office import OFFICE

import pandoc
import pptx_readback as back
from asked_judges import found_by
from pdf_reading import page_text
from projects import execute_in_process
from taphuan.check.decree30 import audit, grouped
from taphuan.document.model import Document
from taphuan.document.reading import read_document, read_report
from taphuan.export.quarto.prepare import target_of
from taphuan.export.quarto.project import prepare
from taphuan.export.quarto.references import finished
from taphuan.export.shared import paper
from taphuan.lesson.lesson import open_lesson

needed = pytest.mark.skipif(
    pandoc.program() is None, reason="pandoc 3 is not installed: .venv/bin/python -m pip install pypandoc_binary"
)
NAMES = ("deck.quarto.html", "deck.quarto.pptx", "deck.quarto.pdf", "briefing.quarto.docx", "briefing.quarto.pdf")
TITLE = "Hội nghị <mẫu> & một"
Made = Callable[[str], bytes]


@pytest.fixture(scope="module")
def executed() -> Any:
    return execute_in_process(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))


@pytest.fixture(scope="module")
def deck(executed: Any) -> Document:
    return read_document(executed, "deck")


@pytest.fixture(scope="module")
def made(executed: Any, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A file of the set, made when it is first asked for."""
    project = tmp_path_factory.mktemp("project")
    prepare(project, executed, tuple(target_of(name) for name in NAMES))
    files: dict[str, bytes] = {}

    def make(name: str) -> bytes:
        if name not in files:
            content = pandoc.rendered(project, name)
            files[name] = finished(content, TITLE) if name.endswith(("pptx", "docx")) else content
        return files[name]

    return make


def pages(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [page_text(page) for page in pdf.pages]


def close(text: str) -> str:
    return "".join(text.split())


def in_order(text: str, *words: str) -> bool:
    places = [close(text).find(close(word)) for word in words]
    return -1 not in places and places == sorted(places)


def paper_order(document: Document) -> tuple[str, ...]:
    head = paper.letterhead(document)
    begins = (
        *head.authority,
        *head.agency,
        paper.STATE,
        paper.MOTTO,
        head.number,
        paper.DRAFT,
        head.dateline,
        head.type,
    )
    return (*begins, *head.abstract, f"({document.as_of_text})", "1. Kết quả", paper.RECIPIENTS_HEAD, paper.ANNEX)


@needed
def test_a_word_file_is_a_paper_of_the_decree_where_pandoc_is_installed(made: Made) -> None:
    assert list(grouped(audit(made("briefing.quarto.docx"), "briefing.docx").findings)) == []


@needed
def test_a_word_file_has_the_order_of_our_own_where_pandoc_is_installed(executed: Any, made: Made) -> None:
    document = read_report(executed)
    word = docx.Document(io.BytesIO(made("briefing.quarto.docx")))
    assert word.core_properties.title == TITLE
    text = "\n".join("".join(element.itertext()) for element in word.element.body)
    # the letterhead is a table of two columns, so that its rows mix both sides
    order = [line for line in paper_order(document) if line not in (paper.STATE, paper.MOTTO)]
    assert in_order(text, *order)
    assert paper.STATE in text
    assert document.provenance not in text
    assert "Bảng 1 nêu" in text
    assert not re.search("[Bb]ảng (dưới đây|sau đây)", text)
    assert {f"{document.provenance}."} == {section.footer.paragraphs[0].text for section in word.sections}


@needed
def test_tables_and_sources_of_a_word_file_have_their_styles_where_pandoc_is_installed(made: Made) -> None:
    word = docx.Document(io.BytesIO(made("briefing.quarto.docx")))
    tables = [table for table in word.tables if table.style and table.style.name == "Table"]
    assert tables
    assert word.styles["Compact"].base_style.name == "Table Text"
    for table in tables:
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
        assert {p.style.name for row in table.rows for cell in row.cells for p in cell.paragraphs} == {"Compact"}
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])
    sources = [p for p in word.paragraphs if p.text.startswith("Nguồn: ")]
    assert sources
    assert {p.style.name for p in sources} == {"Source Line"}
    assert {p.style.name for p in word.paragraphs if re.match(r"Bảng \d+\. ", p.text)} == {"Table Caption"}


@needed
def test_a_pdf_of_the_paper_has_the_order_of_our_own_where_pandoc_is_installed(executed: Any, made: Made) -> None:
    document = read_report(executed)
    whole = pages(made("briefing.quarto.pdf"))
    order = [line for line in paper_order(document) if line not in (paper.STATE, paper.MOTTO)]
    assert in_order("".join(whole), *order)
    assert close(paper.STATE) in whole[0]
    assert [page.count(close(document.provenance)) for page in whole] == [1] * len(whole)
    captions = [block.caption for section in document.sections for block in section.blocks if hasattr(block, "caption")]
    assert captions
    assert all(close(caption) in "".join(whole) for caption in captions)


@needed
def test_a_pdf_of_the_deck_has_a_page_a_slide_where_pandoc_is_installed(deck: Document, made: Made) -> None:
    whole = pages(made("deck.quarto.pdf"))
    assert len(whole) == len(deck.sections)
    for page, section in zip(whole, deck.sections, strict=True):
        words = [run.text for run in section.title] + [b.caption for b in section.blocks if hasattr(b, "caption")]
        assert all(close(word) in page for word in words), words


@needed
def test_slides_in_html_keep_the_cover_notes_and_alt_texts_where_pandoc_is_installed(
    deck: Document, made: Made
) -> None:
    page = made("deck.quarto.html").decode()
    slides = re.split(r"<section\s", page)[1:]
    assert len(slides) == len(deck.sections)
    assert "data-background-color" in slides[0]
    assert close(deck.sections[0].title[0].text) in close(slides[0])
    assert ['<aside class="notes">' in slide for slide in slides] == [bool(section.notes) for section in deck.sections]
    told = [close(html.unescape(alt)) for alt in re.findall(r'<img\s[^>]*\salt="([^"]+)"', page)]
    assert told == [close(block.alt) for section in deck.sections for block in section.blocks if hasattr(block, "alt")]
    assert not re.search(r"""(?:src|href)=["']https?:""", page)


@needed
def test_powerpoint_shows_captions_and_describes_pictures_where_pandoc_is_installed(deck: Document, made: Made) -> None:
    data = made("deck.quarto.pptx")
    presentation = back.opened(data)
    assert presentation.core_properties.title == TITLE
    slides = list(presentation.slides)
    figures = [block for section in deck.sections for block in section.blocks if hasattr(block, "alt")]
    told = "\n".join(back.words(slide) for slide in slides)
    described = re.findall(r'descr="([^"]+)"', "".join(part.decode() for part in parts_of(data)))
    assert [close(text) for text in described] == [close(figure.alt) for figure in figures]
    assert all(figure.caption in told for figure in figures if figure.caption)
    assert not any(figure.alt in told for figure in figures)
    titles = [back.title(slide) for slide in slides]
    own = ["".join(run.text for run in section.title) for section in deck.sections]
    assert [title for title in titles if not title.endswith(" (tiếp)")] == own
    assert any(back.notes(slide) for slide in slides)
    assert {slide.slide_layout.name for slide in slides} <= {"Title and Content", "Content with Caption"}


def parts_of(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        return [package.read(name) for name in sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))]


@needed
def test_the_sdk_finds_nothing_where_pandoc_is_installed(made: Made, tmp_path: Path) -> None:
    for name in ("deck.quarto.pptx", "briefing.quarto.docx"):
        file = tmp_path / name
        file.write_bytes(made(name))
    assert found_by(OFFICE, tmp_path) == {}
