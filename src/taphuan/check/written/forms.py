"""The five forms of a deck, each against the document: slides, their order, which are hidden, and what stands on each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from taphuan.check.written.charts import chart_findings
from taphuan.check.written.decks import html_slides, markdown_slides, pptx_slides
from taphuan.check.written.page import Page, tight
from taphuan.check.written.pdf import read_pdf, stands
from taphuan.check.written.slides import Form, cut, goes_on, in_order, on_page, titled
from taphuan.check.written.wanted import Deck, Wanted, wanted_slides
from taphuan.document.model import Document
from taphuan.document.reading import plain
from taphuan.export.pdf.handout import taken_home
from taphuan.export.pptx.navigation import list_of_parts
from taphuan.export.shared.frame import SAMPLE, right_end, standing

_HTML = Form(drawn=True, notes=True, alts=True)
_MARKDOWN = Form(drawn=False, notes=True, alts=False, drops="|[]…", more_tables=True)
# letters of the sources that are at the foot of a slide wherever it has any: the rest may be left out
_BEGINNING = 24
_PPTX = Form(drawn=False, notes=True, alts=True)


def html(name: str, deck: Deck, content: bytes) -> Iterator[str]:
    """deck.html: every slide by its id, those below others hidden."""
    pages = html_slides(content)
    shown, hidden = deck.shown, deck.hidden
    yield from in_order(name, (one.name for one in shown), (page.name for page in pages if not page.hidden), False)
    yield from in_order(name, (one.name for one in hidden), (page.name for page in pages if page.hidden), True)
    by_name = {page.name: page for page in pages}
    for wanted in (*shown, *hidden):
        if page := by_name.get(wanted.name):
            yield from _titled_as(name, wanted, page)
            yield from on_page(f"{name}, slide {wanted.name}", wanted, page, _HTML)
            yield from _framed(f"{name}, slide {wanted.name}", deck.document, wanted, page)


def markdown(name: str, deck: Deck, content: bytes) -> Iterator[str]:
    """deck.md: the shown slides one after the other."""
    pages = markdown_slides(content)
    shown = deck.shown
    titles = [tight(one.title) or f"Trang{at}" for at, one in enumerate(shown, 1)]
    yield from in_order(name, (_bare(title) for title in titles), (_bare(tight(page.title)) for page in pages), False)
    if len(pages) == len(shown):
        for wanted, page in zip(shown, pages, strict=True):
            yield from on_page(f"{name}, slide {wanted.name}", wanted, page, _MARKDOWN)


def _bare(title: str) -> str:
    return re.sub(r"[\[\]|]", "", title)


def pptx(name: str, deck: Deck, content: bytes) -> Iterator[str]:
    """deck.pptx: the shown slides, each on as many pages as it needs, then the hidden ones."""
    pages = pptx_slides(content)
    parts = list_of_parts(deck.document)
    to_parts = wanted_slides(deck.document, (parts,)) if parts else ()
    if pages != tuple(sorted(pages, key=lambda page: page.hidden)):
        yield f"{name}: has a hidden slide among those that are shown"
    yield from _on_pages(name, deck.document, deck.shown, [page for page in pages if not page.hidden], False)
    yield from _on_pages(name, deck.document, (*to_parts, *deck.hidden), [page for page in pages if page.hidden], True)


def _on_pages(
    name: str, document: Document, wanted: tuple[Wanted, ...], pages: list[Page], hidden: bool
) -> Iterator[str]:
    slides = _whole(pages)
    # the title of a slide without one is that of its part; a long one is cut
    titles = [tight(one.title or one.kicker or document.title) for one in wanted]
    found = [
        title if slide.title.endswith("…") and title.startswith(titled(slide).rstrip("…")) else titled(slide)
        for title, slide in zip([*titles, *[""] * len(slides)], slides, strict=False)
    ]
    yield from in_order(name, titles, found, hidden)
    if titles == found:
        for one, slide in zip(wanted, slides, strict=True):
            place = f"{name}, slide {one.name}"
            yield from on_page(place, one, slide, _PPTX)
            yield from chart_findings(place, one, slide)
            yield from _framed(place, document, one, slide)


def _whole(pages: Iterable[Page]) -> list[Page]:
    """Slides that go on on further pages as one."""
    slides: list[Page] = []
    for page in pages:
        if slides and goes_on(page):
            last = slides[-1]
            slides[-1] = replace(
                last,
                text=f"{last.text} {page.text}",
                drawn=f"{last.drawn} {page.drawn}",
                notes=f"{last.notes} {page.notes}",
                pictures=last.pictures + page.pictures,
                tables=last.tables + page.tables,
                alts=(*last.alts, *page.alts),
                links=last.links | page.links,
                charts=(*last.charts, *page.charts),
                pages=last.pages + 1,
            )
        else:
            slides.append(page)
    return slides


def pdf(name: str, deck: Deck, content: bytes) -> Iterator[str]:
    """deck.pdf: the shown slides in their order, those alone, each with its head and its day."""
    document, shown = deck.document, deck.shown
    pages = read_pdf(content).pages
    grouped: dict[str, list[str]] = {}
    at = 0
    for number, page in enumerate(pages, start=1):
        ahead = [n for n in range(at, len(shown)) if tight(shown[n].title) in page]
        # a slide that goes on repeats its title
        at = at if not ahead else next((n for n in ahead if shown[n].name not in grouped), ahead[0])
        grouped.setdefault(shown[at].name, []).append(page)
        yield from _dated(f"{name}, page {number}", document, page, first=number == 1 and shown[0].kind == "cover")
    yield from in_order(name, (one.name for one in shown), grouped, False)
    hidden = [plain(section.title) for section in document.backup]
    whole = "".join(pages)
    titles = {tight(one.title) for one in shown}
    for title in hidden:
        if (
            tight(title) not in titles
            and tight(title) in whole
            and len(tight(title)) > 12
            and not _quoted(title, shown)
        ):
            yield f"{name}: shows the hidden slide “{cut(title)}”"
    for one in shown:
        if one.name in grouped:
            yield from _in_pdf(f"{name}, slide {one.name}", one, grouped[one.name])
            if one.kind != "cover" and not any(tight(_event(document, one)) in page for page in grouped[one.name]):
                yield f"{name}, slide {one.name}: lacks “{cut(_event(document, one))}” at its head"


def _quoted(title: str, shown: Iterable[Wanted]) -> bool:
    return any(
        tight(title) in "".join((*one.texts, *one.captions, *("".join(row) for row in one.rows))) for one in shown
    )


def handout(name: str, deck: Deck, content: bytes) -> Iterator[str]:
    """handout.pdf: what is taken home of the deck, in its order."""
    document = deck.document
    pages = read_pdf(content).pages
    for number, page in enumerate(pages, start=1):
        yield from _dated(f"{name}, page {number}", document, page, first=False)
    whole = "".join(pages)
    sections = taken_home(document) or document.sections
    at = 0
    for one in wanted_slides(document, sections):
        title = tight(one.title)
        found = whole.find(title, at)
        if found < 0:
            yield f"{name}: {'has in another order' if title in whole else 'lacks'} the slide “{cut(one.title)}”"
            continue
        at = found
        yield from _in_pdf(f"{name}, slide {one.name}", one, pages)


def _in_pdf(place: str, wanted: Wanted, pages: Sequence[str]) -> Iterator[str]:
    """Each text of a slide is there, if need be on two pages, and its sources begin at the foot."""
    texts: list[tuple[str, ...]] = [(text,) for text in (*wanted.texts, *wanted.asides, *wanted.captions)]
    for cells in (*texts, *wanted.rows):
        if not stands(cells, pages):
            yield f"{place}: lacks “{cut(''.join(cells))}”"
    if wanted.kind != "cover" and not any(tight(wanted.sources)[:_BEGINNING] in page for page in pages):
        yield f"{place}: lacks its sources, “{cut(wanted.sources)}”"


def _dated(place: str, document: Document, page: str, first: bool) -> Iterator[str]:
    """The day on every page, and the mark of a sample."""
    day = document.as_of_text if first else standing(document.as_of)
    if day and tight(day) not in page:
        yield f"{place}: lacks its day, “{day}”"
    if document.sample and SAMPLE not in page:
        yield f"{place}: lacks the mark {SAMPLE}"


def _titled_as(name: str, wanted: Wanted, page: Page) -> Iterator[str]:
    if tight(page.title) != tight(wanted.title):
        yield f"{name}, slide {wanted.name}: has the title “{cut(page.title.strip())}” in place of “{cut(wanted.title)}”"


def _framed(place: str, document: Document, wanted: Wanted, page: Page) -> Iterator[str]:
    """For whom the slide is, of which conference and day, as it stands at its edges."""
    body = tight(page.text)
    cover = wanted.kind == "cover"
    day = document.as_of_text if cover else standing(document.as_of)
    head = document.conference["title"] if cover else _event(document, wanted)
    date = document.conference.get("date_text", "") if cover else ""
    for what, words in (("day", day), ("head", head), ("date", date)):
        if words and tight(words) not in body:
            yield f"{place}: lacks its {what}, “{cut(words)}”"
    if document.sample and SAMPLE not in page.text:
        yield f"{place}: lacks the mark {SAMPLE}"
    if tight(wanted.sources)[:_BEGINNING] not in f"{body}{tight(page.notes)}":
        yield f"{place}: lacks its sources, “{cut(wanted.sources)}”"


def _event(document: Document, wanted: Wanted) -> str:
    """The right end of the top line."""
    short = document.conference.get("short") or document.conference["title"]
    return right_end(document.frame, short, wanted.kicker, document.sample)
