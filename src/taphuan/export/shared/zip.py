"""ZIP packages (DOCX, PPTX, XLSX, what `taphuan pack` makes) with the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

# The earliest day a ZIP entry can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
# what is compressed already
_PACKED = frozenset({".docx", ".pptx", ".xlsx", ".pdf", ".png", ".zip"})


def rezip(package: bytes, edit: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """The same entries in a fixed order, the content types first, with fixed dates and attributes; `edit` gives the content of
    an entry from its name and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            new.writestr(_entry(name), edit(name, old.read(name)), compresslevel=9)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these files, in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in sorted(files):
            stored = PurePosixPath(name).suffix in _PACKED
            new.writestr(
                _entry(name, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), files[name], compresslevel=9
            )
    return out.getvalue()


def _entry(name: str, how: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """With a fixed day, as any system writes it."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = how
    entry.create_system = 0
    entry.external_attr = 0
    return entry
