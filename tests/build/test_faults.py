"""Builds that are cut off, a disk that is full, a folder that may not be written: the next build is whole all the same."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projects import Run

Cli = Callable[..., Run]

PROVINCES = ("quang-nam", "gia-lai", "da-nang")
WHOLE = ("build", "--conference", "quang-nam-2024", *(part for slug in PROVINCES for part in ("--province", slug)))
# published one by one like all others, and made three times as fast; the slow tests build every file
FORMATS = ("deck.html", "deck.md", "briefing.docx", "notebook.ipynb")
SELECTION = (*WHOLE, *(part for name in FORMATS for part in ("--format", name)))
MARK = "TAPHUAN_FAULT_TEST"
# Bounds only catch a hang; the steps themselves take seconds.
PATIENCE = 60


def _environment(cache: Path, mark: str, temporary: str = "") -> dict[str, str]:
    settings = {"TAPHUAN_CACHE": str(cache), "TAPHUAN_CHROMIUM": "/nowhere", MARK: mark}
    return {**os.environ, **settings} | ({"TMPDIR": temporary} if temporary else {})


def _contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def _processes(mark: str) -> Iterator[int]:
    """Every living process that carries the mark, whoever its parent is by now."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue


def _all_gone(mark: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not list(_processes(mark)):
            return True
    return False


def _undisturbed(selection: tuple[str, ...], out: Path, cache: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "taphuan", *selection, "--out", str(out)]
    subprocess.run(command, env=_environment(cache, "clean"), check=True, capture_output=True, timeout=PATIENCE * 2)
    return _contents(out)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, bytes]:
    """What an undisturbed build leaves behind."""
    return _undisturbed(SELECTION, tmp_path_factory.mktemp("clean") / "out", cache)


@pytest.fixture(scope="module")
def clean_whole(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, bytes]:
    """The same with every file of the sets."""
    return _undisturbed(WHOLE, tmp_path_factory.mktemp("clean") / "out", cache)


def _kill_at_some_moment(
    selection: tuple[str, ...], victim: str, seed: int, out: Path, cache: Path, temporary: str
) -> str:
    """Start a build and kill -9 one of its processes after a while; returns the mark of everything it started."""
    mark = f"{victim}-{seed}-{os.getpid()}"
    moment = random.Random(f"{victim}{seed}").uniform(0.2, 4.0)
    command = [sys.executable, "-m", "taphuan", *selection, "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(
        command, env=_environment(cache, mark, temporary), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        others = sorted(pid for pid in _processes(mark) if pid != process.pid)
        if victim == "run" or not others:
            os.kill(process.pid, signal.SIGKILL)
        else:
            # it may just have ended by itself
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.Random(seed).choice(others), signal.SIGKILL)
    process.wait(timeout=PATIENCE * 2)
    return mark


def _check(
    selection: tuple[str, ...], victim: str, seed: int, tmp_path: Path, cache: Path, clean: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    # short: sockets lie in it
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        mark = _kill_at_some_moment(selection, victim, seed, out, cache, temporary)
        assert _all_gone(mark), f"left behind: {list(_processes(mark))}"
        command = [sys.executable, "-m", "taphuan", *selection, "--out", str(out)]
        done = subprocess.run(
            command, env=_environment(cache, "again", temporary), capture_output=True, text=True, timeout=PATIENCE * 2
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert _contents(out) == clean
        assert list(Path(temporary).iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("victim", "seed"), [("run", 1), ("one of its processes", 2)])
def test_after_a_kill_the_next_build_equals_a_clean_one(
    victim: str, seed: int, tmp_path: Path, cache: Path, clean: dict[str, bytes]
) -> None:
    _check(SELECTION, victim, seed, tmp_path, cache, clean)


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["run", "one of its processes"])
@pytest.mark.parametrize("seed", range(10, 25))
def test_after_any_of_thirty_kills_the_next_build_equals_a_clean_one(
    victim: str, seed: int, tmp_path: Path, cache: Path, clean_whole: dict[str, bytes]
) -> None:
    _check(WHOLE, victim, seed, tmp_path, cache, clean_whole)


def test_a_worker_that_is_killed_before_anything_is_written_is_told(tmp_path: Path, cache: Path) -> None:
    mark = f"early-{os.getpid()}"
    out = tmp_path / "out"
    # composing everything takes seconds and is all that this command does
    command = [sys.executable, "-m", "taphuan", "build", "--dry-run", "--jobs", "2", "--out", str(out)]
    process = subprocess.Popen(
        command, env=_environment(cache, mark), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    workers: list[int] = []
    deadline = time.monotonic() + PATIENCE
    while not workers and time.monotonic() < deadline:
        workers = [pid for pid in _processes(mark) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(workers[0], signal.SIGKILL)
    said, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (3, ""), told
    assert told.startswith("error: a worker process died before anything was written; run it again")
    assert not out.exists()
    assert _all_gone(mark)


def test_interrupted_it_ends_at_once_and_leaves_no_process(tmp_path: Path, cache: Path) -> None:
    mark = f"interrupt-{os.getpid()}"
    command = [sys.executable, "-m", "taphuan", *SELECTION, "--out", str(tmp_path / "out"), "--jobs", "2"]
    process = subprocess.Popen(
        command,
        env=_environment(cache, mark),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while len(list(_processes(mark))) < 3 and time.monotonic() < deadline:
        pass
    # the terminal sends Ctrl-C to every process of the group
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, out + err
    assert "Traceback" not in out + err
    assert "interrupted" in err
    assert _all_gone(mark)


@pytest.mark.slow
def test_two_builds_into_one_folder_leave_what_one_leaves(
    tmp_path: Path, cache: Path, clean_whole: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    for flags in ((), ("--force",)):
        command = [sys.executable, "-m", "taphuan", *WHOLE, "--out", str(out), *flags]
        both = [
            subprocess.Popen(
                command, env=_environment(cache, "both"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            for _ in range(2)
        ]
        for process in both:
            said, _ = process.communicate(timeout=PATIENCE * 2)
            assert process.returncode == 0, said
            assert "kept" not in said
        assert _contents(out) == clean_whole


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_told_and_what_was_written_is_taken_back(
    tmp_path: Path, cache: Path, clean: dict[str, bytes]
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let its root mount a file system")
    try:
        command = [sys.executable, "-m", "taphuan", *SELECTION, "--out", str(small / "out")]
        done = subprocess.run(
            command, env=_environment(cache, "full"), capture_output=True, text=True, timeout=PATIENCE * 2
        )
        # 3 where even the start page found no room
        assert done.returncode in (1, 3)
        assert "3 of 3 document sets built" not in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
        assert "No space left on device" in done.stdout + done.stderr
        for folder in (small / "out" / "quang-nam-2024").glob("*"):
            manifest = folder / "manifest.json"
            if manifest.exists():
                listed = json.loads(manifest.read_text(encoding="utf-8"))["files"]
                assert {name: (folder / name).stat().st_size for name in listed} == {
                    n: e["size"] for n, e in listed.items()
                }
        assert not list(small.rglob("*.part"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told(run_cli: Cli, tmp_path: Path) -> None:
    # a file where the folder should be: even root cannot write below it
    (tmp_path / "out").write_text("", encoding="utf-8")
    done = run_cli(*SELECTION, "--out", str(tmp_path / "out" / "below"), env={"TAPHUAN_CHROMIUM": "/nowhere"})
    assert done.code == 3
    assert "Not a directory" in done.out + done.err


@pytest.mark.slow
def test_a_damaged_memory_of_the_last_build_is_never_believed(
    run_cli: Cli, tmp_path: Path, clean: dict[str, bytes]
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    for name, content in clean.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    env = {"TAPHUAN_CHROMIUM": "/nowhere", "TAPHUAN_CACHE": str(cache)}
    assert "3 were up to date" in run_cli(*SELECTION, "--out", str(out), env=env).out
    (record,) = (cache / "runs").glob("*.json")
    for damage in ("", "{", '{"schema": 99}', "[]", "\0\0"):
        record.write_text(damage, encoding="utf-8")
        (out / "quang-nam-2024" / "gia-lai" / "deck.html").unlink()
        done = run_cli(*SELECTION, "--out", str(out), env=env)
        assert done.code == 0, damage
        assert _contents(out) == clean, damage


@pytest.mark.slow
def test_a_clock_that_jumps_back_hides_no_change(
    run_cli: Cli, project_copy: object, tmp_path: Path, cache: Path
) -> None:
    root = project_copy.root  # type: ignore[attr-defined]
    out = tmp_path / "out"
    env = {"TAPHUAN_CHROMIUM": "/nowhere"}
    selection = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--format", "notebook.ipynb")
    selection += ("--out", str(out))
    assert run_cli(*selection, root=root, env=env).code == 0
    module = root / "data" / "modules" / "tong-quan-cds.yaml"
    text = module.read_text(encoding="utf-8")
    # the same length, and a time long before the last build
    module.write_text(text.replace("nâng cao nhận thức", "nâng cao nhận thừc"), encoding="utf-8")
    os.utime(module, (1_000_000_000, 1_000_000_000))
    done = run_cli(*selection, root=root, env=env)
    assert done.out.startswith("[1/1] bac-giang/bac-giang: done")
    assert "nhận thừc" in (out / "bac-giang" / "bac-giang" / "notebook.ipynb").read_text(encoding="utf-8")


@pytest.mark.slow
def test_another_file_system_for_the_cache_is_no_matter(tmp_path: Path, clean_whole: dict[str, bytes]) -> None:
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        pytest.skip("this machine has no writable /dev/shm to serve as another file system")
    cache = memory / f"taphuan-test-{os.getpid()}"
    try:
        command = [sys.executable, "-m", "taphuan", *WHOLE, "--out", str(tmp_path / "out")]
        subprocess.run(command, env=_environment(cache, "shm"), check=True, capture_output=True, timeout=PATIENCE * 2)
        assert _contents(tmp_path / "out") == clean_whole
    finally:
        shutil.rmtree(cache, ignore_errors=True)
