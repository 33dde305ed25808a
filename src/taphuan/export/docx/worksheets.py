"""Worksheets on paper: exercises to solve, sheets to fill beside a filled example, what is decided; the answers apart."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt, RGBColor

from taphuan.charts.cards.exercise import LETTERS
from taphuan.document.model import Document
from taphuan.document.worksheets import Exercise, Sheet, Worksheet
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_air, add_blank, add_note, add_table, new_paper
from taphuan.export.shared import paper
from taphuan.known.worksheets import Rows, practised, written
from taphuan.text import listed, say
from taphuan.theme import theme
from taphuan.theme.forms import digits

# mm: the width of the text on a sheet across; room for handwriting
_WIDTH = paper.WIDE_TEXT_WIDTH
_ROW = 9.5
_LETTER, _CARD, _BIN = 14.0, 92.0, 46.0
_KEY_BIN, _KEY_LAW = 52.0, 58.0
_NUMBER, _PART, _WHO, _WHEN = 14.0, 74.0, 46.0, 32.0
_BY_HAND = RGBColor.from_string(digits(theme().colours.teal_text))
_ROWS_OF_DECISIONS = 3


def write_worksheets(document: Document) -> bytes:
    """worksheets.docx: a page or two for each module that has an exercise or a sheet, then the table of what was decided."""
    word = _landscape(document, say("export.docx.worksheets.title"))
    add_blank(word, say("export.docx.worksheets.name"), say("export.docx.worksheets.unit"))
    for at, sheet in enumerate(one for one in document.worksheets if not one.is_empty):
        _begin(word, sheet, at)
        if sheet.objectives:
            _words(
                word,
                say(
                    "export.docx.worksheets.objectives",
                    objectives="; ".join(_lowered(one) for one in sheet.objectives),
                ),
            )
        for exercise in sheet.exercises:
            _exercise(word, exercise)
        for place, table in enumerate(sheet.sheets):
            if place or sheet.exercises:
                word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
            _sheet(word, table)
        for decision in sheet.decisions:
            _words(word, say("export.docx.worksheets.decision", decision=decision), bold=True, before=10)
            add_blank(word, say("export.docx.worksheets.person"), say("export.docx.worksheets.due"))
    _decided(word, document)
    return parts.to_bytes(word)


def write_worksheets_key(document: Document) -> bytes:
    """worksheets-key.docx: where each card belongs, why, and what says so; the computed columns of the examples."""
    word = _landscape(document, say("export.docx.worksheets.key_title"))
    solved = [one for one in document.worksheets if not one.is_empty]
    for at, sheet in enumerate(solved):
        _begin(word, sheet, at)
        for exercise in sheet.exercises:
            _answers(word, exercise)
        for table in sheet.sheets:
            _words(word, say("export.docx.worksheets.sheet", title=table.title), bold=True, before=8)
            for column in table.columns:
                if column.formula:
                    _words(word, f"{column.name}: {_in_words(table, column.formula.text)}.")
            _example(word, table)
    if not solved:
        add_note(word, say("export.docx.worksheets.none"))
    return parts.to_bytes(word)


def _in_words(sheet: Sheet, formula: str) -> str:
    """A formula with the names of its columns: "nộp trực tuyến : hồ sơ nhận"."""
    names = {one.letter: _lowered(one.name) for one in sheet.columns}
    signs = {"/": ":", "*": "×", "-": "−"}
    return "".join(names.get(sign, signs.get(sign, sign)) for sign in formula)


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _landscape(document: Document, title: str) -> Any:
    own = (
        (say("export.docx.worksheets.module", title=document.worksheets[0].title),)
        if len(document.worksheets) == 1
        else ()
    )
    word = new_paper(document, title, (*own, document.conference["title"]))
    section = word.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = Mm(paper.PAGE[1]), Mm(paper.PAGE[0])
    return word


def _begin(word: Any, sheet: Worksheet, at: int) -> None:
    if at:
        word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    heading = word.add_paragraph(sheet.title, style="Heading 2")
    heading.paragraph_format.first_line_indent = Mm(0)


def _words(word: Any, text: str, *, bold: bool = False, before: float = 2) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(text).bold = bold
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.space_before, layout.space_after = Mm(0), Pt(before), Pt(2)
    layout.keep_with_next = bold


def _exercise(word: Any, exercise: Exercise) -> None:
    _words(
        word,
        say("export.docx.worksheets.exercise_timed", title=exercise.title, minutes=exercise.minutes),
        bold=True,
        before=8,
    )
    _words(word, f"{exercise.task}. {exercise.hand_in}.")
    if exercise.sheet:
        _given(word, exercise.sheet, exercise.given)
        return
    bins = (
        say("export.docx.worksheets.bin", at=at, name=name, below=f" ({below})" if below else "")
        for at, (name, below) in enumerate(exercise.bins, 1)
    )
    _words(word, f"{'; '.join(bins)}.", before=0)
    rest = _WIDTH - _LETTER - _CARD - _BIN
    rows: list[tuple[str, ...]] = [listed("export.docx.worksheets.cards")]
    rows += [(letter, card.text, "", "") for letter, card in zip(LETTERS, exercise.cards, strict=False)]
    _high(add_table(word, (_LETTER, _CARD, _BIN, rest), rows, centred=(0,)))
    add_air(word)


def _answers(word: Any, exercise: Exercise) -> None:
    _words(word, say("export.docx.worksheets.exercise", title=exercise.title), bold=True, before=8)
    if exercise.sheet:
        _solved(word, exercise, exercise.sheet)
        return
    rest = _WIDTH - _LETTER - _CARD + 20 - _KEY_BIN - _KEY_LAW
    rows: list[tuple[str, ...]] = [listed("export.docx.worksheets.answers")]
    rows += [
        (letter, card.text, card.bin, card.why, card.law) for letter, card in zip(LETTERS, exercise.cards, strict=False)
    ]
    add_table(word, (_LETTER, _CARD - 20, _KEY_BIN, rest, _KEY_LAW), rows, centred=(0,))
    unused = [name for name, _ in exercise.bins if all(card.bin != name for card in exercise.cards)]
    for name in unused:
        _words(word, say("export.docx.worksheets.bin_empty", name=name), before=4)
    for note in exercise.notes:
        add_note(word, note, before=4)
    add_air(word)


def _given(word: Any, sheet: Sheet, rows: Rows) -> None:
    """Rows of a sheet whose computed columns are worked out by hand."""
    if sheet.practice:
        _words(word, f"{practised(sheet.columns)}.", before=0)
    _high(add_table(word, _widths(sheet), [_head(sheet), *written(sheet.columns, rows)], centred=_numbers(sheet)))
    add_air(word)


def _solved(word: Any, exercise: Exercise, sheet: Sheet) -> None:
    add_table(word, _widths(sheet), [_head(sheet), *written(sheet.columns, exercise.solved)], centred=_numbers(sheet))
    _words(word, exercise.finding, before=4)
    for note in exercise.notes:
        add_note(word, note, before=4)
    add_air(word)


def _sheet(word: Any, sheet: Sheet) -> None:
    _words(word, say("export.docx.worksheets.sheet", title=sheet.title), bold=True, before=8)
    _words(word, sheet.task)
    _example(word, sheet, sheet.rows)


def _example(word: Any, sheet: Sheet, blanks: int = 0) -> None:
    """The filled example in the look of handwriting, then empty rows to fill."""
    practice = f", {_lowered(practised(sheet.columns))}" if sheet.practice else ""
    _words(word, say("export.docx.worksheets.example", practice=practice), before=2)
    filled = written(sheet.columns, sheet.example)
    empty = [("",) * len(sheet.columns)] * blanks
    table = add_table(word, _widths(sheet), [_head(sheet), *filled, *empty], centred=_numbers(sheet))
    _high(table)
    for row in table.rows[1 : len(filled) + 1]:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.italic, run.font.color.rgb = True, _BY_HAND
    add_air(word)


def _head(sheet: Sheet) -> tuple[str, ...]:
    """The names of the columns with their letters, a computed one with how."""
    signs = str.maketrans({"/": ":", "*": "×", "-": "−"})
    return tuple(
        f"{column.name}\n({column.formula.text.translate(signs) if column.formula else column.letter})"
        if any(one.formula for one in sheet.columns)
        else column.name
        for column in sheet.columns
    )


def _widths(sheet: Sheet) -> tuple[float, ...]:
    whole = sum(column.width for column in sheet.columns)
    return tuple(_WIDTH * column.width / whole for column in sheet.columns)


def _numbers(sheet: Sheet) -> tuple[int, ...]:
    return tuple(at for at, column in enumerate(sheet.columns) if column.kind not in ("text", "choice"))


def _high(table: Any) -> None:
    for row in table.rows[1:]:
        row.height = Mm(_ROW)


def _decided(word: Any, document: Document) -> None:
    """A row for what is decided of each module; of a module alone three."""
    if any(not one.is_empty for one in document.worksheets):
        word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    _words(word, say("export.docx.worksheets.decisions"), bold=True, before=4)
    several = len(document.worksheets) > 1
    titles = [one.title for one in document.worksheets] if several else [""] * _ROWS_OF_DECISIONS
    part = _PART if several else 0.0
    rest = _WIDTH - _NUMBER - part - _WHO - _WHEN
    columns = [
        ("TT", _NUMBER),
        *([(say("export.docx.worksheets.decisions_module"), _PART)] if several else []),
        (say("export.docx.worksheets.decisions_task"), rest),
        (say("export.docx.worksheets.decisions_person"), _WHO),
        (say("export.docx.worksheets.decisions_due"), _WHEN),
    ]
    rows: list[tuple[str, ...]] = [tuple(name for name, _ in columns)]
    rows += [(str(at), *([title] if several else []), "", "", "") for at, title in enumerate(titles, start=1)]
    _high(add_table(word, tuple(width for _, width in columns), rows, centred=(0,)))
