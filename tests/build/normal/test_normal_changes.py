"""The normal form stays where only bytes of a file change, and changes with every word, structure and drawing."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from taphuan.build.normal.reading import normal_of
from written_sets import written_set

Edit = Callable[[bytes], bytes]


def content(name: str) -> bytes:
    for of in (written_set("bac-giang"), written_set("bac-giang", "bac-giang")):
        if name in of.files:
            return of.files[name]
    raise KeyError(name)


def in_package(part: str, edit: Edit, method: int = zipfile.ZIP_DEFLATED) -> Edit:
    """An edit of the parts whose names match, in a package written with its parts in another order."""

    def edited(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
            for name in sorted(old.namelist(), reverse=True):
                kept = old.read(name)
                new.writestr(name, edit(kept) if re.fullmatch(part, name) else kept)
        return out.getvalue()

    return edited


def swap(old: str, new: str, flags: int = 0) -> Edit:
    """The first place that matches becomes another text; it must be there."""

    def edited(data: bytes) -> bytes:
        text, count = re.subn(old, new, data.decode("utf-8"), count=1, flags=flags)
        assert count == 1, old
        return text.encode("utf-8")

    return edited


def everywhere(old: str, new: str) -> Edit:
    return lambda data: re.sub(old, new, data.decode("utf-8")).encode("utf-8")


def same(data: bytes) -> bytes:
    return data


def saved_anew(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/ModDate"] = "D:20300101000000Z"
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True, recompress_flate=True)
    return out.getvalue()


def apart(data: bytes) -> bytes:
    """Decomposed letters, and other blanks and line ends between words."""
    return unicodedata.normalize("NFD", data.decode("utf-8")).replace(", ", ",\u00a0 ").encode("utf-8")


ANY_SLIDE = r"ppt/slides/slide\d+\.xml"

UNCHANGED: dict[str, tuple[str, Edit]] = {
    "package written anew": ("deck.pptx", in_package(".^", same)),
    "package without compression": ("briefing.docx", in_package(".^", same, zipfile.ZIP_STORED)),
    "other order of a workbook's parts": ("data.xlsx", in_package(".^", same)),
    "day of writing": (
        "briefing.docx",
        in_package("docProps/core.xml", everywhere(r"20\d\d-\d\d-\d\dT", "2031-01-01T")),
    ),
    "numbers of shapes": (
        "deck.pptx",
        in_package(ANY_SLIDE, everywhere(r'(<p:cNvPr id="| spid=")(\d+)"', r'\g<1>9\2"')),
    ),
    "numbers of slides": (
        "deck.pptx",
        in_package(ANY_SLIDE, everywhere(r"(type=\"slidenum\".*?<a:t>)\d+", r"\g<1>99")),
    ),
    "numbers of figures in Word": (
        "briefing.docx",
        in_package("word/document.xml", everywhere(r'(docPr id=")\d+', r"\g<1>77")),
    ),
    "PDF saved anew": ("handout.pdf", saved_anew),
    "page numbers": ("deck.html", everywhere(r'<span class="number">\d+', '<span class="number">1')),
    "scripts and styles": ("deck.html", everywhere(r"<style>", "<style>/* other */")),
    "addresses in the page": ("deck.html", everywhere(r'data-cell="', 'data-cell="x-')),
    "fine digits of a drawing": ("deck.html", everywhere(r'( (?:x|y|r)="\d+\.\d)"', r'\g<1>04"')),
    "decomposed letters and blanks": ("deck.md", apart),
    "Moodle's line ends": ("quiz.xml", everywhere(r"</answer>\n", "</answer>\n\n")),
}

CHANGED: dict[str, tuple[str, Edit]] = {
    "a word on a slide": ("deck.html", swap(r"lúng túng khi triển khai", "lúng túng lúc triển khai")),
    "a word in the notes": ("deck.html", swap(r'(<aside class="notes"><p>)\w+', r"\g<1>Kìa")),
    "a bullet that becomes a paragraph": ("deck.html", swap(r"<ul>\s*<li>(.*?)</li>\s*</ul>", r"<p>\1</p>", re.DOTALL)),
    "a slide behind the others": ("deck.html", swap(r'class="slide content', 'class="slide content backup')),
    "an answer that stands there at once": ("deck.html", swap(r'<div class="text fragment">', '<div class="text">')),
    "another row is ours": ("deck.html", swap(r"<tbody>\n<tr>", '<tbody>\n<tr class="here">')),
    "a line of a drawing": ("deck.html", swap(r'(<line x1=")\d+', r"\g<1>3")),
    "a colour of a drawing": ("deck.html", swap(r'fill="#C8102E"', 'fill="#C8102F"')),
    "an alt text": ("deck.html", swap(r'aria-label="Bản đồ', 'aria-label="Bản vẽ')),
    "a number in a drawing": ("deck.html", swap(r">7/63</text>", ">8/63</text>")),
    "minutes": ("deck.html", swap(r'data-timing="60"', 'data-timing="120"')),
    "a word in PowerPoint": ("deck.pptx", in_package(r"ppt/slides/slide5\.xml", swap("<a:t>Chưa ", "<a:t>Không "))),
    "a slide that is hidden": ("deck.pptx", in_package(r"ppt/slides/slide5\.xml", swap("<p:sld ", '<p:sld show="0" '))),
    "a hidden slide that is shown": ("deck.pptx", in_package(r"ppt/slides/slide48\.xml", swap(' show="0"', ""))),
    "a word of PowerPoint's notes": ("deck.pptx", in_package(r"ppt/notesSlides/notesSlide5\.xml", swap("<a:t>Buổi", "<a:t>Lần"))),
    "a value of a chart": ("deck.pptx", in_package(r"ppt/charts/chart1\.xml", swap(r"<c:v>3\.27<", "<c:v>3.28<"))),
    "a shape elsewhere": ("deck.pptx", in_package(ANY_SLIDE, everywhere(r'(<a:off x=")(\d+)(" y="\d+"/><a:ext[^>]*/></a:xfrm><a:custGeom)', r"\g<1>7\2\3"))),
    "a bullet in PowerPoint": ("deck.pptx", in_package(r"ppt/slides/slide5\.xml", swap(r'<a:buChar char="•"/>', "<a:buNone/>"))),
    "a word in Word": ("briefing.docx", in_package("word/document.xml", swap("thấp hơn ở 1", "thấp hơn ở 2"))),
    "a heading in Word": ("briefing.docx", in_package("word/document.xml", swap('w:val="Heading1"', 'w:val="BodyText"'))),
    "the foot of Word's pages": ("briefing.docx", in_package(r"word/footer\d\.xml", everywhere("nguồn công khai", "nguồn"))),
    "a picture in Word": ("briefing.docx", in_package(r"word/media/image1\.png", lambda data: data[:-20] + bytes(8) + data[-12:])),
    "an empty cell that is filled": ("worksheets.docx", in_package("word/document.xml", swap(r"<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr></w:r></w:p></w:tc>", "<w:r><w:t>3</w:t></w:r></w:p></w:tc>"))),
    "a number in Excel": ("data.xlsx", in_package(r"xl/worksheets/sheet2\.xml", swap(r"<v>0\.3615<", "<v>0.3616<"))),
    "a formula": ("worksheets.xlsx", in_package(r"xl/worksheets/sheet1\.xml", swap(r"\(\$B5-\$C5\)", "($B5+$C5)"))),
    "what a cell accepts": ("worksheets.xlsx", in_package(r"xl/worksheets/sheet1\.xml", swap("greaterThanOrEqual", "lessThan"))),
    "a sheet without its lock": ("worksheets.xlsx", in_package(r"xl/worksheets/sheet1\.xml", swap("<sheetProtection[^>]*>", ""))),
    "the right answer in Moodle": ("quiz.xml", swap(r'fraction="100"(.*?)fraction="0"', r'fraction="0"\1fraction="100"', re.DOTALL)),
    "the right answer in GIFT": ("quiz.gift.txt", swap(r"\n=(.*)\n~", r"\n~\1\n=")),
    "a reason in Moodle": ("quiz.xml", swap(r"(<feedback format=\"html\"><text><!\[CDATA\[<p>)\w+", r"\g<1>Sai")),
    "a cell of a table in text": ("deck.md", swap(r"\| Ngày 16/12/2021 \|", "| Ngày 17/12/2021 |")),
    "code of a notebook": ("notebook.ipynb", swap(r"lesson\.figures\.participants\(\)", "lesson.figures.map()")),
    "a number behind a figure": ("notebook.ipynb", swap(r"5\.479", "5.478")),
    "a pixel": ("checkup.png", lambda data: data[:-30] + bytes([data[-30] ^ 1]) + data[-29:]),
}  # fmt: skip


@pytest.mark.parametrize("case", UNCHANGED)
def test_bytes_that_say_nothing_leave_the_digest(case: str) -> None:
    name, edit = UNCHANGED[case]
    before = content(name)
    after = edit(before)
    assert after != before
    assert normal_of(name, after).text() == normal_of(name, before).text()


@pytest.mark.parametrize("case", CHANGED)
def test_what_a_reader_notices_changes_the_digest(case: str) -> None:
    name, edit = CHANGED[case]
    before = content(name)
    assert normal_of(name, edit(before)).digest(8) != normal_of(name, before).digest(8)


@pytest.mark.parametrize("what", ["word", "drawing", "alt text", "table"])
def test_so_does_what_stands_in_a_pdf(what: str) -> None:
    """Edited in the page's own commands, which are drawn, or in the structure that is read aloud."""
    out = io.BytesIO()
    before = content("briefing.pdf")
    with pikepdf.open(io.BytesIO(before)) as pdf:
        page = pdf.pages[0]
        commands = page.Contents.read_bytes()
        if what == "word":
            # two letters of the first long text change places
            edited = re.sub(rb"\[\((\\000.)(\\000.)(?=\\000)", rb"[(\2\1", commands, count=1)
        elif what == "drawing":
            pages = [
                one
                for one in pdf.pages
                if b"/Figure" in one.Contents.read_bytes() or b"/Alt" in one.Contents.read_bytes()
            ]
            page = pages[0]
            commands = page.Contents.read_bytes()
            start = commands.index(b"/Alt")
            edited = commands[:start] + re.sub(rb"(\d+)(\.\d+)? l\n", rb"7\1 l\n", commands[start:], count=1)
        else:
            edited = commands + b" "
            tags = [element for element in pdf.objects if isinstance(element, pikepdf.Dictionary) and "/S" in element]
            wanted = "/Figure" if what == "alt text" else "/TR"
            tag = next(element for element in tags if str(element.S) == wanted)
            if what == "alt text":
                tag.Alt = "Hình khác"
            else:
                tag.S = pikepdf.Name("/Div")
        assert edited != commands
        page.Contents = pdf.make_stream(edited)
        pdf.save(out)
    assert normal_of("briefing.pdf", out.getvalue()).digest(8) != normal_of("briefing.pdf", before).digest(8)
