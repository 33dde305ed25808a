"""What a copy was made from: its cells as they were composed, and digests of the cells of their source notebooks.

It lies in the copy's own metadata, so that a copy that was sent by mail can still be brought back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.compose.origin import id_of, notebook_of
from taphuan.compose.structure import notebook_json, source_text
from taphuan.errors import TaphuanError
from taphuan.known.units import WHOLE

# keys in the copy's metadata `taphuan`
COPIED, BASE = "copied", "base"
_VERSION = 1
_SETUP = frozenset(("parameters", "lesson", "injected-parameters"))
_ATTACHED = re.compile(r"attachment:([^\s)>\"']+)")


class NotImported(TaphuanError):
    """A file that cannot be brought back: no copy, one of another conference, or one whose sources are gone."""


@dataclass(frozen=True)
class Cell:
    """A cell of a copy. `origin`: its cell in a source notebook ("" for none); `slide`, `role`, `document`: as composed ("" for
    a cell without our metadata). The pictures in `text` have digests in place of their names."""

    id: str
    type: str
    origin: str
    slide: str
    role: str
    document: str
    text: str
    slide_type: str
    tags: tuple[str, ...]
    about: str

    @property
    def is_setup(self) -> bool:
        return bool(_SETUP & set(self.tags))

    @property
    def is_added(self) -> bool:
        """Whether composing added it."""
        return bool(self.document) and not self.origin


@dataclass(frozen=True)
class Base:
    """`chosen` says which set it is; `sources`: digest of each source cell by origin."""

    chosen: Mapping[str, Any]
    cells: tuple[Cell, ...]
    sources: Mapping[str, str]


def cell_of(raw: Mapping[str, Any]) -> Cell:
    """A cell of the JSON of a composed notebook or of a copy."""
    metadata = raw.get("metadata", {})
    ours = dict(metadata.get("taphuan") or {})
    names = {
        name: picture_digest(bundle) for name, bundle in raw.get("attachments", {}).items() if isinstance(bundle, dict)
    }
    text = _ATTACHED.sub(lambda match: f"attachment:{names.get(match[1], match[1])}", source_text(dict(raw)))
    slide_type = (metadata.get("slideshow") or {}).get("slide_type") or "-"
    return Cell(
        id=str(raw.get("id", "")),
        type=raw["cell_type"],
        origin=str(ours.get("origin", "")),
        slide=str(ours.get("slide", "")),
        role=str(ours.get("role", "")),
        document=str(ours.get("document", "")),
        text=text,
        slide_type=slide_type,
        tags=tuple(metadata.get("tags", ())),
        about=_digest(ours),
    )


def picture_digest(bundle: Mapping[str, Any]) -> str:
    """Of a pasted picture, whatever its name and however its base64 is broken into lines."""
    contents = {mime: "".join("".join(content).split()) for mime, content in bundle.items()}
    return _digest(contents)


def source_digest(raw: Mapping[str, Any]) -> str:
    """Of a cell of a source notebook: all that a person has written."""
    metadata = raw.get("metadata", {})
    kept = {key: metadata[key] for key in ("tags", "slideshow", "taphuan") if key in metadata}
    return _digest([raw["cell_type"], source_text(dict(raw)), kept, raw.get("attachments", {})])


def pack(notebook: Mapping[str, Any]) -> str:
    """What a composed notebook is made from, as text for its copy's metadata. Sources are read as they are now."""
    cells = [cell_of(raw) for raw in notebook["cells"]]
    sources: dict[str, str] = {}
    for path in dict.fromkeys(notebook_of(cell.origin) for cell in cells if cell.origin):
        of_path = {cell["id"]: source_digest(cell) for cell in source_json(path)["cells"]}
        sources |= {c.origin: of_path[id_of(c.origin)] for c in cells if c.origin and notebook_of(c.origin) == path}
    content = {
        "version": _VERSION,
        "chosen": chosen(notebook["metadata"].get("taphuan", {})),
        "cells": [vars(cell) for cell in cells],
        "sources": sources,
    }
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), 9)
    return base64.b64encode(packed).decode()


def chosen(ours: Mapping[str, Any]) -> dict[str, Any]:
    """Which set a composed notebook is, from its metadata: the arguments of `open_lesson` and the minutes of a hall."""
    if "conference" not in ours:
        return {}
    return {
        "conference": ours["conference"]["slug"],
        "province": WHOLE if ours["whole"] else ours["unit"]["slug"],
        "as_of": ours["as_of"],
        "module": ours["module"],
        "commune": ours.get("commune", {}).get("code", ""),
        "minutes": ours["minutes"],
    }


def source_json(path: Path) -> dict[str, Any]:
    """The JSON of a source notebook of today. Raises NotComposed, or NotImported where it is gone."""
    if path.parent.parent != paths.NOTEBOOKS or not path.is_file():
        name = path.relative_to(paths.ROOT).as_posix() if path.is_relative_to(paths.ROOT) else path.name
        raise NotImported(
            f"{name}: the source notebook of this copy is gone; bring the file back, then import again", code="TH862"
        )
    return notebook_json(path, path.relative_to(paths.ROOT).as_posix())


def unpack(ours: Mapping[str, Any], name: str) -> Base:
    """From the metadata `taphuan` of the copy `name`. Raises NotImported."""
    mark = ours.get(COPIED)
    packed = mark.get(BASE) if isinstance(mark, dict) else None
    if not isinstance(packed, str):
        again = "it was made before copies said what they were made from; make a new one with `taphuan lab`"
        raise NotImported(f"{name}: {again if mark else _NO_COPY}", code="TH861")
    try:
        content = json.loads(zlib.decompress(base64.b64decode(packed)))
        if content["version"] != _VERSION:
            raise NotImported(
                f"{name}: made by a newer taphuan; update this checkout, or make a copy with it", code="TH861"
            )
        cells = tuple(Cell(**{**cell, "tags": tuple(cell["tags"])}) for cell in content["cells"])
        return Base(content["chosen"], cells, content["sources"])
    except (ValueError, KeyError, TypeError, zlib.error):
        said = "what it was made from cannot be read any more (metadata taphuan.copied.base)"
        raise NotImported(
            f"{name}: {said}; make a new copy with `taphuan lab` and move your cells there", code="TH861"
        ) from None


_NO_COPY = "is no copy that `taphuan lab` made; import takes those of build/lab"


def _digest(value: Iterable[Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
