"""A run in n parts that know nothing of each other: which jobs a part does, and what it leaves behind to be gathered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from taphuan.build.fingerprint import Fingerprint, fingerprint
from taphuan.build.plan import Job
from taphuan.errors import TaphuanError
from taphuan.export.pptx import faces
from taphuan.files import write_whole

_SCHEMA = 1
_RECORDS = ".shard-*-of-*.json"


class NoShard(TaphuanError):
    """What was given as a shard is none."""


@dataclass(frozen=True)
class Shard:
    """Part `number` of `of`, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def record(self) -> str:
        """The name of the file that says what this shard did, in the folder that it was built into."""
        return f".shard-{self.number}-of-{self.of}.json"


@dataclass(frozen=True)
class Record:
    """What a shard was to do and what became of it.

    `plan`: digest of all jobs of all shards. `made_from`: digests of code, data and the like, by name. `sets`: the folders
    of its jobs below that of the build. `failed`: the names of those jobs that failed, by folder.
    """

    number: int
    of: int
    plan: str
    made_from: Mapping[str, str]
    sets: tuple[str, ...]
    failed: Mapping[str, str]

    @property
    def shard(self) -> Shard:
        return Shard(self.number, self.of)


def parse_shard(text: str) -> Shard:
    """Raises NoShard."""
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise NoShard(f"--shard {text}: it is I/N, part I of N counted from 1, such as 3/8", code="TH827")
    return Shard(int(match[1]), int(match[2]))


def share(jobs: tuple[Job, ...], shard: Shard) -> tuple[Job, ...]:
    """Every n-th job of the plan: each shard gets as many of every kind, for jobs of a kind stand together there."""
    return jobs[shard.number - 1 :: shard.of]


def made_from() -> Fingerprint:
    """What shards must have in common, the face of decks too; taken before anything is read."""
    return {**fingerprint(), "face of deck.pptx": faces.chosen()}


def begin(out: Path, shard: Shard) -> None:
    """A shard that is broken off must not be taken for finished."""
    (out / shard.record).unlink(missing_ok=True)


def finish(out: Path, shard: Shard, jobs: tuple[Job, ...], made: Fingerprint, failed: Mapping[str, str]) -> None:
    """Write down what the shard did; `jobs` are those of all shards, `failed` the names of failed jobs by folder."""
    own = tuple(job.folder.relative_to(out).as_posix() for job in share(jobs, shard))
    record = Record(shard.number, shard.of, _plan(jobs, out), made, own, failed)
    text = json.dumps({"schema": _SCHEMA, **asdict(record)}, ensure_ascii=False, indent=1)
    write_whole(out / shard.record, f"{text}\n".encode())


def records(folder: Path) -> tuple[Record, ...]:
    """Those that lie in a folder, in order; one that cannot be read is none."""
    found = [_read(path) for path in sorted(folder.glob(_RECORDS))]
    return tuple(sorted((record for record in found if record), key=lambda record: (record.of, record.number)))


def _plan(jobs: tuple[Job, ...], out: Path) -> str:
    described = [[job.folder.relative_to(out).as_posix(), *job.formats] for job in jobs]
    return hashlib.sha256(json.dumps(described, ensure_ascii=False).encode()).hexdigest()


def _read(path: Path) -> Record | None:
    try:
        content = json.loads(path.read_bytes())
        if content.pop("schema") != _SCHEMA:
            return None
        record = Record(**{**content, "sets": tuple(content["sets"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return record if _is_sound(record) and path.name == record.shard.record else None


def _is_sound(record: Record) -> bool:
    """A record may come from somebody else: no folder of it may lead out of the build."""
    typed: list[tuple[Any, type]] = [(record.number, int), (record.of, int), (record.plan, str)]
    typed += [(record.made_from, dict), (record.failed, dict)]
    if not all(isinstance(value, kind) for value, kind in typed):
        return False
    return all(isinstance(name, str) and _is_below(name) for name in (*record.sets, *record.failed))


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and not {"..", "\\"} & {*path.parts, *name}
