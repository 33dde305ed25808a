"""Quarto as a second renderer: the project it gets, how it is called, and what is told when it does not deliver.

A script that writes down how it was called stands for Quarto everywhere; where the real one is installed it runs as well.
What pandoc and Typst make of the project is in test_pandoc.py.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_output

from projects import Run, execute_in_process
from taphuan.errors import EXIT_ENVIRONMENT, EXIT_JOBS_FAILED, EnvironmentLacks, NotComposed
from taphuan.export.quarto.prepare import PANDOC, target_of
from taphuan.export.quarto.project import prepare
from taphuan.export.quarto.run import find_quarto, preview, render
from taphuan.lesson.lesson import open_lesson

DECKS = ("deck.quarto.html", "deck.quarto.pptx", "deck.quarto.pdf")
NAMES = (*DECKS, "briefing.quarto.docx", "briefing.quarto.pdf")
WITH_REFERENCE = (("deck", "pptx"), ("paper", "docx"))
STUB = """\
import json, os, pathlib, subprocess, sys
here = pathlib.Path(__file__).parent
if sys.argv[1:] == ["--version"]:
    print((here / "version").read_text())
    sys.exit()
with open(here / "calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
does = json.loads((here / "does").read_text()).get(sys.argv[4], "")
if does == "hang":
    child = subprocess.Popen(["sleep", "60"])
    (here / "child").write_text(str(child.pid))
    child.wait()
if does == "fail":
    print("pandoc\\n  to: revealjs\\n\\n\\033[31mERROR: không tìm thấy phông chữ\\033[0m", file=sys.stderr)
    print(*(f"line {at}\\n    at render (quarto.js:{at})" for at in range(20)), sep="\\n", file=sys.stderr)
    sys.exit(9)
if does == "stay" and sys.argv[1] == "preview":
    child = subprocess.Popen(["sleep", "60"])
    print(child.pid, os.environ["TMPDIR"], pathlib.Path.cwd(), flush=True)
    while True:
        pathlib.Path("still written").write_text("")
if does == "warn":
    print("[WARNING] Div at line 3 unclosed\\nWARN: image is large\\nOutput created", file=sys.stderr)
if does != "nothing" and sys.argv[1] == "render" and sys.argv[4] in ("pptx", "docx"):
    pathlib.Path(sys.argv[6]).write_bytes(pathlib.Path("reference." + sys.argv[4]).read_bytes())
elif does != "nothing" and sys.argv[1] == "render":
    pathlib.Path(sys.argv[6]).write_text("made of " + pathlib.Path("_quarto.yml").read_text()[:4] + sys.argv[2])
"""


class Stub:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "stub.py").write_text(STUB, encoding="utf-8")
        # a shell between: the path of an interpreter may hold a space, and a first line cannot
        start = f'#!/bin/sh\nexec "{sys.executable}" "{folder}/stub.py" "$@"\n'
        (folder / "quarto").write_text(start, encoding="utf-8")
        (folder / "quarto").chmod(0o755)
        self.version("1.9.37")
        self.does({})

    def version(self, text: str) -> None:
        (self.folder / "version").write_text(text)

    def does(self, by_format: dict[str, str]) -> None:
        (self.folder / "does").write_text(json.dumps(by_format))

    @property
    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in (self.folder / "calls").read_text().splitlines()]


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    find_quarto.cache_clear()
    return Stub(folder)


@pytest.fixture(autouse=True)
def _forget_the_program() -> None:
    find_quarto.cache_clear()


@pytest.fixture(scope="module")
def executed() -> NotebookNode:
    return execute_in_process(open_lesson("bac-giang", "bac-giang", "2021-12-16"))


@pytest.fixture(scope="module")
def project(executed: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    prepare(folder, executed, tuple(target_of(name) for name in NAMES))
    return folder


def has_ended(process: str) -> bool:
    """Ended, or waiting for init to take note of it."""
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().split()[2] in "ZX"


def markdown(project: Path, name: str) -> str:
    notebook = nbformat.read(project / name, as_version=4)
    nbformat.validate(notebook)
    return "\n\n".join(cell.source for cell in notebook.cells[1:])


def front(project: Path, name: str) -> dict[str, Any]:
    first = nbformat.read(project / name, as_version=4).cells[0]
    assert first.cell_type == "raw"
    return dict(yaml.safe_load(first.source.strip("-\n")))


# --- the project ------------------------------------------------------------------------------------------------------


def test_the_project_speaks_vietnamese_and_runs_nothing(project: Path) -> None:
    settings = yaml.safe_load((project / "_quarto.yml").read_text(encoding="utf-8"))
    assert (settings["lang"], settings["execute"]) == ("vi", {"enabled": False})
    notebooks = sorted(path.name for path in project.glob("*.ipynb"))
    assert notebooks == [
        "deck-pptx.ipynb",
        "deck-revealjs.ipynb",
        "deck-typst.ipynb",
        "paper-docx.ipynb",
        "paper-typst.ipynb",
    ]
    for name in notebooks:
        cells = nbformat.read(project / name, as_version=4).cells
        assert {cell.cell_type for cell in cells} == {"raw", "markdown"}, name


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_suits_the_habits_of_its_format(project: Path, name: str) -> None:
    target = target_of(name)
    text = markdown(project, target.notebook)
    assert ("Chào mừng các đồng chí" in text) == (target.to in ("revealjs", "pptx"))
    assert "tbl-" not in text
    assert not re.search(r"<\w|\[@|\{\{|https?:", re.sub(r"```\{=.*?\n```", "", text, flags=re.DOTALL))
    assert "| **Nội dung** |" in text
    assert "10/63" in text
    assert front(project, target.notebook)["format"][target.to]["from"] == "markdown-smart"


@pytest.mark.parametrize("name", NAMES)
def test_quarto_finds_no_heading_that_it_would_make_a_title(project: Path, name: str) -> None:
    """It takes the heading that the first Markdown cell begins with, where the front matter has no title."""
    notebook = target_of(name).notebook
    first = nbformat.read(project / notebook, as_version=4).cells[1]
    assert first.cell_type == "markdown"
    assert first.source
    assert not re.search(r"^#+ ", first.source, re.MULTILINE)
    assert "title" not in front(project, notebook)


def test_every_picture_is_there_with_what_it_shows(project: Path) -> None:
    for name in NAMES:
        text = markdown(project, target_of(name).notebook)
        images = re.findall(r"!\[.*?\]\((figures/\S+?)(?: \"[^\"]*\")?\)\{fig-alt=\"([^\"]+)\"(.*?)\}", text)
        assert len(images) == text.count("!["), name
        assert images, name
        for path, alt, more in images:
            assert (project / path).stat().st_size > 500
            assert len(alt) > 20
            # pandoc would write it below the picture, in place of the caption
            assert ("alt=" in more) == (".pptx" not in name)


def test_files_that_the_front_matter_names_are_there(project: Path) -> None:
    deck = front(project, "deck-revealjs.ipynb")["format"]["revealjs"]
    assert deck["embed-resources"] is True
    named = [deck["theme"][1], deck["css"], deck["include-after-body"]]
    named += [front(project, f"{book}-{to}.ipynb")["format"][to]["reference-doc"] for book, to in WITH_REFERENCE]
    for book in ("deck", "paper"):
        head = front(project, f"{book}-typst.ipynb")["format"]["typst"]["include-in-header"][0]["text"]
        named += re.findall(r'#import "(\S+)"', head)
    assert all((project / name).is_file() for name in named)
    assert any((project / "fonts").glob("BeVietnamPro-*.ttf"))


def test_powerpoint_gets_one_figure_or_table_a_slide(project: Path) -> None:
    for slide in markdown(project, "deck-pptx.ipynb").split("\n## "):
        assert len(re.findall(r"^!\[|^\|:?-", slide, re.MULTILINE)) <= 1, slide[:80]


def test_marks_of_markdown_in_data_are_letters() -> None:
    hostile = "{{< include x >}} @cite [x](y) $a$ ^b^ ~c~ <b> #tag \\x \"q\" 'q' *d* _e_ `f` -- ... :::"
    escaped = PANDOC.text(hostile)
    assert re.sub(r"\\(.)", r"\1", escaped) == hostile
    assert not re.search(r"(?<!\\)[{}<>@\[\]$^~#\"'*_`:!-]", re.sub(r"\\.", "", escaped))


@pytest.mark.parametrize("name", DECKS)
def test_foreign_pictures_are_taken_and_broken_ones_told(executed: NotebookNode, tmp_path: Path, name: str) -> None:
    from PIL import Image

    large = io.BytesIO()
    Image.new("RGB", (8000, 40), "red").save(large, "PNG")
    foreign = copy.deepcopy(executed)
    cells = [cell for cell in foreign.cells if cell.cell_type == "code" and cell.metadata.taphuan.get("document")]
    for cell, data in zip(cells, (large.getvalue(), b"no picture"), strict=False):
        encoded = base64.b64encode(data).decode()
        cell.outputs = [new_output("display_data", {"image/png": encoded}, metadata={"image/png": {"alt": 'Ảnh "to"'}})]
    prepare(tmp_path, foreign, (target_of(name),))
    text = markdown(tmp_path, target_of(name).notebook)
    assert r'{fig-alt="Ảnh \"to\""' in text
    assert "Không đọc được hình" in text
    sizes = [Image.open(path).size for path in (tmp_path / "figures").glob("*.png") if path.stat().st_size < 20_000]
    assert (2560, 13) in sizes or (2560, 12) in sizes


def test_a_sample_says_so_on_every_slide(tmp_path: Path) -> None:
    sample = execute_in_process(open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21"))
    prepare(tmp_path, sample, tuple(target_of(name) for name in DECKS))
    titles = re.findall(r"^## (.*)", markdown(tmp_path, "deck-pptx.ipynb"), re.MULTILINE)
    assert titles
    assert all(title.startswith(r"\(MẪU\)") for title in titles)
    assert "MẪU" in front(tmp_path, "deck-revealjs.ipynb")["format"]["revealjs"]["footer"]
    assert "MẪU" in json.loads((tmp_path / "deck.json").read_text(encoding="utf-8"))["marks"]


# --- calling it -------------------------------------------------------------------------------------------------------


def test_each_format_is_called_once_and_its_file_comes_back(stub: Stub, executed: NotebookNode) -> None:
    rendered = render(executed, NAMES, 60)
    assert (tuple(rendered.files), rendered.failures, rendered.warnings) == (NAMES, (), ())
    assert rendered.files["deck.quarto.pdf"] == b"made of execdeck-typst.ipynb"
    assert stub.calls == [
        ["render", "deck-revealjs.ipynb", "--to", "revealjs", "--output", "deck.quarto.html"],
        ["render", "deck-pptx.ipynb", "--to", "pptx", "--output", "deck.quarto.pptx"],
        ["render", "deck-typst.ipynb", "--to", "typst", "--output", "deck.quarto.pdf"],
        ["render", "paper-docx.ipynb", "--to", "docx", "--output", "briefing.quarto.docx"],
        ["render", "paper-typst.ipynb", "--to", "typst", "--output", "briefing.quarto.pdf"],
    ]


def test_a_format_that_fails_is_told_in_quartos_words_and_the_others_go_on(stub: Stub, executed: NotebookNode) -> None:
    stub.does({"revealjs": "fail", "pptx": "nothing", "docx": "warn"})
    rendered = render(executed, NAMES, 60)
    assert tuple(rendered.files) == NAMES[2:]
    failed, empty = rendered.failures
    said = ("ERROR: không tìm thấy phông chữ", *(f"line {at}" for at in range(6)), "line 6 [TH883]")
    assert failed == "\n      ".join(("deck.quarto.html: Quarto failed (exit 9)", *said))
    assert empty == "deck.quarto.pptx: Quarto ended without an error and wrote no file [TH883]"
    assert rendered.warnings == (
        "briefing.quarto.docx: Div at line 3 unclosed",
        "briefing.quarto.docx: image is large",
    )


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
def test_a_hanging_quarto_is_ended_with_all_it_started(stub: Stub, executed: NotebookNode) -> None:
    stub.does({"pptx": "hang"})
    rendered = render(executed, DECKS[1:], 2)
    assert rendered.failures == ("deck.quarto.pptx: Quarto did not end within 2 s; try a longer --timeout [TH883]",)
    assert tuple(rendered.files) == ("deck.quarto.pdf",)
    assert has_ended((stub.folder / "child").read_text())


@pytest.mark.parametrize(("version", "says"), [("1.8.27", "too old"), ("none", "no version"), ("", "no version")])
def test_an_old_or_mute_quarto_is_refused(stub: Stub, version: str, says: str) -> None:
    stub.version(version)
    with pytest.raises(EnvironmentLacks, match=says) as raised:
        find_quarto()
    assert "install Quarto 1.9 or newer" in str(raised.value)


def test_the_preview_needs_a_built_set_and_calls_quarto_on_it(
    stub: Stub, executed: NotebookNode, tmp_path: Path
) -> None:
    with pytest.raises(NotComposed, match="holds no notebook"):
        preview(tmp_path)
    nbformat.write(executed, tmp_path / "notebook.ipynb")
    assert preview(tmp_path) == 0
    assert stub.calls == [["preview", "deck-revealjs.ipynb", "--to", "revealjs"]]


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_preview_that_is_ended_leaves_neither_files_nor_processes(
    stub: Stub, executed: NotebookNode, tmp_path: Path, number: int
) -> None:
    stub.does({"revealjs": "stay"})
    nbformat.write(executed, tmp_path / "notebook.ipynb")
    command = [sys.executable, "-m", "taphuan", "preview", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as shown:
        assert shown.stdout is not None
        child, *folders = shown.stdout.readline().split()
        assert all(Path(folder).is_dir() for folder in folders)
        assert Path(folders[0]).is_relative_to(folders[1])
        shown.send_signal(number)
        out, told = shown.communicate(timeout=30)
    assert (shown.returncode, out, told) == (0, "", "")
    assert not any(Path(folder).exists() for folder in folders)
    assert has_ended(child)


# --- the command ------------------------------------------------------------------------------------------------------

BUILD = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--renderer", "quarto", "--jobs", "1")


def test_without_quarto_nothing_is_built(run_cli: Callable[..., Run], tmp_path: Path) -> None:
    told = run_cli(*BUILD, "--out", str(tmp_path / "out"), env={"PATH": str(tmp_path)})
    assert (told.code, told.out) == (EXIT_ENVIRONMENT, "")
    assert "Quarto is not on this machine; install Quarto 1.9 or newer" in told.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_build_publishes_what_quarto_made_and_tries_the_rest_again(
    stub: Stub, run_cli: Callable[..., Run], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    stub.does({"docx": "fail", "pptx": "warn"})
    first = run_cli(*BUILD, "--out", str(out))
    folder = out / "bac-giang" / "bac-giang"
    names = {path.name for path in folder.iterdir()}
    assert first.code == EXIT_JOBS_FAILED
    assert names == {*NAMES, "notebook.ipynb", "manifest.json"} - {"briefing.quarto.docx"}
    assert "briefing.quarto.docx: Quarto failed (exit 9)" in first.out
    assert "deck.quarto.pptx: image is large" in first.out
    assert "taphuan build --conference bac-giang --province bac-giang --renderer quarto" in first.out

    stub.does({})
    again = run_cli(*BUILD, "--out", str(out))
    assert (again.code, (folder / "briefing.quarto.docx").is_file()) == (0, True)
    assert "bac-giang/bac-giang/briefing.quarto.docx" in (out / "index.html").read_text(encoding="utf-8")
    assert "up to date" in run_cli(*BUILD, "--out", str(out)).out


def test_formats_of_one_renderer_are_unknown_to_the_other(stub: Stub, run_cli: Callable[..., Run]) -> None:
    told = run_cli(*BUILD, "--format", "deck.html")
    assert told.code == 2
    assert "unknown format 'deck.html'" in told.err


# --- the real one -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not on PATH")
def test_the_real_quarto_makes_every_format(executed: NotebookNode) -> None:
    rendered = render(executed, NAMES, 300)
    assert rendered.failures == ()
    starts = {name: rendered.files[name][:4] for name in NAMES}
    assert starts["deck.quarto.pdf"] == starts["briefing.quarto.pdf"] == b"%PDF"
    assert starts["deck.quarto.pptx"] == starts["briefing.quarto.docx"] == b"PK\x03\x04"
    page = rendered.files["deck.quarto.html"].decode()
    assert "Bắc Giang" in page
    assert not re.search(r"""(?:src|href)=["']https?:""", page)
