"""Sentences that compare in what a cell prints or draws: they need a claim or a source as those of the text do."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.check.shown.reading import Piece
from taphuan.errors import coded
from taphuan.lesson.claims.cited import cited

_SENTENCES = ("printed text", "text", "alt text", "caption")
_REMEDY = "name in the cell's option `cites` what says it, or take the sentence from a claim (docs/claims.md)"


@coded("TH711")
def findings(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each sentence of a foreign output that compares and whose cell cites nothing that says it."""
    for piece in pieces:
        if not piece.foreign or piece.kind not in _SENTENCES:
            continue
        ids = (piece.cell["metadata"].get("taphuan") or {}).get("citations", ())
        for sentence, words in cited(piece.text, ids)[1]:
            yield f"{piece.place}: the {piece.kind} compares (“{words}”) without a claim: “{sentence[:120]}”; {_REMEDY}"
