"""What a Dask cluster costs beside the processes of one machine: the sets of one conference, with one worker and with two.

Not part of `make bench`, whose machine has a cluster by then only for this: .venv/bin/python benchmarks/many.py. Every run
starts its workers anew and imports in them; figures are cached. CPU seconds are those of the command and of all that the
scheduler and its workers did meanwhile, kernels too.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from distributed import Client

TAPHUAN = [
    sys.executable,
    "-m",
    "taphuan",
    "build",
    "--conference",
    "quang-nam-2024",
    "--format",
    "deck.html",
    "--force",
]
HERE = Path(__file__).parent
RUNS = int(os.environ.get("RUNS", "3"))
TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(root: int) -> float:
    """CPU seconds of the processes below one, with those of the children that they have waited for."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
            spent[int(folder.name)] = sum(map(int, fields[11:15])) / TICK
    below = {root}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(spent.get(pid, 0.0) for pid in below)


@contextmanager
def cluster(workers: int, environment: dict[str, str], folder: Path) -> Iterator[tuple[str, list[int]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    own = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [
        [*dask, "scheduler", "--port", address.rpartition(":")[2], *own],
        [
            *dask,
            "worker",
            address,
            "--nthreads",
            "1",
            "--nworkers",
            str(workers),
            "--local-directory",
            str(folder),
            *own,
        ],
    ]
    started = [
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
        for command in commands
    ]
    try:
        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, [process.pid for process in started]
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def measured(options: list[str], environment: dict[str, str], roots: list[int]) -> tuple[float, float]:
    """(CPU, wall) seconds of a build, by a process of its own: it waits for every orphan, and the cluster must not be one."""
    before = sum(map(cpu_of, roots))
    code = "import sys, measure; cost = measure.run(sys.argv[1:]); print(cost.cpu, cost.wall)"
    settings = {**environment, "PYTHONPATH": os.pathsep.join([str(HERE), environment.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", code, *TAPHUAN, *options]
    told = subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout
    own, wall = map(float, told.split())
    return own + sum(map(cpu_of, roots)) - before, wall


def main() -> None:
    costs: dict[tuple[str, int], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="many-") as name:
        folder = Path(name)
        environment = {**os.environ, "TAPHUAN_CACHE": str(folder / "cache"), "TAPHUAN_CHROMIUM": "/nowhere"}
        subprocess.run([*TAPHUAN, "--out", str(folder / "out")], env=environment, stdout=subprocess.DEVNULL, check=True)
        sets = len(list((folder / "out").rglob("manifest.json")))
        for _ in range(RUNS):
            for workers in (1, 2):
                options = ["--out", str(folder / f"pool{workers}"), "--jobs", str(workers)]
                costs.setdefault(("processes", workers), []).append(measured(options, environment, []))
                with cluster(workers, environment, folder) as (address, roots):
                    options = ["--out", str(folder / f"dask{workers}"), "--scheduler", address]
                    costs.setdefault(("Dask", workers), []).append(measured(options, environment, roots))
    print(
        "| workers | who | CPU s a set | wall s | CPU to processes | wall to one worker |\n| --- | --- | --- | --- | --- | --- |"
    )
    middle = {
        key: tuple(statistics.median(values) for values in zip(*runs, strict=True)) for key, runs in costs.items()
    }
    for (who, workers), (cpu, wall) in middle.items():
        ratio, gain = cpu / middle["processes", workers][0], middle[who, 1][1] / wall
        print(f"| {workers} | {who} | {cpu / sets:.2f} | {wall:.1f} | {ratio:.2f} | {gain:.2f} |")


if __name__ == "__main__":
    main()
