"""Real briefings keep to two pages and an annex, and what they leave out to do so is told."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from nbformat import NotebookNode

import libreoffice
from projects import execute_in_process
from taphuan.check.decree30 import audit
from taphuan.compose import compose
from taphuan.document.model import Document, Paragraph, TableBlock
from taphuan.document.reading import plain, read_document
from taphuan.export.docx.docx import write_docx
from taphuan.export.pdf.pdf import write_pdf
from taphuan.export.shared.fonts import covers
from taphuan.known import law
from taphuan.known.conferences import conference, conference_slugs, participants
from taphuan.known.units import predecessors
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.teaching import MOST_LAWS
from taphuan.theme.faces import VIETNAMESE

TODAY = date(2026, 11, 21)
WORD = (("tp-hcm-2025", date(2025, 11, 6)), ("ke-hoach-2027", TODAY), ("quang-nam-2024", TODAY))
TAUGHT = sorted({(slug, day) for slug in conference_slugs() for day in (conference(slug).as_of, TODAY)})
IDS = [f"{slug}-{day}" for slug, day in TAUGHT]


def longest(slug: str, day: date) -> str:
    """The participant of which most is to be told: put together from the most units, then with the longest name."""
    return max(participants(conference(slug), day), key=lambda u: (len(predecessors(u)), len(u.name), u.slug)).slug


@cache
def briefing(slug: str, day: date) -> Document:
    return read_document(execute_in_process(open_lesson(slug, longest(slug, day), day.isoformat())), "briefing")


def main_part(document: Document) -> Document:
    return replace(document, sections=tuple(part for part in document.sections if not part.in_annex))


def pages(content: bytes) -> list[str]:
    """The text of each page, without the lines of the margins."""
    file = pdftotext(content)
    return [page for page in file.split("\f") if page.strip()]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), TAUGHT, ids=IDS)
def test_the_longest_briefing_of_a_conference_has_two_pages_and_an_annex_behind_them(slug: str, day: date) -> None:
    whole = briefing(slug, day)
    main = len(pikepdf.open(io.BytesIO(write_pdf(main_part(whole)))).pages)
    assert main <= 2
    assert main < len(pikepdf.open(io.BytesIO(write_pdf(whole))).pages) <= main + 2


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), TAUGHT, ids=IDS)
def test_a_briefing_and_its_annex_keep_to_the_layout_of_the_decree(slug: str, day: date) -> None:
    assert [str(finding) for finding in audit(write_docx(briefing(slug, day)), "briefing.docx").findings] == []


@pytest.mark.parametrize("province", ["cao-bang", "hung-yen", "ho-chi-minh", "khanh-hoa", "tuyen-quang", "vinh-long"])
def test_a_province_with_many_shortcomings_or_parts_has_no_more(province: str) -> None:
    lesson = open_lesson("ke-hoach-2027", province, TODAY.isoformat())
    document = read_document(execute_in_process(lesson), "briefing")
    assert len(pikepdf.open(io.BytesIO(write_pdf(main_part(document)))).pages) == 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine (apt: poppler-utils)")
def test_the_annex_begins_after_the_signature_and_counts_its_pages_anew() -> None:
    first, second, third, *_ = pages(write_pdf(briefing("ke-hoach-2027", TODAY)))
    assert "1. Kết quả" in first and "Phụ lục\n" not in first + second
    assert "Nơi nhận" in second and second.split()[0] == "2"
    assert "Phụ lục" in third and "Kèm theo Báo cáo số" in third and third.split()[0] == "1"


def pdftotext(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def office_lacks() -> str:
    """What LibreOffice lacks here to break the lines of a paper as Word does; "" if nothing."""
    if libreoffice.missing() or shutil.which("fc-match") is None:
        return "needs LibreOffice (soffice) and fc-match"
    asked = ["fc-match", "--format", "%{family[0]}|%{file}", "Times New Roman"]
    family, _, file = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.partition("|")
    if family not in ("Times New Roman", "Liberation Serif", "Tinos") or not covers(Path(file), VIETNAMESE):
        return f"LibreOffice would set Times New Roman in {family}, which has other widths or not all letters (apt: fonts-liberation2)"
    return ""


@pytest.mark.skipif(office_lacks() != "", reason=office_lacks())
def test_word_needs_no_more_pages(tmp_path: Path) -> None:
    files = []
    for slug, day in WORD:
        files.append(tmp_path / f"{slug}.docx")
        files[-1].write_bytes(write_docx(main_part(briefing(slug, day))))
    for file, (slug, day) in zip(libreoffice.converted(files, "pdf", tmp_path), WORD, strict=True):
        assert len(pikepdf.open(file).pages) <= 2, (slug, day)


@pytest.mark.parametrize(("slug", "day"), TAUGHT, ids=IDS)
def test_no_document_out_of_force_that_a_deck_names_is_missing(slug: str, day: date) -> None:
    composed = compose(open_lesson(slug, longest(slug, day), day.isoformat()))
    said = "\n".join(cell.source for cell in composed.cells if cell.metadata["taphuan"].get("document") == "deck")
    named = {doc.id for doc in law.named_in(said, day)} | set(re.findall(r'"([a-z]+-[\w-]+)"', said)) & set(
        law.documents()
    )
    gone = {doc for doc in map(law.document, named) if law.state(doc, day).code in (law.EXPIRED, law.PERIOD_OVER)}
    tables = [block for part in briefing(slug, day).sections for block in part.blocks if isinstance(block, TableBlock)]
    told = "; ".join(cell for table in tables if "hết hiệu lực" in table.caption for row in table.rows for cell in row)
    assert [doc.numbered for doc in gone if doc.numbered not in told.replace("\u00a0", " ")] == []


def test_a_briefing_names_the_documents_most_modules_rest_on_and_how_many_there_are() -> None:
    lesson = open_lesson("ke-hoach-2027", "can-tho", "2026-11-21")
    rows = lesson.tables.law_first().rows
    assert len(rows) == MOST_LAWS
    assert {"Luật 148/2025/QH15", "NĐ 224/2026"} <= {row[0].replace("\u00a0", " ") for row in rows}
    assert not [row for row in rows if re.search("hết hiệu lực|hết giai đoạn", row[2])]
    (part,) = (part for part in briefing("ke-hoach-2027", TODAY).sections if "Văn bản" in plain(part.title))
    said = " ".join(plain(block.runs) for block in part.blocks if isinstance(block, Paragraph)).replace("\u00a0", " ")
    cited, gone = len(lesson.teaching.laws), len(lesson.teaching.laws_gone)
    assert f"dẫn {cited} văn bản, trong đó {gone} văn bản đã hết hiệu lực hoặc hết giai đoạn" in said
    assert "danh mục đầy đủ có trong báo cáo chung của hội nghị" in said
    assert len(lesson.tables.law().rows) == cited


def test_a_briefing_with_room_for_all_documents_points_nowhere_else(
    executed: Callable[[Lesson], NotebookNode],
) -> None:
    lesson = open_lesson("bac-giang", "bac-giang", "2021-12-16")
    assert len(lesson.teaching.laws_first) == len(lesson.teaching.laws_standing)
    assert not [cell for cell in executed(lesson).cells if "báo cáo chung" in cell.source]


def test_what_ended_on_one_day_stands_in_one_row_with_what_came_after() -> None:
    rows = open_lesson("ke-hoach-2027", "can-tho", "2026-11-21").tables.law_gone().rows
    said = {state.replace("\u00a0", " "): named.replace("\u00a0", " ") for state, named in rows}
    assert "NĐ 82/2024 và NĐ 73/2019 (NĐ 45/2026)" in said["Hết hiệu lực từ 01/3/2026"]
    assert said["Hết hiệu lực từ 22/10/2025"] == "NĐ 47/2020 (NĐ 278/2025)"
    days = [tuple(map(int, state[-10:].lstrip("ừy ").split("/")[::-1])) for state in said]
    assert days == sorted(days, reverse=True)
