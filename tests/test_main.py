"""The command where its surroundings are not as usual: closed streams, a folder that is gone, no room for temporary files."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from taphuan import paths

SELECTION = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--format", "deck.md")
TAPHUAN = [sys.executable, "-m", "taphuan"]


def shell(script: str, tmp_path: Path, cache: Path, **env: str) -> subprocess.CompletedProcess[str]:
    own = {"TAPHUAN_ROOT": str(paths.ROOT), "TAPHUAN_CACHE": str(cache), "TAPHUAN_CHROMIUM": "/nowhere"}
    settings = {**os.environ, **own, **env}
    return subprocess.run(["sh", "-c", script], cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=240)


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a path that is short enough for sockets."""
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    "closed", [*(pytest.param(one, marks=pytest.mark.slow) for one in (">&-", "<&-", "2>&-")), "<&- >&- 2>&-"]
)
def test_a_closed_stream_hinders_no_build(tmp_path: Path, cache: Path, closed: str) -> None:
    out = tmp_path / "out"
    command = shlex.join([*TAPHUAN, *SELECTION, "--out", str(out)])
    done = shell(f"{command} {closed}", tmp_path, cache)
    assert (done.returncode, done.stderr) == (0, "")
    folder = out / "bac-giang/bac-giang"
    assert {path.name for path in folder.iterdir()} == {"deck.md", "manifest.json"}
    assert (folder / "deck.md").read_text(encoding="utf-8").startswith("# ")
    # and it has nothing to do
    assert shell(f"{command} {closed}", tmp_path, cache).returncode == 0


def test_a_folder_that_is_gone_is_said_with_its_remedy(tmp_path: Path, cache: Path) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && {shlex.join([*TAPHUAN, *SELECTION])}"
    done = shell(script, tmp_path, cache)
    assert done.returncode == 3
    assert "the folder that you are in does not exist any more; change to another one" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_folder_for_temporary_files_is_said_by_its_place(tmp_path: Path, cache: Path, short: Path) -> None:
    small = short / "small"
    small.mkdir()
    # room for the file that Python tries and no more
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "nr_inodes=2", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let its root mount a file system")
    try:
        command = shlex.join([*TAPHUAN, *SELECTION, "--out", str(tmp_path / "out")])
        done = shell(command, tmp_path, cache, TMPDIR=str(small))
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "no folder for temporary files can be made (No space left on device" in done.stderr
    assert "set TMPDIR to a folder that can be written" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_foreign_folders_and_a_vanished_folder_for_temporary_files_hinder_no_build(
    tmp_path: Path, cache: Path, short: Path
) -> None:
    temporary = short
    foreign = ("taphuan-99999999999999999999-x", "taphuan-1-x", "taphuan-²")
    for name in foreign:
        (temporary / name).mkdir(parents=True)
    command = shlex.join([*TAPHUAN, *SELECTION, "--out", str(tmp_path / "out")])
    done = shell(command, tmp_path, cache, TMPDIR=str(temporary))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in temporary.iterdir()} == set(foreign)
    # a cleaner that removes it while the command starts
    vanished = shell(f"rm -rf {temporary} && {command} --force", tmp_path, cache, TMPDIR=str(temporary))
    assert vanished.returncode == 0, vanished.stdout + vanished.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        "--help",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ("list provinces", "doctor", "check", "build --dry-run --conference bac-giang")
        ),
    ],
)
def test_what_cannot_be_printed_is_one_line(tmp_path: Path, cache: Path, arguments: str) -> None:
    done = shell(f"{shlex.join(TAPHUAN)} {arguments} >/dev/full", tmp_path, cache)
    assert done.returncode == 3
    assert done.stderr == (
        "error: what this command says cannot be written: No space left on device; send it to another place [TH918]\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_failure_that_cannot_be_told_has_its_exit_code(tmp_path: Path, cache: Path) -> None:
    assert shell(f"{shlex.join(TAPHUAN)} list nothing 2>/dev/full", tmp_path, cache).returncode == 2


def test_a_reader_that_goes_is_no_error(tmp_path: Path, cache: Path) -> None:
    script = f"{{ {shlex.join(TAPHUAN)} --help; echo $? >code; }} | true"
    done = shell(script, tmp_path, cache)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "code").read_text() == "141\n"


@pytest.mark.slow
@pytest.mark.parametrize("home", ["/no/such/folder", "/dev/null", ""])
@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_no_home_and_no_locale_give_the_same_bytes(tmp_path: Path, cache: Path, home: str, locale: str) -> None:
    command = shlex.join([*TAPHUAN, *SELECTION, "--force", "--out"])
    here, there = (tmp_path / name for name in ("here", "there"))
    assert shell(f"{command} {here}", tmp_path, cache).returncode == 0
    done = shell(f"{command} {there}", tmp_path, cache, HOME=home, LC_ALL=locale, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    name = "bac-giang/bac-giang/deck.md"
    assert (there / name).read_bytes() == (here / name).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["missing", "read only", "of 140 letters", "a file"])
def test_any_folder_for_temporary_files_will_do(tmp_path: Path, cache: Path, kind: str) -> None:
    place = tmp_path / ("a" * (140 if kind == "of 140 letters" else 1))
    if kind == "a file":
        place.touch()
    elif kind != "missing":
        place.mkdir()
    place = Path("/proc") if kind == "read only" else place
    command = shlex.join([*TAPHUAN, *SELECTION, "--force", "--out", str(tmp_path / "out")])
    done = shell(command, tmp_path, cache, TMPDIR=str(place))
    assert (done.returncode, done.stderr) == (0, "")


# root that may do what anybody may: it enters no folder of somebody else
NO_PRIVILEGES = "setpriv --bounding-set=-all --inh-caps=-all"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="making a folder of somebody else needs root")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder of somebody else that nobody else may enter."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    return folder


@needs_root
@pytest.mark.slow
def test_a_home_that_may_not_be_entered_hinders_no_build(tmp_path: Path, cache: Path, closed: Path) -> None:
    command = f"{NO_PRIVILEGES} {shlex.join([*TAPHUAN, *SELECTION, '--force', '--out', str(tmp_path / 'out')])}"
    done = shell(command, tmp_path, cache, HOME=str(closed))
    assert (done.returncode, done.stderr) == (0, "")
    told = shell(f"{NO_PRIVILEGES} {shlex.join(TAPHUAN)} doctor", tmp_path, cache, HOME=str(closed))
    assert (told.returncode, told.stderr) == (0, "")
    name = "notebooks/frame/programme.ipynb"
    papermill = shlex.join([sys.executable, "-m", "papermill", str(paths.ROOT / name), "out.ipynb"])
    assert shell(f"{NO_PRIVILEGES} {papermill}", tmp_path, cache, HOME=str(closed)).returncode == 0


@needs_root
def test_a_cache_that_may_not_be_written_is_said_with_its_remedy(tmp_path: Path, closed: Path) -> None:
    command = f"{NO_PRIVILEGES} {shlex.join([*TAPHUAN, *SELECTION, '--out', str(tmp_path / 'out')])}"
    done = shell(command, tmp_path, closed / "cache")
    assert done.returncode == 3, done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: Permission denied: {closed}")
    assert line.endswith("build into one that is: OUT=… (--out), and the cache in TAPHUAN_CACHE [TH909]")
