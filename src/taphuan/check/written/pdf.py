"""A PDF that Typst wrote, read back: the words of each page in the order of drawing, what its tags say, its title.

Only what such a file holds is read: plain objects, deflated streams, faces with two bytes a letter and a map to Unicode.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from taphuan.check.written.page import tight

_REFERENCE = re.compile(rb"(\d+) 0 R")
_PAGE = re.compile(rb"/Type\s*/Page[/\s>]")
_CODE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
# letters between brackets, which may hold pairs of brackets; as many in each other as a line of letters is likely to have
_IN = rb"(?:\\.|[^\\()])"
_PAIR = rb"\(%b*\)" % _IN
for _ in range(4):
    _PAIR = rb"\((?:%b|%b)*\)" % (_IN, _PAIR)
_SHOWN = re.compile(
    rb"/([\w.+-]+) [\d.]+ Tf|\[((?:%b|[^\]()])*)\]\s*TJ|(%b|<[0-9A-Fa-f]+>)\s*Tj" % (_PAIR, _PAIR), re.DOTALL
)
_FORM = re.compile(rb"/([\w.+-]+) Do")
_LETTERS = re.compile(rb"(%b)|<([0-9A-Fa-f]+)>" % _PAIR, re.DOTALL)
_ALT = re.compile(rb"/Alt\s*(?:(%b)|<([0-9A-Fa-f]*)>)" % _PAIR, re.DOTALL)


@dataclass(frozen=True)
class Pdf:
    """`pages`: the words of each page without blanks, since a PDF may move the place instead of drawing one; `alts`: the alt texts of
    its figures."""

    pages: tuple[str, ...]
    alts: tuple[str, ...]


def read_pdf(content: bytes) -> Pdf:
    """The words of a PDF. Raises ValueError where a part of it is missing or cannot be unpacked."""
    objects = _objects(content)
    reader = _Reader(objects)
    try:
        pages = tuple(reader.page(body) for body in _in_order(objects))
    except (KeyError, TypeError, IndexError, zlib.error) as error:
        raise ValueError(f"it cannot be read back ({type(error).__name__} {error})") from None
    return Pdf(pages, tuple(_text_of(literal, digits) for literal, digits in _ALT.findall(content)))


def _objects(content: bytes) -> dict[bytes, bytes]:
    """The objects of the file by their numbers."""
    found: dict[bytes, bytes] = {}
    for piece in content.split(b"\nendobj"):
        head, begins, body = piece.partition(b" 0 obj\n")
        if begins:
            found[head.rpartition(b"\n")[2]] = body
    return found


def _in_order(objects: dict[bytes, bytes]) -> list[bytes]:
    """The pages as the tree of pages has them."""
    trees = [body for body in objects.values() if b"/Type/Pages" in body]
    if not trees:
        raise ValueError("it has no pages")
    found: list[bytes] = []
    for tree in trees:
        kids = re.search(rb"/Kids\s*\[(.*?)\]", tree, re.DOTALL)
        found += [objects[key] for key in _REFERENCE.findall(kids[1] if kids else b"") if _PAGE.search(objects[key])]
    return found


class _Reader:
    def __init__(self, objects: dict[bytes, bytes]) -> None:
        self._objects = objects
        self._maps: dict[bytes, dict[int, str]] = {}
        self._drawn: dict[bytes, str] = {}

    def page(self, body: bytes) -> str:
        contents = re.search(rb"/Contents (\d+) 0 R", body)
        resources = re.search(rb"/Resources (\d+) 0 R", body)
        inside = self._objects[resources[1]] if resources else body
        return self._words(_unpacked(self._objects[contents[1]]), inside) if contents else ""

    def _words(self, stream: bytes, resources: bytes) -> str:
        faces = dict(_named(resources, rb"/Font"))
        forms = dict(_named(resources, rb"/XObject"))
        letters: list[str] = []
        current: dict[int, str] = {}
        # words stand between BT and ET; what is drawn around them is most of a page
        for at, piece in enumerate(stream.split(b"\nBT ")):
            inside, _, outside = piece.partition(b"\nET") if at else (b"", b"", piece)
            for face, several, one in _SHOWN.findall(inside):
                if face:
                    current = self._map(faces[face]) if face in faces else {}
                    continue
                codes = b"".join(
                    bytes.fromhex(b.decode()) if b else _unescaped(a[1:-1]) for a, b in _LETTERS.findall(several or one)
                )
                letters.append(codes.decode("utf-16-be", "replace").translate(current))
            if forms:
                letters += [self._form(forms[form]) for form in _FORM.findall(outside) if form in forms]
        return tight("".join(letters))

    def _form(self, key: bytes) -> str:
        """The words of a drawing that pages use; a picture has none."""
        if key not in self._drawn:
            body = self._objects[key]
            head = body.partition(b"stream")[0]
            self._drawn[key] = ""
            if b"/Subtype/Form" in head:
                inside = re.search(rb"/Resources (\d+) 0 R", head)
                self._drawn[key] = self._words(_unpacked(body), self._objects[inside[1]] if inside else head)
        return self._drawn[key]

    def _map(self, key: bytes) -> dict[int, str]:
        """What each code of a face is in Unicode."""
        if key not in self._maps:
            found = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[key])
            names: dict[int, str] = {}
            table = _unpacked(self._objects[found[1]]) if found else b""
            for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
                names |= {int(a, 16): _utf16(b) for a, b in _CODE.findall(block)}
            for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
                for low, high, target in _RANGE.findall(block):
                    first = int(target[-4:], 16)
                    for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                        names[code] = chr(first + step)
            self._maps[key] = names
        return self._maps[key]


def _named(resources: bytes, kind: bytes) -> list[tuple[bytes, bytes]]:
    """(name, number of the object) of each resource of a kind."""
    found = re.search(kind + rb"\s*<<(.*?)>>", resources, re.DOTALL)
    return re.findall(rb"/([\w.+-]+) (\d+) 0 R", found[1]) if found else []


def _unpacked(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    data = rest.rpartition(b"\nendstream")[0]
    return zlib.decompress(data) if b"/FlateDecode" in head else data


def _unescaped(literal: bytes) -> bytes:
    if b"\\" not in literal:
        return literal
    # what Python reads alike, at its speed: a stroke as its number, brackets as they are
    plain = literal.replace(rb"\\", rb"\134").replace(rb"\(", b"(").replace(rb"\)", b")")
    return codecs.escape_decode(plain)[0]


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _text_of(literal: bytes, digits: bytes) -> str:
    data = bytes.fromhex(digits.decode()) if digits else _unescaped(literal[1:-1])
    return data[2:].decode("utf-16-be", "replace") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


def stands(cells: Sequence[str], pages: Sequence[str]) -> bool:
    """Whether a text, or the cells of a row one behind the other, stands on a page, or goes on from one page to the next; in a row
    that does, each cell may go on for itself. All without blanks."""
    text = "".join(cells)
    if any(text in page for page in pages):
        return True
    for page, following in pairwise(pages):
        if _goes_on(text, page, following):
            return True
        parts = [cell in page or cell in following for cell in cells]
        broken = [_goes_on(cell, page, following) for cell in cells]
        if len(cells) > 1 and not all(parts) and all(map(any, zip(parts, broken, strict=True))):
            return True
    return False


def _goes_on(text: str, page: str, following: str) -> bool:
    """Whether a page ends with the beginning of the text, before its foot, and the next one has the rest."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    # the rest may begin with letters that stand at the end of the page by chance
    return any(text[cut:] in following for cut in range(low, max(low - 3, 0), -1))
