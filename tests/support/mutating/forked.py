"""Judges mutations in forked processes: each finds the project as it was read once, and may crash, hang or fill its memory."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from mutating.base import Mutation
from mutating.judge import FINDINGS, HANG, TRACEBACK, UNMADE, Verdict, judged, notebook_of, start_pages, texts_of
from mutating.sets import Of, sets_of
from projects import KeptCopy
from taphuan import paths
from taphuan.compose.source import read_source

# CPU seconds and seconds that a mutation may take, bytes it may hold
_CPU, _WALL, _MEMORY = 60, 120, 6 << 30


# a mutation that is not told; its verdict needs the words of sets that are not known yet
ACCEPTED = "accepted"


class NotLearnt(BaseException):
    """The words of a pristine set are asked for and not known; no handler of errors of the product takes it."""


class Bench:
    """A copy of the project that this process reads, put in order again behind each mutation."""

    def __init__(self, folder: Path, thorough: bool = False) -> None:
        self.thorough = thorough
        self.kept = KeptCopy(folder / "project")
        _read_from(folder / "project")
        self._texts: dict[Of, dict[str, str]] = {}

    def learn(self, of: Of) -> None:
        """The words of a set of the pristine project, written in another process: what sets pages has threads, and a process
        that has any cannot be forked."""
        with ProcessPoolExecutor(1, get_context("fork")) as pool:
            self._texts[of] = pool.submit(_texts, of).result()

    def _pristine(self, of: Of) -> dict[str, str]:
        if of not in self._texts:
            raise NotLearnt(of)
        return self._texts[of]

    def warm(self, ofs: Iterable[Of]) -> None:
        """Read everything once, in this process, so that what is forked from it finds it."""
        from taphuan.check.everything import check_everything

        problems = check_everything().problems
        assert not problems, problems
        for of in ofs:
            notebook_of(of)
        for name in ("frame", "modules", "reports"):
            for path in sorted((paths.NOTEBOOKS / name).glob("*.ipynb")):
                read_source(path)

    def verdicts(self, mutations: Iterable[Mutation]) -> Iterator[tuple[Mutation, Verdict, float]]:
        """Each mutation with its verdict and the CPU seconds that it took."""
        for mutation in mutations:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            verdict = self._forked(mutation)
            if verdict.end == ACCEPTED:
                # the words of the pristine sets are needed now, and not where a mutation is told
                self.kept.put_in_order()
                for of in sets_of(mutation.change.file):
                    if of not in self._texts:
                        self.learn(of)
                verdict = self._forked(mutation)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.kept.put_in_order()
            yield mutation, verdict, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def _forked(self, mutation: Mutation) -> Verdict:
        reading, writing = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            os.close(reading)
            self._judge(mutation, writing)
        os.close(writing)
        said, end = b"", time.monotonic() + _WALL
        while time.monotonic() < end and select.select([reading], [], [], max(0, end - time.monotonic()))[0]:
            piece = os.read(reading, 65536)
            if not piece:
                break
            said += piece
        else:
            os.kill(pid, signal.SIGKILL)
        os.close(reading)
        status = os.waitpid(pid, 0)[1]
        if said:
            return Verdict(*json.loads(said))
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number in (signal.SIGKILL, signal.SIGXCPU):
            return Verdict(HANG, f"no end in {_CPU} CPU s or {_WALL} s")
        return Verdict(TRACEBACK, f"the process died: status {status}")

    def _judge(self, mutation: Mutation, writing: int) -> None:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU + 5))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            mutation.change.plant(self.kept.project.root)
            import published

            published.DATA = self.kept.project.root / "data"
            try:
                verdict = judged(mutation, self._pristine, self.thorough)
            except NotLearnt:
                verdict = Verdict(ACCEPTED)
            os.write(writing, json.dumps([verdict.end, verdict.words]).encode())
        except BaseException:
            os.write(writing, json.dumps([UNMADE, traceback.format_exc()[-900:]]).encode())
        finally:
            os._exit(0)


def _texts(of: Of) -> dict[str, str]:
    import published
    import verify

    published.DATA = paths.DATA
    notebook = notebook_of(of)
    return (
        texts_of(notebook, of)
        | start_pages()
        | {FINDINGS: "\n".join(map(str, verify.verify_notebook(notebook, "set")))}
    )


def _read_from(root: Path) -> None:
    """Let this process read the project in `root`."""
    before = paths.ROOT
    for name, value in list(vars(paths).items()):
        if isinstance(value, Path) and value.is_relative_to(before) and name != "PACKAGE":
            setattr(paths, name, root / value.relative_to(before))


def scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="mutations-")
