"""Every kind of file in normal form: what it holds of its document, and damaged files."""

from __future__ import annotations

import re
from functools import cache

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


@pytest.mark.parametrize("name", sorted({*format_names("taphuan", "conference"), *format_names("taphuan", "province")}))
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
    "name", ["deck.html", "deck.pptx", "briefing.docx", "data.xlsx", "deck.pdf", "notebook.ipynb", "quiz.xml", "a.png"]
)
@pytest.mark.parametrize("damage", ["empty", "cut", "other"])
def test_a_damaged_file_is_one_line_with_its_name(name: str, damage: str) -> None:
    source = {"a.png": "checkup.png"}.get(name, name)
    whole = content(source)
    damaged = {"empty": b"", "cut": whole[: len(whole) // 3], "other": b"\xff\xfe<x>" * 9}[damage]
    if name == "a.png" and damage == "cut":
        pytest.skip("the head of a picture is all that is read besides its bytes")
    with pytest.raises(NotReadable) as failure:
        normal_of(name, damaged)
    assert str(failure.value).startswith(f"{name}: ")
    assert "\n" not in str(failure.value)


def test_a_file_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(NotReadable, match=r"film\.mp4: no normal form"):
        normal_of("film.mp4", b"")
