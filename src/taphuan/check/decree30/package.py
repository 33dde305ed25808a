"""Reads the parts of an untrusted Word file: the unpacked size is limited, XML entities are refused, every fault of the
package is a NotWordFile error."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml

from taphuan.errors import TaphuanError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# A report of a thousand pages has some 30 MB of XML; a larger package is probably an attack on the memory.
MOST_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"  # the first bytes of an old .doc, and of a .docx that is encrypted with a password


class NotWordFile(TaphuanError):
    """A file that is not a Word document (.docx) or cannot be read as one."""


@dataclass(frozen=True)
class Part:
    """An XML part: its root element, and the targets of its relationships: id → (type, name of the target part)."""

    root: Any
    targets: dict[str, tuple[str, str]]

    def of_kind(self, kind: str) -> str:
        """The name of the first target of this type; "" if there is none."""
        return next((target for type_, target in self.targets.values() if type_ == kind), "")


class Package:
    """An opened Word file. Parts are read and parsed on request. All methods raise NotWordFile for a fault of the file."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name, self._read = name, 0
        if data[:4] == _OLE:
            self._fail("it is an old .doc or protected by a password; save it as .docx without a password")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            self._fail("it is not a ZIP package or is incomplete; save it as a Word document (.docx)")

    def main(self) -> Part:
        """The main document part, which has the text."""
        if "_rels/.rels" not in self._zip.namelist():
            self._fail("its list of contents (_rels/.rels) is missing; open it in Word and save it again")
        target = Part(None, self._relations("_rels/.rels", "")).of_kind("officeDocument")
        if not target:
            self._fail("it names no main document; open it in Word and save it again")
        part = self.part(target)
        if part.root.tag != f"{W}document":
            self._fail("its main part is not a Word text (or “Strict Open XML”); save it as a Word document (.docx)")
        return part

    def part(self, name: str) -> Part:
        """The part of this name, with its relationships."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        has_relations = relations in self._zip.namelist()
        return Part(self._xml(name), self._relations(relations, folder) if has_relations else {})

    def _relations(self, name: str, folder: str) -> dict[str, tuple[str, str]]:
        """The internal relationships in the part `name`: id → (type, name of the target part)."""
        targets: dict[str, tuple[str, str]] = {}
        for relation in self._xml(name):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                targets[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return targets

    def _xml(self, name: str) -> Any:
        content = self._bytes(name)
        if b"<!DOCTYPE" in content[:4096]:
            self._fail(f"its part {name} declares entities, which Word never does")
        try:
            return parse_xml(content)
        except SyntaxError as error:  # the base class of lxml's error for malformed XML
            self._fail(f"its part {name} is not valid XML ({error.msg}); open it in Word and save it again")

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as file:
                content = file.read(MOST_BYTES - self._read + 1)
        except KeyError:
            self._fail(f"its part {name} is missing; open it in Word and save it again")
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            self._fail(f"its part {name} cannot be unpacked ({error}); download or copy the file again")
        self._read += len(content)
        if self._read > MOST_BYTES:
            self._fail(f"it unpacks to more than {MOST_BYTES // 2**20} MB of text")
        return content

    def _fail(self, what: str) -> Any:
        raise NotWordFile(f"{self._name} cannot be read as a Word document: {what}", code="TH652") from None
