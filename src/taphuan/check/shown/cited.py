"""What stands where a citation leads: the words that are a reason to name a province, or a body that is no more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import readable
from taphuan.known import conferences
from taphuan.known.items import Item
from taphuan.known.law import documents
from taphuan.known.sources import source_titles
from taphuan.lesson.wording import after_text

if TYPE_CHECKING:
    from nbformat import NotebookNode


def citations(notebook: NotebookNode) -> dict[tuple[str, str], tuple[str, ...]]:
    """The ids that each slide cites."""
    ids: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("taphuan") or {}
        for id_ in meta.get("citations", ()):
            ids[meta["document"], meta["slide"]][id_] = None
    return {slide: tuple(of) for slide, of in ids.items()}


@remembered
def cited_text(id_: str, day: date) -> str:
    """All words of a cited item, document or source; "" for an edition or the conference."""
    item = _items().get(id_)
    if item is not None:
        after = after_text(item.after) if item.after and item.after.start <= day else ""
        return readable("\n".join((item.text, after, *(str(value) for _, value in item.details))))
    document = documents().get(id_)
    if document is not None:
        return readable(f"{document.title}\n{document.issuer}")
    source: dict[str, str] = source_titles().get(id_, {})
    return readable(f"{source.get('title', '')}\n{source.get('publisher', '')}")


@remembered
def _items() -> dict[str, Item]:
    return {item.id: item for item in conferences.all_items()}
