"""The sentences that a lawyer is asked to confirm: every one that rests on law, with its provisions, their state and its place."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from nbformat import NotebookNode

from live_server import CONFERENCE, BuiltTalk
from projects import Project
from taphuan.document.legal import ON_SLIDE, LegalSentence, legal_sentences
from taphuan.document.reading import read_document
from taphuan.export.docx.review import write_review
from taphuan.known import law
from taphuan.known.conferences import all_items, conference, conference_slugs
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.text import NBSP

Executed = Callable[..., NotebookNode]


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("slug", conference_slugs())
def test_every_document_that_a_cell_rests_on_is_asked_about_with_its_state(slug: str, executed: Executed) -> None:
    on = conference(slug).as_of
    notebook = executed(open_lesson(slug, WHOLE, on.isoformat()))
    asked = {
        plain(provision.name): plain(provision.state) for s in legal_sentences(notebook) for provision in s.provisions
    }
    items = {item.id: item for item in all_items()}
    cited = {
        id_
        for cell in notebook.cells
        if cell.metadata["taphuan"].get("slide_kind") not in (None, "sources")
        for id_ in cell.metadata["taphuan"].get("citations", ())
    }
    behind = {id_ for id_ in cited if id_ in law.documents()}
    behind |= {law_id for id_ in cited if id_ in items for law_id, _ in items[id_].laws}
    assert behind
    for id_ in behind:
        doc = law.document(id_)
        named = {name: state for name, state in asked.items() if name.endswith(plain(doc.short))}
        assert named, doc.short
        assert set(named.values()) == {plain(law.state(doc, on).detail)}


def _of(sentences: tuple[LegalSentence, ...], beginning: str) -> LegalSentence:
    return next(sentence for sentence in sentences if plain(sentence.text).startswith(beginning))


def test_a_sentence_has_its_article_its_state_and_its_place(executed: Executed) -> None:
    notebook = executed(open_lesson("ke-hoach-2027", WHOLE, "2026-11-21"))
    sentences = legal_sentences(notebook)
    found = _of(sentences, "Hai mức không cộng lại: 1% đã tính trong 3%")
    assert plain(found.provisions[0].name).endswith("Luật Chuyển đổi số")
    assert "Điều 20" in found.provisions[0].name.replace(NBSP, " ")
    assert plain(found.provisions[0].state) == "còn hiệu lực từ 01/7/2026"
    assert found.part == "Lập kế hoạch chuyển đổi số hằng năm"
    # a backup slide, counted behind the shown one above it
    shown, _, below = plain(found.place).removeprefix(f"{ON_SLIDE} ").partition(".")
    deck = read_document(notebook, "deck")
    assert deck.sections[int(shown) - 1].id.startswith("lap-ke-hoach-cds-") and int(below) > 0
    assert "lap-ke-hoach-cds-ngan-sach" in [section.id for section in deck.backup]
    # a row of a table rests on the documents that it names, and not on all that the table cites
    old = _of(sentences, "Phân loại dịch vụ thuê · NĐ 82/2024")
    assert [plain(provision.name) for provision in old.provisions] == ["NĐ 82/2024"]
    assert "hết hiệu lực từ 01/3/2026" in plain(old.provisions[0].state)


def test_each_sentence_is_asked_about_once(executed: Executed) -> None:
    sentences = legal_sentences(executed(open_lesson("quang-nam-2024", WHOLE, "2024-10-31")))
    assert len({(sentence.text, sentence.provisions) for sentence in sentences}) == len(sentences) > 190
    kinds = {sentence.place.split(",")[0].split(" ")[0] for sentence in sentences}
    assert kinds == {"trang", "lời", "báo", "phiếu"}


def test_a_sentence_that_only_names_a_law_is_asked_about(project: Project, executed: Executed) -> None:
    project.cell("frame/hall-cover.ipynb", "bia-loi", source="Theo Quyết định 749/QĐ-TTg, việc này phải xong.")
    sentences = legal_sentences(executed(open_lesson("quang-nam-2024", WHOLE, "2024-10-31")))
    found = _of(sentences, "Theo Quyết định 749/QĐ-TTg, việc này phải xong.")
    assert [plain(provision.name) for provision in found.provisions] == ["QĐ 749/QĐ-TTg"]
    assert found.place.startswith("lời người trình bày")


def test_of_a_province_its_briefing_is_read_as_well(executed: Executed) -> None:
    lesson: Lesson = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21")
    places = {sentence.place.split(",")[0] for sentence in legal_sentences(executed(lesson))}
    assert "báo cáo" in places


def test_the_paper_has_a_row_a_sentence_a_box_and_room_to_correct(executed: Executed) -> None:
    notebook = executed(open_lesson("bac-kan-2020", WHOLE, "2020-12-18"))
    sentences = legal_sentences(notebook)
    content = write_review(read_document(notebook, "deck"), sentences)
    word = docx.Document(io.BytesIO(content))
    rows = [
        [cell.text for cell in row.cells] for table in word.tables for row in table.rows if row.cells[0].text != "STT"
    ]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(sentences) + 1)]
    assert [row[1] for row in rows] == [sentence.text for sentence in sentences]
    assert all(row[4] == "☐" and row[5] == "" for row in rows)
    for row, sentence in zip(rows, sentences, strict=True):
        assert row[2].splitlines() == [
            f"{p.name}{' (đọc theo bản đăng lại)' if p.reprint else ''}: {p.state}" for p in sentence.provisions
        ]
    section = word.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]
    assert content == write_review(read_document(notebook, "deck"), sentences)


def test_the_command_writes_the_file_of_a_built_set(talk: BuiltTalk) -> None:
    process = talk.run("review", CONFERENCE)
    said, _ = process.communicate(timeout=300)
    file = talk.out / "review" / f"{CONFERENCE}.docx"
    assert process.returncode == 0 and said.endswith(f"open {file}\n"), said
    assert len(docx.Document(str(file)).tables) > 1


@pytest.mark.slow
def test_the_command_says_how_to_build_what_is_missing(talk: BuiltTalk) -> None:
    process = talk.run("review", "quang-nam-2024")
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 2
    assert "notebook.ipynb: not built yet; build it first" in said
    assert f"taphuan build --conference quang-nam-2024 --province hoi-nghi --out {talk.out}" in said


@pytest.mark.slow
def test_the_command_reads_no_set_that_is_older_than_its_inputs(talk: BuiltTalk) -> None:
    file = talk.root / "notebooks/modules/tong-quan-cds.ipynb"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("Quét giấy tờ", "Chụp giấy tờ", 1), encoding="utf-8")
    try:
        said, _ = (process := talk.run("review", CONFERENCE)).communicate(timeout=300)
    finally:
        file.write_text(before, encoding="utf-8")
    assert process.returncode == 2 and "changed: " in said and "build it first" in said, said
