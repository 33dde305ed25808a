"""The claims of a Markdown cell: those of its placeholders, and its own comparisons with what they cite.

A comparison that is neither is refused: `unproved` finds it, for compose in the text of a job and for `make check` in the source.
"""

from __future__ import annotations

import re

from taphuan.compose.citations import CITATION
from taphuan.lesson.claims.cited import cited
from taphuan.lesson.claims.claim import Claim

# a line break inside of a paragraph or of a point of a list
_WRAPPED = re.compile(r"(?<=\S)\n(?=[ \t]*[^\s*+#>|\d-])")
REMEDY = (
    "Take the sentence from a claim (docs/claims.md), cite in the same line the item, document or source that says it, "
    "or word it so that it does not compare."
)


def own_claims(text: str) -> tuple[tuple[Claim, ...], tuple[tuple[str, str], ...]]:
    """(claims, unproved) of a text without placeholders. A citation stands for what comes before it in its line."""
    claims: list[Claim] = []
    unproved: list[tuple[str, str]] = []
    for line in _WRAPPED.sub(" ", text).splitlines():
        # the parts between citations, and the ids of each citation
        parts = CITATION.split(line)
        for at in range(0, len(parts), 2):
            ids = parts[at + 1].split(";") if at + 1 < len(parts) else []
            proved, open_ = cited(parts[at], (id_.strip().removeprefix("@") for id_ in ids))
            claims += proved
            unproved += open_
    return tuple(claims), tuple(unproved)
