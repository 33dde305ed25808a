"""Lines that end in the code of their kind, as audits, commands and pages give them."""

from __future__ import annotations

from collections.abc import Iterable

from taphuan.check.codes.register import entries
from taphuan.errors import CODE


def words_of(line: str) -> str:
    """A line without its code; it must have one that is registered."""
    code = CODE.search(line)
    assert code is not None and code[1] in entries(), f"no code: {line}"
    return CODE.sub("", line)


def all_words_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The same of several lines."""
    return tuple(map(words_of, lines))
