"""Checkouts that share no folder, and a Dask scheduler with workers in one of them; all processes are real."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from distributed import Client

from projects import Project, Run, copied
from taphuan import paths

# Bounds only catch a hang; the steps themselves take seconds.
PATIENCE = 300

# A worker looks for its fate here: a file STAGE-UNIT, empty or with a pid. Found, it is removed and that process (its own
# by default) is killed; one with "always" in it stays, one with "hold" in it holds the worker until it is gone.
FATES = "TAPHUAN_TEST_FATES"
_MEET = f"""

def _meet(stage, unit):
    import os, pathlib, signal, time
    if "{FATES}" not in os.environ:
        return
    fate = pathlib.Path(os.environ["{FATES}"], f"{{stage}}-{{unit}}")
    try:
        told = fate.read_text()
        if told == "hold":
            fate.with_suffix(".held").touch()
            begun = time.monotonic()
            while fate.exists() and time.monotonic() < begun + {PATIENCE}:
                time.sleep(0.05)
            return
        if told != "always":
            fate.unlink()
    except FileNotFoundError:
        return
    os.kill(int(told) if told.isdigit() else os.getpid(), signal.SIGKILL)
"""
# file → where in it a stage begins, and what meets its fate there
_STAGES = {
    "compose/join.py": ("    parts = parts_of(lesson, full)\n", '    _meet("compose", lesson.unit.slug)\n'),
    # a cell is about to run: the kernel is there
    "run/execute.py": (
        '        running = f"cell {_name(cell)}"\n',
        '        _meet("execute", notebook.metadata["taphuan"]["unit"]["slug"])\n',
    ),
    "export/formats.py": (
        "    source = Source(executed)\n    rendered",
        '    _meet("export", executed.metadata["taphuan"]["unit"]["slug"])\n',
    ),
}


@dataclass(frozen=True)
class Checkout(Project):
    """A copy of all that a commit holds for a build, code too, which a test may change."""

    def environment(self, **settings: str) -> dict[str, str]:
        own = {
            "PYTHONPATH": str(self.root / "src"),
            "TAPHUAN_ROOT": str(self.root),
            "TAPHUAN_CACHE": str(self.root / "build/.cache"),
            "TAPHUAN_CHROMIUM": "/nowhere",
        }
        return {**os.environ, **own, **settings}

    def popen(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """`taphuan …` of this checkout, begun."""
        return subprocess.Popen(
            [sys.executable, "-m", "taphuan", *arguments],
            cwd=self.root,
            env=self.environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **settings: str) -> Run:
        return ended(self.popen(*arguments, **settings))


def ended(process: subprocess.Popen[str]) -> Run:
    """The result of a command, which must not be a traceback."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert "Traceback" not in out + err, out + err
    return Run(process.returncode, out, err)


def checkout(root: Path) -> Checkout:
    copied(root)
    shutil.copytree(paths.PACKAGE, root / "src/taphuan", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(paths.LOCK, root)
    made = Checkout(root)
    for file, (before, meet) in _STAGES.items():
        made.edit(f"src/taphuan/{file}", before, before + meet if before.endswith("\n") else meet + before)
        path = root / "src/taphuan" / file
        path.write_text(path.read_text(encoding="utf-8") + _MEET, encoding="utf-8")
    return made


@dataclass
class Cluster:
    """A scheduler on this machine's loopback and workers in a checkout."""

    checkout: Checkout
    fates: Path
    port: int
    allowed: int = 3
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.allowed)}
        # both end by themselves should the tests be killed
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--idle-timeout", f"{PATIENCE}s"]
        return self._dask("scheduler", *options, **settings)

    def start_workers(
        self,
        number: int,
        of: Checkout | None = None,
        threads: int = 1,
        program: str = sys.executable,
        nanny: bool = True,
        **settings: str,
    ) -> subprocess.Popen[bytes]:
        """Workers in this or another checkout; returns when the scheduler knows them."""
        with self.client() as client:
            before = len(client.scheduler_info()["workers"])
            options = ["--host", "127.0.0.1", "--nthreads", str(threads), "--nworkers", str(number), "--no-dashboard"]
            options += ["--death-timeout", "30"]
            options += ["--local-directory", str(self.fates.parent / "dask"), "--nanny" if nanny else "--no-nanny"]
            process = self._dask("worker", self.address, *options, of=of, program=program, **settings)
            client.wait_for_workers(before + number, timeout=PATIENCE)
        return process

    def client(self) -> Client:
        return Client(self.address, timeout=PATIENCE, set_as_default=False)

    def workers(self) -> dict[str, int]:
        """The pids of the workers by address."""
        with self.client() as client:
            return dict(client.run(os.getpid))

    def seal(self, stage: str, unit: str, fate: str = "") -> Path:
        """The next worker that comes to this stage of this unit's set meets this fate."""
        path = self.fates / f"{stage}-{unit}"
        path.write_text(fate, encoding="utf-8")
        return path

    def stop(self) -> None:
        for process in self._processes:
            self.end(process)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End it and its workers."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)

    def _dask(
        self, what: str, *arguments: str, of: Checkout | None = None, program: str = sys.executable, **settings: str
    ) -> subprocess.Popen[bytes]:
        place = of or self.checkout
        environment = place.environment(**{FATES: str(self.fates)}, **settings)
        if program != sys.executable:
            # the packages of this environment; those that were compiled for this Python alone are not needed to say no
            environment["PYTHONPATH"] += os.pathsep + next(name for name in sys.path if name.endswith("site-packages"))
        log: IO[bytes]
        with (self.fates.parent / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(
                [program, "-m", "dask", what, *arguments],
                cwd=place.root,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        return process


@contextmanager
def cluster(of: Checkout, folder: Path, workers: int = 2, allowed: int = 3) -> Iterator[Cluster]:
    fates = folder / "fates"
    fates.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Cluster(of, fates, port, allowed)
    try:
        started.start_scheduler()
        if workers:
            started.start_workers(workers)
        yield started
    finally:
        started.stop()


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until it holds; fails where it does not in time."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"in vain: {what}"


def processes_of(place: Path) -> dict[int, tuple[int, str]]:
    """Parent and command line of every process whose environment names a checkout, by pid."""
    found: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"TAPHUAN_ROOT={place}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(folder.name)] = (parent, command)
    return found


def other_python() -> str:
    """A program that runs another Python than this one, able to start a worker; empty where there is none."""
    places = [shutil.which(f"python3.{minor}") for minor in (11, 12, 13)]
    places += [str(path) for path in sorted(Path.home().glob(".pyenv/versions/3.1[123].*/bin/python3"))]
    packages = next(name for name in sys.path if name.endswith("site-packages"))
    for program in filter(None, places):
        code = "import sys, distributed; print(*sys.version_info[:2])"
        done = subprocess.run(
            [program, "-c", code], env={**os.environ, "PYTHONPATH": packages}, capture_output=True, text=True
        )
        if done.returncode == 0 and done.stdout.split() != [str(part) for part in sys.version_info[:2]]:
            return program
    return ""
