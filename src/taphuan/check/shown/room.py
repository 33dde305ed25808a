"""Printed text that a slide has no room for: the walk in Chromium finds it too, where there is one, the exporters of nbconvert do not."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from taphuan.check.shown.reading import Piece
from taphuan.errors import coded

# lines of 20 px that stand below a title, and letters in each (slides/theme.css)
_LINES, _LETTERS = 22, 92


@coded("TH726")
def findings(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each printed text of a deck that is longer than its slide."""
    for piece in pieces:
        if piece.kind == "printed text" and piece.slide[0] == "deck":
            lines = piece.text.rstrip().split("\n")
            needed = sum(max(1, ceil(len(line) / _LETTERS)) for line in lines)
            if needed > _LINES:
                yield (
                    f"{piece.place}: {len(lines)} lines of printed text need {needed} on the slide, which has {_LINES}; "
                    "print those that are to be said"
                )
