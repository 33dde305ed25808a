"""Falsehoods planted in real briefings and workbooks are found: every number, every name, every word that compares."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from context import RULES, read_sentence
from figure_rules import check_figure
from projects import execute_in_process
from reading import read_notebook
from taphuan.lesson.lesson import open_lesson
from verify import check_sentence, in_context, unread, unread_number, verify_notebook
from words import sentences

UNITS = (
    ("ke-hoach-2027", "ho-chi-minh", "2026-11-21"),
    ("ke-hoach-2027", "cao-bang", "2026-11-21"),
    ("quang-nam-2024", "quang-nam", "2024-10-31"),
)
TABLES = ("weak", "roadmap", "assignments", "public-service-table")
SWAPS = (
    ("cao hơn", "thấp hơn"),
    ("thấp hơn", "cao hơn"),
    ("ngang trung bình", "cao hơn trung bình"),
    ("Quảng Ninh, nơi", "Hải Phòng, nơi"),
    ("Hai trong tám", "Ba trong tám"),
    ("cùng thứ 6", "thứ 6"),
    ("điểm tối đa: nhận thức số", "điểm tối đa: hạ tầng số"),
)


@cache
def composed(of: tuple[str, str, str]) -> Any:
    return execute_in_process(open_lesson(*of))


def briefing_texts(of: tuple[str, str, str]) -> list[tuple[str, Any]]:
    found = in_context(read_notebook(composed(of), of[1]))
    return [
        (said, context)
        for text, context in found
        if text.document == "briefing" and text.role == "body" and "ket-qua de-xuat ton-tai".find(text.slide[18:]) >= 0
        for said in sentences(text.text)
    ]


def is_found(said: str, context: Any) -> bool:
    return bool(list(check_sentence(said, context)) or unread(said) or unread_number(said))


@pytest.mark.parametrize("of", UNITS, ids=lambda of: of[1])
def test_what_a_briefing_says_is_true_and_no_number_of_it_can_be_changed(of: tuple[str, str, str]) -> None:
    missed, changed = [], 0
    for said, context in briefing_texts(of):
        assert list(check_sentence(said, context)) == []
        if not any(RULES[i][3] for i, _ in read_sentence(said)):
            continue
        for number in re.finditer(r"\d+(?:,\d)?", re.sub(r"hạn: .*|Kết quả do.*", "", said)):
            digit = (int(number[0][-1]) + 3) % 10
            false = f"{said[: number.end() - 1]}{digit}{said[number.end() :]}"
            changed += 1
            if not is_found(false, context):
                missed.append(f"{said} → {number[0]} as …{digit}")
    assert missed == []
    assert changed >= 10


def test_no_word_that_compares_and_no_name_can_be_changed() -> None:
    swapped = set()
    for of in UNITS:
        for said, context in briefing_texts(of):
            for word, other in SWAPS:
                if word in said:
                    swapped.add(word)
                    assert is_found(said.replace(word, other, 1), context), (said, other)
    assert swapped == {word for word, _ in SWAPS}


@pytest.mark.parametrize("of", UNITS, ids=lambda of: of[1])
def test_no_cell_of_a_table_of_a_briefing_can_be_changed(of: tuple[str, str, str]) -> None:
    found = read_notebook(composed(of), of[1])
    _, context = next(iter(in_context(found)))
    kinds = set()
    for *_, figure in found.figures:
        if figure.kind not in TABLES:
            continue
        kinds.add(figure.kind)
        assert list(check_figure(figure, context)) == []
        for at, row in enumerate(figure.rows):
            for place, value in enumerate(row):
                if not re.search(r"\d", str(value)) or figure.columns[place] == "Căn cứ":
                    continue
                false = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 3) % 10), str(value))
                rows = (*figure.rows[:at], (*row[:place], false, *row[place + 1 :]), *figure.rows[at + 1 :])
                assert list(check_figure(replace(figure, rows=rows), context)), (figure.kind, row, false)
    assert "weak" in kinds and (of[0] != "ke-hoach-2027" or kinds == set(TABLES))


def test_a_wrong_number_of_a_workbook_is_a_finding_of_its_set() -> None:
    planted = copy.deepcopy(composed(UNITS[0]))
    row = planted["metadata"]["taphuan"]["workbook"]["sheets"][1]["rows"][0]
    row[3] = 0.7771
    found = verify_notebook(planted, "ho-chi-minh")
    assert [f.data for f in found if f.slide.startswith("DTI") or f.document.endswith("ho-chi-minh")]
    assert any("0.7770" in str(f) or "0.777" in f.data for f in found)
