"""Writing data as Markdown text: what comes from data stays letters, never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")


def escape(value: str) -> str:
    """A value as Markdown that shows exactly its letters, `{{` and HTML included."""
    escaped = _SPECIAL.sub(r"\\\1", value.replace("&", "&amp;"))
    # a word joiner keeps braces in data from being taken for a placeholder
    return escaped.replace("{{", "{\u2060{")


def bullets(lines: Sequence[str]) -> str:
    """A Markdown list of escaped lines; empty for none."""
    return "\n".join(f"- {escape(line)}" for line in lines)
