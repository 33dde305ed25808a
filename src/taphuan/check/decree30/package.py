"""The parts of a Word file, read without trusting it: sizes are bounded, entities stay closed, oddities have a name."""

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

# A report of a thousand pages has some 30 MB of text; what is larger was made to fill the memory.
MOST_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"  # an old .doc, or a .docx behind a password


class NoDocx(TaphuanError):
    """A file that is no Word document (.docx) or cannot be read as one."""


@dataclass(frozen=True)
class Part:
    """An XML part and what its relationship ids lead to: id → (kind, name of the part)."""

    root: Any
    targets: dict[str, tuple[str, str]]

    def of_kind(self, kind: str) -> str:
        """The name of the one part of that kind; empty without."""
        return next((target for found, target in self.targets.values() if found == kind), "")


class Package:
    """The opened file; parts are read and parsed when asked for. Raises NoDocx."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name, self._read = name, 0
        if data[:4] == _OLE:
            self._fail("it is an old .doc or is locked by a password; save it as .docx without one")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            self._fail("it is no ZIP package, or was cut short; save it as a Word document (.docx)")

    def main(self) -> Part:
        """The part with the text."""
        if "_rels/.rels" not in self._zip.namelist():
            self._fail("its list of contents (_rels/.rels) is missing; open it in Word and save it again")
        target = Part(None, self._relations("_rels/.rels", "")).of_kind("officeDocument")
        if not target:
            self._fail("it names no main document; open it in Word and save it again")
        part = self.part(target)
        if part.root.tag != f"{W}document":
            self._fail("its main part is no Word text (or “Strict Open XML”); save it as a Word document (.docx)")
        return part

    def part(self, name: str) -> Part:
        """A part with its relationships."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        there = relations in self._zip.namelist()
        return Part(self._xml(name), self._relations(relations, folder) if there else {})

    def _relations(self, name: str, folder: str) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for relation in self._xml(name):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def _xml(self, name: str) -> Any:
        content = self._bytes(name)
        if b"<!DOCTYPE" in content[:4096]:
            self._fail(f"its part {name} declares entities, which no Word document does")
        try:
            return parse_xml(content)
        except SyntaxError as error:  # what lxml raises on broken XML is a kind of it
            self._fail(f"its part {name} is broken ({error.msg}); open it in Word and save it again")

    def _bytes(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as file:
                content = file.read(MOST_BYTES - self._read + 1)
        except KeyError:
            self._fail(f"its part {name} is missing; open it in Word and save it again")
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            self._fail(f"its part {name} cannot be unpacked ({error}); fetch the file again")
        self._read += len(content)
        if self._read > MOST_BYTES:
            self._fail(f"it unpacks to more than {MOST_BYTES // 2**20} MB of text, which no report needs")
        return content

    def _fail(self, what: str) -> Any:
        raise NoDocx(f"{self._name} cannot be read as a Word document: {what}") from None
