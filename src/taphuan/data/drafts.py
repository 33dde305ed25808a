"""A module that is being written (`written: false`): how what is still to be written is marked, in files and in documents.

The mark is readable for whoever opens a document, says there that it is a draft, and is nothing that anybody would write:
«BẢN NHÁP – tên phiếu».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from taphuan.data.documents import Path

# above the slides of such a module, and before its title wherever that stands
DRAFT = "BẢN NHÁP"
TO_WRITE = re.compile(rf"«{DRAFT}\b[^»]*»?")
# in place of a source that is to be found yet; no source has this name
NO_SOURCE_YET = "can-viet"


def to_write(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """(path, mark) of everything in the value of a YAML file that is still to be written."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from to_write(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from to_write(part, (*path, number))
    elif isinstance(value, str):
        if mark := TO_WRITE.search(value):
            yield path, mark[0]
        elif value == NO_SOURCE_YET and path[-1:] == ("source_id",):
            yield path, value
