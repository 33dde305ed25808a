"""The Makefile and its set-up, run for real on a small project: offline, in a folder whose name has a space and marks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from taphuan import paths

# A project of one file whose build needs no package from anywhere.
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """\
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "small-1-py3-none-any.whl"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("small.pth", "")
        wheel.writestr("small-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        wheel.writestr("small-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.dist-info/RECORD", "")
    return name
"""
READY = ".venv/.ready"


def make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """GNU make as a person calls it, without what this test run itself was given."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "PYTEST_"))}
    environment.pop("PYTHON", None)
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment | {"TAPHUAN_ROOT": str(paths.ROOT)} | variables,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "Tập huấn"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(paths.ROOT / "Makefile", folder)
    shutil.copy(paths.ROOT / "tools/setup.sh", folder / "tools")
    (folder / "requirements.lock").write_text("")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    return folder


@pytest.fixture
def ready(project: Path) -> Path:
    """The project with the environment of this test run standing in its .venv, up to date."""
    (project / ".venv/bin").mkdir(parents=True)
    for name in ("python", "taphuan"):
        (project / ".venv/bin" / name).symlink_to(Path(sys.executable).parent / name)
    (project / ".venv/.place").write_text(f"{project}\n")
    (project / READY).touch()
    return project


def touch_after_the_stamp(path: Path) -> None:
    """Newer than the stamp, whatever the clock's grain."""
    later = (path.parent / READY).stat().st_mtime_ns + 2_000_000_000
    os.utime(path, ns=(later, later))


@pytest.mark.slow
def test_the_environment_is_made_once_and_again_only_when_it_must_be(project: Path) -> None:
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    first = make(project, READY, f"PYTHON={sys.executable}", **offline)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("setting up .venv with Python 3.")
    mark = project / ".venv/mark"
    mark.touch()

    assert "up to date" in make(project, READY, **offline).stdout

    touch_after_the_stamp(project / "pyproject.toml")
    again = make(project, READY, **offline)
    assert (again.returncode, again.stdout) == (0, "")
    assert mark.exists()

    (project / "requirements.lock").write_text("# another lock\n")
    touch_after_the_stamp(project / "requirements.lock")
    assert "setting up" in make(project, READY, f"PYTHON={sys.executable}", **offline).stdout
    assert not mark.exists()

    # A set-up that was cut off has no stamps; whatever it left is not trusted.
    mark.touch()
    (project / READY).unlink()
    (project / ".venv/.place").unlink()
    assert "setting up" in make(project, READY, f"PYTHON={sys.executable}", **offline).stdout
    assert not mark.exists()


def test_a_moved_folder_does_not_run_the_code_of_the_old_place(ready: Path) -> None:
    moved = ready.rename(ready.parent / "moved")
    run = make(moved, "doctor", "PYTHON=no-such-python")
    assert run.returncode != 0
    assert "no Python 3.11, 3.12 or 3.13" in run.stderr
    assert "Error 3" in run.stderr


@pytest.mark.slow
def test_a_lock_that_cannot_be_installed_says_so_and_leaves_no_stamp(project: Path) -> None:
    pin = f"no-such-package-of-ours==1 --hash=sha256:{'0' * 64}\n"
    (project / "requirements.lock").write_text(pin)
    variables = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    run = make(project, "build", f"PYTHON={sys.executable}", **variables)
    assert "the packages of requirements.lock could not be installed" in run.stderr
    assert "Error 3" in run.stderr
    assert not (project / READY).exists()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ((), ".venv/bin/taphuan build"),
        (("slides", "PROVINCE=hue"), ".venv/bin/taphuan build --province 'hue' --format deck.html"),
        (
            ("reports", "ARGS=--force --jobs 2"),
            ".venv/bin/taphuan build '--force' '--jobs' '2' "
            "--format briefing.docx --format briefing.pdf --format report.docx --format report.pdf",
        ),
        (("PROVINCE=hue", "RENDERER=quarto"), ".venv/bin/taphuan build --province 'hue' --renderer 'quarto'"),
        (("slides", "RENDERER=quarto"), ".venv/bin/taphuan build --renderer 'quarto' --format deck.quarto.html"),
        (
            ("reports", "RENDERER=quarto"),
            ".venv/bin/taphuan build --renderer 'quarto' --format briefing.quarto.docx --format briefing.quarto.pdf "
            "--format report.quarto.docx --format report.quarto.pdf",
        ),
        (("preview", "CONFERENCE=a", "PROVINCE=b"), ".venv/bin/taphuan preview 'build/a/b'"),
        (("present", "CONFERENCE=a", "PORT=1", "OUT=o"), ".venv/bin/taphuan present 'a' --port '1' --out 'o'"),
        (("CONFERENCE=a", "MODULE=b c"), ".venv/bin/taphuan build --conference 'a' --module 'b' --module 'c'"),
        (
            ("CONFERENCE=a b", "PROVINCE=c", "AS_OF=today", "JOBS=2", "OUT=x y"),
            ".venv/bin/taphuan build --conference 'a' --conference 'b' --province 'c' --as-of 'today' --jobs '2' --out 'x y'",
        ),
    ],
)
def test_choices_reach_the_command(ready: Path, arguments: tuple[str, ...], command: str) -> None:
    run = make(ready, "-n", *arguments)
    assert " ".join(run.stdout.split()) == command


SIGNS = (
    "$(shell touch touched)",
    "$(touch touched)",
    "`touch touched`",
    "; touch touched",
    "'; touch touched; '",
    '"; touch touched; "',
    "x\ntouch touched",
    "${shell touch touched}",
    "> touched",
    "&& touch touched",
    "\\'; touch touched #",
)
GOALS = (
    "build",
    "slides",
    "reports",
    "commune",
    "communes",
    "diff",
    "preview",
    "present",
    "review",
    "rehearse",
    "lab",
    "check",
    "validate",
)
CHOICES = (
    "CONFERENCE",
    "PROVINCE",
    "MODULE",
    "CODE",
    "AS_OF",
    "JOBS",
    "OUT",
    "RENDERER",
    "DECK",
    "MINUTES",
    "FONT",
    "PORT",
    "FORMAT",
    "REV",
)


@pytest.fixture
def recording(ready: Path) -> Path:
    """The project whose command writes down what it is given."""
    for name in ("python", "taphuan"):
        (ready / ".venv/bin" / name).unlink()
        (ready / ".venv/bin" / name).write_text('#!/bin/sh\nfor one; do printf "%s\\n" "$one" >> given; done\n')
        (ready / ".venv/bin" / name).chmod(0o755)
    return ready


@pytest.mark.parametrize(
    "goal", [pytest.param(goal, marks=() if goal == "build" else pytest.mark.slow) for goal in GOALS]
)
def test_signs_of_the_shell_are_letters_in_a_choice(recording: Path, goal: str) -> None:
    """Neither make nor the shell runs them, from the command line or from the environment."""
    for sign in SIGNS:
        everywhere = dict.fromkeys((*CHOICES, "ARGS", "PYTHON"), f"a{sign}")
        run = make(recording, goal, *(f"{name}={value}" for name, value in everywhere.items()))
        # validate asks npm first, which is not there
        assert run.returncode == 0 or goal == "validate", run.stderr
        make(recording, goal, **everywhere)
        assert not (recording / "touched").exists(), sign


def test_a_choice_reaches_the_command_letter_by_letter(recording: Path) -> None:
    out = "a'b\"c`d$e\\f; g*~  h"
    assert make(recording, f"OUT={out}", "ARGS=--force '$HOME'").returncode == 0
    given = (recording / "given").read_text(encoding="utf-8").splitlines()
    assert given == ["build", "--out", out, "--force", "'$HOME'"]


def test_the_check_is_given_the_form_of_its_result(recording: Path) -> None:
    assert make(recording, "check", "FORMAT=json").returncode == 0
    given = (recording / "given").read_text(encoding="utf-8").splitlines()
    assert given == ["check", "--format", "json"]


@pytest.mark.parametrize("choice", ["CONFERENCE=nobody", "AS_OF=2024-02-30", "JOBS=many", "PROVINCE=nowhere"])
def test_a_failure_of_the_command_is_a_failure_of_make(ready: Path, choice: str) -> None:
    run = make(ready, choice, f"OUT={ready / 'out'}")
    assert run.returncode != 0
    assert "Error 2" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (ready / "out").exists()


def test_the_callers_own_packages_and_switches_stay_outside(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "taphuan.py").write_text("raise SystemExit('the wrong package')\n")
    run = make(ready, "doctor", PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1", PYTHONOPTIMIZE="2")
    assert run.returncode == 0, run.stderr
    assert "ok      bytecode" in run.stdout


def test_where_quarto_cannot_be_downloaded_one_line_says_so(tmp_path: Path) -> None:
    command = [sys.executable, str(paths.ROOT / "tools/quarto.py")]
    # an index that refuses every question, in place of a network that does
    settings = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    run = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.splitlines() == [
        "error: Quarto was not installed: it cannot be downloaded from here; everything but RENDERER=quarto works without it"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_vietnamese_letters_in_the_path_hinder_no_locale(project: Path, locale: str) -> None:
    """Python reads the line that leads to src in the letters of the locale; it holds none of the path."""
    (project / "src").mkdir()
    (project / "src/small_of_ours.py").write_text("print('found')\n")
    absolute = BACKEND.replace('"small.pth", ""', "'_editable_impl_taphuan.pth', os.getcwd() + '/src'")
    (project / "backend.py").write_text(f"import os\n{absolute}")
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    assert make(project, READY, f"PYTHON={sys.executable}", **offline, LC_ALL=locale).returncode == 0
    command = [str(project / ".venv/bin/python"), "-c", "import small_of_ours"]
    run = subprocess.run(command, env={**os.environ, "LC_ALL": locale}, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "found\n"), run.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="making a folder of somebody else needs root")
def test_a_set_up_in_a_folder_of_somebody_else_says_so(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    os.chown(tmp_path / ".venv", 65534, 65534)
    # root that may do what anybody may
    command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "sh", "-s", "/somewhere", ".venv"]
    source = (paths.ROOT / "tools/setup.sh").read_text(encoding="utf-8")
    run = subprocess.run(command, cwd=tmp_path, input=source, capture_output=True, text=True)
    assert run.returncode == 3, run.stderr
    (line,) = run.stderr.splitlines()
    assert "/somewhere has to be set up, and .venv may not be written by root; run make there as its owner" in line
