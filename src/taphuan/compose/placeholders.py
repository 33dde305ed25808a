"""Resolves `{{ name }}` in Markdown. `taphuan.lesson.placeholders` lists all names; an unknown name is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping

from taphuan.errors import NotComposed, UnknownName

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def resolve(text: str, values: Mapping[str, str | None], where: str) -> str:
    """`text` with every placeholder replaced by its value.

    Raises UnknownName for an unknown placeholder and NotComposed for one without a value; both messages have `where`,
    the notebook and the cell.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise UnknownName("placeholder", name, tuple(values), f"({where}; the list is docs/placeholders.md)")
        replacement = values[name]
        if replacement is None:
            raise NotComposed(f"{where}: `{{{{ {name} }}}}` has no value for this job; guard the slide with `when`")
        return replacement

    return PLACEHOLDER.sub(value, text)
