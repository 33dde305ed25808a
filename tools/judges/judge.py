"""What a judge is, what it finds, and how its program is run so that a missing, crashing or hanging one is one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from judges.memory import Memory

HERE = Path(__file__).parent
# s that a program may take for one call, and for each of its files besides: catches one that hangs, on a loaded machine too
LONGEST, LONGEST_EACH = 120, 60
_WORDS = 200

_One = TypeVar("_One")
_Got = TypeVar("_Got")


class CannotJudge(Exception):
    """A judge is missing, crashed, gave no answer in time or one that cannot be read; says it in one line."""


@dataclass(frozen=True)
class Finding:
    """What a judge holds to be wrong. `place`: where in the file, "" for all of it; `what`: the judge's own words."""

    place: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.what) if part)


@dataclass
class Verdict:
    """What came of the files that a judge was given. Those with a key in `findings` were judged; `failures`: why others were
    not, one line each."""

    findings: dict[Path, list[Finding]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judge:
    """A program of others, or a schema, that reads files of some kinds.

    `name` stands in manifests, `names` are the kinds of files as patterns of their names. `version` raises CannotJudge where
    it is missing, with the remedy. `judge` gives the findings of files of different content; what it has found nothing in may be kept
    in the memory. `beside`: files of the same
    folder that it reads along. `needed`: one that nothing brings here is only used where it is.
    """

    name: str
    names: tuple[str, ...]
    version: Callable[[], str]
    judge: Callable[[Sequence[Path], Memory], Verdict]
    beside: tuple[str, ...] = ()
    needed: bool = True

    def reads(self, file: Path) -> bool:
        # what the templates of Quarto write is not ours to mend
        return any(file.match(name) for name in self.names) and not file.match("*.quarto.html")


def answer(command: Sequence[str | Path], files: int = 1, said: str = "", env: Mapping[str, str] | None = None) -> str:
    """What a program prints on standard output; `said` is its input. Raises CannotJudge where it is not there, ends by a signal
    or takes too long; other exit codes are the program's way to say that it found something."""
    name = Path(command[0]).name
    try:
        with subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(env or {})},
            # what it starts itself ends with it
            start_new_session=True,
        ) as process:
            try:
                out, err = process.communicate(said, timeout=LONGEST + LONGEST_EACH * files)
            except subprocess.TimeoutExpired:
                raise CannotJudge(f"{name} gave no answer in {LONGEST + LONGEST_EACH * files} s") from None
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    except OSError as error:
        raise CannotJudge(f"{name} could not be started: {error.strerror}") from None
    if process.returncode < 0 or not out.strip():
        why = f": {shortened(err)}" if err.strip() else ""
        raise CannotJudge(f"{name} crashed (exit code {process.returncode}){why}")
    return out


def answer_read(
    command: Sequence[str | Path], files: int = 1, said: str = "", env: Mapping[str, str] | None = None
) -> object:
    """The same of a program that answers in JSON."""
    out = answer(command, files, said, env)
    try:
        return json.loads(out)
    except ValueError:
        raise CannotJudge(f"{Path(command[0]).name} gave an answer that is no JSON: {shortened(out)}") from None


def shortened(text: str) -> str:
    """On one line, the end of it where it is long: there stands why a program ended."""
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"…{line[-_WORDS:]}"


def program(name: str, remedy: str) -> str:
    """Where a program is. Raises CannotJudge with the remedy where it is not."""
    found = shutil.which(name)
    if found is None:
        raise CannotJudge(f"no {name} on this machine: {remedy}")
    return found


def npm_version(package: str) -> str:
    """The version of an npm package that `make judges` has brought. Raises CannotJudge."""
    try:
        about = json.loads((HERE / "node_modules" / package / "package.json").read_bytes())
    except (OSError, ValueError):
        raise CannotJudge(f"the npm package {package} is not installed: make judges") from None
    return str(about["version"])


def each(
    files: Sequence[_One], size: int, judge: Callable[[Sequence[_One]], _Got]
) -> Iterable[tuple[Sequence[_One], _Got | CannotJudge]]:
    """The files in parts of at most `size`, on all cores, each with what `judge` says of it or why it cannot."""
    cores = os.cpu_count() or 1
    size = max(1, min(size, -(-len(files) // cores)))
    parts = [files[at : at + size] for at in range(0, len(files), size)]

    def tried(part: Sequence[_One]) -> _Got | CannotJudge:
        try:
            return judge(part)
        except CannotJudge as error:
            return error
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            return CannotJudge(f"its answer is of another form than it was: {type(error).__name__}: {error}")

    with ThreadPoolExecutor(cores) as several:
        yield from zip(parts, several.map(tried, parts), strict=True)


def verdict(
    files: Sequence[Path], size: int, judge: Callable[[Sequence[Path]], Mapping[Path, list[Finding]]]
) -> Verdict:
    """The verdict on files that a judge reads in parts of at most `size`."""
    whole = Verdict()
    for part, found in each(files, size, judge):
        if isinstance(found, CannotJudge):
            whole.failures.append(f"{found} ({len(part)} files, the first {part[0].parent.name}/{part[0].name})")
        else:
            whole.findings.update({file: list(found.get(file, ())) for file in part})
    return whole
