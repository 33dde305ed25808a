"""Sections, the hidden list of parts, links between slides, notes: how a trainer finds a slide in a long deck."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import pytest
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

import pptx_readback as back
from deck_sample import sample_notebook
from pptx_decks import Deck
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.export.pptx.house_template import house_template
from taphuan.export.pptx.navigation import PARTS_TITLE
from taphuan.export.pptx.pptx import write_pptx

P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def sections(file: Any) -> list[tuple[str, list[int]]]:
    return [
        (section.get("name"), [int(one.get("id")) for one in section.iter(f"{P14}sldId")])
        for section in file.part._element.iter(f"{P14}section")
    ]


@pytest.mark.parametrize("name", ["hall", "province", "module"])
def test_each_part_is_a_section_and_no_slide_is_in_none(decks: dict[str, Deck], name: str) -> None:
    deck = decks[name]
    found = sections(deck.file)
    ids = [int(entry.get("id")) for entry in deck.file.slides._sldIdLst]
    assert [one for _, those in found for one in those] == ids
    names = [name for name, _ in found]
    dividers = [slide for slide in deck.slides if slide.slide_layout.name == "Phần"]
    firsts = {those[0] for _, those in found}
    assert {slide.slide_id for slide in dividers} <= firsts
    assert names[0] == "Mở đầu" and all(names)
    hidden = {slide.slide_id for slide in deck.slides if slide.element.get("show") == "0"}
    assert hidden == {one for name, those in found if name.startswith("Dự phòng") for one in those}
    assert len({section.get("id") for section in deck.file.part._element.iter(f"{P14}section")}) == len(found)


def test_a_story_without_parts_has_no_sections(decks: dict[str, Deck]) -> None:
    assert sections(decks["story"].file) == []


def test_the_list_of_parts_leads_to_each_divider_and_the_dividers_lead_back(decks: dict[str, Deck]) -> None:
    deck = decks["hall"]
    (listed,) = [slide for slide in deck.slides if back.title(slide) == PARTS_TITLE]
    assert listed.element.get("show") == "0"
    dividers = [slide for slide in deck.slides if slide.slide_layout.name == "Phần"]
    runs = list(listed.element.iter(qn("a:hlinkClick")))
    assert {run.get("action") for run in runs} == {"ppaction://hlinksldjump"}
    targets = [listed.part.related_part(run.get(qn("r:id"))) for run in runs]
    assert targets == [slide.part for slide in dividers]
    said = [paragraph.text for shape in listed.placeholders for paragraph in shape.text_frame.paragraphs]
    for slide in dividers:
        minutes = re.search(r"\d+ phút", back.words(slide))
        assert minutes and any(line.endswith(f"· {minutes[0]}") for line in said), back.title(slide)
    for slide in dividers:
        (click,) = slide.element.xpath(".//p:cNvPr/a:hlinkClick")
        assert click.get("action") == "ppaction://hlinksldjump"
        assert slide.part.related_part(click.get(qn("r:id"))) is listed.part
        assert click.getparent().getparent().getparent().xpath(".//a:t")[0].text.startswith("Phần ")


def test_hidden_slides_stand_behind_the_shown_ones(deck: Deck) -> None:
    shown = [slide.element.get("show") != "0" for slide in deck.slides]
    assert [key for key, _ in groupby(shown)] in ([True], [True, False])


def test_every_slide_has_notes(deck: Deck) -> None:
    for slide in deck.slides:
        assert back.notes(slide).strip(), back.title(slide)


def test_the_notes_of_a_question_say_its_answer(decks: dict[str, Deck]) -> None:
    deck = decks["hall"]
    questions = [section for section in deck.sections if section.kind == "quiz"]
    assert questions
    for section in questions:
        (slide,) = deck.of(section)
        assert "Đáp án: " in back.notes(slide)


def test_the_file_has_the_parts_that_powerpoint_looks_for(decks: dict[str, Deck]) -> None:
    parts = back.parts(decks["hall"].data)
    assert {"ppt/presProps.xml", "ppt/viewProps.xml", "ppt/tableStyles.xml"} <= set(parts)
    types = parts["[Content_Types].xml"].decode()
    assert all(f'PartName="/ppt/{name}.xml"' in types for name in ("presProps", "viewProps", "tableStyles"))


def test_sections_of_the_template_go_with_its_slides(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A ministry saved its template with slides in sections: their ids are no slides of ours, and PowerPoint would repair the file."""
    presentation = back.opened(house_template())
    slide = presentation.slides.add_slide(presentation.slide_layouts[2])
    extension = parse_xml(
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext '
        'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f'<p14:section name="Của Bộ" id="{{6D9E2F4B-5C1A-4E57-9B70-3F1D2C8A7E11}}"><p14:sldIdLst><p14:sldId id="{slide.slide_id}"/>'
        "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    presentation.part._element.append(extension)
    monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
    presentation.save(str(paths.DECK_PPTX))
    made = back.opened(write_pptx(read_document(sample_notebook(), "deck")))
    ids = {int(entry.get("id")) for entry in made.slides._sldIdLst}
    found = sections(made)
    assert "Của Bộ" not in [name for name, _ in found]
    assert {one for _, those in found for one in those} in (set(), ids)
