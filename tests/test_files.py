"""Folders of killed processes are removed; those of living ones and of others stay."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from taphuan.files import scratch


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def folder_of(temporary: Path, pid: int) -> Path:
    folder = temporary / f"taphuan-{pid}-abc"
    (folder / "runtime").mkdir(parents=True)
    (folder / "runtime" / "kernel.json").write_text("{}", encoding="utf-8")
    return folder


def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_folder_ends_with_its_use_and_those_of_the_dead_with_it(temporary: Path) -> None:
    left, held = folder_of(temporary, dead()), folder_of(temporary, os.getppid())
    strange = temporary / "taphuan-bench-xyz"
    strange.mkdir()
    with scratch() as folder:
        assert folder.parent == temporary
        assert f"-{os.getpid()}-" in folder.name
        assert not left.exists()
    assert set(temporary.iterdir()) == {held, strange}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_stays(temporary: Path) -> None:
    left = folder_of(temporary, dead())
    os.chown(left, 12345, 12345)
    with scratch():
        assert left.exists()


def test_a_link_that_bears_such_a_name_leads_nowhere(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    precious = tmp_path_factory.mktemp("precious")
    (precious / "file").write_text("kept", encoding="utf-8")
    (temporary / f"taphuan-{dead()}-abc").symlink_to(precious)
    with scratch():
        assert (precious / "file").exists()
