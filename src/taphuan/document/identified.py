"""What a composed notebook says about itself: the metadata that every document needs, as they must be.

A notebook of another version, or one whose JSON somebody edited, may lack them or have others in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from taphuan.document.placing import cell_name, ours
from taphuan.errors import NotComposed

_TEXTS = ("title", "as_of", "as_of_text", "provenance")
_NAMED = {"conference": ("slug", "title"), "unit": ("slug", "valid_from", "name"), "commune": ("code", "name")}
_OF_CELLS = {
    **dict.fromkeys(
        ("document", "slide", "role", "part", "part_title", "slide_kind", "speaker", "layout", "block"), str
    ),
    **dict.fromkeys(("law", "claims", "citations"), list),
    "minutes": int,
    "backup": bool,
}
_NEEDED = ("document", "slide", "role", "slide_kind")
# role of code that runs and is of no document
_REMOVED = "removed"
# what each entry of a list has
_ENTRIES = {"law": ("id", "verified", "label"), "claims": ("id", "text")}
_REMEDY = "export notebook.ipynb of a build of today, or a copy of it (`taphuan lab`)"


def check_identified(notebook: Any) -> Mapping[str, Any]:
    """The metadata that say what a composed notebook is about. Raises NotComposed, in one line, if they are not as they must be."""
    found = notebook.metadata.get("taphuan")
    metadata: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    if missing := [*_missing(metadata)]:
        raise NotComposed(
            f"the notebook's taphuan metadata lack {', '.join(missing)}: another version made it, or it was edited by hand; {_REMEDY}",
            code="TH531",
        )
    for number, cell in enumerate(notebook.cells, start=1):
        if wrong := [*_wrong(ours(cell))]:
            raise NotComposed(
                f"{cell_name(number, cell)}: the cell's taphuan metadata {', '.join(wrong)} are wrong; {_REMEDY}",
                code="TH531",
            )
    return metadata


def _missing(metadata: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if not isinstance(metadata.get(name), str) or not metadata[name]:
            yield name
    for name, keys in _NAMED.items():
        if name == "commune" and name not in metadata:
            continue
        found = metadata.get(name)
        if not isinstance(found, Mapping):
            yield name
            continue
        yield from (f"{name}.{key}" for key in keys if not isinstance(found.get(key), str))
    yield from (name for name in ("header", "sheet") if not isinstance(metadata.get(name, {}), Mapping))
    try:
        date.fromisoformat(metadata.get("as_of") or "")
    except (TypeError, ValueError):
        yield "a day in as_of"


def _wrong(metadata: Mapping[str, Any]) -> Iterator[str]:
    if not metadata:
        return
    if metadata.get("role") != _REMOVED:
        yield from (name for name in _NEEDED if name not in metadata)
    for name, kind in _OF_CELLS.items():
        if name in metadata and not isinstance(metadata[name], kind):
            yield name
    for name, keys in _ENTRIES.items():
        entries = metadata.get(name)
        if isinstance(entries, list) and not all(
            isinstance(entry, Mapping) and all(isinstance(entry.get(key), str) for key in keys) for entry in entries
        ):
            yield name
