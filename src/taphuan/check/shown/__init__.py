"""The audit of all that a set shows, whoever made it: titles, prose, notes, printed text, tables, figures, pictures, alt texts.

`reading` gathers it in pieces; `identity`, `law`, `times`, `claims` and `blankness` judge them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from taphuan.check.shown import blankness, claims, identity, law, room, times
from taphuan.check.shown.memory import forget_if_data_changed
from taphuan.check.shown.reading import pieces_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


def shown_wrongly(notebook: NotebookNode) -> tuple[str, ...]:
    """What an executed notebook shows of another unit, of a document or a day that is wrong on its own, what is blank,
    too long,
    each as "place: what was found; remedy"; () if there is nothing."""
    forget_if_data_changed()
    pieces = pieces_of(notebook)
    found = (
        *identity.findings(notebook, pieces),
        *law.findings(notebook, pieces),
        *times.findings(notebook, pieces),
        *claims.findings(pieces),
        *blankness.findings(notebook),
        *room.findings(pieces),
    )
    return tuple(dict.fromkeys(found))
