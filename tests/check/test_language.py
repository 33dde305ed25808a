"""The language check as a whole: the project's own prose is clean, what counts as prose, the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from language_cells import FILE, found, put
from projects import Project, Run
from taphuan import paths
from taphuan.check.language import check_language
from taphuan.check.language.texts import GAP, all_texts, code_texts, template_texts, visible, yaml_texts
from taphuan.errors import EXIT_BAD_INPUT, EXIT_DONE

# each test reads every text of the project
pytestmark = pytest.mark.kept_copy

GUIDE = paths.GUIDE


# --- The project itself ------------------------------------------------------------------------------------------------


def test_our_own_prose_is_clean() -> None:
    findings = check_language()
    assert [str(problem) for problem in findings.problems] == []
    assert [str(warning) for warning in findings.warnings] == []


def test_everything_people_read_is_looked_at() -> None:
    """Sentences of every kind of place, as they stand there."""
    texts = list(all_texts())
    joined = {text.file: "" for text in texts}
    for text in texts:
        joined[text.file] += text.content + "\n"
    for notebook in paths.NOTEBOOKS.glob("*/*.ipynb"):
        assert notebook.relative_to(paths.ROOT).as_posix() in joined
    for folder in (paths.MODULES, paths.CONFERENCES):
        assert {path.relative_to(paths.ROOT).as_posix() for path in folder.glob("*.yaml")} <= set(joined)
    for file, sentence in {
        "data/law/legal_documents.csv": "Luật Chuyển đổi số",
        "data/conferences/article_facts.csv": "Nội dung chính thứ nhất của chương trình",
        "data/conferences/quotations.csv": "chuyển đổi số là chưa có tiền lệ",
        "src/taphuan/words.toml": "Văn bản về chuyển đổi số của",
        "src/taphuan/lesson/claims/standing.py": "đứng cuối về DTI năm",
        "docs/huong-dan.md": "Cần có Python",
    }.items():
        assert sentence in joined[file], file


# --- What counts as prose ----------------------------------------------------------------------------------------------


def test_code_addresses_ids_and_placeholders_are_no_prose() -> None:
    markdown = (
        "## Xem [trang](https://example.org/a-b) và `make check` [@nd-82-2024]\n"
        "<!-- draft -->\n- **{{ unit.name }}** tại dichvucong.gov.vn, tệp data/sources.csv <br> hết\n"
    )
    assert visible(markdown) == f"Xem [trang] và {GAP}\n\n{GAP} tại {GAP}, tệp {GAP}  hết\n"


@pytest.mark.slow
def test_sentences_in_the_cells_of_code_are_prose(project: Project) -> None:
    (problem,) = found(project, 'lesson.figures.rank_card(size="print", note="Nhận thưc")', type="code")
    assert problem.found == "thưc"


def test_the_words_of_the_program_are_prose_and_its_docstrings_are_not(tmp_path: Path) -> None:
    module = tmp_path / "page.py"
    module.write_text(
        '"""Tiêu đề in English."""\nimport re\nA = re.compile("tỉnh|thành phố")\nB = f"Tỉnh {A} xếp hạng {B}"\nC = "rank"\n',
        encoding="utf-8",
    )
    assert [(text.where, text.content) for text in code_texts(module, module.name)] == [
        ("line 4", f"Tỉnh {GAP} xếp hạng {GAP}")
    ]


def test_a_template_speaks_between_its_tags_and_in_its_labels(tmp_path: Path) -> None:
    template = tmp_path / "page.html.j2"
    template.write_text(
        '<p title="Tỉnh khác">\n{% if x %}Chọn {{ a["b"] }} nghị{% endif %}</p>\n<script>let a = "lỗi"</script>',
        encoding="utf-8",
    )
    assert [(t.where, t.content) for t in template_texts(template)] == [
        ("line 1", "Tỉnh khác"),
        ("line 2", f"Chọn {GAP} nghị"),
    ]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("source", "hit"),
    [("- Giai đoạn 2020-2025.", "2020-2025"), ("- Công bố ngày 2024-10-31.", "2024-10-31"), ('- Ghi "vậy".', '"vậy".')],
)
def test_what_looks_like_an_id_is_still_read_as_a_number(project: Project, source: str, hit: str) -> None:
    # and such a number has no citation either
    assert {problem.found for problem in found(project, source)} == {hit}


def test_a_value_of_a_yaml_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "thu.yaml"
    file.write_text("slug: thu\nkey_points:\n- id: thu-k1\n  text: Nhận thức\n  known_from: '2024-01-01'\n", "utf-8")
    assert [(t.where, t.field, t.content) for t in yaml_texts(file, file.name)] == [
        ("line 4", "key_points[0].text", "Nhận thức")
    ]


@pytest.mark.slow
def test_a_fault_in_a_module_file_and_in_a_table_is_named_with_its_place(project: Project) -> None:
    project.edit("data/modules/tong-quan-cds.yaml", "title_vi: Tổng quan", "title_vi: Tổng qoan")
    project.edit("data/law/legal_documents.csv", "Luật Công nghệ thông tin", "Luật Công nghệ thông tinn")
    problems = {(p.file, p.field, p.found) for p in check_language().problems}
    assert problems >= {
        ("data/modules/tong-quan-cds.yaml", "title_vi", "qoan"),
        ("data/law/legal_documents.csv", "title_vi", "tinn"),
    }
    (line,) = (p.where for p in check_language().problems if p.found == "qoan")
    text = (project.root / "data/modules/tong-quan-cds.yaml").read_text(encoding="utf-8").split("\n")
    assert "qoan" in text[int(line.removeprefix("line ")) - 1]


# --- The command -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_fails_on_a_slip_and_only_prints_a_doubt(
    project_copy: Project, run_cli: Callable[..., Run]
) -> None:
    put(project_copy, "- Kế hoạch chuyển đồi số.")
    assert run_cli("tidy", root=project_copy.root).code == EXIT_DONE
    done = run_cli("check", root=project_copy.root)
    assert done.code == EXIT_DONE
    assert f"warning: {FILE}, cell thu: elsewhere it reads “chuyển đổi số” (found: chuyển đồi số)." in done.err
    assert re.search(r"files in order, \d+ warnings? \(", done.out)

    put(project_copy, "- Kế hoạch chuyễn đổi số.")
    assert run_cli("tidy", root=project_copy.root).code == EXIT_DONE
    done = run_cli("check", root=project_copy.root)
    assert done.code == EXIT_BAD_INPUT
    assert f"{FILE}, cell thu: no Vietnamese syllable (found: chuyễn). Did you mean “chuyển”?" in done.err
    assert "1 problem in " in done.out


def test_a_build_never_looks_at_the_language() -> None:
    """Speed: nothing that a build imports imports the check."""
    for path in sorted(paths.PACKAGE.rglob("*.py")):
        if path.name not in ("everything.py", "one_notebook.py") and path.parent.name not in ("language", "add", "new"):
            assert "taphuan.check.language" not in path.read_text(encoding="utf-8"), path


def test_the_columns_marked_as_prose_are_there() -> None:
    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    marked = [f["name"] for r in package["resources"] for f in r.get("schema", {}).get("fields", []) if "language" in f]
    assert {"title_vi", "text_vi", "before", "after", "meaning"} <= set(marked)
