"""The one measure of text: widths from the font's own metrics, lines that are never wider than their room."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont

from taphuan.charts.text_measure import (
    MM_A_POINT,
    NEW_LINE,
    Piece,
    balance,
    filled,
    paper_font,
    paper_width,
    text_width,
    wrap,
)
from taphuan.theme.faces import VIETNAMESE

TEXT = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ"


def test_the_width_of_a_line_is_near_what_a_browser_measures() -> None:
    assert text_width("Chuyển đổi số", 40, 600) == pytest.approx(270, abs=15)
    assert text_width("Quảng Nam", 20, 700) > text_width("Quảng Nam", 20)


def test_what_is_not_seen_has_no_width_and_a_letter_of_another_font_one_em() -> None:
    assert text_width("a\u2060b\u00ad\u200b", 40) == text_width("ab", 40)
    assert text_width("漢", 40) == 40


# thousandths of the size, as Adobe published them for Times Roman and Times Bold
TIMES = {
    False: {
        "a": 444,
        "n": 500,
        "i": 278,
        "t": 278,
        "m": 778,
        "M": 889,
        "W": 944,
        "Q": 722,
        "0": 500,
        ",": 250,
        "—": 1000,
    },
    True: {
        "a": 500,
        "n": 556,
        "i": 278,
        "t": 333,
        "m": 833,
        "M": 944,
        "W": 1000,
        "Q": 778,
        "0": 500,
        ",": 250,
        "—": 1000,
    },
}


@pytest.mark.parametrize("bold", [False, True])
def test_a_paper_is_measured_as_times_and_wide_enough_for_the_face_of_its_pdf(bold: bool) -> None:
    def thousandths(text: str) -> float:
        return round(paper_width(text, 1000, bold) / MM_A_POINT, 6)

    assert {letter: round(thousandths(letter)) for letter in TIMES[bold]} == TIMES[bold]
    with TTFont(paper_font(bold)) as font:
        drawn = {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
    # ư in bold reaches out a hair further
    assert [letter for letter in VIETNAMESE if thousandths(letter) < drawn[letter] - 8] == []
    assert thousandths("ợ") == thousandths("o") + 40
    assert thousandths("ệ") == thousandths("e") == thousandths("e\u0302\u0323")
    assert thousandths("o\u031b\u0323") == thousandths("o")
    assert thousandths("\u00a0") == thousandths(" ") == 250


@pytest.mark.parametrize("width", [120.0, 333.3, 900.0, 5000.0])
def test_lines_hold_every_word_and_none_is_wider_than_its_room(width: float) -> None:
    lines = wrap(TEXT, 21, width)
    # a date that is wider than its room breaks behind a stroke
    assert " ".join(lines).replace("22/12/ 2024", "22/12/2024") == TEXT
    assert all(text_width(line, 21) <= width for line in lines if " " in line)
    # greedy: the first word of a line would not have fitted the line before
    for line, following in pairwise(lines):
        assert text_width(f"{line} {following.split()[0]}", 21) > width


def test_a_line_fits_a_room_that_was_measured_from_it() -> None:
    """Charts make a column as wide as its longest text: adding its words up in another order must not break it."""
    for size in (12, 13, 17.5, 18, 20, 21, 24):
        for end in range(1, len(TEXT)):
            text = TEXT[:end].strip()
            assert wrap(text, size, text_width(text, size)) == [text]


def test_a_span_breaks_after_its_dash_only_where_it_is_too_long() -> None:
    span = "2021–2025"
    assert wrap(f"năm {span}", 20, text_width(span, 20)) == ["năm", span]
    assert wrap(f"năm {span} và", 20, text_width("2021–", 20)) == ["năm", "2021–", "2025", "và"]


def test_balanced_lines_are_as_few_and_more_even() -> None:
    width = text_width(TEXT, 21) * 0.9
    greedy, even = wrap(TEXT, 21, width), balance(TEXT, 21, width)
    assert len(greedy) == len(even) == 2
    assert text_width(even[1], 21) > text_width(greedy[1], 21)


def test_pieces_fill_lines_and_a_space_counts_within_a_line_only() -> None:
    words = [Piece("a", 4.0, 1.0), Piece("b", 4.0, 1.0), None, Piece("c", 9.0, 1.0), Piece("d", 1.0, NEW_LINE)]
    assert [[piece.content for piece in line] for line in filled(words, 9.0)] == [["a", "b"], ["c"], ["d"]]
    assert [[piece.content for piece in line] for line in filled(words, 8.9)] == [["a"], ["b"], ["c"], ["d"]]


def test_importing_the_measure_loads_no_font_library() -> None:
    code = "import sys, taphuan.charts.text_measure; print('fontTools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def test_what_is_held_together_is_let_go_before_it_runs_into_the_next_column() -> None:
    held = "Điều\u00a08 Nghị\u00a0quyết\u00a066.7/2025/NQ-CP"
    assert wrap(held, 24, 600) == [held]
    for width in (130, 170, 210, 260, 330):
        lines = wrap(held, 24, width)
        assert all(text_width(line, 24) <= width for line in lines), (width, lines)
        assert "".join(lines).replace(" ", "").replace("\u00a0", "") == held.replace(" ", "").replace("\u00a0", "")
    # where it fits it is held
    assert wrap(held, 24, 400) == ["Điều\u00a08", "Nghị\u00a0quyết\u00a066.7/2025/NQ-CP"]
    assert wrap("66.7/2025/NQ-CP", 24, 150) == ["66.7/2025/", "NQ-CP"]
    # a span breaks behind its dash, not within its days
    assert wrap("(01/7/2025–07/01/2026)", 24, 200) == ["(01/7/2025–", "07/01/2026)"]


def test_even_lines_hold_what_uneven_ones_hold() -> None:
    text = "Thúc đẩy việc theo Điều\u00a08\u00a0khoản\u00a02 của luật"
    for width in range(160, 420, 10):
        assert sum(line.count("\u00a0") for line in balance(text, 24, width)) == sum(
            line.count("\u00a0") for line in wrap(text, 24, width)
        )
