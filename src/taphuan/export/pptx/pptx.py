"""The deck as a PowerPoint file that trainers can edit: placeholders, tables, charts, notes and alt texts.

`pages` decides the layout; here the pages become parts of the file.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from taphuan.document.model import Document, FigureBlock, ListBlock, Paragraph, Run, Section, TableBlock
from taphuan.document.reading import plain, spoken
from taphuan.document.slides import BACKUP
from taphuan.export.pptx import template as names
from taphuan.export.pptx.charts import chart_xml, workbook_of
from taphuan.export.pptx.freeforms import Group
from taphuan.export.pptx.model import Chart
from taphuan.export.pptx.navigation import TO_SLIDE, list_of_parts, section_names, write_sections
from taphuan.export.pptx.pages import Page, Pager, Text
from taphuan.export.pptx.shapes import Shapes, notes_xml
from taphuan.export.pptx.tables import Grid, table_xml
from taphuan.export.pptx.template import Box, Layout, open_template
from taphuan.export.pptx.text import (
    GREY,
    LEAST,
    LINE,
    SPACING,
    Para,
    linked,
    paragraphs_xml,
    runs_xml,
    shortened,
    width_of,
)
from taphuan.export.pptx.visuals import Placed
from taphuan.export.shared import frame as edges
from taphuan.export.shared.properties import set_core
from taphuan.export.shared.sources import source_line
from taphuan.export.shared.zip import rezip
from taphuan.text import say
from taphuan.theme import theme

# the day of a workbook without one; zip files know no earlier year
_NO_DAY = "1980-01-01"
_SAMPLE, _SAMPLE_WHOLE = say("export.pptx.pptx.sample"), say("export.pptx.pptx.sample_whole")
# numbers of slides begin at 256
_FIRST_ID = 255
_SAMPLE_GROUND = theme().colours.sample
_SMALL, _FLOOR = float(theme().sizes.small), float(theme().sizes.floor)


def write_pptx(document: Document) -> bytes:
    """The deck as .pptx; the same document and template give the same bytes.

    Raises DeckTemplateUnfit for a template without the layouts, NotComposed when a figure cannot be drawn.
    """
    presentation, layouts = open_template()
    pager = Pager(document, layouts)
    named = [*section_names(document)] or [""] * len(document.sections)
    pages = [
        (page, name) for section, name in zip(document.sections, named, strict=True) for page in pager.pages(section)
    ]
    # behind the shown slides, so that the numbers of these are those of every other form
    parts = list_of_parts(document)
    hidden = [
        (page, (section.kicker or BACKUP) if any(named) else "")
        for section in (*((parts,) if parts else ()), *document.backup)
        for page in pager.pages(section)
    ]
    deck = _Deck(document, presentation, layouts, [page for page, _ in (*pages, *hidden)])
    ids = [deck.add(page, hidden=at >= len(pages)) for at, (page, _) in enumerate((*pages, *hidden))]
    names = [name for _, name in (*pages, *hidden)]
    write_sections(presentation, [(name, id_) for name, id_ in zip(names, ids, strict=True) if name])
    _properties(presentation, document)
    out = io.BytesIO()
    presentation.save(out)
    return rezip(out.getvalue())


def _properties(presentation: Any, document: Document) -> None:
    set_core(presentation.core_properties, document)


def _day(document: Document) -> datetime:
    """The day of the workbooks behind the charts: of the content, not of the clock."""
    blocks = (block for section in (*document.sections, *document.backup) for block in section.blocks)
    drawn = (block.as_of for block in blocks if isinstance(block, FigureBlock) and block.as_of)
    return datetime.fromisoformat(document.as_of or next(drawn, _NO_DAY))


class _Deck:
    """Adds pages to the presentation; a picture of several slides is stored once."""

    def __init__(
        self, document: Document, presentation: Any, layouts: Mapping[str, Layout], pages: Sequence[Page]
    ) -> None:
        self.document, self.layouts = document, layouts
        self.presentation, self.package = presentation, presentation.part.package
        self.notes_master = presentation.part.notes_master_part
        self.layout_parts = [layout.part for layout in presentation.slide_layouts]
        self.day = _day(document)
        self.pictures: dict[str, Part] = {}
        self.slides = self.charts = 0
        # each slide's part of the file before its content, so that any may lead to any other
        self.parts = [self._part(f"/ppt/slides/slide{at}.xml", CT.PML_SLIDE, b"") for at in range(1, len(pages) + 1)]
        # a link leads to the first slide of a section
        self.by_section = {page.section.id: part for page, part in reversed([*zip(pages, self.parts, strict=True)])}
        self.footer = edges.standing(document.as_of)

    def add(self, page: Page, hidden: bool = False) -> int:
        """Write the next slide; its id in the presentation."""
        self.slides += 1
        layout = self.layouts[page.layout]
        slide = self.parts[self.slides - 1]
        slide.relate_to(self.layout_parts[layout.at], RT.SLIDE_LAYOUT)
        shapes = Shapes()
        self._top(shapes, page, layout, slide)
        for item in page.items:
            if isinstance(item, Text):
                self._text(shapes, layout, item)
            else:
                self._placed(shapes, layout, slide, item)
        self._bottom(shapes, page, layout)
        slide.blob = linked(shapes.slide_xml(hidden).decode(), lambda href: self._relation(slide, href)).encode()
        if notes := tuple(_notes(page)):
            self._notes(slide, notes)
        relation = self.presentation.part.relate_to(slide, RT.SLIDE)
        # `add_sldId` looks for a free number each time; a presentation without slides has all
        number = _FIRST_ID + self.slides
        self.presentation.slides._sldIdLst._add_sldId(id=number, rId=relation)
        return number

    def _relation(self, slide: Part, href: str) -> tuple[str, str]:
        """(id of the relation, what a click does) of an address: a slide of this deck, or one outside."""
        if href.startswith(TO_SLIDE):
            return slide.relate_to(self.by_section[href.removeprefix(TO_SLIDE)], RT.SLIDE), "ppaction://hlinksldjump"
        return slide.relate_to(href, RT.HYPERLINK, is_external=True), ""

    def _part(self, name: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(name), kind, self.package, content)

    # --- the frame ------------------------------------------------------------------------------------------------

    def _top(self, shapes: Shapes, page: Page, layout: Layout, slide: Part) -> None:
        """Part, conference, mark of a sample, title, in the order of reading."""
        places, section = layout.places, page.section
        cover = page.layout == names.COVER
        if names.KICKER in places and section.kicker:
            left = places[names.KICKER].box
            words = width_of((Run(section.kicker, bold=True),), _FLOOR) * 1.03
            box = None if words <= left.w else Box(left.x, left.y, words, left.h)
            self._line(shapes, layout, names.KICKER, section.kicker, _FLOOR, bold=True, box=box)
        conference = self.document.conference
        short = conference.get("short") or conference["title"]
        sample = self.document.sample
        event = conference["title"] if cover else edges.right_end(self.document.frame, short, section.kicker, sample)
        badge = self._badge_box(layout, cover, event) if self.document.sample else None
        if badge:
            self._badge(shapes, badge, _SAMPLE_WHOLE if cover else _SAMPLE)
        if names.EVENT in places:
            box, size = places[names.EVENT].box, _FLOOR if cover else _SMALL
            if badge and cover:
                box = box.below(badge.bottom + 8)
            elif not cover:
                words = min(width_of((Run(event),), _SMALL) * 1.03, box.x + box.w - layout.box(names.TITLE).x)
                box = Box(box.x + box.w - words, box.y, words, box.h)
            lines = max(int(box.h / (size * LINE)), 1) if cover else 1
            self._line(shapes, layout, names.EVENT, event, size, lines=lines, box=None if cover and not badge else box)
        for item in page.head:
            self._placed(shapes, layout, slide, item)
        title = runs_xml(page.title, page.title_size)
        spacing = f'<a:pPr><a:lnSpc><a:spcPct val="{round(SPACING * 100000)}"/></a:lnSpc></a:pPr>'
        shapes.placeholder(names.TITLE, places[names.TITLE], f"<a:p>{spacing}{title}</a:p>", page.title_box)

    def _badge_box(self, layout: Layout, cover: bool, event: str) -> Box:
        """The box of the mark: before the right end of the top line; on the cover, where it is longer, in place of the
        conference's line, which moves down."""
        title = layout.box(names.TITLE)
        event_box = layout.places[names.EVENT].box if names.EVENT in layout.places else Box(title.x, 14, title.w, 28)
        words = _SAMPLE_WHOLE if cover else _SAMPLE
        # a machine without the house face shows a wider one
        width = 1.15 * width_of((Run(words, bold=True),), _SMALL) + 16
        right = event_box.x + event_box.w - (width_of((Run(event),), _SMALL) * 1.03 + 12 if event else 0)
        return Box(event_box.x if cover else right - width, event_box.y, width, event_box.h if not cover else 28)

    def _badge(self, shapes: Shapes, box: Box, words: str) -> None:
        para = Para((Run(words, bold=True),), colour="bg1", align="ctr")
        shapes.text_box(
            say("export.pptx.pptx.sample_badge"), box, paragraphs_xml([para], _SMALL), fill=_SAMPLE_GROUND, anchor="ctr"
        )

    def _line(
        self,
        shapes: Shapes,
        layout: Layout,
        place: str,
        words: str,
        size: float,
        *,
        bold: bool = False,
        lines: int = 1,
        box: Box | None = None,
    ) -> None:
        """A line of the frame, shortened where it does not fit its place."""
        room = box or layout.box(place)
        text = shortened((Run(words, bold=bold),), size, room.w, lines)
        shapes.placeholder(place, layout.places[place], f"<a:p>{runs_xml((Run(plain(text)),), size)}</a:p>", box)

    def _bottom(self, shapes: Shapes, page: Page, layout: Layout) -> None:
        places = layout.places
        if page.layout == names.COVER:
            document = self.document
            lines = [
                line
                for line in (document.as_of_text, document.conference.get("date_text"), document.provenance)
                if line
            ]
            standing = "".join(f"<a:p>{runs_xml((Run(line),), _SMALL)}</a:p>" for line in lines)
            if names.STANDING in places:
                shapes.placeholder(names.STANDING, places[names.STANDING], standing)
        elif page.sources:
            self._sources(shapes, page.sources, layout)
        if names.FOOTER in places and page.layout != names.COVER:
            self._line(shapes, layout, names.FOOTER, self.footer, _SMALL)
        if names.NUMBER in places:
            alone = names.FOOTER in places or not self.footer
            shapes.number(
                names.NUMBER,
                places[names.NUMBER],
                self.slides,
                "" if alone else runs_xml((Run(f"{self.footer} · "),), _SMALL),
            )

    def _sources(self, shapes: Shapes, sources: str, layout: Layout) -> None:
        """The sources at the foot of the slide, in one line; the notes have all of them."""
        if names.FOOT in layout.places:
            place = layout.box(names.FOOT)
            line = edges.foot_source(sources, self.footer, self.slides)
            words = max(width_of((Run(line),), _SMALL) * 1.03, place.w)
            self._line(
                shapes,
                layout,
                names.FOOT,
                line,
                _SMALL,
                box=Box(place.x, place.y, words, place.h) if words > place.w else None,
            )
            return
        main = layout.box(names.MAIN)
        box = Box(main.x, main.bottom - 2 * LEAST * LINE, main.w, 2 * LEAST * LINE)
        text = shortened((Run(sources),), _SMALL, box.w, 2)
        shapes.text_box(names.FOOT, box, paragraphs_xml([Para(text, colour=GREY)], _SMALL))

    # --- the body -------------------------------------------------------------------------------------------------

    def _text(self, shapes: Shapes, layout: Layout, item: Text) -> None:
        inside = paragraphs_xml(item.paras, item.size)
        if item.place:
            place = layout.places[item.place]
            moved = None if _same(item.box, place.box) else item.box
            shapes.placeholder(names.MAIN, place, inside, moved)
            return
        name = say("export.pptx.pptx.answer") if item.fill else names.MAIN
        shapes.text_box(name, item.box, inside, item.fill, item.pad, anchor="ctr" if item.fill else "t")
        if item.appears:
            shapes.appearing()

    def _placed(self, shapes: Shapes, layout: Layout, slide: Part, item: Placed) -> None:
        match item.content:
            case Chart():
                relation = slide.relate_to(self._chart(item.content, item.box), RT.CHART)
                shapes.chart(say("export.pptx.pptx.chart", charts=self.charts), item.box, relation, item.alt)
            case Grid():
                shapes.table(say("export.pptx.pptx.table"), item.box, table_xml(item.content), item.alt)
            case Group():
                shapes.group(item.name, item.box, item.content, item.alt)
            case bytes():
                shapes.picture(
                    say("export.pptx.pptx.picture"),
                    item.box,
                    slide.relate_to(self._picture(item.content), RT.IMAGE),
                    item.alt,
                )
            case _ if item.dark:
                # this placeholder of the cover has light letters
                shapes.placeholder(
                    say("export.pptx.pptx.annotation"),
                    layout.places[names.SECOND],
                    paragraphs_xml(item.content, item.size),
                    item.box,
                )
            case _:
                shapes.text_box(
                    say("export.pptx.pptx.annotation"),
                    item.box,
                    paragraphs_xml(item.content, item.size),
                    click=item.click,
                )

    def _chart(self, chart: Chart, box: Box) -> Part:
        self.charts += 1
        part = self._part(f"/ppt/charts/chart{self.charts}.xml", CT.DML_CHART, b"")
        name = f"/ppt/embeddings/Microsoft_Excel_Sheet{self.charts}.xlsx"
        workbook = self._part(name, CT.SML_SHEET, workbook_of(chart, self.day))
        part.blob = chart_xml(chart, part.relate_to(workbook, RT.PACKAGE), box)
        return part

    def _picture(self, data: bytes) -> Part:
        key = hashlib.sha256(data).hexdigest()
        if key not in self.pictures:
            kind, suffix = (CT.PNG, "png") if data.startswith(b"\x89PNG") else (CT.JPEG, "jpg")
            self.pictures[key] = self._part(f"/ppt/media/image{len(self.pictures) + 1}.{suffix}", kind, data)
        return self.pictures[key]

    def _notes(self, slide: Part, paragraphs: tuple[str, ...]) -> None:
        name = f"/ppt/notesSlides/notesSlide{self.slides}.xml"
        notes = self._part(name, CT.PML_NOTES_SLIDE, notes_xml(paragraphs))
        notes.relate_to(self.notes_master, RT.NOTES_MASTER)
        notes.relate_to(slide, RT.SLIDE)
        slide.relate_to(notes, RT.NOTES_SLIDE)


def _same(one: Box, other: Box) -> bool:
    return all(
        abs(a - b) < 0.5
        for a, b in zip((one.x, one.y, one.w, one.h), (other.x, other.y, other.w, other.h), strict=True)
    )


def _notes(page: Page) -> Iterable[str]:
    """The notes of a page: the speaker's text, the planned time, all sources."""
    section = page.section
    if not page.first:
        yield (
            say("export.pptx.pptx.continued_from", title=plain(section.title))
            if section.title
            else say("export.pptx.pptx.continued")
        )
    else:
        if page.cut:
            yield say("export.pptx.pptx.full_title", title=plain(section.title))
        yield from (spoken(paragraph.runs) for paragraph in section.notes)
        if not section.notes:
            yield from _instead(section)
        if section.minutes:
            yield say("export.pptx.pptx.planned", minutes=section.minutes)
    yield from dict.fromkeys(_sources_of(section))


def _instead(section: Section) -> Iterable[str]:
    """What the notes say of a slide for which nobody wrote any: the answer of a question, what a list of sources is for."""
    if section.kind == "quiz":
        last_options = max((at for at, block in enumerate(section.blocks) if isinstance(block, ListBlock)), default=0)
        answers = [block for block in section.blocks[last_options + 1 :] if isinstance(block, Paragraph)]
        yield from (spoken(block.runs) for block in answers)
    elif section.kind == "sources":
        yield say("export.pptx.pptx.sources_not_read")


def _sources_of(section: Section) -> Iterable[str]:
    for line in (
        section.sources,
        *(block.source for block in section.blocks if isinstance(block, FigureBlock | TableBlock)),
    ):
        if line:
            yield source_line(line)
