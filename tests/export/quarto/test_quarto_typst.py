"""The rules of slides/ for what Quarto sets as PDF, given to Typst alone."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from pdf_reading import page_text
from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.theme import forms

# as in the head of what pandoc writes: the justified text is Quarto's
DECK = """#import "quarto-deck.typ": *
#set page(..sheet)
#set page(paper: "presentation-16-9", margin: 13mm)
#set par(justify: true)
#show: house
"""
TABLES = """#import "quarto.typ": *
#set page(paper: "a4")
#set par(justify: true)
#show: tables.with(12pt, 0.5em, (x: 2mm, y: 2pt), 0.5pt)
#let rows(n) = figure(kind: table, table(columns: 1, table.header[head], ..range(n).map(at => [row#at])))
"""


def pages(source: str) -> list[str]:
    files = {name: (paths.SLIDES / name).read_bytes() for name in ("quarto.typ", "quarto-deck.typ")}
    files |= {"theme.typ": forms.typst().encode(), "deck.json": b'{"marks": "marks"}', "main.typ": source.encode()}
    faces = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(screen_font().parent)]
    )
    with pikepdf.open(io.BytesIO(typst.Compiler(font_paths=faces).compile(input=files, format="pdf"))) as pdf:
        return [page_text(page) for page in pdf.pages]


@pytest.mark.parametrize(
    "tall",
    ["#for n in range(25) [- point]", "#rect(height: 220mm)", "#figure(table(columns: 1, ..range(20).map(n => [r])))"],
)
def test_a_slide_that_holds_too_much_is_one_page(tall: str) -> None:
    slides = "".join(f"#slide[\n== Title{at}\n\n{body}\n\nend{at}\n]\n" for at, body in enumerate(("a", tall, "b")))
    whole = pages(DECK + slides)
    assert len(whole) == 3
    for at, page in enumerate(whole):
        assert f"Title{at}" in page
        assert f"end{at}" in page
        assert page.startswith("marks")


def test_a_slide_that_nobody_could_read_on_one_page_goes_on() -> None:
    whole = pages(DECK + "#slide[\n== Title\n\n#for n in range(300) [- point#n\n]\n]\n#slide[\n== After\n\nend\n]")
    assert len(whole) > 3
    assert [f"point{n}" in "".join(whole) for n in range(300)] == [True] * 300
    assert "After" in whole[-1]


def test_a_long_table_breaks_and_a_short_one_moves_with_its_caption() -> None:
    long = pages(TABLES + "#caption[one]\n\n#rows(120)")
    assert len(long) > 2
    assert all("head" in page for page in long)
    short = pages(TABLES + "#v(205mm)\n\nbefore\n\n#caption[one]\n\n#rows(6)")
    assert [("one" in page, "row0" in page, "row5" in page) for page in short] == [(False,) * 3, (True,) * 3]


def test_cells_are_not_justified() -> None:
    source = "#context assert(par.justify)\n#table(columns: 1, context { assert(not par.justify); [ragged] })"
    assert "ragged" in pages(TABLES + source)[0]
