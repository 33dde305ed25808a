"""Whether the parts of a PowerPoint file are whole: python-pptx reads a part only where it is used, and leaves out what is gone."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pptx.oxml import parse_xml

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"
# parts that are nothing without the one that they belong to, or that belongs to them
_RELATED = ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/notesMasters/")


def package_faults(content: bytes) -> Iterator[str]:
    """What is wrong with the parts of a file, one text each. Raises BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if damaged := package.testzip():
            yield f"the part {damaged} is damaged"
            return
        names = set(package.namelist())
        if _TYPES not in names:
            yield f"no part {_TYPES}"
        for name in sorted(names):
            if name.endswith((".xml", ".rels")):
                try:
                    root = parse_xml(package.read(name))
                except SyntaxError as error:  # the base class of lxml's error for malformed XML
                    yield f"the part {name} cannot be read as XML ({error.msg})"
                    continue
                if name.endswith(".rels"):
                    yield from (f"{name} names {gone}, which is not there" for gone in _gone(name, root, names))
            if name.endswith(".xml") and name.startswith(_RELATED) and _relations(name) not in names:
                yield f"no part {_relations(name)}"
        for needed in ("_rels/.rels", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"):
            if needed not in names:
                yield f"no part {needed}"


def _relations(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _gone(name: str, root: Any, names: set[str]) -> Iterator[str]:
    """The parts that relations lead to and that are not there."""
    base = posixpath.dirname(posixpath.dirname(name))
    for relation in root.iter(_RELATION):
        if relation.get("TargetMode") != "External":
            target = unquote(relation.get("Target", "").partition("#")[0])
            part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            if part not in names:
                yield part
