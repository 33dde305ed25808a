"""The names of a commune and of what it was formed from: no comparison and no province, whatever they sound like.

Xã Quỹ Nhất is not the first of anything, Phường Nguyễn Thái Bình is not in Thái Bình.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import readable
from taphuan.known import communes

if TYPE_CHECKING:
    from nbformat import NotebookNode


def without_commune_names(text: str, notebook: NotebookNode) -> str:
    """The readable text without the names of the commune that the notebook is for; as it is in the set of a province."""
    metadata = notebook.metadata["taphuan"]
    if "commune" not in metadata:
        return text
    return _names(metadata["commune"]["code"], date.fromisoformat(metadata["as_of"])).sub(" ", text)


@remembered
def _names(code: str, day: date) -> re.Pattern[str]:
    commune = communes.resolve_commune(code, day)
    old = communes.predecessors(commune)
    names = {commune.full_name, *(each.full_name for each in old), *(each.district for each in old if each.district)}
    longest_first = sorted((re.escape(readable(name)) for name in names), key=len, reverse=True)
    return re.compile("|".join(longest_first), re.IGNORECASE)
