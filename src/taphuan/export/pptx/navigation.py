"""How one finds a slide in a long deck: PowerPoint's sections, and a hidden slide that leads to each part.

The trainer clicks the line "Phần 3/10" of a divider and comes to the list of parts; a click there leads to a part. Being hidden and
behind the shown slides, the list changes no slide's number.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from taphuan.document.model import Document, ListBlock, Paragraph, Run, Section
from taphuan.document.reading import plain
from taphuan.export.shared.progress import part_numbers, progress_of
from taphuan.export.shared.properties import property_text
from taphuan.text import say

PARTS_ID, PARTS_TITLE = "cac-phan", say("export.pptx.navigation.parts")
# the address of a slide of this deck in Run.href
TO_SLIDE = "slide:"
_OPENING, _END = say("export.pptx.navigation.beginning"), say("export.pptx.navigation.end")
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_NOTE = say("export.pptx.navigation.how")


@dataclass(frozen=True)
class Part:
    """A part of the deck: its name, the id of its divider, the minutes that the divider says."""

    name: str
    divider: str
    minutes: int


def parts_of(document: Document) -> tuple[Part, ...]:
    """The parts that begin with a divider, in the order of the deck."""
    titles = [plain(section.title) for section in document.sections]
    shown = progress_of(document.sections, titles)
    return tuple(
        Part(section.kicker or title, section.id, at.minutes if at else section.minutes)
        for section, title, at in zip(document.sections, titles, shown, strict=True)
        if section.kind == "section"
    )


def list_of_parts(document: Document) -> Section | None:
    """The hidden slide; None for a deck with fewer than two parts."""
    parts = parts_of(document)
    if len(parts) < 2:
        return None
    items = tuple(
        (
            Run(part.name, href=f"{TO_SLIDE}{part.divider}"),
            *((Run(say("export.pptx.navigation.minutes", minutes=part.minutes)),) if part.minutes else ()),
        )
        for part in parts
    )
    return Section(
        id=PARTS_ID,
        kind="content",
        level=2,
        title=(Run(PARTS_TITLE),),
        blocks=(ListBlock(items, ordered=True),),
        notes=(Paragraph((Run(_NOTE),)),),
    )


def section_names(document: Document) -> Iterator[str]:
    """For each shown slide the name of its section; what stands before the parts is the opening. Nothing for a deck without parts."""
    parts = parts_of(document)
    if not parts:
        return
    numbers = part_numbers(document.sections)
    for at, (section, number) in enumerate(zip(document.sections, numbers, strict=True)):
        before = not any(numbers[:at])
        yield parts[number - 1].name if number else _OPENING if before else section.kicker or _END


def write_sections(presentation: Any, named: Sequence[tuple[str, int]]) -> None:
    """Give the presentation the sections: `named` has (name of the section, id of the slide) of each slide in order. Sections
    that the template was saved with go: their slides have gone."""
    root = presentation.part._element
    extensions = root.find(qn("p:extLst"))
    for old in [one for one in extensions if one.get("uri") == _SECTIONS] if extensions is not None else ():
        extensions.remove(old)
    if named and extensions is None:
        extensions = parse_xml(f"<p:extLst {nsdecls('p')}/>")
        root.append(extensions)
    if named:
        extensions.append(parse_xml(_sections_xml(named)))
    elif extensions is not None and not len(extensions):
        root.remove(extensions)


def _sections_xml(named: Sequence[tuple[str, int]]) -> str:
    sections = ""
    for at, (name, slides) in enumerate(groupby(named, key=lambda one: one[0])):
        # the same deck has the same ids
        guid = f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'{at}/{name}')}}}".upper()
        ids = "".join(f'<p14:sldId id="{slide}"/>' for _, slide in slides)
        sections += f'<p14:section name={quoteattr(property_text(name))} id="{guid}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
    return f'<p:ext {nsdecls("p")} uri="{_SECTIONS}"><p14:sectionLst xmlns:p14="{_P14}">{sections}</p14:sectionLst></p:ext>'
