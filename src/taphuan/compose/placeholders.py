"""Resolves `{{ name }}` in Markdown. `taphuan.lesson.placeholders` lists all names; an unknown name is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from taphuan.errors import NotComposed, UnknownName
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.markdown import Markdown

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Resolved:
    """A text with its values. `own` is the text without the claims and without what data/ brought with its own source: what
    the author of the cell has said."""

    text: str
    own: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Filled:
    """A placeholder of a cell with the value that it was given; `where` as in the messages: the notebook and the cell."""

    where: str
    name: str
    text: str


_FILLED: ContextVar[list[Filled] | None] = ContextVar("_FILLED", default=None)


@contextmanager
def filling() -> Iterator[list[Filled]]:
    """Every placeholder that is resolved in the block."""
    filled: list[Filled] = []
    token = _FILLED.set(filled)
    try:
        yield filled
    finally:
        _FILLED.reset(token)


def resolve(text: str, values: Mapping[str, Markdown | None], where: str) -> Resolved:
    """`text` with every placeholder replaced by its value.

    Raises UnknownName for an unknown placeholder and NotComposed for one without a value; both messages have `where`,
    the notebook and the cell.
    """
    claims: list[Claim] = []

    def value(match: re.Match[str]) -> Markdown:
        name = match.group(1)
        if name not in values:
            raise UnknownName("placeholder", name, tuple(values), f"({where}; the list is docs/placeholders.md)")
        replacement = values[name]
        if replacement is None:
            raise NotComposed(
                f"{where}: `{{{{ {name} }}}}` has no value for this job; guard the slide with `when`", code="TH507"
            )
        return replacement

    def printed(match: re.Match[str]) -> str:
        replacement = value(match)
        claims.extend(replacement.claims)
        if (filled := _FILLED.get()) is not None:
            filled.append(Filled(where, match.group(1), replacement.text))
        return replacement.text

    def authored(match: re.Match[str]) -> str:
        replacement = value(match)
        return "" if replacement.claims or replacement.quoted else replacement.text

    resolved = PLACEHOLDER.sub(printed, text)
    return Resolved(resolved, PLACEHOLDER.sub(authored, text), tuple(claims))
