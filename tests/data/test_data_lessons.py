"""Bad objectives, exercises and sheets in a module file: each is told with its line, what was found and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_faults import copy_of_data, spoil
from taphuan.data.check.check import check_data

# what learners do in three modules, beside this file: the lessons themselves are rewritten, these are not
LESSONS = Path(__file__).with_name("lessons")
CARDS, SHEET, PLAN = "modules/dau-tu-cntt.yaml", "modules/dich-vu-cong-truc-tuyen.yaml", "modules/lap-ke-hoach-cds.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    data = copy_of_data(tmp_path)
    for lesson in LESSONS.iterdir():
        path = data / "modules" / lesson.name
        others = re.sub(
            r"(?ms)^(?:objectives|exercises|sheets|decisions):\n.*?(?=^\w|\Z)", "", path.read_text(encoding="utf-8")
        )
        path.write_text(others + lesson.read_text(encoding="utf-8"), encoding="utf-8")
    return data


FAULTS = [
    # an exercise whose answer is no bin, whose bins are two of one name, whose card is too long or there twice
    (CARDS, "    bin: Lập dự án\n", "    bin: Lập đự án\n", "exercises[0].cards[2].bin", "no bin of the exercise", "Did you mean"),
    (CARDS, "  - 'Lập dự án: Điều 66'", "  - 'Không phải lập dự án: Điều 66'", "exercises[0].bins[1]", "two bins have this name", "Rename"),
    (CARDS, "text: Viết phần mềm riêng cho đơn vị", "text: Viết phần mềm riêng cho đơn vị và các xã trong tỉnh dùng chung", "exercises[0].cards[2].text", "14 words", "10 words"),
    (CARDS, "text: Viết phần mềm riêng cho đơn vị", "text: Mua năm máy quét cho bộ phận một cửa", "exercises[0].cards[2].text", "twice", "Delete"),
    (CARDS, "  minutes: 10\n  task", "  minutes: 90\n  task", "exercises[0].minutes", "", ""),
    # an exercise without an answer, a sheet without an example
    (CARDS, "    why: Làm mới một hệ thống thì lập dự án.\n", "", "exercises[0].cards[2].why", "", ""),
    (PLAN, "  example:\n  - [Hạ tầng số, 52.5, 61, null, Lập danh sách thôn chưa có sóng và hẹn nhà mạng, Sở chủ trì, null]\n  - [Nhân lực số, 70, 68.5, null, Giữ lớp bồi dưỡng mỗi quý, Sở chủ trì, null]\n", "", "sheets[0].example", "", ""),
    # a sheet whose example fails its own validation
    (SHEET, "[Thủ tục thứ nhất, 120, 90,", "[Thủ tục thứ nhất, 120, 130,", "sheets[0].example[0][2]", "more than column b allows", "Correct"),
    (SHEET, "[Thủ tục thứ nhất, 120, 90,", "[Thủ tục thứ nhất, 120, -1,", "sheets[0].example[0][2]", "a number from 0", "Correct"),
    (SHEET, "[Thủ tục thứ nhất, 120, 90,", "[Thủ tục thứ nhất, 120, 90.5,", "sheets[0].example[0][2]", "a whole number", "Correct"),
    (SHEET, "[Thủ tục thứ nhất, 120, 90,", "[Thủ tục thứ nhất, 120, null,", "sheets[0].example[0][2]", "is not filled", "Correct"),
    (SHEET, "114, null, null, null]", "114, 0.75, null, null]", "sheets[0].example[0][5]", "is computed", "Correct"),
    (SHEET, "114, null, null, null]", "114, null, null]", "sheets[0].example[0]", "7 values for 8 columns", "null"),
    (CARDS, "Mua lẻ, Không phải lập, Điểm a", "Mua, Không phải lập, Điểm a", "sheets[0].example[0][1]", "takes one of: Mua lẻ, Thuê sẵn có", "Correct"),
    (SHEET, "  rows: 3\n  practice", "  rows: 2\n  practice", "sheets[0].rows", "3 rows of the example", "as many rows"),
    # formulas and letters
    (SHEET, "formula: c / b", "formula: c / z", "sheets[0].columns[5].formula", "names z", "Use b, c, d, e"),
    (SHEET, "formula: c / b", "formula: c ** b", "sheets[0].columns[5].formula", "may not stand in a formula", "Correct"),
    (SHEET, "formula: c / b", "formula: c / a", "sheets[0].columns[5].formula", "names a", "Use b, c, d, e"),
    (SHEET, "  - letter: h\n", "  - letter: i\n", "sheets[0].columns", "not lettered in order", "a, b, c"),
    (SHEET, "    at_most: c\n", "    at_most: d\n", "sheets[0].columns[3].at_most", "no other column of numbers", "b, c, e"),
    # an exercise that is computed: no such sheet, rows that do not keep to it or are solved in its example, half of it given
    (SHEET, "  sheet: dich-vu-cong-truc-tuyen-p1\n", "  sheet: dich-vu-cong-truc-tuyen-p2\n", "exercises[0].sheet", "no sheet of the module", "Did you mean"),
    (SHEET, "[Thủ tục A, 240, 180,", "[Thủ tục A, 240, 280,", "exercises[0].given[0][2]", "more than column b allows", "Correct"),
    (SHEET, "36, 228, null, null, null]", "36, 228, 0.75, null, null]", "exercises[0].given[0][5]", "is computed", "Correct"),
    (SHEET, "[Thủ tục B, 90, 27, 27, 81, null, null, null]", "[Thủ tục thứ hai, 80, 20, 18, 72, null, null, null]", "exercises[0].given[1]", "solved in the example", "other numbers"),
    (SHEET, "  finding: Thủ tục A nộp trực tuyến nhiều hơn, nhưng phần lớn là cán bộ nộp hộ.\n", "", "exercises[0]", "either bins and cards, or sheet, given and finding", ""),
    (SHEET, "    formula: c / b\n", "", "sheets[0].columns[5]", "needs a formula", ""),
    # objectives
    (SHEET, "text: Tính được tỷ lệ", "text: Hiểu được tỷ lệ", "objectives[0].text", "what the learner does", "tính, lập"),
    (SHEET, "text: Phân loại được một thủ tục", "text: Phân loại được theo NĐ 42/2022 một thủ tục", "objectives[1].text", "names a document", "on the slides"),
    (SHEET, "- id: dich-vu-cong-truc-tuyen-mt2\n", "- id: dich-vu-cong-truc-tuyen-mt1\n", "objectives[1].id", "the same id", "another id"),
]  # fmt: skip


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("file", "old", "new", "field", "what", "remedy"), FAULTS, ids=[f"{f[3]} {f[4]}" for f in FAULTS]
)
def test_a_fault_is_told_with_its_place(
    root: Path, file: str, old: str, new: str, field: str, what: str, remedy: str
) -> None:
    spoil(root / file, old, new)
    found = [problem for problem in check_data(root) if problem.field.startswith(field)]
    assert found
    assert any(what in problem.what and remedy in problem.remedy for problem in found), [str(one) for one in found]
    assert all(problem.where.startswith("line ") for problem in found)


def test_a_module_states_three_objectives_at_a_time(root: Path) -> None:
    text = (root / SHEET).read_text(encoding="utf-8")
    start = text.index("- id: dich-vu-cong-truc-tuyen-mt3")
    (root / SHEET).write_text(text[:start] + text[text.index("sheets:\n") :], encoding="utf-8")
    (found,) = [problem for problem in check_data(root) if problem.field == "objectives"]
    assert "2 objectives for the days from 2022-06-24" in found.what


def test_every_wrong_option_has_its_reason(root: Path) -> None:
    path = root / "modules/truyen-thong-chinh-sach.yaml"
    text = path.read_text(encoding="utf-8")
    reasons = re.findall(r"(?m)^  whys:\n(?:    .*\n)+", text)
    assert len(reasons) > 10
    path.write_text(
        text.replace(reasons[0], "", 1).replace(reasons[1], reasons[1].replace("    ", "    Z", 1), 1), "utf-8"
    )
    found = [problem for problem in check_data(root) if problem.field.endswith(".whys")]
    assert len(found) == 2
    assert all(problem.remedy.startswith("Give one sentence for each of ") for problem in found)


def test_a_question_that_nobody_is_asked_needs_no_reasons(root: Path) -> None:
    path = root / "modules/tong-quan-cds.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: tong-quan-cds-q10\n")
    assert "use: false" in text[start : text.index("\n- id: ", start + 1)]
    assert [problem for problem in check_data(root) if "tong-quan-cds" in problem.file] == []
