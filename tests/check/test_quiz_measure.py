"""The measure of the quiz in `make check`: counted from the data, told in one line."""

from __future__ import annotations

from typing import Any

import pytest

from taphuan import paths
from taphuan.check.everything import check_everything
from taphuan.check.quiz_measure import measure, measure_line
from taphuan.data.check.check import check_data
from taphuan.known.conferences import module, module_slugs

QUIZ = "data/modules/truyen-thong-chinh-sach.yaml"


def questions() -> Any:
    return module("truyen-thong-chinh-sach").of_kind("quiz")


def test_the_right_answer_is_longest_only_where_it_is_longer_than_every_other(project: Any) -> None:
    before = measure(questions())
    first = next(iter(questions()))
    options, answer = first.detail("options"), first.detail("answer")
    other = next(letter for letter in options if letter != answer)
    longest = max(options.values(), key=len)
    # the right option and another one of the same length: neither is the longest
    project.edit(QUIZ, f"    {answer}: {options[answer]}\n", f"    {answer}: {longest}\n")
    project.edit(QUIZ, f"    {other}: {options[other]}\n", f"    {other}: {longest[::-1]}\n")
    gone = all(len(options[answer]) > len(text) for letter, text in options.items() if letter != answer)
    assert measure(questions()).count == before.count
    assert measure(questions()).longest == pytest.approx(before.longest - 100 * gone / before.count)


def test_a_question_that_is_not_used_does_not_count(project: Any) -> None:
    before = measure(questions())
    project.edit(QUIZ, "  use: true\n", "  use: false\n")
    assert measure(questions()).count == before.count - 1


def test_what_a_question_asks_for_is_counted(project: Any) -> None:
    before = measure(questions())
    project.edit(QUIZ, "  asks: memory\n", "  asks: situation\n")
    after = measure(questions())
    one = 100 / before.count
    assert (after.memory, after.situations) == (
        pytest.approx(before.memory - one),
        pytest.approx(before.situations + one),
    )


def test_what_a_question_asks_for_must_be_said_and_known(project: Any) -> None:
    project.edit(QUIZ, "  asks: memory\n", "  asks: trivia\n")
    project.edit(QUIZ, "  asks: rule\n", "")
    found = [str(problem) for problem in check_data(paths.DATA) if "asks" in problem.field]
    assert len(found) == 2
    assert any("trivia" in problem and "memory" in problem and "situation" in problem for problem in found)


def test_the_line_counts_all_questions() -> None:
    count = sum(measure(module(slug).of_kind("quiz")).count for slug in module_slugs())
    assert measure_line().startswith(f"quiz: {count} questions; the right answer is the longest in ")


def test_a_question_that_no_slide_teaches_is_told(project: Any) -> None:
    project.edit(
        "data/modules/tong-quan-cds.yaml",
        "  use: false\n  use_note: Chưa có trang nào của chuyên đề dạy ý này.",
        "  use: true\n"
        "  whys:\n"
        "    A: Cơ quan chuyên trách giúp việc cho người khác.\n"
        "    B: Nhà cung cấp bán sản phẩm cho người khác.\n"
        "    D: Ban chỉ đạo điều hành công việc.",
    )
    (found,) = check_everything().problems
    assert (found.file, found.found) == ("notebooks/modules/tong-quan-cds.ipynb", "tong-quan-cds-q10")
    assert "Cite tong-quan-cds-k7 on the slide that teaches it" in found.remedy
