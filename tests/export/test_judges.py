"""Programs of others find nothing in what is written, and find what is planted (docs/checks.md has the list of them)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from judges.__main__ import JUDGES
from judges.axe import AXE
from judges.judge import Judge
from judges.known_false import KNOWN_FALSE
from judges.markup import MARKUP
from judges.office import OFFICE
from judges.paper import PAGE
from judges.quizzes import GIFT, MOODLE
from judges.sheets import SHEETS
from nbformat import NotebookNode

import pptx_readback as back
import quiz_samples
from asked_judges import found_by
from deck_sample import sample_notebook
from index_sample import sample_index
from taphuan.build.overview import communes_pages
from taphuan.build.publish import publish
from taphuan.document.reading import read_document
from taphuan.export.formats import CONFERENCE, FULL, PROVINCE, format_names, write
from taphuan.export.html.communes import write_communes
from taphuan.export.html.deck import write_deck
from taphuan.export.html.index import IndexModel, write_index
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.export.plain.quiz_gift import write_gift
from taphuan.export.plain.quiz_moodle import write_moodle
from taphuan.export.pptx.pptx import write_pptx
from taphuan.export.renderers import TAPHUAN
from taphuan.export.xlsx.worksheets import write_worksheets
from taphuan.lesson.lesson import open_lesson

# those that take a Java program, a browser or an office to start are slow
QUICK = (OFFICE, PAGE, GIFT, MOODLE)
HALL = ("ke-hoach-2027", "hoi-nghi", "2026-11-21", "")


def judges() -> list[Any]:
    return [
        pytest.param(judge, id=judge.name.partition(" ")[0], marks=[] if judge in QUICK else pytest.mark.slow)
        for judge in JUDGES
        if judge.needed
    ]


@pytest.fixture(scope="module")
def written(executed: Callable[..., NotebookNode], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that writes the files of a lesson's set that a judge reads into a folder."""

    def folder_of(judge: Judge, kind: str, *lesson: str) -> Path:
        folder = tmp_path_factory.mktemp("set")
        wanted = tuple(name for name in format_names(TAPHUAN, kind) if judge.reads(Path(name)))
        files = write(executed(open_lesson(*lesson), full=kind == FULL), wanted, 60).files if wanted else {}
        return put(folder, files)

    return folder_of


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("judge", judges())
@pytest.mark.parametrize(
    ("kind", "lesson"),
    [
        (PROVINCE, ("quang-nam-2024", "quang-nam", "2024-10-31", "")),
        pytest.param(CONFERENCE, HALL, marks=pytest.mark.slow),
        pytest.param(FULL, ("ke-hoach-2027", "lai-chau", "2026-11-21", ""), marks=pytest.mark.slow),
    ],
)
def test_no_judge_finds_anything_in_a_set(
    written: Callable[..., Path], judge: Judge, kind: str, lesson: tuple[str, ...]
) -> None:
    folder = written(judge, kind, *lesson)
    assert found_by(judge, folder) == {}


@pytest.mark.parametrize("judge", [OFFICE, pytest.param(MARKUP, marks=pytest.mark.slow)], ids=["Open", "Nu"])
def test_no_judge_finds_anything_in_a_deck_of_every_layout(judge: Judge, tmp_path: Path) -> None:
    notebook = sample_notebook(sample=True)
    if judge is OFFICE:
        put(tmp_path, {"deck.pptx": write_pptx(read_document(notebook, "deck"))})
    else:
        put(tmp_path, {"deck.html": write_deck(notebook)})
    assert found_by(judge, tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("judge", [MARKUP, pytest.param(AXE, marks=pytest.mark.browser)], ids=["Nu", "axe-core"])
def test_no_judge_finds_anything_in_start_pages(judge: Judge, tmp_path: Path) -> None:
    commune = tmp_path / "build" / "ke-hoach-2027" / "thai-nguyen" / "01969-phu-thong"
    publish(commune, {"deck.html": b"", "worksheet.xlsx": b""}, {"unit": {}}, {"notebook": "1"})
    ((place, page),) = communes_pages(tmp_path / "build")
    every = sample_index()
    judged = replace(every.conferences[0], whole=replace(every.conferences[0].whole, judges=("axe-core",)))
    pages = {"index.html": IndexModel((judged, *every.conferences[1:])), "one.html": IndexModel((judged,), alone=True)}
    put(tmp_path / "pages", {name: write_index(model) for name, model in pages.items()})
    put(tmp_path / "pages", {place.name: write_communes(page)})
    assert found_by(judge, tmp_path / "pages") == {}


# --- planted faults ---------------------------------------------------------------------------------------------------


def replaced(content: bytes, old: str, new: str) -> bytes:
    text = content.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_an_element_in_the_wrong_place_which_powerpoint_would_repair(tmp_path: Path) -> None:
    parts = back.parts(write_pptx(read_document(sample_notebook(), "deck")))
    slide = parts["ppt/slides/slide2.xml"]
    parts["ppt/slides/slide2.xml"] = slide.replace(b"</p:cSld>", b"</p:cSld><p:extLst/>", 1)
    put(tmp_path, {"deck.pptx": back.packed(parts)})
    ((line,),) = found_by(OFFICE, tmp_path).values()
    assert line.startswith("/ppt/slides/slide2.xml")


def structure(node: Any) -> Any:
    """Every element of the structure tree of a PDF."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from structure(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        yield from structure(node.get("/K", pikepdf.Array()))


def without_alt(pdf: pikepdf.Pdf) -> None:
    for one in structure(pdf.Root.StructTreeRoot):
        if one.get("/S") == "/Figure":
            del one.Alt


def without_title_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def with_words_in_no_tag(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].contents_add(b"BT /F0 12 Tf 100 100 Td (x) Tj ET\n")


def without_letters(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/ToUnicode" in one:
            del one.ToUnicode


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (without_alt, "FIGURE-ALTERNATIVE-TEXT"),
        (without_title_shown, "VIEWER-PREFERENCES"),
        (with_words_in_no_tag, "CONTENT-TAGGING"),
        (without_letters, "FONT-UNICODE-MAPPING"),
        (without_language, "LANGUAGE"),
    ],
)
def test_a_pdf_that_a_screen_reader_cannot_read(
    sample_pdf: bytes, tmp_path: Path, plant: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    file = put(tmp_path, {"deck.pdf": sample_pdf}) / "deck.pdf"
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        plant(pdf)
        pdf.save(file)
    (lines,) = found_by(PAGE, tmp_path).values()
    assert any(rule in line for line in lines), lines


@pytest.fixture(scope="module")
def sample_pdf() -> bytes:
    return write_deck_pdf(read_document(sample_notebook(), "deck"))


@pytest.mark.slow
def test_html_that_browsers_must_guess_at(tmp_path: Path) -> None:
    deck = write_deck(sample_notebook())
    first, second = re.findall(r'<section id="([^"]+)"', deck.decode())[:2]
    put(tmp_path / "twice", {"deck.html": replaced(deck, f'id="{second}"', f'id="{first}"')})
    put(tmp_path / "open", {"deck.html": replaced(deck, "</section>", "</div></section>")})
    put(tmp_path / "unknown", {"deck.html": replaced(deck, "<section ", '<section align="left" ')})
    found = {file.parent.name: lines for file, lines in found_by(MARKUP, tmp_path).items()}
    assert set(found) == {"twice", "open", "unknown"}
    assert any(f"Duplicate ID “{first}”" in line for line in found["twice"])
    assert all(re.match(r"line \d+: ", line) for lines in found.values() for line in lines)


@pytest.mark.slow
@pytest.mark.browser
def test_letters_that_few_can_read_on_a_slide_that_the_hall_has_no_time_for(
    executed: Callable[..., NotebookNode], tmp_path: Path
) -> None:
    deck = write_deck(executed(open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31")))
    below = re.search(r'<section id="([^"]+)" class="slide [^"]*backup".*?(<p>Nguồn)', deck.decode(), re.DOTALL)
    assert below and "</section>" not in below[0]
    pale = deck.decode()[: below.start(2)] + '<p style="color:#bbb">Nguồn' + deck.decode()[below.end(2) :]
    put(tmp_path / "good", {"deck.html": deck})
    put(tmp_path / "pale", {"deck.html": pale.encode()})
    ((file, lines),) = found_by(AXE, tmp_path).items()
    assert file.parent.name == "pale"
    assert {line.split(": ")[0] for line in lines} == {f"slide {below[1]}"}
    assert all("color-contrast" in line for line in lines)


@pytest.fixture(scope="module")
def quiz() -> dict[str, bytes]:
    document = quiz_samples.document("quang-nam-2024", "2024-10-31")
    return {"quiz.gift.txt": write_gift(document), "quiz.xml": write_moodle(document)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r"\n=", r"\n{=", "line "),
        (r"\n~[^\n]*", "", "entry "),
        (r"\n=", r"\n~", "options are right"),
        (r"(\n~\S+ )", r"\1#", "entry "),
    ],
    ids=["brace", "option", "right", "sign"],
)
def test_gift_that_is_read_as_another_question(
    quiz: dict[str, bytes], tmp_path: Path, old: str, new: str, said: str
) -> None:
    head, question = quiz["quiz.gift.txt"].decode().split("\n::", 1)
    changed = re.sub(old, new, question, count=1)
    assert changed != question
    put(tmp_path, {**quiz, "quiz.gift.txt": f"{head}\n::{changed}".encode()})
    ((line, *_),) = found_by(GIFT, tmp_path).values()
    assert said in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<answer fraction="100"', '<answer fraction="50"'),
        ('<answer fraction="0"', '<answer fraction="100"'),
        ("<penalty>0.3333333</penalty>", ""),
        ("<penalty>0.3333333</penalty>", "<penalty>3</penalty>"),
        ('type="multichoice"', 'type="multiplechoice"'),
        ("$course$/", "course/"),
        ("<single>true</single>", "<single>yes</single>"),
        ("</quiz>", ""),
    ],
)
def test_xml_that_moodle_would_refuse_or_change(quiz: dict[str, bytes], tmp_path: Path, old: str, new: str) -> None:
    put(tmp_path, {"quiz.xml": replaced(quiz["quiz.xml"], old, new)})
    ((line, *_),) = found_by(MOODLE, tmp_path).values()
    assert line.startswith("line ")


def test_two_questions_of_one_number(quiz: dict[str, bytes], tmp_path: Path) -> None:
    first, second = re.findall("<idnumber>([^<]+)<", quiz["quiz.xml"].decode())[:2]
    put(tmp_path, {"quiz.xml": replaced(quiz["quiz.xml"], f">{second}<", f">{first}<")})
    ((line,),) = found_by(MOODLE, tmp_path).values()
    assert f"2 questions have the ID number {first}" in line


@pytest.mark.slow
def test_a_formula_that_comes_to_something_else(executed: Callable[..., NotebookNode], tmp_path: Path) -> None:
    content = write_worksheets(read_document(executed(open_lesson(*HALL)), "deck"))
    put(tmp_path / "good", {"worksheets.xlsx": content})
    source = tmp_path / "good" / "worksheets.xlsx"
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name, part in sorted(parts.items()) if re.search(rb"</f><v>\d", part))
    other = re.sub(rb"(</f><v>)\d[^<]*", rb"\g<1>777", parts[name], count=1)
    put(tmp_path / "value", {"worksheets.xlsx": back.packed({**parts, name: other})})
    book = openpyxl.load_workbook(source)
    book.worksheets[0]["Z99"] = "=NOSUCH(1)"
    (tmp_path / "error").mkdir()
    book.save(tmp_path / "error" / "worksheets.xlsx")
    put(tmp_path / "broken", {"worksheets.xlsx": content[:2000]})
    found = {file.parent.name: lines for file, lines in found_by(SHEETS, tmp_path).items()}
    assert set(found) == {"value", "error", "broken"}
    assert len(found["value"]) == 1 and "written with the value 777" in found["value"][0]
    assert any("!Z99: it shows #NAME?" in line for line in found["error"])
    assert found["broken"] == ["LibreOffice does not open it"]


def test_each_known_false_finding_has_its_reason() -> None:
    assert all(len(one.reason) > 30 and one.words for one in KNOWN_FALSE)
    assert {one.judge for one in KNOWN_FALSE} <= {judge.name for judge in JUDGES}
