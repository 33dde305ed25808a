"""Decision tables and blanks: what they show in every form, and how misuse is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from nbformat.v4 import new_output

from taphuan.document.model import TableBlock
from taphuan.document.outputs import SLIDE, output_blocks
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.tables.view import TableView


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return open_lesson("ke-hoach-2027", "da-nang", "2026-11-21")


def block_of(view: TableView) -> TableBlock:
    output: Any = new_output("display_data", view._repr_mimebundle_())
    (block,) = output_blocks(output, SLIDE)
    assert isinstance(block, TableBlock)
    return block


def test_a_decision_table_has_what_was_agreed_and_blanks_for_the_rest(lesson: Lesson) -> None:
    view = lesson.tables.decisions(
        ("Rà soát danh mục dữ liệu dùng chung", "Sở Khoa học và Công nghệ", "31/12/2026"),
        ("Giao đầu mối theo dõi chỉ số", "", "quý I/2027"),
        blanks=1,
    )
    block = block_of(view)
    assert block.caption, "a table without a caption is not published"
    assert [column.name for column in block.columns] == ["TT", "Việc", "Người", "Hạn"]
    assert [row[0] for row in block.rows] == ["1", "2", "3"]
    blanks = [(row, column) for row in range(3) for column in range(4) if block.is_blank(row, column)]
    assert blanks == [(1, 2), (2, 1), (2, 2), (2, 3)]
    assert [block.has_blank(row) for row in range(3)] == [False, True, True]
    assert block.in_letters()[2] == ("3", "………", "………", "………")


def test_blanks_stand_under_the_authors_heads(lesson: Lesson) -> None:
    numbered = block_of(lesson.tables.to_fill("Nguồn thu thập", "Đơn vị giữ", rows=2))
    assert numbered.rows == (("1", "", ""), ("2", "", ""))
    assert sum(numbered.shares()) == pytest.approx(1) and numbered.shares()[0] < 0.12
    named = block_of(lesson.tables.to_fill("Trụ cột", "Số hiện có", rows=("Chính quyền số", "Kinh tế số")))
    assert named.rows == (("Chính quyền số", ""), ("Kinh tế số", ""))


@pytest.mark.parametrize(
    "deadline", ["31/12/2026", "tháng 12/2026", "12/2026", "quý IV/2026", "quý 4/2026", "năm 2026", ""]
)
def test_a_deadline_is_a_day_a_month_a_quarter_a_year_or_none_yet(lesson: Lesson, deadline: str) -> None:
    assert lesson.tables.decisions(("Việc", "Ai", deadline)).rows[0][3].replace("\u00a0", " ") == deadline


@pytest.mark.parametrize(
    "rows, blanks, told",
    [
        ((), 0, "1 to 6 rows, not 0"),
        ((), 7, "not 7; split it between slides"),
        ((("", "Ai", ""),), 0, "row 1 of the decision table has no task; rows without one are `blanks=1`"),
        ((("Rà soát", "Ai"),), 0, "row 1 of the decision table is ('Rà soát', 'Ai')"),
        (("Rà soát: Sở",), 0, "give task, person and deadline"),
        ((("từ " * 26, "", ""),), 0, "has 26 words; a decision table has room for 25"),
        ((("Rà soát", "", ""), ("rà  soát".replace("  ", " "), "", "")), 0, "says “rà soát” twice"),
        ((("Rà soát", "", "sớm nhất"),), 0, "“sớm nhất” is no deadline of “Rà soát”"),
        ((("Rà soát", "", "30/02/2027"),), 0, "“30/02/2027” is no deadline"),
        ((("Rà soát", "", "13/2026"),), 0, "“13/2026” is no deadline"),
        ((("Rà soát", "", "20/11/2026"),), 0, "“20/11/2026” of “Rà soát” was over on 21/11/2026"),
        ((("Rà soát", "", "quý III/2026"),), 0, "was over on 21/11/2026"),
    ],
)
def test_a_decision_table_that_decides_nothing_is_refused(lesson: Lesson, rows: Any, blanks: int, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        lesson.tables.decisions(*rows, blanks=blanks)


@pytest.mark.parametrize(
    "columns, rows, told",
    [
        ((), 3, "1 to 5 columns, not 0"),
        (("Nguồn",), 0, "1 to 6 rows, not 0"),
        (("Nguồn",), 7, "1 to 6 rows, not 7"),
        (("Nguồn", "nguồn"), 3, "has the column “Nguồn” twice"),
        (("Nguồn", " "), 3, "the head “” has 0 words"),
        (("Một đầu cột dài quá sáu chữ",), 3, "has 7 words; give each column one to 6"),
        (("STT", "Nguồn"), 3, "numbers its rows itself"),
        (("Việc", "Ai làm", "Hạn"), 3, "use `lesson.tables.decisions(blanks=3)`"),
        (("Trụ cột",), ("Kinh tế số",), "needs a second one"),
        (("Trụ cột", "Số"), ("Kinh tế số", " "), "row 2 of the table to fill has no words"),
    ],
)
def test_a_table_to_fill_that_nobody_can_fill_is_refused(
    lesson: Lesson, columns: tuple[str, ...], rows: Any, told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        lesson.tables.to_fill(*columns, rows=rows)
