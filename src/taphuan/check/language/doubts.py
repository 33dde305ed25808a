"""Phrases with which a compiler tells of gaps and doubts (data/language/doubts.csv): they stand on no page.

What is missing belongs into fields that no document prints: notes, assumptions, `gaps_and_warnings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from taphuan.check.language.texts import Text
from taphuan.data.load import rows
from taphuan.errors import Problem, coded

_PLACES = ("notebooks/", "data/modules/", "data/conferences/")
# notes that a table of the conference prints
_PRINTED_NOTES = frozenset({"delegates_note", "points_note"})
_COMPILERS = re.compile(r"(?:^|\.)(?:gaps_and_warnings|ghi_chu|reason|\w*_(?:note|assumption))(?:\[\d+\])?$")


@coded("TH611")
def doubtful_phrases(texts: Iterable[Text]) -> Iterator[Problem]:
    """Each phrase of the table in what notebooks, modules, conferences and their facts print, with its remedy."""
    remedies = {row["phrase"]: row["remedy"] for row in rows("language/doubts")}
    if not remedies:
        return
    phrases = "|".join(r"[ \u00a0\n]+".join(map(re.escape, phrase.split())) for phrase in remedies)
    pattern = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
    for text in texts:
        if not text.file.startswith(_PLACES):
            continue
        if _COMPILERS.search(text.field) and text.field not in _PRINTED_NOTES:
            continue
        for match in pattern.finditer(text.content):
            remedy = remedies[" ".join(match[0].lower().split())]
            yield Problem(text.file, text.where, text.field, match[0], "a doubt of the compiler on a page", remedy)
