"""The package without its checkout: the wheel in an environment of its own, working on a project that has no code and no slides/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from projects import Run
from taphuan import paths

pytestmark = pytest.mark.slow

MOST_BYTES = 5_000_000
CHOSEN = ("build", "--conference", "bac-giang", "--province", "bac-giang")
# every Python of the environment refuses to open what lies in the checkout, but for the packages of its environment
WATCH = """
import sys
def _watch(event, arguments, *, place={place!r}, let={let!r}):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(place):
        if not arguments[0].startswith(let):
            raise AssertionError(f"opened in the checkout: {{arguments[0]}}")
sys.addaudithook(_watch)
"""


# a kernel as a JupyterLab of one's own starts it: in the folder of the notebook, whatever the server's is
KERNEL = """
import os
import sys
import nbclient, nbformat
cell = nbformat.v4.new_code_cell("import os; from taphuan import paths; print(os.getppid(), paths.ROOT)")
notebook = nbformat.v4.new_notebook(cells=[cell])
nbclient.NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": sys.argv[1]}}).execute()
print(os.getpid(), cell.outputs[0]["text"])
"""


@dataclass(frozen=True)
class Installed:
    """The wheel, and the folder of an environment that holds it and the packages of this one, but not this one's taphuan."""

    wheel: Path
    folder: Path

    def run(self, cwd: Path, *command: str, **env: str) -> Run:
        program, *arguments = command
        own = {"PATH": os.defpath, "HOME": str(self.folder), "PYTHONUTF8": "1", "TAPHUAN_CHROMIUM": "/nowhere"}
        done = subprocess.run(
            [str(self.folder / "bin" / program), *arguments],
            cwd=cwd,
            env=own | env,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    base = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(base / "dist")]
    subprocess.run(command, cwd=paths.ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = (base / "dist").iterdir()
    folder = base / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder / "bin/python"),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, timeout=120)
    packages = sysconfig.get_path("purelib")
    site = next((folder / "lib").glob("python3*/site-packages"))
    # a folder that is named in a .pth file has its own ones not read, so that the editable install is not seen
    (site / "others.pth").write_text(f"{packages}\n", encoding="utf-8")
    watch = WATCH.format(place=f"{paths.ROOT}{os.sep}", let=(f"{packages}{os.sep}", f"{sys.prefix}{os.sep}"))
    (site / "sitecustomize.py").write_text(watch, encoding="utf-8")
    (folder / "share").symlink_to(Path(sys.prefix) / "share")
    return Installed(wheel, folder)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project: what is said, taught and known, and nothing that shows it."""
    root = tmp_path_factory.mktemp("elsewhere") / "Dự án"
    for folder in (paths.DATA, paths.NOTEBOOKS):
        shutil.copytree(folder, root / folder.name)
    shutil.copy(paths.PROJECT_FILE, root)
    return root


def test_the_wheel_holds_what_every_programme_needs_and_is_small(installed: Installed) -> None:
    assert installed.wheel.stat().st_size <= MOST_BYTES
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    below = {path.relative_to(paths.SLIDES).as_posix() for path in paths.SLIDES.rglob("*") if path.is_file()}
    assert {f"taphuan/slides/{name}" for name in below} <= names
    assert {"taphuan/LICENSE", "taphuan/live/client/live.js", "taphuan/check/codes/th1.toml"} <= names
    assert not [
        name for name in names if name.split("/")[0] not in ("taphuan", installed.wheel.name[:13] + ".dist-info")
    ]


def test_it_answers_where_there_is_no_project(installed: Installed, tmp_path: Path) -> None:
    assert installed.run(tmp_path, "taphuan", "--version").out.startswith("taphuan, version")
    assert installed.run(tmp_path, "taphuan", "--help").code == 0
    doctor = installed.run(tmp_path, "taphuan", "doctor")
    assert doctor.code == 0, doctor.out
    assert f"{installed.folder}/lib/" in doctor.out and str(paths.PACKAGE) not in doctor.out
    refused = installed.run(tmp_path, "taphuan", "build")
    assert refused.code == 3 and "no project here" in refused.err
    assert [*tmp_path.iterdir()] == []


def test_the_same_files_come_out_as_in_the_checkout(
    installed: Installed, elsewhere: Path, run_cli: Callable[..., Run], tmp_path: Path
) -> None:
    done = installed.run(elsewhere / "notebooks", "taphuan", *CHOSEN)
    assert done.code == 0, done.err
    ours = run_cli(*CHOSEN, "--out", str(tmp_path), env={"TAPHUAN_CHROMIUM": "/nowhere"})
    assert ours.code == 0, ours.err
    made, wanted = elsewhere / "build/bac-giang/bac-giang", tmp_path / "bac-giang/bac-giang"
    names = {path.name for path in wanted.iterdir()} - {"manifest.json"}
    assert {"deck.html", "deck.pptx", "deck.pdf", "briefing.docx", "notebook.ipynb"} <= names
    assert names == {path.name for path in made.iterdir()} - {"manifest.json"}
    assert [name for name in sorted(names) if (made / name).read_bytes() != (wanted / name).read_bytes()] == []
    # nothing to do, in a folder below too
    again = installed.run(elsewhere / "build", "taphuan", *CHOSEN)
    assert again.code == 0 and "1 document sets up to date" in again.out, again.out


def test_a_notebook_finds_the_project_that_it_lies_in(installed: Installed, elsewhere: Path, tmp_path: Path) -> None:
    notebook = elsewhere / "notebooks/modules/tong-quan-cds.ipynb"
    run = ("python", "-m", "papermill", "--log-level", "ERROR", "--no-progress-bar", str(notebook))
    inside = installed.run(elsewhere / "data", *run, str(tmp_path / "a.ipynb"))
    assert inside.code == 0, inside.err[-2000:]
    outside = installed.run(tmp_path, *run, str(tmp_path / "b.ipynb"))
    assert outside.code != 0 and "NoProject: no project here" in outside.err and "TAPHUAN_ROOT" in outside.err
    named = installed.run(tmp_path, *run, str(tmp_path / "c.ipynb"), TAPHUAN_ROOT=str(elsewhere))
    assert named.code == 0, named.err[-2000:]


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_forked_kernel_of_another_server_finds_the_project_of_its_notebook(
    installed: Installed, elsewhere: Path, tmp_path: Path
) -> None:
    warm = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "taphuan-warm-provisioner"}
    done = installed.run(tmp_path, "python", "-c", KERNEL, str(elsewhere / "notebooks/modules"), **warm)
    assert done.code == 0, done.err[-2000:]
    own, parent, root = done.out.split(maxsplit=2)
    assert root.strip() == str(elsewhere)
    # its parent is the warm process and not the server
    assert own != parent
