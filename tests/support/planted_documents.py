"""Wrong documents: what is planted in the executed notebook of a real set, the files that then go wrong, and who must catch it.

Each is planted twice: between the kernel and the writers (`checks`: those that refuse the notebook), and behind these checks, as if
the writers took it from elsewhere: then each of the `files` must be refused when it is read back.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from planted_sets import COMMUNE, COMPOSED, CONTENT, DA_NANG, HALL, MERGED, QUANG_NAM, SAMPLE, Of, built, own_file
from taphuan.charts.mime import CHART, SVG, TABLE

Plant = Callable[[NotebookNode], Any]
DECKS = ("deck.html", "deck.pptx", "deck.pdf", "deck.md")
SHOWN = (*DECKS, "handout.pdf")
BOTH = (COMPOSED, CONTENT)
ALONE = (COMPOSED,)


@dataclass(frozen=True)
class Wrong:
    """A wrong document. `kind` is its row in docs/trust.md; `words` a finding must hold, in each file too where they are not
    `seen`, the words of the findings when the file is read back."""

    kind: str
    of: Of
    plant: Plant
    files: tuple[str, ...]
    checks: tuple[str, ...]
    words: str
    seen: str = ""


def cell(notebook: NotebookNode, id_: str) -> Any:
    return next(one for one in notebook.cells if one.id == id_)


def slide_of(one: Any) -> str:
    return str(one.metadata.get("taphuan", {}).get("slide", ""))


def text(id_: str, old: str, new: str) -> Plant:
    """A text of the notebook changed; blanks count as no-break ones too."""

    def plant(notebook: NotebookNode) -> None:
        one = cell(notebook, id_)
        source = one.source.replace("\u00a0", " ")
        assert old in source, source
        one.source = source.replace(old, new, 1)

    return plant


def texts(id_: str, other: str) -> Plant:
    """The text of a cell in place of that of another."""

    def plant(notebook: NotebookNode) -> None:
        cell(notebook, id_).source = cell(notebook, other).source

    return plant


def without(slide: str) -> Plant:
    def plant(notebook: NotebookNode) -> None:
        notebook.cells = [one for one in notebook.cells if slide_of(one) != slide]

    return plant


def exchanged(first: str, second: str) -> Plant:
    """Two slides in each other's place."""

    def plant(notebook: NotebookNode) -> None:
        swap = {first: second, second: first}
        groups = {name: [one for one in notebook.cells if slide_of(one) == name] for name in swap}
        cells: list[Any] = []
        for one in notebook.cells:
            slide = slide_of(one)
            cells += groups.pop(swap[slide], []) if slide in swap else [one]
        notebook.cells = cells

    return plant


def backup(slide: str, hidden: bool) -> Plant:
    """A slide that the deck has no time for among the shown ones, or the other way round."""

    def plant(notebook: NotebookNode) -> None:
        for one in notebook.cells:
            meta = one.metadata.get("taphuan", {})
            if meta.get("slide") == slide and meta.get("role") == "heading":
                meta.pop("backup", None)
                if hidden:
                    meta["backup"] = True

    return plant


def twin(id_: str, change: Callable[[dict[str, Any], dict[str, Any]], object]) -> Plant:
    """The figure or table of a cell changed; `change` gets its twin and its bundle."""

    def plant(notebook: NotebookNode) -> None:
        data = cell(notebook, id_).outputs[0].data
        change(data[CHART] if CHART in data else data[TABLE], data)

    return plant


def drawn(id_: str, old: str, new: str) -> Plant:
    def change(_: dict[str, Any], data: dict[str, Any]) -> None:
        assert old in data[SVG], data[SVG][:400]
        data[SVG] = data[SVG].replace(old, new)

    return twin(id_, change)


def of_another(id_: str, of: Of, other: str = "") -> Plant:
    """The output that the cell has in another set, or that another cell has."""

    def plant(notebook: NotebookNode) -> None:
        cell(notebook, id_).outputs = copy.deepcopy(cell(built(of).notebook, other or id_).outputs)

    return plant


def about(change: Callable[[dict[str, Any]], object]) -> Plant:
    """What the notebook says of the whole set changed."""
    return lambda notebook: change(notebook.metadata["taphuan"])


def _set(path: str, value: Any) -> Plant:
    def change(meta: dict[str, Any]) -> None:
        *before, last = path.split(".")
        holder: Any = meta
        for key in before:
            holder = holder[int(key) if key.isdigit() else key]
        holder[int(last) if last.isdigit() else last] = value

    return about(change)


def row_cut(table: dict[str, Any], _: Any) -> None:
    table["rows"] = [*table["rows"][:-2], table["rows"][-1]]


def columns_swapped(table: dict[str, Any], _: Any) -> None:
    table["rows"] = [[row[1], row[0], *row[2:]] for row in table["rows"]]


def cell_of(table: dict[str, Any], row: int, at: int, value: Any) -> None:
    rows = table["rows"] if "rows" in table else table["data"]["rows"]
    rows[row][at] = value


def blanked(_: Any, data: dict[str, Any]) -> None:
    data[SVG] = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'


def right_option(meta: dict[str, Any]) -> None:
    question = meta["quiz"][0]["questions"][0]
    question["answer"] = next(letter for letter, _ in question["options"] if letter != question["answer"])


def answer_of_exercise(meta: dict[str, Any]) -> None:
    one = next(e for w in meta["worksheets"] for e in w["exercises"] if e["sheet"])
    row = one["solved"][0]
    at = next(at for at, column in enumerate(one["sheet"]["columns"]) if column.get("formula"))
    row[at] = row[at] + 0.1


def overlapping(meta: dict[str, Any]) -> None:
    first, second = meta["agenda"]["sessions"][:2]
    first["time"], second["time"] = "08:00–09:00", "08:30–09:15"


# fmt: off
def _wrong() -> Iterator[tuple[str, Wrong]]:
    def wrong(name: str, kind: str, of: Of, plant: Plant, files: tuple[str, ...], checks: tuple[str, ...], words: str, seen: str = "") -> tuple[str, Wrong]:  # fmt: skip
        return name, Wrong(kind, of, plant, files, checks, words, seen)

    # slides
    yield wrong("a slide is missing", "slides", DA_NANG, without("story-chi-so"), SHOWN[:4], ALONE, "lacks the cells", "lacks the slide")
    yield wrong("two slides stand in each other's place", "slides", DA_NANG, exchanged("story-dung-o-dau", "story-chi-so"), DECKS, ALONE, "another order", "another order")
    yield wrong("a hidden slide is shown", "slides", HALL, backup("tong-quan-cds-vi-du", False), ("deck.html", "deck.md"), ALONE, "its text or its options", "not in its notebook as such")
    yield wrong("a shown slide is hidden", "slides", HALL, backup("tong-quan-cds-viec-ngay", True), ("deck.html", "deck.md"), ALONE, "its text or its options", "lacks the slide")
    yield wrong("the notes of another slide", "slides", DA_NANG, texts("story-dung-o-dau-loi", "story-nguoi-dan-loi"), ("deck.html", "deck.pptx", "deck.md"), ALONE, "its text or its options", "in its notes")
    # titles and sentences
    yield wrong("another province in a title", "identity", DA_NANG, text("story-dung-o-dau", "Đà Nẵng xếp", "Quảng Nam xếp"), DECKS, BOTH, "names Quảng Nam", "Quảng")
    yield wrong("a wrong rank in a title", "ranks and values", DA_NANG, text("story-dung-o-dau", "1/63", "2/63"), DECKS, BOTH, "its text or its options", "2/63")
    yield wrong("a wrong rank in a briefing", "ranks and values", DA_NANG, text("province-briefing-ket-qua-1", "thứ 1/63", "thứ 2/63"), ("briefing.docx", "briefing.pdf"), BOTH, "its text or its options", "lacks")
    yield wrong("a wrong value in a sentence", "ranks and values", DA_NANG, text("province-briefing-ket-qua-1", "80,0 điểm", "81,0 điểm"), ("briefing.docx", "briefing.pdf"), BOTH, "its text or its options", "lacks")
    yield wrong("a flipped claim", "claims", DA_NANG, text("story-chi-so", "cao hơn", "thấp hơn"), DECKS, BOTH, "its text or its options", "thấp")
    yield wrong("a flipped claim in the notes", "claims", DA_NANG, text("story-chi-so-cao", "kém mức cao nhất", "hơn mức thấp nhất"), ("deck.html", "deck.pptx", "deck.md"), BOTH, "its text or its options", "in its notes")
    yield wrong("the wrong year of an edition", "years and days", DA_NANG, text("story-qua-cac-ky", "từ năm 2021 đến năm 2022", "từ năm 2022 đến năm 2023"), DECKS, BOTH, "its text or its options", "2023")
    yield wrong("a repealed document as one in force", "law", DA_NANG, twin("province-briefing-luat-het", lambda t, _: cell_of(t, 0, 0, "Còn hiệu lực")), ("briefing.docx", "briefing.pdf"), BOTH, "shows something else", "lacks")
    yield wrong("a source that does not carry the fact", "sources", DA_NANG, text("story-da-quyet-sources", "Bộ TT&amp;TT", "Báo Nhân Dân"), ("deck.html", "deck.pptx", "deck.pdf"), ALONE, "its text or its options")
    # tables
    yield wrong("a row of a table is cut", "tables", DA_NANG, twin("take-home-van-ban-bang", row_cut), SHOWN, ALONE, "shows something else", "lacks")
    yield wrong("two columns of a table are swapped", "tables", DA_NANG, twin("story-da-quyet-bang", columns_swapped), SHOWN, ALONE, "shows something else", "lacks")
    yield wrong("a cell of a table is another", "tables", DA_NANG, twin("story-da-quyet-bang", lambda t, _: cell_of(t, 0, 1, "15/4/2023")), SHOWN, ALONE, "shows something else", "lacks")
    yield wrong("the table of another slide", "tables", DA_NANG, of_another("story-da-quyet-bang", DA_NANG, "take-home-da-hoc-bang"), SHOWN, ALONE, "shows something else", "lacks")
    yield wrong("another province's table", "identity", DA_NANG, of_another("province-briefing-phan-cong-bang", QUANG_NAM), ("briefing.docx", "briefing.pdf"), BOTH, "is of the unit", "lacks")
    # figures
    yield wrong("another province's figure", "identity", DA_NANG, of_another("story-dung-o-dau-hinh", QUANG_NAM), ("deck.html", "deck.pptx"), BOTH, "is of the unit", "alt text")
    yield wrong("a figure is missing", "figures", DA_NANG, lambda nb: cell(nb, "story-chi-so-hinh").update(outputs=[]), SHOWN[:4], BOTH, "has no output")
    yield wrong("a blank picture", "figures", DA_NANG, twin("story-chi-so-hinh", blanked), ("deck.html",), BOTH, "does not name", "lacks the drawing")
    yield wrong("a figure whose data are not those drawn", "figures", DA_NANG, twin("story-dung-o-dau-hinh", lambda t, _: cell_of(t, 0, 2, 81.02)), ("deck.pptx",), BOTH, "draws 80,0")
    yield wrong("a drawing whose numbers are not its data", "figures", DA_NANG, drawn("story-dung-o-dau-hinh", ">80,0<", ">81,0<"), ("deck.html",), BOTH, "draws 81,0", "lacks the drawing")
    yield wrong("the alt text of another figure", "figures", DA_NANG, twin("story-chi-so-hinh", lambda t, _: t.update(alt="Biểu đồ đường: Đà Nẵng qua các năm.")), ("deck.html", "deck.pptx"), ALONE, "shows something else", "alt text")
    yield wrong("a caption of another year", "years and days", DA_NANG, twin("story-chi-so-hinh", lambda t, _: t.update(caption=t["caption"].replace("2022", "2021"))), DECKS, ALONE, "shows something else", "2021")
    yield wrong("a map with another province in red", "maps", DA_NANG, drawn("cover-bia-ban-do", "<title>Đà Nẵng</title>", "<title>Quảng Nam</title>"), (), BOTH, "shows Quảng Nam in red")
    yield wrong("a map without Hoàng Sa and Trường Sa", "maps", DA_NANG, drawn("cover-bia-ban-do", "Quần đảo", "Đảo"), ("deck.html",), ALONE, "shows something else", "lacks the drawing")
    yield wrong("a map whose islands have no name", "maps", DA_NANG, twin("cover-bia-ban-do", lambda _, d: d.update({SVG: d[SVG].replace("Hoàng Sa", "").replace("Trường Sa", "")})), ("deck.html",), BOTH, "the map lacks Hoàng Sa and Trường Sa", "lacks the drawing")
    # units and mergers
    yield wrong("the unit of before the merger", "mergers", MERGED, of_another("story-dung-o-dau-hinh", DA_NANG), ("deck.html", "deck.pptx"), BOTH, "is of the unit", "alt text")
    yield wrong("a mean over a merger", "mergers", MERGED, twin("story-hang-cac-bang-hinh", lambda t, _: t.update(alt=t["alt"] + " Trung bình hạng của Đà Nẵng và Quảng Nam là 21.")), ("deck.html",), ALONE, "shows something else", "alt text")
    # for whom, of which day
    yield wrong("another province in the frame", "head and foot", DA_NANG, _set("frame", "Quảng Nam"), ("deck.html", "deck.pptx", "deck.pdf"), ALONE, "of “frame”")
    yield wrong("another day in the foot", "head and foot", DA_NANG, about(lambda m: m.update(as_of="2025-10-31", as_of_text="Theo quy định và số liệu đến ngày 31/10/2025")), (*SHOWN[:3], "handout.pdf", "briefing.docx", "checkup.pdf"), BOTH, "of “as_of”", "31/10")
    yield wrong("another conference in the head", "head and foot", DA_NANG, about(lambda m: m["conference"].update(title="Hội nghị khác", short="Hội nghị khác")), ("deck.html", "deck.pptx"), ALONE, "of “conference”")
    yield wrong("another date of the conference", "head and foot", SAMPLE, about(lambda m: m["conference"].update(date_text="Ngày 05/5/2025")), ("deck.html", "deck.pptx"), ALONE, "of “conference”")
    yield wrong("the mark of a sample is missing", "head and foot", SAMPLE, about(lambda m: m["conference"].update(sample=False)), (*SHOWN[:3], "handout.pdf", "briefing.docx", "briefing.pdf", "checkup.pdf"), ALONE, "of “conference”", "MẪU")
    yield wrong("the letterhead of another agency", "head and foot", DA_NANG, about(lambda m: m["header"].update(abstract="Chuyển đổi số tỉnh Quảng Nam")), ("briefing.docx", "briefing.pdf"), ALONE, "of “header”")
    # papers
    yield wrong("a part of a briefing is missing", "papers", DA_NANG, without("province-briefing-du-dia"), ("briefing.docx", "briefing.pdf"), ALONE, "lacks the cells", "lacks")
    yield wrong("the checkup of another province", "identity", DA_NANG, of_another("checkup-cau-to", QUANG_NAM), ("checkup.pdf",), BOTH, "is of the unit", "alt text")
    yield wrong("a number of the workbook is another", "workbooks", DA_NANG, about(lambda m: cell_of(m["workbook"]["sheets"][1], 3, 0, 1999)), ("data.xlsx",), ALONE, "of “workbook”", "holds")
    yield wrong("a sheet of the workbook is missing", "workbooks", DA_NANG, about(lambda m: m["workbook"]["sheets"].pop()), ("data.xlsx",), ALONE, "of “workbook”", "has the sheets")
    # what a hall is handed
    yield wrong("the key names the wrong option", "quiz", HALL, about(right_option), ("quiz-key.docx", "quiz.xml", "quiz.gift.txt"), ALONE, "of “quiz”")
    yield wrong("a question is missing", "quiz", HALL, about(lambda m: m["quiz"][0]["questions"].pop(0)), ("quiz.docx", "quiz.xml", "quiz.gift.txt"), ALONE, "of “quiz”")
    yield wrong("an answer that does not compute", "exercises", HALL, about(answer_of_exercise), ("worksheets-key.docx",), ALONE, "of “worksheets”")
    yield wrong("the worksheet of another module", "exercises", HALL, about(lambda m: m["worksheets"].__setitem__(0, m["worksheets"][1])), ("worksheets.docx", "worksheets-key.docx", "worksheets.xlsx"), ALONE, "of “worksheets”")
    yield wrong("sessions whose times overlap", "programme", HALL, about(overlapping), ("agenda.docx",), BOTH, "of “agenda”")
    yield wrong("a session is missing", "programme", HALL, about(lambda m: m["agenda"]["sessions"].pop(2)), ("agenda.docx",), ALONE, "of “agenda”", "lacks")
    # communes
    yield wrong("the sheet of a commune with a number of its province", "communes", COMMUNE, about(lambda m: m["sheet"]["duties"][0].update(text="DTI 2024 của tỉnh: 75,2 điểm.")), ("sheet.pdf",), ALONE, "of “sheet”")

# fmt: on


WRONG = dict(_wrong())


# --- files that go wrong behind their writer --------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoilt:
    """A file of a set whose bytes are changed; `words` must stand in what is found when it is read back."""

    kind: str
    of: Of
    file: str
    spoil: Callable[[bytes], bytes]
    words: str


def in_package(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """A text in those parts of a Word, PowerPoint or Excel file whose name has `part` changed once."""

    def spoil(content: bytes) -> bytes:
        out, done = io.BytesIO(), False
        with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as changed:
            for name in package.namelist():
                data = package.read(name)
                if re.search(part, name) and not done:
                    text, count = re.subn(old, new, data.decode("utf-8"), count=1)
                    data, done = text.encode(), bool(count)
                changed.writestr(name, data)
        assert done, f"no {old!r} in {part!r}"
        return out.getvalue()

    return spoil


def in_text(old: str, new: str) -> Callable[[bytes], bytes]:
    def spoil(content: bytes) -> bytes:
        text, count = re.subn(old, new, content.decode("utf-8"), count=1, flags=re.DOTALL)
        assert count, f"no {old!r}"
        return text.encode()

    return spoil


def without_page(number: int) -> Callable[[bytes], bytes]:
    """A PDF as its writer would have it without that page: its place in the tree of pages is another's."""

    def spoil(content: bytes) -> bytes:
        kids = re.search(rb"/Type/Pages.*?/Kids\[(.*?)\]", content, re.DOTALL)
        assert kids
        pages = kids[1].split(b" R")
        gone = b" R".join((*pages[:number], *pages[number + 1 :]))
        return content.replace(kids[1], gone.ljust(len(kids[1])), 1)

    return spoil


def of_set(of: Of, file: str) -> Callable[[bytes], bytes]:
    return lambda content: own_file(of, file)


# fmt: off
SPOILT: dict[str, Spoilt] = {
    "a chart of a PowerPoint file draws another number": Spoilt("figures", DA_NANG, "deck.pptx", in_package(r"charts/chart1\.xml", r"<c:v>22\.15\d*</c:v>", "<c:v>32.15</c:v>"), "a chart draws 32.15"),
    "a hidden slide of a PowerPoint file is shown": Spoilt("slides", HALL, "deck.pptx", in_package(r"slides/slide\d+\.xml", r' show="0"', ""), "has slides that are not in its notebook as such"),
    "a slide of a PowerPoint file is not in its list": Spoilt("slides", DA_NANG, "deck.pptx", in_package("presentation.xml$", r'<p:sldId id="259"[^>]*/>', ""), "lacks the slides"),
    "a page of the deck as PDF is missing": Spoilt("slides", DA_NANG, "deck.pdf", without_page(3), "lacks the slides"),
    "a page of the briefing as PDF is missing": Spoilt("papers", DA_NANG, "briefing.pdf", without_page(2), "lacks"),
    "another head on page 2 of a Word file": Spoilt("head and foot", DA_NANG, "briefing.docx", in_package(r"word/header2\.xml", r"</w:p>", "<w:r><w:t>UBND tỉnh Quảng Nam</w:t></w:r></w:p>"), "has the head “UBND tỉnh Quảng Nam”"),
    "another foot in a Word file": Spoilt("head and foot", DA_NANG, "briefing.docx", in_package(r"word/footer1\.xml", "biên soạn lại", "do UBND tỉnh ban hành"), "has the foot"),
    "a PowerPoint file that is cut short": Spoilt("slides", DA_NANG, "deck.pptx", lambda content: content[: len(content) // 2], "cannot be read back"),
    "a text box of a slide is empty": Spoilt("figures", DA_NANG, "deck.pptx", in_package(r"slides/slide7\.xml", r"<a:t>Tỷ trọng[^<]*</a:t>", "<a:t></a:t>"), "lacks"),
    "the deck of another province": Spoilt("identity", DA_NANG, "deck.html", of_set(QUANG_NAM, "deck.html"), "names quang-nam"),
    "the deck of another province as PowerPoint": Spoilt("identity", DA_NANG, "deck.pptx", of_set(QUANG_NAM, "deck.pptx"), "lacks"),
    "the deck of another province as PDF": Spoilt("identity", DA_NANG, "deck.pdf", of_set(QUANG_NAM, "deck.pdf"), "lacks"),
    "the briefing of another province": Spoilt("identity", DA_NANG, "briefing.docx", of_set(QUANG_NAM, "briefing.docx"), "names quang-nam"),
    "the workbook of another province": Spoilt("identity", DA_NANG, "data.xlsx", of_set(QUANG_NAM, "data.xlsx"), "has the sheets"),
    "the notebook of another province": Spoilt("identity", DA_NANG, "notebook.ipynb", of_set(QUANG_NAM, "notebook.ipynb"), "is not the notebook"),
    "the deck of another day": Spoilt("years and days", MERGED, "deck.html", of_set(DA_NANG, "deck.html"), "28/11/2026"),
    "another option is the right one in Moodle": Spoilt("quiz", HALL, "quiz.xml", in_text(r'fraction="100"(.*?)fraction="0"', r'fraction="0"\1fraction="100"'), "which of them is right"),
    "another option is the right one in GIFT": Spoilt("quiz", HALL, "quiz.gift.txt", in_text(r"\n~([^\n]*)(.*?)\n=", r"\n=\1\2\n~"), "which of them is right"),
    "a slide of the Markdown is missing": Spoilt("slides", DA_NANG, "deck.md", in_text(r"\n## Đà Nẵng cao hơn.*?(?=\n## )", "\n"), "lacks the slides"),
    "a drawing of the HTML deck is empty": Spoilt("figures", DA_NANG, "deck.html", in_text(r'(data-kind="league".*?<svg\b[^>]*>).*?</svg>', r"\1</svg>"), "lacks the drawing"),
    "a picture that is none": Spoilt("figures", DA_NANG, "checkup.png", lambda content: b"<html></html>", "is no picture"),
}
# fmt: on
