"""Files appear whole; what a killed process leaves behind is removed, and what belongs to anybody else is not."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from taphuan.errors import EnvironmentLacks
from taphuan.files import cached, scratch, sweep_parts, write_whole

HOST = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
OTHER_HOST = hashlib.sha256(b"another machine").hexdigest()[:8]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for temporary files, with a path that is short enough for sockets."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@contextmanager
def process(code: str) -> Iterator[subprocess.Popen[str]]:
    """A process that runs `code` up to the line it prints, and then waits; killed at the end."""
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def in_scratch(temporary: Path) -> str:
    return (
        f"import tempfile; tempfile.tempdir = {str(temporary)!r}\n"
        "from taphuan.files import scratch\n"
        "with scratch() as folder:\n"
        "    (folder / 'kernel.json').write_text('{}')\n"
        "    print(folder, flush=True); input()"
    )


def folder_of_a_killed_process(temporary: Path) -> Path:
    with process(in_scratch(temporary)) as running:
        assert running.stdout is not None
        folder = Path(running.stdout.readline().strip())
        running.send_signal(signal.SIGKILL)
    assert (folder / "kernel.json").exists()
    return folder


def test_a_scratch_folder_ends_with_its_use_and_removes_those_of_killed_processes(temporary: Path) -> None:
    leftover = folder_of_a_killed_process(temporary)
    with process(in_scratch(temporary)) as running:
        assert running.stdout is not None
        in_use = Path(running.stdout.readline().strip())
        assert not leftover.exists(), "the second process removes what the first one left"
        with scratch() as folder, scratch() as second:
            assert {folder.parent, second.parent} == {temporary}
            assert (in_use / "kernel.json").exists()
        assert set(temporary.iterdir()) == {in_use}


@pytest.mark.parametrize("length", [3, 30, 60, 150])
def test_the_path_of_a_scratch_folder_leaves_room_for_a_socket(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(prefix="", dir="/tmp") as short:
        parent = Path(short) / ("ế" * (length // 2))
        parent.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(parent))
        with scratch() as folder, socket.socket(socket.AF_UNIX) as opened:
            (folder / "runtime").mkdir()
            opened.bind(str(folder / "runtime" / "kernel-4cf73591cb48-ipc-4"))


@pytest.mark.parametrize(
    "name",
    [
        "taphuan-99999999999999999999-x",
        "taphuan-1-abc",
        "taphuan-bench-xyz",
        "taphuan-",
        f"taphuan-{HOST}-nolock",
        f"taphuan-{OTHER_HOST}-abcdefgh",
        "taphuan-²-x",
    ],
)
def test_a_foreign_folder_with_such_a_name_harms_nothing_and_stays(temporary: Path, name: str) -> None:
    (temporary / name).mkdir()
    (temporary / name / "precious").write_text("x", encoding="utf-8")
    if OTHER_HOST in name:
        (temporary / name / ".lock").touch()
    with scratch() as folder:
        assert folder.is_dir()
    assert (temporary / name / "precious").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_stays(temporary: Path) -> None:
    leftover = folder_of_a_killed_process(temporary)
    os.chown(leftover, 12345, 12345)
    with scratch():
        assert leftover.exists()


def test_a_link_that_bears_such_a_name_leads_nowhere(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    precious = tmp_path_factory.mktemp("precious")
    (precious / ".lock").touch()
    (temporary / f"taphuan-{HOST}-abcdefgh").symlink_to(precious)
    with scratch():
        assert (precious / ".lock").exists()


def test_a_folder_for_temporary_files_that_is_not_there_is_said_with_its_remedy(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (temporary / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "file" / "below"))
    with pytest.raises(EnvironmentLacks, match=r"no folder for temporary files can be made .*file.*TMPDIR"), scratch():
        pass


def part_of_a_killed_process(folder: Path) -> Path:
    """What write_whole leaves where its process is killed before the part gets its name."""
    code = (
        "import os, pathlib, signal\n"
        "from taphuan.files import write_whole\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"write_whole(pathlib.Path({str(folder / 'deck.html')!r}), b'half')"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    (part,) = [path for path in folder.iterdir() if path.name.endswith(".part")]
    return part


def test_a_part_of_a_killed_process_is_removed_and_one_that_is_being_written_stays(tmp_path: Path) -> None:
    leftover = part_of_a_killed_process(tmp_path)
    code = (
        "import pathlib\n"
        "from taphuan.files import write_whole\n"
        "def wait(part, _): print(part, flush=True); input()\n"
        "pathlib.Path.replace = wait\n"
        f"write_whole(pathlib.Path({str(tmp_path / 'deck.html')!r}), b'half')"
    )
    with process(code) as running:
        assert running.stdout is not None
        being_written = Path(running.stdout.readline().strip())
        sweep_parts(tmp_path)
        assert being_written.exists()
        assert not leftover.exists()
    sweep_parts(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        ".tai-ve.part",
        ".a.99999999999999999999.part",
        ".deck.html.4711.part",
        f".deck.html.{OTHER_HOST}-0123456789ab.part",
        f".deck.html.{HOST}-0123.part",
        "deck.html.part",
    ],
)
def test_a_foreign_part_harms_nothing_and_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    sweep_parts(tmp_path)
    write_whole(tmp_path / "deck.html", b"a")
    assert {path.name for path in tmp_path.iterdir()} == {name, "deck.html"}


def test_a_link_that_bears_the_name_of_a_part_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x", encoding="utf-8")
    (tmp_path / f".deck.html.{HOST}-0123456789ab.part").symlink_to(tmp_path / "precious")
    sweep_parts(tmp_path)
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "x"


def test_many_processes_write_one_file_and_it_is_always_whole(tmp_path: Path) -> None:
    target = tmp_path / "deck.html"
    code = (
        "import pathlib, sys\n"
        "from taphuan.files import sweep_parts, write_whole\n"
        f"target = pathlib.Path({str(target)!r})\n"
        "for turn in range(100):\n"
        "    write_whole(target, sys.argv[1].encode() * 10000); sweep_parts(target.parent)\n"
        "    content = target.read_bytes(); assert len(set(content)) == 1 and len(content) == 10000"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, letter]) for letter in "abc"]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["deck.html"]


def test_a_cached_file_is_made_once_and_anew_when_it_is_gone_cut_off_or_of_another_key(tmp_path: Path) -> None:
    made: list[bytes] = []

    def get(key: bytes) -> bytes:
        def make() -> bytes:
            made.append(key)
            return key + b" content end"

        return cached(tmp_path / "a" / "b", lambda content: content.startswith(key) and content.endswith(b"end"), make)

    assert get(b"1") == get(b"1") == b"1 content end"
    (tmp_path / "a" / "b").write_bytes(b"1 con")
    assert get(b"1") == b"1 content end"
    assert get(b"2") == (tmp_path / "a" / "b").read_bytes() == b"2 content end"
    (tmp_path / "a" / "b").unlink()
    assert get(b"2") == b"2 content end"
    assert made == [b"1", b"1", b"2", b"2"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
