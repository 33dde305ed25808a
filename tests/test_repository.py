"""The repository as a whole: what its files promise each other, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from taphuan import __version__, paths
from taphuan.cli import main
from taphuan.compose.source import read_source
from taphuan.lesson.claims import register
from taphuan.lesson.frames.reference import reference as data_reference
from taphuan.lesson.reference import reference

ROOT = paths.ROOT
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
NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))

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


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def project() -> dict[str, Any]:
    return tomllib.loads(text_of("pyproject.toml"))["project"]


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or could be committed."""
    found: list[Path] = []
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_dir():
                generated = path.name in GENERATED or path == ROOT / "build" or path.suffix == ".egg-info"
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


def test_make_speaks_to_old_versions_of_itself() -> None:
    """3.81 is what macOS has: no one-shell recipes, no `!=`, no `$(file …)`, no grouped targets."""
    assert not re.search(r"^\.ONESHELL|^\.SHELLFLAGS|!=\s|\$\(file |&:", text_of("Makefile"), re.MULTILINE)


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


# --- Dependencies -----------------------------------------------------------------------------------------------------


def asked() -> list[Requirement]:
    groups = [project()["dependencies"], *project()["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


def pins() -> list[tuple[Requirement, int]]:
    """Each pin of the lock with the number of its hashes."""
    found: list[tuple[Requirement, int]] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", text_of("requirements.lock")):
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)", block)
        assert len(hashes) == block.count("--hash"), block.splitlines()[0]
        found.append((Requirement(block.splitlines()[0].rstrip("\\ ")), len(hashes)))
    return found


def test_the_lock_pins_everything_with_hashes() -> None:
    assert len(pins()) > 50
    for pin, hashes in pins():
        assert re.fullmatch(r"==[^*]+", str(pin.specifier)), pin
        assert hashes >= 1, pin
        assert pin.url is None
    options = re.findall(r"^\s*(-.*)$", text_of("requirements.lock"), re.MULTILINE)
    assert {option.split("=")[0].split()[0] for option in options} == {"--hash"}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_lock_holds_every_dependency_on_every_system(python: str, system: str) -> None:
    platform = {
        "python_version": python,
        "python_full_version": f"{python}.5",
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "extra": "",
    }
    here = {pin.name: pin for pin, _ in pins() if pin.marker is None or pin.marker.evaluate(platform)}
    for wanted in asked():
        assert wanted.name in here, wanted
        (version,) = (one.version for one in here[wanted.name].specifier)
        assert wanted.specifier.contains(version), wanted


def test_the_conda_environment_asks_for_what_the_project_asks_for() -> None:
    listed = yaml.safe_load(text_of("environment.yml"))
    assert listed["channels"] == ["conda-forge", "nodefaults"]
    assert "#   pip install --no-deps -r requirements.lock\n" in text_of("environment.yml")
    conda = {
        found.name: found.specifier
        for entry in listed["dependencies"]
        if isinstance(entry, str)
        for found in (Requirement(entry),)
    }
    assert conda.pop("python") == SpecifierSet(project()["requires-python"])
    for name in ("pip", "make", "quarto"):
        assert conda.pop(name) == SpecifierSet()
    own_names = {"matplotlib-base": "matplotlib"}  # conda-forge's name for it without the window toolkits
    bounds = {found.name: found.specifier for found in asked()}
    assert {"jupyter", "nbconvert", "papermill"} <= set(conda)
    for name, specifier in conda.items():
        assert specifier == bounds[own_names.get(name, name)], name


def test_what_the_code_imports_is_named_in_the_project_file() -> None:
    """A package that only comes along with another one may be gone with its next version."""
    known_as = {
        "markdown_it": "markdown-it-py",
        "yaml": "pyyaml",
        "docx": "python-docx",
        "pptx": "python-pptx",
        "IPython": "ipython",
        "PIL": "pillow",
        "fontTools": "fonttools",
    }
    named = {re.sub(r"[-_.]+", "-", found.name).lower() for found in asked()}
    imported = {(path, module.split(".")[0]) for path, module in imports_of_everything()}
    others = {(path, name) for path, name in imported if name not in sys.stdlib_module_names and name != "taphuan"}
    assert {(path, name) for path, name in others if known_as.get(name, name.replace("_", "-")) not in named} == set()


# --- Code -------------------------------------------------------------------------------------------------------------


def imports_of(path: Path) -> Iterator[str]:
    """Modules imported anywhere in a file but for types alone; of `from taphuan import x` also `taphuan.x`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"taphuan.{a.name}" if node.module == "taphuan" else node.module for a in node.names)


def imports_of_everything() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src").rglob("*.py")):
        for module in imports_of(path):
            yield path.relative_to(ROOT / "src/taphuan").as_posix(), module


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
    lines = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".js")
    }
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


# --- Notebooks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_valid_and_has_never_run(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert notebook.metadata == {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        ran = [
            cell.id for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
        ]
        assert ran == []

    def test_cells_have_names_that_stay(self, path: Path) -> None:
        """Names given by a person: a diff shows which slide changed, and composed ids come from them."""
        cells = nbformat.read(path, as_version=4).cells
        assert [cell.id for cell in cells if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell.id)] == []
        assert len({cell.id for cell in cells}) == len(cells)

    def test_headings_and_slide_types_are_in_step(self, path: Path) -> None:
        source = read_source(path)
        assert source.slides
        for slide in source.slides:
            types = [cell.slide_type for cell in slide.body]
            # a briefing is no deck: JupyterLab shows none of its cells as a slide
            assert slide.heading.slide_type == ("skip" if path.parent == paths.REPORT_NOTEBOOKS else "slide")
            assert set(types) <= {"-", "fragment", "notes", "skip"}, slide.heading.id
            assert "notes" not in types or types.index("notes") >= len(types) - types.count("notes"), slide.heading.id

    def test_has_one_typed_parameters_cell_first(self, path: Path) -> None:
        cells = nbformat.read(path, as_version=4).cells
        assert cells[0].metadata.tags == ["parameters"]
        declared = ast.parse(cells[0].source).body
        assert all(isinstance(line, ast.AnnAssign) and ast.unparse(line.annotation) == "str" for line in declared)
        assert "open_lesson(conference=conference, province=province, as_of=as_of)" in cells[1].source

    def test_code_is_short_and_reads_no_files(self, path: Path) -> None:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            for node in ast.walk(tree):
                assert not (isinstance(node, ast.Attribute) and node.attr.startswith("read_")), cell.id
                assert not (isinstance(node, ast.Call) and ast.unparse(node.func) == "open"), cell.id
                if isinstance(node, ast.FunctionDef):
                    assert (node.end_lineno or 0) - node.lineno < 10, cell.id
            assert len(cell.source.splitlines()) <= 12, cell.id

    def test_names_no_absolute_path(self, path: Path) -> None:
        for cell in nbformat.read(path, as_version=4).cells:
            assert not re.search(r"""["'(](?:/|~/|[A-Z]:[\\/]|file:)\w""", cell.source), cell.id
