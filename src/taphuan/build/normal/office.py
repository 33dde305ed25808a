"""What PowerPoint, Word and Excel files have in common: a package of XML parts with relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml import etree

from taphuan.build.normal.drawing import picture_digest

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class Package:
    """The parts of an Office file, each parsed when it is asked for."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._digests: dict[str, str] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def xml(self, name: str) -> Any:
        """The root of a part. Raises KeyError where there is none, SyntaxError where it is no XML."""
        return etree.fromstring(self._zip.read(name), _PARSER)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Of a part: (last word of the relation's type, the part or address it leads to) by id."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self.names:
            return {}
        return {
            relation.get("Id"): (
                relation.get("Type").rpartition("/")[2],
                relation.get("Target")
                if relation.get("TargetMode") == "External"
                else posixpath.normpath(posixpath.join(folder, relation.get("Target"))).lstrip("/"),
            )
            for relation in self.xml(rels)
        }

    def drawn(self, part: str) -> str:
        """The digest of a picture or a chart; a chart counts by its XML, its workbook repeats what stands there."""
        if part not in self._digests:
            self._digests[part] = picture_digest(self._zip.read(part))
        return self._digests[part]


def without_fallback(element: Any) -> Iterator[Any]:
    """The elements below one in their order, but those for programs that do not know the newer form."""
    for child in element:
        if child.tag != _FALLBACK and isinstance(child.tag, str):
            yield child
            yield from without_fallback(child)
