"""Values from data as Markdown text, escaped so that none of their letters acts as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taphuan.lesson.claims.claim import Claim

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")


# at the beginning of a line they begin a list or underline a title, and only there
_OPENING = re.compile(r"\s*(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=[-+](?:\s|$)|=+\s*$|-+\s*$))")


def escape(value: str) -> str:
    """A value as Markdown that shows exactly its letters, `{{` and HTML included."""
    # a line break in data would begin a new block: a heading, a list, a code fence; so would four blanks at its beginning
    one_line = re.sub(r"\s*[\r\n]\s*", " ", value).lstrip(" \t")
    opening = _OPENING.match(one_line)
    escaped = _SPECIAL.sub(r"\\\1", one_line.replace("&", "&amp;"))
    if opening:
        number = opening["number"] or ""
        escaped = f"{number}\\{escaped.lstrip()[len(number) :]}"
    # an address in a value is words, not a link
    escaped = escaped.replace("://", ":\\//")
    # a word joiner: two braces in data are no placeholder, and a bracket before @ begins no citation
    return re.sub(r"\{(?=\{)|\[(?=@)", "\\g<0>\u2060", escaped)


def bullets(lines: Sequence[str]) -> str:
    """A Markdown list of escaped lines; empty for none."""
    return "\n".join(f"- {escape(line)}" for line in lines)


@dataclass(frozen=True)
class Markdown:
    """The value of a placeholder. `claims` are the sentences in it that compare; `quoted` says that it was written in data/ with
    a source of its own, so that it is not held against the patterns of our own sentences."""

    text: str
    claims: tuple[Claim, ...] = ()
    quoted: bool = False
