"""Fixtures of several test modules; their types stand in projects.py, which every test can import by its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from live_server import BuiltTalk, built_talk
from projects import Project, Run, put_out
from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.lesson.lesson import Lesson


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked `browser` is skipped by name where there is no Chromium, never silently left out."""
    if find_chromium() is None:
        missing = pytest.mark.skip(reason=f"no Chromium on this machine: {INSTALL_HINT}")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


@pytest.fixture
def project_copy(tmp_path: Path) -> Project:
    """A copy in a folder of its own; the code itself is not copied."""
    root = tmp_path / "project"
    for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(folder, root / folder.relative_to(paths.ROOT))
    return Project(root)


@pytest.fixture
def project(project_copy: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The copy, with this process reading it instead of the real files."""
    original = paths.ROOT
    for name, value in list(vars(paths).items()):
        if isinstance(value, Path) and value.is_relative_to(original):
            monkeypatch.setattr(paths, name, project_copy.root / value.relative_to(original))
    return project_copy


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is keyed by content (figures, the check of the data) may serve every run of the command."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run_cli(tmp_path: Path, cache: Path) -> Callable[..., Run]:
    """`taphuan …` in a process of its own and in an empty working folder; a traceback fails the test."""

    def run(*arguments: str, root: Path = paths.ROOT, env: dict[str, str] | None = None) -> Run:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        settings = {"TAPHUAN_ROOT": str(root), "TAPHUAN_CACHE": str(cache), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "taphuan", *arguments],
            cwd=work,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr + done.stdout
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def executed() -> Callable[[Lesson], NotebookNode]:
    return put_out


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> BuiltTalk:
    """The decks of a small conference, built once for all tests of the live deck."""
    return built_talk(tmp_path_factory.mktemp("talk"), cache)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser a module: the overflow check starts its own and can't while this one runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        yield started
        started.close()


@pytest.fixture
def deck_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook as a deck file and return its path."""
    from taphuan.export.html.deck import write_deck

    def write(nb: Any, name: str = "deck.html") -> Path:
        path = tmp_path / name
        path.write_bytes(write_deck(nb))
        return path

    return write
