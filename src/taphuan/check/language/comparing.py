"""Check that no sentence of ours compares without a claim: in notebooks, in the code outside lesson/claims/, in templates."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from taphuan import paths
from taphuan.check.language.texts import Text, literals, shown
from taphuan.compose.claims import REMEDY, own_claims
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, read_source
from taphuan.errors import Problem, coded
from taphuan.lesson.claims.cited import cited
from taphuan.lesson.claims.comparing import UNIT, comparisons

# the names of the unit, which a sentence may say something about; all other values bring their own proof or are no measure
_NAMES_UNIT = "unit."
_OURS = ("src/", "slides/")
_CLAIMS = "src/taphuan/lesson/claims/"
# ranks of the catalogue that stand beside a bar or a name, not in a sentence: the figure's own data are behind them
_LABELS = ("rank_out_of", "ranked")


@coded("TH519")
def unclaimed(texts: Iterable[Text]) -> Iterator[Problem]:
    """Each sentence in the sources of documents that compares without a claim; `texts` are those of code and templates, and
    others, which bring a source of their own or are no document."""
    for path in sorted(paths.NOTEBOOKS.glob("*/*.ipynb")):
        yield from unclaimed_in_notebook(path)
    for text in texts:
        if text.file.startswith(_OURS) and not text.file.startswith(_CLAIMS) and text.field not in _LABELS:
            for sentence, words in comparisons(text.content):
                yield _problem(text.file, text.where, sentence, words)


@coded("TH519")
def unclaimed_in_notebook(path: Path) -> Iterator[Problem]:
    """Each sentence of a notebook that compares and is neither a claim nor cites what says it."""
    for slide in read_source(path).slides:
        for cell in (slide.heading, *slide.body):
            for sentence, words in _unproved(cell):
                yield _problem(shown(path), f"cell {cell.id}", sentence, words)


def _unproved(cell: SourceCell) -> Iterator[tuple[str, str]]:
    if cell.type == "markdown":
        text = PLACEHOLDER.sub(lambda match: UNIT if match[1].startswith(_NAMES_UNIT) else "", cell.text)
        yield from own_claims(text)[1]
        return
    for _, text in literals(ast.parse(cell.python)):
        yield from cited(text, cell.options.get("cites", ()))[1]


def _problem(file: str, where: str, sentence: str, words: str) -> Problem:
    return Problem(file, where, "", sentence, f"compares (“{words.strip()}”) without a claim", REMEDY)
