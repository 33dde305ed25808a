"""The forms of a deck beside each other: what one shows the others show or name.

The slides as the document model has them are the measure; the HTML deck, the PowerPoint file and the Markdown are read back
from their bytes. The PDF is written from the same plan as the PowerPoint file; the tests read it back too.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from taphuan.document.model import (
    Document,
    FigureBlock,
    Inline,
    ListBlock,
    Paragraph,
    PictureBlock,
    Section,
    TableBlock,
)
from taphuan.errors import coded

HTML, PPTX, MARKDOWN = "deck.html", "deck.pptx", "deck.md"
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_WORD = re.compile(r"\w+")
_SECTION = re.compile(r'<section id="([^"]*)"(.*?)</section>', re.DOTALL)
_MOST_NAMED = 3


@dataclass(frozen=True)
class Slide:
    """What a slide holds in one form: its words, the addresses of its links, the numbers of its pictures and tables.

    `merged`: whether a word may stand once for several, as that of a cell over several rows.
    """

    words: Counter[str]
    links: frozenset[str]
    pictures: int
    tables: int
    merged: bool = False


@coded("TH731")
def differences(document: Document | None, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Each loss as "form, slide: what is missing"; () if the forms that are among `files` show the same, or if no form but
    the HTML deck was written, for which no document was read."""
    if document is None:
        return ()
    findings: list[str] = []
    shown = {section.id: _wanted(document, section) for section in document.sections}
    wanted = shown | {section.id: _wanted(document, section) for section in document.backup}
    if HTML in files:
        page = files[HTML].decode("utf-8")
        found = {match[1]: _of_html(match[2]) for match in _SECTION.finditer(page)}
        findings += _compared(HTML, wanted, {unescape(name): slide for name, slide in found.items()})
    if MARKDOWN in files:
        parts = re.split(r"^## ", files[MARKDOWN].decode("utf-8"), flags=re.MULTILINE)[1:]
        named = {section.id: _of_markdown(part) for section, part in zip(document.sections, parts, strict=False)}
        findings += _compared(MARKDOWN, shown, named)
    if PPTX in files:
        findings += _in_whole(PPTX, wanted, _of_pptx(files[PPTX]))
    return tuple(findings)


def _compared(form: str, wanted: Mapping[str, Slide], found: Mapping[str, Slide]) -> Iterator[str]:
    for name, slide in wanted.items():
        if name not in found:
            yield f"{form}, slide {name}: is missing"
            continue
        yield from _missing(f"{form}, slide {name}", slide, found[name])


def _in_whole(form: str, wanted: Mapping[str, Slide], whole: Slide) -> Iterator[str]:
    """The losses of a form whose slides are not those of the document one by one: a full slide goes on on the next."""
    total = Slide(
        sum((slide.words for slide in wanted.values()), Counter()),
        frozenset().union(*(slide.links for slide in wanted.values())),
        sum(slide.pictures for slide in wanted.values()),
        sum(slide.tables for slide in wanted.values()),
    )
    for line in _missing(form, total, whole):
        word = line.rpartition("“")[2].partition("”")[0]
        place = next((name for name, slide in wanted.items() if word in slide.words or word in slide.links), "")
        yield f"{line}{f' (slide {place})' if place else ''}"


def _missing(place: str, wanted: Slide, found: Slide) -> Iterator[str]:
    lost = [word for word, count in wanted.words.items() if found.words[word] < (1 if found.merged else count)]
    if lost:
        more = f" and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
        yield f"{place}: lacks words{more}: {', '.join(f'“{word}”' for word in lost[:_MOST_NAMED])}"
    for link in sorted(wanted.links - found.links):
        yield f"{place}: lacks the link “{link}”"
    if found.pictures < wanted.pictures:
        yield f"{place}: has {found.pictures} of {wanted.pictures} figures and pictures"
    if found.tables < wanted.tables:
        yield f"{place}: has {found.tables} of {wanted.tables} tables"


# --- what there should be ---------------------------------------------------------------------------------------------


def _wanted(document: Document, section: Section) -> Slide:
    texts: list[str] = []
    links: set[str] = set()
    pictures = tables = 0
    for block in section.blocks:
        match block:
            case Paragraph():
                # the frame of the cover shows some of its lines in its own way
                texts += _shown(block.runs, links) if section.kind != "cover" else []
            case ListBlock():
                texts += [text for item in block.items for text in _shown(item, links)]
            case TableBlock():
                tables += 1
                texts += [block.caption, *(column.name for column in block.columns)]
                texts += [value for row in block.rows for value in row]
                links |= {look.href for row in block.looks for look in row if look.href}
            case FigureBlock() | PictureBlock():
                pictures += 1
                texts += [block.caption] if isinstance(block, FigureBlock) else []
    return Slide(_words(" ".join(texts)), frozenset(links), pictures, tables)


def _shown(runs: Inline, links: set[str]) -> list[str]:
    links |= {run.href for run in runs if run.href}
    return ["".join(run.text for run in runs)]


def _words(text: str) -> Counter[str]:
    """The words of a text; what stands between no-break signs is cut like what stands between blanks."""
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text.replace("\u2060", "").replace("\u200b", ""))))


# --- what there is ----------------------------------------------------------------------------------------------------


def _of_html(section: str) -> Slide:
    body = section.partition("<aside")[0]
    text = unescape(_TAG.sub(_gap, re.sub(r"<svg\b.*?</svg>", " ", body, flags=re.DOTALL)))
    links = frozenset(unescape(address) for address in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', body))
    return Slide(_words(text), links, body.count("<svg") + body.count("<img"), body.count("<table"), merged=True)


_INLINE = re.compile(r"</?(?:a|b|code|del|em|i|s|span|strong|sub|sup|u)\b", re.IGNORECASE)


def _gap(tag: re.Match[str]) -> str:
    return "" if _INLINE.match(tag[0]) else " "


# code between fences, code in a line: no letter in it is a mark
_CODE = re.compile(r"^(`{3,})\n.*?^\1$|(?<![\\`])(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)


def _of_markdown(part: str) -> Slide:
    links = frozenset(re.findall(r"\]\(<([^<>]*)>\)", part))
    plain, end = "", 0
    for code in _CODE.finditer(part):
        plain += _without_marks(part[end : code.start()]) + code[0]
        end = code.end()
    plain += _without_marks(part[end:])
    pictures = len(re.findall(r"^(?:Hình|Không đọc được hình ảnh ở đây): ", part, re.MULTILINE))
    return Slide(_words(plain), links, pictures, len(re.findall(r"^\|[:|-]+\|$", part, re.MULTILINE)))


def _without_marks(text: str) -> str:
    """Markdown without addresses, marks of emphasis and the strokes before letters that are no marks."""
    text = re.sub(r"\]\(<[^<>]*>\)", "]", text)
    text = re.sub(r"(?<!\\)(?:\*|~~|</?su[bp]>)", "", text)
    return re.sub(r"\\(_|[^\w\s])", r"\1", text)


def _of_pptx(data: bytes) -> Slide:
    words: Counter[str] = Counter()
    links: set[str] = set()
    pictures = tables = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                xml = package.read(name).decode("utf-8")
                words += _words(unescape(re.sub(r"<[^>]*>", "", re.sub(r"</a:p>|<a:br\b", " <", xml))))
                pictures += sum(map(xml.count, ("<p:pic>", "<p:grpSp>", "<c:chart ", "Không đọc được hình ảnh ở đây")))
                tables += xml.count("<a:tbl>")
            elif re.fullmatch(r"ppt/slides/_rels/slide\d+\.xml\.rels", name):
                rels = package.read(name).decode("utf-8")
                links |= {unescape(target) for target in re.findall(r'Target="([^"]*)"', rels)}
    return Slide(words, frozenset(links), pictures, tables)
