"""Tables that the hall fills: who does what until when, and blanks under the author's heads.

What is not agreed yet is an empty cell on warm ground, in every form.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import day, fold, say

_MOST_ROWS = 6
_MOST_COLUMNS = 5  # beside the number of the row
_TASK_WORDS = 25
_HEAD_WORDS = 6
# what a deadline may be: 31/12/2026, tháng 01/2027, quý I/2027, năm 2027
_DEADLINE = re.compile(r"(?:(\d{1,2})/|tháng )?(\d{1,2})/(\d{4})|quý (I{1,3}|IV|[1-4])/(\d{4})|năm (\d{4})")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_NUMBER = ("TT", "right", 0.5)
_COUNTER = ("stt", "tt", "so thu tu")
_DECISION = ({"viec", "nhiem vu"}, {"nguoi", "ai", "ai lam", "nguoi lam"}, {"han", "ngay", "thoi han"})


def decisions(lesson: Lesson, *rows: tuple[str, str, str], blanks: int = 0, caption: str = "") -> TableView:
    """What was decided: (task, who, deadline) a row, then `blanks` rows to fill; who and deadline may be "" until agreed.

    A deadline is "31/12/2026", "tháng 01/2027", "quý I/2027" or "năm 2027". Raises ValueError for no row or more than six,
    for a task without words or too long, said twice, and for a deadline that is none or over on the lesson's day.
    """
    _within("decision table", "rows", len(rows) + blanks, _MOST_ROWS)
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str) or len(row) != 3:
            raise ValueError(f"row {number} of the decision table is {row!r}; give task, person and deadline")
        task, _, deadline = (cell.strip() for cell in row)
        if not task:
            raise ValueError(
                f"row {number} of the decision table has no task; rows without one are `blanks={blanks + 1}`"
            )
        if len(task.split()) > _TASK_WORDS:
            raise ValueError(
                f"the task “{task}” has {len(task.split())} words; a decision table has room for {_TASK_WORDS}: cut words"
            )
        if fold(task) in seen:
            raise ValueError(f"the decision table says “{task}” twice; keep one row")
        seen[fold(task)] = task
        if deadline:
            _check_deadline(deadline, task, lesson.as_of)
    filled = [tuple(cell.strip() for cell in row) for row in rows] + [("", "", "")] * blanks
    return table(
        lesson.profile,
        "decisions",
        (
            _NUMBER,
            (say("lesson.tables.hand.task"), "left", 5),
            (say("lesson.tables.hand.person"), "left", 2.2),
            (say("lesson.tables.hand.due"), "left", 1.6),
        ),
        tuple((str(number), *cells) for number, cells in enumerate(filled, start=1)),
        caption or say("lesson.tables.hand.decisions_title"),
        "",
        to_fill=True,
    )


def to_fill(lesson: Lesson, *columns: str, rows: int | Sequence[str] = 3, caption: str = "") -> TableView:
    """Blanks to fill under the author's heads. `rows` is how many, numbered, or what stands in the first column of each.

    Raises ValueError for too few or too many rows or columns, a head without words, too long or twice, a column for
    the number of the row, which the table writes itself, and for task, person and deadline, which are a decision table.
    """
    counted = isinstance(rows, int)
    labels = [str(number) for number in range(1, rows + 1)] if isinstance(rows, int) else [row.strip() for row in rows]
    heads = [column.strip() for column in columns]
    _within("table to fill", "rows", len(labels), _MOST_ROWS)
    _within("table to fill", "columns", len(heads), _MOST_COLUMNS)
    _check_heads(heads)
    folded = [fold(head) for head in heads]
    if counted and any(plain in _COUNTER for plain in folded):
        raise ValueError("the table to fill numbers its rows itself; leave the column for the number out")
    if counted and len(heads) == 3 and all(plain in words for plain, words in zip(folded, _DECISION, strict=True)):
        raise ValueError(f"{', '.join(heads)} are a decision; use `lesson.tables.decisions(blanks={len(labels)})`")
    if not counted and len(heads) < 2:
        raise ValueError("a table to fill whose first column is written needs a second one; name it")
    if "" in labels:
        raise ValueError(
            f"row {labels.index('') + 1} of the table to fill has no words; give `rows` a number for rows without"
        )
    blanks = [(head, "left", 3.0 if counted and at == 0 else 2.0) for at, head in enumerate(heads[not counted :])]
    return table(
        lesson.profile,
        "to-fill",
        (_NUMBER if counted else (heads[0], "left", 2.4), *blanks),
        tuple((label, *[""] * len(blanks)) for label in labels),
        caption or say("lesson.tables.hand.blank_title"),
        "",
        to_fill=True,
    )


def _check_heads(heads: list[str]) -> None:
    folded = [fold(head) for head in heads]
    for head, plain in zip(heads, folded, strict=True):
        if not 1 <= len(head.split()) <= _HEAD_WORDS:
            raise ValueError(f"the head “{head}” has {len(head.split())} words; give each column one to {_HEAD_WORDS}")
        if folded.count(plain) > 1:
            raise ValueError(f"the table to fill has the column “{head}” twice; name what each is for")


def _within(what: str, part: str, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise ValueError(f"a {what} has 1 to {most} {part}, not {count}; split it between slides or leave it out")


def _check_deadline(deadline: str, task: str, as_of: date) -> None:
    """Raises ValueError for what is no deadline, and for one that is over on the day."""
    try:
        last = _last_day(deadline)
    except ValueError:
        raise ValueError(
            f"“{deadline}” is no deadline of “{task}”; write a day (31/12/2026), a month, a quarter "
            "or a year, or nothing while none is agreed"
        ) from None
    if last < as_of:
        raise ValueError(f"the deadline “{deadline}” of “{task}” was over on {day(as_of)}; give a later one or none")


def _last_day(deadline: str) -> date:
    """The last day of a deadline; ValueError for what is none."""
    if not (found := _DEADLINE.fullmatch(deadline)):
        raise ValueError(deadline)
    day_, month, year, quarter, of, whole = found.groups()
    if day_:
        return date(int(year), int(month), int(day_))
    if month:
        return _end_of(int(year), int(month))
    return _end_of(int(of), 3 * int(_QUARTERS.get(quarter, quarter))) if quarter else date(int(whole), 12, 31)


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
