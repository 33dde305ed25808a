"""The forms of a deck read back from their bytes: slides in the order of the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from taphuan.check.written.page import Page, drawn_words
from taphuan.text import say

_TAG = re.compile(r"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_INLINE = re.compile(r"</?(?:a|b|code|del|em|i|s|span|strong|sub|sup|u)\b", re.IGNORECASE)
_SECTION = re.compile(r'<section id="([^"]*)" class="slide ([^"]*)"([^>]*)>(.*?)</section>', re.DOTALL)
_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_TITLE = re.compile(r'<h\d class="title[^>]*>(.*?)</h\d>', re.DOTALL)
_NOTES = re.compile(r'<aside class="notes">(.*?)</aside>', re.DOTALL)
# what a phone shows in place of a drawing says the same again
_PHONE = re.compile(r'<(ul|p|details|div) class="phone\b.*?</\1>', re.DOTALL)
_ALT = re.compile(r'\s(?:aria-label|alt)="([^"]*)"')


def _gap(tag: re.Match[str]) -> str:
    return "" if _INLINE.match(tag[0]) else " "


def _text(markup: str) -> str:
    return unescape(_TAG.sub(_gap, markup))


def html_slides(content: bytes) -> tuple[Page, ...]:
    """The slides of deck.html, those below others too, which are hidden. `name` is the id of the slide."""
    return tuple(_html_slide(*match.groups()) for match in _SECTION.finditer(content.decode("utf-8")))


def _html_slide(name: str, classes: str, options: str, section: str) -> Page:
    notes = " ".join(_text(found) for found in _NOTES.findall(section))
    body = section.partition('<aside class="notes">')[0]
    for_phone = "".join(match[0] for match in _PHONE.finditer(body))
    body = _PHONE.sub(" ", body)
    drawings = _SVG.findall(body)
    images = re.findall(r"<img\b[^>]*>", body)
    plain = _SVG.sub(" ", body)
    title = _TITLE.search(plain)
    return Page(
        title=_text(title[1]) if title else "",
        text=_text(plain),
        drawn="\n".join(drawn_words(drawing) for _, drawing in drawings),
        notes=notes,
        hidden=" backup" in f" {classes}" and 'data-visibility="uncounted"' in options,
        pictures=len(drawings) + len(images),
        tables=plain.count("<table"),
        alts=tuple(
            unescape(alt) for tag in (*(head for head, _ in drawings), *images) for alt in _ALT.findall(tag)[:1]
        ),
        links=frozenset(unescape(address) for address in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', body)),
        values=(unescape(_TAG.sub(" ", for_phone)),),
        name=unescape(name),
        spans=" rowspan=" in plain or " colspan=" in plain,
    )


# --- Markdown ---------------------------------------------------------------------------------------------------------

# code between fences, code in a line: no letter in it is a mark
_CODE = re.compile(r"^(`{3,})\n.*?^\1$|(?<![\\`])(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
_PICTURES = (say("export.plain.deck_md.picture"), say("document.pictures.unreadable"))
_PICTURE = re.compile(rf"^(?:{'|'.join(map(re.escape, _PICTURES))}): ", re.MULTILINE)
_SAID = say("export.plain.deck_md.spoken")


def markdown_slides(content: bytes) -> tuple[Page, ...]:
    """The slides of deck.md."""
    text = content.decode("utf-8")
    starts = [match.start() for match in re.finditer(r"^## ", text, re.MULTILINE)]
    return tuple(_markdown_slide(text[at:end]) for at, end in zip(starts, (*starts[1:], None), strict=True))


def _markdown_slide(part: str) -> Page:
    links = frozenset(re.findall(r"\]\(<([^<>]*)>\)", part))
    pictures, tables = len(_PICTURE.findall(part)), len(re.findall(r"^\|[:|-]+\|$", part, re.MULTILINE))
    shown, _, said = part.partition(f"\n{_SAID}\n")
    shown, said = _unmarked(shown), _unmarked(said)
    title = shown.partition("\n")[0].removeprefix("## ")
    return Page(title=title, text=shown, notes=said, pictures=pictures, tables=tables, links=links)


def _unmarked(part: str) -> str:
    plain, end = "", 0
    for code in _CODE.finditer(part):
        plain += _without_marks(part[end : code.start()]) + code[0].strip("`")
        end = code.end()
    return plain + _without_marks(part[end:])


def _without_marks(text: str) -> str:
    """Markdown without addresses, marks of emphasis, quotations and tables, and the strokes before letters that are no marks."""
    text = re.sub(r"\]\(<[^<>]*>\)", "]", text)
    text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<!\\)(?:\*|~~|</?su[bp]>|\||\[|\])", "", text)
    return re.sub(r"\\(_|[^\w\s])", r"\1", text)


# --- PowerPoint -------------------------------------------------------------------------------------------------------

_PARAGRAPH_END = re.compile(r"</a:p>|<a:br\b|</a:tc>|</c:v>")
_CHART_VALUES = re.compile(r"<c:numCache>.*?</c:numCache>|<c(?:15)?:f>[^<]*</c(?:15)?:f>", re.DOTALL)
_PH_TITLE = re.compile(r'<p:ph type="(?:title|ctrTitle)"')
_SHAPE = re.compile(r"<p:sp>.*?</p:sp>", re.DOTALL)
_GROUP = re.compile(r"<p:grpSp>.*</p:grpSp>", re.DOTALL)
_DESCRIBED = re.compile(r'<p:cNvPr [^>]*\bdescr="([^"]*)"')
_TARGET = re.compile(r"<Relationship [^>]*>")


def pptx_slides(content: bytes) -> tuple[Page, ...]:
    """The slides of a PowerPoint file in the order in which they are shown."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return tuple(_pptx_slides(package))


def _pptx_slides(package: zipfile.ZipFile) -> Iterator[Page]:
    places = _relations(package, "ppt/_rels/presentation.xml.rels")
    order = re.findall(r'<p:sldId [^>]*r:id="([^"]*)"', package.read("ppt/presentation.xml").decode("utf-8"))
    for name in (places[relation] for relation in order):
        xml = package.read(f"ppt/{name}").decode("utf-8")
        related = _relations(package, f"ppt/slides/_rels/{name.rpartition('/')[2]}.rels")
        notes = "".join(
            _letters(package.read(f"ppt/{target.removeprefix('../')}").decode("utf-8"))
            for target in related.values()
            if "notesSlides/" in target
        )
        charts = [
            package.read(f"ppt/{t.removeprefix('../')}").decode("utf-8") for t in related.values() if "charts/" in t
        ]
        drawn = " ".join(
            (
                *(_letters(group) for group in _GROUP.findall(xml)),
                *(_letters(_CHART_VALUES.sub(" ", chart)) for chart in charts),
            )
        )
        title = next((_letters(shape) for shape in _SHAPE.findall(xml) if _PH_TITLE.search(shape)), "")
        yield Page(
            title=title,
            text=_letters(xml),
            drawn=drawn,
            notes=notes,
            hidden=bool(re.search(r'<p:sld [^>]*\bshow="0"', xml)),
            pictures=sum(map(xml.count, ("<p:pic>", "<p:grpSp>", "<c:chart ", say("document.pictures.unreadable")))),
            tables=xml.count("<a:tbl>"),
            alts=tuple(map(unescape, _DESCRIBED.findall(xml))),
            links=frozenset(unescape(target) for target in related.values()),
            charts=tuple(series for chart in charts for series in _series(chart)),
        )


def _relations(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Where each relation of a part leads, by its id."""
    found: dict[str, str] = {}
    for tag in _TARGET.findall(package.read(name).decode("utf-8")):
        about = dict(re.findall(r'\b(Id|Target)="([^"]*)"', tag))
        found[about["Id"]] = about["Target"]
    return found


def _letters(xml: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", _PARAGRAPH_END.sub(lambda end: f" {end[0]}", xml)))


def _series(chart: str) -> list[tuple[float, ...]]:
    """The rows of numbers that a chart draws, as its file has them."""
    blocks = re.findall(r"<c:numCache>(.*?)</c:numCache>", chart, re.DOTALL)
    return [tuple(float(value) for value in re.findall(r"<c:v>([^<]*)</c:v>", block)) for block in blocks]
