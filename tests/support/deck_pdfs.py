"""Decks and handouts as PDF for tests of what they show, and what Typst measures of a deck."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import typst

from deck_sample import Notebook
from pdf_reading import page_text
from taphuan import paths
from taphuan.charts.text_measure import screen_font
from taphuan.document.reading import read_document
from taphuan.export.pdf.handout import write_handout_pdf
from taphuan.export.pdf.slide_content import content
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.export.pdf.typst_pdf import words_typst
from taphuan.export.shared.fonts import digits_folder, fallback_fonts
from taphuan.theme import forms


def deck(nb: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write_deck_pdf(read_document(nb, "deck"))))


def handout(nb: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write_handout_pdf(read_document(nb, "deck"))))


def pages_of(pdf: pikepdf.Pdf) -> list[str]:
    # Long words hold blanks of no width, where a line may break.
    return [page_text(page).replace("\u200b", "") for page in pdf.pages]


def one_slide(title: str = "Một trang") -> Notebook:
    """A deck of a cover and a slide that the test fills."""
    book = Notebook()
    book.slide("cover", "Bìa", kind="cover")
    book.slide("one", title)
    return book


_CHECK = """
#import "theme.typ": size, space
#import "blocks.typ": *
#import "slide.typ": bodies, foot-words, titled, top-words
#let doc = json("document.json")
#show: house.with(doc)
#context {
  let wrong = ()
  for slide in doc.slides.filter(slide => slide.face == "content") {
    let st = on-light + (width: measure-width, size: plain-size, card: false)
    let frames = (slide.first,) + if slide.plan == none { (slide.further,) }
    let room = px(calc.min(..frames.map(frame => frame.room)))
    let stretched = slide.plan != none and (slide.layout == "full" or slide.plan.at("middle", default: false))
    for body in bodies(slide, st, room).filter(body => body != none and not stretched) {
      let high = measure(body, width: measure-width).height
      if high > room + 0.1pt { wrong.push((slide.number, "body", high, room)) }
    }
    for (frame, goes-on) in frames.zip((false, true).slice(0, frames.len())) {
      let title = measure(titled(slide, st, frame.title, goes-on: goes-on)).height
      if px(space.title - 0.96 * size.title) + title > px(frame.down) { wrong.push((slide.number, "title", title)) }
    }
    for words in (foot-words(slide, st), top-words(doc, slide, st)) {
      let high = measure(words, width: measure-width).height
      if high > px(30) { wrong.push((slide.number, "edge", high)) }
    }
  }
  [#metadata(repr(wrong)) <wrong>]
}
"""


def overlaps(nb: Any, answers: bool = True) -> str:
    """What lies over something else or over the edge when Typst measures it, as Typst prints it."""
    doc, pictures = content(read_document(nb, "deck"), answers)
    folders = [str(folder) for folder in (screen_font().parent, fallback_fonts()[0].parent, digits_folder())]
    compiler = typst.Compiler(
        input={
            "main.typ": _CHECK.encode(),
            "theme.typ": forms.typst().encode(),
            "words.typ": words_typst("export.pdf.slides"),
            "blocks.typ": paths.BLOCKS_TYPST.read_bytes(),
            "slide.typ": paths.SLIDE_TYPST.read_bytes(),
            "document.json": json.dumps(doc).encode(),
            **pictures,
        },
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders),
    )
    return str(json.loads(compiler.query("<wrong>", field="value", one=True)))
