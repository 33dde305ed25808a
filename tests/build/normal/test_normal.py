"""Every kind of file in normal form: what it holds of its document, what changes it and what does not, and damaged files."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product

import pikepdf
import pytest

from taphuan.build.normal.form import BULLET, FIGURE, HEAD, NOTE, OPTION, ROW, RULE, Normal, tidy
from taphuan.build.normal.reading import NotReadable, has_normal, normal_of
from taphuan.document.model import FigureBlock, ListBlock, Section, TableBlock
from taphuan.document.reading import plain
from taphuan.export.formats import FORMATS, format_names
from written_sets import WrittenSet, written_set

DECKS = ("deck.html", "deck.pptx", "deck.pdf", "deck.md", "notebook.ipynb")


def hall() -> WrittenSet:
    return written_set("bac-giang")


def province() -> WrittenSet:
    return written_set("bac-giang", "bac-giang")


@cache
def form(name: str) -> Normal:
    """Of the hall's set, where it has such a file, else of the province's."""
    return normal_of(name, content(name))


def content(name: str) -> bytes:
    return (hall() if name in hall().files else province()).files[name]


def said(normal: Normal, mark: str) -> list[str]:
    return [line.text for part in normal.parts for line in part.lines if line.mark == mark]


def plainly(text: str) -> str:
    """Without Markdown's marks."""
    return re.sub(r"\\(?=\W)|\*|<[^>]*>", "", text)


def test_every_file_of_every_set_has_a_normal_form() -> None:
    assert [row.name for row in FORMATS if not has_normal(row.name)] == []
    assert not has_normal("manifest.json")


@pytest.mark.parametrize(
    "name",
    [
        *format_names("taphuan", "conference"),
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in format_names("taphuan", "province")
            if name not in format_names("taphuan", "conference")
        ),
    ],
)
def test_a_file_has_words_or_a_picture_and_the_same_digest_twice(name: str) -> None:
    one, other = form(name), normal_of(name, content(name))
    assert one == other
    assert one.digest() == other.digest()
    assert name == "checkup.png" or len(one.text().split()) > 60
    assert [
        line
        for part in one.parts
        for line in part.lines
        if line.text.strip() != tidy(line.text) and line.mark not in ("code", ROW)
    ] == []


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_has_its_slides_in_order(name: str) -> None:
    deck = hall().deck
    shown = [tidy(plain(section.title)) for section in deck.sections]
    titles = [plainly(part.title) for part in form(name).parts if not part.hidden]
    # PowerPoint goes on with a full slide on the next one, under the same title
    titles = list(dict.fromkeys(titles)) if name == "deck.pptx" else titles
    places = [titles.index(title) for title in dict.fromkeys(shown)]
    assert places == sorted(places)


def test_slides_have_their_ids_and_those_of_the_backup_are_hidden() -> None:
    deck = hall().deck
    assert deck.backup
    for name in ("deck.html", "notebook.ipynb"):
        ids = [part.id for part in form(name).parts]
        assert {section.id for section in deck.sections} <= set(ids)
    hidden = {part.id for part in form("deck.html").parts if part.hidden}
    assert hidden == {section.id for section in deck.backup}
    in_powerpoint = {part.title for part in form("deck.pptx").parts if part.hidden}
    assert {tidy(plain(section.title)) for section in deck.backup} <= in_powerpoint


def blocks(kind: type) -> list[tuple[Section, object]]:
    return [(section, block) for section in hall().deck.sections for block in section.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_has_tables_lists_alt_texts_and_notes(name: str) -> None:
    normal = form(name)
    text = plainly(normal.text())
    tables = [block for _, block in blocks(TableBlock) if isinstance(block, TableBlock)]
    # those that a cell wrote as Markdown are its source in the notebook
    for table in tables if name != "notebook.ipynb" else ():
        assert " ¦ ".join(tidy(column.name) for column in table.columns) in map(plainly, said(normal, HEAD))
    assert set(map(plainly, said(normal, ROW))) >= {" ¦ ".join(map(tidy, row)) for row in tables[0].rows}
    for _, figure in blocks(FigureBlock):
        assert isinstance(figure, FigureBlock)
        assert tidy(figure.alt) in text
    if name != "notebook.ipynb":
        items = [
            tidy(plain(item)) for _, block in blocks(ListBlock) if isinstance(block, ListBlock) for item in block.items
        ]
        found = {*map(plainly, said(normal, BULLET))}
        assert len(found.intersection(items)) > len(items) / 2
    if name != "deck.pdf":
        notes = [tidy(plain(note.runs)) for section in hall().deck.sections for note in section.notes]
        missing = [note for note in notes if note not in map(plainly, said(normal, NOTE))]
        assert missing == [] or name == "deck.pptx"


def test_figures_have_the_digest_of_their_drawing() -> None:
    for name in ("deck.html", "deck.pptx", "deck.pdf", "notebook.ipynb"):
        figures = [line for part in form(name).parts for line in part.lines if line.mark == FIGURE]
        assert len(figures) > 5
        assert [line for line in figures if not re.fullmatch(r"[0-9a-f]{8}", line.digest)] == []
        assert len({line.digest for line in figures}) > len(figures) / 2, name


def test_what_appears_at_a_key_press_is_marked() -> None:
    for name in ("deck.html", "deck.pptx"):
        lines = [line for part in form(name).parts for line in part.lines if line.later]
        assert any("Đáp án" in line.text for line in lines), name


def test_the_quiz_has_the_right_options() -> None:
    questions = [question for group in hall().deck.quiz for question in group.questions]
    for name in ("quiz.xml", "quiz.gift.txt"):
        parts = [part for part in form(name).parts if any(line.mark == OPTION for line in part.lines)]
        assert len(parts) == len(questions)
        for part, question in zip(parts, questions, strict=True):
            right = dict(question.options)[question.answer]
            assert [line.text for line in part.lines if line.mark == OPTION and line.level] == [tidy(right)]
    assert [part.id for part in form("quiz.xml").parts if part.id] == [question.id for question in questions]


@pytest.mark.slow
def test_papers_have_headings_tables_and_the_frame_of_their_pages() -> None:
    word, pdf = form("briefing.docx"), form("briefing.pdf")
    assert [part.title for part in word.parts][1:] == [part.title for part in pdf.parts if part.title][1:]
    assert "DỰ THẢO" in word.text() and "DỰ THẢO" in pdf.text()
    assert set(said(word, HEAD)) <= set(said(pdf, HEAD))
    assert "frame: Tài liệu biên soạn lại" in word.text()


def test_a_workbook_has_formulas_and_what_its_cells_accept() -> None:
    normal = form("worksheets.xlsx")
    assert "=IF(COUNT(" in normal.text()
    assert any("whole" in rule for rule in said(normal, RULE)) and "protected" in said(normal, RULE)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        *product(
            ("empty", "cut", "other"),
            ("deck.html", "deck.pptx", "report.docx", "worksheets.xlsx", "report.pdf", "notebook.ipynb", "quiz.xml"),
        ),
        # of a picture that is cut short the head says all that is read besides its bytes
        *(pytest.param(damage, "checkup.png", marks=pytest.mark.slow) for damage in ("empty", "other")),
    ],
)
def test_a_damaged_file_is_one_line_with_its_name(name: str, damage: str) -> None:
    whole = content(name)
    damaged = {"empty": b"", "cut": whole[: len(whole) // 3], "other": b"\xff\xfe<x>" * 9}[damage]
    with pytest.raises(NotReadable) as failure:
        normal_of(name, damaged)
    assert str(failure.value).startswith(f"{name}: ")
    assert "\n" not in str(failure.value)


def test_a_file_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(NotReadable, match=r"film\.mp4: no normal form"):
        normal_of("film.mp4", b"")


# --- what changes it, and what does not ---------------------------------------------------------------------------------

Edit = Callable[[bytes], bytes]


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
    "numbers that become bullets": ("deck.html", swap(r"<ol>(.*?)</ol>", r"<ul>\1</ul>", re.DOTALL)),
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


def few(names: Iterable[str], fast: set[str]) -> list[object]:
    """The names as cases, slow but for a few of each kind."""
    return [name if name in fast else pytest.param(name, marks=pytest.mark.slow) for name in names]


QUICK = {
    "numbers of shapes",
    "PDF saved anew",
    "page numbers",
    "fine digits of a drawing",
    "decomposed letters and blanks",
    "a word on a slide",
    "a slide behind the others",
    "an answer that stands there at once",
    "a line of a drawing",
    "a hidden slide that is shown",
    "a value of a chart",
    "an empty cell that is filled",
    "a formula",
    "the right answer in Moodle",
    "the right answer in GIFT",
    "a number behind a figure",
}


@pytest.mark.parametrize("case", few(UNCHANGED, QUICK))
def test_bytes_that_say_nothing_leave_the_digest(case: str) -> None:
    name, edit = UNCHANGED[case]
    before = content(name)
    after = edit(before)
    assert after != before
    assert normal_of(name, after).text() == form(name).text()


@pytest.mark.parametrize("case", few(CHANGED, QUICK))
def test_what_a_reader_notices_changes_the_digest(case: str) -> None:
    name, edit = CHANGED[case]
    assert normal_of(name, edit(content(name))).digest(8) != form(name).digest(8)


@pytest.mark.slow
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
    assert normal_of("briefing.pdf", out.getvalue()).digest(8) != form("briefing.pdf").digest(8)
