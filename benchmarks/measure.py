"""Measures commands: CPU and wall seconds and peak memory, including all descendant processes.

The master process of the warm kernels ends shortly after the command. On Linux this process adopts such orphans
(PR_SET_CHILD_SUBREAPER) and counts them; on other systems their CPU time is missing.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PR_SET_CHILD_SUBREAPER = 36
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@dataclass(frozen=True)
class Cost:
    """`cpu` and `wall` in seconds; `rss` is the peak memory of the largest process in MB."""

    cpu: float
    wall: float
    rss: float


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """The cost of a command. Raises RuntimeError with the end of its output if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu, rss = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    with contextlib.suppress(ChildProcessError):
        while True:
            _, _, usage = os.wait4(-1, 0)
            cpu, rss = cpu + usage.ru_utime + usage.ru_stime, max(rss, usage.ru_maxrss)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode()[-2000:]}")
    return Cost(cpu, wall, rss / 1024)


def interleaved(
    commands: Mapping[str, Sequence[str]], runs: int, env: Mapping[str, str] | None = None
) -> dict[str, list[Cost]]:
    """The costs of the commands by name. The commands run in turn, so that a change of the machine's load affects all of
    them, in `runs` rounds after one that is not counted."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for round_ in range(runs + 1):
        for name, command in commands.items():
            cost = run(command, env)
            if round_:
                costs[name].append(cost)
    return costs


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of CPU, wall time and memory, each by itself."""
    return Cost(*(statistics.median(getattr(cost, field) for cost in costs) for field in ("cpu", "wall", "rss")))
