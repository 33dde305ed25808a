"""Strict resolution of `{{ name }}` in Markdown: every name is documented (`taphuan.lesson.placeholders`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from taphuan.errors import NotComposed, UnknownName

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def resolve(text: str, values: Mapping[str, str | None], where: str) -> str:
    """`text` with every placeholder replaced. UnknownName and NotComposed name the notebook and cell in `where`."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise UnknownName("placeholder", name, tuple(values), f"({where}; the list is docs/placeholders.md)")
        found = values[name]
        if found is None:
            raise NotComposed(f"{where}: `{{{{ {name} }}}}` has no value for this job; guard the slide with `when`")
        return found

    return PLACEHOLDER.sub(value, text)
