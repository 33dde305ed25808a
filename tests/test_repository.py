"""The repository as a whole: what its files promise each other, and what no file may hold."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import click
import pytest

from repository import ROOT, imports_of_everything, project, text_of
from taphuan import __version__
from taphuan.cli import main
from taphuan.lesson.claims import register
from taphuan.lesson.frames.reference import reference as data_reference
from taphuan.lesson.reference import reference

GENERATED = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".ipynb_checkpoints",
}

# The way of the data: a room of src/taphuan imports only from rooms that stand before it.
ROOMS = (
    ("errors", "paths", "text", "files", "theme"),
    ("data",),
    ("known",),
    ("charts",),
    ("lesson",),
    ("compose",),
    ("run",),
    ("document",),
    ("export",),
    ("check",),
    ("build",),
    ("live",),
    ("cli",),
    ("__main__",),
)
PACKAGE = ROOT / "src/taphuan"
MOST_ARROWS = 100
MOST_LINES = 400


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or could be committed."""
    found: list[Path] = []
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_dir():
                generated = (
                    path.name in GENERATED or path in (ROOT / "build", ROOT / "dist") or path.suffix == ".egg-info"
                )
                waiting += [] if generated else [path]
            elif path.name != ".git":
                found.append(path)
    return tuple(sorted(found))


@cache
def texts() -> dict[str, str]:
    """The text files among them, by name."""
    found: dict[str, str] = {}
    for path in all_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    return found


# --- Makefile ---------------------------------------------------------------------------------------------------------


def targets() -> dict[str, str]:
    """Each target that a person calls, with the line above it."""
    lines = text_of("Makefile").splitlines()
    return {
        match.group(1): lines[number - 1]
        for number, line in enumerate(lines)
        if (match := re.match(r"([a-z][a-z-]*):(?!=)", line))
    }


def test_every_target_has_its_description_right_above_it() -> None:
    bare = [name for name, above in targets().items() if not re.match(r"## [A-Z].{10,}", above)]
    assert bare == []


def test_every_target_is_phony_and_help_lists_it() -> None:
    phony = set(" ".join(re.findall(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)).split())
    assert set(targets()) <= phony
    run = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = [line.split()[1] for line in run.stdout.splitlines()]
    assert listed == list(targets())
    assert all(line.split(None, 2)[2] for line in run.stdout.splitlines())


# what GNU make learned after 3.81, which is what macOS has
NEWER_THAN_3_81 = {
    "a variable from a command (4.0)": r"^[^#\t\n]*!=",
    "::= and :::= (4.0, 4.4)": r"::=",
    "one shell for a recipe (3.82)": r"^\.(?:ONESHELL|SHELLFLAGS)\b",
    "another sign than the tab (3.82)": r"^\.RECIPEPREFIX\b",
    "undefine (3.82)": r"^\s*(?:override\s+)?undefine\b",
    "private (3.82)": r"^\s*private\b|:\s*private\b",
    "define with a sign of assignment (3.82)": r"^\s*(?:override\s+)?define\s+\S+\s*[:?+!]?=",
    "functions of 4.0 and later": r"\$[({](?:file|guile|let|intcmp)\s",
    "grouped targets (4.3)": r"&:",
    "load and jobs in a target (4.x)": r"^-?load\s|^\.(?:WAIT|EXTRA_PREREQS|NOTINTERMEDIATE)\b|\s\.WAIT\b",
    "shuffle, output-sync (4.x)": r"--(?:shuffle|output-sync|trace|eval)\b",
}


def test_make_speaks_to_old_versions_of_itself() -> None:
    makefile = text_of("Makefile")
    found = {name for name, pattern in NEWER_THAN_3_81.items() if re.search(pattern, makefile, re.MULTILINE)}
    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "PLACE != pwd",
        "PLACE ::= x",
        ".ONESHELL:",
        ".RECIPEPREFIX = >",
        "undefine PLACE",
        "all: private X = 1",
        "define PLACE =",
        "\t@echo $(file <x)",
        "X = $(let a,b,c)",
        "X = $(intcmp 1,2,3)",
        "a b &: c",
        "all: .WAIT b",
        "\t$(MAKE) --output-sync",
    ],
)
def test_what_old_versions_of_make_do_not_know_is_found(line: str) -> None:
    assert any(re.search(pattern, line, re.MULTILINE) for pattern in NEWER_THAN_3_81.values())


# --- What is written about the project --------------------------------------------------------------------------------


def test_readme_names_the_two_commands_and_only_targets_that_exist() -> None:
    readme = text_of("README.md")
    assert re.search(r"^make$", readme, re.MULTILINE)
    assert re.search(r"^make test$", readme, re.MULTILINE)
    for name in ("README.md", "CONTRIBUTING.md", "docs/huong-dan.md"):
        named = re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text_of(name), re.MULTILINE)
        assert set(named) <= set(targets()), name


@pytest.mark.parametrize("name", [name for name in texts() if name.endswith(".md")])
def test_links_of_a_page_lead_to_files(name: str) -> None:
    page = re.sub(r"```.*?```|`[^`\n]*`", "", texts()[name], flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", page):
        if not re.match(r"[a-z]+:", target):
            assert ((ROOT / name).parent / target).exists(), target


def test_pictures_of_the_pages_are_small() -> None:
    pictures = sorted((ROOT / "docs/pictures").glob("*"))
    assert len(pictures) >= 5
    for picture in pictures:
        assert picture.stat().st_size <= 150_000, picture.name
        assert f"docs/pictures/{picture.name}" in text_of("README.md") or f"pictures/{picture.name}" in text_of(
            "docs/huong-dan.md"
        )


def test_changelog_begins_with_the_version_of_the_package() -> None:
    newest = re.search(r"^## (\d\S*)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == __version__ == project()["version"]


def test_the_list_of_placeholders_is_the_one_of_the_code() -> None:
    assert text_of("docs/placeholders.md") == reference(), "run `make reference`"
    assert text_of("docs/claims.md") == register.reference(), "run `make reference`"
    assert text_of("docs/data.md") == data_reference(), "run `make reference`"


def test_every_command_has_help_with_an_example() -> None:
    assert isinstance(main, click.Group)
    for name, command in main.commands.items():
        assert re.search(rf"Example:\n\s+taphuan {name}\b", command.help or ""), name
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, f"{name} {option.name}"


# --- What no file may hold --------------------------------------------------------------------------------------------


def test_no_file_names_a_package_registry() -> None:
    hosts = (
        "pypi" + ".org",
        "python" + "hosted",
        "npm" + "js.",
        "deb." + "debian",
        "anaconda" + ".org",
        "anaconda" + ".com",
    )
    found = [(name, host) for name, text in texts().items() for host in hosts if host in text]
    assert found == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users|tmp|mnt)/\w|[A-Z]:\\Users\\")
    found = [(name, match.group()) for name, text in texts().items() for match in place.finditer(text)]
    assert found == []


def test_text_files_end_in_one_newline_and_have_unix_lines() -> None:
    found = [name for name, text in texts().items() if text and (not text.endswith("\n") or "\r" in text)]
    assert found == []


# --- Code -------------------------------------------------------------------------------------------------------------


def room(module: str) -> str:
    """The room of a file below src/taphuan or of a module: export/pdf/slides.py → export, taphuan.errors → errors."""
    return module.removeprefix("taphuan.").partition(".")[0].partition("/")[0].removesuffix(".py")


def arrows() -> dict[tuple[str, str], str]:
    """(room, room it imports from), with one import as the example; the package itself, the door, is no room."""
    return {
        (room(path), room(module)): f"{path} imports {module}"
        for path, module in imports_of_everything()
        if module.startswith("taphuan.")
        and not module.startswith("taphuan.__version")
        and path != "__init__.py"
        and room(path) != room(module)
    }


def test_rooms_import_only_from_rooms_before_them() -> None:
    place = {name: number for number, names in enumerate(ROOMS) for name in names}
    assert [example for (of, to), example in arrows().items() if place[to] > place[of]] == []


def test_the_package_has_these_rooms_and_few_arrows_between_them() -> None:
    names = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert names == {"__init__"}.union(*ROOMS)
    assert len(arrows()) <= MOST_ARROWS


def test_the_rooms_are_the_ones_that_the_page_of_the_architecture_shows() -> None:
    rows = re.findall(r"^\| `([^|]+)` \|", text_of("docs/architecture.md"), re.MULTILINE)
    assert [tuple(re.findall(r"[a-z_]+", row)) for row in rows] == [*ROOMS]


def test_no_file_is_too_long_to_read() -> None:
    folders = ("src/", "tests/", "tools/", "benchmarks/")
    lines = {
        name: len(text.splitlines())
        for name, text in texts().items()
        if name.startswith(folders) and name.endswith((".py", ".js"))
    }
    assert {name.partition("/")[0] + "/" for name in lines} == {*folders}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"]])
def test_the_command_line_answers_without_loading_anything_heavy(arguments: list[str]) -> None:
    code = "import sys; from taphuan.cli import main\ntry: main()\nfinally: print(*sys.modules, sep='\\n', file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in run.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {
        "pandas",
        "numpy",
        "matplotlib",
        "nbformat",
        "nbconvert",
        "papermill",
        "yaml",
        "jinja2",
        "rich",
    }
    assert not {"asyncio", "multiprocessing", "concurrent"} & loaded
