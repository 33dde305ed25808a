"""A build does what changed content asks for and nothing else; what a person edited stays theirs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Project, Run, copied

Cli = Callable[..., Run]

NO_BROWSER = {"TAPHUAN_CHROMIUM": "/nowhere"}
TWO = (
    "--conference",
    "bac-giang",
    "--conference",
    "quang-nam-2024",
    "--province",
    "bac-giang",
    "--province",
    "gia-lai",
    # one file that is kept when it was edited, one of another writer, and the notebook behind both
    *(part for name in ("deck.html", "briefing.pdf", "notebook.ipynb") for part in ("--format", name)),
)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A copy of the project with two provinces of two conferences built beside it, for the tests to copy again."""
    base = tmp_path_factory.mktemp("first")
    copied(base / "project")
    settings = {"TAPHUAN_ROOT": str(base / "project"), "TAPHUAN_CACHE": str(cache), **NO_BROWSER}
    command = [sys.executable, "-m", "taphuan", "build", *TWO, "--out", str(base / "out")]
    subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True, timeout=120)
    return base


@pytest.fixture
def built(run_cli: Cli, first: Path, tmp_path: Path) -> tuple[Callable[..., Run], Project, Path]:
    """`build(*options)` over a copy of the first build, the project that may be spoilt, and the build's folder."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    project, out = Project(tmp_path / "project"), tmp_path / "out"

    def build(*options: str) -> Run:
        return run_cli("build", *TWO, *options, "--out", str(out), root=project.root, env=NO_BROWSER)

    return build, project, out


def _contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_one_changed_cell_of_the_index_rebuilds_what_shows_it_and_nothing_else(
    built: tuple[Callable[..., Run], Project, Path],
) -> None:
    build, project, _ = built
    row = next(
        line
        for line in (project.root / "data/dti/dti.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith("2022,kon-tum")
    )
    # so little that all ranks stay, which other tables state
    changed = row.replace(row.split(",")[7], "0.6787")
    assert changed != row
    project.edit("data/dti/dti.csv", row, changed)
    bac_giang, gia_lai = build("--dry-run").out.splitlines()
    # Kon Tum's index of 2022 is part of the mean in Gia Lai's chart; Bắc Giang in early 2022 knows the table of 2020 only
    assert bac_giang == "bac-giang/bac-giang: nothing (up to date)"
    assert gia_lai.startswith("quang-nam-2024/gia-lai: execute (changed: ")
    assert "data it shows" in gia_lai
    project.edit("data/dti/dti.csv", changed, row)
    assert build("--dry-run").out.splitlines()[1] == "quang-nam-2024/gia-lai: nothing (up to date)"


@pytest.mark.slow
def test_a_new_style_sheet_exports_again_without_executing(built: tuple[Callable[..., Run], Project, Path]) -> None:
    build, project, out = built
    (project.root / "slides" / "theme.css").open("a").write("\n.planted { color: red; }\n")
    notebooks = {path: path.read_bytes() for path in out.rglob("notebook.ipynb")}
    assert build("--dry-run").out.count("export (changed: templates in slides/)") == 2
    # a kernel that cannot start would fail an execution
    assert build().code == 0
    assert all(".planted" in path.read_text(encoding="utf-8") for path in out.rglob("deck.html"))
    assert {path: path.read_bytes() for path in out.rglob("notebook.ipynb")} == notebooks


@pytest.mark.slow
def test_touching_moving_and_copying_rebuild_nothing(
    built: tuple[Callable[..., Run], Project, Path], run_cli: Cli, tmp_path: Path
) -> None:
    build, project, out = built
    assert build().code == 0
    for path in (*project.root.rglob("*.csv"), *project.root.rglob("*.ipynb"), *out.rglob("*.html")):
        os.utime(path)
    assert build().out.startswith("2 document sets up to date")
    moved = tmp_path / "anderswo"
    shutil.copytree(out, moved / "out")
    shutil.copytree(project.root, moved / "project")
    told = run_cli("build", *TWO, "--dry-run", "--out", str(moved / "out"), root=moved / "project", env=NO_BROWSER).out
    assert told.count("nothing (up to date)") == 2


@pytest.mark.slow
def test_a_file_that_went_missing_or_was_cut_short_comes_back_as_it_was(
    built: tuple[Callable[..., Run], Project, Path],
) -> None:
    build, _, out = built
    before = _contents(out)
    (out / "bac-giang" / "bac-giang" / "briefing.pdf").unlink()
    (out / "quang-nam-2024" / "gia-lai" / "manifest.json").write_text("{", encoding="utf-8")
    assert build().code == 0
    assert _contents(out) == before


@pytest.mark.slow
def test_a_file_edited_by_hand_is_kept_and_the_new_one_laid_beside_it(
    built: tuple[Callable[..., Run], Project, Path],
) -> None:
    build, project, out = built
    folder = out / "bac-giang" / "bac-giang"
    edited = folder / "deck.html"
    edited.write_text("của tôi", encoding="utf-8")
    assert "edited by hand and kept: deck.html" in build("--verify").out
    (project.root / "slides" / "theme.css").open("a").write("\n.planted { color: red; }\n")
    told = build().out
    assert "bac-giang/bac-giang: your edited files were kept, the new ones are beside them: deck.new.html" in told
    assert edited.read_text(encoding="utf-8") == "của tôi"
    assert ".planted" in (folder / "deck.new.html").read_text(encoding="utf-8")
    assert build("--force").code == 0
    assert ".planted" in edited.read_text(encoding="utf-8")
    assert not (folder / "deck.new.html").exists()


@pytest.mark.slow
def test_why_says_what_a_file_is_made_from(built: tuple[Callable[..., Run], Project, Path], run_cli: Cli) -> None:
    _, project, out = built
    project.edit(
        "data/law/legal_documents.csv",
        "Phê duyệt Chương trình Chuyển đổi số quốc gia",
        "Phê duyệt chương trình chuyển đổi số quốc gia",
    )
    told = run_cli("why", str(out / "bac-giang" / "bac-giang" / "deck.html"), root=project.root).out.splitlines()
    assert told[0] == "bac-giang/bac-giang/deck.html: whole"
    assert told[1] == "next build: execute (changed: text of its notebook, data it shows)"
    assert any(line.startswith("  data it shows: ") and line.endswith("(changed)") for line in told)
    assert any(line.startswith("  code: ") and line.endswith("(same)") for line in told)


@pytest.mark.slow
def test_nothing_heavy_is_imported_to_find_that_there_is_nothing_to_do(
    built: tuple[Callable[..., Run], Project, Path], run_cli: Cli
) -> None:
    build, project, out = built
    assert build().code == 0
    trace = run_cli(
        "build", *TWO, "--out", str(out), root=project.root, env={**NO_BROWSER, "PYTHONPROFILEIMPORTTIME": "1"}
    )
    assert trace.out.startswith("2 document sets up to date")
    imported = {line.rpartition("|")[2].strip() for line in trace.err.splitlines()}
    assert "taphuan.build.nothing_to_do" in imported
    assert not imported & {"click", "yaml", "nbformat", "pandas", "taphuan.cli", "taphuan.build.spine"}


@pytest.mark.slow
def test_another_face_writes_the_deck_again_and_the_house_comes_back(run_cli: Cli, first: Path, tmp_path: Path) -> None:
    """FONT=office is part of the command and of what a deck is made from: no build takes the other's file for its own."""
    shutil.copytree(first / "project", tmp_path / "project")
    out = tmp_path / "out"
    command = (
        "build",
        "--conference",
        "bac-giang",
        "--province",
        "bac-giang",
        *("--format", "deck.pptx", "--format", "notebook.ipynb"),
        "--out",
        str(out),
    )

    def run(*options: str, **env: str) -> Run:
        return run_cli(*command, *options, root=tmp_path / "project", env={**NO_BROWSER, **env})

    def faces() -> set[str]:
        with zipfile.ZipFile(out / "bac-giang/bac-giang/deck.pptx") as package:
            return set(re.findall(r'latin typeface="([^"]+)"', package.read("ppt/theme/theme1.xml").decode()))

    assert run().code == 0 and faces() == {"Be Vietnam Pro"}
    assert "export (changed: face of deck.pptx)" in run("--font", "office", "--dry-run").out
    assert run("--font", "office").code == 0 and faces() == {"Arial"}
    # by the environment alone, as `make` of a machine that always wants it
    assert "nothing (up to date)" in run("--dry-run", TAPHUAN_FONT="office").out
    assert run().code == 0 and faces() == {"Be Vietnam Pro"}
    assert run(TAPHUAN_FONT="office").code == 0 and faces() == {"Arial"}
    wrong = run(TAPHUAN_FONT="arial")
    assert wrong.code == 2 and "TAPHUAN_FONT=arial: choose house or office" in wrong.err
