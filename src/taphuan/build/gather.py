"""`taphuan gather`: the folders of shards become the folder that one build would have made, or nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from taphuan.build.fingerprint import PAGES, differing, fingerprint
from taphuan.build.publish import MANIFEST, Manifest, file_state, publish, read_manifest, withdraw
from taphuan.build.shards import Record, Shard, records
from taphuan.check.walked import OVERFLOW
from taphuan.errors import TaphuanError

# missing things that a message names
_NAMED = 5


class NotGathered(TaphuanError):
    """The folders are not those of one whole run; `problems` are all reasons."""

    code = "TH828"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        head = f"these folders cannot be joined, {len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


@dataclass(frozen=True)
class _Part:
    """A shard and the folder that it was found in."""

    folder: Path
    record: Record

    def __str__(self) -> str:
        return f"shard {self.record.shard} in {self.folder}"


@dataclass(frozen=True)
class _Set:
    """A whole document set of a shard."""

    source: Path
    manifest: Manifest


@dataclass(frozen=True)
class Gathered:
    """How many sets there are now, how many were there before, how many nobody has walked, and which failed (reason by name)."""

    sets: int
    there: int
    unwalked: int
    failed: tuple[str, ...]


def gather(out: Path, folders: tuple[Path, ...]) -> Gathered:
    """Write the sets of all shards into `out`, as a build would: what was edited there by hand stays, start pages at the end.

    Raises NotGathered, with every problem of every folder, before anything is written.
    """
    from taphuan.build.spine import publish_index

    parts, problems = _parts(folders)
    problems += _of_one_run(parts)
    sets, further = _sets(parts)
    if problems := [*problems, *further]:
        raise NotGathered(tuple(problems))
    there = 0
    for name, one in sorted(sets.items()):
        if _is_there(out / name, one):
            there += 1
        else:
            files = {file: (one.source / file).read_bytes() for file in one.manifest.files}
            about = one.manifest
            publish(out / name, files, about.identity, about.inputs, about.unchecked, made_from=about.made_from)
    failed = {folder: name for part in parts for folder, name in part.record.failed.items() if folder not in sets}
    for folder in failed:
        withdraw(out / folder)
    publish_index(out)
    unwalked = sum(OVERFLOW in one.manifest.unchecked for one in sets.values())
    return Gathered(len(sets), there, unwalked, tuple(failed.values()))


def _parts(folders: tuple[Path, ...]) -> tuple[tuple[_Part, ...], list[str]]:
    parts: list[_Part] = []
    problems: list[str] = []
    for folder in dict.fromkeys(folders):
        found = records(folder)
        parts += [_Part(folder, record) for record in found]
        if not found:
            what = "holds no record of a finished shard" if folder.is_dir() else "is no folder"
            problems.append(f"{folder}: it {what}; build one there: taphuan build --shard I/N --out {folder}")
    return tuple(parts), problems


def _of_one_run(parts: tuple[_Part, ...]) -> list[str]:
    """Whether they are all the shards of one run, made from the same code and data as lie here."""
    if not parts:
        return []
    first = parts[0]
    problems: list[str] = []
    for part in parts[1:]:
        if part.record.of != first.record.of or part.record.plan != first.record.plan:
            problems.append(f"{part} is of another run than {first}: another selection, other formats or another N")
        elif others := differing(first.record.made_from, part.record.made_from):
            problems.append(
                f"{part} was made from other {', '.join(others)} than {first}; build it again from the same commit"
            )
    here = fingerprint()
    if others := tuple(name for name in PAGES if here[name] != first.record.made_from.get(name)):
        problems.append(
            f"{first} was made from other {', '.join(others)} than lie here, which the start pages are made from; gather "
            "in a checkout of that commit"
        )
    got = {part.record.number for part in parts}
    missing = [str(Shard(n, first.record.of)) for n in range(1, first.record.of + 1) if n not in got]
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        problems.append(
            f"missing: shard {', '.join(missing[:_NAMED])}{more}; build it (--shard {missing[0]}) or name its folder"
        )
    return problems


def _sets(parts: tuple[_Part, ...]) -> tuple[dict[str, _Set], list[str]]:
    """The sets by their folder below that of the build, and what is wrong with them."""
    sets: dict[str, _Set] = {}
    problems: list[str] = []
    for part in parts:
        for name in part.record.sets:
            if name in part.record.failed:
                continue
            source = part.folder / name
            manifest = read_manifest(source)
            if manifest is None:
                problems.append(f"{part}: {name} has no {MANIFEST}; build that shard again")
                continue
            if spoilt := [file for file in manifest.files if file_state(source, file, manifest) != "whole"]:
                problems.append(
                    f"{part}: {name}/{', '.join(spoilt)} missing or not as built; copy it again, or build it again"
                )
                continue
            other = sets.setdefault(name, _Set(source, manifest))
            if others := _differing_files(other.manifest, manifest):
                problems.append(
                    f"{name}: {', '.join(others)} differ between {other.source} and {source}; keep one of the two folders"
                )
    return sets, problems


def _differing_files(one: Manifest, other: Manifest) -> tuple[str, ...]:
    """The files, or else what they were made from, that two manifests of a set do not have in common."""
    first: Mapping[str, str] = {name: digest for name, (digest, _) in one.files.items()}
    return differing(first, {name: digest for name, (digest, _) in other.files.items()}) or differing(
        one.inputs, other.inputs
    )


def _is_there(folder: Path, one: _Set) -> bool:
    """Whether the folder, it may be the shard's own, holds this very set already."""
    manifest = read_manifest(folder)
    # who has judged it since is no part of the set
    if manifest is None or replace(manifest, judged={}).to_json() != replace(one.manifest, judged={}).to_json():
        return False
    return all(file_state(folder, name, manifest) != "missing" for name in manifest.files)
