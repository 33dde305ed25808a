"""Which project a command, a notebook and a worker work on, what its taphuan.toml may say, and which files of slides/ it takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from projects import copied
from taphuan import paths
from taphuan.data.project import FORMAT, NewerProject, project_problems
from taphuan.export.formats import PAPERS

TOML = f'format = {FORMAT}\nname = "Thử"\n'


def taphuan(cwd: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with no project named in the environment."""
    settings = {name: value for name, value in os.environ.items() if name != paths.PROJECT_SETTING} | env
    command = [sys.executable, "-m", "taphuan", *arguments]
    done = subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=240)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def root_in(cwd: Path, **env: str) -> str:
    """The project that a process finds that is no command."""
    settings = {name: value for name, value in os.environ.items() if name != paths.PROJECT_SETTING} | env
    code = "from taphuan import paths; print(paths.PROJECT.found, paths.ROOT)"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=settings, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder that is a project, with a folder in it."""
    root = tmp_path / "Dự án"
    (root / "notebooks/modules").mkdir(parents=True)
    (root / "taphuan.toml").write_text(TOML, encoding="utf-8")
    return root


def problems(root: Path, text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    (root / "taphuan.toml").write_bytes(content)
    return [str(problem) for problem in project_problems(root, PAPERS)]


# --- where it is --------------------------------------------------------------------------------------------------------


def test_it_is_the_nearest_folder_upward_or_the_one_that_is_named(small: Path, tmp_path: Path) -> None:
    assert root_in(small / "notebooks/modules") == f"folder {small}"
    assert root_in(tmp_path, TAPHUAN_ROOT=str(small)) == f"setting {small}"
    # a relative name is one of the folder in which it was said
    assert root_in(tmp_path, TAPHUAN_ROOT=small.name) == f"setting {small}"
    # what is no command takes the checkout of an editable install
    assert root_in(tmp_path) == f"checkout {paths.ROOT}"


def test_a_command_needs_a_project_and_says_so_in_one_line(tmp_path: Path) -> None:
    done = taphuan(tmp_path, "list", "conferences")
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: no project here: neither {tmp_path} nor") and line.endswith("[TH912]")
    assert "taphuan new programme DIR" in line


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("build", "--help"), ("explain", "TH912")])
def test_what_needs_no_project_works_anywhere(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = taphuan(tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_doctor_says_where_project_and_package_lie(small: Path, tmp_path: Path) -> None:
    lines = taphuan(tmp_path, "doctor").stdout.splitlines()
    (line,) = [line for line in lines if " project: " in line]
    assert line.startswith("note ") and str(paths.PACKAGE) in line
    done = taphuan(small, "doctor")
    (line,) = [line for line in done.stdout.splitlines() if " project: " in line]
    assert (done.returncode, line.split()[0]) == (3, "MISSING") and "data not in" in line


def test_a_project_that_is_named_on_the_command_line(small: Path, tmp_path: Path) -> None:
    for named in (["--project", str(paths.ROOT)], [f"--project={paths.ROOT}"]):
        done = taphuan(small, *named, "list", "conferences")
        assert done.returncode == 0 and "bac-giang" in done.stdout
    nowhere = taphuan(small, "--project", str(tmp_path), "list", "conferences")
    assert nowhere.returncode == 3 and f"names {tmp_path}, which has no taphuan.toml" in nowhere.stderr
    assert taphuan(small, "--project").returncode == 2


def test_of_two_projects_nested_neither_is_guessed(small: Path) -> None:
    inner = small / "notebooks/inner"
    inner.mkdir()
    (inner / "taphuan.toml").write_text(TOML, encoding="utf-8")
    done = taphuan(inner, "list", "conferences")
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert f"{inner} lies in another, {small};" in line and line.endswith("[TH919]")
    assert "--project" in line and "TAPHUAN_ROOT" in line
    # the outer one is meant where the working folder lies in it alone, and the inner one where it is named
    assert "TH919" not in taphuan(small, "list", "conferences").stderr
    assert "TH919" not in taphuan(inner, "list", "conferences", TAPHUAN_ROOT=str(inner)).stderr


# --- what it says -------------------------------------------------------------------------------------------------------


def test_this_repository_is_a_project_in_order() -> None:
    assert project_problems(paths.ROOT, PAPERS) == ()
    assert (paths.DATA, paths.BUILD) == (paths.ROOT / "data", paths.ROOT / "build")


def test_all_problems_are_told_at_once_with_their_lines(small: Path) -> None:
    found = problems(
        small,
        'format = 1\nname = ""\ndata = "../data"\nnotebooks = "so/tay"\nslides = 3\nbuild = "slides"\n'
        'levels = ["province", "country"]\npapers = ["deck.html", "film.mp4"]\ncolour = "red"\n',
    )
    places = [line.partition(":")[0].removeprefix("taphuan.toml, ") for line in found]
    assert sorted(places) == [
        "line 2, name",
        "line 3, data",
        "line 4, notebooks",
        "line 5, slides",
        "line 7, levels",
        "line 8, papers",
        "line 9, colour",
    ]
    assert all(line.endswith("[TH126]") for line in found)
    assert any("unknown: country" in line for line in found) and any("unknown: film.mp4" in line for line in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "x"\n', "format: missing"),
        ('format = "1"\n', "no format that there is"),
        ("format = true\n", "no format that there is"),
        ('format = 1\ndata = "a"\nnotebooks = "A"\n', "line 3, notebooks: the same folder as data"),
        ('format = 1\nbuild = "records"\n', "line 2, build: no name"),
        ('format = 1\nbuild = "/tmp"\n', "leaves the project"),
        ('format = 1\nbuild = ""\n', "line 2, build: no name"),
        ('format = 1\nlevels = "province"\n', "no list of words in quotes"),
        ("format = 1\nlevels = []\n", "an empty list"),
        ('format = 1\nlevels = ["commune", "commune"]\n', "a word stands twice"),
        ('format = 1\n[data]\nfolder = "x"\n', "line 2, data: no name of a folder"),
        ("format = 1\nname = Thử\n", "line 2: no TOML"),
        ("format = 1\nformat = 1\n", "no TOML"),
        (b"\xef\xbb\xbfformat = 1\n", "a byte order mark (found: BOM)"),
        (b'format = 1\nname = "\xe9"\n', "line 2: the file is not UTF-8 text"),
        ("format = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_what_cannot_be_used_is_named(small: Path, text: str | bytes, told: str) -> None:
    (problem,) = problems(small, text)
    assert told in problem
    if isinstance(text, bytes) or "[[[" in text:
        # a process that only looks for its folders takes the usual ones
        assert root_in(small) == f"folder {small}"


def test_a_wrong_file_stops_the_command_before_anything(small: Path) -> None:
    (small / "taphuan.toml").write_text('format = 1\ndata = "/etc"\ncolour = 1\n', encoding="utf-8")
    done = taphuan(small, "build")
    assert done.returncode == 2 and done.stderr.startswith("error: 2 problems in taphuan.toml:")
    assert sorted(path.name for path in small.iterdir()) == ["notebooks", "taphuan.toml"]


def test_the_check_tells_programs_of_it_too(small: Path, tmp_path: Path) -> None:
    (small / "taphuan.toml").write_text('format = 1\ndata = "/etc"\ncolour = 1\n', encoding="utf-8")
    done = taphuan(small, "check", "--format", "json")
    assert (done.returncode, done.stderr) == (2, "")
    found = [(one["file"], one["field"], one["code"]) for one in json.loads(done.stdout)["problems"]]
    assert sorted(found) == [("taphuan.toml", "colour", "TH126"), ("taphuan.toml", "data", "TH126")]
    nowhere = taphuan(tmp_path, "check", "--format", "json")
    assert nowhere.returncode == 3 and json.loads(nowhere.stdout)["problems"][0]["code"] == "TH912"


def test_a_newer_project_is_refused_in_one_line(small: Path) -> None:
    (small / "taphuan.toml").write_text(f"format = {FORMAT + 1}\nwishes = 3\n", encoding="utf-8")
    with pytest.raises(NewerProject, match="install a newer taphuan"):
        project_problems(small)
    done = taphuan(small, "check")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and done.stderr.endswith("[TH124]\n")


@pytest.mark.parametrize(
    "text",
    [
        (paths.ROOT / "taphuan.toml").read_text(encoding="utf-8"),
        'format = 1\r\n\r\n# a remark\r\nlevels = ["commune"]\r\n',
        'format = 1 # one\nname = "a\\u1EA1b"\n',
        "format = 1\npapers = [\n  'deck.html',\n]\n",
        'format = 01\nname = "x"\n',
        "format = 1e3\n",
        "a = [[1]]\nb = [{}]\n",
        '"format" = 1\n',
        "format = null\n",
        'name = "tab\there"\n',
        "",
    ],
)
def test_plain_lines_are_read_as_toml_reads_them(small: Path, text: str) -> None:
    (small / "taphuan.toml").write_bytes(text.encode())
    try:
        expected: object = tomllib.loads((small / "taphuan.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        expected = None
    found = paths.settings_of(small)
    # a mapping in a list is no TOML that anybody writes, and is refused as no list of words
    assert found == expected or "{}" in text


# --- what is taken of slides/ ---------------------------------------------------------------------------------------------


def test_each_file_of_slides_is_the_projects_own_or_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, packaged = tmp_path / "project/slides", tmp_path / "package/slides"
    for place, names in (
        (own, ("theme.toml", "drawings/a.svg")),
        (packaged, ("theme.toml", "x.css", "drawings/b.svg")),
    ):
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(place.parent.name)
    for name, value in {"SLIDES": own, "PACKAGED_SLIDES": packaged, "DRAWINGS": own / "drawings"}.items():
        monkeypatch.setattr(paths, name, value)
    assert paths.taken(own / "theme.toml") == own / "theme.toml"
    assert paths.taken(own / "x.css") == packaged / "x.css"
    assert {name: path.is_relative_to(own) for name, path in paths.all_taken().items()} == {
        "drawings/a.svg": True,
        "drawings/b.svg": False,
        "theme.toml": True,
        "x.css": False,
    }
    assert list(paths.all_taken(paths.DRAWINGS)) == ["drawings/a.svg", "drawings/b.svg"]
    assert paths.named(packaged / "x.css") == "slides/x.css"


@pytest.mark.slow
def test_levels_papers_and_folders_of_other_names_are_obeyed(tmp_path: Path) -> None:
    root = copied(tmp_path / "project")
    (root / "data").rename(root / "du-lieu")
    shutil.rmtree(root / "slides")
    (root / "taphuan.toml").write_text(
        'format = 1\ndata = "du-lieu"\nbuild = "kết quả"\nlevels = ["province"]\npapers = ["deck.md", "briefing.docx"]\n',
        encoding="utf-8",
    )
    chosen = ("build", "--conference", "bac-giang", "--province", "bac-giang")
    done = taphuan(root / "notebooks", *chosen, TAPHUAN_CHROMIUM="/nowhere")
    assert done.returncode == 0, done.stderr
    made = {path.name for path in (root / "kết quả/bac-giang/bac-giang").iterdir()}
    assert made == {"deck.md", "briefing.docx", "notebook.ipynb", "manifest.json"}
    assert not (root / "build").exists()
    refused = taphuan(root, "build", "--commune", "01969")
    assert refused.returncode == 2 and "makes no sets of communes" in refused.stderr

    # a file of its own in slides/ is found by the next build, though none was there when the last one ended
    assert "up to date" in taphuan(root, *chosen, "--dry-run").stdout
    (root / "slides").mkdir()
    text = (paths.PACKAGED_SLIDES / "theme.toml").read_text(encoding="utf-8")
    (root / "slides/theme.toml").write_text(text.replace("#14263B", "#14263C", 1), encoding="utf-8")
    assert "the theme" in taphuan(root, *chosen, "--dry-run").stdout
