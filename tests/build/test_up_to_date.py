"""What is edited while a build runs is built by the next one; what no document is made from builds nothing anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Project, Run
from taphuan import paths, text
from taphuan.build import nothing_to_do
from taphuan.build.keys import Sources, sources

Cli = Callable[..., Run]

SELECTION = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--format", "deck.md")
NO_BROWSER = {"TAPHUAN_CHROMIUM": "/nowhere"}
PATIENCE = 240

# The command with one edit planted: made once, right before `name` of `module` is called.
EDITING = """
import importlib, pathlib, sys
from taphuan.__main__ import main

def plant(module, name, file, old, new):
    module = importlib.import_module(module)
    original = getattr(module, name)
    def edited(*arguments, **options):
        path = pathlib.Path(file)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        setattr(module, name, original)
        return original(*arguments, **options)
    setattr(module, name, edited)

if __name__ == "__main__":
    plant(*sys.argv[1:6])
    del sys.argv[1:6]
    main()
"""
STAGES = {
    "before the plan is made": ("taphuan.build.plan", "plan"),
    "before the data are checked": ("taphuan.build.spine", "_prepare"),
    "before the first kernel starts": ("taphuan.build.spine", "_Run"),
    "before it is remembered": ("taphuan.build.nothing_to_do", "remember"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "stage", [pytest.param(stage, marks=pytest.mark.slow if at else []) for at, stage in enumerate(STAGES)]
)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/modules/tong-quan-cds.yaml", "nâng cao nhận thức", "nâng cao nhận thừc"),
        pytest.param("slides/slide.typ", "// ", "//  ", marks=pytest.mark.slow),
    ],
)
def test_an_edit_at_any_stage_is_built_by_the_next_build(
    stage: str, file: str, old: str, new: str, project_copy: Project, run_cli: Cli, tmp_path: Path, cache: Path
) -> None:
    out, program = tmp_path / "out", tmp_path / "editing.py"
    program.write_text(EDITING, encoding="utf-8")
    env = {**os.environ, "TAPHUAN_ROOT": str(project_copy.root), "TAPHUAN_CACHE": str(cache), **NO_BROWSER}
    selection = (*SELECTION, "--out", str(out))
    plant = (*STAGES[stage], str(project_copy.root / file), old, new)
    command = [sys.executable, str(program), *plant, *selection]
    first = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE)
    # what was composed of one state of the data and executed on another is not published
    mixed = (
        first.returncode == 1 and "[TH732]" in first.stdout and not (out / "bac-giang/bac-giang/manifest.json").exists()
    )
    assert first.returncode == 0 or mixed, first.stdout + first.stderr
    after = run_cli(*selection, root=project_copy.root, env=NO_BROWSER)
    assert after.code == 0
    # the folder holds what an undisturbed build of the edited files makes
    fresh = run_cli(*SELECTION, "--out", str(tmp_path / "fresh"), root=project_copy.root, env=NO_BROWSER)
    assert fresh.code == 0
    assert deck(out) == deck(tmp_path / "fresh")
    assert ("thừc" in deck(out).decode()) is ("thừc" in new)
    manifests = [(base / "bac-giang/bac-giang/manifest.json").read_bytes() for base in (out, tmp_path / "fresh")]
    assert manifests[0] == manifests[1]


def deck(out: Path) -> bytes:
    return (out / "bac-giang/bac-giang/deck.md").read_bytes()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "taphuan"
    shutil.copytree(paths.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(paths, "PACKAGE", copy)
    return copy


EXECUTE, EXPORT, NOTHING = {"code"}, {"writers"}, set[str]()
SCOPE = {
    "errors.py": EXECUTE,
    "paths.py": EXECUTE,
    "text.py": EXECUTE,
    "theme": EXECUTE,
    "files.py": EXECUTE,
    "data/load.py": EXECUTE,
    "data/drafts.py": EXECUTE,
    "data/check": NOTHING,
    "data/rules": NOTHING,
    "known": EXECUTE,
    "charts": EXECUTE,
    "lesson": EXECUTE,
    "compose": EXECUTE,
    "run": EXECUTE,
    "document": EXPORT,
    "export": EXPORT,
    "check": NOTHING,
    "check/language": NOTHING,
    "build": NOTHING,
    "live": NOTHING,
    "cli.py": NOTHING,
    "__main__.py": NOTHING,
}
# what a changed word of a room's tables in the catalogue makes anew
WORDS = {
    "lesson": EXECUTE,
    "charts": EXECUTE,
    "compose": EXECUTE,
    "document": EXPORT,
    "export": EXPORT,
    "check": NOTHING,
    "build": NOTHING,
    "live": NOTHING,
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("place", SCOPE)
def test_a_comment_in_this_room_makes_anew_what_is_made_from_it_and_nothing_else(place: str, package: Path) -> None:
    before = sources()
    files = [package / place] if place.endswith(".py") else sorted((package / place).rglob("*.py"))
    assert files
    for file in files:
        file.open("a", encoding="utf-8").write("\n# a comment\n")
    assert changed(before, sources()) == SCOPE[place]


def test_every_room_of_the_package_has_its_scope(package: Path) -> None:
    rooms = {path.name for path in package.iterdir()} - {"__init__.py"}
    assert rooms == {place.partition("/")[0] for place in SCOPE} | {text.CATALOGUE.name}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("room", WORDS)
def test_a_changed_word_of_this_room_makes_anew_what_says_it_and_nothing_else(room: str, package: Path) -> None:
    before = digests(package)
    catalogue = package / text.CATALOGUE.name
    words = catalogue.read_text(encoding="utf-8")
    changed_words = re.sub(rf'(?m)^(\[{room}\..*\]\n\w+ = \[?")', r"\1Khác ", words, count=1)
    assert changed_words != words
    catalogue.write_text(changed_words, encoding="utf-8")
    after = digests(package)
    assert {name for name in before if name != "drawings" and after[name] != before[name]} == WORDS[room]
    assert (after["drawings"] != before["drawings"]) is (room == "charts")


def digests(package: Path) -> dict[str, str]:
    """What a process with this package takes for the digests of a build, and of what drawings are remembered by."""
    code = """
import json
from taphuan import paths
from taphuan.build.keys import sources
from taphuan.charts.cache import cached

def draw() -> str:
    return "<svg/>"

cached(draw)
found = {name: value for name, value in vars(sources()).items() if isinstance(value, str)}
print(json.dumps(found | {"drawings": str(sorted(paths.CACHE.rglob("*.svg")))}))
"""
    cache = package.parent / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    env = {"PYTHONPATH": str(package.parent), "TAPHUAN_ROOT": str(paths.ROOT), "TAPHUAN_CACHE": str(cache)}
    env = {**os.environ, **env}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return dict(json.loads(run.stdout))


def changed(before: Sources, after: Sources) -> set[str]:
    return {name for name, digest in vars(before).items() if vars(after)[name] != digest}


def test_inputs_that_changed_between_their_stamp_and_the_record_are_not_taken_for_built(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = (paths.DATA, paths.NOTEBOOKS, paths.SLIDES)
    monkeypatch.setattr(nothing_to_do, "_INPUTS", folders)
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    output = tmp_path / "deck.md"
    output.write_text("deck", encoding="utf-8")
    arguments = ["build"]
    begun = nothing_to_do.begin(arguments)
    nothing_to_do.remember(begun, [str(output)], "up to date")
    assert nothing_to_do.summary_if_fresh(arguments) == "up to date"
    begun = nothing_to_do.begin(arguments)
    assert nothing_to_do.summary_if_fresh(arguments) is None, "a build that has begun is not a finished one"
    project.edit("data/modules/tong-quan-cds.yaml", "nâng cao nhận thức", "nâng cao nhận thừc")
    nothing_to_do.remember(begun, [str(output)], "up to date")
    assert nothing_to_do.summary_if_fresh(arguments) is None


def test_a_record_of_unwalked_decks_holds_only_while_there_is_no_browser(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nothing_to_do, "_INPUTS", (paths.SLIDES,))
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("TAPHUAN_CHROMIUM", "/nowhere")
    nothing_to_do.remember(nothing_to_do.begin(["build"]), [], "up to date", unwalked=True)
    assert nothing_to_do.summary_if_fresh(["build"]) == "up to date"
    monkeypatch.setenv("TAPHUAN_CHROMIUM", "/bin/true")
    assert nothing_to_do.summary_if_fresh(["build"]) is None
