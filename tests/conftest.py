"""Fixtures of several test modules; their types are in support/projects.py, from which tests can import them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# what hypothesis keeps of a search lies with what pytest keeps
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parents[1] / ".pytest_cache/hypothesis"))

# before nbformat imports jsonschema, in every process of the tests
import taphuan.data.light_jsonschema  # noqa: F401  # isort: skip
import pytest
from nbformat import NotebookNode

from live_server import BuiltTalk, built_talk, copied_talk
from projects import KeptCopy, Project, Run, copied, execute_in_process
from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.files import alone_in
from taphuan.lesson.lesson import Lesson

# the files that take longest: with several processes they come first, so that none works alone at the end
LONG = (
    "build/test_cluster.py",
    "build/test_shards.py",
    "build/diff/test_diff_planted.py",
    "live/test_live_client.py",
    "live/test_watch.py",
    "live/test_watch_page.py",
    "live/test_rehearse.py",
    "check/test_new_conference.py",
    "compose/test_budget.py",
    "check/test_overflow.py",
    "live/test_live_kernels.py",
    "compose/test_compose_time.py",
    "live/test_present.py",
    "run/test_equality.py",
    "live/test_live_comparison.py",
    "live/test_live_faults.py",
    "test_guide.py",
    "export/html/test_index_page.py",
    "check/test_language.py",
    "compose/test_compose_cells_of_others.py",
    "live/test_lab_browser.py",
    "independent/test_planted_falsehoods.py",
    "check/test_language_sources.py",
    "export/html/test_looks.py",
    "lesson/claims/test_claims_true.py",
    "live/test_live_end.py",
    "live/test_live_token.py",
    "build/test_up_to_date.py",
    "export/test_judges.py",
    "build/test_need.py",
)


def pytest_configure() -> None:
    """Heed the signals that a shell has its programs in the background ignore: what the tests start and then end with them would ignore
    them too."""
    for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, usual)


# (file, test) → how many of its cases were collected
_CASES: Counter[tuple[Path, str]] = Counter()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Of a test marked `sampled(n)`, every nth case is run by `make test`; the others are slow."""
    mark = item.get_closest_marker("sampled")
    if mark is None:
        return
    test = item.path, getattr(item, "originalname", item.name)
    if _CASES[test] % mark.args[0]:
        item.add_marker(pytest.mark.slow)
    _CASES[test] += 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--part", default="1/1", metavar="K/N", help="only every Nth file of the chosen tests, from the Kth on"
    )


# after the tests are chosen by their marks
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the tests marked `browser` if there is no Chromium, so that the report lists them; the longest files first."""
    _choose_part(config, items)
    if hasattr(config, "workerinput"):
        place = {file: at for at, file in enumerate(LONG)}
        tests = paths.ROOT / "tests"
        items.sort(key=lambda item: place.get(item.path.relative_to(tests).as_posix(), len(place)))
    if find_chromium() is None:
        missing = pytest.mark.skip(reason=f"no Chromium on this machine: {INSTALL_HINT}")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


def _choose_part(config: pytest.Config, items: list[pytest.Item]) -> None:
    number, _, of = config.getoption("--part").partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise pytest.UsageError(f"--part {number}/{of}: write K/N with K from 1 to N, for example 1/4")
    files = sorted({item.path for item in items})
    chosen = set(files[int(number) - 1 :: int(of)])
    config.hook.pytest_deselected(items=[item for item in items if item.path not in chosen])
    items[:] = [item for item in items if item.path in chosen]


@pytest.fixture
def project_copy(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Project]:
    """A copy of data, notebooks and slides; the code is not copied. It is in a folder of its own, or, for tests marked
    `kept_copy`, the one of all these tests, put in order again behind each."""
    if request.node.get_closest_marker("kept_copy"):
        kept: KeptCopy = request.getfixturevalue("kept_copy")
        yield kept.project
        kept.put_in_order()
    else:
        yield Project(copied(tmp_path / "project"))


@pytest.fixture(scope="session")
def kept_copy(tmp_path_factory: pytest.TempPathFactory) -> KeptCopy:
    return KeptCopy(tmp_path_factory.mktemp("kept") / "project")


@pytest.fixture
def project(project_copy: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The copy, which this process reads instead of the real files."""
    original = paths.ROOT
    for name, value in list(vars(paths).items()):
        if isinstance(value, Path) and value.is_relative_to(original):
            monkeypatch.setattr(paths, name, project_copy.root / value.relative_to(original))
    return project_copy


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for all runs of the command in a session: its entries (figures, checks) are keyed by their inputs."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run_cli(tmp_path: Path, cache: Path) -> Callable[..., Run]:
    """A function that runs `taphuan …` in a process with an empty working folder and fails for a traceback."""

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
    """A function that returns the executed notebook of a lesson."""
    return execute_in_process


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> BuiltTalk:
    """A small built conference for all tests of the live deck. The first of several processes builds it, each has a copy."""
    several = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    first = (base.parent if several else base) / "talk-built"
    first.mkdir(exist_ok=True)
    with alone_in(first):
        whole = first / "whole"
        if not whole.exists():
            built_talk(first / "begun")
            (first / "begun").rename(whole)
    return copied_talk(whole, base / "talk")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for one test module; not for the session, because the overflow check cannot start its own meanwhile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        yield started
        started.close()


@pytest.fixture
def deck_file(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a notebook as a deck file and returns its path."""
    from taphuan.export.html.deck import write_deck

    def write(nb: Any, name: str = "deck.html") -> Path:
        path = tmp_path / name
        path.write_bytes(write_deck(nb))
        return path

    return write
