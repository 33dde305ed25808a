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

SELECTION = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--format", "deck.md")
TAPHUAN = [sys.executable, "-m", "taphuan"]


def shell(script: str, tmp_path: Path, cache: Path, **env: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "TAPHUAN_CACHE": str(cache), "TAPHUAN_CHROMIUM": "/nowhere", **env}
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
