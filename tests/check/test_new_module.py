"""`taphuan new module`: a draft that builds at once and says so, what is left of it to write, and the module it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import Project, Run
from taphuan.build.listing import lines
from taphuan.check.drafts import drafts
from taphuan.check.everything import Report, check_everything
from taphuan.check.tidy import what_tidy_would_change
from taphuan.cli import main
from taphuan.data.drafts import TO_WRITE
from taphuan.known.conferences import conference, module
from taphuan.lesson.teaching import Teaching

pytestmark = pytest.mark.kept_copy

SLUG = "giong-lua"
DATA, NOTEBOOK = f"data/modules/{SLUG}.yaml", f"notebooks/modules/{SLUG}.ipynb"
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def new(slug: str = SLUG, *options: str) -> Result:
    result = CliRunner().invoke(main, ["new", "module", slug, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def name_in(project: Project, slug: str) -> None:
    """The conference `slug` teaches the module too."""
    project.edit(f"data/conferences/{slug}.yaml", "modules:\n", f"modules:\n- {SLUG}\n")


def left(report: Report) -> list[str]:
    return [problem.what for problem in report.warnings if problem.code == "TH548"]


def fill(project: Project) -> None:
    """Everything that is to be written, written: words of no sense, each another, and a source that is there."""
    written: dict[str, str] = {}

    def words(mark: re.Match[str]) -> str:
        # what is the same stays the same: a card names its bin
        return written.setdefault(mark[0], f"việc {' '.join(DIGITS[int(digit)] for digit in str(len(written)))}")

    for name in (DATA, NOTEBOOK):
        file = project.root / name
        text = TO_WRITE.sub(words, file.read_text(encoding="utf-8"))
        file.write_text(text.replace("can-viet", "bao-quangnam-2024"), encoding="utf-8")


@pytest.mark.slow
def test_a_new_module_is_a_draft_that_every_check_takes(project: Project) -> None:
    result = new(SLUG, "--title", "Chọn giống lúa cho vụ đông xuân", "--short-title", "Chọn giống lúa")
    assert result.exit_code == 0, result.output
    assert [line[:2] for line in result.output.splitlines()[-3:]] == ["1.", "2.", "3."]
    name_in(project, "ky-nang-2027")
    report = check_everything()
    assert report.problems == ()
    (line,) = left(report)
    assert line.startswith("still to be written: audience (line ")
    for part in ("key_points (9 places, lines ", "exercises (", "sheets (", "decisions (line ", "quiz ("):
        assert part in line
    assert f"{NOTEBOOK} (cells mo-dau, mo-dau-loi, can-biet," in line
    assert what_tidy_would_change(project.root / NOTEBOOK) == ""
    assert all(cell["source"] for cell in json.loads((project.root / NOTEBOOK).read_text(encoding="utf-8"))["cells"])


def test_its_titles_say_what_it_is_and_a_hall_is_not_asked_about_it(project: Project) -> None:
    new(SLUG, "--title", "Chọn giống lúa")
    name_in(project, "ky-nang-2027")
    made, conf = module(SLUG), conference("ky-nang-2027")
    assert (made.title, made.short_title) == ("BẢN NHÁP: Chọn giống lúa",) * 2
    hall, alone = Teaching(conf, conf.as_of), Teaching(conf, conf.as_of, SLUG)
    assert made in hall.modules
    assert not any(item.owner == SLUG for item in (*hall.on_paper, *hall.quiz, *hall.questions))
    assert len(alone.quiz) == 5
    assert [problem.code for problem in drafts()] == ["TH548"]
    listed = "\n".join(lines("modules", conf.as_of, True, None))
    assert re.search(rf"^{SLUG} +being written ", listed, re.MULTILINE)
    assert f"ready, being written: {SLUG}" in "\n".join(lines("conferences", conf.as_of, True, None))


@pytest.mark.slow
def test_nothing_that_is_to_be_written_stands_where_nobody_says_so(project: Project) -> None:
    new()
    project.edit(DATA, "written: false\n", "written: true\n")
    problems = check_everything().problems
    assert {problem.code for problem in problems} == {"TH461", "TH422"}
    assert len([problem for problem in problems if problem.field.startswith("quiz")]) > 25
    project.edit(DATA, "written: true\n", "written: false\n")
    project.edit(
        "notebooks/modules/ha-tang-so.ipynb", '"source": [\n    "## ', '"source": [\n    "## «BẢN NHÁP – tên trang» '
    )
    (problem,) = check_everything().problems
    assert (problem.code, problem.found) == ("TH461", "«BẢN NHÁP – tên trang»")
    assert problem.file == "notebooks/modules/ha-tang-so.ipynb"


@pytest.mark.slow
def test_what_is_half_written_is_checked_leniently_until_it_says_it_is_written(project: Project) -> None:
    new()
    name_in(project, "ky-nang-2027")
    fill(project)
    project.edit(DATA, "'Lập được", "'Hiểu được")
    project.edit(NOTEBOOK, '     "block": "decision",\n', "")
    report = check_everything()
    assert report.problems == ()
    assert left(report) == ["nothing is left to be written"]
    project.edit(DATA, "written: false\n", "")
    assert {problem.code for problem in check_everything().problems} == {"TH451"}
    project.edit(DATA, "'Hiểu được", "'Lập được")
    assert {problem.what[:38] for problem in check_everything().problems} == {"no slide with a decision on the day of"}


@pytest.mark.slow
def test_what_is_written_is_a_module_like_the_others(project: Project) -> None:
    new()
    name_in(project, "ky-nang-2027")
    fill(project)
    project.edit(DATA, "written: false\n", "")
    report = check_everything()
    assert report.problems == ()
    assert left(report) == []
    assert not module(SLUG).title.startswith("BẢN NHÁP")


@pytest.mark.parametrize(
    ("slug", "options", "words"),
    [
        ("du-lieu-so", (), "data/modules/du-lieu-so.yaml, notebooks/modules/du-lieu-so.ipynb"),
        ("lpt1", (), "device on Windows"),
        (SLUG, ("--title", "x" * 71), "--title: 71 letters, and its place holds 70"),
        (SLUG, ("--title", "Chọn giông lúa nhât"), "(found: nhât)"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_written(
    project: Project, slug: str, options: tuple[str, ...], words: str
) -> None:
    before = sorted(project.root.rglob("*"))
    result = new(slug, *options)
    assert result.exit_code == 2
    assert words in result.output
    assert sorted(project.root.rglob("*")) == before


@pytest.mark.slow
def test_a_conference_that_names_it_builds_and_marks_every_slide_of_it(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path
) -> None:
    def cli(*arguments: str) -> str:
        done = run_cli(*arguments, root=project_copy.root)
        assert done.code == 0, done.err
        return done.out

    commands = cli("new", "module", SLUG).splitlines()[-2].partition(": ")[2].split("; ")
    forms = (
        "deck.md",
        "deck.html",
        "deck.pptx",
        "worksheets.docx",
        "worksheets.xlsx",
        "quiz.docx",
        "plan.docx",
        "handout.pdf",
    )
    for command in commands:
        arguments = command.removeprefix("taphuan ").split()
        build = ["--out", str(tmp_path / "out"), *(part for form in forms for part in ("--format", form))]
        cli(*arguments, *(build if arguments[0] == "build" else ()))
    deck = (tmp_path / f"out/thu-{SLUG}/modules/{SLUG}/deck.md").read_text(encoding="utf-8")
    slides = re.split(r"^## ", deck, flags=re.MULTILINE)[1:]
    shown = [slide for slide in slides if "*Trang" in slide]
    assert len(shown) > 10
    # what opens the questions says nothing of its own
    assert [slide.partition("\n")[0] for slide in shown if "BẢN NHÁP" not in slide] == ["Thảo luận và kiểm tra nhanh"]
