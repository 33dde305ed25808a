"""The picture files beside a notebook of anybody, which its Markdown names: `![](anh/so-do.png)`."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

# an address in Markdown or HTML; one in code is no harm, for the page does not ask for it
_ADDRESS = re.compile(
    r"""!\[[^\]]*\]\(\s*(?:<([^<>]*)>|([^\s)]+))|<img\b[^>]*?\bsrc\s*=\s*["']([^"']*)["']""", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|~", re.IGNORECASE)
_LARGEST = 30_000_000


def attach_files(notebook: Any, folder: Path) -> None:
    """Give each cell the pictures that it names and that lie in the folder of the notebook or below it, under their address."""
    root = folder.resolve()
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or not ("![" in cell.source or "<img" in cell.source.lower()):
            continue
        for found in _ADDRESS.finditer(cell.source):
            address = next(group for group in found.groups() if group is not None)
            if _ELSEWHERE.match(address):
                continue
            path = (root / unquote(address)).resolve()
            kind = mimetypes.guess_type(path.name)[0] or ""
            if (
                kind.startswith("image/")
                and path.is_relative_to(root)
                and path.is_file()
                and path.stat().st_size <= _LARGEST
            ):
                picture = {kind: base64.b64encode(path.read_bytes()).decode()}
                cell.attachments = {**(cell.get("attachments") or {}), address: picture}
