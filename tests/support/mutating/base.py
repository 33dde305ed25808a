"""What a mutation is, and how mutations of all kinds are drawn from a seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

# how a mutation is judged: `data`, `notebook` by the check and by a set that is made in this process; `template` by a set
# alone, in a process that has read no template yet; `code` by a build of its own, with a kernel
DATA, NOTEBOOK, TEMPLATE, CODE = "data", "notebook", "template", "code"
# changes a copy of the project
Plant = Callable[[Path], object]


@dataclass(frozen=True)
class Change:
    """What one draw of a kind does to a file. `file` is relative to the project, `how` is for people. `old` and `new`: a text
    that a page may show and what it says instead; then only that text may differ."""

    file: str
    how: str
    plant: Plant
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of mutation: `draw(root, random)` gives one of the pristine project in `root`."""

    name: str
    way: str
    draw: Callable[[Path, Random], Change]


@dataclass(frozen=True)
class Mutation:
    """One mutation. The same seed, kind and number give the same one, however many are made."""

    seed: int
    number: int
    kind: Kind
    change: Change

    @property
    def id(self) -> str:
        return f"{self.seed}/{self.kind.name}/{self.number}"


def mutations(kinds: Iterable[Kind], root: Path, seed: int, count: int) -> Iterator[Mutation]:
    """`count` mutations: one of each kind, then a second one of each, and so on."""
    kinds = tuple(kinds)
    for at in range(count):
        kind = kinds[at % len(kinds)]
        number = at // len(kinds)
        yield Mutation(seed, number, kind, kind.draw(root, Random(f"{seed} {kind.name} {number}")))


def files(root: Path, *patterns: str) -> tuple[str, ...]:
    """The files of the project that fit the patterns, sorted, relative to it."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))


def as_bytes(file: str, change: Callable[[bytes], bytes]) -> Plant:
    return lambda root: (root / file).write_bytes(change((root / file).read_bytes()))


def as_text(file: str, change: Callable[[str], str], encoding: str = "utf-8") -> Plant:
    def plant(root: Path) -> None:
        path = root / file
        text = change(path.read_bytes().decode("utf-8"))
        path.write_bytes(text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace"))

    return plant


def in_json(file: str, change: Callable[[Any], object]) -> Plant:
    """Change the value in a JSON file in place; written as the project writes its own."""

    def plant(root: Path) -> None:
        path = root / file
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        indent = 1 if file.endswith(".ipynb") else 2
        text = json.dumps(content, ensure_ascii=False, indent=indent) + "\n"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))

    return plant


def instead(file: str, make: Callable[[Path], object]) -> Plant:
    """Another thing in the place of a file."""

    def plant(root: Path) -> None:
        (root / file).unlink()
        make(root / file)

    return plant
