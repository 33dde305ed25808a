"""Reads PDFs with pikepdf: text, lines, the structure tree, and faults of accessibility (PDF/UA-1)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def glyph_names(font: Any) -> dict[int, str]:
    """The text of each two-byte code of a font, from its ToUnicode map."""
    names: dict[int, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for source, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            names[int(source, 16)] = bytes.fromhex(target).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int.from_bytes(bytes.fromhex(target)[-2:], "big")
            for step, code_point in enumerate(range(int(low, 16), int(high, 16) + 1)):
                names[code_point] = chr(start + step)
    return names


def page_text(page: pikepdf.Page) -> str:
    """The text of a page in drawing order without spaces: a PDF may move the position instead of drawing a space."""
    fonts = {name: glyph_names(font) for name, font in page.resources.Font.items()}
    current: dict[int, str] = {}
    letters = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    pairs = (codes[i : i + 2] for i in range(0, len(codes), 2))
                    letters += [current.get(int.from_bytes(pair, "big"), "") for pair in pairs]
    return "".join("".join(letters).split()).replace("\u00a0", "")


def tags(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the structure tree, parents first."""
    elements, queue = [], [pdf.Root.get("/StructTreeRoot")]
    while queue:
        node = queue.pop(0)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if "/S" in node:
            elements.append(node)
        children = node.get("/K", [])
        queue = [*(list(children) if isinstance(children, pikepdf.Array) else [children]), *queue]
    return elements


def tight(value: str) -> str:
    """The text without white space, for comparisons with `page_text`."""
    return "".join(value.split())


def lines(page: pikepdf.Page) -> list[tuple[float, str]]:
    """(y, text) of each drawn text; y is the distance from the bottom of the page in points."""
    fonts = {name: glyph_names(font) for name, font in page.resources.Font.items()}
    current: dict[int, str] = {}
    matrix, stack = pikepdf.Matrix(), []
    y = 0.0
    result = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ matrix
            case "Tf":
                current = fonts[str(operands[0])]
            case "Tm":
                y = (pikepdf.Matrix(*(float(value) for value in operands)) @ matrix).f
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                letters = [current.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2)]
                result.append((y, "".join(letters)))
    return result


def problems(pdf: pikepdf.Pdf) -> list[str]:
    """The violations of PDF/UA-1 that can be found without knowledge of the content."""
    return [*_document_problems(pdf), *_structure_problems(pdf), *_page_problems(pdf)]


def _document_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not tagged"
    if not str(root.get("/Lang", "")).startswith("vi"):
        yield f"language: {root.get('/Lang', 'none')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "a viewer displays the name of the file instead of the title"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "not declared as PDF/UA-1"
        if not str(metadata.get("dc:title", "")).strip():
            yield "no title in the metadata"
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "no title"


def _structure_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for tag in tags(pdf):
        kind = str(tag.S)
        if kind == "/Figure" and not str(tag.get("/Alt", "")).strip():
            yield "a figure without alt text"
        if kind == "/Table" and "/TH" not in {str(descendant.S) for descendant in below(tag)}:
            yield "a table without headers"
        if heading := re.fullmatch(r"/H([1-6])", kind):
            if int(heading[1]) > level + 1:
                yield f"a heading of level {heading[1]} after level {level}"
            level = int(heading[1])


def _page_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page.obj or str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {number}: no reading order"
        for name, font in page.resources.get("/Font", {}).items():
            if not embedded(font):
                yield f"page {number}: the font {name} is not embedded"
        open_tags = 0
        for _, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    open_tags += 1
                case "EMC":
                    open_tags -= 1
                case "Tj" | "TJ" if not open_tags:
                    yield f"page {number}: text that is neither tagged nor an artifact"
                    break


def embedded(font: Any) -> bool:
    """Whether the PDF contains the program of a font."""
    if str(font.get("/Subtype", "")) == "/Type3":
        return True
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(key in descendant.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def below(tag: Any) -> list[Any]:
    """Every element of the structure tree below `tag`."""
    elements = []
    stack = [tag.get("/K", [])]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                elements.append(node)
            stack.append(node.get("/K", []))
    return elements


def colours_of(pdf: bytes) -> set[str]:
    """The colours, as "#RRGGBB", of what the pages fill and stroke."""
    found = set()
    for page in pikepdf.open(io.BytesIO(pdf)).pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("scn", "SCN", "sc", "SC", "rg", "RG") and len(operands) == 3:
                found.add("#" + "".join(f"{round(float(part) * 255):02X}" for part in operands))
    return found
