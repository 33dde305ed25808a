"""`make gallery`: writes a page with every layout in every format, build/gallery/index.html.

The fixtures are document sets with unusual content. Of the deck of a conference or province, the gallery has one slide per
layout, the one with the most text; modules and papers are complete. The files come from the real writers: Chromium renders
the slides of deck.html, LibreOffice converts PowerPoint and Word to PDF, Typst renders the pages of PDF files. The page says
which of these programs the machine lacks.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.files import scratch

GALLERY = paths.BUILD / "gallery"
TEMPLATE = Path(__file__).with_name("gallery.html.j2")
DECKS = ("deck.html", "deck.pptx", "deck.pdf", "handout.pdf")
BRIEFING = ("briefing.docx", "briefing.pdf")
QUIZ = ("quiz.docx", "quiz-key.docx")
REPORT = ("report.docx", "report.pdf", "agenda.docx", *QUIZ)
OFFICE = (".docx", ".pptx")
SLIDE_WIDTH, SHEET_WIDTH = 1280, 900  # px
OFFICE_TIMEOUT = 600  # s, for all files together


@dataclass(frozen=True)
class Fixture:
    """A document set: its name in the gallery, why it was chosen, what it is built from, and its files beside the deck."""

    name: str
    why: str
    conference: str
    province: str
    papers: tuple[str, ...]
    module: str = ""

    @property
    def key(self) -> str:
        return f"{self.conference}-{self.module or self.province}"

    @property
    def arguments(self) -> list[str]:
        """The options of `taphuan build` that select the set."""
        selection = ["--module", self.module] if self.module else ["--province", self.province]
        return ["--conference", self.conference, *selection]

    def folder(self, built: Path) -> Path:
        """The folder of the set in a build."""
        parts = ("modules", self.module) if self.module else (self.province,) if self.province != "hoi-nghi" else ()
        return built.joinpath(self.conference, *parts)


@dataclass(frozen=True)
class Sheet:
    """The pictures of one file, as paths relative to the gallery, or why there are none."""

    name: str
    pictures: tuple[str, ...] = ()
    missing: str = ""
    portrait: bool = False


@dataclass(frozen=True)
class Section:
    """A fixture with the pictures of its files."""

    fixture: Fixture
    sheets: tuple[Sheet, ...] = field(default=())


DEVICES = Fixture("Devices", "each at its edges in four sizes", "devices", "", ())
FIXTURES = (
    Fixture("The hall", "19 provinces in one league, map and report", "quang-nam-2024", "hoi-nghi", REPORT),
    Fixture("Longest name of the 63", "Thừa Thiên Huế", "quang-nam-2024", "thua-thien-hue", BRIEFING),
    Fixture("Longest name of the 34", "Thành phố Hồ Chí Minh, a sample", "ke-hoach-2027", "ho-chi-minh", BRIEFING),
    Fixture(
        "Merged unit", "Lâm Đồng of three provinces, their values side by side", "ke-hoach-2027", "lam-dong", BRIEFING
    ),
    Fixture("Incomplete year", "DTI 2020 names 20 of 63 units", "bac-giang", "bac-giang", BRIEFING),
    Fixture("Dense module", "tables of law, the longest slides", "quang-nam-2024", "", QUIZ, "dau-tu-cntt"),
    Fixture("Conference of one province", "and no index yet", "bac-kan-2020", "bac-kan", BRIEFING),
)


# what every device has to bear: short and long, few and many, known and unknown
PARTS = (
    "Chính quyền số: hồ sơ, văn bản, thủ tục của cơ quan mình",
    "Kinh tế số: nông sản, dịch vụ, cửa hàng trên địa bàn",
    "Xã hội số: cách người dân học, khám bệnh, nhận thông tin",
    "Hạ tầng số",
    "Ủy ban nhân dân phường Bà Rịa và các đơn vị sự nghiệp công lập: việc giao theo từng quý",
)
TASKS = (
    ("Rà soát danh mục dữ liệu dùng chung", "Sở Khoa học và Công nghệ", "31/12/2026"),
    (PARTS[4], "Ủy ban nhân dân phường Bà Rịa", "quý I/2027"),
)
CARDS = (
    "Mua 5 máy quét hồ sơ",
    "Thuê phần mềm họp bán sẵn, 3 năm",
    "Đặt viết phần mềm riêng cho xã",
    "Sửa phần mềm một cửa vì thủ tục đổi",
    "Tập huấn tổ công nghệ số cộng đồng",
    "Mua bàn ghế cho bộ phận một cửa",
    "Thuê đường truyền",
    "Số hóa sổ hộ tịch",
)
BINS = (
    "Không phải chi chuyển đổi số: Điều 32 khoản 2",
    "Chi luôn, không lập dự án: Điều 65 khoản 1",
    "Lập dự án: Điều 65 khoản 2, Điều 66",
    "Lập kế hoạch thuê: Điều 65 khoản 3, Điều 67",
    "Hỏi lại",
)
FACTS = {"minutes": 10, "task": "viết chữ cái vào ô, ghi điểm của khoản", "hand_in": "phiếu A4, một phiếu một nhóm"}
DEVICE_SIZES = ("wide", "half", "print", "phone")


def devices() -> tuple[Sheet, ...]:
    """Every device at its edges in four sizes; one that a size has no room for is left out."""
    from taphuan.export.shared.raster import png_of
    from taphuan.lesson.lesson import open_lesson

    figures = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21").figures
    drawn = {
        "decision": [
            lambda size, topic=topic: figures.decision("nd224", topic, size=size)
            for topic in ("Nền tảng số vận hành từ 01/7/2027", "Phát triển thử nghiệm", "Phân loại dịch vụ thuê")
        ],
        **{
            name: [lambda size, n=n, name=name: getattr(figures, name)(*PARTS[:n], size=size) for n in counts]
            for name, counts in (("steps", (3, 5)), ("stack", (2, 5)), ("columns", (2, 4)), ("checklist", (2, 5)))
        },
        "exercise": [
            lambda size, n=n: figures.exercise(CARDS[:n], BINS[: n // 2 + 1], **FACTS, size=size) for n in (3, 6, 8)
        ],
        "big_number": [lambda size: figures.big_number("dau-tu-cntt-g12", PARTS[4], size=size)],
    }
    sheets = [Sheet("tables to write in", tuple(stored(by_hand(), emptied("by-hand"))))]
    for name, makers in drawn.items():
        folder = emptied(name)
        pictures = []
        for make in makers:
            for size in DEVICE_SIZES:
                with contextlib.suppress(ValueError):
                    pictures.append(png_of(make(size).svg, 1.0))
        sheets.append(Sheet(name, tuple(stored(pictures, folder))))
    return tuple(sheets)


def emptied(name: str) -> Path:
    """The empty folder of a device."""
    folder = GALLERY / "devices" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def by_hand() -> Iterator[bytes]:
    """Decision tables and blanks as slides of deck.pdf: filled, half filled, empty, with the longest words."""
    from taphuan.charts.mime import TABLE
    from taphuan.document.model import Document, Run, Section
    from taphuan.document.outputs import table_blocks
    from taphuan.export.pdf.slides import write_deck_pdf
    from taphuan.lesson.lesson import open_lesson

    tables = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21").tables
    views = (
        tables.decisions(*TASKS, blanks=1),
        tables.decisions(*TASKS, blanks=4),
        tables.decisions(blanks=3),
        tables.to_fill("Nguồn thu thập", "Đơn vị giữ", "Kỳ báo cáo", rows=6),
        tables.to_fill("Trụ cột", "Số hiện có", "Nguồn", rows=("Chính quyền số", "Kinh tế số", "Xã hội số")),
    )
    sections = tuple(
        Section(
            f"s{n}",
            "content",
            2,
            (Run("Việc, người, hạn", bold=True),),
            tuple(table_blocks(view._repr_mimebundle_()[TABLE])),
        )
        for n, view in enumerate(views)
    )
    document = Document("deck", "Việc, người, hạn", {"title": ""}, {}, "2026-11-21", "", "", sections)
    with scratch() as folder:
        pdf = folder / "deck.pdf"
        pdf.write_bytes(write_deck_pdf(document))
        yield from pdf_pages(pdf, SLIDE_WIDTH)


def main() -> int:
    GALLERY.mkdir(parents=True, exist_ok=True)
    for fixture in FIXTURES:
        print(f"{fixture.name}: documents", flush=True)
        write_documents(fixture)
    print("PowerPoint and Word to PDF", flush=True)
    lacking = to_pdf([path for fixture in FIXTURES for path in files_of(fixture) if path.suffix in OFFICE])
    sections = [Section(DEVICES, devices())]
    for fixture in FIXTURES:
        print(f"{fixture.name}: pictures", flush=True)
        sections.append(Section(fixture, tuple(sheet(path, lacking) for path in files_of(fixture))))
    (GALLERY / "index.html").write_text(page(sections), encoding="utf-8")
    print(GALLERY / "index.html")
    return 0


def files_of(fixture: Fixture) -> list[Path]:
    return [GALLERY / fixture.key / name for name in (*DECKS, *fixture.papers)]


def write_documents(fixture: Fixture) -> None:
    """Build the set of a fixture and copy its papers; write its deck again, with one slide per layout unless it is that of a
    module."""
    import nbformat

    built = GALLERY / "built"
    formats = [part for name in ("notebook.ipynb", *fixture.papers) for part in ("--format", name)]
    command = [sys.executable, "-m", "taphuan", "build", "--out", str(built), *fixture.arguments, *formats]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    target = GALLERY / fixture.key
    target.mkdir(exist_ok=True)
    for name in fixture.papers:
        shutil.copyfile(fixture.folder(built) / name, target / name)
    notebook = nbformat.read(fixture.folder(built) / "notebook.ipynb", as_version=4)
    write_decks(notebook if fixture.module else one_of_each(notebook), target)


def write_decks(notebook: Any, target: Path) -> None:
    """Write the deck of a notebook in all formats."""
    from taphuan.document.reading import read_document
    from taphuan.export.html.deck import write_deck
    from taphuan.export.pdf.handout import write_handout_pdf
    from taphuan.export.pdf.slides import write_deck_pdf
    from taphuan.export.pptx.pptx import write_pptx

    document = read_document(notebook, "deck")
    (target / "deck.html").write_bytes(write_deck(notebook))
    (target / "deck.pptx").write_bytes(write_pptx(document))
    (target / "deck.pdf").write_bytes(write_deck_pdf(document))
    (target / "handout.pdf").write_bytes(write_handout_pdf(document))


def one_of_each(notebook: Any) -> Any:
    """The notebook with only those slides that have the most text among the slides with the same layout, text size and kinds
    of figures."""
    from taphuan.export.html.slide_view import deck_view

    longest: dict[object, tuple[int, str]] = {}
    for view in deck_view(notebook).slides:
        visuals = tuple(item.data.get("kind", "output") for item in view.visuals)
        length = len(view.slide.title) + sum(len(item.source) for item in view.texts)
        look = (view.slide.kind, view.layout, visuals, bool(view.rows))
        longest[look] = max(longest.get(look, (0, "")), (length, view.slide.id))
    slides = {name for _, name in longest.values()}
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("taphuan", {}).get("document") != "deck" or cell.metadata["taphuan"]["slide"] in slides
    ]
    return notebook


def to_pdf(files: list[Path]) -> str:
    """Convert the files to PDF with LibreOffice, as FILE.pdf beside each; the reason if there is no LibreOffice, else ""."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return "LibreOffice is missing on this machine (Debian: apt-get install libreoffice-impress libreoffice-writer)"
    with scratch() as folder:
        # Copies, because the files have equal names; a profile of its own, because another LibreOffice may be running.
        copies = {folder / f"{number}{path.suffix}": path for number, path in enumerate(files)}
        for copy, path in copies.items():
            shutil.copyfile(path, copy)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, copies)],
            env={**os.environ, "FONTCONFIG_FILE": str(font_config(folder))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=OFFICE_TIMEOUT,
            check=False,
        )
        for copy, path in copies.items():
            pdf = path.with_name(f"{path.name}.pdf")
            pdf.unlink(missing_ok=True)
            if copy.with_suffix(".pdf").is_file():
                shutil.move(copy.with_suffix(".pdf"), pdf)
    return ""


def font_config(folder: Path) -> Path:
    """A fontconfig file with the fonts of the machine, that of the decks, which users of PowerPoint have to install, and for Times New Roman its twin."""
    from taphuan.charts.text_measure import PAPER_FAMILY, paper_font, screen_font

    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{screen_font().parent}</dir><dir>{paper_font().parent}</dir><cachedir>{folder}/fonts</cachedir>"
        '<alias binding="same"><family>Times New Roman</family>'
        f"<prefer><family>{PAPER_FAMILY}</family></prefer></alias></fontconfig>",
        encoding="utf-8",
    )
    return config


def sheet(path: Path, lacking: str) -> Sheet:
    """Render the pages of a file into a folder beside it; `lacking` is the reason if Office files were not converted."""
    pages = path.with_name(f"{path.name}.pages")
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir()
    portrait = not path.name.startswith("deck.")
    if path.suffix == ".html":
        if find_chromium() is None:
            return Sheet(path.name, missing=f"Chromium is missing on this machine: {INSTALL_HINT}")
        pictures = slides(path)
    else:
        pdf = path.with_name(f"{path.name}.pdf") if path.suffix in OFFICE else path
        if not pdf.is_file():
            return Sheet(path.name, missing=lacking or "LibreOffice made no PDF of this file")
        pictures = pdf_pages(pdf, SHEET_WIDTH if portrait else SLIDE_WIDTH)
    return Sheet(path.name, tuple(stored(pictures, pages)), portrait=portrait)


def stored(pictures: Iterable[bytes], folder: Path) -> Iterator[str]:
    """Store the PNG pictures in a folder as WebP; their paths relative to the gallery."""
    from PIL import Image

    for number, png in enumerate(pictures, start=1):
        target = folder / f"{number:02d}.webp"
        Image.open(io.BytesIO(png)).convert("RGB").save(target, quality=85)
        yield target.relative_to(GALLERY).as_posix()


def slides(deck: Path) -> Iterator[bytes]:
    """Every slide of a deck with all fragments visible, as PNG."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        tab = browser.new_page(viewport={"width": SLIDE_WIDTH, "height": 720}, reduced_motion="reduce")
        tab.goto(deck.as_uri())
        tab.evaluate("() => document.fonts.ready.then(() => true)")
        for number in range(tab.evaluate("() => Reveal.getTotalSlides()")):
            tab.evaluate("number => Reveal.slide(number, 0, 99)", number)
            yield tab.screenshot()
        browser.close()


def pdf_pages(pdf: Path, width: int) -> list[bytes]:
    """Every page as PNG, `width` px wide."""
    import pikepdf
    import typst

    with pikepdf.open(pdf) as opened:
        count = len(opened.pages)
    source = pdf.with_name(f"{pdf.name}.typ")
    source.write_text(
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f"#for n in range(1, {count + 1}) {{ page(image({pdf.name!r}, page: n, width: {width}pt)) }}".replace("'", '"'),
        encoding="utf-8",
    )
    pictures = typst.compile(source, format="png", ppi=72.0)
    source.unlink()
    return pictures if isinstance(pictures, list) else [pictures]


def page(sections: list[Section]) -> str:
    """The HTML of the gallery."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(sections=sections)


if __name__ == "__main__":
    sys.exit(main())
