"""Templates of slides/ that cannot be used are told with file and line: before a build, or by the set that asks in vain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index_sample import sample_index
from projects import Project, Run, execute_in_process
from taphuan import paths
from taphuan.check.templates import TemplatesUnfit, check_templates, template_problems
from taphuan.errors import NotComposed
from taphuan.export.formats import write
from taphuan.export.html.index import write_index
from taphuan.export.html.rendering import TemplateFails
from taphuan.lesson.lesson import open_lesson


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old, new, 1)


DECK = "nbconvert/taphuan-deck"
CASES = [
    ("theme.css", replaced(b"}\n", b"\n"), "an opening brace without its closing one"),
    ("phone.css", lambda content: content + b"\n}\n", "a closing brace without its opening one"),
    ("index.css", lambda content: content + b"\n</style><script>", "ends the element that holds the style"),
    ("theme.css", lambda content: b'@import "x.css";\n' + content, "loads another file"),
    ("index.html.j2", lambda content: content + b"\n{{ ", "no template of Jinja"),
    (f"{DECK}/index.html.j2", replaced(b"{%- endif %}", b""), "no template of Jinja"),
    (f"{DECK}/conf.json", lambda content: content[:-4], "no JSON"),
    (f"{DECK}/conf.json", lambda content: json.dumps({"base_template": "lab"}).encode(), "base_template"),
    ("house.mplstyle", lambda content: content + b"\nkhong.co: 1\n", "no setting of matplotlib"),
    ("house.mplstyle", lambda content: content + b"\nfont.size: to\n", "no value of font.size"),
    ("report.typ", lambda content: b"", "the file is empty"),
    ("slide.typ", lambda content: content + b"\xff", "not UTF-8"),
    ("checkup.typ", lambda content: content + b"\0", "a zero in a text"),
]


def test_the_templates_of_the_repository_pass() -> None:
    assert template_problems() == ()


@pytest.mark.kept_copy
def test_each_fault_is_told_with_its_file(project: Project) -> None:
    for name, change, what in CASES:
        path = project.root / "slides" / name
        content = path.read_bytes()
        path.write_bytes(change(content))
        found = [p for p in template_problems() if p.file == f"slides/{name}" and what in p.what]
        assert found and found[0].remedy.endswith("."), (name, what, template_problems())
        path.write_bytes(content)


@pytest.mark.kept_copy
def test_what_is_no_file_is_told(project: Project) -> None:
    (project.root / "slides/theme.css").unlink()
    (project.root / "slides/deck.typ").unlink()
    (project.root / "slides/deck.typ").mkdir()
    with pytest.raises(TemplatesUnfit) as told:
        check_templates()
    assert {(p.file, p.what) for p in told.value.problems} == {
        ("slides/theme.css", "the file is missing"),
        ("slides/deck.typ", "not a file"),
    }


@pytest.mark.kept_copy
@pytest.mark.parametrize(
    ("asked", "said"),
    [("{{ khong_co }}", "'khong_co' is undefined"), ("{{ 1 // 0 }}", "division"), ("{{ 'x' | khong_co }}", "khong_co")],
)
def test_a_template_of_a_page_that_asks_in_vain_names_its_line(asked: str, said: str, project: Project) -> None:
    path = project.root / "slides/index.html.j2"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{asked}\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index(asked) + 1
    with pytest.raises(TemplateFails, match=rf"^slides/index\.html\.j2, line {line}: .*{said}"):
        write_index(sample_index())


@pytest.mark.kept_copy
def test_a_template_of_typst_that_asks_in_vain_names_its_line(project: Project) -> None:
    path = project.root / "slides/deck.typ"
    path.write_text(path.read_text(encoding="utf-8") + "\n#khong-co(1)\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("#khong-co(1)") + 1
    notebook = execute_in_process(open_lesson("quang-nam-2024", "da-nang", "2024-10-31"))
    with pytest.raises(NotComposed, match=rf"slides/deck\.typ, line {line}: unknown variable: khong-co"):
        write(notebook, ("deck.pdf",), 60)


@pytest.mark.slow
def test_a_build_with_a_broken_template_ends_with_2_and_writes_nothing(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path
) -> None:
    (project_copy.root / "slides/index.html.j2").write_text("{% if %}", encoding="utf-8")
    out = tmp_path / "out"
    run = run_cli("build", "--conference", "bac-giang", "--out", str(out), root=project_copy.root)
    assert run.code == 2 and "slides/index.html.j2, line 1: no template of Jinja" in run.err
    assert not out.exists()
    assert paths.SLIDES.is_dir()
