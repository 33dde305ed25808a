"""Reads any published file of a set into its normal form. The readers need lxml and pikepdf, imported when the first file is read."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable
from pathlib import Path

from taphuan.build.normal.form import Normal, Part
from taphuan.errors import TaphuanError

# by the end of a file's name, the longest first: the reader as "module:function" of this folder
_READERS = {
    "quiz.xml": "quiz:read_moodle",
    ".gift.txt": "quiz:read_gift",
    ".html": "html:read_html",
    ".pptx": "pptx:read_pptx",
    ".docx": "docx:read_docx",
    ".xlsx": "xlsx:read_xlsx",
    ".pdf": "pdf:read_pdf",
    ".ipynb": "notebook:read_notebook",
    ".md": "plain:read_markdown",
    ".png": "plain:read_png",
}


class NotReadable(TaphuanError):
    """A file that is not what its name says, or of a kind that has no normal form."""


def read_normal(path: Path) -> Normal:
    """The normal form of a published file, by its name and content.

    Raises NotReadable where it has none or the file is damaged; OSError where it cannot be read.
    """
    return normal_of(path.name, path.read_bytes(), path)


def normal_of(name: str, content: bytes, place: Path | None = None) -> Normal:
    """The same of a content; `place` is what an error names."""
    try:
        return Normal(name, _reader(name)(content))
    except NotReadable as error:
        raise NotReadable(f"{place or name}: {error}") from None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        # the base classes of what lxml, zipfile, json and pikepdf raise for damaged files
        raise NotReadable(
            f"{place or name}: is damaged or no file of taphuan's ({error}); build the set again"
        ) from None


def has_normal(name: str) -> bool:
    """Whether files of this name have a normal form."""
    return any(name.endswith(end) for end in _READERS)


def _reader(name: str) -> Callable[[bytes], tuple[Part, ...]]:
    for end, reader in _READERS.items():
        if name.endswith(end):
            module, _, function = reader.partition(":")
            found: Callable[[bytes], tuple[Part, ...]] = getattr(
                importlib.import_module(f"taphuan.build.normal.{module}"), function
            )
            return found
    raise NotReadable(f"no normal form for such files, only for {', '.join(_READERS)}")
