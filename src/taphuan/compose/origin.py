"""Where a composed cell comes from: "modules/tong-quan-cds#dinh-nghia", its source notebook and the cell's id there.

What composing adds (states of documents, sources, objectives, the list of sources) has no origin.
"""

from __future__ import annotations

from pathlib import Path

from taphuan import paths

_SIGN = "#"


def origin(path: Path, id_: str) -> str:
    """Of the cell with this id in the source notebook at `path`."""
    return f"{path.parent.name}/{path.stem}{_SIGN}{id_}"


def notebook_of(origin: str) -> Path:
    """The path of the source notebook; beside the others for a text that is no origin."""
    return paths.NOTEBOOKS / f"{origin.partition(_SIGN)[0]}.ipynb"


def id_of(origin: str) -> str:
    """The id of the cell in its source notebook."""
    return origin.partition(_SIGN)[2]
