"""ZIP packages (DOCX, PPTX, XLSX) with the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

# The earliest day a ZIP entry can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"


def rezip(package: bytes, edit: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """The same entries in a fixed order, the content types first, with fixed dates and attributes; `edit` gives the content of
    an entry from its name and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # written on any system alike
            entry.external_attr = 0
            new.writestr(entry, edit(name, old.read(name)), compresslevel=9)
    return out.getvalue()
