"""PDFs read back with pikepdf: their letters, their tags, and what shuts them to a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def glyph_names(font: Any) -> dict[int, str]:
    """What the two-byte codes of a font stand for, from its ToUnicode map."""
    found: dict[int, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for source, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(source, 16)] = bytes.fromhex(target).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int.from_bytes(bytes.fromhex(target)[-2:], "big")
            for step, code_point in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code_point] = chr(start + step)
    return found


def page_text(page: pikepdf.Page) -> str:
    """The letters of a page in the order they are drawn, spaces left out: they are moves, not letters."""
    fonts = {name: glyph_names(font) for name, font in page.resources.Font.items()}
    current: dict[int, str] = {}
    shown = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    shown += [current.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2)]
    return "".join("".join(shown).split()).replace("\u00a0", "")


def tags(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the structure tree."""
    found, waiting = [], [pdf.Root.get("/StructTreeRoot")]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if "/S" in node:
            found.append(node)
        children = node.get("/K", [])
        waiting = [*(list(children) if isinstance(children, pikepdf.Array) else [children]), *waiting]
    return found


def tight(value: str) -> str:
    return "".join(value.split())


def lines(page: pikepdf.Page) -> list[tuple[float, str]]:
    """Each piece of text with its height above the page's foot in points."""
    fonts = {name: glyph_names(font) for name, font in page.resources.Font.items()}
    current: dict[int, str] = {}
    matrix, stack = pikepdf.Matrix(), []
    at = 0.0
    found = []
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
                at = (pikepdf.Matrix(*(float(value) for value in operands)) @ matrix).f
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                letters = [current.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2)]
                found.append((at, "".join(letters)))
    return found


def problems(pdf: pikepdf.Pdf) -> list[str]:
    """What keeps a PDF from being accessible (PDF/UA-1), as far as a machine can tell without the writer's help."""
    return [*_promises(pdf), *_structure(pdf), *_pages(pdf)]


def _promises(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not tagged"
    if not str(root.get("/Lang", "")).startswith("vi"):
        yield f"language: {root.get('/Lang', 'none')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "a viewer shows the name of the file, not the title"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not str(metadata.get("dc:title", "")).strip():
            yield "no title in the metadata"
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "no title"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for tag in tags(pdf):
        kind = str(tag.S)
        if kind == "/Figure" and not str(tag.get("/Alt", "")).strip():
            yield "a figure without words"
        if kind == "/Table":
            inside = {str(inner.S) for inner in below(tag)}
            if "/TH" not in inside:
                yield "a table without headers"
        if heading := re.fullmatch(r"/H([1-6])", kind):
            if int(heading[1]) > level + 1:
                yield f"a heading of level {heading[1]} after level {level}"
            level = int(heading[1])


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page.obj or str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {number}: no order of reading"
        for name, font in page.resources.get("/Font", {}).items():
            if not embedded(font):
                yield f"page {number}: the font {name} is not inside"
        open_tags = 0
        for _, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    open_tags += 1
                case "EMC":
                    open_tags -= 1
                case "Tj" | "TJ" if not open_tags:
                    yield f"page {number}: letters that are neither content nor ornament"
                    break


def embedded(font: Any) -> bool:
    if str(font.get("/Subtype", "")) == "/Type3":
        return True
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(key in described.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def below(tag: Any) -> list[Any]:
    """Every element under one of the structure tree."""
    found = []
    waiting = [tag.get("/K", [])]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            waiting.append(node.get("/K", []))
    return found
