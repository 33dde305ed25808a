"""The layout holds with the house's letters and with Arial's: in boxes, in cells, in drawings."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import pptx_readback as back
from deck_sample import sample_notebook
from pptx_decks import Deck
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.export.pptx import faces
from taphuan.export.pptx.pptx import write_pptx
from taphuan.theme import theme

FACES = [back.HOUSE, back.ARIAL]


def line_boxes(shape: Any, face: str) -> list[tuple[float, float, float, float]]:
    """Where the letters of a box of words in a drawing lie: (left, top, right, bottom) of each line, px."""
    frame, box = shape.text_frame, back.box(shape)
    (paragraph,) = frame._txBody.findall(qn("a:p"))
    look = paragraph.find(qn("a:r")).find(qn("a:rPr"))
    px, bold = int(look.get("sz")) / 75, look.get("b") == "1"
    spacing = paragraph.pPr.find(qn("a:lnSpc"))
    pitch = int(spacing[0].get("val")) / 75 if spacing is not None else 0.0
    lines = frame.text.split("\v")
    middle = (box.top + box.bottom) / 2
    found = []
    for at, line in enumerate(lines):
        wide = back.wide(line, px, bold, face)
        left = {"l": box.left, "ctr": (box.left + box.right - wide) / 2, "r": box.right - wide}[
            paragraph.pPr.get("algn")
        ]
        # the space before a word that goes on with another look is no letter
        left += back.wide(line, px, bold, face) - back.wide(line.lstrip(), px, bold, face)
        y = middle + (at - (len(lines) - 1) / 2) * pitch
        # small letters with their marks: capitals reach 0.37 em up and down
        found.append((left, y - 0.3 * px, left + back.wide(line.strip(), px, bold, face), y + 0.3 * px))
    return found


@pytest.mark.sampled(4)
@pytest.mark.parametrize("face", FACES)
def test_words_of_a_drawing_do_not_lie_over_each_other(deck: Deck, face: str) -> None:
    for slide in deck.slides:
        for group in (shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP):
            said = [
                (shape.text_frame.text, box)
                for shape in group.shapes
                if shape.has_text_frame and shape.text_frame.text.strip()
                for box in line_boxes(shape, face)
            ]
            for (one, a), (other, b) in combinations(said, 2):
                over = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                assert min(over) < 2, (back.title(slide), one, other)
            for text, box in said:
                assert box[0] >= -0.5 and box[2] <= 1280.5, (back.title(slide), text)


@pytest.mark.parametrize("face", FACES)
def test_the_words_of_a_cell_fit_its_row(deck: Deck, face: str) -> None:
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            widths = [column.width / back.EMU for column in table.columns]
            for row in table.rows:
                for cell, width in zip(row.cells, widths, strict=True):
                    look = cell._tc.tcPr
                    inside = width - (int(look.get("marL")) + int(look.get("marR"))) / back.EMU
                    margins = (int(look.get("marT")) + int(look.get("marB"))) / back.EMU
                    high = back.text_height(cell.text_frame, inside, face=face) + margins
                    assert high <= row.height / back.EMU + 1, (back.title(slide), cell.text)


def fonts(data: bytes) -> set[tuple[str, str, str]]:
    theme_xml = (
        back.opened(data)
        .slide_masters[0]
        .part.part_related_by("http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme")
    )
    return set(re.findall(r'<a:latin typeface="([^"]+)" panose="(\w+)" pitchFamily="(\d+)"', theme_xml.blob.decode()))


def test_the_theme_says_what_kind_of_face_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_document(sample_notebook(), "deck")
    monkeypatch.delenv(paths.FONT_SETTING, raising=False)
    house = write_pptx(document)
    assert fonts(house) == {(theme().faces.screen, "020B0503000000000000", "34")}
    monkeypatch.setenv(paths.FONT_SETTING, "office")
    office = write_pptx(document)
    assert fonts(office) == {("Arial", "020B0604020202020204", "34")}
    for one, other in zip(back.opened(house).slides, back.opened(office).slides, strict=True):
        assert back.words(one) == back.words(other)
    written = b"".join(content for name, content in back.parts(office).items() if "slides/" in name)
    assert theme().faces.screen.encode() not in written


def test_another_word_for_the_face_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.FONT_SETTING, "arial")
    with pytest.raises(faces.NoSuchFace, match="TAPHUAN_FONT=arial: choose house or office"):
        write_pptx(read_document(sample_notebook(), "deck"))
