"""Each slide of a written deck against the slide that the notebook has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taphuan.check.shown.identity import slugs_in
from taphuan.check.written.page import Page, numbers_in, tight
from taphuan.check.written.wanted import Wanted
from taphuan.export.pptx.navigation import TO_SLIDE
from taphuan.text import say

_LONGEST = 60
# numbers of slides, parts and lines, which may stand on any page
_GROUND = frozenset(map(str, range(200)))
# stands for a number where a pattern is made of the words that a writer puts it in
_NUMBER = "\0"


def _pattern(*words: str) -> str:
    """The pattern that finds any of these words."""
    return "|".join(re.escape(text).replace(_NUMBER, r"\d+") for text in words)


_PART = re.compile(f"{_pattern(tight(say('export.pptx.visuals.part_of_chart', part=_NUMBER, charts=_NUMBER)))}$")
_BELOW = re.compile(r"\d{1,3}\.\d{1,2}")


@dataclass(frozen=True)
class Form:
    """What a form of the deck has: the words of drawings, notes, alt texts; `drops`: signs that it has of its own or does without;
    `more_tables`: it writes the data of figures as tables."""

    drawn: bool
    notes: bool
    alts: bool
    drops: str = ""
    more_tables: bool = False

    def bare(self, text: str) -> str:
        return text.translate(str.maketrans("", "", self.drops)) if self.drops else text


# what a writer adds to the title of a slide that goes on, is shown again, or has its answer apart
_GOES_ON = _pattern(
    say("export.pptx.suffixes.continued"),
    say("export.pptx.suffixes.continued_numbered", further=_NUMBER),
    say("export.pptx.suffixes.answer"),
    say("export.pptx.suffixes.answer_numbered", number=_NUMBER),
    say("export.pdf.slide_plan.continued"),
)
_AGAIN = _pattern(say("export.pptx.suffixes.again"), say("export.pptx.suffixes.again_numbered", number=_NUMBER))
_SUFFIX = re.compile(f"{_GOES_ON}|{_AGAIN}")


def titled(page: Page) -> str:
    """The title of a page without what the writer added."""
    return tight(_SUFFIX.sub("", page.title))


def goes_on(page: Page) -> bool:
    """Whether the page is not the first of its slide."""
    return bool(re.search(_GOES_ON, page.title))


def in_order(place: str, wanted: Iterable[str], found: Iterable[str], hidden: bool) -> Iterator[str]:
    """The slides that are missing, too many or out of their order, by name or title."""
    right, there = list(wanted), list(found)
    if right == there:
        return
    kind = "hidden slides" if hidden else "slides"
    missing = [name for name in right if name not in there]
    more = [name for name in there if name not in right]
    if missing:
        yield f"{place}: lacks the {kind} {', '.join(map(cut, missing[:3]))}"
    if more:
        yield f"{place}: has {kind} that are not in its notebook as such: {', '.join(map(cut, more[:3]))}"
    if not missing and not more:
        first = next((a for a, b in zip(there, right, strict=False) if a != b), there[-1])
        yield f"{place}: has its {kind} in another order, or one twice, from {first} on"


def on_page(place: str, wanted: Wanted, page: Page, form: Form) -> Iterator[str]:
    """What the page lacks of the slide, and what it has beside it."""
    body, drawn, notes = (form.bare(tight(text)) for text in (page.text, page.drawn, page.notes))
    rows = tuple("".join(row) for row in wanted.rows if not page.spans)
    for cell in (cell for row in wanted.rows for cell in row if page.spans and cell not in body):
        yield f"{place}: lacks “{cut(cell)}”"
    for texts in (wanted.texts, wanted.captions, rows):
        yield from follows(place, "", map(form.bare, texts), body)
    for text in wanted.asides:
        yield from follows(place, "", (form.bare(text),), body)
    if form.notes:
        yield from follows(place, " in its notes", (form.bare(tight(text)) for text in wanted.notes), notes)
    for words in wanted.drawn if form.drawn else ():
        if tight(words) not in drawn:
            yield f"{place}: lacks the drawing with “{cut(' '.join(words.split()))}”, or shows it with other words"
    # one that leads to another slide is a number of the file
    for link in sorted(one for one in wanted.links - page.links if not one.startswith(TO_SLIDE)):
        yield f"{place}: lacks the link “{link}”"
    # a chart that is too long for one is drawn as two, each with its part behind the alt text
    alts = [tight(alt) for alt in page.alts]
    more = 0
    for alt in wanted.alts if form.alts else ():
        many = sum(_PART.sub("", one) == tight(alt) for one in alts)
        more += max(many - 1, 0)
        if not many:
            yield f"{place}: lacks the alt text “{cut(alt)}”"
    # a divider may draw how far the deck is
    more += wanted.kind == "section"
    if not wanted.pictures <= page.pictures <= wanted.pictures + more:
        yield f"{place}: has {page.pictures} figures and pictures, its notebook {wanted.pictures}"
    # beside a chart of points stands who is near
    most = wanted.tables + wanted.pictures if form.more_tables else wanted.tables * page.pages + wanted.scatters
    if not wanted.tables <= page.tables <= most:
        yield f"{place}: has {page.tables} tables, its notebook {wanted.tables}"
    yield from beside(place, wanted, page)


def follows(place: str, where: str, wanted: Iterable[str], body: str) -> Iterator[str]:
    """The texts that do not stand there, or not in this order."""
    at = 0
    for text in wanted:
        found = body.find(text, at)
        if found < 0:
            yield f"{place}: {'has in another order' if text in body else 'lacks'}{where} “{cut(text)}”"
        else:
            at = found + len(text)


def beside(place: str, wanted: Wanted, page: Page) -> Iterator[str]:
    """Numbers and provinces that stand there and that the slide does not have."""
    shown = f"{page.text} {page.drawn} {page.notes} {' '.join(page.values)}"
    labels = {f"{abs(value):.1f}".replace(".", ",") for series in page.charts for value in series}
    more = sorted(one for one in numbers_in(shown) - wanted.numbers - labels - _GROUND if not _BELOW.fullmatch(one))
    if more:
        yield f"{place}: has numbers that its notebook does not: {', '.join(more[:3])}"
    others = slugs_in(shown) - slugs_in(wanted.about)
    if others:
        yield f"{place}: names {', '.join(sorted(others)[:3])}, which its notebook does not"


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
