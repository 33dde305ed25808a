"""The language check: documents and numbers without a source, doubts of the compiler, quotations."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from language_cells import FILE, NOTEBOOK, found
from projects import Project
from taphuan import paths
from taphuan.check.language import check_language
from taphuan.data.rules.articles import digest

# each test reads every text of the project
pytestmark = pytest.mark.kept_copy


# --- Sources -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    [
        "Nghị định 82/2024",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("NĐ 82", "Nghị định số 82/2024/NĐ-CP")),
        "Nghị định\u00a082/2024",
    ],
)
def test_a_document_without_its_citation_is_found(project: Project, named: str) -> None:
    (problem,) = found(project, f"- Theo {named}, hạn mức được bỏ.")
    assert (problem.found, problem.what) == ("NĐ 82/2024", "a document without its citation")
    assert "[@nd-82-2024]" in problem.remedy


@pytest.mark.parametrize(
    "citation",
    [
        pytest.param("[@nd-82-2024]", marks=pytest.mark.slow),
        "[@dau-tu-cntt-k3]",
        pytest.param("[@tong-quan-cds-k1; @nd-82-2024]", marks=pytest.mark.slow),
    ],
)
def test_a_citation_of_the_document_or_of_an_item_that_names_it_is_enough(project: Project, citation: str) -> None:
    assert found(project, f"- Theo Nghị định 82/2024, hạn mức được bỏ. {citation}") == []


def test_another_citation_is_not_enough(project: Project) -> None:
    (problem,) = found(project, "- Theo Nghị định 82/2024, hạn mức được bỏ. [@nd-73-2019]")
    assert problem.found == "NĐ 82/2024"


@pytest.mark.parametrize(("named", "number"), [("748/QĐ-TTg", "748/QĐ-TTg"), ("Nghị định 82/2023", "82/2023")])
def test_a_document_that_nobody_registered_is_found(project: Project, named: str, number: str) -> None:
    (problem,) = found(project, f"- Theo {named}. [@qd-749-2020]")
    assert (problem.found, problem.what) == (number, "a document that is not in the register")


@pytest.mark.slow
def test_notes_may_rest_on_the_cells_of_their_slide(project: Project) -> None:
    assert found(project, "Đọc lại Quyết định 749/QĐ-TTg.", slide_type="notes") == []
    (problem,) = found(project, "Đọc lại Nghị định 73/2019.", slide_type="notes")
    assert problem.found == "NĐ 73/2019"


@pytest.mark.slow
def test_tables_and_titles_may_rest_on_what_the_slide_shows(project: Project) -> None:
    assert found(project, "| Văn bản | Năm |\n| --- | --- |\n| Quyết định 749/QĐ-TTg | 2020 |") == []
    assert found(project, 'lesson.tables.law("nd-82-2024")', type="code") == []
    project.cell(NOTEBOOK, "mo-dau", source="## Nghị định 82 và Quyết định 749/QĐ-TTg")
    assert [problem for problem in check_language().problems if problem.file == FILE] == []
    project.cell(NOTEBOOK, "thu", source='lesson.tables.law("nd-73-2019")')
    (problem,) = (problem for problem in check_language().problems if problem.file == FILE)
    assert problem.found == "NĐ 82/2024"


def test_a_number_without_any_citation_fails_the_check(project: Project) -> None:
    (problem,) = found(project, "- Có 80% xã và 1.200 tổ, riêng ngày 06/4/2022.")
    assert (problem.found, problem.what) == ("80%; 1.200; 06/4/2022", "a number without a citation")


# --- Doubts of the compiler --------------------------------------------------------------------------------------------


def test_every_phrase_of_the_table_is_found_whatever_its_letters(project: Project) -> None:
    with (paths.DATA / "language/doubts.csv").open(encoding="utf-8") as file:
        table = {row["phrase"]: row["remedy"] for row in csv.DictReader(file)}
    assert len(table) >= 25
    said = {phrase[:1].upper() + phrase[1:].replace(" ", "\u00a0", 1): remedy for phrase, remedy in table.items()}
    problems = found(project, "\n".join(f"- {phrase} điều này." for phrase in said))
    doubts = {p.found: (p.where, p.remedy) for p in problems if p.what == "a doubt of the compiler on a page"}
    assert doubts == {phrase: ("cell thu", remedy) for phrase, remedy in said.items()}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("data/modules/ha-tang-so.yaml", "  text: ", "  text: Bài gốc ghi rằng ", "key_points[0].text"),
        ("data/conferences/bac-giang.yaml", "(theo báo chí)", "theo nguồn phụ", "delegates_note"),
        ("data/conferences/article_facts.csv", "Lãnh đạo tỉnh", "Nguồn không nêu lãnh đạo tỉnh", "text_vi"),
        ("notebooks/frame/closing.ipynb", "Phần cuối dành cho", "Chưa đọc phần cuối dành cho", ""),
    ],
)
def test_a_doubt_is_named_with_file_and_place(project: Project, file: str, old: str, new: str, field: str) -> None:
    project.edit(file, old, new)
    (problem,) = check_language().problems
    assert (problem.file, problem.field) == (file, field)
    assert problem.where and problem.remedy.endswith(".")


def test_a_note_of_the_compiler_may_tell_of_gaps(project: Project) -> None:
    project.edit("data/modules/ha-tang-so.yaml", "gaps_and_warnings:\n- ", "gaps_and_warnings:\n- Bài gốc, chưa đọc. ")
    project.edit("data/conferences/bac-kan-2020.yaml", "region_assumption: ", "region_assumption: Bài gốc, chưa rõ. ")
    assert check_language().problems == ()


# --- Quotations --------------------------------------------------------------------------------------------------------

QUOTED = "“Bộ TT&TT luôn tích cực hỗ trợ, đồng hành cùng với Bắc Giang để thúc đẩy hơn nữa việc thực hiện"


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("notebook", "cell", "change", "what"),
    [
        (
            "frame/programme.ipynb",
            "dong-hanh-bg-1",
            {"source": f"**{QUOTED} việc khác”** [@bac-giang-t1]"},
            "the words of the quotation do not stand here in quotation marks",
        ),
        (
            "frame/programme.ipynb",
            "dong-hanh-bg-2",
            {"source": "Ông Nguyễn Huy Dũng [@bac-giang-t1]"},
            "the quotation stands without the office of who said it",
        ),
        (
            "frame/programme.ipynb",
            "dong-hanh-bg-2",
            {"source": "Thứ trưởng Bộ Thông tin và Truyền thông [@bac-giang-t1]"},
            "the quotation stands without the speaker of who said it",
        ),
        (
            "modules/kinh-te-so-xa-hoi-so.ipynb",
            "bon-tam-nghin-1",
            {"taphuan": {}},
            "a quotation of ba-ria-vung-tau-2024 that other conferences would show",
        ),
        (
            "frame/host.ipynb",
            "binh-qn-2",
            {"source": "Ông Bình nói: “tỉnh luôn chỉ đạo quyết liệt” [@quang-nam-2024-f20]"},
            "in quotation marks, but none of the cited items has these words",
        ),
    ],
)
def test_a_quotation_stands_with_its_words_its_name_and_its_office(
    project: Project, notebook: str, cell: str, change: dict[str, object], what: str
) -> None:
    project.cell(notebook, cell, **change)
    problems = [p for p in check_language().problems if p.file == f"notebooks/{notebook}"]
    assert what in [p.what for p in problems]
    assert all(p.where.startswith("cell ") and p.remedy.endswith(".") for p in problems)


def test_the_digests_are_those_of_the_passages_in_quotation_marks(tmp_path: Path) -> None:
    """The tool, on an article of our own: whole passages and their sentences, whatever the marks and the letters."""
    spec = importlib.util.spec_from_file_location("quoted_passages", paths.ROOT / "tools" / "quoted_passages.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    article = 'Ông A nói “Một hai. Ba bốn năm" và “sáu”; còn bảy thì không.'
    rows = list(tool.passages(article, "bai-thu"))
    assert [(row["passage"], row["sentence"], row["words"]) for row in rows] == [
        ("1", "0", "5"), ("1", "1", "2"), ("1", "2", "3"), ("2", "0", "1"),
    ]  # fmt: skip
    assert rows[2]["sha256"] == digest("BA – bốn, năm!") != digest("ba bốn bảy")
