"""What one form of a deck shows the others show too, and a loss in any of them is found."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from coded_lines import all_words_of
from pdf_reading import page_text, tight
from shown_cells import shown_cells
from taphuan.check.written import written_wrongly
from taphuan.document.model import Document, ListBlock, Paragraph, TableBlock
from taphuan.document.reading import plain, read_document
from taphuan.export.formats import Source

HTML, PPTX, MARKDOWN = FORMS = ("deck.html", "deck.pptx", "deck.md")


@pytest.fixture(scope="module")
def source() -> Source:
    return Source(shown_cells())


@pytest.fixture(scope="module")
def files(source: Source) -> dict[str, bytes]:
    return {name: source.write(name) for name in FORMS}


def test_all_forms_show_what_cells_show(source: Source, files: dict[str, bytes]) -> None:
    assert written_wrongly(source, files) == ()


def test_the_sample_of_every_layout_is_the_same_in_all_forms() -> None:
    from deck_sample import sample_notebook

    sample = Source(sample_notebook())
    assert written_wrongly(sample, {name: sample.write(name) for name in FORMS}) == ()


def in_pptx(data: bytes, old: str, new: str) -> bytes:
    """The file with a text of its slides and their relations replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith("ppt/slides/"):
                content = content.replace(old.encode(), new.encode())
            changed.writestr(name, content)
    return out.getvalue()


LINK = "https://chinhphu.vn/a?b=1&amp;c=2"


@pytest.mark.parametrize(
    ("form", "old", "new", "finding"),
    [
        (HTML, "Bốn", "", "deck.html, slide levels: lacks “Bốn”"),
        (HTML, f'href="{LINK}"', "", "deck.html, slide links: lacks the link “https://chinhphu.vn/a?b=1&c=2”"),
        (HTML, "<img", "<b", "deck.html, slide pasted: has 0 figures and pictures, its notebook 1"),
        (HTML, '<section id="frame"', '<section id="other"', "deck.html: lacks the slides frame"),
        (PPTX, "Bốn", "", "deck.pptx, slide levels: lacks “Bốn”"),
        (PPTX, LINK, "x", "deck.pptx, slide links: lacks the link “https://chinhphu.vn/a?b=1&c=2”"),
        (PPTX, "<p:pic>", "<p:no>", "deck.pptx, slide pasted: has 0 figures and pictures, its notebook 1"),
        (PPTX, "<a:tbl>", "<a:no>", "deck.pptx, slide frame: has 0 tables, its notebook 1"),
        (MARKDOWN, "Bốn", "", "deck.md, slide levels: lacks “Bốn”"),
        (MARKDOWN, "(<https://chinhphu", "(<x", "deck.md, slide links: lacks the link “https://chinhphu.vn/a?b=1&c=2”"),
        (MARKDOWN, "Hình: Ảnh chợ", "Ảnh chợ", "deck.md, slide pasted: has 0 figures and pictures, its notebook 1"),
        (MARKDOWN, "|:--|--:|", "", "deck.md, slide frame: has 0 tables, its notebook 1"),
    ],
)
def test_a_loss_is_found(source: Source, files: dict[str, bytes], form: str, old: str, new: str, finding: str) -> None:
    changed = in_pptx(files[form], old, new) if form == PPTX else files[form].replace(old.encode(), new.encode())
    assert changed != files[form]
    assert finding in all_words_of(written_wrongly(source, {form: changed}))


def texts(document: Document) -> list[str]:
    found: list[str] = []
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Paragraph():
                    found.append(plain(block.runs))
                case ListBlock():
                    found += map(plain, block.items)
                case TableBlock():
                    found += [cell for row in block.rows for cell in row]
    return found


def test_the_pdf_shows_the_same_words_links_and_pictures(source: Source) -> None:
    pdf = pikepdf.open(io.BytesIO(source.write("deck.pdf")))
    shown = "".join(page_text(page) for page in pdf.pages)
    assert [text for text in texts(source.deck) if tight(text) not in shown] == []
    links = [str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a]
    assert links == ["https://chinhphu.vn/a?b=1&c=2", "https://hue.gov.vn"]
    figures = [element for element in tagged(pdf) if str(element.get("/S")) == "/Figure"]
    assert len(figures) == 4 and all(element.get("/Alt") for element in figures)


def test_a_word_that_may_break_in_the_pdf_is_read_back_whole() -> None:
    from deck_pdfs import one_slide

    book = one_slide("Tên miền")
    book.text("Tên miền theo quy tắc: phuthong.thainguyen.gov.vn (dạng tên)")
    source = Source(book.nb)
    files = {name: source.write(name) for name in (*FORMS, "deck.pdf")}
    with pikepdf.open(io.BytesIO(files["deck.pdf"])) as pdf:
        assert "\u200b" in "".join(page_text(page) for page in pdf.pages)
    assert written_wrongly(source, files) == ()


def test_code_in_the_pdf_has_whole_vietnamese_letters() -> None:
    from deck_sample import Notebook
    from taphuan.theme.faces import VIETNAMESE

    b = Notebook()
    b.slide("cover-01", "Bìa", kind="cover", part="")
    b.slide("ma", "Trang mã")
    words = [VIETNAMESE[at : at + 12] for at in range(0, len(VIETNAMESE), 12)]
    b.text("```\n" + "\n".join(words) + "\n```")
    pdf = pikepdf.open(io.BytesIO(Source(b.nb).write("deck.pdf")))
    assert [word for word in words if tight(word) not in tight(page_text(pdf.pages[-1]))] == []


def tagged(pdf: Any) -> list[Any]:
    from pdf_reading import tags

    return tags(pdf)


def test_real_sets_are_the_same_in_all_forms(executed: Callable[[Any], Any]) -> None:
    from taphuan.lesson.lesson import open_lesson

    for province, module in (("quang-nam", ""), ("hoi-nghi", ""), ("hoi-nghi", "du-lieu-so")):
        real = Source(executed(open_lesson("quang-nam-2024", province, "2024-10-31", module)))
        assert written_wrongly(real, {name: real.write(name) for name in FORMS}) == ()


def test_a_caveat_of_a_paper_keeps_its_link_and_marks_in_the_footnote() -> None:
    import docx

    from briefing_cells import heading, notebook, text
    from taphuan.export.docx.docx import write_docx

    caveat = '<span class="note">Xem <a href="https://chinhphu.vn/x">cổng</a>, ~~cũ~~, m<sup>2</sup>.</span>'
    document = read_document(notebook([heading("p", "Phần"), text("p", f"Một câu.\n\n{caveat}", "1")]), "briefing")
    word = docx.Document(io.BytesIO(write_docx(document)))
    (part,) = [rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/footnotes")]
    ((name, relation),) = part.rels.items()
    assert relation.is_external and relation.target_ref == "https://chinhphu.vn/x"
    xml = part.blob.decode()
    assert re.search(rf'<w:hyperlink r:id="{name}"[^>]*>.*?>cổng</w:t></w:r></w:hyperlink>', xml)
    assert "<w:strike/>" in xml and '<w:vertAlign w:val="superscript"/>' in xml


def test_a_paper_shows_pictures_links_and_levels() -> None:
    import docx
    from docx.oxml.ns import qn

    from briefing_cells import heading, notebook, text
    from shown_cells import TEXTS, base64_of, picture
    from taphuan.export.docx.docx import write_docx
    from taphuan.export.pdf.pdf import write_pdf

    pasted = text("p", "![Ảnh chợ](attachment:a.png)", "9")
    pasted["attachments"] = {"a.png": {"image/png": base64_of(picture())}}
    cells = [heading("p", "Phần"), *(text("p", source, str(at)) for at, source in enumerate(TEXTS.values())), pasted]
    document = read_document(notebook(cells), "briefing")
    word = docx.Document(io.BytesIO(write_docx(document)))
    assert re.findall(r'descr="([^"]*)"', word.element.xml) == ["Điểm = 1/n∑_i = 1^n x_i", "Ảnh chợ"]
    assert {rel.target_ref for rel in word.part.rels.values() if rel.is_external} == {
        "https://chinhphu.vn/a?b=1&c=2",
        "https://hue.gov.vn",
    }
    assert "[1] Chú thích." in [p.text for p in word.paragraphs]
    assert [text.text for link in word.element.iter(qn("w:hyperlink")) for text in link.iter(qn("w:t"))] == [
        "cổng",
        "Huế",
    ]
    indents = {p.text: p.paragraph_format.left_indent for p in word.paragraphs if p.text in ("Một", "Hai", "Ba")}
    assert indents["Một"] is None and 0 < indents["Hai"] < indents["Ba"]
    pdf = pikepdf.open(io.BytesIO(write_pdf(document)))
    shown = "".join(page_text(page) for page in pdf.pages)
    assert all(word in shown for word in ("-Một", "1.Hai", "-Ba", "2.Bốn", "[x]xong"))
    assert sum("/A" in a for page in pdf.pages for a in page.get("/Annots", [])) == 2
