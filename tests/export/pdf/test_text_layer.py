"""What is copied out of our PDFs, searched in them or read aloud from them is what stands there, letter by letter.

Every Vietnamese letter in every face that a PDF of ours may show, read back by two readers.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from functools import cache

import pikepdf
import pytest

from deck_sample import sample_notebook
from pdf_reading import page_text, tight
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import FAMILY, PAPER_FAMILY, paper_font, screen_font
from taphuan.document.reading import read_document
from taphuan.export.pdf.typst_pdf import tagged_pdf
from taphuan.export.shared.fonts import DIGITS_FAMILY, covers, digits_folder
from taphuan.theme.faces import VIETNAMESE

Face = tuple[str, int, bool]
FACES: tuple[Face, ...] = (
    *((PAPER_FAMILY, weight, italic) for weight in (400, 700) for italic in (False, True)),
    *((FAMILY, weight, italic) for weight in (*WEIGHTS, 500) for italic in (False, True)),
)
DIGITS: tuple[Face, ...] = tuple((DIGITS_FAMILY, weight, False) for weight in (400, 600))
FOLDERS = (paper_font().parent, screen_font().parent, digits_folder())

# each letter alone and inside a word; signs and pairs that fonts like to draw as one
ALONE = " ".join(VIETNAMESE)
WORDS = " ".join(f"ng{letter}nh" for letter in VIETNAMESE)
SAYINGS = (
    "Nơi nhận: Lưu VT – “Đắk Lắk” ‘Ưu tiên’ … 48.000 ₫ (−0,0798) 57-NQ/TW; 22/12/2024: 7 × 8 ≥ 50 %",
    "fi fl ff ffi ffl fj file office traffic AV To Tỵ Vị Yên LỢI ĐƯỢC",
    "không\u00a0ngắt số\u00a082/2024/NĐ-CP",
)
LINES = (ALONE, WORDS, *SAYINGS)

# so wide that no line breaks: a reader would see two
TEMPLATE = """
#set document(title: "Chữ")
#set page(width: 9000pt, height: auto)
#set text(size: 12pt, lang: "vi", region: "VN", fallback: false)
#for (family, weight, italic, lines) in json("document.json") {
  set text(font: family, weight: weight, style: if italic { "italic" } else { "normal" })
  for line in lines { par(line) }
  pagebreak(weak: true)
}
"""


@cache
def pdf() -> bytes:
    """A page for each face, a line for each text."""
    pages = [(*face, LINES) for face in FACES] + [(*face, ["0123456789", "4"]) for face in DIGITS]
    files = {"main.typ": TEMPLATE.encode(), "document.json": json.dumps(pages, ensure_ascii=False).encode()}
    return tagged_pdf(read_document(sample_notebook(), "deck"), files, FOLDERS)


@cache
def opened() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf()))


def expected(face: Face) -> list[str]:
    return ["0123456789", "4"] if face in DIGITS else [line.replace("\u00a0", " ") for line in LINES]


def name(face: Face) -> str:
    family, weight, italic = face
    return f"{family} {weight}{' italic' if italic else ''}"


@pytest.mark.parametrize("face", [*FACES, *DIGITS], ids=name)
def test_every_letter_is_read_back_as_itself(face: Face) -> None:
    page = opened().pages[[*FACES, *DIGITS].index(face)]
    assert page_text(page) == tight("".join(expected(face)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine (apt: poppler-utils)")
@pytest.mark.parametrize("face", [*FACES, *DIGITS], ids=name)
def test_pdftotext_copies_what_stands_there(face: Face) -> None:
    number = str([*FACES, *DIGITS].index(face) + 1)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-f", number, "-l", number, "-", "-"]
    copied = subprocess.run(command, input=pdf(), capture_output=True, check=True).stdout.decode()
    assert copied.strip("\f\n").splitlines() == expected(face)


def test_each_page_shows_the_face_that_it_is_for() -> None:
    """Typst takes the nearest style where it finds none, and two faces would be one."""
    shown = [{str(font.BaseFont).partition("+")[2] for font in page.resources.Font.values()} for page in opened().pages]
    assert all(len(names) == 1 for names in shown)
    # fonts of digits keep the name of the face they are made from
    assert len(set.union(*shown[: len(FACES)])) == len(FACES)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_the_face_of_papers_has_every_letter(bold: bool, italic: bool) -> None:
    assert covers(paper_font(bold, italic), f"{VIETNAMESE}{''.join(SAYINGS)}")
