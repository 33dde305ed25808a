"""Numbers that an author wrote: each stands beside a citation that says it, or `make check` fails."""

from __future__ import annotations

import pytest

from language_cells import FILE, put
from projects import Project
from taphuan import paths
from taphuan.check.language.founded import Statements, unfounded

pytestmark = pytest.mark.kept_copy
UNCITED, UNSAID = "a number without a citation", "a number that nothing says of what is cited for it"


def faults(project: Project, source: str, type: str = "markdown", slide_type: str = "-") -> list[tuple[str, str]]:
    put(project, source, type, slide_type)
    return [(problem.found, problem.what) for problem in unfounded(paths.ROOT / FILE, Statements())]


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("- Có 80% xã và 1.200 tổ, riêng ngày 06/4/2022.", "80%; 1.200; 06/4/2022"),
        ("- Thời gian giải quyết còn 15 ngày.", "15"),
        ("- Số hồ sơ tăng 3 lần.", "3"),
        ("| Chỉ số | Điểm |\n| --- | --- |\n| Hạ tầng số | 67,6 |", ""),
    ],
)
def test_a_number_that_nobody_cites_is_a_problem(project: Project, source: str, numbers: str) -> None:
    # the last, a table, rests on what its slide cites; that says nothing of 67,6
    assert faults(project, source) == [(numbers or "67,6", UNCITED if numbers else UNSAID)]


def test_a_number_in_the_code_of_a_figure_rests_on_what_the_slide_cites(project: Project) -> None:
    figure = 'lesson.figures.steps("Một: còn 12,5% hồ sơ", "Hai: hết giấy", caption="Hai bước")'
    assert faults(project, figure, "code") == [("12,5%", UNSAID)]
    put(project, figure, "code")
    project.cell(FILE.removeprefix("notebooks/"), "mo-dau", source="## Chương trình Chuyển đổi số quốc gia")
    project.cell(FILE.removeprefix("notebooks/"), "mo-dau-1", source="- Nhìn hình.")
    assert [(problem.found, problem.what) for problem in unfounded(paths.ROOT / FILE, Statements())] == [
        ("12,5%", UNCITED)
    ]


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("- Có 91% xã. [@tong-quan-cds-g5]", [("91%", UNSAID)]),
        ("- Có 90% hồ sơ. [@tong-quan-cds-g5]", []),
        ("- Quảng Nam xếp 30/63. [@quang-nam-2024-f04]", [("30/63", UNSAID)]),
        # what only a job knows may say it
        ("- Trung bình là 57,9 điểm. [@dti]", []),
        ("- Có 120.000 hồ sơ. [@thanhnien-749]", []),
    ],
)
def test_what_is_cited_must_say_a_measured_number(
    project: Project, source: str, problems: list[tuple[str, str]]
) -> None:
    assert faults(project, source) == problems


@pytest.mark.parametrize(
    "source",
    [
        "- Mỗi nhóm chọn 3 việc, trả lời 5 câu trong 10 phút.",
        "- Bắt đầu lúc 8 giờ 30, nghỉ lúc 15 giờ kém 5, hẹn 7h30 và 13:45.",
        "- Số trong bảng là số giả để tập tính: 40% của 1.250 hồ sơ.",
        "- Có {{ profile.rank }} xã.",
        "1. Việc thứ nhất\n2. Việc thứ hai",
        "- Câu 3 dành cho nhóm dùng phương pháp luận 2-3-5.",
        "- Kế hoạch năm 2025, giai đoạn 2021–2025.",
        "- Chạy `taphuan 12` trước.",
        "- Theo Nghị định 82/2024.",
    ],
)
def test_numbers_that_state_nothing_are_left_alone(project: Project, source: str) -> None:
    assert faults(project, source) == []
