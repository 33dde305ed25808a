"""Reads the register of codes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taphuan.errors import UnknownName, with_code


@dataclass(frozen=True)
class Entry:
    """What is known of a code. `why`: what it means and how it arises; `remedy`: what to do. `vi_…`: the same in Vietnamese.
    `example`: a line as it was printed once, without its code; "" where there is none."""

    code: str
    title: str
    why: str
    remedy: str
    vi_title: str
    vi_remedy: str
    example: str = ""

    @property
    def printed(self) -> str:
        """The example with its code; "" without one."""
        return with_code(self.example, self.code) if self.example else ""


@dataclass(frozen=True)
class Group:
    """The codes of a hundred, by code, and what they are about."""

    title: str
    vi_title: str
    entries: dict[str, Entry]


@cache
def groups() -> tuple[Group, ...]:
    """All groups in the order of their codes."""
    files = sorted(Path(__file__).parent.glob("th[1-9].toml"))
    return tuple(_group(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def _group(tables: dict[str, dict[str, str]]) -> Group:
    about = tables.pop("group")
    return Group(about["title"], about["vi_title"], {code: Entry(code, **table) for code, table in tables.items()})


def entries() -> dict[str, Entry]:
    """Every entry by its code."""
    return {code: entry for group in groups() for code, entry in group.entries.items()}


def entry(code: str) -> Entry:
    """The entry of a code in any capitals. Raises UnknownName."""
    known = entries()
    if found := known.get(code.upper()):
        return found
    raise UnknownName("code", code.upper(), tuple(known), "All of them: docs/errors.md.")
