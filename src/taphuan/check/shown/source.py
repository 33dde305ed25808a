"""What of the audit can be judged in a source notebook, whose unit and day are not known yet: who is named, and what nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from taphuan.check.shown import blankness, identity
from taphuan.check.shown.cited import cited_text
from taphuan.check.shown.memory import forget_if_data_changed
from taphuan.check.shown.reading import words_of
from taphuan.compose.citations import cited_ids, without_citations
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, SourceNotebook, SourceSlide

_LITERAL = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")


def faults(notebook: SourceNotebook) -> Iterator[tuple[str, str, str, str, str]]:
    """(id of the cell, what was found, what is wrong, remedy, code) of each province that a slide names and nothing it cites does, and
    of letters that cannot be seen."""
    forget_if_data_changed()
    for slide in notebook.slides:
        reasons = identity.slugs_in("\n".join(cited_text(id_, date.max) for id_ in _cited(slide)))
        for cell in (slide.heading, *slide.body):
            text = _text(cell)
            named = [name for name, slugs, _ in identity.mentions(text) if not slugs & reasons]
            # several are a list, which is held to the region and the participants of each set
            if named and len(set(named)) < identity.LIST:
                what = "names a province, and stands in the sets of others"
                yield cell.id, named[0], what, "Cite what says it ([@id]), or take a placeholder or a claim.", "TH618"
            if cell.type == "markdown" and "style" in cell.text:
                for found in blankness.invisible_letters(cell.text):
                    yield cell.id, "", found, "Delete the style.", "TH619"


def _cited(slide: SourceSlide) -> tuple[str, ...]:
    cells = (slide.heading, *slide.body)
    ids = (
        (
            *(cited_ids(PLACEHOLDER.sub("", cell.text)) if cell.type == "markdown" else ()),
            *cell.options.get("cites", ()),
        )
        for cell in cells
    )
    return tuple(id_ for of in ids for id_ in of)


def _text(cell: SourceCell) -> str:
    if cell.type == "markdown":
        return words_of(without_citations(PLACEHOLDER.sub("", cell.text)))
    return "\n".join(a or b for a, b in _LITERAL.findall(cell.text)) if cell.type == "code" else ""
