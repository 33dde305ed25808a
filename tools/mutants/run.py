"""`make mutants`: small changes of known/ and lesson/claims/, each of which a test of these rooms has to notice.

Tests and package are imported once; each mutant is a fork that changes the code of its function in place, empties what was
remembered, and runs only the test files that run its lines until one fails, those first that noticed its
neighbours, then those that notice most in their time. mutmut 3, the tool one would
take, leaves out every function with a decorator: here most are remembered (`@cache`), and those are what matters.

    make mutants ARGS="--sample 200 --seed 2 --file known/law.py"

Ends with 1 if more than TOLERATED of the mutants survive. Those that change nothing anybody could see stand, each with its
reason, in equivalent.txt.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import CodeType, FunctionType
from typing import Any

import pytest
from sites import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("src/taphuan/known", "src/taphuan/lesson/claims")
TESTS = ("tests/known", "tests/lesson", "tests/independent/test_rules.py")
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
MOST, TOLERATED = 800, 0.10
# a mutant may take so many times as long as the tests do without it, and this many seconds more; what takes longer is noticed
_TIMES, _MORE = 5, 20
# what a fork says of a mutant that no test file notices, or whose change could not be made in place
_NOBODY, _NOT_APPLIED = "nobody", "not applied"
# what was read from files, which no mutant changes; all else that is remembered is forgotten in each fork
_KEPT = ("_csv_rows", "_yaml", "_json", "_read_document", "_data_files")


@dataclass(frozen=True)
class Baseline:
    """Of a test file: its seconds and the lines it ran, by file."""

    seconds: float
    lines: dict[str, frozenset[int]]


class Run:
    """A plugin of pytest that runs the collected tests once for each mutant instead of once."""

    def __init__(self, mutants: list[Mutant], jobs: int) -> None:
        self.mutants, self.jobs = mutants, jobs
        self.survivors: list[Mutant] = []
        self.uncovered: list[Mutant] = []
        self.failing: dict[str, str] = {}
        self._said = ""
        self.killed = self.unapplied = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        # what the tests of a fork print is for nobody
        session.config.pluginmanager.unregister(name="terminalreporter")
        by_file: defaultdict[Path, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            by_file[item.path].append(item)
        baselines = self._baselines(by_file)
        if not self.failing:
            self._each(by_file, baselines)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._said = f"{report.nodeid}\n{report.longreprtext}"

    def _baselines(self, by_file: dict[Path, list[pytest.Item]]) -> dict[Path, Baseline]:
        def measured(items: list[pytest.Item]) -> Any:
            begun = monotonic()
            lines = _lines_run(items)
            # no class of this script: a test that runs a notebook has another __main__
            return self._said, monotonic() - begun, lines or {}

        _read_all()
        found = {}
        forks = _Forks(self.jobs)
        for path, items in by_file.items():
            forks.start(path, functools.partial(measured, items), 1200)
        for path, result in forks.results():
            said, *measures = result or ("its process ended, or took more than 20 minutes", 0.0, {})
            if said:
                self.failing[str(path.relative_to(ROOT))] = said
            found[path] = Baseline(*measures)
        return found

    def _each(self, by_file: dict[Path, list[pytest.Item]], baselines: dict[Path, Baseline]) -> None:
        forks = _Forks(self.jobs)
        begun = monotonic()
        # what a function made while its module was imported is in force, whatever is changed in it now
        at_import = _lines_at_import()
        # asked first: the file that noticed the last mutant of this function, then those that notice most in their time
        noticed: dict[tuple[Path, str], Path] = {}
        counts: Counter[Path] = Counter()

        def tried(mutant: Mutant, files: list[Path]) -> Any:
            last = noticed.get((mutant.file, mutant.function))
            files.sort(key=lambda path: (path != last, baselines[path].seconds / (1 + counts[path])))
            return _noticed_by(mutant, {path: by_file[path] for path in files})

        for mutant in self.mutants:
            lines = set(range(mutant.first, mutant.last + 1))
            files = [
                path for path, base in baselines.items() if lines & base.lines.get(str(ROOT / mutant.file), frozenset())
            ]
            if not files:
                if lines & at_import.get(str(ROOT / mutant.file), frozenset()):
                    self.unapplied += 1
                else:
                    self.uncovered.append(mutant)
                continue
            limit = _MORE + _TIMES * sum(baselines[path].seconds for path in files)
            forks.start(mutant, functools.partial(tried, mutant, files), limit)
        for at, (mutant, result) in enumerate(forks.results(), 1):
            if result == _NOT_APPLIED:
                self.unapplied += 1
            elif result == _NOBODY:
                self.survivors.append(mutant)
            else:
                self.killed += 1
                if result:
                    noticed[mutant.file, mutant.function] = Path(result)
                    counts[Path(result)] += 1
            if at % 20 == 0:
                print(
                    f"{at} of {len(self.mutants)}, {len(self.survivors)} survive, {monotonic() - begun:.0f} s",
                    flush=True,
                )


# --- one mutant -------------------------------------------------------------------------------------------------------


def _noticed_by(mutant: Mutant, by_file: dict[Path, list[pytest.Item]]) -> str:
    """The first test file in which a test fails."""
    if not _apply(mutant):
        return _NOT_APPLIED
    return next((str(path) for path, items in by_file.items() if not _passes(items)), _NOBODY)


def _passes(items: list[pytest.Item]) -> bool:
    """Run the tests until one fails."""
    session = items[0].session
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return False
    return True


def _apply(mutant: Mutant) -> bool:
    """Give the function its changed code, wherever it is held, and forget what was remembered of any."""
    path = ROOT / mutant.file
    before, after = (
        _codes(compile(source, str(path), "exec", dont_inherit=True))
        for source in (path.read_text(encoding="utf-8"), mutant.source)
    )
    changed = {code: after[key] for key, code in before.items() if key in after and after[key] != code}
    applied = False
    for held in gc.get_objects():
        code = changed.get(held.__code__) if isinstance(held, FunctionType) else None
        # a closure whose variable is no longer used cannot take it
        if code is not None and code.co_freevars == held.__code__.co_freevars:
            held.__code__ = code
            applied = True
    _forget()
    return applied


def _forget() -> None:
    for held in gc.get_objects():
        if isinstance(held, functools._lru_cache_wrapper) and not (
            held.__module__.startswith("taphuan.data.") and held.__name__ in _KEPT
        ):
            held.cache_clear()


def _read_all() -> None:
    """Read the files of data/ before the first fork, so that no fork does."""
    from taphuan import paths
    from taphuan.data import load

    for file in paths.DATA.rglob("*.csv"):
        load.rows(file.relative_to(paths.DATA).with_suffix("").as_posix())
    for file in paths.DATA.rglob("*.yaml"):
        load.yaml_document(file)


def _codes(code: CodeType) -> dict[tuple[str, int, int], CodeType]:
    """Every code within this one by its name, first line, and number among those of the same."""
    found: dict[tuple[str, int, int], CodeType] = {}
    waiting = [code]
    while waiting:
        for constant in waiting.pop().co_consts:
            if isinstance(constant, CodeType):
                key, number = (constant.co_qualname, constant.co_firstlineno), 0
                while (*key, number) in found:
                    number += 1
                found[*key, number] = constant
                waiting.append(constant)
    return found


def _lines_run(items: list[pytest.Item]) -> dict[str, frozenset[int]] | None:
    """The lines of the mutated places that these tests run; None if they fail."""
    import coverage

    _forget()
    measure = coverage.Coverage(data_file=None, include=[str(ROOT / place / "*") for place in PLACES])
    measure.start()
    passes = _passes(items)
    measure.stop()
    data = measure.get_data()
    return {file: frozenset(data.lines(file) or ()) for file in data.measured_files()} if passes else None


def _lines_at_import() -> dict[str, frozenset[int]]:
    """The lines of the mutated places that run when their modules are imported, in a new process."""
    names = [
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for place in PLACES
        for path in sorted((ROOT / place).glob("*.py"))
    ]
    script = (
        "import coverage, importlib, json, sys\n"
        "measure = coverage.Coverage(data_file=None, include=[f'{place}/*' for place in json.loads(sys.argv[1])])\n"
        "measure.start()\n"
        "for name in json.loads(sys.argv[2]): importlib.import_module(name)\n"
        "measure.stop()\n"
        "data = measure.get_data()\n"
        "print(json.dumps({file: data.lines(file) for file in data.measured_files()}))\n"
    )
    places = [str(ROOT / place) for place in PLACES]
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(places), json.dumps(names)], capture_output=True, check=True
    )
    return {file: frozenset(lines) for file, lines in json.loads(done.stdout).items()}


# --- forks ------------------------------------------------------------------------------------------------------------


class _Forks:
    """Work done in forks of this process, so many at a time, each with a limit in seconds."""

    def __init__(self, jobs: int) -> None:
        self._jobs, self._waiting = jobs, []  # type: ignore[var-annotated]

    def start(self, key: Any, work: Any, limit: float) -> None:
        self._waiting.append((key, work, limit))

    def results(self) -> Any:
        """(key, what the work returned); None where it ended otherwise or took too long."""
        running: dict[int, tuple[Any, int, float]] = {}
        waiting = list(reversed(self._waiting))
        while waiting or running:
            while waiting and len(running) < self._jobs:
                key, work, limit = waiting.pop()
                pid, reading = _forked(work)
                running[reading] = (key, pid, monotonic() + limit)
            ready, _, _ = select.select(list(running), [], [], 0.5)
            late = [reading for reading, (_, _, end) in running.items() if end < monotonic()]
            for reading in {*ready, *late}:
                key, pid, _ = running.pop(reading)
                yield key, _result(pid, reading, reading in ready)


def _forked(work: Any) -> tuple[int, int]:
    import pickle

    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    # a group of its own, so that what a test starts ends with it; nothing of it is printed
    os.setpgid(0, 0)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    with suppress(BaseException):
        data = pickle.dumps(work())
        while data:
            data = data[os.write(writing, data) :]
    os._exit(0)


def _result(pid: int, reading: int, ready: bool) -> Any:
    import pickle

    data = b""
    while ready and (part := os.read(reading, 1 << 20)):
        data += part
    os.close(reading)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return pickle.loads(data) if data else None


# --- the command ------------------------------------------------------------------------------------------------------


def known_equivalent() -> dict[str, str]:
    """The reason by the name of the mutant."""
    found, reason = {}, ""
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            reason = line[2:]
        elif line.strip():
            found[line] = reason
    return found


def chosen(sample: int, seed: int, named: str) -> tuple[list[Mutant], int]:
    """The mutants to run, the same for the same seed, and how many there are in all. Those outside of functions are left out:
    they are in force once their module is imported."""
    files = sorted(path for place in PLACES for path in (ROOT / place).glob("*.py"))
    every = [
        mutant
        for path in files
        if named in path.as_posix()
        for mutant in mutants_of(path.relative_to(ROOT))
        if mutant.function
    ]
    picked = random.Random(seed).sample(every, min(sample, len(every)))
    return sorted(picked, key=lambda mutant: (mutant.file, mutant.number)), len(every)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Mutants of known/ and lesson/claims/ against the tests of these rooms."
    )
    parser.add_argument("--sample", type=int, default=MOST, help=f"how many, at most {MOST}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", default="", help="only files whose path holds this")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="the tests that have to notice")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    os.chdir(ROOT)
    begun = monotonic()
    mutants, every = chosen(min(given.sample, MOST), given.seed, given.file)
    equivalent = known_equivalent()
    run = Run([mutant for mutant in mutants if mutant.name not in equivalent], given.jobs)
    ended = pytest.main(
        [*given.tests, "-m", "not slow and not browser", "-p", "no:cacheprovider", "-p", "no:xdist"], plugins=[run]
    )
    if run.failing:
        for file, said in sorted(run.failing.items()):
            print(f"error: {file} fails without any mutant: {said}\n", file=sys.stderr)
        return 2
    if ended != pytest.ExitCode.OK:
        return 2
    alive = sorted([*run.survivors, *run.uncovered], key=lambda mutant: (mutant.file, mutant.number))
    for mutant in alive:
        why = "no test of these rooms runs this line" if mutant in run.uncovered else "every test passes"
        print(f"\n{mutant.file}:{mutant.first}: {mutant.kind}, {why}\n{mutant.diff}\n{mutant.name}")
    tried = run.killed + len(alive)
    left = len(mutants) - tried - run.unapplied
    share = len(alive) / tried if tried else 0.0
    print(
        f"\n{len(mutants)} of {every} mutants (seed {given.seed}): {run.killed} killed, {len(alive)} survived ({share:.1%}), "
        f"{left} known to change nothing, {run.unapplied} not made; {monotonic() - begun:.0f} s"
    )
    return 1 if share > TOLERATED else 0


if __name__ == "__main__":
    sys.exit(main())
