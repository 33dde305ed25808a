"""The layout: the sections of a deck as pages with items in boxes, each section on as many pages as it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from taphuan.document.model import Document, Inline, ListBlock, Run, Section, TableBlock
from taphuan.document.reading import plain, said_plainly
from taphuan.export.pptx import suffixes
from taphuan.export.pptx import template as names
from taphuan.export.pptx.blocks import (
    footer_of,
    groups_of,
    is_half,
    is_visual,
    normalised,
    options_of,
    paragraphs,
    visuals_of,
)
from taphuan.export.pptx.divider import ABOUT, divider_foot, divider_head, dividers
from taphuan.export.pptx.template import Box, Layout
from taphuan.export.pptx.text import (
    LEAST,
    LINE,
    Para,
    bold,
    even_width,
    fitting,
    height_of,
    lines_needed,
    paged,
    shortened,
    width_of,
    with_whole_names,
)
from taphuan.export.pptx.visuals import CAPTION, Placed, Visual, full, pieces, placed, room_for
from taphuan.theme import theme

# (size of a title in px, the lines it may take at that size); longer titles are cut
_LETTERS = theme().sizes
_TITLE_SIZES = ((float(_LETTERS.title), 4),)
_LARGE_TITLE_SIZES = ((float(_LETTERS.divider), 7),)
_TITLES = {"spine": _LARGE_TITLE_SIZES}
# sizes of text in px, the first that fits is taken
_BODY, _FLOOR = float(_LETTERS.body), float(_LETTERS.floor)
_SIZES = (_BODY, _FLOOR)
# Few points share the height of the slide: how many, and the px beside the words of each.
_MOST_ROWS, _LEAST_ROW, _MOST_ROW = 7, 16.0, 108.0
_MOST_AIR = 40.0  # px more between the options of a question
_NAME = 28.0  # px: who said what is quoted
_GAP = 14.0  # px between items below each other


@dataclass(frozen=True)
class Text:
    """Text in the placeholder `place` of the layout, or without one in a text box. `appears`: at a key press."""

    box: Box
    paras: tuple[Para, ...]
    size: float
    place: str = ""
    fill: str = ""
    pad: float = 0.0
    appears: bool = False


Item = Text | Placed


@dataclass(frozen=True)
class Page:
    """One slide. `head` stands above the title; `first`: it is the first of its section, which has the notes; `cut`: its title is."""

    layout: str
    title: Inline
    title_size: float
    title_box: Box | None
    items: tuple[Item, ...]
    section: Section
    sources: str
    head: tuple[Placed, ...] = ()
    first: bool = True
    suffix: str = ""
    cut: bool = False


class Pager:
    """Lays out the sections of a deck on the layouts of a template, in their order: it counts titles that repeat."""

    def __init__(self, document: Document, layouts: Mapping[str, Layout]) -> None:
        self.document, self.layouts = document, layouts
        self._titles: dict[str, int] = {}
        self._progress = dividers(document)

    def pages(self, section: Section) -> list[Page]:
        match section.kind:
            case "cover":
                pages = [self._cover(section)]
            case "section" if not any(is_visual(block) for block in section.blocks):
                pages = self._opening(section)
            case "quotation" if names.QUOTATION in self.layouts:
                pages = self._quotation(section)
            case "quiz":
                pages = self._quiz(section)
            case _:
                pages = self._content(section)
        return self._entitled(pages, section)

    # --- titles ---------------------------------------------------------------------------------------------------

    def _title(self, section: Section) -> Inline:
        """The title; slides of foreign notebooks may have none."""
        return with_whole_names(section.title or (Run(section.kicker or self.document.title),))

    def _entitled(self, pages: list[Page], section: Section) -> list[Page]:
        """The pages with titles that differ: further pages of a section and repeated titles get a suffix."""
        title = self._title(section)
        count = self._titles[plain(title)] = self._titles.get(plain(title), 0) + 1
        repetition = suffixes.again(count)
        titled: list[Page] = []
        further = 0
        for at, page in enumerate(pages):
            suffix = page.suffix
            if at and not suffix:
                further += 1
                suffix = suffixes.continued(further)
            titled.append(self._with_title(replace(page, first=not at), section, repetition + suffix))
        return titled

    def _with_title(self, page: Page, section: Section, suffix: str) -> Page:
        """The page with its title and suffix, in no more space than the page was laid out for."""
        title, box = self._title(section), page.title_box or self.layouts[page.layout].box(names.TITLE)
        large = page.layout in (names.COVER, names.SECTION)
        sizes = _LARGE_TITLE_SIZES if large else _TITLES.get(section.kind, _TITLE_SIZES)
        size, lines = _title_size(title, sizes, box.w)
        room = max(lines * size * LINE, box.h)
        whole: Inline = title
        if suffix:
            whole = (*title, Run(suffix))
            lines = int(room / (size * LINE) + 0.01)
        cut = lines_needed(bold(whole), size, box.w) > lines
        if cut:
            beginning = shortened(bold(title), size, box.w - (width_of((Run(suffix, bold=True),), size) / lines), lines)
            whole = (Run(plain(beginning)), *((Run(suffix),) if suffix else ()))
        lines = lines_needed(bold(whole), size, box.w)
        width = even_width(bold(whole), size, box.w, lines) if lines > 1 else box.w
        placed = replace(box, w=width, h=max(lines * size * LINE, box.h))
        moved = None if placed == self.layouts[page.layout].box(names.TITLE) else placed
        return replace(page, title=whole, title_size=size, title_box=moved, suffix=suffix, cut=cut)

    def _area(self, layout_name: str, section: Section, place: str = names.MAIN) -> Box:
        """The box `place` of the layout below the title, which may have several lines, and above the sources where the layout
        has no place for them."""
        layout = self.layouts[layout_name]
        title = layout.box(names.TITLE)
        size, lines = _title_size(self._title(section), _TITLES.get(section.kind, _TITLE_SIZES), title.w)
        box = layout.box(place)
        if box.y >= title.y:
            box = box.below(title.y + max(lines * size * LINE, title.h) + (box.y - title.bottom))
        if section.sources and names.FOOT not in layout.places:
            box = box.above(box.bottom - 3 * LEAST * LINE)
        return box

    # --- kinds of slides ------------------------------------------------------------------------------------------

    def _page(self, layout: str, section: Section, items: Iterable[Item], **more: object) -> Page:
        return Page(layout, (), 0.0, None, tuple(items), section, footer_of(section), **more)  # type: ignore[arg-type]

    def _cover(self, section: Section) -> Page:
        layout = self.layouts[names.COVER]
        frame_lines = self._frame_lines()
        paras = [
            para
            for para in paragraphs(section.blocks)
            if not all(normalised(part) in frame_lines for part in plain(para.runs).split(" · "))
        ]
        visuals = list(visuals_of(section.blocks))[:1]
        main = layout.box(names.MAIN)
        items: list[Item] = []
        title_box = None
        if not visuals:
            wide = layout.box(names.SECOND).x + layout.box(names.SECOND).w - main.x
            main, title_box = replace(main, w=wide), replace(layout.box(names.TITLE), w=wide)
        if paras:
            size = fitting(tuple(paras), (*_SIZES, LEAST), main.w, main.h) or LEAST
            first_page = paged(tuple(paras), size, main.w, main.h)[0]
            items.append(Text(main, first_page, size, names.MAIN))
        if visuals:
            items += full(visuals[0], layout.box(names.SECOND), dark=True)
        return replace(self._page(names.COVER, section, items), title_box=title_box)

    def _frame_lines(self) -> frozenset[str]:
        document = self.document
        lines = (
            document.conference.get("title"),
            document.conference.get("date_text"),
            document.as_of_text,
            document.provenance,
        )
        return frozenset(normalised(str(line)) for line in lines if line)

    def _opening(self, section: Section) -> list[Page]:
        layout, at = self.layouts[names.SECTION], self._progress.get(section.id)
        box = layout.box(names.MAIN)
        area = layout.box(names.TITLE)
        head, foot = (tuple(divider_head(at, area)), tuple(divider_foot(at, area, box.bottom))) if at else ((), ())
        box = box.above(box.bottom - ABOUT) if at and at.about else box
        paras = tuple(replace(para, colour=theme().colours.on_dark) for para in paragraphs(section.blocks))
        size = fitting(paras, (_BODY, float(_LETTERS.floor)), box.w, box.h)
        several = [paras] if size else paged(paras, _BODY, box.w, box.h)
        texts = [[Text(box, part, size or _BODY, names.MAIN)] if part else [] for part in several]
        return [self._page(names.SECTION, section, [*text, *foot], head=head) for text in texts]

    def _quotation(self, section: Section) -> list[Page]:
        """The words of somebody large on ink, below them name and office; as text where they do not fit."""
        area, size = self._area(names.QUOTATION, section), float(_LETTERS.quotation)
        said, *rest = paragraphs(said_plainly(section.blocks))
        name, *others = rest or [Para(())]
        runs = tuple(replace(run, bold=True) for run in name.runs)
        paras = (
            replace(said, colour="bg1"),
            replace(name, runs=runs, colour="bg1", scale=_NAME / size, gap=0.8),
            *(replace(para, scale=_BODY / size) for para in others),
        )
        if any(is_visual(block) for block in section.blocks) or height_of(paras, size, area.w) > area.h:
            return self._content(section)
        width = even_width(said.runs, size, area.w, lines_needed(said.runs, size, area.w))
        box = replace(area, w=max(width, 0.6 * area.w))
        return [self._page(names.QUOTATION, section, [Text(box, paras, size, names.MAIN)])]

    def _quiz(self, section: Section) -> list[Page]:
        """The question and its options; the answer appears at a key press, or is on another page where it does not fit."""
        at = next((n + 1 for n, block in enumerate(section.blocks) if isinstance(block, ListBlock)), None)
        if at is None or any(is_visual(block) for block in section.blocks):
            return self._content(section)
        options = tuple(options_of(section.blocks[:at]))
        answer = tuple(paragraphs(section.blocks[at:]))
        area = self._area(names.QUIZ, section)
        pad = 18.0
        answers = [(size, height_of(answer, size, area.w - 2 * pad) + pad) for size in _SIZES if answer] or [
            (_BODY, 0.0)
        ]
        for size, answer_height in answers:
            room = area.h - (answer_height + 1.5 * _GAP if answer else 0.0)
            option_size = fitting(options, (_BODY,), area.w, room)
            if option_size:
                air = min(_MOST_AIR, (room - height_of(options, option_size, area.w)) / len(options))
                options = tuple(replace(para, gap=para.gap + air / option_size) for para in options)
                items: list[Item] = [Text(replace(area, h=room), options, option_size, names.MAIN)]
                if answer:
                    top = area.y + height_of(options, option_size, area.w) + 2 * _GAP
                    items.append(_answer(Box(area.x, top, area.w, answer_height), answer, size, pad, appears=True))
                    items[0] = replace(items[0], box=replace(area, h=top - area.y - _GAP))
                return [self._page(names.QUIZ, section, items)]
        pages = [
            self._page(names.QUIZ, section, [Text(area, page, _BODY, names.MAIN)])
            for page in paged(options, _BODY, area.w, area.h)
        ]
        for n, page in enumerate(paged(answer, _BODY, area.w - 2 * pad, area.h - pad)):
            box = Box(area.x, area.y, area.w, height_of(page, _BODY, area.w - 2 * pad) + pad)
            item = _answer(box, page, _BODY, pad, appears=False)
            pages.append(self._page(names.QUIZ, section, [item], suffix=suffixes.answer(n + 1)))
        return pages

    def _content(self, section: Section) -> list[Page]:
        visuals = list(visuals_of(section.blocks))
        paras = tuple(paragraphs(section.blocks))
        if not visuals:
            listed = section.kind == "sources" and section.layout != "text"
            return self._sources(section, paras) if listed else self._text(section, paras)
        if len(visuals) == 1 and not paras:
            return self._alone(section, visuals[0])
        half = is_half(visuals[0].block, self.layouts[names.SPLIT].box(names.SECOND).w)
        if len(visuals) == 1 and (section.layout == "split" or (half and section.layout not in ("stack", "full"))):
            return self._split(section, paras, visuals[0])
        return self._stack(section)

    def _text(self, section: Section, paras: tuple[Para, ...]) -> list[Page]:
        area = self._area(names.TEXT, section)
        if not paras:
            return [self._page(names.TEXT, section, ())]
        if apart := _apart(paras, area):
            return [self._page(names.TEXT, section, [apart])]
        pages = [paras] if fitting(paras, (_BODY,), area.w, area.h) else paged(paras, _BODY, area.w, area.h)
        return [self._page(names.TEXT, section, [Text(area, page, _BODY, names.MAIN)]) for page in pages]

    def _sources(self, section: Section, paras: tuple[Para, ...]) -> list[Page]:
        """Two even columns, each in a box, as programs break columns of one box differently; a single source over both."""
        area = self._area(names.SOURCES, section)
        small = tuple(replace(para, gap=0.4) for para in paras)
        if len(small) == 1:
            return [self._page(names.SOURCES, section, [Text(area, small, _FLOOR, names.MAIN)])]
        left = replace(area, w=(area.w - 36) / 2)
        right = replace(left, x=left.x + left.w + 36)
        columns = paged(small, _FLOOR, left.w, area.h)
        pages: list[Page] = []
        for at in range(0, len(columns), 2):
            pair = tuple(para for column in columns[at : at + 2] for para in column)
            height = height_of(pair, _FLOOR, left.w) / 2
            while len(even := paged(pair, _FLOOR, left.w, min(height, area.h))) > 2:
                height += _FLOOR
            items = [Text(left, even[0], _FLOOR, names.MAIN), *(Text(right, rest, _FLOOR) for rest in even[1:])]
            pages.append(self._page(names.SOURCES, section, items))
        return pages

    def _alone(self, section: Section, visual: Visual) -> list[Page]:
        layout = names.TABLE if isinstance(visual.block, TableBlock) else names.FIGURE
        area = self._area(layout, section)
        return [self._page(layout, section, full(piece, area)) for piece in pieces(visual, area)]

    def _split(self, section: Section, paras: tuple[Para, ...], visual: Visual) -> list[Page]:
        """Text on the left, the figure on the right, its caption below both."""
        left, right = self._area(names.SPLIT, section), self._area(names.SPLIT, section, names.SECOND)
        wide = Box(left.x, left.y, right.x + right.w - left.x, left.h)
        caption = visual.caption()
        caption_height = height_of(caption, CAPTION, wide.w) if caption else 0.0
        bottom = wide.bottom - caption_height - (6 if caption else 0)
        size = fitting(paras, _SIZES, left.w, bottom - left.y)
        visual_area = right.above(bottom)
        if (
            size is None
            or room_for(visual.block, visual_area.w) > visual_area.h
            or len(pieces(replace(visual, note=()), visual_area)) > 1
        ):
            return [*self._alone(section, visual), *self._text(section, paras)]
        # the text stands in the middle beside its figure
        down = max(0.0, (bottom - left.y - height_of(paras, size, left.w)) / 2)
        items: list[Item] = [Text(left.above(bottom).below(left.y + down), paras, size, names.MAIN)]
        drawn = placed(visual.block, visual_area)
        lower = max(0.0, (bottom - max(item.box.bottom for item in drawn)) / 2)
        items += (visual_items := [replace(item, box=replace(item.box, y=item.box.y + lower)) for item in drawn])
        if caption:
            text_bottom = max(item.box.bottom for item in visual_items)
            text_bottom = max(text_bottom, left.y + down + height_of(paras, size, left.w))
            place = replace(wide, y=min(text_bottom + 8, wide.bottom - caption_height), h=caption_height)
            items.append(Text(place, caption, CAPTION))
        return [self._page(names.SPLIT, section, items)]

    def _stack(self, section: Section) -> list[Page]:
        """Text and figures below each other in the order of the notebook, one figure or table a page."""
        pages: list[Page] = []
        for before, visual, after in groups_of(section.blocks):
            layout = names.TABLE if isinstance(visual.block, TableBlock) else names.FIGURE
            area = self._area(layout, section)
            for size in _SIZES:
                above = height_of(before, size, area.w) + _GAP if before else 0.0
                below = height_of(after, size, area.w) + _GAP if after else 0.0
                middle = Box(area.x, area.y + above, area.w, area.h - above - below)
                if middle.h >= room_for(visual.block, area.w) + visual.caption_height(area.w):
                    pages.append(self._page(layout, section, _stacked(before, visual, after, size, middle, area)))
                    break
            else:
                pages += self._text(section, before) if before else []
                pages += self._alone(section, visual)
                pages += self._text(section, after) if after else []
        return pages


def _apart(paras: tuple[Para, ...], area: Box) -> Text | None:
    """Few points that share the height of the area, one alone in its middle; None for more."""
    points = sum(not para.level for para in paras)
    close = tuple(replace(para, gap=para.gap if para.level else 0.0) for para in paras)
    words = height_of(close, _BODY, area.w)
    row = min(_MOST_ROW, (area.h - words) / points)
    if points == 1 and row > 0:
        return Text(replace(area, y=area.y + row / 2, h=area.h - row / 2), paras, _BODY, names.MAIN)
    if points > _MOST_ROWS or row < _LEAST_ROW:
        return None
    spread = tuple(replace(para, gap=para.gap if para.level else row / para.size(_BODY)) for para in paras)
    return Text(replace(area, y=area.y + row / 2, h=area.h - row / 2), spread, _BODY, names.MAIN)


def _stacked(
    before: tuple[Para, ...], visual: Visual, after: tuple[Para, ...], size: float, middle: Box, area: Box
) -> Iterable[Item]:
    if before:
        box = Box(area.x, area.y, area.w, height_of(before, size, area.w))
        yield Text(box, before, size, names.MAIN)
    visual_items = full(visual, middle, centred=not after)
    yield from visual_items
    if after:
        top = max(item.box.bottom for item in visual_items) + _GAP
        # the layout has one placeholder for text
        yield Text(Box(area.x, top, area.w, area.bottom - top), after, size, "" if before else names.MAIN)


def _answer(box: Box, answer: tuple[Para, ...], size: float, pad: float, appears: bool) -> Text:
    return Text(box, answer, size, fill=theme().colours.teal_tint, pad=pad, appears=appears)


def _title_size(title: Inline, sizes: tuple[tuple[float, int], ...], width: float) -> tuple[float, int]:
    """(size, lines) for the largest size at which the title takes no more than its lines."""
    whole = bold(title)
    for size, most in sizes:
        lines = lines_needed(whole, size, width)
        if lines <= most:
            return size, lines
    return sizes[-1]
